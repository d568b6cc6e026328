"""What people tell each other, what the show tells them, and who has seen it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Final, assert_never

from app.show.words import (
    NOTE,
    Circumstances,
    Decided,
    Department,
    Instant,
    LookId,
    MessageId,
    PassId,
    Ref,
    Refused,
    Role,
    Stamp,
    Why,
    Word,
)

if TYPE_CHECKING:
    from app.show.state import Show


class MessageKind(Word):
    TEXT = "text"
    NUDGE = "nudge"
    CHANGE = "change"  # the line-up changed: made by the show, to be acknowledged
    QUESTION = "question"  # made by the clock: an overdue hold, a model past her latest arrival
    CALL = "call"  # "first looks", "line up": made by the show at the step


class ChangeCode(Word):
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
    """`to`: "all", "role:dresser", "department:LX", "room:B", "crew:c1", "pass:p9", or several."""

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
    """`to` is a role, a room, a crew member, a pass, or `all`; `room:B` says which is meant."""

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
    seen_at: Instant


MessageCommand = SendMessage | Nudge | Acknowledge
MessageEvent = MessageSent | Acknowledged

NOBODY: Final = frozenset({Role.CLOCK, Role.OWNER})  # not a screen that somebody stands at


def decide_message(show: "Show", command: MessageCommand, around: Circumstances) -> Decided:
    match command:
        case SendMessage():
            to = addressed(show, command.to)
            return _sent(show, MessageKind.TEXT, to, around, text=command.text)
        case Nudge():
            to = addressed(show, command.to)
            if command.look is not None:
                show.the_look(command.look)
            return _sent(show, MessageKind.NUDGE, to, around, look=command.look)
        case Acknowledge():
            if command.subject not in show.messages:
                raise Refused(Why.UNKNOWN_ENTITY, f"There is no message {command.subject}.")
            seen = Acknowledged(message=command.subject, seen_at=around.seen_at)
            return Decided(events=(seen,))
        case _:
            assert_never(command)


def addressed(show: "Show", to: str) -> str:
    """Return whom `to` means, as messages keep it. A bare word is looked up from wide to narrow."""
    if to == "all":
        return to
    known: dict[str, set[str]] = {
        "role": {role.value for role in Role if role not in NOBODY},
        "pass": {one.id for one in show.passes.values() if one.revoked_at is None},
        "room": set(show.rooms),
        "crew": set(show.crew),
        "department": {department.value for department in Department},
    }
    prefix, colon, name = to.partition(":")
    if colon and name in known.get(prefix, ()):
        return to
    for kind, names in known.items():
        if to in names:
            return f"{kind}:{to}"
    raise Refused(Why.UNKNOWN_ENTITY, f"There is nobody called {to}.")


def _sent(  # noqa: PLR0913 - a text and a nudge differ in what they carry
    show: "Show",
    kind: MessageKind,
    to: str,
    around: Circumstances,
    *,
    text: Ref | None = None,
    look: LookId | None = None,
) -> Decided:
    message = Message(
        id=MessageId(f"n{show.made + 1}"),
        kind=kind,
        to=(to,),
        sent_at=around.now_ms,
        sent_by=around.by.pass_id,
        sent_role=around.by.role,
        text=text,
        look=look,
    )
    return Decided(events=(MessageSent(message=message),))


def evolve_message(show: "Show", event: MessageEvent, stamp: Stamp) -> "Show":
    match event:
        case MessageSent():
            return replace(show.with_message(replace(event.message, rev=0)), made=show.made + 1)
        case Acknowledged():
            message = show.messages.get(event.message)
            who = stamp.by.pass_id
            if message is None or who in message.acks:
                return show  # forgotten by now, or seen before: the first time counts
            return show.with_message(replace(message, acks={**message.acks, who: event.seen_at}))
        case _:
            assert_never(event)
