"""How long what is sent is under way: latency, jitter, a rate, and stalls, as lost packets look from above."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

CHUNK_BYTES: Final = 16_384
SLOW_CHUNK_BYTES: Final = 1_400  # what a packet carries, where the rate is limited


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """What one line is like. A stall is what lost packets look like from above TCP."""

    latency_s: float = 0.0
    jitter_s: float = 0.0
    rate_bits_s: float = 0.0  # 0: no limit
    stalls_s_each: float = 0.0  # how often on average: seconds between two stalls, 0: never
    stall_s: float = 0.0  # how long on average


FINE: Final = Weather()


class Pace:
    """When the next chunk of a direction arrives: after its latency, and never before an earlier one."""

    def __init__(
        self, weather: Callable[[], Weather], chance: random.Random, now: Callable[[], float]
    ) -> None:
        self._weather = weather
        self._chance = chance
        self._now = now
        self._free = 0.0  # when the line has carried all that it was given
        self._last = 0.0
        self._stalled_from: float | None = None

    @property
    def chunk_bytes(self) -> int:
        return SLOW_CHUNK_BYTES if self._weather().rate_bits_s else CHUNK_BYTES

    def arrival(self, size: int) -> float:
        weather, chance, now = self._weather(), self._chance, self._now()
        begun = max(now, self._free)
        self._free = begun + (8 * size / weather.rate_bits_s if weather.rate_bits_s else 0.0)
        late = weather.latency_s + weather.jitter_s * chance.random()
        self._last = max(self._last, self._free + late + self._stall(now, weather))
        return self._last

    def _stall(self, now: float, weather: Weather) -> float:
        """Return how long lost packets hold this chunk up: stalls come at random, as often as said."""
        if not weather.stalls_s_each or not weather.stall_s:
            self._stalled_from = None
            return 0.0
        chance = self._chance
        if self._stalled_from is None:
            self._stalled_from = now + chance.expovariate(1 / weather.stalls_s_each)
        if now < self._stalled_from:
            return 0.0
        self._stalled_from = now + chance.expovariate(1 / weather.stalls_s_each)
        return chance.expovariate(1 / weather.stall_s)
