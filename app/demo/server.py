"""A real server for the demo, in a process of its own: exactly what `standby serve` starts."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

READY_S: Final = 30.0
STOP_S: Final = 8.0
LOOK_AGAIN_S: Final = 0.05
HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class NoServer(RuntimeError):
    """The server did not start; says what it said."""


@asynccontextmanager
async def a_server(
    host: str, port: int, database_url: str, token: str, diary: Path
) -> AsyncIterator[str]:
    """Serve until left; give the url by which this machine reaches it. Its own words go to `diary`."""
    with diary.open("wb") as said:
        process = subprocess.Popen(  # noqa: ASYNC220, S603 - our own program; it starts in a moment
            [
                *(sys.executable, "-m", "app", "serve"),
                *("--host", host, "--port", str(port), "--database-url", database_url),
                "--until-stdin-ends",  # however we end, it does not stay behind
            ],
            stdin=subprocess.PIPE,
            env={**os.environ, "STANDBY_ADMIN_TOKEN": token, "STANDBY_LOG_LEVEL": "warning"},
            stdout=said,
            stderr=said,
        )
    url = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"  # noqa: S104
    try:
        await _until_ready(url, process, diary)
        yield url
    finally:
        process.terminate()
        try:
            await asyncio.to_thread(process.wait, STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
        if process.stdin is not None:
            process.stdin.close()


async def _until_ready(url: str, process: subprocess.Popen[bytes], diary: Path) -> None:
    try:
        async with asyncio.timeout(READY_S):
            while not await asyncio.to_thread(_answers, url):
                if process.poll() is not None:
                    said = await asyncio.to_thread(diary.read_bytes)
                    raise NoServer(said.decode(errors="replace").strip())
                await asyncio.sleep(LOOK_AGAIN_S)
    except TimeoutError:
        raise NoServer(f"{url} does not get ready.") from None


def _answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/readyz", timeout=2) as answer:  # noqa: S310 - our own server
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
