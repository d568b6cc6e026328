"""The state over HTTP: for a first load, compressed once for all, and for looking back."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from app.live.snapshot import Snapshot
from app.live.watchers import seen_as
from app.show.words import Role
from app.web.conditional import has_it, takes_gzip
from app.web.identity import Guest, TheDoors, let_in
from app.web.problems import malformed

router = APIRouter(prefix="/api/v1/shows/{show}", tags=["shows"])

SEQ_MAX = 2**53


@router.get("/state")
async def state(
    show: str,
    request: Request,
    doors: TheDoors,
    seen: Annotated[Role | None, Query(alias="as")] = None,
    at: Annotated[int | None, Query(ge=1, le=SEQ_MAX)] = None,
) -> Response:
    """The whole state of the caller's role. The owner may look as another, and at an earlier one."""
    only_owner = seen is not None or at is not None
    guest = await let_in(request, show, roles=frozenset() if only_owner else None)
    role = seen_as(seen or guest.visitor.role)
    if role is Role.CLOCK:
        raise malformed("Nobody sees as the clock.", at="as")
    if at is not None and at != guest.running.desk.seq:
        return _answer(await _earlier(guest, at, role, doors), request)
    return _answer(guest.running.watchers.snapshot(role), request)


async def _earlier(guest: Guest, at: int, role: Role, doors: TheDoors) -> Snapshot:
    desk = guest.running.desk
    if at > desk.seq:
        raise malformed(f"The show is only at {desk.seq}.", at="at")
    moment = await doors.house.looked_back(desk, at)
    return await asyncio.to_thread(Snapshot.of_moment, moment, role, desk.epoch)


def _answer(snapshot: Snapshot, request: Request) -> Response:
    headers = {
        "etag": snapshot.etag,
        "cache-control": "private, no-cache",
        "vary": "accept-encoding, authorization, cookie",
    }
    if has_it(request.headers.get("if-none-match"), snapshot.etag):
        return Response(status_code=304, headers=headers)
    if takes_gzip(request.headers.get("accept-encoding")):
        headers["content-encoding"] = "gzip"
        return Response(snapshot.gzipped, headers=headers, media_type="application/json")
    return Response(snapshot.body, headers=headers, media_type="application/json")
