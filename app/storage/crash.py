"""Points at which a test can kill the server; each costs one comparison otherwise."""

import os
import signal
from typing import Final, Literal

Point = Literal[
    "before-write",
    "before-commit",
    "after-commit",  # and before the ack
    "after-ack",  # and before the delta
    "in-checkpoint",
    "in-migration",
    "in-witness",
]

# STANDBY_CRASH_AT says "before-commit", or "before-commit:3" for the third time that it comes there
_POINT, _, _NTH = os.environ.get("STANDBY_CRASH_AT", "").partition(":")
_countdown: Final = iter(range(int(_NTH or 1) - 1, -1, -1))


def crash_point(name: Point) -> None:
    """Die here as from SIGKILL, with nothing flushed or closed, if a test asked for it."""
    if name == _POINT and next(_countdown) == 0:
        os.kill(os.getpid(), signal.SIGKILL)
