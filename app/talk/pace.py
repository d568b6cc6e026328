"""How fast a pass may speak: a bucket of commands that fills by the second, and one for frames of any kind.

A command too many is refused and may be sent again; only a flood ends the conversation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.show.words import Role

FLOOD: Final = (
    5  # frames to commands: pings, beats seen and impatient repetitions are not yet a flood
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """So many a second, after a burst of so many."""

    per_s: int
    burst: int


DRESSER: Final = Pace(per_s=10, burst=30)  # an outbox after two minutes without a network
CALLER: Final = Pace(per_s=20, burst=60)
OWNER: Final = Pace(per_s=100, burst=300)  # programs that run a whole show by its public face
PACES: Final[Mapping[Role, Pace]] = {
    **dict.fromkeys(Role, DRESSER),
    **dict.fromkeys((Role.CALLER, Role.STAGE_MANAGER, Role.PRODUCER, Role.STARTER), CALLER),
    Role.OWNER: OWNER,
}


class Bucket:
    """Tokens that come back with time. Times are of the house's steady clock, ms."""

    def __init__(self, pace: Pace, now_ms: int) -> None:
        self._pace = pace
        self._full_ms: float = now_ms  # when the bucket is full again

    def take(self, now_ms: int) -> int:
        """Take a token: 0, or how many ms there are to wait for one."""
        each_ms = 1000 / self._pace.per_s
        full_ms = max(self._full_ms, now_ms) + each_ms
        wait_ms = full_ms - now_ms - self._pace.burst * each_ms
        if wait_ms > 0:
            return int(wait_ms) + 1
        self._full_ms = full_ms
        return 0


class Allowance:
    """What one pass may say, over all its sockets together."""

    def __init__(self, role: Role, now_ms: int) -> None:
        pace = PACES[role]
        self.commands = Bucket(pace, now_ms)
        self.frames = Bucket(Pace(per_s=pace.per_s * FLOOD, burst=pace.burst * FLOOD), now_ms)
