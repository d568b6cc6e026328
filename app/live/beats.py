"""The rounds: every second somebody looks after the screens, every other second all get a beat."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

import structlog

from app.live.clock import Clock
from app.live.meters import Meters
from app.live.running_show import RunningShow
from app.live.screen import Screen
from app.show.words import Instant
from app.talk.freshness import BEAT_MS, Beats

log = structlog.get_logger(__name__)

ROUND_MS: Final = 1_000
STANDSTILL_S: Final = 10.0  # by then every screen has long called the connection dead


class Rounds:
    """One task for all shows and all screens. What one of them makes fall does not end it for the others."""

    def __init__(
        self,
        clock: Clock,
        beats: Beats,
        *,
        shows: Callable[[], Iterable[RunningShow]],
        screens: Iterable[Screen],
        meters: Meters,
    ) -> None:
        self._clock = clock
        self._beats = beats
        self._shows = shows
        self._screens = screens
        self._meters = meters
        self._went_s = clock.monotonic_s()

    @property
    def stand_still(self) -> bool:
        """Tell whether nobody has gone round for so long that something must be wrong."""
        return self._clock.monotonic_s() - self._went_s >= STANDSTILL_S

    async def run(self) -> None:
        """Go round until cancelled."""
        beaten_ms = self._clock.now_ms()
        while True:
            await self._clock.until(Instant(self._clock.now_ms() + ROUND_MS))
            self._went_s = self._clock.monotonic_s()
            now_ms = self._clock.now_ms()
            if now_ms - beaten_ms >= BEAT_MS - ROUND_MS // 2:
                beaten_ms = now_ms
                self._beat(now_ms)
            self._look_after(now_ms)

    def _beat(self, now_ms: int) -> None:
        number = self._beats.beat(now_ms)
        for running in self._shows():
            self._safely(partial(running.watchers.beat, number))

    def _look_after(self, now_ms: int) -> None:
        for screen in list(self._screens):
            self._safely(partial(screen.check, now_ms))
        for running in self._shows():
            self._safely(partial(running.tell_presence, now_ms))

    def _safely(self, look_after: Callable[[], None]) -> None:
        try:
            look_after()
        except Exception:  # of one: the others are waiting for their beat
            self._meters.rounds_fallen.inc()
            log.exception("could not look after one")
