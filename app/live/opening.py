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
from app.storage.event_log import UNSEALED, CorruptLog, Entry, EventLog, NoSuchShow, Side
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
    damaged: CorruptLog | None = (
        None  # `show` is then what it was before that, and is not written to
    )


async def open_show(event_log: EventLog, show_id: str) -> Opened:
    """Return the show as it is, or as it last was whole: then `damaged` says where that ends.

    Raises NoSuchShow, also for one whose plan was never written.
    """
    row = await event_log.show(show_id)
    if row is None:
        raise NoSuchShow(show_id)
    damages = [] if row.whole else [CorruptLog(show_id, None, UNSEALED)]
    show = await _from_checkpoint(event_log, show_id)
    if show.seq > row.seq:
        damages.append(CorruptLog(show_id, row.seq, "the log says that it ends otherwise"))
    known = Known(complete=show.seq == 0)
    entries, corrupt = await _entries_as_far_as_whole(event_log, show_id, show.seq)
    if show.seq == 0 and not entries and corrupt is None:
        raise NoSuchShow(show_id)
    logged = await asyncio.to_thread(_read_all, entries)
    for entry, back in zip(entries, logged, strict=True):
        known.remember(entry.command_id, remembered(entry, back))
    # Read last: what an entry refers to was written with it, so nothing is missing.
    told, lost = await told_as_far_as_whole(event_log, show_id)
    damages.extend(one for one in (corrupt, lost) if one is not None)
    return Opened(
        show_id=show_id,
        epoch=row.epoch,
        salt=row.salt,
        show=await asyncio.to_thread(folded, show, logged),
        told=told,
        known=known,
        damaged=min(damages, key=_place, default=None),
    )


async def _entries_as_far_as_whole(
    event_log: EventLog, show_id: str, after_seq: int
) -> tuple[list[Entry], CorruptLog | None]:
    try:
        return await event_log.read_good(show_id, after_seq)
    except CorruptLog as unreadable:  # not even where the log ends
        return [], unreadable


async def told_beside(event_log: EventLog, show_id: str) -> dict[Ref, object]:
    """Return what every reference of a show means. Raises CorruptLog."""
    told, corrupt = await told_as_far_as_whole(event_log, show_id)
    if corrupt is not None:
        raise corrupt
    return told


async def told_as_far_as_whole(
    event_log: EventLog, show_id: str
) -> tuple[dict[Ref, object], CorruptLog | None]:
    """Return what references mean, without those that are damaged; and what is damaged."""
    try:
        sides, corrupt = await event_log.sides(show_id)
        pictures = await event_log.pictures(show_id)
    except CorruptLog as unreadable:
        return {}, unreadable
    told = told_by(sides.values())
    told.update((Ref(ref), kind) for ref, kind in pictures.items())
    return told, corrupt


def _place(corrupt: CorruptLog) -> float:
    """Entries first, the earliest of them."""
    return float("inf") if corrupt.seq is None else corrupt.seq


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
    try:
        point = await event_log.checkpoint(show_id)
    except CorruptLog as corrupt:  # a cache: the entries alone are the truth
        log.warning("checkpoint damaged", show=show_id, reason=corrupt.reason)
        return Show()
    if point is None:
        return Show()
    try:
        return await asyncio.to_thread(show_from_json, point.state)
    except Unreadable as reason:  # another version made it: the entries alone are the truth
        log.warning("checkpoint left aside", show=show_id, seq=point.seq, reason=str(reason))
        return Show()
