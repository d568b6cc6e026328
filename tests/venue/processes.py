"""What can happen to the processes of a server: frozen, thawed, one of them killed."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.live.process import ServerProcess

GONE_S_MAX = 60


def family(server: ServerProcess) -> list[int]:
    """The process that was started, and those below it, oldest first. Linux only."""
    found = [server.pid]
    for pid in found:
        with suppress(FileNotFoundError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += [int(word) for word in (task / "children").read_text().split()]
    return found


def kill_child(server: ServerProcess) -> int | None:
    """Kill what serves and not what watches over it; None where the server has no such parent."""
    below = family(server)[1:]
    if not below:
        return None
    os.kill(below[-1], signal.SIGKILL)
    return below[-1]


def kill_parent(server: ServerProcess) -> None:
    """Kill what watches over the server and not what serves."""
    os.kill(server.pid, signal.SIGKILL)


async def gone(pid: int) -> None:
    """Wait until a process has ended. Linux only: it need not be our own."""
    async with asyncio.timeout(GONE_S_MAX):
        while _runs(pid):  # noqa: ASYNC110  # a process that is not our own sends no event
            await asyncio.sleep(0.005)


def _runs(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        # the state stands behind the name, which is in brackets; Z has ended and is not waited for
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


@contextmanager
def frozen(server: ServerProcess) -> Iterator[None]:
    """Nobody in the server runs: as a laptop that swaps, or a machine that is moved."""
    os.killpg(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(server.pid, signal.SIGCONT)
