"""A look whether the log can be written: one for all who ask at once, and none again for a moment."""

import asyncio

from app.live.clock import Clock
from app.live.tasks import Tasks
from app.storage.event_log import EventLog, Unavailable


class Probe:
    """Remembers what the last look found, good or bad: whoever asks often must not cost the log its time."""

    def __init__(self, event_log: EventLog, clock: Clock, tasks: Tasks) -> None:
        self._log = event_log
        self._clock = clock
        self._tasks = tasks
        self._looking: asyncio.Task[None] | None = None
        self._found_ms: int | None = None
        self._gone: Unavailable | None = None

    async def ask(self, *, within_ms: int) -> None:
        """Raise Unavailable if the log can't be written, as found out at most `within_ms` ago."""
        if self._looking is None and not self._is_fresh(within_ms):
            self._looking = self._tasks.start(self._look(), name="probe")
        if self._looking is not None:
            await asyncio.wait({self._looking})  # who hangs up ends it for nobody else
        if self._gone is not None:
            raise Unavailable(str(self._gone))

    def _is_fresh(self, within_ms: int) -> bool:
        return self._found_ms is not None and self._clock.now_ms() - self._found_ms < within_ms

    async def _look(self) -> None:
        self._gone = Unavailable("the look did not end")
        try:
            await self._log.probe()
            self._gone = None
        except Unavailable as gone:
            self._gone = gone
        finally:
            self._found_ms = self._clock.now_ms()
            self._looking = None
