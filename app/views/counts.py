"""The house in numbers, for those who may not read its list of guests."""

from dataclasses import dataclass
from typing import Final

from app.show.guest import Guest, GuestStage
from app.show.seat import SeatStage
from app.show.state import Show

HERE: Final = frozenset({GuestStage.CHECKED_IN, GuestStage.SEATED})
EXPECTED: Final = frozenset({GuestStage.INVITED, GuestStage.CONFIRMED, GuestStage.APPROVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseCounts:
    """`guests` are those who are here or still expected; `checked_in` counts the seated ones too."""

    seats: int
    guests: int
    checked_in: int
    seated: int
    front_row_missing: int


def house_counts(show: Show) -> HouseCounts:
    """Count the house."""
    guests = [one for one in show.guests.values() if one.status in HERE | EXPECTED]
    return HouseCounts(
        seats=sum(seat.status is not SeatStage.BLOCKED for seat in show.seats.values()),
        guests=len(guests),
        checked_in=sum(guest.status in HERE for guest in guests),
        seated=sum(guest.status is GuestStage.SEATED for guest in guests),
        front_row_missing=sum(_missing_in_front(guest, show) for guest in guests),
    )


def _missing_in_front(guest: Guest, show: Show) -> bool:
    seat = show.seats.get(guest.seat) if guest.seat else None
    return seat is not None and seat.row == 1 and guest.status in EXPECTED
