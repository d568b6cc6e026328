"""What the screens hear of an event: ids, words, instants and lengths. What people wrote stays in the state.

An event about a collection is heard only by the roles that see the collection.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import is_dataclass
from enum import StrEnum
from typing import Final, Literal, NewType, get_args, get_origin

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
    """Return the hint of what is told, `str` for an entity told by its id, None for what is not told."""
    inner = [one for one in get_args(hint) if one is not type(None)]
    bare = inner[0] if len(inner) == 1 and type(None) in get_args(hint) else hint
    if bare is Ref or (bare is str and name not in _WORDS):
        return None
    if is_dataclass(bare) and bare is not Anchor:
        return str if "id" in dataclass_shape(bare)[0] else None  # type: ignore[arg-type] # a class
    if get_origin(bare) is Mapping:
        return None
    return hint


_TOLD: Final[Mapping[type, tuple[tuple[str, bool], ...]]] = {
    kind: tuple(
        (name, hint is str and name not in _WORDS) for name, hint in outward_shape(kind).items()
    )
    for kind in EVENTS.values()
}
