"""What the screens hear of an event: ids, words and instants. What people wrote stays in the state.

An event about a collection is heard only by the roles that see the collection.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Final, get_args, get_origin

from app.show.bundle import BundleEvent
from app.show.cast import CastEvent
from app.show.crew import CrewEvent
from app.show.cue import Anchor, CueEvent
from app.show.decision import DecisionEvent
from app.show.guest import GuestEvent
from app.show.hold import HoldEvent
from app.show.item import ItemEvent
from app.show.lineup import LineupEvent
from app.show.look import LookEvent
from app.show.message import MessageEvent
from app.show.phase import PhaseEvent
from app.show.repair import RepairEvent
from app.show.seat import SeatEvent
from app.show.show import Event
from app.show.words import Ref
from app.wire.names import EVENTS, type_name
from app.wire.plain import plain
from app.wire.shapes import dataclass_shape

_COLLECTION_OF: Final[Mapping[object, str | None]] = {
    PhaseEvent: None,
    HoldEvent: None,
    LookEvent: "looks",
    LineupEvent: "looks",
    CastEvent: "models",
    CrewEvent: "passes",
    ItemEvent: "items",
    RepairEvent: "help",
    CueEvent: "cues",
    MessageEvent: "messages",
    DecisionEvent: "decisions",
    SeatEvent: "seats",
    GuestEvent: "guests",
    BundleEvent: None,
}
_ABOUT: Final[Mapping[type, str | None]] = {
    kind: collection
    for union, collection in _COLLECTION_OF.items()
    for kind in (get_args(union) or (union,))
}
_WORDS: Final = frozenset({"status", "option"})  # plain strings that are words of ours


def outward_shape(kind: type) -> dict[str, object]:
    """Return the fields of an event class that the screens hear, with what each becomes."""
    hints, _ = dataclass_shape(kind)
    kept = {name: _kept(name, hint) for name, hint in hints.items()}
    return {name: hint for name, hint in kept.items() if hint is not None}


def _kept(name: str, hint: object) -> object | None:
    """Return the hint of what is told, `str` for an entity told by its id, None for the rest."""
    inner = [one for one in get_args(hint) if one is not type(None)]
    bare = inner[0] if len(inner) == 1 and type(None) in get_args(hint) else hint
    if bare is Ref or (bare is str and name not in _WORDS):
        return None
    if is_dataclass(bare) and bare is not Anchor:
        return str if "id" in dataclass_shape(bare)[0] else None  # type: ignore[arg-type] # a class
    if get_origin(bare) is Mapping:
        return None
    return hint


def outward(event: Event) -> dict[str, object]:
    """Return an event as it is told to the screens."""
    said: dict[str, object] = {"type": type_name(type(event))}
    for name, by_id in _TOLD[type(event)]:
        held = getattr(event, name)
        if held is not None:
            said[name] = held.id if by_id else plain(held)
    return said


def collection_of(event: Event) -> str | None:
    """Return the collection that an event is about; None where it is about the evening itself."""
    return _ABOUT[type(event)]


_TOLD: Final[Mapping[type, tuple[tuple[str, bool], ...]]] = {
    kind: tuple(
        (name, told is str and name not in _WORDS) for name, told in outward_shape(kind).items()
    )
    for kind in EVENTS.values()
}
