"""The watchers of one show: each turn goes out as one delta, encoded once for each role.

To tell never waits. Who does not keep up gets merged deltas, then a snapshot, then nothing more.
"""

from collections.abc import Iterator
from typing import Final

import structlog

from app.live.audience import Audience
from app.live.clock import Clock
from app.live.desk import Desk, Turn
from app.live.frame import framed
from app.live.meters import Meters
from app.live.screen import Screen
from app.live.snapshot import Snapshot
from app.show.crew import PassRevoked
from app.show.words import PassId, Role
from app.talk import frames
from app.talk.freshness import Beats
from app.talk.recall import Recall
from app.views.changes import Step
from app.views.hashes import Hashes
from app.wire.close import CloseCode
from app.wire.messages import NOWHERE, Position, ScreenOut

log = structlog.get_logger(__name__)

RECALLED_AT_ONCE_MAX: Final = 64  # deltas: beyond that a snapshot is shorter
LEADERS: Final = (Role.PRODUCER, Role.STAGE_MANAGER, Role.CALLER)  # hear who is with us


def seen_as(role: Role) -> Role:
    """Return whose view a role has: the owner looks over the producer's shoulder."""
    return Role.PRODUCER if role is Role.OWNER else role


class Watchers:
    """Tells the screens of one show what its desk has written."""

    def __init__(self, desk: Desk, *, clock: Clock, beats: Beats, meters: Meters) -> None:
        self._desk = desk
        self._clock = clock
        self._beats = beats
        self._meters = meters
        self._audiences: dict[Role, Audience] = {}
        self._hashes = Hashes.of_moment(desk.moment)
        desk.listeners.append(self._tell)
        desk.saving.when_it_changes.append(self.beat)

    def __iter__(self) -> Iterator[Screen]:
        """Yield every screen, in a list of its own: some may be hung up on meanwhile."""
        return iter([s for audience in self._audiences.values() for s in audience.screens])

    @property
    def count(self) -> int:
        """Return how many screens are told."""
        return sum(len(audience.screens) for audience in self._audiences.values())

    def join(self, screen: Screen, role: Role) -> None:
        """Tell `screen` everything from now on."""
        screen.role = role
        audience = self._audience(role)
        audience.screens.add(screen)
        audience.regroup()
        self._meters.screens.labels(role.value).inc()

    def leave(self, screen: Screen) -> None:
        """Tell `screen` nothing more."""
        if screen.role is not None:
            audience = self._audience(screen.role)
            audience.screens.discard(screen)
            audience.regroup()
            self._meters.screens.labels(screen.role.value).dec()

    def regroup(self, screen: Screen) -> None:
        """Find out anew whether `screen` keeps up."""
        if screen.role is not None:
            self._audience(screen.role).regroup()

    def snapshot(self, role: Role) -> Snapshot:
        """Return the whole state of a role."""
        audience = self._audience(seen_as(role))
        return audience.snapshot_of(
            self._desk.moment, self._desk.epoch, self._hashes.of(audience.role)
        )

    def catch_up(self, screen: Screen, position: Position | None, *, greeted: bool) -> None:
        """Send what came after `position`; the whole state where that can't be told."""
        assert screen.role is not None
        told = None
        if position is not None and position.epoch == self._desk.epoch:
            told = self._audience(screen.role).recall.since(position.seq)
        if greeted and position is not None and position.seq == self._desk.seq:
            told = None  # it has everything and asks again: it wants the whole picture
            if position.epoch == NOWHERE:  # because its own is another
                self._meters.divergence.inc()
                log.error("screen disagrees", show=self._desk.show_id, seq=position.seq)
        if told is None or len(told) > RECALLED_AT_ONCE_MAX:
            self.send_snapshot(screen)
        else:
            screen.restart(*(framed(delta.frame) for delta in told))

    def send_snapshot(self, screen: Screen) -> None:
        """Send the whole state."""
        assert screen.role is not None
        snapshot = self.snapshot(screen.role)
        if screen.restart(snapshot.frame):
            self._meters.snapshots.inc()

    def send_beat(self, screen: Screen) -> None:
        """Send the last beat to one that has just come, or caught up."""
        assert screen.role is not None
        now_ms = self._clock.now_ms()
        screen.send(self._beat(screen.role, self._beats.latest(now_ms), now_ms))

    def beat(self, number: int | None = None) -> None:
        """Send everybody a beat; without a number the last one again, since something has changed."""
        now_ms = self._clock.now_ms()
        number = self._beats.latest(now_ms) if number is None else number
        for role, audience in self._audiences.items():
            if audience.screens:
                audience.say(self._beat(role, number, now_ms))

    def tell_presence(self, screens: list[ScreenOut]) -> None:
        """Tell the leaders who is with us."""
        text = frames.presence(screens)
        for role in LEADERS:
            if role in self._audiences:
                self._audiences[role].say(text)

    def begin_anew(self) -> None:
        """Give everybody a snapshot: the epoch is another."""
        for audience in self._audiences.values():
            audience.begin_anew(self._desk.seq)
        for screen in self:
            screen.begin_anew()
            self.send_snapshot(screen)

    def send_out(self, pass_id: PassId | None, code: CloseCode, reason: str) -> None:
        """Hang up on every screen of a pass, or on all."""
        for screen in self:
            if screen.seat is not None and pass_id in {None, screen.seat.pass_id}:
                screen.close(code, reason)

    def _tell(self, turn: Turn) -> None:
        for told in turn.entries:
            for event in told.logged.events:
                if isinstance(event, PassRevoked):  # before they hear another word
                    self.send_out(
                        event.pass_id, CloseCode.NOT_ANY_MORE, "Your pass was taken back."
                    )
        step = Step(turn.before, turn.after)
        self._hashes = self._hashes.after(step)
        told_bytes = sum(audience.tell(turn, step) for audience in self._audiences.values())
        self._meters.delta_bytes.inc(told_bytes)

    def _audience(self, role: Role) -> Audience:
        if role not in self._audiences:
            self._audiences[role] = Audience(role, Recall(self._desk.seq))
        return self._audiences[role]

    def _beat(self, role: Role, number: int, now_ms: int) -> bytes:
        return frames.beat(
            number=number,
            seq=self._desk.seq,
            state_hash=self._hashes.of(role),
            now_ms=now_ms,
            trouble=self._desk.saving.trouble,
        )
