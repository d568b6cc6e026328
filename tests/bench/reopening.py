"""How long a show with a long log takes to open again."""

import asyncio
import time
from pathlib import Path
from typing import Final

import orjson

from app.live.clock import HouseClock
from app.live.house import House
from app.live.ids import new_ref
from app.show.words import OWNER
from app.storage.event_log import EventLog, NewEntry
from app.wire.commands import read_plan
from tests.acceptance.a_plan import a_plan

ENTRIES: Final = 100_000
AT_ONCE: Final = 500


async def measure(folder: Path, entries: int = ENTRIES) -> dict[str, float]:
    """Return seconds until a show is open again, with its last checkpoint."""
    url = f"sqlite:///{folder / 'long.db'}"
    show_id = await _written(url, entries)
    return {"reopen_100k_s": await _opened_s(url, show_id)}


async def _written(url: str, many: int) -> str:
    house = House(EventLog.open(url), HouseClock())
    desk = await house.venue.create(read_plan(a_plan(looks=60, models=35), new_ref), "b", OWNER)
    for first in range(1, many, AT_ONCE):
        entries = [_entry(desk.moment.show.at + n, n) for n in range(first, first + AT_ONCE)]
        await house.event_log.append(desk.show_id, first, entries)
    await desk.refresh()
    await house.close()
    return desk.show_id


async def _opened_s(url: str, show_id: str) -> float:
    begun_s = time.perf_counter()
    house = House(await asyncio.to_thread(EventLog.open, url), HouseClock())
    await house.venue.opened(show_id)
    took_s = time.perf_counter() - begun_s
    await house.close()
    return took_s


def _entry(at_ms: int, number: int) -> NewEntry:
    event = {"type": "show_edited", "title": f"T{number}"}
    return NewEntry(
        command_id=f"entry-{number:09d}",
        at_ms=at_ms,
        actor=b'{"pass":"owner","role":"owner"}',
        command=orjson.dumps({"type": "edit_show", "title": f"T{number}"}),
        events=orjson.dumps([event]),
        body_hash=f"{number:032x}",
    )
