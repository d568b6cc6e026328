"""Chance that comes out the same every time: drawn from a seed, on every machine and Python alike."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import TypeVar

Any_ = TypeVar("Any_")


class Chance:
    """A die. Each throw follows from the seed and the throws before it; `apart` gives another die."""

    def __init__(self, *seed: object) -> None:
        self._seed = "/".join(str(part) for part in seed)
        self._throws = 0

    def apart(self, *what: object) -> "Chance":
        """Return a die of its own for `what`, which no other throw disturbs."""
        return Chance(self._seed, *what)

    def share(self) -> float:
        """Return a number from 0 up to, but never reaching, 1."""
        self._throws += 1
        throw = blake2b(f"{self._seed}:{self._throws}".encode(), digest_size=6).digest()
        return int.from_bytes(throw, "big") / (1 << 48)

    def between(self, low: float, high: float) -> float:
        return low + (high - low) * self.share()

    def whole(self, low: int, high: int) -> int:
        """Return a whole number, both ends included."""
        return low + int(self.share() * (high - low + 1))

    def one_of(self, things: Sequence[Any_]) -> Any_:
        return things[int(self.share() * len(things))]

    def happens(self, share: float) -> bool:
        return self.share() < share

    def shuffled(self, things: Sequence[Any_]) -> list[Any_]:
        left = list(things)
        return [left.pop(int(self.share() * len(left))) for _ in range(len(left))]
