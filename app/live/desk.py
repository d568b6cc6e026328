"""The desk: the one writer of one show. It decides in turn, writes, and only then tells.

    inbox -> draft (decide, fold, one after the other) -> append, all of it in one transaction
          -> answers -> what changed, to whoever listens

Whoever clashes with another server reads what that has written, and decides again. When the log
can't be written everybody is told so, nothing has changed, and the next turn tries again.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Set
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import structlog

from app.live.asking import Acked, Answer, Asking, damaged, unavailable
from app.live.clock import Clock
from app.live.draft import Draft
from app.live.entries import folded, read_back, remembered, written
from app.live.known import Remembered
from app.live.meters import Meters
from app.live.opening import Opened, Telling, told_beside, told_by
from app.live.saving import Saving
from app.show.as_run import LoggedEntry
from app.show.bundle import LoadPlan
from app.show.forecast import forecast
from app.show.permission import kind_of
from app.show.state import Show
from app.show.words import CLOCK, Instant, Kind, Refused
from app.storage.crash import crash_point
from app.storage.epochs import another_epoch
from app.storage.event_log import Clash, CorruptLog, Entry, EventLog, Side, Unavailable
from app.talk.freshness import FRESH_MS
from app.views.see import Moment
from app.wire.show_text import show_to_json

log = structlog.get_logger(__name__)

T = TypeVar("T")

TURN_MAX: Final = 512  # decided in one turn: 0.1 s of work, in which nobody is told anything
INBOX_MAX: Final = 10_000  # waiting; a whole house tapping for ten seconds
CLASHES_MAX: Final = 20  # in one turn: by then another server writes without end
CHECKPOINT_EVERY: Final = 500  # entries: replaying as many takes about 20 ms
LOOK_AGAIN_MS: Final = 1_000  # after a write of which nobody knows whether it was made


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry, as whoever listens hears of it."""

    command_id: str
    logged: LoggedEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one turn of the desk changed."""

    before: Moment
    after: Moment
    entries: tuple[Told, ...]


class Desk:
    """Writes one show. `listeners` hear of each turn, in order, right after it is durable."""

    def __init__(
        self, opened: Opened, *, event_log: EventLog, clock: Clock, meters: Meters
    ) -> None:
        self.show_id = opened.show_id
        self.epoch = opened.epoch
        self.salt = opened.salt
        self.moment = Moment(
            show_id=opened.show_id,
            show=opened.show,
            forecast=forecast(opened.show),
            told=opened.told,
        )
        self.listeners: list[Callable[[Turn], None]] = []
        self.at_the_end: list[Callable[[], None]] = []  # called when it takes no further turn
        self._log = event_log
        self._clock = clock
        self._meters = meters
        self._known = opened.known
        self._inbox: deque[tuple[Instant, Asking]] = deque()  # and when they came
        self._at_hand: list[Asking] = []  # of this turn, and not answered yet
        self._knock = asyncio.Event()
        self._open = True
        self._unsure = False  # of whether the last write was made
        self._looks: list[asyncio.Future[None]] = []  # who waits to know
        self._checkpoint_seq = opened.show.seq
        self.saving = Saving(opened.show_id, event_log, clock)
        clock.not_before(opened.show.at)
        if opened.damaged is not None:
            self.saving.found_damage(opened.damaged)

    @property
    def seq(self) -> int:
        """Return the number of the last entry."""
        return self.moment.show.seq

    def ask(self, asking: Asking) -> None:
        """Queue a command; its `answer` is called in one of the next turns."""
        refusal = self._not_taken()
        if refusal is not None:
            self._refuse(asking, refusal)
            return
        self._inbox.append((self._clock.now_ms(), asking))
        self._knock.set()

    def _refuse(self, asking: Asking, refusal: Refused) -> None:
        asking.answer(refusal)
        self._meters.count(refusal)

    def _not_taken(self) -> Refused | None:
        if self.saving.damaged is not None:
            return damaged(self.saving.damaged)
        if not self._open or len(self._inbox) >= INBOX_MAX:
            return unavailable()
        return None

    async def take(self, asking: Asking) -> Acked:
        """Ask, and wait for the answer. Raises Refused."""
        heard: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()

        def hear(answer: Answer) -> None:
            if not heard.done():  # else whoever waited has hung up; it is decided all the same
                heard.set_result(answer)

        self.ask(replace(asking, answer=hear))
        answer = await heard
        if isinstance(answer, Refused):
            raise answer
        return answer

    async def outcomes(self, command_ids: Iterable[str]) -> dict[str, int]:
        """Return the seq of each of these commands that is in the log. Raises Unavailable."""
        found: dict[str, int] = {}
        unknown: list[str] = []
        for command_id in command_ids:
            if (known := self._known.get(command_id)) is None:
                unknown.append(command_id)
            else:
                found[command_id] = known.seq
        if unknown and not self._known.complete:
            entries = await self._log.find(self.show_id, unknown)
            found.update((command_id, entry.seq) for command_id, entry in entries.items())
        if not self._open:
            raise Unavailable("the desk has closed")
        return found

    async def run(self) -> None:
        """Take turns until `rest`. Falls rather than guess; nobody is left without an answer."""
        try:
            while self._open or self._inbox:
                await self._knock.wait()
                self._knock.clear()
                if self._unsure:
                    await self._find_out()
                if self.saving.gone and self._open and not self._inbox:
                    await self._try_again()
                while self._inbox:
                    await self._take_turn()
        finally:
            self._open = False
            left = [*self._at_hand, *(asking for _, asking in self._inbox)]
            self._at_hand.clear()
            self._inbox.clear()
            self._answer([(asking, unavailable()) for asking in left])
            self._tell_looks(Unavailable("the desk has closed"))
            for end in self.at_the_end:
                end()

    def rest(self) -> None:
        """Take no further command; `run` returns when what has queued is written."""
        self._open = False
        self._knock.set()

    async def refresh(self) -> None:
        """Let the desk look, between two turns, what other servers have written. Raises Unavailable."""
        if not self._open:
            raise Unavailable("the desk has closed")
        looked = asyncio.get_running_loop().create_future()
        self._looks.append(looked)
        self._unsure = True
        self._knock.set()
        await looked

    def found_damage(self, corrupt: CorruptLog) -> None:
        """Write nothing more: the log is not what was written, and what we show is its last good state."""
        self.saving.found_damage(corrupt)
        assert self.saving.damaged is not None
        refusal = damaged(self.saving.damaged)
        while self._inbox:
            self._refuse(self._inbox.popleft()[1], refusal)
        for end in self.at_the_end:
            end()

    async def _catch_up(self) -> bool:
        """Fold in and tell what other servers have written; say whether there was any."""
        if self.saving.damaged is not None:
            return False  # behind the last good entry nothing is read
        entries = await self._log.read(self.show_id, self.seq)
        if not entries:
            return False
        told = await told_beside(self._log, self.show_id)
        logged = [read_back(entry) for entry in entries]
        for entry, back in zip(entries, logged, strict=True):
            self._known.remember(entry.command_id, remembered(entry, back))
        show = folded(self.moment.show, logged)
        self._clock.not_before(show.at)  # the other server's clock may be ahead of ours
        self._move_on(show, _told(entries, logged), told)
        return True

    async def renew_epoch(self) -> None:
        """Begin a new epoch: a client has seen more than we show, so a suffix was lost."""
        lost = self.epoch
        if self.saving.damaged is None:
            self.epoch = (await self._log.renew_epoch(self.show_id, lost)).epoch
        else:
            self.epoch = another_epoch()  # of this server alone: nothing is written
        log.error("history lost its end", show=self.show_id, was=lost, now=self.epoch)

    async def save_checkpoint(self) -> None:
        """Keep the state, so that the next start need not read the whole log."""
        if self.saving.damaged is not None:
            return
        show = self.moment.show
        self._checkpoint_seq = show.seq
        epoch, state = self.epoch, await asyncio.to_thread(show_to_json, show)
        await self._log.save_checkpoint(self.show_id, epoch, show.seq, state)

    @property
    def checkpoint_due(self) -> bool:
        """Tell whether enough was written since the last checkpoint."""
        return self.seq - self._checkpoint_seq >= CHECKPOINT_EVERY

    # ---- one turn

    async def _take_turn(self) -> None:
        size = min(len(self._inbox), TURN_MAX)
        now_ms = self._clock.now_ms()
        self._at_hand = [_still_fresh(*self._inbox.popleft(), now_ms) for _ in range(size)]
        try:
            draft = await self._through()
        except Unavailable as gone:
            self.saving.failed(gone)
            self.saving.try_at(self._knock.set)
            if gone.unsure:
                self._look_again()
            self._answer(self._drafted(frozenset()).answers_unwritten())
        else:
            self._settle(draft)
            if self.saving.gone:  # there was nothing to write: whether it can be, nobody knows
                self.saving.try_at(self._knock.set)

    async def _through(self) -> Draft:
        """Write what is at hand, deciding again as often as other servers write first."""
        barred: set[str] = set()
        for _attempt in range(CLASHES_MAX):
            draft = await self._beside_if_large(lambda: self._drafted(barred))
            clash = await self._written(draft)
            if clash is None:
                return draft
            self._meters.clashes.inc()
            await self._learn(clash, draft, barred)
        raise Unavailable("another server writes without end")

    async def _beside_if_large(self, work: Callable[[], T]) -> T:
        """Work through a whole plan beside the loop: it takes 0.1 s, and other shows are on."""
        large = any(isinstance(asking.command, LoadPlan) for asking in self._at_hand)
        return await asyncio.to_thread(work) if large else work()

    def _drafted(self, barred: Set[str]) -> Draft:
        draft = Draft(self.moment.show, self._clock.now_ms(), self._known, barred)
        draft.take(self._at_hand)
        self._meters.commands_fallen.inc(len(draft.faults))
        return draft

    async def _written(self, draft: Draft) -> Clash | None:
        """Make the draft durable; return the clash if another server was first."""
        if draft.doubtful:
            draft.correct(await self._looked_up(draft.doubtful))
        if not draft.entries:
            return None
        begun_s = self._clock.monotonic_s()
        try:
            entries = await self._beside_if_large(lambda: [written(one) for one in draft.entries])
            await self.saving.append(draft.before.seq, entries)
        except Clash as clash:
            return clash
        self.saving.succeeded()
        self._meters.append_s.observe(self._clock.monotonic_s() - begun_s)
        return None

    async def _learn(self, clash: Clash, draft: Draft, barred: set[str]) -> None:
        """Find out what stood in the way; `barred` gets what can't happen a second time."""
        if await self._catch_up():
            return
        match clash.on:
            case "id":
                await self._looked_up([clash.what])
            case "once":
                barred.update(one.asking.id for one in draft.entries if clash.what in one.once)
            case _:
                raise Unavailable("the log ends before it should")

    async def _looked_up(self, command_ids: list[str]) -> dict[str, Remembered]:
        """Return and remember which of these commands are in the log."""
        entries = await self._log.find(self.show_id, command_ids)
        found = {key: remembered(entry, read_back(entry)) for key, entry in entries.items()}
        for command_id, known in found.items():
            self._known.remember(command_id, known)
        return found

    def _settle(self, draft: Draft) -> None:
        entries: list[Told] = []
        sides: list[Side] = []
        for entry in draft.entries:
            asking = entry.asking
            self._known.remember(asking.id, entry.remembered)
            sides.extend(asking.sides)
            logged = LoggedEntry(
                seq=entry.seq, at_ms=entry.at_ms, by=asking.actor, events=entry.events
            )
            entries.append(Told(command_id=asking.id, logged=logged))
        self._answer(draft.answers())
        crash_point("after-ack")
        if entries:
            self._move_on(draft.show, tuple(entries), told_by(sides))

    def _move_on(self, show: Show, entries: tuple[Told, ...], new: Telling) -> None:
        before = self.moment
        self.moment = Moment(
            show_id=self.show_id,
            show=show,
            forecast=forecast(show),
            told={**before.told, **new} if new else before.told,
        )
        turn = Turn(before=before, after=self.moment, entries=entries)
        for listener in self.listeners:
            listener(turn)

    def _answer(self, answers: Iterable[tuple[Asking, Answer]]) -> None:
        self._at_hand = []
        for asking, answer in answers:
            asking.answer(answer)
            self._meters.count(answer)

    # ---- while nothing can be written

    async def _try_again(self) -> None:
        """Go on by ourselves when it can: nobody has to press for that."""
        if not await self.saving.try_again():
            self.saving.try_at(self._knock.set)

    # ---- after a write of which nobody knows

    def _look_again(self) -> None:
        self._unsure = True
        self._clock.ring_at(Instant(self._clock.now_ms() + LOOK_AGAIN_MS), self._knock.set)

    async def _find_out(self) -> None:
        count = len(self._looks)  # who comes while we look waits for the next time
        try:
            await self._catch_up()
        except Unavailable as gone:
            self._look_again()
            self._tell_looks(gone)
        else:
            self._unsure = len(self._looks) > count
            self._tell_looks(None, count)

    def _tell_looks(self, gone: Unavailable | None, count: int | None = None) -> None:
        """Tell those who wait to know that we have looked, or why we can't."""
        looks, self._looks = self._looks[:count], self._looks[len(self._looks[:count]) :]
        for looked in looks:
            if looked.done():
                continue
            if gone is None:
                looked.set_result(None)
            else:
                looked.set_exception(gone)


def _still_fresh(came_ms: Instant, asking: Asking, now_ms: int) -> Asking:
    """An order that has waited behind a slow disk is as old as one that waited in a network."""
    order = kind_of(type(asking.command)) is Kind.ORDER and asking.actor != CLOCK
    late = order and now_ms - came_ms > FRESH_MS
    return replace(asking, fresh=False) if late else asking


def _told(entries: Iterable[Entry], logged: Iterable[LoggedEntry]) -> tuple[Told, ...]:
    return tuple(
        Told(command_id=entry.command_id, logged=back)
        for entry, back in zip(entries, logged, strict=True)
    )
