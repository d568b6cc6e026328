"""A show that runs: its desk, its alarms, its watchers, and who is with us."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog

from app.live.alarms import Alarms
from app.live.audience import label_of
from app.live.clock import Clock
from app.live.desk import Desk, Turn
from app.live.meters import Meters
from app.live.opening import Opened
from app.live.screen import Screen, Seat
from app.live.tasks import Tasks
from app.live.visitor import Visitor
from app.live.watchers import Watchers, seen_as
from app.show.words import PassId, Refused, Why
from app.storage.event_log import EventLog, Unavailable
from app.talk.conversation import Admitted
from app.talk.freshness import Beats
from app.talk.pace import Allowance
from app.talk.presence import Presence
from app.wire.close import CloseCode
from app.wire.messages import Outcome, Position

log = structlog.get_logger(__name__)

RENEW_EVERY_MS: Final = 60_000  # however many clients say that they know more than the log
ALLOWANCES_MAX: Final = 5_000  # devices remembered: as many as may be here at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What every show is run with."""

    event_log: EventLog
    clock: Clock
    tasks: Tasks
    beats: Beats
    meters: Meters


class RunningShow:
    """One show, and everybody in it."""

    def __init__(self, opened: Opened, tools: Tools) -> None:
        self._tools = tools
        self.meters = tools.meters
        self.desk = Desk(opened, event_log=tools.event_log, clock=tools.clock, meters=tools.meters)
        self.watchers = Watchers(
            self.desk, clock=tools.clock, beats=tools.beats, meters=tools.meters
        )
        self.presence = Presence()
        self._alarms = Alarms(self.desk, tools.clock)
        self._allowances: dict[tuple[PassId, str], Allowance] = {}
        self._seats: dict[tuple[PassId, str], Screen] = {}
        self._saving = False
        self._renewed_ms: int | None = None
        self._looking_ahead = asyncio.Lock()

    def start(self, when_it_falls: Callable[[Exception], None]) -> None:
        """Let the desk take commands."""
        show_id = self.desk.show_id
        self._running = self._tools.tasks.start(
            self.desk.run(), name=f"desk {show_id}", when_it_falls=when_it_falls
        )
        self.desk.listeners.append(self._save_now_and_then)
        self.desk.listeners.append(self._watch_who_hears)
        self._alarms.start()

    async def rest(self) -> None:
        """Write what has queued, say goodbye, keep the state."""
        self._alarms.stop()
        self.desk.rest()
        await self._running
        self.send_everybody_out()
        await self._save()

    def send_everybody_out(self) -> None:
        """Hang up on every screen; they come back by themselves."""
        self.watchers.send_out(None, CloseCode.RESTARTING, "The server restarts.")

    def allowance(self, visitor: Visitor, client: str = "") -> Allowance:
        """Return what a device may say, over all its sockets: a rack's code lets many devices in."""
        key = (visitor.actor.pass_id, client)
        known = self._allowances.pop(key, None)
        self._allowances[key] = known or Allowance(visitor.role, self._tools.clock.now_ms())
        if len(self._allowances) > ALLOWANCES_MAX:
            del self._allowances[next(iter(self._allowances))]
        return self._allowances[key]

    def must_not_hurry(self, visitor: Visitor) -> None:
        """Refuse a command too many over HTTP. The owner's programs wait for their answers."""
        if visitor.is_owner:
            return
        wait_ms = self.allowance(visitor).commands.take(self._tools.clock.now_ms())
        if wait_ms:
            more = {"retry_ms": wait_ms}
            raise Refused(Why.TOO_MANY, "Too many commands at once.", more=more)

    def sit(self, screen: Screen, seat: Seat, outcomes: dict[str, Outcome]) -> Admitted:
        """Give a device its place; an older socket of the same one loses it."""
        visitor, now_ms = seat.visitor, self._tools.clock.now_ms()
        older = self._seats.get((seat.pass_id, seat.client))
        if older is not None:
            older.close(CloseCode.REPLACED, "This device has opened another connection.")
        self._seats[seat.pass_id, seat.client] = screen
        label = label_of(self.desk.moment, seat.pass_id)
        self.presence.joined(
            seat.pass_id, seat.client, role=visitor.role, label=label, now_ms=now_ms
        )
        self.watchers.join(screen, seen_as(visitor.role))
        return Admitted(
            role=visitor.role,
            pass_id=seat.pass_id,
            label=label,
            scope=visitor.scope,
            show_id=self.desk.show_id,
            epoch=self.desk.epoch,
            seq=self.desk.seq,
            outcomes=outcomes,
            allowance=self.allowance(visitor, seat.client),
        )

    def has_taken_back(self, pass_id: PassId) -> bool:
        """Tell whether a pass was revoked."""
        one = self.desk.moment.show.passes.get(pass_id)
        return one is not None and one.revoked_at is not None

    def leave(self, screen: Screen, seat: Seat) -> None:
        """Take a device's place away."""
        key = (seat.pass_id, seat.client)
        if self._seats.get(key) is screen:
            del self._seats[key]
        self.presence.left(*key)
        self.watchers.leave(screen)

    def is_behind(self, position: Position | None) -> bool:
        """Tell whether a client has seen more of this epoch than we have."""
        return (
            position is not None
            and position.epoch == self.desk.epoch
            and position.seq > self.desk.seq
        )

    async def look_ahead(self, position: Position | None) -> None:
        """Begin a new epoch if a client has seen more of this one than the log holds."""
        if not self.is_behind(position):
            return
        async with self._looking_ahead:  # who comes meanwhile is told of the epoch that begins
            await self.desk.refresh()  # another server may have written it
            now_ms = self._tools.clock.now_ms()
            lately = self._renewed_ms is not None and now_ms - self._renewed_ms < RENEW_EVERY_MS
            if self.is_behind(position) and not lately:
                self._renewed_ms = now_ms
                await self.desk.renew_epoch()
                self._alarms.ring()
                self.watchers.begin_anew()

    def tell_presence(self, now_ms: int) -> None:
        """Tell the leaders who has come, gone, or fallen behind, if anybody has."""
        news = self.presence.news(now_ms)
        if news is not None:
            self.watchers.tell_presence(news)

    def _watch_who_hears(self, turn: Turn) -> None:
        """Have it told when a screen has seen the newest message."""
        newest = next(reversed(list(turn.after.show.messages.values())), None)
        if newest is not None and (newest.seq or 0) > turn.before.show.seq:
            self.presence.waits_for(turn.after.show.seq)

    def _save_now_and_then(self, _turn: Turn) -> None:
        if self.desk.checkpoint_due and not self._saving:
            self._saving = True
            self._tools.tasks.start(self._save(), name=f"checkpoint {self.desk.show_id}")

    async def _save(self) -> None:
        try:
            await self.desk.save_checkpoint()
        except Unavailable as gone:
            log.warning("no checkpoint", show=self.desk.show_id, reason=str(gone))
        finally:
            self._saving = False
