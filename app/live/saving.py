"""Whether a show can be written: what the last write said, and a try of the same kind while it says no."""

from collections.abc import Callable
from typing import Final

import structlog

from app.live.clock import Bell, Clock
from app.show.words import Instant
from app.storage.event_log import CorruptLog, EventLog, NewEntry, Unavailable
from app.talk.frames import Trouble
from app.wire.messages import Damaged

log = structlog.get_logger(__name__)

TRY_AGAIN_MS: Final = 1_000
TRY_BYTES_MAX: Final = 1_048_576  # of a plan with pictures: each second anew, so not all of it
STALLED_MS: Final = 3_000  # a write that takes longer is no write that people can count on


class Saving:
    """Of one show. `when_it_changes` is called when what the screens are to be told has changed."""

    def __init__(self, show_id: str, event_log: EventLog, clock: Clock) -> None:
        self.when_it_changes: list[Callable[[], None]] = []
        self.damaged: Damaged | None = None
        self._show_id = show_id
        self._log = event_log
        self._clock = clock
        self._gone: str | None = None  # why the last write failed
        self._bytes = 0  # of the last write: a disk may have room for less
        self._begun_ms: Instant | None = None
        self._bell: Bell | None = None

    @property
    def gone(self) -> bool:
        """Tell whether the last write failed."""
        return self._gone is not None

    @property
    def trouble(self) -> Trouble:
        """Return what the screens are told with each beat."""
        begun_ms = self._begun_ms
        stalled = begun_ms is not None and self._clock.now_ms() - begun_ms >= STALLED_MS
        saving = self._gone is None and self.damaged is None and not stalled
        return Trouble(saving=saving, damaged=self.damaged)

    async def append(self, after_seq: int, entries: list[NewEntry]) -> None:
        """Write `entries`, as the log does. Raises what the log raises."""
        self._bytes = sum(_size(entry) for entry in entries)
        self._begun_ms = self._clock.now_ms()
        try:
            await self._log.append(self._show_id, after_seq, entries)
        finally:
            self._begun_ms = None

    def failed(self, reason: Unavailable) -> None:
        """Take note that nothing can be written."""
        log.warning("nothing saved", show=self._show_id, reason=str(reason), unsure=reason.unsure)
        self._change(str(reason))

    def succeeded(self) -> None:
        """Take note that something was written."""
        if self._gone is not None:
            log.info("saved again", show=self._show_id)
            self._change(None)

    def try_at(self, knock: Callable[[], None]) -> None:
        """Knock in a second, to try again; whoever asks meanwhile does not put that off."""

        def ring() -> None:
            self._bell = None
            knock()

        if self._bell is None:
            self._bell = self._clock.ring_at(Instant(self._clock.now_ms() + TRY_AGAIN_MS), ring)

    async def try_again(self) -> bool:
        """Write as much as was to be written last, where it changes nothing; say whether it went."""
        try:
            await self._log.rehearse(self._show_id, min(self._bytes, TRY_BYTES_MAX))
        except Unavailable as gone:
            self._change(str(gone))
            return False
        self.succeeded()
        return True

    def found_damage(self, corrupt: CorruptLog) -> None:
        """Take note that the log is not what was written: nothing is added to it any more."""
        self.damaged = damage(corrupt)
        self._tell()

    def _change(self, gone: str | None) -> None:
        was, self._gone = self._gone, gone
        if (was is None) is not (gone is None):
            self._tell()

    def _tell(self) -> None:
        for told in self.when_it_changes:
            told()


def damage(corrupt: CorruptLog) -> Damaged:
    """Return what the screens are told of it."""
    if corrupt.seq is None:
        return {"what": corrupt.reason}
    return {"seq": corrupt.seq, "what": corrupt.reason}


def _size(entry: NewEntry) -> int:
    texts = len(entry.actor) + len(entry.command) + len(entry.events)
    return texts + sum(len(side.value) for side in entry.sides)
