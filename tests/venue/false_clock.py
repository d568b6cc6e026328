"""A server whose wall clock lies: it jumps while the show runs, as a laptop's does."""

import time
from pathlib import Path

from tests.venue.preloaded import built, why_not_preloaded

why_no_false_clock = why_not_preloaded


class FalseClock:
    """The wall clock of a server that was started with `env`. Its count of seconds stays true."""

    def __init__(self, folder: Path, zone: str = "UTC") -> None:
        self._said = folder / "clock"
        self.is_ahead(0)
        self.env = {
            "LD_PRELOAD": str(built("false_clock.c", folder)),
            "STANDBY_CLOCK": str(self._said),
            "TZ": zone,
        }

    def is_ahead(self, by_s: int) -> None:
        """From now on it is so many seconds ahead of the truth, or behind."""
        fresh = self._said.with_name("clock.new")
        fresh.write_text(f"{by_s}\n")
        fresh.replace(self._said)

    def reads(self, wall_s: int) -> None:
        """From now on it goes on from `wall_s`, in Unix seconds."""
        self.is_ahead(wall_s - int(time.time()))
