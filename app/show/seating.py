"""Who gets which seat, and who really sits there. Nothing is released by itself."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from app.show.guard import weigh
from app.show.guest import (
    AddWalkIn,
    CheckInGuest,
    Guest,
    GuestAdded,
    GuestCheckedIn,
    GuestCommand,
    GuestEvent,
    GuestSeated,
    GuestStage,
    MoveGuest,
    SeatGuest,
)
from app.show.late import too_late
from app.show.seat import (
    MarkSeat,
    ReleaseSeat,
    Seat,
    SeatCommand,
    SeatEvent,
    SeatMarked,
    SeatReleased,
    SeatsSwapped,
    SeatStage,
    SwapSeats,
)
from app.show.words import (
    Circumstances,
    Decided,
    Guard,
    GuestId,
    Instant,
    Refused,
    SeatId,
    Stamp,
    Why,
    unused,
)

if TYPE_CHECKING:
    from app.show.state import Show

TO_GIVE: Final = frozenset({SeatStage.FREE, SeatStage.HELD, SeatStage.RELEASED})
TO_RELEASE: Final = frozenset({SeatStage.HELD, SeatStage.ASSIGNED, SeatStage.CLAIMED})
SEEN: Final = frozenset(
    {
        SeatStage.FREE,
        SeatStage.HELD,
        SeatStage.OCCUPIED,
        SeatStage.OCCUPIED_OTHER,
        SeatStage.BLOCKED,
    }
)
HERE: Final = frozenset({GuestStage.CHECKED_IN, GuestStage.SEATED, GuestStage.APPROVED})
AT_THE_DOOR: Final = frozenset({GuestStage.WALK_IN, GuestStage.WAITLIST})


def decide_guest(show: "Show", command: GuestCommand, around: Circumstances) -> Decided:
    match command:
        case SeatGuest() | MoveGuest():
            return _seat(show, command, around)
        case CheckInGuest():
            guest = _the_guest(show, command.guest)
            seen = GuestCheckedIn(guest=guest.id, seen_at=around.seen_at)
            return Decided(events=(seen,))
        case AddWalkIn():
            guest = Guest(
                id=GuestId(unused("g", show.made, show.guests)),
                name=command.name,
                title=command.title,
                tier=command.tier,
                status=GuestStage.WALK_IN,
            )
            return Decided(events=(GuestAdded(guest=guest),))
        case _:
            assert_never(command)


def decide_seat(show: "Show", command: SeatCommand, around: Circumstances) -> Decided:
    match command:
        case SwapSeats():
            return _swap(show, command, around)
        case ReleaseSeat():
            return _release(show, command, around)
        case MarkSeat():
            return _mark(show, command, around)
        case _:
            assert_never(command)


def _the_guest(show: "Show", guest: GuestId) -> Guest:
    if guest not in show.guests:
        raise Refused(Why.UNKNOWN_ENTITY, f"There is no guest {guest}.")
    return show.guests[guest]


def _the_seat(show: "Show", seat: SeatId) -> Seat:
    if seat not in show.seats:
        raise Refused(Why.UNKNOWN_ENTITY, f"There is no seat {seat}.")
    return show.seats[seat]


def _place(seat: Seat) -> str:
    return f"{seat.block}{seat.row} {seat.number}"


def _seat(show: "Show", command: SeatGuest | MoveGuest, around: Circumstances) -> Decided:
    guest, seat = _the_guest(show, command.guest), _the_seat(show, command.seat)
    if guest.status is GuestStage.REFUSED:
        raise Refused(Why.INVALID_TRANSITION, "This guest was refused.")
    if isinstance(command, MoveGuest) and guest.seat is None:
        raise Refused(Why.INVALID_TRANSITION, "This guest has no seat to move from.")
    if seat.guest == guest.id:
        raise Refused(Why.INVALID_TRANSITION, f"This guest has seat {_place(seat)} already.")
    if seat.status not in TO_GIVE or seat.guest is not None:
        taken = f"Seat {_place(seat)} is {seat.status.value.replace('_', ' ')}."
        weigh([Guard(code="seat_taken", detail=taken, hard=True)], around)
    seated = GuestSeated(guest=guest.id, seat=seat.id)
    return Decided(events=(seated,), warnings=_too_near(show, guest, seat))


def _too_near(show: "Show", guest: Guest, seat: Seat) -> tuple[Guard, ...]:
    """Say so where a guest gets a seat beside somebody who is to be kept apart."""
    beside = [
        other
        for other in show.seats.values()
        if (other.block, other.row) == (seat.block, seat.row)
        and abs(other.number - seat.number) == 1
        and other.guest is not None
        and other.guest != guest.id
    ]
    return tuple(
        Guard(
            code="apart_from",
            detail=f"The guests in {_place(seat)} and {_place(other)} are to be kept apart.",
        )
        for other in beside
        if other.guest in guest.apart_from or _keeps_away(show, other, guest)
    )


def _keeps_away(show: "Show", other: Seat, guest: Guest) -> bool:
    neighbour = show.guests.get(other.guest) if other.guest else None
    return neighbour is not None and guest.id in neighbour.apart_from


def _swap(show: "Show", command: SwapSeats, around: Circumstances) -> Decided:
    seat, other = _the_seat(show, command.seat), _the_seat(show, command.other)
    if seat.id == other.id:
        raise Refused(Why.INVALID_TRANSITION, "A seat can't be swapped with itself.")
    if seat.guest is None and other.guest is None:
        raise Refused(Why.INVALID_TRANSITION, f"Nobody has seat {_place(seat)} or {_place(other)}.")
    fixed = [
        Guard(
            code="seat_taken",
            detail=f"Seat {_place(one)} is {one.status.value.replace('_', ' ')}.",
            hard=True,
        )
        for one in (seat, other)
        if one.status in (SeatStage.BLOCKED, SeatStage.OCCUPIED_OTHER)
    ]
    weigh(fixed, around)
    return Decided(events=(SeatsSwapped(seat=seat.id, other=other.id),))


def _release(show: "Show", command: ReleaseSeat, around: Circumstances) -> Decided:
    seat = _the_seat(show, command.seat)
    if seat.status not in TO_RELEASE:
        raise Refused(
            Why.INVALID_TRANSITION,
            f"Seat {_place(seat)} is {seat.status.value.replace('_', ' ')}.",
        )
    guest = show.guests.get(seat.guest) if seat.guest else None
    guards = []
    if guest is not None and guest.status in HERE:
        here = f"The guest of seat {_place(seat)} has checked in."
        guards.append(Guard(code="guest_here", detail=here))
    return Decided(events=(SeatReleased(seat=seat.id),), warnings=weigh(guards, around))


def _mark(show: "Show", command: MarkSeat, around: Circumstances) -> Decided:
    """A mark says what a row host sees; who has the seat is not for the eye to say."""
    seat = _the_seat(show, command.seat)
    if command.status not in SEEN or (command.status is SeatStage.HELD and seat.guest):
        raise Refused(
            Why.INVALID_TRANSITION,
            f"Seat {_place(seat)} can't be marked {command.status.value}.",
        )
    if seat.marked_at is not None and around.seen_at < seat.marked_at:
        return too_late(seat.id, around)
    marked = SeatMarked(seat=seat.id, status=command.status, seen_at=around.seen_at)
    warnings: tuple[Guard, ...] = ()
    if command.status is SeatStage.BLOCKED and seat.guest:
        lost = f"The guest of seat {_place(seat)} needs another one."
        warnings = (Guard(code="guest_unseated", detail=lost),)
    return Decided(events=(marked,), warnings=warnings)


# ---- what the show is afterwards


def evolve_guest(show: "Show", event: GuestEvent, stamp: Stamp) -> "Show":
    match event:
        case GuestSeated():
            return _seated(show, event, stamp)
        case GuestCheckedIn():
            return _checked_in(show, event)
        case GuestAdded():
            grown = show.with_guest(replace(event.guest, rev=0))
            return replace(grown, made=show.made + 1)
        case _:
            assert_never(event)


def evolve_seat(show: "Show", event: SeatEvent, stamp: Stamp) -> "Show":
    match event:
        case SeatsSwapped():
            return _swapped(show, event, stamp)
        case SeatReleased():
            seat = show.seats[event.seat]
            show = _unseat(show, seat.guest)
            return show.with_seat(_given(seat, SeatStage.RELEASED, None, stamp.at_ms))
        case SeatMarked():
            return _marked(show, event)
        case _:
            assert_never(event)


def _given(seat: Seat, status: SeatStage, guest: GuestId | None, at_ms: Instant) -> Seat:
    """What was seen of the seat before it was given says nothing about whoever has it now."""
    return replace(seat, status=status, guest=guest, marked_at=at_ms)


def _seated(show: "Show", event: GuestSeated, stamp: Stamp) -> "Show":
    guest, seat = show.guests[event.guest], show.seats[event.seat]
    before = show.seats.get(guest.seat) if guest.seat else None
    if before is not None:
        squatted = before.status in (SeatStage.OCCUPIED_OTHER, SeatStage.BLOCKED)
        left = before.status if squatted else SeatStage.FREE
        show = show.with_seat(_given(before, left, None, stamp.at_ms))
    status = guest.status
    if status in AT_THE_DOOR:
        status = GuestStage.APPROVED
    elif status is GuestStage.SEATED:
        status = GuestStage.CHECKED_IN  # on the way to the other seat
    show = show.with_guest(replace(guest, seat=seat.id, status=status))
    stage = SeatStage.CLAIMED if status in HERE else SeatStage.ASSIGNED
    return show.with_seat(_given(seat, stage, guest.id, stamp.at_ms))


def _checked_in(show: "Show", event: GuestCheckedIn) -> "Show":
    guest = show.guests[event.guest]
    if guest.checked_in_at is not None:
        return show  # the first time counts
    keep = guest.status in (GuestStage.SEATED, GuestStage.REFUSED)
    status = guest.status if keep else GuestStage.CHECKED_IN
    show = show.with_guest(replace(guest, status=status, checked_in_at=event.seen_at))
    seat = show.seats.get(guest.seat) if guest.seat else None
    if seat is None or seat.status is not SeatStage.ASSIGNED:
        return show
    return show.with_seat(replace(seat, status=SeatStage.CLAIMED))


def _swapped(show: "Show", event: SeatsSwapped, stamp: Stamp) -> "Show":
    """Exchange the guests with what their seats are: a house seat goes with the swap."""
    one, two = show.seats[event.seat], show.seats[event.other]
    show = show.with_seat(_given(one, two.status, two.guest, stamp.at_ms))
    show = show.with_seat(_given(two, one.status, one.guest, stamp.at_ms))
    for guest, seat in ((two.guest, one.id), (one.guest, two.id)):
        if guest is not None and guest in show.guests:
            show = show.with_guest(replace(show.guests[guest], seat=seat))
    return show


def _unseat(show: "Show", guest: GuestId | None) -> "Show":
    if guest is None or guest not in show.guests:
        return show
    return show.with_guest(replace(show.guests[guest], seat=None))


def _marked(show: "Show", event: SeatMarked) -> "Show":
    seat = show.seats[event.seat]
    guest = show.guests.get(seat.guest) if seat.guest else None
    status = event.status
    if guest is not None and status is SeatStage.FREE:
        status = SeatStage.CLAIMED if guest.status in HERE else SeatStage.ASSIGNED
    show = show.with_seat(replace(seat, status=status, marked_at=event.seen_at))
    if guest is None:
        return show
    sits = status is SeatStage.OCCUPIED
    if sits and guest.status is not GuestStage.SEATED:
        return show.with_guest(replace(guest, status=GuestStage.SEATED))
    if not sits and guest.status is GuestStage.SEATED:
        return show.with_guest(replace(guest, status=GuestStage.CHECKED_IN))
    return show
