"""Entries of the log as bytes, and back: what the desk writes and what a replay reads."""

from collections.abc import Iterable

import orjson

from app.live.draft import Drafted, effect_of
from app.live.known import Remembered
from app.show.as_run import LoggedEntry
from app.show.show import fold
from app.show.state import Show
from app.show.words import Actor, Instant, PassId, Role, Stamp
from app.storage.event_log import Entry, NewEntry
from app.wire.commands import command_json
from app.wire.events import events_json, read_events


def written(entry: Drafted) -> NewEntry:
    """Return a decided command as the log keeps it, canonical: the same entry is the same bytes."""
    asking = entry.asking
    command = command_json(asking.command)
    if asking.override is not None:
        command["override"] = asking.override
    if asking.occurred_at is not None:
        command["occurred_at"] = asking.occurred_at
    return NewEntry(
        command_id=asking.id,
        at_ms=entry.at_ms,
        actor=_bytes({"pass": asking.actor.pass_id, "role": asking.actor.role.value}),
        command=_bytes(command),
        events=events_json(entry.events),
        body_hash=asking.fingerprint,
        sides=asking.sides,
        once=entry.once,
    )


def read_back(entry: Entry) -> LoggedEntry:
    """Return what happened in an entry, and by whom."""
    actor = orjson.loads(entry.actor)
    return LoggedEntry(
        seq=entry.seq,
        at_ms=Instant(entry.at_ms),
        by=Actor(pass_id=PassId(actor["pass"]), role=Role(actor["role"])),
        events=read_events(entry.events),
    )


def remembered(entry: Entry, logged: LoggedEntry) -> Remembered:
    """Return what a repetition of an entry's command is compared with."""
    return Remembered(entry.seq, entry.body_hash, effect_of(logged.events))


def folded(show: Show, entries: Iterable[LoggedEntry]) -> Show:
    """Return the show after `entries`, which follow on what it has."""
    for entry in entries:
        show = fold(show, Stamp(seq=entry.seq, at_ms=entry.at_ms, by=entry.by), entry.events)
    return show


def _bytes(found: object) -> bytes:
    return orjson.dumps(found, option=orjson.OPT_SORT_KEYS)
