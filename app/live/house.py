"""The house behind the doors: everything that runs in this process, and the way in and out of it."""

import asyncio
from collections.abc import Coroutine
from typing import Any, Final

import structlog

from app.live.beats import Rounds
from app.live.clock import Clock
from app.live.desk import Desk
from app.live.entries import folded, read_back
from app.live.ids import hashed_token, new_token
from app.live.inspector import Inspector
from app.live.line import Line
from app.live.meters import Meters
from app.live.passes import Passes
from app.live.porter import Porter
from app.live.probe import Probe
from app.live.running_show import RunningShow, Tools
from app.live.saving import damage
from app.live.screen import LetIn, Screen
from app.live.tasks import Tasks
from app.live.turnstile import Turnstile
from app.live.venue import Venue
from app.live.visitor import Visitor
from app.show.forecast import forecast
from app.show.state import Show
from app.show.words import Instant
from app.storage.event_log import Entry, EventLog, NoSuchShow, Unavailable
from app.storage.keyring import Keyring
from app.talk.freshness import Beats
from app.views.see import Moment
from app.wire.close import CloseCode

log = structlog.get_logger(__name__)

# Told to stop, we have 4 s in all, with 1 s for the tasks: then the machine cuts us off anyway.
REST_S: Final = 2.0
LET_GO_S: Final = 1.0
AHEAD_MS: Final = 60_000  # by which show time may run ahead of the wall before somebody should know
TAKE_UP_AFTER_MS: Final = 10_000  # by then every screen that could has come back
EVENING_MS: Final = 12 * 60 * 60 * 1000  # a show that was touched within it may be on


class House:
    """Opened with a log, closed with it. One for each process."""

    def __init__(self, event_log: EventLog, clock: Clock) -> None:
        self.event_log = event_log
        if event_log.set_back:
            log.error("history restored from an older copy", shows=event_log.set_back)
        # Once, before anything is open: later it would be a jump in a show that is on.
        latest_ms = max(event_log.last_at_ms.values(), default=0)
        ahead_ms = latest_ms - clock.now_ms()
        if ahead_ms > AHEAD_MS:
            log.warning(
                "this machine's clock is behind the newest entry: time is the log's", by_ms=ahead_ms
            )
        clock.not_before(Instant(latest_ms))
        self.clock = clock
        self.meters = Meters()
        self._tasks = Tasks()
        self._beats = Beats(clock.now_ms())
        tools = Tools(
            event_log=event_log,
            clock=clock,
            tasks=self._tasks,
            beats=self._beats,
            meters=self.meters,
        )
        self.venue = Venue(tools)
        keyring = Keyring(event_log)
        self._keyring = keyring
        self.porter = Porter(keyring, self.venue, clock)
        self.passes = Passes(keyring, self.venue, clock)
        self._turnstile = Turnstile()
        self.is_resting = False  # nothing new is taken, and soon nobody is here
        self.screens: set[Screen] = set()  # also those who have not said who they are
        self._probe = Probe(event_log, clock, self._tasks)
        self.inspector = Inspector(event_log, clock, found=self.venue.found_damage)
        self._rounds = Rounds(
            clock,
            self._beats,
            shows=lambda: self.venue.running,
            screens=self.screens,
            meters=self.meters,
        )

    def start(self) -> None:
        """Begin the rounds: beats, and a look after every screen; and have the old entries looked at."""
        self._tasks.start(self.inspector.run(), name="inspection")
        self._tasks.start(self._rounds.run(), name="rounds")
        self._take_up()

    async def rest(self) -> None:
        """Take no more commands, and write what has queued, as far as the log lets us."""
        self.is_resting = True
        await self._within(REST_S, self.venue.rest(), "rest")

    async def close(self) -> None:
        """Rest, say goodbye, let go of the log."""
        await self.rest()
        for screen in list(self.screens):
            screen.close(CloseCode.RESTARTING, "The server restarts.")
        await self._tasks.stop()
        await self._within(LET_GO_S, self.event_log.close(), "letting go of the log")

    async def keep_owner(self, token: str | None) -> str | None:
        """Let `token` be the owner's, or make one at the first start; return it if it was made."""
        if token is not None:
            await self._keyring.set_owner_token_hash(hashed_token(token))
            return None
        if await self._keyring.owner_token_hash() is not None:
            return None
        made = new_token()
        kept = await self._keyring.set_owner_token_hash(hashed_token(made), if_absent=True)
        return made if kept == hashed_token(made) else None

    def greet(self, line: Line, let_in: LetIn) -> Screen:
        """Take a new line; who is at the other end has yet to be said."""

        async def by_turns(token: str | None) -> tuple[Visitor, RunningShow]:
            async with self._turnstile:
                return await let_in(token)

        screen = Screen(line, by_turns, clock=self.clock, tasks=self._tasks, beats=self._beats)
        self.screens.add(screen)
        return screen

    def part(self, screen: Screen) -> None:
        """Forget a line that has ended."""
        self.screens.discard(screen)
        screen.gone()

    async def probe(self, *, within_ms: int) -> None:
        """Raise Unavailable if the rounds stand still or the log can't be written.

        Of the log it says what was found out at most `within_ms` ago.
        """
        if self._rounds.stand_still:
            raise Unavailable("nobody goes round any more")
        await self._probe.ask(within_ms=within_ms)

    def damage(self) -> list[dict[str, object]]:
        """Return what is not what was written: a show with the first such entry, or the whole file."""
        found: list[dict[str, object]] = [
            {"show": one.show_id, **damage(one)} for one in self.venue.damaged.values()
        ]
        found.extend({"what": what} for what in self.inspector.problems)
        return found

    def _take_up(self) -> None:
        """Open the shows that may be on: their timers do not wait for ever for somebody to come."""
        since_ms = self.clock.now_ms() - EVENING_MS
        for show_id, at_ms in self.event_log.last_at_ms.items():
            if at_ms >= since_ms:
                self._tasks.start(self._open(show_id), name="taking up")  # one each: one may fall

    async def _open(self, show_id: str) -> None:
        # Who has seen more than this log holds must come before the timers have written as much anew.
        await self.clock.until(Instant(self.clock.now_ms() + TAKE_UP_AFTER_MS))
        try:
            await self.venue.opened(show_id)
        except (NoSuchShow, Unavailable) as why:
            log.warning("not taken up", show=show_id, reason=str(why))

    async def _within(self, most_s: float, work: Coroutine[Any, Any, None], name: str) -> None:
        """Do `work`, but wait no longer for it than so: a write under way is not interrupted by that."""
        task = self._tasks.start(work, name=name)
        _done, late = await asyncio.wait({task}, timeout=most_s)
        if late:
            log.error("left undone", what=name, after_s=most_s)

    async def looked_back(self, desk: Desk, seq: int) -> Moment:
        """Return the show as it stood after entry `seq`, folded from the log."""
        entries = await self.event_log.read(desk.show_id, 0, seq)
        show = await asyncio.to_thread(_folded, entries)
        return Moment(
            show_id=desk.show_id, show=show, forecast=forecast(show), told=desk.moment.told
        )


def _folded(entries: list[Entry]) -> Show:
    return folded(Show(), [read_back(entry) for entry in entries])
