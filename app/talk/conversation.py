"""One conversation with one device: what it says goes in, what follows comes out; bytes lie with others.

waiting → (hello) → admitting → (admitted) → live → closed;  a Close from anywhere, and nothing after it
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final, assert_never

from app.show.permission import kind_of
from app.show.words import Expect, Instant, Kind, PassId, Refused, Role, Scope, Why
from app.talk import frames
from app.talk.freshness import Beats
from app.talk.pace import Allowance
from app.wire.close import CloseCode, short_reason
from app.wire.codec import BadFrame, read_frame
from app.wire.commands import Asked, read_command
from app.wire.device import Device
from app.wire.messages import (
    NOWHERE,
    ClientMessage,
    CommandAsked,
    CommandUnread,
    DeviceChanged,
    Hello,
    Outcome,
    Ping,
    Position,
    Resume,
    Seen,
)
from app.wire.personal import NewRef

HELLO_WITHIN_MS: Final = 5_000
SILENT_MAX_MS: Final = 15_000  # a client reports every 5 s: three of them have been lost


@dataclass(frozen=True, slots=True)
class Send:
    """Write this frame, ahead of any delta that waits."""

    frame: bytes


@dataclass(frozen=True, slots=True)
class Close:
    """Hang up: the last reply of a conversation."""

    code: CloseCode
    reason: str


@dataclass(frozen=True, slots=True)
class Admit:
    """Find out who this is and what became of its pending commands; then call `admitted`, or `close`."""

    hello: Hello


@dataclass(frozen=True, slots=True)
class CatchUp:
    """Send what came after `position`, or a snapshot where that can't be told (or there is no position)."""

    position: Position | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Bring a command to the desk.

    `fresh` is False for an order whose beat is unknown or too old: it is refused `stale_order`, unless its id
    has been taken before, for then its answer is due. `body` is what a repetition is compared with.
    `offered_again` is what was pressed in a history that was lost since, and was acknowledged then.
    """

    id: str
    body: Mapping[str, object]
    asked: Asked
    expect: Expect
    occurred_at: Instant | None
    fresh: bool
    offered_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse:
    """Answer a command with a reject frame, at the head's seq."""

    id: str
    refused: Refused


@dataclass(frozen=True, slots=True)
class Saw:
    """The device has seen beat `n` and applied everything up to `seq`."""

    n: int
    seq: int


@dataclass(frozen=True, slots=True)
class CanDo:
    """The device says what it can do now."""

    device: Device


Reply = Send | Close | Admit | CatchUp | Ask | Refuse | Saw | CanDo


@dataclass(frozen=True, slots=True, kw_only=True)
class Admitted:
    """Who speaks, and where the show stands. The allowance is shared by all sockets of the pass."""

    role: Role
    pass_id: PassId
    label: str | None
    scope: Scope
    show_id: str
    epoch: str
    seq: int
    outcomes: Mapping[str, Outcome]
    allowance: Allowance


class State(Enum):
    WAITING = auto()
    ADMITTING = auto()
    LIVE = auto()
    CLOSED = auto()


