"""The house: who gets which seat, who really sits there, who stands at the door."""

from dataclasses import replace

import pytest

from app.show.bundle import Bundle
from app.show.guest import AddWalkIn, CheckInGuest, GuestStage, MoveGuest, SeatGuest
from app.show.seat import MarkSeat, ReleaseSeat, SeatStage, SwapSeats
from app.show.words import Expect, GuestId, Ref, SeatId, Why
from tests.rules import rule
from tests.show.makers import FRONT, PRODUCER, REASON, USHER, a_guest, a_plan, a_seat
from tests.show.played import Evening, an_evening

A1, A2, A3, A4 = (SeatId(f"A{n}") for n in range(1, 5))
G1, G2 = GuestId("g1"), GuestId("g2")


def the_house() -> Bundle:
    """Return a row of four: g1 in A1, a house seat A3; g2 has no seat yet."""
    return a_plan(
        seats=(a_seat(1), a_seat(2), a_seat(3, held=True), a_seat(4)),
        guests=(a_guest("g1", seat=A1), a_guest("g2")),
    )


@pytest.fixture
def house() -> Evening:
    return an_evening(the_house())


def seat(evening: Evening, one: SeatId) -> tuple[SeatStage, GuestId | None]:
    return evening.show.seats[one].status, evening.show.seats[one].guest


@rule("H1")
def test_a_plan_assigns_its_seats(house: Evening) -> None:
    assert [seat(house, one) for one in (A1, A2, A3)] == [
        (SeatStage.ASSIGNED, G1),
        (SeatStage.FREE, None),
        (SeatStage.HELD, None),
    ]


@rule("H1")
@pytest.mark.parametrize("free", [A2, A3], ids=["free", "held for the house"])
def test_a_guest_gets_a_seat_that_nobody_has(house: Evening, free: SeatId) -> None:
    house.do(SeatGuest(guest=G2, seat=free), FRONT)

    assert seat(house, free) == (SeatStage.ASSIGNED, G2)
    assert house.show.guests[G2].seat == free


@rule("H1")
@pytest.mark.parametrize("status", [SeatStage.BLOCKED, SeatStage.OCCUPIED_OTHER])
def test_a_guest_gets_no_seat_with_a_camera_or_somebody_on_it(
    house: Evening, status: SeatStage
) -> None:
    house.do(MarkSeat(seat=A2, status=status), USHER)

    refused = house.refusal(SeatGuest(guest=G2, seat=A2), PRODUCER, override=REASON)
    assert [(guard.code, guard.hard) for guard in refused.guards] == [("seat_taken", True)]


@rule("H1")
def test_a_guest_does_not_get_somebody_elses_seat(house: Evening) -> None:
    refused = house.refusal(SeatGuest(guest=G2, seat=A1), FRONT)

    assert refused.detail == "Seat A1 1 is assigned."


@rule("H1")
def test_a_moved_guest_leaves_a_free_seat_behind(house: Evening) -> None:
    house.do(MoveGuest(guest=G1, seat=A2), FRONT)

    assert (seat(house, A1), seat(house, A2)) == (
        (SeatStage.FREE, None),
        (SeatStage.ASSIGNED, G1),
    )


@rule("H1")
def test_a_guest_without_a_seat_is_seated_not_moved(house: Evening) -> None:
    assert house.refusal(MoveGuest(guest=G2, seat=A2), FRONT).why is Why.INVALID_TRANSITION


@rule("H1")
def test_a_guest_does_not_move_to_the_seat_she_has(house: Evening) -> None:
    assert house.refusal(MoveGuest(guest=G1, seat=A1), FRONT).why is Why.INVALID_TRANSITION


@rule("H1")
def test_a_squatted_seat_stays_squatted_when_its_guest_is_moved(house: Evening) -> None:
    house.do(MarkSeat(seat=A1, status=SeatStage.OCCUPIED_OTHER), USHER)
    house.do(MoveGuest(guest=G1, seat=A2), FRONT)

    assert seat(house, A1) == (SeatStage.OCCUPIED_OTHER, None)


@rule("H2")
def test_a_swap_exchanges_guests_and_what_their_seats_are(house: Evening) -> None:
    house.do(SwapSeats(seat=A1, other=A3), FRONT)

    assert (seat(house, A1), seat(house, A3)) == (
        (SeatStage.HELD, None),
        (SeatStage.ASSIGNED, G1),
    )
    assert house.show.guests[G1].seat == A3


