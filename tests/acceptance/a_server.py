"""A real server in a process of its own, started and killed as on the night."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[2]
TOKEN = "owner-token-of-the-tests"
START_S = 30


@dataclass
class AServer:
    """`standby serve` on one database file; `kill` is SIGKILL to its whole process group."""

    folder: Path
    port: int
    database: Path = field(init=False)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.database = self.folder / "standby.db"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def start(self) -> None:
        env = {**os.environ, "STANDBY_ADMIN_TOKEN": TOKEN}
        command = [sys.executable, "-m", "app", "serve", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--database-url", f"sqlite:///{self.database}"]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        end = time.monotonic() + START_S
        while True:
            assert self.process is not None, "started first"
            said = (self.folder / "server.log").read_text()[-3000:]
            assert self.process.poll() is None, f"the server has stopped:\n{said}"
            assert time.monotonic() < end, f"the server does not get ready:\n{said}"
            try:
                if httpx.get(f"{self.url}/readyz", timeout=2).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.02)

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        if self.process is None:
            return
        os.killpg(self.process.pid, how)
        self.process.wait(15)
        self.process = None

    def api(self, token: str = TOKEN) -> httpx.Client:
        return httpx.Client(
            base_url=f"{self.url}/api/v1",
            headers={"Authorization": f"Bearer {token}"},
            timeout=20,
        )


@contextmanager
def a_running_server(folder: Path, port: int) -> Iterator[AServer]:
    server = AServer(folder, port)
    server.start()
    try:
        yield server
    finally:
        server.kill()
