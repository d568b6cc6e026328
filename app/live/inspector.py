"""The inspector: after a start, reads what all shows ever wrote, and names what is not what it was."""

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import Final, TypeAlias, TypeVar

import structlog

from app.live.clock import Clock
from app.live.once import once_in
from app.show.words import Instant, RunId
from app.storage.event_log import UNSEALED, CorruptLog, Entry, EventLog, ShowRow, Unavailable
from app.storage.inspecting import Inspecting
from app.wire.events import read_events

log = structlog.get_logger(__name__)

T = TypeVar("T")
Once: TypeAlias = set[tuple[str, int]]

BEGIN_MS: Final = 1_500  # after a start there is more urgent work: a house that reconnects
PAUSE_MS: Final = 20  # between two looks: 100,000 entries take some ten seconds, and nobody notices
TRY_AGAIN_MS: Final = 5_000
_HAPPENS_ONCE: Final = (b"look_out", b"cue_gone", b"show_started", b"run_began")


class Inspector:
    """Goes once over everything. `found` is told of each show that is damaged, at its first damage."""

    def __init__(
        self, event_log: EventLog, clock: Clock, *, found: Callable[[CorruptLog], None]
    ) -> None:
        self.problems: tuple[str, ...] = ()  # of the file as a whole
        self.done = False  # when all was looked at
        self._inspecting = event_log.inspecting
        self._clock = clock
        self._found = found

    async def run(self) -> None:
        """Look at each show, the newest first, then at the file."""
        await self._wait(BEGIN_MS)
        shows = await self._patiently(self._shows)
        for row in reversed(shows):
            corrupt = await self._patiently(partial(self._damage, row))
            if corrupt is not None:
                self._found(corrupt)
        self.problems = await self._patiently(self._file)
        for problem in self.problems:
            log.error("database damaged", reason=problem)
        self.done = True

    async def _shows(self) -> list[ShowRow]:
        try:
            return await self._inspecting.shows()
        except CorruptLog:
            return []  # then the file is damaged, and says so

    async def _file(self) -> tuple[str, ...]:
        try:
            return tuple(await self._inspecting.database())
        except CorruptLog as corrupt:
            return (corrupt.reason,)

    async def _damage(self, row: ShowRow) -> CorruptLog | None:
        try:
            await look_at(self._inspecting, row, partial(self._wait, PAUSE_MS))
        except CorruptLog as corrupt:
            return corrupt
        return None

    async def _patiently(self, look: Callable[[], Awaitable[T]]) -> T:
        """Look again when nothing can be read just now."""
        while True:
            try:
                return await look()
            except Unavailable:
                await self._wait(TRY_AGAIN_MS)

    async def _wait(self, ms: int) -> None:
        await self._clock.until(Instant(self._clock.now_ms() + ms))


async def look_at(
    inspecting: Inspecting, row: ShowRow, pause: Callable[[], Awaitable[None]]
) -> None:
    """Read all that a show ever wrote. Raises CorruptLog at the first that is not what was written."""
    if not row.whole:
        raise CorruptLog(row.id, None, UNSEALED)
    seq, run = 0, RunId("")
    expected: Once = set()
    while entries := await inspecting.entries(row.id, seq):
        seq = entries[-1].seq
        for entry in entries:
            run = _happened(entry, run, expected)
        await pause()
    if await inspecting.once(row.id, seq) != expected:
        raise CorruptLog(row.id, None, "what can happen only once is not what was written")
    ref: str | None = ""
    while ref is not None:
        ref = await inspecting.sides(row.id, ref)
        await pause()


def once_of(entries: Iterable[Entry]) -> Once:
    """Return what can happen only once and has, with the entry in which it did."""
    run = RunId("")
    found: Once = set()
    for entry in entries:
        run = _happened(entry, run, found)
    return found


def _happened(entry: Entry, run: RunId, expected: Once) -> RunId:
    """Add what an entry says that can happen only once; return in which run the show is after it."""
    if not any(word in entry.events for word in _HAPPENS_ONCE):
        return run
    rows, run = once_in(run, read_events(entry.events))
    expected.update((row, entry.seq) for row in rows)
    return run