@rule("H2")
def test_two_guests_swap(house: Evening) -> None:
    house.do(SeatGuest(guest=G2, seat=A2), FRONT)
    house.do(SwapSeats(seat=A1, other=A2), FRONT)

    assert (house.show.guests[G1].seat, house.show.guests[G2].seat) == (A2, A1)


@rule("H2")
@pytest.mark.parametrize(("one", "other"), [(A1, A1), (A2, A4)], ids=["itself", "empty seats"])
def test_there_is_nothing_to_swap(house: Evening, one: SeatId, other: SeatId) -> None:
    refused = house.refusal(SwapSeats(seat=one, other=other), FRONT)

    assert refused.why is Why.INVALID_TRANSITION


@rule("H2")
def test_nobody_swaps_onto_a_camera(house: Evening) -> None:
    house.do(MarkSeat(seat=A2, status=SeatStage.BLOCKED), USHER)

    assert house.refusal(SwapSeats(seat=A1, other=A2), FRONT).why is Why.GUARD


@rule("H3")
def test_a_released_seat_has_nobody_and_can_be_given(house: Evening) -> None:
    house.do(ReleaseSeat(seat=A1), FRONT)
    house.do(SeatGuest(guest=G2, seat=A1), FRONT)

    assert seat(house, A1) == (SeatStage.ASSIGNED, G2)
    assert house.show.guests[G1].seat is None


@rule("H3")
def test_the_seat_of_a_guest_who_is_here_is_released_only_with_a_reason(house: Evening) -> None:
    house.do(CheckInGuest(guest=G1), USHER)
    refused = house.refusal(ReleaseSeat(seat=A1), FRONT)
    house.do(ReleaseSeat(seat=A1), PRODUCER, override=REASON)

    assert [guard.code for guard in refused.guards] == ["guest_here"]
    assert house.show.guests[G1].seat is None


@rule("H3")
@pytest.mark.parametrize("one", [A2, A4])
def test_a_free_seat_is_not_released(house: Evening, one: SeatId) -> None:
    assert house.refusal(ReleaseSeat(seat=one), FRONT).why is Why.INVALID_TRANSITION


@rule("H4")
def test_a_guest_who_checks_in_claims_her_seat(house: Evening) -> None:
    house.do(CheckInGuest(guest=G1), USHER)

    assert house.show.guests[G1].status is GuestStage.CHECKED_IN
    assert seat(house, A1) == (SeatStage.CLAIMED, G1)


@rule("H4", "G2")
def test_the_first_check_in_counts(house: Evening) -> None:
    house.do(CheckInGuest(guest=G1), USHER)
    first_at = house.now_ms
    house.wait(60_000)
    house.do(CheckInGuest(guest=G1), FRONT)

    assert house.show.guests[G1].checked_in_at == first_at


@rule("H4")
def test_a_guest_sits_when_her_seat_is_seen_taken(house: Evening) -> None:
    house.do(CheckInGuest(guest=G1), USHER)
    house.do(MarkSeat(seat=A1, status=SeatStage.OCCUPIED), USHER)

    assert house.show.guests[G1].status is GuestStage.SEATED


@rule("H5")
def test_somebody_else_in_her_seat_leaves_her_checked_in_and_it_hers(house: Evening) -> None:
    house.do(CheckInGuest(guest=G1), USHER)
    house.do(MarkSeat(seat=A1, status=SeatStage.OCCUPIED_OTHER), USHER)

    assert seat(house, A1) == (SeatStage.OCCUPIED_OTHER, G1)
    assert house.show.guests[G1].status is GuestStage.CHECKED_IN


@rule("H5")
def test_when_the_other_has_left_the_seat_is_claimed_again(house: Evening) -> None:
    house.do(CheckInGuest(guest=G1), USHER)
    house.do(MarkSeat(seat=A1, status=SeatStage.OCCUPIED_OTHER), USHER)
    house.do(MarkSeat(seat=A1, status=SeatStage.FREE), USHER)

    assert seat(house, A1) == (SeatStage.CLAIMED, G1)


