"""The protocol as one JSON Schema, from which the frontend's types are made (`make wire`)."""

import json
import sys
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final, get_args

from app.show.bundle import Bundle
from app.show.cast import Model
from app.show.crew import Crew, Pass, Room
from app.show.cue import Cue
from app.show.decision import Decision
from app.show.evening import Run
from app.show.forecast import ChangeForecast, Forecast
from app.show.guest import Guest
from app.show.item import Item
from app.show.look import Look
from app.show.message import Message
from app.show.repair import Help
from app.show.seat import Seat
from app.show.state import Show
from app.show.words import Expect, Instant, Ref
from app.views.allow import ALLOWED, COLLECTIONS, PARTS
from app.views.counts import HouseCounts
from app.wire import messages
from app.wire.names import COMMANDS, EVENTS, NEVER_ASKED, type_name
from app.wire.outward import ids_of, outward_shape
from app.wire.shapes import Schema, Shapes, dataclass_shape, may_be_none

SEEN_AS: Final[dict[str, type]] = {
    "show": Show,
    "run": Run,
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
    "forecast": Forecast,
    "house": HouseCounts,
}


def protocol_schema() -> Schema:
    """Return one schema with every type of the protocol under `definitions`."""
    shapes = Shapes()
    _define_state(shapes)
    _define_commands(shapes)
    _define_events(shapes)
    _define_frames(shapes)
    for extra in (Bundle, messages.Problem):
        shapes.of(extra)
    roots = ("ClientFrame", "ServerFrame", "State", "Problem", "Bundle")
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Protocol",
        "type": "object",
        "properties": {name: {"$ref": f"#/definitions/{name}"} for name in roots},
        "additionalProperties": False,
        "definitions": dict(sorted(shapes.definitions.items())),
    }


def _define_state(shapes: Shapes) -> None:
    size: Schema = {"anyOf": [{"type": "number"}, {"type": "string"}]}
    sizes = ("height_cm", "bust_cm", "waist_cm", "hips_cm", "dress_eu", "shoe_eu")
    shapes.define(
        "Measurements",
        lambda: shapes.object_of(dict.fromkeys(sizes, size), frozenset(sizes)),
    )
    shapes.define("Patch", lambda: {"type": "object", "additionalProperties": True})
    shapes.define("ChangeForecast", lambda: _change(shapes))
    parts: dict[str, object] = {name: _part(shapes, name) for name in PARTS}
    whole = frozenset(PARTS) - {"show", "forecast"}
    shapes.define("State", lambda: shapes.object_of(parts, whole))


def _part(shapes: Shapes, name: str) -> Schema:
    """Return the schema of one part of the state. What some role does not see may be absent."""
    seen = [allowed[name] for allowed in ALLOWED.values() if name in allowed]
    kind = SEEN_AS[name]
    hints, _ = dataclass_shape(kind)
    if name == "show":
        hints["t0_at"] = Instant | None
    shown = {n: _seen(n, hint) for n, hint in hints.items() if any(n in one for one in seen)}
    assert set(shown) == frozenset[str]().union(*seen), (name, set(shown) ^ set().union(*seen))
    optional = frozenset(
        n for n in shown if not all(n in one for one in seen) or may_be_none(hints[n])
    )
    reference = shapes.define(kind.__name__, lambda: shapes.object_of(shown, optional))
    if name in COLLECTIONS:
        return {"type": "object", "additionalProperties": reference}
    return reference


def _seen(name: str, hint: object) -> object:
    """Return what stands in a state in place of a reference."""
    if Ref not in get_args(hint):
        return hint
    return {"$ref": "#/definitions/Measurements"} if name == "measurements" else str


def _change(shapes: Shapes) -> Schema:
    hints, optional = dataclass_shape(ChangeForecast)
    return shapes.object_of(
        {"class" if name == "grade" else name: hint for name, hint in hints.items()}, optional
    )


def _define_commands(shapes: Shapes) -> None:
    asked = [kind for name, kind in COMMANDS.items() if name not in NEVER_ASKED]
    for kind in asked:
        hints, optional = dataclass_shape(kind)
        _define_typed(shapes, kind, {**hints, "override": str}, optional | {"override"})
    shapes.define("Command", lambda: _any_of(kind.__name__ for kind in asked))


def _define_events(shapes: Shapes) -> None:
    for kind in EVENTS.values():
        told, (_, optional) = outward_shape(kind), dataclass_shape(kind)
        # Not every role that hears of an event sees all that it tells.
        _define_typed(shapes, kind, told, optional | (told.keys() - ids_of(kind)))
    shapes.define("EventOut", lambda: _any_of(kind.__name__ for kind in EVENTS.values()))


def _define_typed(
    shapes: Shapes, kind: type, hints: Mapping[str, object], optional: frozenset[str]
) -> None:
    typed = {"type": {"const": type_name(kind)}, **hints}
    shapes.define(kind.__name__, partial(shapes.object_of, typed, optional))


def _define_frames(shapes: Shapes) -> None:
    command = {"$ref": "#/definitions/Command"}
    hello, may_lack = dataclass_shape(messages.Hello)
    told: dict[str, tuple[str, dict[str, object], frozenset[str]]] = {
        "HelloFrame": ("hello", {**hello, "protocol": {"const": messages.PROTOCOL}}, may_lack),
        "CommandFrame": (
            "command",
            {"id": str, "command": command, "expect": Expect, "occurred_at": Instant, "beat": int},
            frozenset({"expect", "occurred_at", "beat"}),
        ),
        "DeviceFrame": ("device", *dataclass_shape(messages.DeviceChanged)),
    }
    for kind in (messages.Seen, messages.Ping, messages.Resume):
        told[f"{kind.__name__}Frame"] = (type_name(kind), *dataclass_shape(kind))
    for name, (word, hints, optional) in told.items():
        typed = {"type": {"const": word}, **hints}
        shapes.define(name, partial(shapes.object_of, typed, optional))
    shapes.define("ClientFrame", lambda: _any_of(told))
    shapes.define("ServerFrame", lambda: shapes.of(messages.ServerFrame))


def _any_of(names: Iterable[str]) -> Schema:
    return {"anyOf": [{"$ref": f"#/definitions/{name}"} for name in sorted(names)]}


def main() -> None:
    """Print the schema, in an order that only changes when it does."""
    sys.stdout.write(json.dumps(protocol_schema(), indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
