"""How long a durable append takes, beside the disk alone and beside bare SQLite, in the same run.

`python -m tests.bench.append` prints it; `measure` returns it. The parts take turns, several times
over, and the medians count: a busy machine then slows all of them alike.
"""

import asyncio
import json
import os
import secrets
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from itertools import count
from pathlib import Path
from statistics import median
from typing import Final

from sqlalchemy import insert
from sqlalchemy.schema import CreateTable

from app.storage.engine import open_database
from app.storage.event_log import EventLog, NewEntry
from app.storage.migrate import migrate
from app.storage.tables import entries, shows

ROUNDS: Final = 5
PACED: Final = 100  # appends of one round, one every PACE_S
PACE_S: Final = 0.004
CLOSED: Final = 300  # appends of one round, each begun when the one before is durable
IN_FLIGHT: Final = 64
MANY: Final = 9_600  # appends of one round with IN_FLIGHT of them at any time
SHOW: Final = "s_bench"

_now_ms = count(1_795_687_201_000)


def an_entry() -> NewEntry:
    """Return a dresser's mark as the desk writes it, under an id of time and chance."""
    at_ms = next(_now_ms)
    return NewEntry(
        command_id=f"{at_ms:012x}{secrets.token_hex(16)}",
        at_ms=at_ms,
        actor=b'{"label":"r_5c1f","pass":"p2","role":"dresser"}',
        command=b'{"look":"l16","occurred_at":1795687200990,"status":"dressed","type":"mark_look"}',
        events=b'[{"at":1795687201000,"look":"l16","type":"look_dressed"}]',
        body_hash=secrets.token_hex(16),
    )


def bytes_of(entry: NewEntry) -> bytes:
    return b"".join(
        (
            entry.command_id.encode(),
            entry.actor,
            entry.command,
            entry.events,
            entry.body_hash.encode(),
        )
    )


def _texts(entry: NewEntry) -> tuple[str, str, str]:
    return entry.actor.decode(), entry.command.decode(), entry.events.decode()


class Disk:
    """What no log can beat: write the same bytes to a file, and wait for the disk."""

    def __init__(self, folder: Path) -> None:
        self._file = os.open(folder / "reference", os.O_CREAT | os.O_WRONLY | os.O_APPEND)

    def append(self, entry: NewEntry) -> None:
        os.write(self._file, bytes_of(entry))
        os.fdatasync(self._file)

    def close(self) -> None:
        os.close(self._file)


class BareSqlite:
    """SQLite with the same tables and settings, fed with finished rows in groups."""

    def __init__(self, folder: Path) -> None:
        self._database = open_database(f"sqlite:///{folder / 'bare.db'}")
        self._link = self._database.connect()
        for table in (shows, entries):
            self._link.execute(CreateTable(table))
        self._seq = 0
        row = {"id": SHOW, "title": "", "created_at_ms": 0, "epoch": "e", "seq": 0}
        self._link.execute(insert(shows), {**row, "sum": "", "salt": b"", "seal": ""})
        self._insert = self._database.prepare(insert(entries), *entries.c.keys())

    def rows(self, new: list[NewEntry]) -> list[tuple[object, ...]]:
        first = self._seq + 1
        self._seq += len(new)
        return [
            (SHOW, seq, e.command_id, e.at_ms, *_texts(e), e.body_hash, "0" * 32)
            for seq, e in enumerate(new, first)
        ]

    def write(self, rows: list[tuple[object, ...]]) -> None:
        self._link.begin_write()
        self._link.run_many(self._insert, rows)
        self._link.run("UPDATE shows SET seq = ? WHERE id = ?", (rows[-1][1], SHOW))
        self._link.commit()

    def close(self) -> None:
        self._link.close()
        self._database.close()


