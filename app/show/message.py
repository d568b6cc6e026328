"""What people tell each other, and what the show tells them: messages, nudges, changes, with who has seen them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated

from app.show.words import NOTE, Instant, LookId, MessageId, PassId, Ref, Role


class MessageKind(StrEnum):
    TEXT = "text"
    NUDGE = "nudge"
    CHANGE = "change"  # the line-up changed: made by the show, to be acknowledged
    QUESTION = "question"  # made by the clock: an overdue hold, a model past her latest arrival
    CALL = "call"  # "first looks", "line up": made by the show at the step


class ChangeCode(StrEnum):
    """What a change, call or question is about; screens have the words for it."""

    LOOK_CUT = "look_cut"
    LOOK_MOVED = "look_moved"
    LOOKS_SWAPPED = "looks_swapped"
    LOOK_ASSIGNED = "look_assigned"
    LOOK_REINSERTED = "look_reinserted"
    LOOK_SKIPPED = "look_skipped"
    SENT_BACK = "sent_back"
    FIRST_LOOKS = "first_looks"
    LINE_UP = "line_up"
    HOLD_OVERDUE = "hold_overdue"
    MODEL_LATE = "model_late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`to`: "all", "role:dresser", "room:B", "crew:c1" or "pass:p9"; several where a change concerns several."""

    id: MessageId
    kind: MessageKind
    to: tuple[str, ...]
    sent_at: Instant
    sent_by: PassId
    sent_role: Role
    text: Ref | None = None
    code: ChangeCode | None = None
    look: LookId | None = None
    other: LookId | None = None  # after which it goes now, or with which it was swapped
    subject: str | None = None  # what a question is about: a model's id
    revision: int | None = None
    acks: Mapping[PassId, Instant] = field(default_factory=dict)
    rev: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage:
    """`to` is a role, a room, a crew member, a pass, or `all`; a prefix (`room:B`) says which is meant."""

    to: str
    text: Annotated[Ref, NOTE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    to: str
    look: LookId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledge:
    """`subject` is the id of a message."""

    subject: MessageId


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent:
    message: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    message: MessageId


MessageCommand = SendMessage | Nudge | Acknowledge
MessageEvent = MessageSent | Acknowledged
