"""The log over HTTP: a page of entries, or all of them as lines; of each what the caller's role may see."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Annotated, Final

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from app.show.state import Show
from app.show.words import Role
from app.storage.event_log import Entry, EventLog
from app.web.identity import Guest, Leaders, TheDoors
from app.wire.events import entry_events_outward, is_told_whole, read_events

PAGE_MAX: Final = 10_000  # entries: about 3 MB
AT_ONCE: Final = 1_000  # entries of a stream
SEQ_MAX: Final = 2**53
SEE_ALL: Final = frozenset({Role.PRODUCER, Role.OWNER})

router = APIRouter(prefix="/api/v1/shows/{show}", tags=["log"])

After = Annotated[int, Query(ge=0, le=SEQ_MAX)]


@router.get("/log", response_class=Response)
async def page(
    guest: Leaders,
    doors: TheDoors,
    after: After = 0,
    limit: Annotated[int, Query(ge=1, le=PAGE_MAX)] = 1_000,
) -> Response:
    """Entries after `after`, in order: what was asked, by whom, and what followed."""
    entries = await doors.house.event_log.read(guest.running.desk.show_id, after, limit)
    told = await _told(entries, guest)
    body = b'{"entries":[' + b",".join(told) + b"]}"
    return Response(body, media_type="application/json")


@router.get("/log.ndjson", response_class=StreamingResponse)
async def lines(guest: Leaders, doors: TheDoors, after: After = 0) -> StreamingResponse:
    """All entries after `after`, one a line."""
    return StreamingResponse(
        _stream(doors.house.event_log, guest, after), media_type="application/x-ndjson"
    )


async def _stream(event_log: EventLog, guest: Guest, after: int) -> AsyncIterator[bytes]:
    while entries := await event_log.read(guest.running.desk.show_id, after, AT_ONCE):
        yield b"\n".join(await _told(entries, guest)) + b"\n"
        after = entries[-1].seq


async def _told(entries: Iterable[Entry], guest: Guest) -> list[bytes]:
    role = guest.visitor.role
    if role in SEE_ALL:
        return [_line(entry, entry.command, entry.events) for entry in entries]
    return await asyncio.to_thread(_seen_by, role, entries, guest.running.desk.moment.show)


def _seen_by(role: Role, entries: Iterable[Entry], show: Show) -> list[bytes]:
    """Return the entries as the screens of a role hear of them, with the commands that hide nothing."""
    lines: list[bytes] = []
    for entry in entries:
        events = read_events(entry.events)
        told = orjson.dumps(entry_events_outward(events, role, show))
        whole = is_told_whole(orjson.loads(entry.command), events, role, show)
        lines.append(_line(entry, entry.command if whole else None, told))
    return lines


def _line(entry: Entry, command: bytes | None, events: bytes) -> bytes:
    asked = b"" if command is None else b'"command":%b,' % command
    return b'{"seq":%d,"at":%d,"id":%b,"actor":%b,%b"events":%b}' % (
        entry.seq,
        entry.at_ms,
        orjson.dumps(entry.command_id),
        entry.actor,
        asked,
        events,
    )
