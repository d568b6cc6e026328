"""What ends a process with the one that started it, so that none is ever left behind."""

import ctypes
import faulthandler
import os
import signal
import sys
import time
from contextlib import suppress
from threading import Thread
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
GRACE_S: Final = 5.0  # told to stop, a server has ended within


def leave_with_parent(parent: int, end: int) -> None:
    """End when `parent` does: on Linux the system sees to it, elsewhere the end of the file `end`.

    Nobody is left to start us again, so there is nobody to say goodbye for: dying at once loses
    nothing that was acknowledged, and leaves the port free for whoever starts the next server.
    """
    if sys.platform == "linux":
        # A restart by hand must find the port free: so no SIGTERM, whose drain takes its time.
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)  # it has gone before we could say so
    stop_at_the_end_of(end)


def stop_at_the_end_of(end: int) -> None:
    """Stop as if told to when the file `end` ends; nothing is ever written to it."""
    Thread(target=_stop_at_the_end_of, args=(end,), name="leash", daemon=True).start()


def say_where_it_hangs() -> None:
    """Write down on SIGUSR1 where every thread is: without values, among which are names."""
    faulthandler.register(signal.SIGUSR1, all_threads=True)


def _stop_at_the_end_of(end: int) -> None:
    with suppress(OSError):
        while os.read(end, 4_096):
            pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_S)
    os._exit(1)
