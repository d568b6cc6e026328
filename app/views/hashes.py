"""The hash of each role's state: whoever disagrees at an equal seq has lost something (PROTOCOL.md 4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zlib import crc32

from app.show.words import Role
from app.views.allow import ALLOWED, COLLECTIONS, collections_of
from app.views.changes import Changed, Step
from app.views.hearing import audience
from app.views.see import Entity, Moment

_MODULUS: Final = 2**32
_SUMMED: Final[Mapping[Role, tuple[str, ...]]] = {
    role: tuple(sorted(collections_of(role) - {"messages"})) for role in ALLOWED
}


@dataclass(frozen=True, slots=True)
class Hashes:
    """Sums of CRC-32 of `collection/id:rev`, from which each role's hash is added up."""

    collections: Mapping[str, int]
    messages: Mapping[Role, int]  # not every role hears every message

    @classmethod
    def of_moment(cls, moment: Moment) -> "Hashes":
        """Sum up everything: once, when a show is opened."""
        show = moment.show
        sums = {
            name: sum(_mark(name, one) for one in getattr(show, name).values())
            for name in COLLECTIONS
        }
        heard = dict.fromkeys(ALLOWED, 0)
        for message in show.messages.values():
            for role in audience(message, show):
                heard[role] += _mark("messages", message)
        return cls(sums, heard)

    def after(self, step: Step) -> "Hashes":
        """Return the sums after a step, at the price of what it changed."""
        if not step.changed:
            return self
        sums = dict(self.collections)
        for name, changed in step.changed.items():
            sums[name] += sum(_moved(name, one) for one in changed)
        return Hashes(sums, self._messages(step) if step.heard else self.messages)

    def _messages(self, step: Step) -> Mapping[Role, int]:
        heard = dict(self.messages)
        for one in step.heard:
            for role in one.before | one.after:
                noticed = one.by(role)
                heard[role] += _moved("messages", noticed) if noticed else 0
        return heard

    def of(self, role: Role) -> str:
        """Return a role's hash as it stands in snapshots and beats."""
        total = sum(self.collections[name] for name in _SUMMED[role])
        return f"{(total + self.messages[role]) % _MODULUS:08x}"


def hash_of(moment: Moment, role: Role) -> str:
    """Return the hash of one role's state, summed up anew."""
    return Hashes.of_moment(moment).of(role)


def _moved(collection: str, one: Changed) -> int:
    return _mark(collection, one.after) - _mark(collection, one.before)


def _mark(collection: str, entity: Entity | None) -> int:
    return crc32(f"{collection}/{entity.id}:{entity.rev}".encode()) if entity else 0
