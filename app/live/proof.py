"""Proves a database: it is what was written, and each show, replayed from its first entry, is what it was."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from app.live.entries import folded, read_back
from app.live.inspector import look_at
from app.live.opening import open_show
from app.show.state import Show
from app.storage.chain import sum_of
from app.storage.event_log import CorruptLog, Entry, EventLog, ShowRow, Unavailable
from app.wire.adapters import Malformed
from app.wire.show_text import show_to_json


class Unproved(Exception):
    """This database is not to be relied on; the sentence says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """One show of a database that is whole: `hash` is of its state, the same wherever it is replayed."""

    show_id: str
    title: str
    epoch: str
    seq: int
    last_at_ms: int
    hash: str


async def prove(event_log: EventLog) -> list[Proved]:
    """Return what the database holds, the oldest show first. Raises Unproved."""
    try:
        problems = await event_log.inspecting.database()
        if problems:
            raise Unproved(f"The file is damaged: {problems[0]}")
        return [await _proved(event_log, row) for row in await event_log.shows() if row.seq]
    except (CorruptLog, Unavailable, Malformed) as why:
        raise Unproved(f"It is damaged: {why}") from why


async def _proved(event_log: EventLog, row: ShowRow) -> Proved:
    await look_at(event_log.inspecting, row, _at_once)
    entries = await event_log.read(row.id, 0)
    replayed = await asyncio.to_thread(_replayed, entries)
    as_served = show_to_json((await open_show(event_log, row.id)).show)  # from its checkpoint
    if replayed != as_served:
        raise Unproved(f"Show {row.id} is another when it is replayed from its first entry.")
    return Proved(
        show_id=row.id,
        title=row.title,
        epoch=row.epoch,
        seq=row.seq,
        last_at_ms=entries[-1].at_ms,
        hash=sum_of(replayed),
    )


async def _at_once() -> None:
    """Make no pause: nobody else is waiting."""


def _replayed(entries: Iterable[Entry]) -> bytes:
    return show_to_json(folded(Show(), (read_back(entry) for entry in entries)))
