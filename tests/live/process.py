"""`standby serve` as it is on the night: a process of its own, started, told to stop, killed."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.live.served import OWNER_TOKEN

ROOT = Path(__file__).parents[2]
READY_S_MAX = 60
STOP_S_MAX = 5  # RELIABILITY.md: no new commands, commit, close 1012, exit within


class ServerProcess:
    """`standby serve` in a process group of its own, on one database file."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._process = process = self._begun()
        async with asyncio.timeout(READY_S_MAX):
            while not await self._ready():
                assert process.poll() is None, (self._folder / "log").read_text()[-3000:]
                await asyncio.sleep(0.02)

    def _begun(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "app", "serve", "--host", "127.0.0.1"]
        command += ["--port", str(self.port)]
        command += ["--database-url", f"sqlite:///{self._folder / 'standby.db'}"]
        env = {**os.environ, "STANDBY_ADMIN_TOKEN": OWNER_TOKEN}
        with (self._folder / "log").open("ab") as log:
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
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(20)
            self._process = None

    async def _ready(self) -> bool:
        with suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            answer = await reader.read(15)
            writer.close()
            return b" 200" in answer
        return False
