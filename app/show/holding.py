"""The hold that is on, and the record of those that are over."""

from dataclasses import dataclass

from app.show.words import Instant, PassId, Ref, Role, Word


class HoldScope(Word):
    START = "start"
    EXITS = "exits"


class HoldReason(Word):
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
