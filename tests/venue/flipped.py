"""Bits turn over in the database and its journal: each is found and named, or has done no harm."""

import asyncio
import random
import shutil
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pysqlite3

from app.live.clock import SetClock
from app.live.house import House
from app.live.inspector import BEGIN_MS, PAUSE_MS
from app.live.opening import Opened, open_show
from app.storage.event_log import CannotOpen, CorruptLog, EventLog, NoSuchShow, Unavailable
from app.wire.messages import Position
from app.wire.show_text import show_to_json
from tests.live.at_the_desk import advance
from tests.live.process import ServerProcess
from tests.postgres import free_port
from tests.venue.history import History
from tests.venue.night import a_night, a_place

PRESSES: Final = 12  # of one person before the copy is taken
LOOKS_MAX: Final = 5_000  # of the inspector, by which it must have come to its end
FRAME: Final = 4_120  # bytes of the journal for a page: its header, and the page
# Not the checkpoints, which are a cache of the log, nor what a look at the disk writes; nor hashes
# that are only compared: one that is no longer what it was opens nothing, and who comes is told so.
COMPARED: Final = {
    "shows": "SELECT * FROM shows",
    "entries": "SELECT * FROM entries",
    "once": "SELECT * FROM once",
    "sides": "SELECT * FROM sides",
    "passes": "SELECT show_id, pass_id, code_hash, expires_at_ms FROM passes",
    "tokens": "SELECT * FROM tokens",
    "settings": "SELECT name FROM settings WHERE name <> 'probe'",
}

Rows = dict[str, list[tuple[Any, ...]]]


@dataclass
class Figures:
    """What became of the flips."""

    named: Counter[str] = field(default_factory=Counter)
    harmless: int = 0

    def __str__(self) -> str:
        how = ", ".join(f"{count} {name}" for name, count in self.named.most_common())
        total = self.named.total() + self.harmless
        return f"{total} bits flipped: {self.harmless} harmless; named: {how or 'none'}; silent: 0"


@dataclass(frozen=True)
class Whole:
    """What a database says that nobody has touched."""

    show_id: str
    head: Position
    state: bytes
    told: str
    rows: Rows


async def flips(folder: Path, seed: int, count: int) -> Figures:
    """Flip so many bits, one at a time. Raises at the first that shows and is not named."""
    chance = random.Random(seed)
    bases = [
        await _an_evening(a_place(folder, "killed"), seed, stopped=False),  # most in the journal
        await _an_evening(a_place(folder, "stopped"), seed, stopped=True),  # all in the file
    ]
    figures = Figures()
    for number in range(count):
        base, whole = bases[number % 2]
        place = _copied(base, folder / "flipped")
        where = _flip_a_bit(place, chance)
        named = await _named(place, whole, where)
        if named:
            figures.named[named] += 1
        else:
            figures.harmless += 1
    return figures


async def _an_evening(place: Path, seed: int, *, stopped: bool) -> tuple[Path, Whole]:
    server = ServerProcess(place, free_port())
    with History(place / "history.jsonl", seed=seed, what="to be flipped") as history:
        async with a_night(server, history, seed) as night:
            await night.busy(PRESSES)
            show_id = night.owner.show
            if stopped:
                await server.stop()
    return place, await _as_written(_copied(place, place / "whole"), show_id)


def _copied(base: Path, place: Path) -> Path:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for file in base.glob("standby.db*"):
        if not file.name.endswith((".lock", "-shm")):
            shutil.copy(file, place)
    return place


def _flip_a_bit(place: Path, chance: random.Random) -> str:
    """Turn one bit over, in the part of the database or of the journal that is in use."""
    database = place / "standby.db"
    journal = place / "standby.db-wal"
    used = _used_bytes(journal)
    in_journal = used > 0 and chance.random() < 0.5
    file, size = (journal, used) if in_journal else (database, database.stat().st_size)
    at, bit = chance.randrange(size), chance.randrange(8)
    with file.open("r+b") as opened:
        opened.seek(at)
        was = opened.read(1)[0]
        opened.seek(at)
        opened.write(bytes([was ^ 1 << bit]))
    return f"bit {bit} of byte {at} of {file.name}"


def _used_bytes(journal: Path) -> int:
    """Return where the frames end that were written since the journal began anew."""
    if not journal.exists():
        return 0
    found = journal.read_bytes()
    salt, end = found[16:24], 32
    while found[end + 8 : end + 16] == salt:
        end += FRAME
    return min(end, len(found))


async def _as_written(place: Path, show_id: str) -> Whole:
    rows = _rows(_copied(place, place.with_name("read")))
    async with _open(place) as log:
        opened = await open_show(log, show_id)
    head = Position(epoch=opened.epoch, seq=opened.show.seq)
    return Whole(show_id, head, *_pictured(opened), rows)


async def _named(place: Path, whole: Whole, where: str) -> str:
    """Return how the damage was named, or "" where there was none; raise where it was not."""
    rows = _rows(_copied(place, place.with_name("read")))
    try:
        async with _open(place) as log:
            if log.set_back:
                return "as an older copy"
            opened = await open_show(log, whole.show_id)
    except CannotOpen:
        return "at the start, which is refused"
    except (CorruptLog, NoSuchShow, Unavailable) as why:
        return f"when the show is opened ({type(why).__name__})"
    if opened.damaged is not None:
        return "as damage, when the show is opened"
    said = await _said_later(place, whole)
    if said:
        return said
    assert _pictured(opened) == (whole.state, whole.told), f"{where}: another show, unnamed"
    for table, were in whole.rows.items():
        other = set(map(repr, rows.get(table, ()))) ^ set(map(repr, were))
        assert not other, f"{where}: other {table}, unnamed: {other}"
    return ""


async def _said_later(place: Path, whole: Whole) -> str:
    """Return what a house says in time of the damage that nobody met at the start, or ""."""
    async with _a_house(place) as house:
        running = await house.venue.opened(whole.show_id)
        before = running.desk.epoch
        await running.look_ahead(whole.head)  # the first phone that comes back
        if running.desk.epoch != before:
            return "by the phones, who had seen more"
        advance(house, BEGIN_MS)
        for _look in range(LOOKS_MAX):
            if house.inspector.done:
                break
            await asyncio.sleep(0.001)
            advance(house, PAUSE_MS)
        assert house.inspector.done, "the inspector does not come to an end"
        return "as damage, by the inspector" if house.damage() else ""


@asynccontextmanager
async def _a_house(place: Path) -> AsyncIterator[House]:
    """Open a house whose clock stands where the evening was killed."""
    log = await asyncio.to_thread(EventLog.open, f"sqlite:///{place / 'standby.db'}")
    house = House(log, SetClock(max(log.last_at_ms.values(), default=0)))
    house.start()
    try:
        yield house
    finally:
        await house.close()


@asynccontextmanager
async def _open(place: Path) -> AsyncIterator[EventLog]:
    log = await asyncio.to_thread(EventLog.open, f"sqlite:///{place / 'standby.db'}")
    try:
        yield log
    finally:
        await log.close()


def _pictured(opened: Opened) -> tuple[bytes, str]:
    return show_to_json(opened.show), repr(sorted(opened.told.items()))


def _rows(place: Path) -> Rows:
    """Return all that the database holds and people go by; nothing of a table that can't be read."""
    rows: Rows = {}
    with closing(pysqlite3.connect(place / "standby.db")) as connection:
        for table, question in COMPARED.items():
            with suppress(pysqlite3.Error):
                rows[table] = sorted(connection.execute(question).fetchall(), key=repr)
    return rows
