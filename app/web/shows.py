"""Shows over HTTP: made from a plan, listed, exported as the plan they have become."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

import orjson
from fastapi import APIRouter, Request
from starlette.responses import Response

from app.files.bundle import export_bundle
from app.live.ids import new_ref
from app.live.visitor import NotAnyMore, Stranger
from app.show.bundle import LoadPlan
from app.show.words import Ref
from app.storage.event_log import EventLog, ShowRow
from app.views.see import Moment
from app.web.doors import Doors
from app.web.identity import Producers, TheDoors, TheOwner, every_token_of, unknown
from app.web.pictures import packed, redrawn
from app.web.problems import too_many
from app.web.strict import read_object
from app.wire.commands import Asked, read_plan

_ALL = "all"

router = APIRouter(prefix="/api/v1/shows", tags=["shows"])


@router.post("", status_code=201)
async def create(request: Request, owner: TheOwner, doors: TheDoors) -> dict[str, object]:
    """Make a show from a plan bundle."""
    now_s = doors.house.clock.monotonic_s()
    wait_ms = doors.limits.shows_of_all.wait_ms(_ALL, now_s)
    if wait_ms > 0:
        raise too_many(wait_ms)
    doors.limits.shows_of_all.count(_ALL, now_s)
    plan = await asyncio.to_thread(read_plan, await read_object(request), new_ref)
    asked = await with_pictures_redrawn(plan)
    assert isinstance(asked.command, LoadPlan)
    title = asked.command.plan.title
    desk = await doors.house.venue.create(asked, title, owner.actor)
    return {"id": desk.show_id, "title": title, "seq": desk.seq}


@router.get("")
async def shows(request: Request, doors: TheDoors) -> list[dict[str, object]]:
    """The shows that the caller may see: all of them for the owner."""
    porter = doors.house.porter
    mine: set[str] = set()
    known = False
    for token in every_token_of(request):
        try:
            show_id = await porter.show_of(token)
        except Stranger:
            continue
        known = True
        if show_id is None:
            return [_line(row) for row in await doors.house.venue.shows()]
        mine.update(await _if_still_in(doors, token, show_id))
    if not known:
        raise unknown(request)
    return [_line(row) for row in await doors.house.venue.shows() if row.id in mine]


@router.get("/{show}/export.json")
async def export(guest: Producers, doors: TheDoors) -> Response:
    """The show's plan as a bundle, as it stands now: `POST /shows` takes it."""
    moment = guest.running.desk.moment
    pictures = await _pictures(doors.house.event_log, moment)
    bundle = await asyncio.to_thread(export_bundle, moment, pictures.get)
    name = f"{guest.running.desk.show_id}.json"
    return Response(
        orjson.dumps(bundle, option=orjson.OPT_INDENT_2),
        headers={"content-disposition": f'attachment; filename="{name}"'},
        media_type="application/json",
    )


async def with_pictures_redrawn(asked: Asked) -> Asked:
    """Return a command with its pictures as we keep them. Raises a Problem for one that is none."""
    if not any(side.kind.startswith("image/") for side in asked.sides):
        return asked
    return await asyncio.to_thread(_redraw, asked)


def _redraw(asked: Asked) -> Asked:
    sides = tuple(
        replace(side, kind="image/webp", value=redrawn(side.value))
        if side.kind.startswith("image/")
        else side
        for side in asked.sides
    )
    return replace(asked, sides=sides)


async def _if_still_in(doors: Doors, token: str, show_id: str) -> list[str]:
    try:
        await doors.house.porter.let_in(token, show_id)
    except (Stranger, NotAnyMore):
        return []
    return [show_id]


async def _pictures(event_log: EventLog, moment: Moment) -> Mapping[Ref, str]:
    found: dict[Ref, str] = {}
    for look in moment.show.looks.values():
        side = await event_log.side(moment.show_id, look.picture) if look.picture else None
        if side is not None and look.picture is not None:
            found[look.picture] = packed(side.value)
    return found


def _line(row: ShowRow) -> dict[str, object]:
    return {"id": row.id, "title": row.title, "seq": row.seq, "created_at": row.created_at_ms}
