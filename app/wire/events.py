"""Events as the log keeps them, and as the screens hear of them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import orjson

from app.show.show import Event
from app.show.state import Show
from app.show.words import Role
from app.views.allow import ALLOWED
from app.views.plain import plain_fields
from app.views.see import FIELDS
from app.wire.adapters import Malformed, reader_of
from app.wire.names import COMMANDS, EVENTS, type_name
from app.wire.outward import collections_in, outward, outward_to, told_whole

_NOBODY_THERE: Final = Show()


def event_json(event: Event) -> dict[str, object]:
    """Return an event as the log keeps it."""
    return {"type": type_name(type(event)), **plain_fields(event)}


def events_json(events: Sequence[Event]) -> bytes:
    """Return the events of one entry, canonical: the same events are the same bytes."""
    return orjson.dumps([event_json(one) for one in events], option=orjson.OPT_SORT_KEYS)


def read_event(found: Mapping[str, object]) -> Event:
    """Return what `event_json` wrote.

    Raises:
        Malformed: the log says something that this version does not know.
    """
    rest = dict(found)
    name = rest.pop("type", None)
    if not isinstance(name, str) or name not in EVENTS:
        raise Malformed(f"There is no event {name!r}.")
    event: Event = reader_of(EVENTS[name]).from_log(rest)
    return event


def read_events(written: bytes) -> tuple[Event, ...]:
    """Return what `events_json` wrote."""
    return tuple(read_event(one) for one in orjson.loads(written))


def entry_events_outward(
    events: Iterable[Event], role: Role | None = None, show: Show = _NOBODY_THERE
) -> list[dict[str, object]]:
    """Return what a role hears of an entry's events; without a role, what anybody hears.

    Ids, words and instants only, and nothing that tells what the role does not see. `show` says whom a message
    to a pass or a crew member reaches: without it, only those who hear all messages.
    """
    if role is None:
        return [outward(one) for one in events]
    told = (outward_to(role, one, show) for one in events)
    return [one for one in told if one is not None]


def is_told_whole(
    command: Mapping[str, object], events: Iterable[Event], role: Role, show: Show
) -> bool:
    """Tell whether a role may also read the command, as the log keeps it: where it hides nothing."""
    kind = COMMANDS.get(str(command.get("type")))
    if kind is None:
        return False
    named, allowed = collections_in(kind), ALLOWED[role]
    if not named <= allowed.keys():
        return False
    unseen = frozenset(name for part in named for name in FIELDS[part] if name not in allowed[part])
    return unseen.isdisjoint(command) and all(told_whole(role, one, show) for one in events)
