"""The log of every show: an append is durable when it returns, and reading finds any changed bit.

The event loop never touches the disk: one thread writes (writer.py), one reads (reader.py). Several
servers may hold an EventLog on one PostgreSQL database; on SQLite there is one server. Which of two
writers was first is decided by the database alone, and the other is told by a Clash.
"""

import asyncio
import secrets
from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from app.storage import checkpoint
from app.storage.cannot_open import why_not_opened
from app.storage.chain import first_sum, seal_of
from app.storage.engine import Database, Link, open_database
from app.storage.entries import (
    EPOCH_FIRST,
    EVERY_SHOW,
    UNSEALED,
    Append,
    CannotOpen,
    Checkpoint,
    Clash,
    CorruptLog,
    Entry,
    Head,
    NewEntry,
    NoSuchShow,
    ShowRow,
    Side,
    Unavailable,
    Unfit,
    begun_anew,
)
from app.storage.epochs import new_epoch, renew_epoch
from app.storage.inspecting import Inspecting
from app.storage.migrate import migrate
from app.storage.reader import Reader
from app.storage.reading import Reading
from app.storage.tables import settings, shows
from app.storage.witness import Witness
from app.storage.writer import Writer

__all__ = [
    "EVERY_SHOW",
    "UNSEALED",
    "CannotOpen",
    "Checkpoint",
    "Clash",
    "CorruptLog",
    "Entry",
    "EventLog",
    "Head",
    "NewEntry",
    "NoSuchShow",
    "ShowRow",
    "Side",
    "Unavailable",
    "Unfit",
    "begun_anew",
]

_SALT_BYTES: Final = 16
_PROBE: Final = "probe"  # the setting that is written to see whether anything can be