@rule("H5", "G3")
def test_what_was_seen_of_a_seat_before_it_was_given_says_nothing_about_its_guest(
    house: Evening,
) -> None:
    seen_at = house.now_ms
    house.wait(60_000)
    house.do(SeatGuest(guest=G2, seat=A2), FRONT)
    house.do(MarkSeat(seat=A2, status=SeatStage.OCCUPIED), USHER, seen_at=seen_at)

    assert seat(house, A2) == (SeatStage.ASSIGNED, G2)


@rule("H5")
@pytest.mark.parametrize("status", [SeatStage.ASSIGNED, SeatStage.CLAIMED, SeatStage.RELEASED])
def test_whose_a_seat_is_can_not_be_seen(house: Evening, status: SeatStage) -> None:
    refused = house.refusal(MarkSeat(seat=A2, status=status), USHER)

    assert refused.why is Why.INVALID_TRANSITION


@rule("H5")
def test_a_camera_on_an_assigned_seat_is_a_fact_with_a_warning(house: Evening) -> None:
    decided = house.do(MarkSeat(seat=A1, status=SeatStage.BLOCKED), USHER)

    assert [guard.code for guard in decided.warnings] == ["guest_unseated"]
    assert house.show.seats[A1].status is SeatStage.BLOCKED


@rule("H6")
def test_a_walk_in_is_on_the_list_and_approved_by_getting_a_seat(house: Evening) -> None:
    house.do(AddWalkIn(name=Ref("r_vip"), tier=1), USHER)
    (guest,) = (one for one in house.show.guests.values() if one.name == "r_vip")
    house.do(SeatGuest(guest=guest.id, seat=A3), FRONT)

    assert guest.status is GuestStage.WALK_IN
    assert house.show.guests[guest.id].status is GuestStage.APPROVED
    assert seat(house, A3) == (SeatStage.CLAIMED, guest.id)


@rule("H6")
def test_a_walk_in_takes_no_guests_id(house: Evening) -> None:
    house.do(AddWalkIn(name=Ref("r_vip")), USHER)

    assert len(house.show.guests) == 3


@rule("H1")
@pytest.mark.parametrize("keeps_away", ["g1", "g2"])
def test_two_who_are_to_be_kept_apart_side_by_side_are_seated_with_a_warning(
    keeps_away: str,
) -> None:
    plan = the_house()
    apart = {"g1": (G2,), "g2": (G1,)}
    guests = tuple(
        replace(guest, apart_from=apart[guest.id] if guest.id == keeps_away else ())
        for guest in plan.guests
    )
    evening = an_evening(replace(plan, guests=guests))
    decided = evening.do(SeatGuest(guest=G2, seat=A2), FRONT)

    assert [guard.code for guard in decided.warnings] == ["apart_from"]


@rule("G4")
def test_a_seat_that_has_changed_meanwhile_is_not_released(house: Evening) -> None:
    house.do(CheckInGuest(guest=G1), USHER)

    refused = house.refusal(ReleaseSeat(seat=A1), FRONT, expect=Expect(rev=1))
    assert refused.why is Why.STALE


@rule("G4")
def test_a_seat_is_given_by_who_saw_it_as_it_is(house: Evening) -> None:
    house.do(MarkSeat(seat=A2, status=SeatStage.FREE), USHER)
    stale = house.refusal(SeatGuest(guest=G2, seat=A2), FRONT, expect=Expect(rev=1))
    house.do(SeatGuest(guest=G2, seat=A2), FRONT, expect=Expect(rev=2))

    assert stale.why is Why.STALE
    assert seat(house, A2) == (SeatStage.ASSIGNED, G2)


@pytest.mark.parametrize(
    "command",
    [
        SeatGuest(guest=GuestId("g99"), seat=A2),
        SeatGuest(guest=G2, seat=SeatId("Z9")),
        MarkSeat(seat=SeatId("Z9"), status=SeatStage.FREE),
        CheckInGuest(guest=GuestId("g99")),
        SwapSeats(seat=A1, other=SeatId("Z9")),
    ],
)
def test_who_or_what_is_not_in_the_house_is_refused(
    house: Evening, command: SeatGuest | MarkSeat | CheckInGuest | SwapSeats
) -> None:
    assert house.refusal(command, FRONT).why is Why.UNKNOWN_ENTITY
