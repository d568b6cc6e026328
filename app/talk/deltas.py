"""What waits for a client that does not keep up: deltas, then one merged delta, then a snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.show.words import Instant
from app.talk import frames
from app.views.merge_patch import merge_patches
from app.wire.messages import EntryOut

DELTAS_WAITING_MAX: Final = 64  # about 4 s of a busy finale
WAITING_BYTES_MAX: Final = 256 * 1024  # two snapshots: from there on one is shorter
ENTRIES_MERGED_MAX: Final = 200  # what the last minutes were about; older entries are in the log


@dataclass(frozen=True, slots=True, kw_only=True)
class Delta:
    """What entries `first` to `last` changed for one role, with its frame."""

    first: int
    last: int
    at_ms: Instant
    entries: Sequence[EntryOut]
    patch: Mapping[str, object]
    frame: bytes


def delta(
    *,
    first: int,
    last: int,
    at_ms: Instant,
    entries: Sequence[EntryOut],
    patch: Mapping[str, object],
) -> Delta:
    """Return a delta with its frame made."""
    assert first <= last
    frame = frames.delta(first=first, last=last, at_ms=at_ms, entries=entries, patch=patch)
    return Delta(first=first, last=last, at_ms=at_ms, entries=entries, patch=patch, frame=frame)


def merged(deltas: Sequence[Delta]) -> Delta | None:
    """Return one delta for several that follow each other; None where only a snapshot can tell it."""
    patch = deltas[0].patch
    for before, after in pairwise(deltas):
        assert after.first == before.last + 1
        both = merge_patches(patch, after.patch)
        if both is None:
            return None
        patch = both
    entries = [entry for one in deltas for entry in one.entries][-ENTRIES_MERGED_MAX:]
    last = deltas[-1]
    return delta(
        first=deltas[0].first, last=last.last, at_ms=last.at_ms, entries=entries, patch=patch
    )


class Waiting:
    """The deltas that one client has not been sent yet. Adding never waits and never grows without end."""

    def __init__(self) -> None:
        self._deltas: list[Delta] = []
        self._bytes = 0
        self.needs_snapshot = False

    def __bool__(self) -> bool:
        return self.needs_snapshot or bool(self._deltas)

    def add(self, *deltas: Delta) -> None:
        """Put deltas at the end. Too many become one; one too large becomes the need for a snapshot."""
        if self.needs_snapshot:
            return
        for one in deltas:
            assert not self._deltas or one.first == self._deltas[-1].last + 1
            self._deltas.append(one)
            self._bytes += len(one.frame)
        if self._too_much():
            self._merge()

    def take(self) -> tuple[Delta, ...]:
        """Return what waits, oldest first, and forget it. Nothing where a snapshot is needed."""
        taken = tuple(self._deltas)
        self._keep(())
        return taken

    def snapshot_taken(self) -> None:
        """Begin anew, after a snapshot of a later state than anything that waited here."""
        self._keep(())
        self.needs_snapshot = False

    def _too_much(self) -> bool:
        return len(self._deltas) > DELTAS_WAITING_MAX or self._bytes > WAITING_BYTES_MAX

    def _merge(self) -> None:
        one = merged(self._deltas)
        self._keep(() if one is None else (one,))
        if one is None or self._too_much():
            self._keep(())
            self.needs_snapshot = True

    def _keep(self, deltas: Iterable[Delta]) -> None:
        self._deltas = list(deltas)
        self._bytes = sum(len(one.frame) for one in self._deltas)
