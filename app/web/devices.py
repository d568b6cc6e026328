"""Which devices are with us now: connected ones are always listed (RELIABILITY.md 3)."""

from fastapi import APIRouter

from app.web.identity import Leaders, TheDoors
from app.wire.messages import ScreenOut

router = APIRouter(prefix="/api/v1/shows/{show}", tags=["access"])


@router.get("/devices", response_model=None)
async def devices(guest: Leaders, doors: TheDoors) -> list[ScreenOut]:
    """Every screen of the show, and how it stands."""
    return guest.running.presence.screens(doors.house.clock.now_ms())