class Bench:
    """One log and its references on one disk, asked in turn."""

    def __init__(self, folder: Path) -> None:
        self.disk = Disk(folder)
        self.bare = BareSqlite(folder)
        database = open_database(f"sqlite:///{folder / 'log.db'}")
        migrate(database)
        self.log = EventLog(database)
        self.seq = 0

    async def start(self) -> None:
        await self.log.create_show(SHOW, "bench", 0)

    async def append(self, *new: NewEntry) -> None:
        after = self.seq
        self.seq += len(new)
        await self.log.append(SHOW, after, new)

    async def paced_us(self) -> tuple[float, float]:
        """Return the medians of an append and of the disk, taking turns at an evening's pace."""
        ours, disk = [], []
        for _ in range(PACED):
            entry = an_entry()
            await asyncio.sleep(PACE_S)
            ours.append(await _timed_us(self.append(entry)))
            await asyncio.sleep(PACE_S)
            disk.append(_called_us(self.disk.append, entry))
        return median(ours), median(disk)

    async def closed_us(self) -> tuple[float, float]:
        """Return the medians of an append and of the disk, each as fast as it goes."""
        new = [an_entry() for _ in range(CLOSED)]
        ours = [await _timed_us(self.append(entry)) for entry in new]
        disk = [_called_us(self.disk.append, entry) for entry in new]
        return median(ours), median(disk)

    async def in_flight_per_s(self) -> float:
        """Return how many appends a second return, each of one entry, IN_FLIGHT at a time."""
        new = iter([an_entry() for _ in range(MANY)])

        async def sender(mine: Iterator[NewEntry]) -> None:
            for entry in mine:
                await self.append(entry)

        begun_s = time.perf_counter()
        await asyncio.gather(*(sender(new) for _ in range(IN_FLIGHT)))
        return MANY / (time.perf_counter() - begun_s)

    async def batches_per_s(self) -> float:
        """Return the same for a desk that appends IN_FLIGHT entries with one call."""
        new = [an_entry() for _ in range(MANY)]
        begun_s = time.perf_counter()
        for start in range(0, MANY, IN_FLIGHT):
            await self.append(*new[start : start + IN_FLIGHT])
        return MANY / (time.perf_counter() - begun_s)

    def bare_per_s(self) -> float:
        """Return the same for bare SQLite."""
        new = [an_entry() for _ in range(MANY)]
        groups = [self.bare.rows(new[i : i + IN_FLIGHT]) for i in range(0, MANY, IN_FLIGHT)]
        begun_s = time.perf_counter()
        for rows in groups:
            self.bare.write(rows)
        return MANY / (time.perf_counter() - begun_s)

    async def read_s(self) -> tuple[float, int]:
        """Return how long it takes to read and check the whole log, and how long it is."""
        begun_s = time.perf_counter()
        entries_read = await self.log.read(SHOW, 0)
        return time.perf_counter() - begun_s, len(entries_read)

    async def close(self) -> None:
        await self.log.close()
        self.bare.close()
        self.disk.close()


async def measure(folder: Path, rounds: int = ROUNDS) -> dict[str, float]:
    """Return the figures: microseconds, rates a second, and ratios to the references."""
    bench = Bench(folder)
    await bench.start()
    paced, closed, flight, batches, bare = [], [], [], [], []
    for _ in range(rounds):
        paced.append(await bench.paced_us())
        closed.append(await bench.closed_us())
        bare.append(bench.bare_per_s())
        flight.append(await bench.in_flight_per_s())
        batches.append(await bench.batches_per_s())
    read_s, read_entries = await bench.read_s()
    await bench.close()
    return {
        "paced_us": median(ours for ours, _ in paced),
        "paced_disk_us": median(disk for _, disk in paced),
        "paced_ratio": median(ours / disk for ours, disk in paced),
        "closed_us": median(ours for ours, _ in closed),
        "closed_disk_us": median(disk for _, disk in closed),
        "closed_ratio": median(ours / disk for ours, disk in closed),
        "in_flight_per_s": median(flight),
        "batches_per_s": median(batches),
        "bare_sqlite_per_s": median(bare),
        "in_flight_to_bare": median(f / b for f, b in zip(flight, bare, strict=True)),
        "batches_to_bare": median(f / b for f, b in zip(batches, bare, strict=True)),
        "read_100k_s": read_s / read_entries * 100_000,
    }


async def _timed_us(waiting: Coroutine[None, None, None]) -> float:
    begun_s = time.perf_counter()
    await waiting
    return (time.perf_counter() - begun_s) * 1e6


def _called_us(call: Callable[[NewEntry], None], entry: NewEntry) -> float:
    begun_s = time.perf_counter()
    call(entry)
    return (time.perf_counter() - begun_s) * 1e6


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="standby-bench-") as folder:
        figures = asyncio.run(measure(Path(folder)))
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}, indent=1))


if __name__ == "__main__":
    main()
