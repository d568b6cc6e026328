"""The house behind the doors: everything that runs in this process, and the way in and out of it."""

import asyncio

import structlog

from app.live.beats import Rounds
from app.live.clock import Clock
from app.live.desk import Desk
from app.live.entries import folded, read_back
from app.live.ids import hashed_token, new_token
from app.live.line import Line
from app.live.meters import Meters
from app.live.passes import Passes
from app.live.porter import Porter
from app.live.running_show import Tools
from app.live.screen import LetIn, Screen
from app.live.tasks import Tasks
from app.live.venue import Venue
from app.show.forecast import forecast
from app.show.state import Show
from app.storage.event_log import Entry, EventLog
from app.storage.keyring import Keyring
from app.talk.freshness import Beats
from app.views.see import Moment
from app.wire.close import CloseCode

log = structlog.get_logger(__name__)


class House:
    """Opened with a log, closed with it. One for each process."""

    def __init__(self, event_log: EventLog, clock: Clock) -> None:
        self.event_log = event_log
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
        self.screens: set[Screen] = set()  # also those who have not said who they are
        self._probed_ms: int | None = None

    def start(self) -> None:
        """Begin the rounds: beats, and a look after every screen."""
        rounds = Rounds(
            self.clock, self._beats, shows=lambda: self.venue.running, screens=self.screens
        )
        self._tasks.start(rounds.run(), name="rounds")

    async def close(self) -> None:
        """Take no more commands, write what has queued, say goodbye, let go of the log."""
        await self.venue.rest()
        for screen in list(self.screens):
            screen.close(CloseCode.RESTARTING, "The server restarts.")
        await self._tasks.stop()
        await self.event_log.close()

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
        screen = Screen(line, let_in, clock=self.clock, tasks=self._tasks, beats=self._beats)
        self.screens.add(screen)
        return screen

    def part(self, screen: Screen) -> None:
        """Forget a line that has ended."""
        self.screens.discard(screen)
        screen.gone()

    async def probe(self, *, within_ms: int) -> None:
        """Raise Unavailable if the log can't be written, as found out at most `within_ms` ago."""
        now_ms = self.clock.now_ms()
        if self._probed_ms is None or now_ms - self._probed_ms >= within_ms:
            self._probed_ms = None
            await self.event_log.probe()
            self._probed_ms = now_ms

    async def looked_back(self, desk: Desk, seq: int) -> Moment:
        """Return the show as it stood after entry `seq`, folded from the log."""
        entries = await self.event_log.read(desk.show_id, 0, seq)
        show = await asyncio.to_thread(_folded, entries)
        return Moment(
            show_id=desk.show_id, show=show, forecast=forecast(show), told=desk.moment.told
        )


def _folded(entries: list[Entry]) -> Show:
    return folded(Show(), [read_back(entry) for entry in entries])
