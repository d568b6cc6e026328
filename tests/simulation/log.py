"""The log that one server process keeps on a simulated disk: it answers as the real one does.

`SimulatedLog` stands for `app.storage.event_log.EventLog` (test_the_simulated_log.py holds the one
against the other). What is committed stays; what is on its way when the server dies is gone.
"""

import asyncio
from collections.abc import Callable, Sequence
from random import Random
from typing import Final, NoReturn

from app.storage.event_log import (
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
)
from app.storage.keyring import Key
from tests.simulation.disk import Book, Disk
from tests.simulation.virtual_time import VirtualLoop

CHECKPOINTS_KEPT: Final = 2
READ_S: Final = (0.0002, 0.002)
WRITE_S: Final = (0.0005, 0.006)  # until it is committed
ACK_S: Final = (0.0001, 0.003)  # from there until whoever asked has heard
GIVE_UP_S: Final = (0.01, 1.5)  # until a write that can't be made says so
WITNESSED_S: Final = 1.0  # so often it is written down beside the log how far it has come


class SimulatedLog:
    """One server process's hold on the disk. After `die` nothing that it began comes to anything."""

    def __init__(self, disk: Disk, loop: VirtualLoop, chance: Random) -> None:
        self.disk = disk
        self.dead = False
        self.commits = 0
        self.at_commit: Callable[[str], None] | None = None  # called "before" and "after" each
        self._loop = loop
        self._chance = chance
        self._closed = False
        self._witness_due = False
        self.last_at_ms = {
            book.id: book.entries[-1].at_ms for book in disk.books.values() if book.entries
        }
        self.set_back = disk.set_back()
        self.inspecting = SimulatedInspecting(self)

    def die(self) -> None:
        """End as from SIGKILL."""
        self.dead = True

    # ---- reading

    async def shows(self) -> list[ShowRow]:
        await self._reads()
        books = sorted(self.disk.books.values(), key=lambda one: (one.created_at_ms, one.id))
        return [book.row for book in books]

    async def show(self, show_id: str) -> ShowRow | None:
        await self._reads()
        book = self.disk.books.get(show_id)
        return book.row if book else None

    async def head(self, show_id: str) -> Head | None:
        await self._reads()
        book = self.disk.books.get(show_id)
        return book.head if book else None

    async def read(self, show_id: str, after_seq: int, limit: int | None = None) -> list[Entry]:
        await self._reads()
        until = None if limit is None else after_seq + limit
        return self._book(show_id).entries[after_seq:until]

    async def find(self, show_id: str, command_ids: Sequence[str]) -> dict[str, Entry]:
        await self._reads()
        book = self.disk.books.get(show_id)
        if book is None:
            return {}
        return {one: book.entries[book.ids[one] - 1] for one in command_ids if one in book.ids}

    async def read_good(
        self, show_id: str, after_seq: int
    ) -> tuple[list[Entry], CorruptLog | None]:
        return await self.read(show_id, after_seq), None

    async def sides(self, show_id: str) -> tuple[dict[str, Side], CorruptLog | None]:
        beside = await self._beside(show_id)
        return {ref: one for ref, one in beside.items() if _told(one)}, None

    async def pictures(self, show_id: str) -> dict[str, str]:
        beside = await self._beside(show_id)
        return {ref: one.kind for ref, one in beside.items() if not _told(one)}

    async def side(self, show_id: str, ref: str) -> Side | None:
        return (await self._beside(show_id)).get(ref)

    async def checkpoint(self, show_id: str) -> Checkpoint | None:
        await self._reads()
        book = self.disk.books.get(show_id)
        fitting = [
            one
            for one in (book.checkpoints if book else ())
            if book and one.epoch == book.epoch and one.seq <= len(book.entries)
        ]
        return max(fitting, key=lambda one: one.seq, default=None)

    async def salt(self, show_id: str) -> bytes:
        await self._reads()
        return self._book(show_id).salt

    # ---- writing

    async def create_show(self, show_id: str, title: str, created_at_ms: int) -> Head:
        await self._writes()
        if show_id in self.disk.books:
            raise Clash("show", show_id)
        book = Book(show_id, title, created_at_ms, self.disk.new_epoch("e"), b"s" * 16)
        self.disk.books[show_id] = book
        return book.head

    async def renew_epoch(self, show_id: str, instead_of: str) -> Head:
        await self._writes()
        book = self._book(show_id)
        if book.epoch == instead_of:
            book.epoch = self.disk.new_epoch("r")
            self.disk.hears(book, [])
        return book.head

    async def append(self, show_id: str, after_seq: int, entries: Sequence[NewEntry]) -> None:
        """Commit a moment from now, whoever waits for it or not, if this process lives that long."""
        assert entries
        heard: asyncio.Future[None] = self._loop.create_future()
        take_s = self._some(GIVE_UP_S if self.disk.down else WRITE_S)
        self._loop.call_later(take_s, self._commit, show_id, after_seq, entries, heard)
        await heard

    async def save_checkpoint(self, show_id: str, epoch: str, seq: int, state: bytes) -> None:
        await self._writes()
        book = self._book(show_id)
        if epoch != book.epoch or seq > len(book.entries):
            return
        kept = [one for one in book.checkpoints if one.seq != seq]
        kept.append(Checkpoint(epoch=epoch, seq=seq, state=state))
        book.checkpoints = sorted(kept, key=lambda one: one.seq)[-CHECKPOINTS_KEPT:]

    async def probe(self) -> None:
        await self._writes()

    async def rehearse(self, show_id: str, size: int) -> None:
        """Write as an append would, and change nothing."""
        await self._writes()

    async def close(self) -> None:
        self._closed = True

    # ---- below

    def _commit(
        self,
        show_id: str,
        after_seq: int,
        new: Sequence[NewEntry],
        heard: "asyncio.Future[None]",
    ) -> None:
        self._passes("before")
        if self.dead:
            return
        fault = self._fault(show_id, after_seq, new)
        doubtful = fault is None and self.disk.doubtful > 0
        if doubtful:
            self.disk.doubtful -= 1
            fault = Unavailable("the connection broke in the middle of a commit", unsure=True)
        if fault is None or (doubtful and self._chance.random() < 0.5):
            self.commits += 1
            self.disk.doubted += doubtful
            book = self._book(show_id)
            self.disk.hears(book, book.append(new))
            self._passes("after")
            self._witness_soon()
        self._loop.call_later(self._some(ACK_S), self._tell, heard, fault)

    def _fault(self, show_id: str, after_seq: int, new: Sequence[NewEntry]) -> Exception | None:
        if self.disk.down or self._closed:
            return Unavailable("the disk is gone")
        book = self.disk.books.get(show_id)
        return NoSuchShow(show_id) if book is None else book.misfit(after_seq, new)

    def _witness_soon(self) -> None:
        if not self._witness_due:
            self._witness_due = True
            self._loop.call_later(WITNESSED_S, self._witness)

    def _witness(self) -> None:
        self._witness_due = False
        if not self.dead:
            self.disk.have_witnessed()

    def _passes(self, point: str) -> None:
        if self.at_commit is not None:
            self.at_commit(point)

    def _tell(self, heard: "asyncio.Future[None]", fault: Exception | None) -> None:
        if self.dead or heard.done():
            return
        if fault is None:
            heard.set_result(None)
        else:
            heard.set_exception(fault)

    async def _beside(self, show_id: str) -> dict[str, Side]:
        await self._reads()
        book = self.disk.books.get(show_id)
        return dict(book.sides) if book else {}

    async def _reads(self) -> None:
        await self._wait(self._some(READ_S))

    async def _writes(self) -> None:
        await self._wait(self._some(GIVE_UP_S if self.disk.down else WRITE_S))

    async def _wait(self, seconds: float) -> None:
        done: asyncio.Future[None] = self._loop.create_future()
        self._loop.call_later(seconds, _wake, done)
        await done
        if self.dead:
            await self._for_ever()
        if self.disk.down or self._closed:
            raise Unavailable("the disk is gone")

    async def _for_ever(self) -> NoReturn:
        await self._loop.create_future()
        raise AssertionError("nobody ends this")

    def _book(self, show_id: str) -> Book:
        book = self.disk.books.get(show_id)
        if book is None:
            raise NoSuchShow(show_id)
        return book

    def _some(self, between: tuple[float, float]) -> float:
        least, most = between
        return least + (most - least) * self._chance.random()


