"""How often somebody may try: buckets that fill again with time, one for each address."""

from dataclasses import dataclass
from typing import Final

_KEYS_MAX: Final = 10_000  # addresses remembered: beyond it the one longest unheard is forgotten


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """`burst` at once, and one more every `refill_s`."""

    burst: int
    refill_s: float


# Only failures count in the end: a crew of sixty behind one router joins without waiting. A try counts
# before it is looked at, so that many at once are no more than one after the other.
JOINS_OF_ONE: Final = Pace(burst=10, refill_s=6.0)
JOINS_OF_ALL: Final = Pace(burst=100, refill_s=1.0)
# RELIABILITY.md 3: 5 tries in 10 minutes per device, 50 an hour per show.
PINS_OF_ONE: Final = Pace(burst=5, refill_s=120.0)
PINS_OF_SHOW: Final = Pace(burst=50, refill_s=72.0)
LOGINS_OF_ONE: Final = Pace(burst=10, refill_s=6.0)
# Tokens have 128 bits: this only spares the log, and shows in the answers that somebody is guessing.
TOKENS_OF_ONE: Final = Pace(burst=30, refill_s=6.0)
# Work that costs the server something: each of these is at most some tens of milliseconds.
SHOWS_OF_ALL: Final = Pace(burst=300, refill_s=0.1)


class Tries:
    """Counts tries by key. `now_s` only ever counts up."""

    def __init__(self, pace: Pace, keys_max: int = _KEYS_MAX) -> None:
        self._pace = pace
        self._keys_max = keys_max
        self._full_at: dict[str, float] = {}  # when the key's bucket will be full again

    def wait_ms(self, key: str, now_s: float) -> int:
        """Return how long `key` has to wait before its next try; 0 when it may."""
        owed_s = self._full_at.get(key, now_s) - now_s
        room_s = (self._pace.burst - 1) * self._pace.refill_s
        return max(0, round((owed_s - room_s) * 1000))

    def count(self, key: str, now_s: float) -> None:
        """Note one try of `key`. Nobody ever owes more than one full bucket."""
        full_at = max(self._full_at.pop(key, now_s), now_s) + self._pace.refill_s
        self._full_at[key] = min(full_at, now_s + self._pace.burst * self._pace.refill_s)
        if len(self._full_at) > self._keys_max:
            del self._full_at[next(iter(self._full_at))]

    def give_back(self, key: str) -> None:
        """Forget one try of `key`: it was a good one."""
        if key in self._full_at:
            self._full_at[key] -= self._pace.refill_s
