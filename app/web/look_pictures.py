"""Look pictures over HTTP, for those whose state names them."""

from typing import Final

from fastapi import APIRouter
from starlette.responses import Response

from app.views.allow import ALLOWED
from app.web.identity import Anybody, TheDoors
from app.web.problems import not_found

_KEPT: Final = "private, max-age=86400, immutable"  # another picture has another address

router = APIRouter(prefix="/api/v1/shows/{show}/pictures", tags=["shows"])


@router.get("/{ref}", response_class=Response)
async def picture(ref: str, guest: Anybody, doors: TheDoors) -> Response:
    """One picture, as it was redrawn when it came."""
    if "picture" not in ALLOWED[guest.visitor.role].get("looks", frozenset()):
        raise not_found("There is no such picture.")
    side = await doors.house.event_log.side(guest.running.desk.show_id, ref)
    if side is None or not side.kind.startswith("image/"):
        raise not_found("There is no such picture.")
    return Response(side.value, headers={"cache-control": _KEPT}, media_type=side.kind)
