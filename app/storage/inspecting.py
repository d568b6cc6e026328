"""Looks at what was written long ago, a part at a time and beside everything else: is it still what it was?"""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from app.storage.chain import is_whole_side
from app.storage.engine import Database, Link
from app.storage.entries import EVERY_SHOW, CorruptLog, Entry, ShowRow
from app.storage.reader import Reader
from app.storage.reading import Reading
from app.storage.tables import once, sides

ENTRIES_AT_ONCE: Final = 500  # about 5 ms in which nobody else runs Python
SIDES_AT_ONCE: Final = 50  # among them pictures


class Inspecting:
    """Reads on a thread and a connection of its own, so that nobody waits for it. Raises as the log does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._reading = Reading(database)
        self._reader = Reader(database)

    async def shows(self) -> list[ShowRow]:
        """Return every show."""
        return await self._reader.ask(EVERY_SHOW, self._reading.shows)

    async def entries(self, show_id: str, after_seq: int) -> list[Entry]:
        """Return some entries after `after_seq`, each checked; none at the end."""
        return await self._reader.ask(
            show_id,
            lambda link: self._reading.entries(link, show_id, after_seq, ENTRIES_AT_ONCE),
        )

    async def sides(self, show_id: str, after_ref: str) -> str | None:
        """Check some of what lies beside the log, after `after_ref`; return how far that went."""
        return await self._reader.ask(show_id, lambda link: _sides(link, show_id, after_ref))

    async def once(self, show_id: str, until_seq: int) -> frozenset[tuple[str, int]]:
        """Return what has happened once up to an entry, and in which."""
        question = select(once.c.what, once.c.seq).where(
            once.c.show_id == show_id, once.c.seq <= until_seq
        )
        return await self._reader.ask(
            show_id, lambda link: frozenset((row.what, row.seq) for row in link.rows(question))
        )

    async def database(self) -> Sequence[str]:
        """Return what the database finds wrong with its own file: nothing, where it keeps none."""
        return await self._reader.ask(EVERY_SHOW, self._database.problems)

    def close(self) -> None:
        """End the thread, within a moment. Harmless when repeated."""
        self._reader.interrupt()
        self._reader.close()


def _sides(link: Link, show_id: str, after_ref: str) -> str | None:
    question = (
        select(sides)
        .where(sides.c.show_id == show_id, sides.c.ref > after_ref)
        .order_by(sides.c.ref)
        .limit(SIDES_AT_ONCE)
    )
    last: str | None = None
    for row in link.rows(question):
        last = row.ref
        if not is_whole_side(row):
            raise CorruptLog(show_id, None, f"side {row.ref} is not what was written")
    return last
