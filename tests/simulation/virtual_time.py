"""An event loop whose time passes only when nobody has anything to do: an evening takes milliseconds.

It runs the server's own tasks, futures and timers, one after the other, always in the same order. What
is due at the same instant goes by `key`, then by who asked first; nothing hangs on the machine's clock,
on threads, or on where Python keeps its objects.
"""

import asyncio
import heapq
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from contextvars import Context
from typing import Any, Final, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
BLOCKING_S: Final = 0.0005  # how long a thread takes for what the server gives it to do
STEPS_AT_ONCE_MAX: Final = 100_000  # at one instant: by then something runs in circles


class StandsStill(Exception):
    """Somebody waits for what will never come, or time does not go on."""


class VirtualLoop(asyncio.AbstractEventLoop):
    """As much of an event loop as a server without sockets needs."""

    def __init__(self) -> None:
        self._now_s = 0.0
        self._ready: deque[asyncio.Handle] = deque()
        self._later: list[tuple[float, int, int, asyncio.TimerHandle]] = []
        self._count = 0
        self.steps = 0
        self.fallen: list[BaseException | str] = []  # what nobody caught
        self.each_step: Callable[[], None] | None = None  # called before a step while it is set

    # ---- what the server asks

    def time(self) -> float:
        return self._now_s

    @property
    def now_ms(self) -> int:
        return int(self._now_s * 1000 + 1e-6)

    def call_soon(
        self, callback: Callable[[*Ts], object], *args: *Ts, context: Context | None = None
    ) -> asyncio.Handle:
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        return handle

    call_soon_threadsafe = call_soon

    def call_later(
        self,
        delay: float,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        return self.call_at(self._now_s + max(0.0, delay), callback, *args, context=context)

    def call_at(
        self,
        when: float,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        return self.call_in_order(when, 0, callback, *args, context=context)

    def call_in_order(
        self,
        when: float,
        key: int,
        callback: Callable[[*Ts], object],
        *args: *Ts,
        context: Context | None = None,
    ) -> asyncio.TimerHandle:
        """Call at `when`; of what is due at the same instant the lower `key` goes first."""
        handle = asyncio.TimerHandle(when, callback, args, self, context)
        self._count += 1
        heapq.heappush(self._later, (max(when, self._now_s), key, self._count, handle))
        return handle

    def create_future(self) -> asyncio.Future[Any]:
        return asyncio.Future(loop=self)

    def create_task(
        self, coro: Any, *, name: str | None = None, context: Context | None = None
    ) -> asyncio.Task[Any]:
        return asyncio.Task(coro, loop=self, name=name, context=context)

    def run_in_executor(  # type: ignore[override]  # here it returns the future itself
        self, executor: object, func: Callable[..., T], *args: Any
    ) -> asyncio.Future[T]:
        """Do it at once; whoever waits hears of it a moment later, as from a thread."""
        heard: asyncio.Future[T] = self.create_future()
        try:
            found = func(*args)
        except Exception as fault:  # noqa: BLE001  # whoever waits for it is told
            self.call_later(BLOCKING_S, _fail, heard, fault)
        else:
            self.call_later(BLOCKING_S, _answer, heard, found)
        return heard

    def get_debug(self) -> bool:
        return False

    def is_running(self) -> bool:
        return True

    def is_closed(self) -> bool:
        return False

    def call_exception_handler(self, context: dict[str, Any]) -> None:
        self.fallen.append(context.get("exception") or str(context.get("message")))

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        """Asked by a timer that is called off: it is left out when its time has come."""

    # ---- time

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Be the loop that runs, also between two passages of time."""
        previous = asyncio._get_running_loop()
        asyncio._set_running_loop(self)
        try:
            yield
        finally:
            asyncio._set_running_loop(previous)

    def run_until(self, until_s: float) -> None:
        """Let time pass up to `until_s`."""
        with self.at_work():
            while self._step_within(until_s):
                pass
            self._now_s = max(self._now_s, until_s)

    def run_until_complete(self, future: Any, within_s: float = 60.0) -> Any:
        """Run until `future` is done, and return its result."""
        task = asyncio.ensure_future(future, loop=self)
        end_s = self._now_s + within_s
        while not task.done() and self._now_s < end_s:
            self.run_until(min(end_s, self._now_s + 0.05))
        if not task.done():
            task.cancel()
            raise StandsStill("What was waited for did not come.")
        return task.result()

    def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run `work` to its end, with everybody else."""
        found: T = self.run_until_complete(work)
        return found

    def _step_within(self, until_s: float) -> bool:
        """Take one step; tell whether there was one before `until_s`."""
        if not self._ready and not self._next_instant(until_s):
            return False
        handle = self._ready.popleft()
        if not handle.cancelled():
            if self.each_step is not None:
                self.each_step()
            self.steps += 1
            handle._run()
        return True

    def _next_instant(self, until_s: float) -> bool:
        later = self._later
        while later and later[0][3].cancelled():
            heapq.heappop(later)
        if not later or later[0][0] > until_s:
            return False
        self._now_s = later[0][0]
        while later and later[0][0] <= self._now_s:
            self._ready.append(heapq.heappop(later)[3])
        if len(self._ready) > STEPS_AT_ONCE_MAX:
            raise StandsStill("Too much is due at one instant.")
        return True


def new_loop() -> VirtualLoop:
    """Return a loop whose time begins at 0."""
    return VirtualLoop()  # type: ignore[abstract]  # of the rest nobody here has need


def _answer(heard: "asyncio.Future[T]", found: T) -> None:
    if not heard.done():
        heard.set_result(found)


def _fail(heard: "asyncio.Future[T]", fault: Exception) -> None:
    if not heard.done():
        heard.set_exception(fault)
