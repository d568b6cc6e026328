"""The log over HTTP: a page of entries, or all of them as lines."""

from collections.abc import AsyncIterator, Iterable
from typing import Annotated, Final

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response, StreamingResponse

from app.storage.event_log import Entry, EventLog
from app.web.identity import Leaders, TheDoors

PAGE_MAX: Final = 10_000  # entries: about 3 MB
AT_ONCE: Final = 1_000  # entries of a stream
SEQ_MAX: Final = 2**53

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
    body = b'{"entries":[' + b",".join(_lines(entries)) + b"]}"
    return Response(body, media_type="application/json")


@router.get("/log.ndjson", response_class=StreamingResponse)
async def lines(guest: Leaders, doors: TheDoors, after: After = 0) -> StreamingResponse:
    """All entries after `after`, one a line."""
    stream = _stream(doors.house.event_log, guest.running.desk.show_id, after)
    return StreamingResponse(stream, media_type="application/x-ndjson")


async def _stream(event_log: EventLog, show_id: str, after: int) -> AsyncIterator[bytes]:
    while entries := await event_log.read(show_id, after, AT_ONCE):
        yield b"\n".join(_lines(entries)) + b"\n"
        after = entries[-1].seq


def _lines(entries: Iterable[Entry]) -> list[bytes]:
    return [
        b'{"seq":%d,"at":%d,"id":%b,"actor":%b,"command":%b,"events":%b}'
        % (
            entry.seq,
            entry.at_ms,
            orjson.dumps(entry.command_id),
            entry.actor,
            entry.command,
            entry.events,
        )
        for entry in entries
    ]
