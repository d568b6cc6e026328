"""What can happen to the processes of a server: frozen, thawed, one of them killed."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.live.process import ServerProcess


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


@contextmanager
def frozen(server: ServerProcess) -> Iterator[None]:
    """Nobody in the server runs: as a laptop that swaps, or a machine that is moved."""
    os.killpg(server.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.killpg(server.pid, signal.SIGCONT)
