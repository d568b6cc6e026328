"""What time it is: the only place that reads the machine's clock."""

import asyncio
import time
from collections.abc import Callable
from typing import Final, Protocol

from app.show.words import Instant

_LOOK_AGAIN_S: Final = 1.0  # a laptop that slept finds out this soon that it is late


class Clock(Protocol):
    """Show time for what is recorded, a steady count of seconds for waiting. Never mixed."""

    def now_ms(self) -> Instant:
        """Return show time."""

    def monotonic_s(self) -> float:
        """Return seconds that only ever count up, from an arbitrary start."""

    def not_before(self, at_ms: Instant) -> None:
        """Go on from `at_ms` if that is still ahead: what is recorded lies in the past."""

    async def until(self, at_ms: Instant) -> None:
        """Return at `at_ms`, or at once when that has passed."""

    def ring_at(self, at_ms: Instant, what: Callable[[], None]) -> "Bell":
        """Call `what` at `at_ms`, never before this call has returned."""


class Bell(Protocol):
    """Something the clock will do, unless it is told not to."""

    def cancel(self) -> None:
        """Forget it."""


class HouseClock:
    """Show time is read from the wall once, then counted.

    Somebody who sets the machine's clock during the show, or a machine that corrects itself by an
    hour, moves no countdown.
    """

    def __init__(
        self,
        wall_s: Callable[[], float] = time.time,
        steady_s: Callable[[], float] | None = None,
    ) -> None:
        self._steady_s = steady_s or _steady_s
        self._start_ms = wall_s() * 1000 - self._steady_s() * 1000

    def now_ms(self) -> Instant:
        """Return show time."""
        return Instant(int(self._start_ms + self._steady_s() * 1000))

    def monotonic_s(self) -> float:
        """Return seconds that only ever count up."""
        return self._steady_s()

    def not_before(self, at_ms: Instant) -> None:
        """Go on from `at_ms` if that is still ahead.

        A machine whose clock was set back would otherwise stand still until it has caught up with
        its own log, and no GO would ever re-arm.
        """
        self._start_ms += max(0, at_ms - self.now_ms())

    async def until(self, at_ms: Instant) -> None:
        """Return at `at_ms`, or at once when that has passed."""
        while (left_ms := at_ms - self.now_ms()) > 0:  # noqa: ASYNC110  # a clock sets no event
            await asyncio.sleep(min(left_ms / 1000, _LOOK_AGAIN_S))

    def ring_at(self, at_ms: Instant, what: Callable[[], None]) -> Bell:
        """Call `what` at `at_ms`."""
        return _HouseBell(self, at_ms, what)


class _HouseBell:
    """Looks at the clock at least once a second, in case the machine has slept."""

    def __init__(self, clock: HouseClock, at_ms: Instant, what: Callable[[], None]) -> None:
        self._clock, self._at_ms, self._what = clock, at_ms, what
        self._wait()

    def cancel(self) -> None:
        self._timer.cancel()

    def _wait(self) -> None:
        left_s = max(0.0, (self._at_ms - self._clock.now_ms()) / 1000)
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(min(left_s, _LOOK_AGAIN_S), self._look)

    def _look(self) -> None:
        if self._clock.now_ms() >= self._at_ms:
            self._what()
        else:
            self._wait()


class SetClock:
    """A clock that stands until somebody moves it: for tests and simulated evenings."""

    def __init__(self, at_ms: int) -> None:
        self._at_ms = at_ms
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []

    def now_ms(self) -> Instant:
        """Return what the clock was set to."""
        return Instant(self._at_ms)

    def monotonic_s(self) -> float:
        """Return the same in seconds: this clock is never set back."""
        return self._at_ms / 1000

    def not_before(self, at_ms: Instant) -> None:
        """Go on from `at_ms` if that is still ahead."""
        self.advance(max(0, at_ms - self._at_ms))

    def advance(self, by_ms: int) -> None:
        """Let time pass, and wake who was waiting for it. Called in the loop of those who wait."""
        self._at_ms += by_ms
        due = [one for at_ms, one in self._waiting if at_ms <= self._at_ms]
        self._waiting = [(at, one) for at, one in self._waiting if at > self._at_ms]
        for one in due:
            if not one.done():
                one.set_result(None)

    async def until(self, at_ms: Instant) -> None:
        """Return once the clock was moved to `at_ms` or beyond."""
        if at_ms <= self._at_ms:
            return
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((at_ms, turn))
        await turn

    def ring_at(self, at_ms: Instant, what: Callable[[], None]) -> Bell:
        """Call `what` once the clock was moved to `at_ms` or beyond."""
        loop = asyncio.get_running_loop()
        if at_ms <= self._at_ms:
            return loop.call_soon(what)
        turn: asyncio.Future[None] = loop.create_future()
        turn.add_done_callback(lambda rung: None if rung.cancelled() else what())
        self._waiting.append((at_ms, turn))
        return _SetBell(turn)


class _SetBell:
    def __init__(self, turn: "asyncio.Future[None]") -> None:
        self._turn = turn

    def cancel(self) -> None:
        self._turn.cancel()


def _steady_s() -> float:
    # The boot clock goes on while a laptop sleeps; not every system has it.
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)
