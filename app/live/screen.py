"""One device on a line: its conversation, its place in the show, what it has still to be told.

Everything here happens at once, in the loop; only to let a device in, something is looked up.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, assert_never

import structlog

from app.live.asking import Acked, Answer, Asking, sides_of
from app.live.clock import Clock
from app.live.frame import framed
from app.live.ids import new_ref
from app.live.line import Line
from app.live.tasks import Tasks
from app.live.visitor import NotAnyMore, Stranger, Visitor
from app.show.words import PassId, Refused, Role, Why
from app.storage.event_log import NoSuchShow, Unavailable
from app.talk import conversation as talk
from app.talk import frames
from app.talk.deltas import Delta, Waiting
from app.talk.freshness import Beats
from app.wire.close import CloseCode
from app.wire.commands import body_fingerprint
from app.wire.device import Device
from app.wire.messages import Hello, Outcome, OutcomeAck, OutcomeUnknown, Position

if TYPE_CHECKING:
    from app.live.running_show import RunningShow

log = structlog.get_logger(__name__)

EARLY_MAX: Final = 100  # frames heard while we look who it is: an outbox that does not wait
UNSENT_BYTES_MAX: Final = 2 * 1024 * 1024  # a snapshot of the largest show, several times over
BLOCKED_MS_MAX: Final = 15_000  # PROTOCOL.md 4

LetIn = Callable[[str | None], "Awaitable[tuple[Visitor, RunningShow]]"]


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a device sits once it was let in."""

    running: "RunningShow"
    visitor: Visitor
    client: str

    @property
    def pass_id(self) -> PassId:
        """Return under which pass it came."""
        return self.visitor.actor.pass_id


