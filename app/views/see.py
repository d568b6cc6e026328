"""A moment of the show, as one role sees it, ready for JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, NamedTuple, Protocol, get_args, get_type_hints

from app.show.cast import Model
from app.show.crew import Crew, Pass, Room
from app.show.cue import Cue
from app.show.decision import Decision
from app.show.forecast import Forecast
from app.show.guest import Guest
from app.show.holding import Holding
from app.show.item import Item
from app.show.look import Look
from app.show.message import Message
from app.show.repair import Help
from app.show.seat import Seat
from app.show.state import Show
from app.show.words import Ref, Role
from app.views.allow import ALLOWED, COLLECTIONS, NO_HOLD_NOTES, WHOLE_NAMES
from app.views.counts import house_counts
from app.views.hearing import audience
from app.views.merge_patch import Json
from app.views.plain import plain, plain_fields

KINDS: Final[Mapping[str, type]] = {
    "looks": Look,
    "models": Model,
    "items": Item,
    "cues": Cue,
    "crew": Crew,
    "rooms": Room,
    "help": Help,
    "messages": Message,
    "decisions": Decision,
    "seats": Seat,
    "guests": Guest,
    "passes": Pass,
}


class Entity(Protocol):
    """Whatever lies in a collection."""

    @property
    def id(self) -> str: ...
    @property
    def rev(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What there is to see. `told` is the side table: a text, measurements, anything for a picture."""

    show_id: str
    show: Show
    forecast: Forecast
    told: Mapping[Ref, object]


class Style(NamedTuple):
    """How a role is told what concerns people. A tuple, because it is looked up all the time."""

    whole_names: bool
    hold_notes: bool


STYLES: Final[Mapping[Role, Style]] = {
    role: Style(whole_names=role in WHOLE_NAMES, hold_notes=role not in NO_HOLD_NOTES)
    for role in Role
}


def see(moment: Moment, role: Role) -> Json:
    """Return the whole state of a role."""
    allowed, style = ALLOWED[role], STYLES[role]
    show = moment.show
    state: Json = {}
    if "show" in allowed:
        state["show"] = _only(show_fields(moment, style), allowed["show"])
    if "run" in allowed and show.run is not None:
        state["run"] = _only(plain_fields(show.run), allowed["run"])
    for name in COLLECTIONS:
        if name in allowed:
            state[name] = {
                entity.id: _only(entity_fields(name, entity, moment, style), allowed[name])
                for entity in getattr(show, name).values()
                if name != "messages" or role in audience(entity, show)
            }
    if "forecast" in allowed:
        state["forecast"] = _only(forecast_fields(moment.forecast), allowed["forecast"])
    if "house" in allowed:
        state["house"] = _only(plain_fields(house_counts(show)), allowed["house"])
    return state


def entity_fields(collection: str, entity: object, moment: Moment, style: Style) -> Json:
    """Return every field of an entity that has something in it; references told, names in style."""
    found: Json = {}
    for name in FIELDS[collection]:
        told = field_value(collection, name, getattr(entity, name), moment, style)
        if told is not None:
            found[name] = told
    return found


def field_value(
    collection: str, name: str, held: object, moment: Moment, style: Style
) -> object | None:
    """Return what a field says; None where it is empty, or where nobody can tell any more."""
    if name not in REFS[collection]:
        return plain(held)
    return _told(held, name, moment, style)  # type: ignore[arg-type] # REFS says that it is a Ref


def show_fields(moment: Moment, style: Style) -> Json:
    """Return the fields of the show itself."""
    found: Json = {}
    for name in SHOW_FIELDS:
        held = show_field(name, moment, style)
        if held is not None:
            found[name] = held
    return found


def show_field(name: str, moment: Moment, style: Style) -> object | None:
    """Return what a field of the show says."""
    held = getattr(moment.show, name)
    return _hold(held, moment, style) if isinstance(held, Holding) else plain(held)


def forecast_fields(forecast: Forecast) -> Json:
    """Return the forecast as it is told: `grade` is called `class`."""
    found = plain_fields(forecast)
    found["changes"] = {key: change_fields(one) for key, one in forecast.changes.items()}
    return found


def change_fields(change: object) -> Json:
    """Return one change window as it is told."""
    found = plain_fields(change)
    found["class"] = found.pop("grade")
    return found


def short_name(name: str) -> str:
    """Return `Ada K.` for `Ada Karlsson`: first name and initial."""
    words = [word for word in re.split(r"[\s,]+", name) if any(map(str.isalpha, word))]
    if "," in name and len(words) > 1:  # "Karlsson, Ada"
        words = [*words[1:], words[0]]
    initial = next((c for c in words[-1] if c.isalpha()), "") if len(words) > 1 else ""
    return f"{words[0]} {initial}." if initial else name.strip()


def _told(ref: Ref | None, name: str, moment: Moment, style: Style) -> object | None:
    value = moment.told.get(ref) if ref else None
    if value is None:
        return None
    if name == "picture":
        return f"/api/v1/shows/{moment.show_id}/pictures/{ref}"
    if name == "name" and not style.whole_names:
        return short_name(str(value))
    return value


def _hold(holding: Holding, moment: Moment, style: Style) -> Json:
    found = plain_fields(holding)
    found.pop("note", None)
    note = moment.told.get(holding.note) if holding.note else None
    if note is not None and style.hold_notes:
        found["note"] = note
    return found


def _only(found: Json, allowed: frozenset[str]) -> Json:
    return {name: value for name, value in found.items() if name in allowed}


def _refs(kind: type) -> frozenset[str]:
    hints = get_type_hints(kind)
    return frozenset(name for name, hint in hints.items() if Ref in get_args(hint))


# Found once: what is asked for every entity of every state.
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(one.name for one in fields(kind)) for name, kind in KINDS.items()
}
REFS: Final[Mapping[str, frozenset[str]]] = {name: _refs(kind) for name, kind in KINDS.items()}
FORECAST_FIELDS: Final = tuple(one.name for one in fields(Forecast))
SHOW_FIELDS: Final = tuple(sorted(ALLOWED[Role.PRODUCER]["show"]))