class Conversation:
    """Hears one device. Read one frame at a time, and none between `Admit` and its answer."""

    def __init__(self, opened_ms: int, new_ref: NewRef, beats: Beats) -> None:
        self.state = State.WAITING
        self._heard_ms = opened_ms
        self._new_ref = new_ref
        self._beats = beats
        self._position: Position | None = None
        self._allowance: Allowance | None = None
        self._pending: frozenset[str] = frozenset()  # what the device has had no answer to
        self._old_beat: int | None = None  # the last of another history, if the device knew one

    def hear_raw(self, raw: bytes | str, now_ms: int) -> tuple[Reply, ...]:
        """Answer a text frame as it came."""
        if self.state is State.CLOSED:
            return ()
        try:
            message = read_frame(raw)
        except BadFrame as bad:
            return self.close(bad.close_code, bad.detail)
        return self.hear(message, now_ms)

    def hear(self, message: ClientMessage, now_ms: int) -> tuple[Reply, ...]:
        """Answer a message. After a Close nothing is answered any more."""
        self._heard_ms = now_ms
        if self.state is State.CLOSED:
            return ()
        if self.state is State.WAITING:
            return self._greeted(message)
        if self.state is State.ADMITTING:
            return self.close(CloseCode.MALFORMED, "Wait for the welcome.")
        return self._live(message, now_ms)

    def admitted(self, who: Admitted, now_ms: int) -> tuple[Reply, ...]:
        """Welcome the device: it is live from here on."""
        assert self.state is State.ADMITTING
        self.state = State.LIVE
        self._heard_ms = now_ms
        self._allowance = who.allowance
        if self._position is not None and self._position.epoch not in {who.epoch, NOWHERE}:
            self.begin_anew()
        welcome = frames.welcome(
            role=who.role,
            pass_id=who.pass_id,
            label=who.label,
            scope=who.scope,
            show_id=who.show_id,
            epoch=who.epoch,
            seq=who.seq,
            now_ms=now_ms,
            outcomes=who.outcomes,
        )
        return (Send(welcome), CatchUp(self._position))

    def begin_anew(self) -> None:
        """Take note that history is another from here on: what was pressed before belongs to the old one."""
        self._old_beat = self._beats.last

    def check(self, now_ms: int) -> tuple[Reply, ...]:
        """Hang up on who does not say hello, or has fallen silent. Ask about every second."""
        silent_ms = now_ms - self._heard_ms
        if self.state is State.WAITING and silent_ms >= HELLO_WITHIN_MS:
            return self.close(CloseCode.TOO_SLOW, "No hello within 5 s.")
        if self.state is State.LIVE and silent_ms >= SILENT_MAX_MS:
            return self.close(CloseCode.TOO_SLOW, "Silent for 15 s.")
        return ()

    def close(self, code: CloseCode, reason: str) -> tuple[Reply, ...]:
        """End it, for a reason of the house: revoked, replaced, restarting."""
        if self.state is State.CLOSED:
            return ()
        self.state = State.CLOSED
        return (Close(code, short_reason(reason)),)

    def _greeted(self, message: ClientMessage) -> tuple[Reply, ...]:
        if not isinstance(message, Hello):
            return self.close(CloseCode.MALFORMED, "Say hello first.")
        self.state = State.ADMITTING
        self._position = message.resume
        self._pending = frozenset(message.pending)
        return (Admit(message),)

    def _live(self, message: ClientMessage, now_ms: int) -> tuple[Reply, ...]:
        assert self._allowance is not None
        if self._allowance.frames.take(now_ms):
            return self.close(CloseCode.TOO_MANY, "Too many messages.")
        match message:
            case CommandAsked() | CommandUnread():
                return (self._command(message, self._allowance, now_ms),)
            case Seen() | DeviceChanged():
                return (_of_itself(message),)
            case Ping():
                return (Send(frames.pong(t=message.t, received_ms=now_ms, sent_ms=now_ms)),)
            case Resume():
                return (CatchUp(Position(epoch=message.epoch, seq=message.seq)),)
            case Hello():
                return self.close(CloseCode.MALFORMED, "You have said hello already.")
            case _:
                assert_never(message)

    def _command(
        self, message: CommandAsked | CommandUnread, allowance: Allowance, now_ms: int
    ) -> Reply:
        wait_ms = allowance.commands.take(now_ms)
        if wait_ms:
            more = {"retry_ms": wait_ms}
            refused = Refused(Why.TOO_MANY, "Too many commands at once.", more=more)
            return Refuse(id=message.id, refused=refused)
        if isinstance(message, CommandUnread):
            return Refuse(id=message.id, refused=Refused(message.why, message.detail))
        try:
            asked = read_command(message.command, self._new_ref)
        except Refused as refused:
            return Refuse(id=message.id, refused=refused)
        order = kind_of(type(asked.command)) is Kind.ORDER
        fresh = self._beats.fresh(message.beat, now_ms)
        return Ask(
            id=message.id,
            body=message.command,
            asked=asked,
            expect=message.expect,
            occurred_at=message.occurred_at,
            fresh=not order or fresh,
            offered_again=not fresh and self._is_of_before(message),
        )

    def _is_of_before(self, message: CommandAsked) -> bool:
        """Tell whether a command was pressed in another history, and acknowledged there.

        What has had no answer yet is no such offer: a stop that waited must stop.
        """
        if self._old_beat is None or message.beat is None or message.id in self._pending:
            return False
        return not self._beats.sent_after(message.beat, self._old_beat)


def _of_itself(message: Seen | DeviceChanged) -> Saw | CanDo:
    if isinstance(message, DeviceChanged):
        return CanDo(message.device)
    return Saw(message.n, message.seq)
