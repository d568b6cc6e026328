"""A hold: a deliberate wait, with an owner, a reason and an expected end."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from app.show.words import NOTE, Instant, PassId, Ref, Role


class HoldScope(StrEnum):
    START = "start"
    EXITS = "exits"


class HoldReason(StrEnum):
    HOUSE = "house"
    VIP = "vip"
    MODEL = "model"
    GARMENT = "garment"
    TECHNICAL = "technical"
    SAFETY = "safety"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """The hold that is on."""

    scope: HoldScope
    reason: HoldReason
    owner: PassId
    owner_role: Role
    since_at: Instant
    expected_end_at: Instant
    note: Ref | None = None
    overdue: bool = False  # past its expected end: its owner has been asked


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRecord:
    """A hold that is over, for the report."""

    scope: HoldScope
    reason: HoldReason
    since_at: Instant
    until_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    scope: HoldScope
    reason: HoldReason
    expected_end_at: Instant
    note: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHold:
    """Release a hold; `stop` lets a producer take back an emergency stop."""

    scope: Literal["start", "exits", "stop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHoldOwner:
    """Sent by the clock when a hold has run past its expected end. Nothing releases itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldBegan:
    holding: Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOverdue:
    """The expected end has passed; the owner is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReleased:
    scope: HoldScope


HoldCommand = Hold | ReleaseHold | AskHoldOwner
HoldEvent = HoldBegan | HoldOverdue | HoldReleased
