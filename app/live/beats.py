"""The rounds: every second somebody looks after the screens, every other second all get a beat."""

from collections.abc import Callable, Iterable
from typing import Final

from app.live.clock import Clock
from app.live.running_show import RunningShow
from app.live.screen import Screen
from app.show.words import Instant
from app.talk.freshness import BEAT_MS, Beats

ROUND_MS: Final = 1_000


class Rounds:
    """One task for all shows and all screens."""

    def __init__(
        self,
        clock: Clock,
        beats: Beats,
        *,
        shows: Callable[[], Iterable[RunningShow]],
        screens: Iterable[Screen],
    ) -> None:
        self._clock = clock
        self._beats = beats
        self._shows = shows
        self._screens = screens

    async def run(self) -> None:
        """Go round until cancelled."""
        beaten_ms = self._clock.now_ms()
        while True:
            await self._clock.until(Instant(self._clock.now_ms() + ROUND_MS))
            now_ms = self._clock.now_ms()
            if now_ms - beaten_ms >= BEAT_MS - ROUND_MS // 2:
                beaten_ms = now_ms
                self._beat(now_ms)
            self._look_after(now_ms)

    def _beat(self, now_ms: int) -> None:
        number = self._beats.beat(now_ms)
        for running in self._shows():
            running.watchers.beat(number)

    def _look_after(self, now_ms: int) -> None:
        for screen in list(self._screens):
            screen.check(now_ms)
        for running in self._shows():
            running.tell_presence(now_ms)
