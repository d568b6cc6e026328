"""A keeper with a toy server, in a process of its own: it does what the words on the command line say.

One word for each server in turn, the last for all that follow. It prints a line for each.
"""

import errno
import os
import signal
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Never

from app.cli import keeper
from app.live.logs import set_up_logs

WORDS = sys.argv[1:]
begun = os.open(os.environ["TOY_DIARY"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def say(*words: object) -> None:
    os.write(begun, (" ".join(map(str, words)) + "\n").encode())


def beat(alive: Callable[[], None]) -> Never:
    while True:
        alive()
        time.sleep(0.05)


def drained(_number: int, _frame: FrameType | None) -> None:
    say("drained")
    sys.exit(0)


def serving(*, alive: Callable[[], None], greet: bool) -> int:
    turn = Path(os.environ["TOY_DIARY"]).read_text().count("server")
    word = WORDS[min(turn, len(WORDS) - 1)]
    say("server", os.getpid(), "greets" if greet else "is back", word)
    match word:
        case "serve":
            signal.signal(signal.SIGTERM, drained)
            beat(alive)
        case "deaf":  # does not stop when told to
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            beat(alive)
        case "hang":
            alive()
            time.sleep(60)
        case "crash":
            alive()
            time.sleep(0.1)
            os.abort()
        case "fall":
            raise ZeroDivisionError
        case _:
            pass
    return int(word)


def no_room_at(*forks: int) -> None:
    """Let the system have no room for another process at these forks."""
    fork, numbers = os.fork, count(1)

    def fork_if_possible() -> int:
        if next(numbers) in forks:
            say("no room")
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        return fork()

    os.fork = fork_if_possible


if __name__ == "__main__":
    if os.environ.get("TOY_NO_ROOM"):
        no_room_at(2, 3)
    set_up_logs("console", "info")
    keeper.SILENT_S_MAX = 0.6  # type: ignore[misc]
    keeper.LOOK_S = 0.1  # type: ignore[misc]
    leash = sys.stdin.fileno() if os.environ.get("TOY_LEASH") else None
    let_go: Callable[[], None] = lambda: say("let go")  # noqa: E731
    sys.exit(keeper.Keeper(serving, before=lambda: None, let_go=let_go, leash=leash).run())
