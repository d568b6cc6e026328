"""The one thread that writes: all that has queued meanwhile is durable with one commit."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from enum import Enum, auto
from itertools import groupby
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, Final, Generic, Literal, TypeVar

from app.storage.append import Appender, InDoubt
from app.storage.engine import Database, Link
from app.storage.entries import Append, Clash, NoSuchShow, Unavailable
from app.storage.witness import WRITE_EVERY_S, Witness

T = TypeVar("T")

GROUP_MAX: Final = (
    1_024  # appends in one commit: some 15 ms of work, beyond which a larger group gains nothing
)
_QUIET_S: Final = 1.0  # so long without a command, and the journal is moved into the file
# When to look for entries whose commit broke: long enough for a database that only restarts.
_DOUBT_WAITS_S: Final = (0.0, 0.1, 0.2, 0.4, 0.8, 1.6)

_CLOSED: Final = "the log is closed"
_FALLEN: Final = "the log has stopped over a fault of its own"


class _Answer(Enum):
    """Marks a job that has no answer yet: None is one."""

    OWED = auto()


class _Job(Generic[T]):
    """Something for the writer to do, and the future that is waiting for it."""

    __slots__ = ("answer", "future", "loop", "what")

    def __init__(self, what: Append | Callable[[Link], T]) -> None:
        self.what = what
        self.loop = asyncio.get_running_loop()
        self.future: asyncio.Future[T] = self.loop.create_future()
        self.answer: T | Exception | Literal[_Answer.OWED] | None = _Answer.OWED


class Writer:
    """Owns the writing connection. The event loop only queues, and is told once per commit."""

    def __init__(self, database: Database, witness: Witness | None = None) -> None:
        self._database = database
        self._witness = witness
        self._witnessed_s = 0.0
        self._appender = Appender(database, witness)
        self._queue: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._at_work: Sequence[_Job[Any]] = ()
        self._link: Link | None = None
        self._over = False
        self._untidy = False
        self._thread = Thread(target=self._run, name="log-writer", daemon=True)
        self._thread.start()

    async def append(self, append: Append) -> None:
        """Return when `append` is durable, or raise why nothing of it was written."""
        job: _Job[None] = _Job(append)
        self._put(job)
        await job.future

    async def do(self, errand: Callable[[Link], T]) -> T:
        """Run `errand` in a transaction of its own. It must be harmless to run it twice."""
        job: _Job[T] = _Job(errand)
        self._put(job)
        return await job.future

    def close(self) -> None:
        """Finish what has queued, then end the thread. Blocks; harmless when repeated."""
        self._queue.put(None)
        self._thread.join()

    def _put(self, job: _Job[Any]) -> None:
        self._queue.put(job)
        if self._over:  # the thread may have ended just before, and then nobody else would answer
            self._refuse_the_rest()

    # ---- from here on in the thread

    def _run(self) -> None:
        try:
            closing = False
            while not closing:
                batch = self._next_batch()
                closing = batch[-1] is None
                self._at_work = [job for job in batch if job is not None]
                self._work(self._at_work)
                self._have_witnessed(at_once=closing)
        finally:
            # Also when a fault of ours ends the thread: then nothing more is written, and all are
            # told.
            self._over = True
            self._drop_link()
            self._give_up(self._at_work, Unavailable(_FALLEN, unsure=True))
            self._refuse_the_rest()

    def _have_witnessed(self, *, at_once: bool = False) -> None:
        """Once a second, and when it is quiet: what is answered by then is durable."""
        now_s = time.monotonic()
        if self._witness is not None and (at_once or now_s - self._witnessed_s >= WRITE_EVERY_S):
            self._witnessed_s = now_s
            self._witness.write()

    def _next_batch(self) -> list[_Job[Any] | None]:
        """Wait for a job, and return it with those behind it; None at the end means to close."""
        batch = [self._wait()]
        while batch[-1] is not None and len(batch) < GROUP_MAX:
            try:
                batch.append(self._queue.get_nowait())
            except Empty:
                break
        return batch

    def _wait(self) -> _Job[Any] | None:
        if self._untidy:
            try:
                return self._queue.get(timeout=_QUIET_S)
            except Empty:
                self._tidy()
        return self._queue.get()

    def _work(self, jobs: Sequence[_Job[Any]]) -> None:
        for appends, alike in groupby(jobs, key=lambda job: isinstance(job.what, Append)):
            if appends:
                self._write_group(list(alike))
            else:
                for job in alike:
                    self._run_errand(job)

    def _write_group(self, jobs: Sequence[_Job[None]]) -> None:
        group = [job.what for job in jobs if isinstance(job.what, Append)]
        answers = self._written(group)
        self._untidy = True
        for job, answer in zip(jobs, answers, strict=True):
            job.answer = answer
        _tell(jobs)

    def _written(self, group: Sequence[Append]) -> Sequence[Exception | None]:
        """Write `group`, on a new connection if the old one is broken."""
        reason = ""
        for _attempt in ("as it is", "connected anew"):
            try:
                return self._appender.write(self._connected(), group)
            except InDoubt as doubt:
                return self._settled(doubt)
            except self._database.error as error:
                self._drop_link()
                reason = str(error)
        return [Unavailable(reason)] * len(group)

    def _settled(self, doubt: InDoubt) -> Sequence[Exception | None]:
        reason = str(doubt.__cause__)
        for wait_s in _DOUBT_WAITS_S:
            self._drop_link()
            time.sleep(wait_s)
            try:
                return self._appender.settle(self._connected(), doubt)
            except self._database.error as error:
                reason = f"{doubt.__cause__}; {error}"
        return [Unavailable(reason, unsure=True)] * len(doubt.ends)

    def _run_errand(self, job: _Job[Any]) -> None:
        assert not isinstance(job.what, Append)
        answer: object = None
        for _attempt in ("as it is", "connected anew"):
            try:
                answer = self._ran(job.what)
                break
            except self._database.error as error:
                self._drop_link()
                answer = Unavailable(str(error))
        job.answer = answer
        _tell([job])

    def _ran(self, errand: Callable[[Link], object]) -> object:
        link = self._connected()
        link.begin_write()
        try:
            answer = errand(link)
        except (Clash, NoSuchShow) as refusal:
            link.rollback()
            return refusal
        link.commit()
        return answer

    def _connected(self) -> Link:
        if self._link is None:
            self._link = self._database.connect_to_write()
        return self._link

    def _drop_link(self) -> None:
        if self._link is not None:
            self._link.rollback()
            self._link.close()
            self._link = None

    def _tidy(self) -> None:
        self._untidy = False
        self._have_witnessed(at_once=True)
        with contextlib.suppress(*self._database.error):
            self._database.tidy(self._connected())

    def _refuse_the_rest(self) -> None:
        rest = []
        with contextlib.suppress(Empty):
            while True:
                job = self._queue.get_nowait()
                if job is not None:
                    rest.append(job)
        self._give_up(rest, Unavailable(_CLOSED))

    def _give_up(self, jobs: Sequence[_Job[Any]], reason: Unavailable) -> None:
        left = [job for job in jobs if job.answer is _Answer.OWED]
        for job in left:
            job.answer = reason
        _tell(left)


def _tell(jobs: Iterable[_Job[Any]]) -> None:
    """Wake each waiting loop once, however many of its futures are answered."""
    by_loop: defaultdict[asyncio.AbstractEventLoop, list[_Job[Any]]] = defaultdict(list)
    for job in jobs:
        by_loop[job.loop].append(job)
    for loop, its_jobs in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is waiting any more
            loop.call_soon_threadsafe(_resolve, its_jobs)


def _resolve(jobs: Sequence[_Job[Any]]) -> None:
    for job in jobs:
        if job.future.done():
            continue  # whoever asked has hung up; it is written all the same
        if isinstance(job.answer, Exception):
            job.future.set_exception(job.answer)
        else:
            job.future.set_result(job.answer)
