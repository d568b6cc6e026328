"""A call for help from the dressing room: raised, taken with a time, finished or declined.

    open → accepted → done;  open, accepted → declined
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from app.show.words import NOTE, HelpId, Instant, ItemId, LookId, PassId, Ref, Span


class HelpKind(StrEnum):
    ZIP_SEW = "zip_sew"
    SHOE = "shoe"
    MISSING_ITEM = "missing_item"
    MODEL_MISSING = "model_missing"
    HANDS = "hands"
    OTHER = "other"


class HelpStage(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    id: HelpId
    look: LookId
    kind: HelpKind
    item: ItemId | None = None
    note: Ref | None = None
    status: HelpStage = HelpStage.OPEN
    raised_at: Instant
    raised_by: PassId
    accepted_by: PassId | None = None
    accepted_at: Instant | None = None
    ready_at: Instant | None = None  # when whoever took it expects to be done
    ended_at: Instant | None = None
    rev: int = 1

    @property
    def unsolved(self) -> bool:
        return self.status in (HelpStage.OPEN, HelpStage.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHelp:
    look: LookId
    kind: HelpKind
    item: ItemId | None = None
    note: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptHelp:
    help: HelpId
    estimate_ms: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishHelp:
    help: HelpId


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineHelp:
    """It can't be done, or was a false call."""

    help: HelpId
    note: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRequested:
    help: Help


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAccepted:
    help: HelpId
    ready_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpFinished:
    help: HelpId


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpDeclined:
    help: HelpId
    note: Ref | None = None


RepairCommand = RequestHelp | AcceptHelp | FinishHelp | DeclineHelp
RepairEvent = HelpRequested | HelpAccepted | HelpFinished | HelpDeclined
