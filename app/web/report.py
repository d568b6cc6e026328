"""The as-run report over HTTP: what was planned against what really happened."""

import asyncio
import csv
import io
from collections.abc import Iterable
from typing import Annotated, Final

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.live.entries import read_back
from app.show.as_run import Report, report
from app.show.words import Refused, RunId, Why
from app.storage.event_log import Entry
from app.views.plain import plain_fields
from app.web.identity import Guest, Leaders, TheDoors

router = APIRouter(prefix="/api/v1/shows/{show}", tags=["log"])

Run = Annotated[str | None, Query(max_length=64)]

COLUMNS: Final = (
    "number",
    "model",
    "status",
    "planned_place",
    "place",
    "planned_exit_at",
    "exit_at",
    "over_ms",
    "walk_ms",
    "change_ms",
    "false_exits",
    "instead_of",
)
_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@router.get("/report")
async def as_json(guest: Leaders, doors: TheDoors, run: Run = None) -> dict[str, object]:
    """The report of a run; of the one that is on, or was last, where none is named."""
    return plain_fields(await _report(guest, doors, run))


@router.get("/report.csv", response_class=Response)
async def as_csv(guest: Leaders, doors: TheDoors, run: Run = None) -> Response:
    """The looks of a run as a sheet: one a line."""
    found = await _report(guest, doors, run)
    name = f"{guest.running.desk.show_id}-{found.run}.csv"
    return Response(
        _sheet(found),
        headers={"content-disposition": f'attachment; filename="{name}"'},
        media_type="text/csv; charset=utf-8",
    )


async def _report(guest: Guest, doors: TheDoors, run: str | None) -> Report:
    desk = guest.running.desk
    last = desk.moment.show.run
    run_id = RunId(run) if run is not None else last.id if last is not None else None
    if run_id is None:
        raise Refused(Why.UNKNOWN_ENTITY, "No run has begun yet.")
    entries = await doors.house.event_log.read(desk.show_id, 0)
    return await asyncio.to_thread(_made, entries, run_id)


def _made(entries: Iterable[Entry], run_id: RunId) -> Report:
    return report([read_back(entry) for entry in entries], run_id)


def _sheet(found: Report) -> str:
    sheet = io.StringIO()
    lines = csv.DictWriter(sheet, COLUMNS, extrasaction="ignore", lineterminator="\r\n")
    lines.writeheader()
    for look in found.looks:
        cells = plain_fields(look)
        lines.writerow({name: _cell(cells.get(name, "")) for name in COLUMNS})
    return sheet.getvalue()


def _cell(value: object) -> object:
    """Return a cell that no sheet takes for a formula."""
    if isinstance(value, str) and value.startswith(_STARTS_A_FORMULA):
        return "'" + value
    return value
