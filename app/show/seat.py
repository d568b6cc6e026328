"""A seat in the house: who has it, and who really sits there.

free | held (house seat) | assigned | claimed | occupied | occupied_other | blocked | released
What moves it is in `seating.py`.
"""

from dataclasses import dataclass

from app.show.words import GuestId, Instant, SeatId, Word


class SeatStage(Word):
    FREE = "free"
    HELD = "held"
    ASSIGNED = "assigned"
    CLAIMED = "claimed"
    OCCUPIED = "occupied"
    OCCUPIED_OTHER = "occupied_other"
    BLOCKED = "blocked"
    RELEASED = "released"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    id: SeatId
    block: str
    row: int
    number: int
    tier: int | None = None
    status: SeatStage = SeatStage.FREE
    guest: GuestId | None = None
    marked_at: Instant | None = None
    rev: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapSeats:
    seat: SeatId
    other: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSeat:
    seat: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSeat:
    seat: SeatId
    status: SeatStage


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsSwapped:
    seat: SeatId
    other: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatReleased:
    seat: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatMarked:
    seat: SeatId
    status: SeatStage
    seen_at: Instant


SeatCommand = SwapSeats | ReleaseSeat | MarkSeat
SeatEvent = SeatsSwapped | SeatReleased | SeatMarked
