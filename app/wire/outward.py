"""What the screens hear of an event: ids, words and instants. What people wrote stays in the state.

An event is heard by the roles that see the collection of everything it names, and what it tells of it; each
of its fields by those who see the field of the state that it tells. Of a message hears who hears the message.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import is_dataclass
from functools import cache
from types import NoneType
from typing import Final, get_args, get_origin

from app.show.cast import Model
from app.show.crew import Pass
from app.show.cue import Anchor, Cue
from app.show.decision import Decision
from app.show.guest import Guest
from app.show.item import Item
from app.show.look import Look
from app.show.message import Acknowledged, Message, MessageSent
from app.show.repair import Help
from app.show.show import Event
from app.show.state import Show
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
    Role,
    RoomId,
    SeatId,
)
from app.views.allow import ALLOWED
from app.views.hearing import audience
from app.views.plain import plain
from app.wire.names import EVENTS, type_name
from app.wire.shapes import dataclass_shape
from app.wire.telling import TELLS, may_see

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


_Told = tuple[tuple[str, bool], ...]  # the fields of an event; which are told by their id


def outward(event: Event) -> dict[str, object]:
    """Return an event as it is told to somebody who may hear all of it."""
    return _said(event, _TOLD[type(event)])


def outward_to(role: Role, event: Event, show: Show) -> dict[str, object] | None:
    """Return an event as a role hears of it: None where it doesn't."""
    kind: type = type(event)
    told = _told_to(role, kind)
    if told is None or not _addressed(role, event, show):
        return None
    return _said(event, told)


def told_whole(role: Role, event: Event, show: Show) -> bool:
    """Tell whether a role hears all that anybody hears of an event."""
    kind: type = type(event)
    told = _told_to(role, kind)
    return told == _TOLD[kind] and _addressed(role, event, show)


def collections_in(kind: type) -> frozenset[str]:
    """Return the collections of everything that a command or an event names, however deep inside."""
    return frozenset(_collections_in(dataclass_shape(kind)[0].values()))


def outward_shape(kind: type) -> dict[str, object]:
    """Return the fields of an event class that the screens hear, with what each becomes."""
    hints, _ = dataclass_shape(kind)
    kept = {name: _kept(name, hint) for name, hint in hints.items()}
    return {name: hint for name, hint in kept.items() if hint is not None}


def ids_of(kind: type) -> frozenset[str]:
    """Return the fields that say only which entity is meant."""
    hints, _ = dataclass_shape(kind)
    return frozenset(
        name
        for name, hint in hints.items()
        if hint in _COLLECTION_OF or any(one in _COLLECTION_OF for one in get_args(hint))
    )


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


def _said(event: Event, told: _Told) -> dict[str, object]:
    said: dict[str, object] = {"type": type_name(type(event))}
    for name, by_id in told:
        held = getattr(event, name)
        if held is not None:
            said[name] = held.id if by_id else plain(held)
    return said


@cache  # a few thousand pairs at most, asked for with every mark
def _told_to(role: Role, kind: type) -> _Told | None:
    tells = TELLS.get(type_name(kind))
    if tells is None or not may_see(role, tells.fact) or not _NAMED[kind] <= ALLOWED[role].keys():
        return None
    ids = ids_of(kind)
    return tuple(
        (name, by_id)
        for name, by_id in _TOLD[kind]
        if (may_see(role, tells.fields[name]) if name in tells.fields else name in ids)
    )


def _addressed(role: Role, event: Event, show: Show) -> bool:
    match event:
        case MessageSent():
            return role in audience(event.message, show)
        case Acknowledged():
            return role in audience(show.messages.get(event.message), show)
        case _:
            return True


def _collections_in(hints: Iterable[object]) -> Iterator[str]:
    for hint in hints:
        if hint in _COLLECTION_OF:
            yield _COLLECTION_OF[hint]
        elif isinstance(hint, type) and is_dataclass(hint):
            yield from _collections_in(dataclass_shape(hint)[0].values())
        else:
            yield from _collections_in(get_args(hint))


def _collections(kind: type) -> Iterator[str]:
    hints, _ = dataclass_shape(kind)
    for name in outward_shape(kind):
        for one in (hints[name], *get_args(hints[name])):
            if one in _COLLECTION_OF:
                yield _COLLECTION_OF[one]


_TOLD: Final[Mapping[type, _Told]] = {
    kind: tuple(
        (name, told is str and name not in _WORDS) for name, told in outward_shape(kind).items()
    )
    for kind in EVENTS.values()
}
_NAMED: Final[Mapping[type, frozenset[str]]] = {
    kind: frozenset(_collections(kind)) for kind in EVENTS.values()
}
