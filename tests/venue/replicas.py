"""What each client must hold, worked out from nothing but the frames that it heard."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final, Literal

from tests.venue.history import Json
from tests.venue.wire import digest, hash_of, merged

KEPT: Final = 4_096  # ways from one state to the next: what one client has gone, others go too

How = Literal["snapshot", "applied", "known", "gap"]


@dataclass(frozen=True, slots=True)
class Picture:
    """A role's whole state at one place in history; `name` is the same for the same bytes."""

    epoch: str
    seq: int
    name: str
    state: Json


@dataclass(frozen=True, slots=True)
class Moved:
    """What a snapshot or a delta did to a client's picture. `first` when nobody had gone that way."""

    how: How
    before: Picture | None
    after: Picture | None
    first: bool


class Replicas:
    """Follows every client. States are worked out once, however many hold them."""

    def __init__(self) -> None:
        self.of: dict[str, Picture] = {}
        self._ways: OrderedDict[tuple[str, str, int], Picture] = OrderedDict()
        self._hashes: OrderedDict[str, str] = OrderedDict()

    def hear(self, who: str, frame: Json, frame_no: int) -> Moved | None:
        """Take what a client heard; None where it says nothing about the state."""
        before = self.of.get(who)
        if frame["type"] == "snapshot":
            key = ("", frame["epoch"], frame_no)
            first, after = key not in self._ways, self._ways.get(key)
            after = after or picture(frame)
            return self._go(who, key, Moved("snapshot", before, after, first))
        if frame["type"] != "delta" or before is None:
            return None
        if frame["to"] <= before.seq:
            return Moved("known", before, before, first=False)
        if frame["from"] != before.seq + 1:
            return Moved("gap", before, before, first=False)
        key = (before.name, before.epoch, frame_no)
        known = self._ways.get(key)
        if known is not None:
            return self._go(who, key, Moved("applied", before, known, first=False))
        state = merged(before.state, frame["patch"])
        after = Picture(before.epoch, frame["to"], digest(state), state)
        return self._go(who, key, Moved("applied", before, after, first=True))

    def forget(self, who: str) -> None:
        """A client begins anew: it was closed, and had nothing stored."""
        self.of.pop(who, None)

    def hash_of(self, one: Picture) -> str:
        """Return the hash that a beat must tell about this picture."""
        if one.name not in self._hashes:
            self._hashes[one.name] = hash_of(one.state)
            _shorten(self._hashes)
        return self._hashes[one.name]

    def _go(self, who: str, key: tuple[str, str, int], moved: Moved) -> Moved:
        assert moved.after is not None
        self._ways[key] = self.of[who] = moved.after
        _shorten(self._ways)
        return moved


def picture(body: Json) -> Picture:
    """Return the picture in a snapshot, or in what HTTP tells of a state."""
    return Picture(body["epoch"], body["seq"], digest(body["state"]), body["state"])


def _shorten(kept: "OrderedDict[tuple[str, str, int], Picture] | OrderedDict[str, str]") -> None:
    while len(kept) > KEPT:
        kept.popitem(last=False)
