"""The last things that were told, for who comes back after a short silence."""

from collections import deque
from itertools import islice
from typing import Final, Generic, Protocol, TypeVar

RECALLED_MAX: Final = 512  # several minutes of a busy show; a snapshot is cheap enough for the rest


class Spanning(Protocol):
    """Whatever covers entries `first` to `last`."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...


T = TypeVar("T", bound=Spanning)


class Recall(Generic[T]):
    """What was told of one show, without a gap, up to its head."""

    def __init__(self, head: int, most: int = RECALLED_MAX) -> None:
        self._told: deque[T] = deque(maxlen=most)
        self.head = head

    def add(self, told: T) -> None:
        """Remember what is told now: it follows on what was told before."""
        assert told.first == self.head + 1
        assert told.last >= told.first
        self._told.append(told)
        self.head = told.last

    def forget(self, head: int) -> None:
        """Begin anew at `head`: a new epoch, or more happened than can be told."""
        self._told.clear()
        self.head = head

    def since(self, seq: int) -> tuple[T, ...] | None:
        """Return what was told after `seq`.

        None where that is too long ago, ahead of us, or in the middle of what was told at once: a patch
        over several entries is right only where it begins.
        """
        if seq == self.head:
            return ()
        for place, told in enumerate(self._told):
            if told.first == seq + 1:
                return tuple(islice(self._told, place, None))
        return None
