"""A server in a process of its own with both doors open, and an authority made for it."""

import asyncio
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from cryptography import x509

from app.live.clock import HouseClock
from app.web.certificates import at, read_names
from app.web.tls_folder import Keeping, begin
from tests.live.process import ServerProcess
from tests.postgres import free_port

NAME = "show.example.org"  # a browser is told where it is: it needs no network


@dataclass(frozen=True, kw_only=True)
class Secure:
    folder: Path
    port: int
    https_port: int

    @property
    def plain(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def https(self) -> str:
        return f"https://127.0.0.1:{self.https_port}"

    def client(self) -> httpx.Client:
        """A device that trusts the authority."""
        trusts = ssl.create_default_context(cafile=self.folder / "ca.crt")
        return httpx.Client(verify=trusts, timeout=20)

    @property
    def authority(self) -> x509.Certificate:
        return x509.load_pem_x509_certificate((self.folder / "ca.crt").read_bytes())


@contextmanager
def serving_securely(folder: Path) -> Iterator[Secure]:
    """Serve what lies in `folder` over http and https until the end of the block."""
    house = Secure(folder=folder / "tls", port=free_port(), https_port=free_port())
    names = read_names("localhost", "127.0.0.1", NAME)
    now = at(HouseClock().now_ms())
    begin(house.folder, names, title="Standby, by hand", now=now, keeping=Keeping())
    server = ServerProcess(folder, house.port)
    server.env = {"STANDBY_HTTPS_PORT": str(house.https_port), "STANDBY_KEEPER": "false"}
    try:
        with ThreadPoolExecutor(1) as aside:  # Playwright has a loop running in this thread
            aside.submit(asyncio.run, server.start()).result()
        yield house
    finally:
        server.kill()
