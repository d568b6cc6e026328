"""How the server is: alive, ready, which build, what it has counted, what time it is."""

from typing import Final

import orjson
import structlog
from fastapi import APIRouter
from starlette.responses import Response

from app import __version__
from app.storage.event_log import Unavailable
from app.web.identity import TheDoors
from app.web.problems import Problem, answer

log = structlog.get_logger(__name__)

PROBE_MS: Final = 1_000  # the log is written to at most so often, however many ask
_PROMETHEUS: Final = "text/plain; version=0.0.4; charset=utf-8"

router = APIRouter()


@router.get("/api/v1/time", tags=["health"])
async def time(doors: TheDoors) -> dict[str, int]:
    """Show time, by which everything is counted."""
    return {"now_at": doors.house.clock.now_ms()}


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", tags=["health"])
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive"}


@router.head("/readyz", include_in_schema=False)
@router.get(
    "/readyz", tags=["health"], responses={503: {"description": "The log can't be written"}}
)
async def readyz(doors: TheDoors) -> Response:
    """The log can be written; `damaged` names what in it is not what was written, and is read only."""
    try:
        await doors.house.probe(within_ms=PROBE_MS)
    except Unavailable as gone:
        log.warning("not ready", reason=str(gone))
        return answer(Problem(503, "unavailable", "The log can't be written."))
    said: dict[str, object] = {"status": "ready"}
    if damage := doors.house.damage():
        said["damaged"] = damage
    return Response(orjson.dumps(said), media_type="application/json")


@router.head("/version", include_in_schema=False)
@router.get("/version", tags=["health"])
async def version(doors: TheDoors) -> dict[str, str | int]:
    """Which build this is. `screens` changes when the pages do: then an open one should reload.

    `page` is what the newest page calls itself, by which an old one is told among the devices.
    """
    words = {"version": __version__, "screens": doors.pages.build, "page": doors.pages.entry}
    return {"protocol": 1, **words}


@router.head("/metrics", include_in_schema=False)
@router.get("/metrics", tags=["health"])
async def metrics(doors: TheDoors) -> Response:
    """What was counted, for Prometheus."""
    return Response(doors.house.meters.text(), media_type=_PROMETHEUS)
