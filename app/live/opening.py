"""Opens a show from its log: the newest checkpoint, what came after it, what lies beside it."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import orjson
import structlog

from app.live.entries import folded, read_back, remembered
from app.live.known import Known
from app.show.as_run import LoggedEntry
from app.show.state import Show
from app.show.words import Ref
from app.storage.event_log import Entry, EventLog, NoSuchShow, Side
from app.wire.show_text import Unreadable, show_from_json

log = structlog.get_logger(__name__)

Telling = Mapping[Ref, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A show as the log has it, ready for its desk."""

    show_id: str
    epoch: str
    salt: bytes
    show: Show
    told: Telling
    known: Known


async def open_show(event_log: EventLog, show_id: str) -> Opened:
    """Return the show as it is. Raises NoSuchShow, also for one whose plan was never written."""
    head = await event_log.head(show_id)
    if head is None:
        raise NoSuchShow(show_id)
    salt = await event_log.salt(show_id)
    show = await _from_checkpoint(event_log, show_id)
    known = Known(complete=show.seq == 0)
    entries = await event_log.read(show_id, show.seq)
    if show.seq == 0 and not entries:
        raise NoSuchShow(show_id)
    logged = await asyncio.to_thread(_read_all, entries)
    for entry, back in zip(entries, logged, strict=True):
        known.remember(entry.command_id, remembered(entry, back))
    return Opened(
        show_id=show_id,
        epoch=head.epoch,
        salt=salt,
        show=await asyncio.to_thread(folded, show, logged),
        # Read last: what an entry refers to was written with it, so nothing is missing.
        told=await told_beside(event_log, show_id),
        known=known,
    )


async def told_beside(event_log: EventLog, show_id: str) -> dict[Ref, object]:
    """Return what every reference of a show means."""
    sides = await event_log.sides(show_id)
    pictures = await event_log.pictures(show_id)
    told = told_by(sides.values())
    told.update((Ref(ref), kind) for ref, kind in pictures.items())
    return told


def told_by(sides: Iterable[Side]) -> dict[Ref, object]:
    """Return what references mean: a text, measurements, or of a picture only what kind it is."""
    return {Ref(side.ref): _meaning(side) for side in sides}


def _meaning(side: Side) -> object:
    match side.kind:
        case "text":
            return side.value.decode()
        case "json":
            return orjson.loads(side.value)
        case _:
            return side.kind


def _read_all(entries: Sequence[Entry]) -> list[LoggedEntry]:
    return [read_back(entry) for entry in entries]


async def _from_checkpoint(event_log: EventLog, show_id: str) -> Show:
    point = await event_log.checkpoint(show_id)
    if point is None:
        return Show()
    try:
        return await asyncio.to_thread(show_from_json, point.state)
    except Unreadable as reason:  # another version made it: the entries alone are the truth
        log.warning("checkpoint left aside", show=show_id, seq=point.seq, reason=str(reason))
        return Show()