class SimulatedInspecting:
    """Reads what is old, as `app.storage.inspecting.Inspecting` does."""

    def __init__(self, log: SimulatedLog) -> None:
        self._log = log

    async def shows(self) -> list[ShowRow]:
        return await self._log.shows()

    async def entries(self, show_id: str, after_seq: int) -> list[Entry]:
        return await self._log.read(show_id, after_seq, 500)

    async def sides(self, show_id: str, after_ref: str) -> str | None:
        await self._log._reads()
        return None

    async def once(self, show_id: str, until_seq: int) -> frozenset[tuple[str, int]]:
        await self._log._reads()
        book = self._log._book(show_id)
        return frozenset((what, seq) for what, seq in book.once.items() if seq <= until_seq)

    async def database(self) -> list[str]:
        await self._log._reads()
        return []


class SimulatedKeyring:
    """Who may come in, on the same disk: answers as `app.storage.keyring.Keyring` does."""

    def __init__(self, log: SimulatedLog) -> None:
        self._log = log
        self._disk = log.disk

    async def owner_token_hash(self) -> str | None:
        await self._log._reads()
        return self._disk.owner_hash

    async def add(self, key: Key, token_hash: str | None = None) -> None:
        await self._log._writes()
        self._disk.keys[key.show_id, key.pass_id] = key
        if token_hash is not None:
            self._disk.tokens[token_hash] = (key.show_id, key.pass_id)

    async def by_token(self, token_hash: str) -> Key | None:
        await self._log._reads()
        opens = self._disk.tokens.get(token_hash)
        return self._disk.keys.get(opens) if opens else None


def _wake(done: "asyncio.Future[None]") -> None:
    if not done.done():
        done.set_result(None)


def _told(side: Side) -> bool:
    return side.kind in ("text", "json")
