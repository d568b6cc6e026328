"""The house in numbers: who is here, who is still expected, who is missing in front."""

import pytest

from app.show.guest import Guest, GuestStage
from app.show.seat import Seat, SeatStage
from app.show.state import Show
from app.show.words import GuestId, SeatId
from app.views.counts import house_counts

FRONT = Seat(id=SeatId("A-1-1"), block="A", row=1, number=1)
BEHIND = Seat(id=SeatId("A-2-1"), block="A", row=2, number=1)
PILLAR = Seat(id=SeatId("A-2-2"), block="A", row=2, number=2, status=SeatStage.BLOCKED)
SEATS = {seat.id: seat for seat in (FRONT, BEHIND, PILLAR)}


def a_guest(status: GuestStage, seat: Seat | None = None) -> Show:
    guest = Guest(id=GuestId("g1"), status=status, seat=seat.id if seat else None)
    return Show(seats=SEATS, guests={guest.id: guest})


def test_a_seat_behind_a_pillar_is_no_seat() -> None:
    assert house_counts(Show(seats=SEATS)).seats == 2


@pytest.mark.parametrize(
    ("status", "guests", "checked_in", "seated"),
    [
        (GuestStage.INVITED, 1, 0, 0),
        (GuestStage.CHECKED_IN, 1, 1, 0),
        (GuestStage.SEATED, 1, 1, 1),
        (GuestStage.DECLINED, 0, 0, 0),
        (GuestStage.WAITLIST, 0, 0, 0),
    ],
)
def test_a_guest_counts_by_how_far_he_has_come(
    status: GuestStage, guests: int, checked_in: int, seated: int
) -> None:
    counted = house_counts(a_guest(status))

    assert (counted.guests, counted.checked_in, counted.seated) == (guests, checked_in, seated)


@pytest.mark.parametrize(
    ("status", "seat", "missing"),
    [
        (GuestStage.CONFIRMED, FRONT, 1),
        (GuestStage.CONFIRMED, BEHIND, 0),
        (GuestStage.CONFIRMED, None, 0),
        (GuestStage.SEATED, FRONT, 0),
        (GuestStage.DECLINED, FRONT, 0),
    ],
)
def test_the_front_row_misses_who_is_expected_there(
    status: GuestStage, seat: Seat | None, missing: int
) -> None:
    assert house_counts(a_guest(status, seat)).front_row_missing == missing
