"""What people tell each other, what the show tells them, and who has seen it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, Final, assert_never

from app.show.look import GONE
from app.show.words import (
    NOTE,
    Circumstances,
    CrewId,
    Decided,
    Department,
    Instant,
    LookId,
    MessageId,
    PassId,
    Ref,
    Refused,
    Role,
    Span,
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
    ALARM = "alarm"  # the house itself is in trouble: to those who run the evening


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
    NUDGE_UNANSWERED = "nudge_unanswered"
    HISTORY_RESTORED = "history_restored"  # from an older copy: marks are offered again


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
    subject: str | None = None  # a question: the model's id; a nudge: the message it is about
    revision: int | None = None
    acks: Mapping[PassId, Instant] = field(default_factory=dict)
    seq: int | None = None  # of its entry: who has not heard so far has not seen it
    passed_on_at: Instant | None = None  # a nudge that nobody answered: somebody else was told
    rev: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage:
    """`to` is a role, a room, a crew member, a pass, or `all`; `room:B` says which is meant."""

    to: str
    text: Annotated[Ref, NOTE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nudge:
    """Hurry somebody: to the door with a look, or to say that a message was seen (`subject` is its id)."""

    to: str
    look: LookId | None = None
    subject: MessageId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassOnNudge:
    """Sent by the clock when nobody has answered a nudge."""

    nudge: MessageId


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


MessageCommand = SendMessage | Nudge | PassOnNudge | Acknowledge
MessageEvent = MessageSent | Acknowledged

ANSWER_MS: Final = Span(8_000)  # SCREENS.md 3: nudge, acknowledge, escalate
IN_TURN: Final = (Role.HEAD_DRESSER, Role.STAGE_MANAGER, Role.CALLER)  # who is told instead
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
            if command.subject is not None:
                _known(show, command.subject)
            nudge = MessageKind.NUDGE
            return _sent(show, nudge, to, around, look=command.look, subject=command.subject)
        case PassOnNudge():
            return _passed_on(show, command.nudge, around)
        case Acknowledge():
            _known(show, command.subject)
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


def unanswered_at(show: "Show", message: Message) -> Instant | None:
    """Return when a nudge is to be passed on, if nobody answers it until then."""
    waits = message.kind is MessageKind.NUDGE and message.code is None and not message.acks
    if not waits or message.passed_on_at is not None or _stands_in(show, message) is None:
        return None
    if message.look is not None and show.looks[message.look].status in GONE:
        return None  # she went without it
    return Instant(message.sent_at + ANSWER_MS)


def _stands_in(show: "Show", nudge: Message) -> Role | None:
    """Return who is told of an unanswered nudge: never who sent it, nor whom it went to."""
    manned = {one.role for one in show.passes.values() if one.revoked_at is None}
    reached = {nudge.sent_role}
    for address in nudge.to:
        kind, _, name = address.partition(":")
        if kind == "role":
            reached.add(Role(name))
        holder = show.passes.get(PassId(name)) if kind == "pass" else show.crew.get(CrewId(name))
        reached |= {holder.role} if holder else set()
    return next((role for role in IN_TURN if role in manned and role not in reached), None)


def _passed_on(show: "Show", nudge: MessageId, around: Circumstances) -> Decided:
    message = show.messages.get(nudge)
    late = None if message is None else unanswered_at(show, message)
    if message is None or late is None or around.now_ms < late:
        return Decided()
    told = replace(
        message,
        id=MessageId(f"n{show.made + 1}"),
        code=ChangeCode.NUDGE_UNANSWERED,
        to=(f"role:{_stands_in(show, message)}",),
        sent_at=around.now_ms,
        sent_by=around.by.pass_id,
        sent_role=around.by.role,
        subject=nudge,
        seq=None,
    )
    return Decided(events=(MessageSent(message=told),))


def _known(show: "Show", message: MessageId) -> None:
    if message not in show.messages:
        raise Refused(Why.UNKNOWN_ENTITY, f"There is no message {message}.")


def _sent(  # noqa: PLR0913 - a text and a nudge differ in what they carry
    show: "Show",
    kind: MessageKind,
    to: str,
    around: Circumstances,
    *,
    text: Ref | None = None,
    look: LookId | None = None,
    subject: str | None = None,
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
        subject=subject,
    )
    return Decided(events=(MessageSent(message=message),))


def evolve_message(show: "Show", event: MessageEvent, stamp: Stamp) -> "Show":
    match event:
        case MessageSent():
            told = replace(event.message, rev=0, seq=stamp.seq)
            return replace(_noted(show, told).with_message(told), made=show.made + 1)
        case Acknowledged():
            message = show.messages.get(event.message)
            who = stamp.by.pass_id
            if message is None or who in message.acks:
                return show  # forgotten by now, or seen before: the first time counts
            return show.with_message(replace(message, acks={**message.acks, who: event.seen_at}))
        case _:
            assert_never(event)


def _noted(show: "Show", told: Message) -> "Show":
    """Note on a nudge that somebody else was told of it."""
    nudge = show.messages.get(MessageId(told.subject or ""))
    if told.code is not ChangeCode.NUDGE_UNANSWERED or nudge is None:
        return show
    return show.with_message(replace(nudge, passed_on_at=told.sent_at))
