"""What the screens hear of an event: ids, words and instants. What people wrote stays in the state.

An event is heard by the roles that see the collection of everything it names.
"""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from types import NoneType
from typing import Final, get_args, get_origin

from app.show.cast import Model
from app.show.crew import Pass
from app.show.cue import Anchor, Cue
from app.show.decision import Decision
from app.show.guest import Guest
from app.show.item import Item
from app.show.look import Look
from app.show.message import Message
from app.show.repair import Help
from app.show.show import Event
from app.show.words import (
    CrewId,
    CueId,
    DecisionId,
    GuestId,
    HelpId,
    ItemId,
    LookId,
    MessageId,
    ModelId,
    PassId,
    Ref,
    RoomId,
    SeatId,
)
from app.views.plain import plain
from app.wire.names import EVENTS, type_name
from app.wire.shapes import dataclass_shape

_COLLECTION_OF: Final[Mapping[object, str]] = {
    LookId: "looks",
    Look: "looks",
    ModelId: "models",
    Model: "models",
    ItemId: "items",
    Item: "items",
    CueId: "cues",
    Cue: "cues",
    CrewId: "crew",
    RoomId: "rooms",
    HelpId: "help",
    Help: "help",
    MessageId: "messages",
    Message: "messages",
    DecisionId: "decisions",
    Decision: "decisions",
    SeatId: "seats",
    GuestId: "guests",
    Guest: "guests",
    PassId: "passes",
    Pass: "passes",
}
_WORDS: Final = frozenset({"status", "option"})  # plain strings that are words of ours


def outward(event: Event) -> dict[str, object]:
    """Return an event as it is told to the screens."""
    said: dict[str, object] = {"type": type_name(type(event))}
    for name, by_id in _TOLD[type(event)]:
        held = getattr(event, name)
        if held is not None:
            said[name] = held.id if by_id else plain(held)
    return said


def collections_named(event: Event) -> frozenset[str]:
    """Return the collections whose entities an event names."""
    return _NAMED[type(event)]


def outward_shape(kind: type) -> dict[str, object]:
    """Return the fields of an event class that the screens hear, with what each becomes."""
    hints, _ = dataclass_shape(kind)
    kept = {name: _kept(name, hint) for name, hint in hints.items()}
    return {name: hint for name, hint in kept.items() if hint is not None}


def _kept(name: str, hint: object) -> object | None:
    """Return the hint of what is told, `str` for an entity told by its id, None for the rest."""
    bare = next((one for one in get_args(hint) if one is not NoneType), hint)
    if get_origin(hint) is tuple:
        bare = hint
    if bare is Ref or (bare is str and name not in _WORDS):
        return None
    if isinstance(bare, type) and is_dataclass(bare) and bare is not Anchor:
        return str if bare in _COLLECTION_OF else None
    return None if get_origin(bare) is Mapping else hint


def _collections(kind: type) -> Iterator[str]:
    hints, _ = dataclass_shape(kind)
    for name in outward_shape(kind):
        for one in (hints[name], *get_args(hints[name])):
            if one in _COLLECTION_OF:
                yield _COLLECTION_OF[one]


_TOLD: Final[Mapping[type, tuple[tuple[str, bool], ...]]] = {
    kind: tuple(
        (name, told is str and name not in _WORDS) for name, told in outward_shape(kind).items()
    )
    for kind in EVENTS.values()
}
_NAMED: Final[Mapping[type, frozenset[str]]] = {
    kind: frozenset(_collections(kind)) for kind in EVENTS.values()
}
