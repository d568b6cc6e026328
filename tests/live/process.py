"""`standby serve` as it is on the night: a process of its own, started, told to stop, killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from tests.live.served import OWNER_TOKEN

ROOT = Path(__file__).parents[2]
READY_S_MAX = 60
STOP_S_MAX = 5  # RELIABILITY.md: no new commands, commit, close 1012, exit within


class ServerProcess:
    """`standby serve` in a process group of its own, on the database in `folder`.

    `program` is what Python runs, for a server that is broken on purpose; `before` stands in front
    of Python, such as the words that put it into another network. `env` counts from the next start.
    """

    def __init__(
        self,
        folder: Path,
        port: int,
        *,
        host: str = "127.0.0.1",
        program: Sequence[str] = ("-m", "app"),
        before: Sequence[str] = (),
    ) -> None:
        self.host = host
        self.port = port
        self._binds = "0.0.0.0" if before else host  # in a network of its own: for each cable
        self.env: Mapping[str, str] = {}
        self.log = folder / "log"
        self.database = folder / "standby.db"
        self._words = [*before, sys.executable, *program, "serve"]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    @property
    def pid(self) -> int:
        """The process that was started, which leads its group."""
        assert self._process is not None
        return self._process.pid

    @property
    def ended(self) -> int | None:
        """How the process ended, or None while it runs."""
        assert self._process is not None
        return self._process.poll()

    async def start(self) -> None:
        self._process = self._begun()
        await self.ready()

    async def ready(self) -> None:
        """Wait until it serves; say what it wrote when it ends instead."""
        async with asyncio.timeout(READY_S_MAX):
            while not await self._ready():
                assert self.ended is None, self.log.read_text()[-3000:]
                await asyncio.sleep(0.02)

    def _begun(self) -> subprocess.Popen[bytes]:
        command = [*self._words, "--host", self._binds, "--port", str(self.port)]
        command += ["--database-url", f"sqlite:///{self.database}"]
        env = {**os.environ, "STANDBY_ADMIN_TOKEN": OWNER_TOKEN, **self.env}
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
            )

    async def stop(self) -> int:
        """Tell it to stop, and return how it ended; fails when it does not within 5 s."""
        assert self._process is not None
        self._process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self._process.wait, STOP_S_MAX)

    def kill(self) -> None:
        if self._process is not None:
            with suppress(ProcessLookupError):  # it has ended by itself, and was waited for
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
            self._process = None

    async def _ready(self) -> bool:
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(self.host, self.port)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = await reader.read(15)
            writer.close()
            return b" 200" in answer
        return False