class EventLog:
    """The logs of all shows in one database.

    Every call may raise Unavailable (the disk or the database is gone just now; the next call tries
    again), and every reading one CorruptLog. After `close` each call raises Unavailable.
    """

    def __init__(self, database: Database) -> None:
        """Take an opened and migrated database; `open` is the usual way."""
        self._database = database
        self._reading = Reading(database)
        self.last_at_ms = _last_at_ms(database, self._reading)  # of each show, when this was opened
        witness = None if database.file is None else Witness(database.file)
        # Shows of which a witness says that they had come further; they are in a new epoch by now.
        self.set_back = () if witness is None else witness.missing_from(database)
        self.writer = Writer(database, witness)
        self.reader = Reader(database)
        self.inspecting = Inspecting(database)

    @classmethod
    def open(cls, url: str) -> "EventLog":
        """Open sqlite:///FILE or postgresql://..., and bring its tables up to date. Blocks.

        Raises AlreadyServed when another server has the SQLite file, and CannotOpen for all else
        that is wrong with the address, the folder, the database or SQLite itself.
        """
        try:
            database = open_database(url)
        except (ValueError, RuntimeError, OSError) as why:
            raise CannotOpen(why_not_opened(why)) from why
        try:
            migrate(database)
            return cls(database)
        except BaseException as why:
            database.close()
            if isinstance(why, (RuntimeError, OSError, SQLAlchemyError, *database.error)):
                raise CannotOpen(why_not_opened(why, database)) from why
            raise

    async def create_show(self, show_id: str, title: str, created_at_ms: int) -> Head:
        """Begin a log with its own epoch and salt. Raises Clash (on "show") if the id is taken."""
        epoch, salt = new_epoch(EPOCH_FIRST), secrets.token_bytes(_SALT_BYTES)
        row = {
            "id": show_id,
            "title": title,
            "created_at_ms": created_at_ms,
            "epoch": epoch,
            "seq": 0,
            "sum": first_sum(show_id),
            "salt": salt,
            "seal": seal_of(show_id, title, created_at_ms, epoch, salt),
        }

        def create(link: Link) -> Head:
            if link.first(select(shows.c.id).where(shows.c.id == show_id)) is not None:
                raise Clash("show", show_id)
            link.execute(insert(shows), row)
            return Head(epoch=epoch, seq=0)

        return await self.writer.do(create)

    async def shows(self) -> list[ShowRow]:
        """Return every show, the oldest first."""
        return await self.reader.ask(EVERY_SHOW, self._reading.shows)

    async def show(self, show_id: str) -> ShowRow | None:
        """Return one show's line in the list, or None if there is no such show."""
        return await self.reader.ask(show_id, lambda link: self._reading.show(link, show_id))

    async def head(self, show_id: str) -> Head | None:
        """Return where the log ends now, or None if there is no such show."""
        return await self.reader.ask(show_id, lambda link: self._reading.head(link, show_id))

    async def renew_epoch(self, show_id: str, instead_of: str) -> Head:
        """Begin a new epoch, since a suffix of the log may be lost; return the head with it.

        When the epoch is no longer `instead_of`, somebody else has renewed it already, and theirs
        is returned.
        """

        def renew(link: Link) -> Head:
            renew_epoch(link, show_id, instead_of)
            head = self._reading.head(link, show_id)
            if head is None:
                raise NoSuchShow(show_id)
            return head

        return await self.writer.do(renew)

    async def append(self, show_id: str, after_seq: int, entries: Sequence[NewEntry]) -> None:
        """Write `entries` as `after_seq` + 1 and so on, all or none; return when they are durable.

        An append may be asked before the one that it goes on from has returned: they are written in
        the order asked. Who is cancelled while waiting does not interrupt the write. An append
        without entries is a mistake.

        Raises Clash: on "seq" when the log does not end at `after_seq`, on "id" when a command id
        and on "once" when a once row is taken; NoSuchShow; Unfit; Unavailable. After each of them
        nothing of this append is in the log, except after an Unavailable that is `unsure`.
        """
        assert entries
        await self.writer.append(Append(show_id, after_seq, entries))

    async def read(self, show_id: str, after_seq: int, limit: int | None = None) -> list[Entry]:
        """Return the entries after `after_seq` in order, without a gap, `limit` at most.

        Raises CorruptLog, which names the first entry that is missing or changed, and NoSuchShow.
        """
        return await self.reader.ask(
            show_id, lambda link: self._reading.entries(link, show_id, after_seq, limit)
        )

    async def find(self, show_id: str, command_ids: Sequence[str]) -> dict[str, Entry]:
        """Return those entries that were written under `command_ids`, by command id."""
        return await self.reader.ask(
            show_id, lambda link: self._reading.find(link, show_id, command_ids)
        )

    async def read_good(
        self, show_id: str, after_seq: int
    ) -> tuple[list[Entry], CorruptLog | None]:
        """Return the entries after `after_seq` up to the first that is damaged, and that damage."""
        return await self.reader.ask(
            show_id, lambda link: self._reading.good_entries(link, show_id, after_seq)
        )

    async def sides(self, show_id: str) -> tuple[dict[str, Side], CorruptLog | None]:
        """Return what is about people, by reference, without the pictures; and what of it is damaged."""
        return await self.reader.ask(show_id, lambda link: self._reading.sides(link, show_id))

    async def pictures(self, show_id: str) -> dict[str, str]:
        """Return the media type of every picture, by reference."""
        return await self.reader.ask(show_id, lambda link: self._reading.pictures(link, show_id))

    async def side(self, show_id: str, ref: str) -> Side | None:
        """Return one side, a picture too; None when it was forgotten or never was."""
        return await self.reader.ask(show_id, lambda link: self._reading.side(link, show_id, ref))

    async def save_checkpoint(self, show_id: str, epoch: str, seq: int, state: bytes) -> None:
        """Keep `state` as the fold of all entries up to `seq`, if that fits the log."""
        point = Checkpoint(epoch=epoch, seq=seq, state=state)
        await self.writer.do(lambda link: checkpoint.save(link, show_id, point))

    async def checkpoint(self, show_id: str) -> Checkpoint | None:
        """Return the newest whole checkpoint that fits epoch and entries; the last two are kept."""
        return await self.reader.ask(show_id, lambda link: checkpoint.newest(link, show_id))

    async def salt(self, show_id: str) -> bytes:
        """Return the show's own random bytes, the same for ever. Raises NoSuchShow."""
        salt = await self.reader.ask(show_id, lambda link: self._reading.salt(link, show_id))
        if salt is None:
            raise NoSuchShow(show_id)
        return salt

    async def probe(self) -> None:
        """Write what changes nothing, as an append would; raise Unavailable if that fails."""
        await self.writer.do(_touch)

    async def rehearse(self, show_id: str, size: int) -> None:
        """Write as an append of `size` bytes would, and change nothing. Raises Unavailable."""
        await self.writer.do(lambda link: _touch(link, show_id, size))

    async def close(self) -> None:
        """Write what has queued, then let go of the database. Harmless when repeated."""
        await asyncio.get_running_loop().run_in_executor(None, self._close)

    def _close(self) -> None:
        self.inspecting.close()
        self.writer.close()
        self.reader.close()
        self._database.close()


def _last_at_ms(database: Database, reading: Reading) -> dict[str, int]:
    """Return when the last entry of each show was written, as far as that can be read."""
    link = database.connect()
    try:
        link.begin_read()
        times = {row.id: reading.last_at(link, row.id, row.seq) for row in reading.shows(link)}
        return {show_id: at_ms for show_id, at_ms in times.items() if at_ms is not None}
    except database.error:
        return {}  # what is wrong shows when a show is opened
    finally:
        link.rollback()
        link.close()


def _touch(link: Link, show_id: str = "", size: int = 0) -> None:
    # The row that every append of this show moves, and as many bytes: what has hindered it does so again.
    link.execute(update(shows).where(shows.c.id == show_id).values(seq=shows.c.seq))
    link.execute(settings.delete().where(settings.c.name == bindparam("name")), {"name": _PROBE})
    value = secrets.token_hex(8).ljust(size, ".")
    link.execute(insert(settings), {"name": _PROBE, "value": value})