class Screen:
    """Hears a device and tells it. The door calls `hear`, `blocked`, `drained` and `gone`."""

    __slots__ = (
        "_blocked_bytes",
        "_blocked_ms",
        "_clock",
        "_early",
        "_let_in",
        "_talk",
        "_tasks",
        "line",
        "role",
        "seat",
        "waiting",
    )

    def __init__(
        self, line: Line, let_in: LetIn, *, clock: Clock, tasks: Tasks, beats: Beats
    ) -> None:
        self.line = line
        self.seat: Seat | None = None
        self.role: Role | None = None  # as which it sees the show
        self.waiting: Waiting | None = None  # made when the device first falls behind
        self._let_in = let_in
        self._clock = clock
        self._tasks = tasks
        self._early: deque[bytes] | None = None
        self._blocked_ms: int | None = None  # since when it has taken nothing
        self._blocked_bytes = 0
        self._talk = talk.Conversation(clock.now_ms(), new_ref, beats)

    # ---- from the door

    def hear(self, text: bytes) -> None:
        """Take a message as it came."""
        if self._early is None:
            self._do(self._talk.hear_raw(text, self._clock.now_ms()))
        elif len(self._early) < EARLY_MAX:
            self._early.append(text)
        else:
            self.close(CloseCode.TOO_MANY, "Wait for the welcome.")

    def blocked(self) -> None:
        """Stop writing to a device that does not keep up."""
        if self.seat is not None:
            self.seat.running.watchers.regroup(self)

    def drained(self) -> None:
        """Send what has waited for a slow device that has caught up."""
        self._blocked_ms = None
        if self.seat is None:
            return
        self.seat.running.watchers.regroup(self)
        if not self.waiting:
            return
        if self.waiting.needs_snapshot:
            self.seat.running.watchers.send_snapshot(self)
        else:
            for delta in self.waiting.take():
                self.line.write(framed(delta.frame))
        self.seat.running.watchers.send_beat(self)

    def gone(self) -> None:
        """The line has ended."""
        self._talk.close(CloseCode.RESTARTING, "")
        self._leave()

    # ---- from the show

    def put_aside(self, delta: Delta) -> None:
        """Keep what has changed until the device reads again."""
        if self.waiting is None:
            self.waiting = Waiting()
        self.waiting.add(delta)

    def send(self, text: bytes) -> None:
        """Send ahead of whatever waits. A device that hoards what is unsent is too slow."""
        self.line.write(framed(text))
        if self.line.unsent_bytes > UNSENT_BYTES_MAX:
            self.too_slow()

    def restart(self, *told: bytes) -> bool:
        """Send what makes everything that waited worthless; later, if the device does not read.

        Later it is a snapshot whatever it was. Say whether it was sent now.
        """
        if self.line.clear:
            if self.waiting is not None:
                self.waiting.snapshot_taken()
            for frame in told:
                self.line.write(frame)
            return True
        self.waiting = Waiting()
        self.waiting.needs_snapshot = True
        return False

    def begin_anew(self) -> None:
        """Take note that history is another from here on."""
        self._talk.begin_anew()

    def close(self, code: CloseCode, reason: str) -> None:
        """Hang up."""
        self._do(self._talk.close(code, reason))

    def check(self, now_ms: int) -> None:
        """Look after it, about once a second: silent, not reading, or past its time."""
        if not self.line.clear:
            unsent_bytes = self.line.unsent_bytes
            if self._blocked_ms is None or unsent_bytes < self._blocked_bytes:
                self._blocked_ms = now_ms  # slow, but it reads
            self._blocked_bytes = unsent_bytes
            if now_ms - self._blocked_ms >= BLOCKED_MS_MAX:
                self.too_slow()
                return
        if self.seat is not None and (
            self.seat.visitor.is_over(now_ms) or self.seat.running.has_taken_back(self.seat.pass_id)
        ):
            self.close(CloseCode.NOT_ANY_MORE, "Your pass has run out.")
            return
        self._do(self._talk.check(now_ms))

    def too_slow(self) -> None:
        """Hang up on a device that does not read."""
        if self.seat is not None:
            self.seat.running.meters.too_slow.inc()
        self.close(CloseCode.TOO_SLOW, "Your device does not keep up.")

    # ---- what follows from what it says

    def _do(self, replies: Iterable[talk.Reply]) -> None:
        for reply in replies:
            match reply:
                case talk.Send():
                    self.send(reply.frame)
                case talk.Admit():
                    self._early = deque()
                    self._tasks.start(
                        self._enter(reply.hello), name="admission", when_it_falls=self._fallen
                    )
                case talk.Close():
                    self.line.hang_up(reply.code, reply.reason)
                    self._leave()
                case _:
                    self._do_in_show(reply)

    def _do_in_show(
        self, reply: talk.Ask | talk.Saw | talk.Refuse | talk.CatchUp | talk.CanDo
    ) -> None:
        match reply:
            case talk.Ask():
                self._ask(reply)
            case talk.Saw():
                self._saw(reply.seq)
            case talk.Refuse():
                self._hear_answer(reply.id, reply.refused)
            case talk.CatchUp():
                self._catch_up(reply.position)
            case talk.CanDo():
                self._can_do(reply.device)
            case _:
                assert_never(reply)

    async def _enter(self, hello: Hello) -> None:
        try:
            visitor, running = await self._let_in(hello.token)
            await running.look_ahead(hello.resume)
            found = await running.desk.outcomes(hello.pending)
        except Stranger:
            self.close(CloseCode.WHO_ARE_YOU, "Say who you are: join with a code first.")
        except NotAnyMore:
            self.close(CloseCode.NOT_ANY_MORE, "Your pass was taken back, or has run out.")
        except NoSuchShow:
            self.close(CloseCode.NO_SUCH_SHOW, "There is no such show.")
        except Unavailable:
            self.close(CloseCode.RESTARTING, "The log can't be read just now.")
        else:
            if self._talk.state is not talk.State.ADMITTING:
                return  # it has gone meanwhile
            if running.has_taken_back(visitor.actor.pass_id):  # while we looked things up
                self.close(CloseCode.NOT_ANY_MORE, "Your pass was taken back.")
                return
            self._sit(Seat(running, visitor, hello.client), hello, found)

    def _fallen(self, fault: Exception) -> None:
        """Send a device away whose admission has failed over a fault of ours: it comes back."""
        log.error("admission fell", fault=type(fault).__name__)
        self.close(CloseCode.RESTARTING, "The show can't be opened just now.")

    def _sit(self, seat: Seat, hello: Hello, found: Mapping[str, int]) -> None:
        self.seat = seat
        who = seat.running.sit(self, seat, _outcomes(hello, found))
        if hello.device is not None:
            self._can_do(hello.device)
        self._do(self._talk.admitted(who, self._clock.now_ms()))
        seat.running.watchers.send_beat(self)
        early, self._early = self._early or (), None
        for text in early:
            self.hear(text)

    def _catch_up(self, position: Position | None) -> None:
        assert self.seat is not None
        running = self.seat.running
        if self._early is None and running.is_behind(position):
            self._tasks.start(
                self._look_ahead(running, position),
                name="looking ahead",
                when_it_falls=self._fallen,
            )
        else:
            running.watchers.catch_up(self, position, greeted=self._early is None)

    async def _look_ahead(self, running: "RunningShow", position: Position | None) -> None:
        await running.look_ahead(position)
        if self.seat is not None:
            running.watchers.catch_up(self, position, greeted=True)

    def _ask(self, ask: talk.Ask) -> None:
        assert self.seat is not None
        desk = self.seat.running.desk
        if any(side.kind.startswith("image/") for side in ask.asked.sides):
            # Drawn anew before they are kept, which takes too long for a live line.
            self._hear_answer(ask.id, Refused(Why.MALFORMED, "Pictures come in over HTTP."))
            return
        desk.ask(
            Asking(
                id=ask.id,
                command=ask.asked.command,
                actor=self.seat.visitor.actor,
                scope=self.seat.visitor.scope,
                fingerprint=body_fingerprint(ask.body, desk.salt),
                sides=sides_of(ask.asked),
                override=ask.asked.override,
                expect=ask.expect,
                occurred_at=ask.occurred_at,
                fresh=ask.fresh,
                offered_again=ask.offered_again,
                answer=partial(self._hear_answer, ask.id),
            )
        )

    def _hear_answer(self, command_id: str, answer: Answer) -> None:
        if self.seat is None:
            return
        if isinstance(answer, Refused):
            seq = self.seat.running.desk.seq
            self.send(frames.reject(command_id=command_id, refused=answer, seq=seq))
            return
        assert isinstance(answer, Acked)
        self.send(
            frames.ack(
                command_id=answer.id,
                seq=answer.seq,
                effect=answer.effect,
                duplicate=answer.duplicate,
                warnings=answer.warnings,
            )
        )

    def _saw(self, seq: int) -> None:
        assert self.seat is not None
        now_ms = self._clock.now_ms()
        presence = self.seat.running.presence
        presence.seen(self.seat.pass_id, self.seat.client, seq=seq, now_ms=now_ms)

    def _can_do(self, device: Device) -> None:
        if self.seat is not None:
            self.seat.running.presence.can_do(self.seat.pass_id, self.seat.client, device)

    def _leave(self) -> None:
        seat, self.seat = self.seat, None
        if seat is not None:
            seat.running.leave(self, seat)


def _outcomes(hello: Hello, found: Mapping[str, int]) -> dict[str, Outcome]:
    return {
        command_id: OutcomeAck(outcome="ack", seq=found[command_id])
        if command_id in found
        else OutcomeUnknown(outcome="unknown")
        for command_id in hello.pending
    }
