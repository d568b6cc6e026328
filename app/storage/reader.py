"""The one thread that reads, over its own connection: neither it nor a commit waits."""

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from app.storage.engine import Database, Link
from app.storage.entries import CorruptLog, Unavailable

T = TypeVar("T")


class Reader:
    """Owns the reading connection."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._link: Link | None = None
        self._over = False
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="log-reader")

    async def ask(self, show_id: str, question: Callable[[Link], T]) -> T:
        """Return what `question` reads, all at one moment. If it is corrupt, `show_id` is named."""
        if self._over:
            raise Unavailable("the log is closed")
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._answer, show_id, question)

    def interrupt(self) -> None:
        """Answer nothing more, and break off what is being read."""
        self._over = True
        link = self._link
        if link is not None:
            with contextlib.suppress(*self._database.error):
                link.interrupt()

    def close(self) -> None:
        """Finish what was asked, then end the thread. Blocks; harmless when repeated."""
        self._over = True
        self._thread.shutdown()
        self._drop_link()

    def _answer(self, show_id: str, question: Callable[[Link], T]) -> T:
        reason = ""
        for _attempt in ("as it is", "connected anew"):
            if self._over:
                break
            try:
                return self._read(question)
            except self._database.error as error:
                self._drop_link()
                reason = str(error)
                if self._database.found_corruption(error):
                    raise CorruptLog(show_id, None, reason) from error
        raise Unavailable(reason)

    def _read(self, question: Callable[[Link], T]) -> T:
        if self._link is None:
            self._link = self._database.connect()
        self._link.begin_read()
        try:
            return question(self._link)
        finally:
            self._link.rollback()

    def _drop_link(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None
