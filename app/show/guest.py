"""A guest: invited, expected, at the door, in a seat.

invited → confirmed → checked_in → seated;  side exits: declined, no_show
walk_in → approved | waitlist | refused
What moves one is in `seating.py`.
"""

from dataclasses import dataclass
from typing import Annotated

from app.show.words import NAME, GuestId, Instant, Ref, SeatId, Word


class GuestStage(Word):
    INVITED = "invited"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    SEATED = "seated"
    DECLINED = "declined"
    NO_SHOW = "no_show"
    WALK_IN = "walk_in"
    APPROVED = "approved"
    WAITLIST = "waitlist"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    id: GuestId
    name: Ref | None = None
    title: Ref | None = None
    party: Ref | None = None
    tier: int | None = None
    seat: SeatId | None = None
    apart_from: tuple[GuestId, ...] = ()
    status: GuestStage = GuestStage.INVITED
    checked_in_at: Instant | None = None
    rev: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatGuest:
    guest: GuestId
    seat: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveGuest:
    guest: GuestId
    seat: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInGuest:
    guest: GuestId


@dataclass(frozen=True, slots=True, kw_only=True)
class AddWalkIn:
    name: Annotated[Ref, NAME]
    title: Annotated[Ref, NAME] | None = None
    tier: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestSeated:
    """The guest has this seat from now on; the one had before is free."""

    guest: GuestId
    seat: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestCheckedIn:
    guest: GuestId
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestAdded:
    guest: Guest


GuestCommand = SeatGuest | MoveGuest | CheckInGuest | AddWalkIn
GuestEvent = GuestSeated | GuestCheckedIn | GuestAdded
