"""What others cost those who are in: 100 of 1,000 who never read, 2,000 who come at once, 5,000 who are silent."""

import asyncio
import gc
import socket
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Final

from tests.bench.hall import Hall, a_hall, resident_bytes

PAUSE_S: Final = 0.03
FLOOD_AT_ONCE: Final = 400
GONE_S: Final = 25.0  # the deaf are hung up on after 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is measured."""

    screens: int = 1_000
    deaf: int = 100
    rounds: int = 80
    at_once: int = 2_000
    silent: int = 5_000


SMOKE: Final = Size(screens=60, deaf=6, rounds=8, at_once=80, silent=100)


async def measure(folder: Path, size: Size = Size()) -> dict[str, float]:
    """Return ms, MB and ratios."""
    found: dict[str, float] = {}
    async with a_hall(_room(folder, "deaf")) as hall:
        found |= await _deaf(hall, size)
    async with a_hall(_room(folder, "storm")) as hall:
        found |= await _storm(hall, size)
        found |= await _silent(hall, size)
    return found


def _room(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


async def _deaf(hall: Hall, size: Size) -> dict[str, float]:
    await _come(hall, size.screens, "s")
    await hall.crowd.do("turn_away", group="s", count=size.deaf, read=True)
    await _rounds(hall, size.rounds // 4)
    before = await _rounds(hall, size.rounds)
    gc.collect()
    before_mb = resident_bytes() / 2**20
    await hall.crowd.do("deaf", group="away")
    await _until_blocked(hall, size.deaf)
    after = await _rounds(hall, size.rounds)
    most_mb = resident_bytes() / 2**20
    await _until_gone(hall, size)
    before.extend(await _rounds(hall, size.rounds))  # the machine may have had other work meanwhile
    return {
        "p99_1000_ms": _p99(before),
        "p99_100_deaf_ms": _p99(after),
        "p99_100_deaf_ratio": _p99(after) / _p99(before),
        "deaf_kb_each": max(0.0, most_mb - before_mb) * 1024 / size.deaf,
    }


async def _rounds(hall: Hall, many: int) -> list[float]:
    """Return for each change and each screen that listens how many ms after durable it was there."""
    found: list[float] = []
    for _round in range(many):
        await asyncio.sleep(PAUSE_S)
        await hall.crowd.say("spread", group="s", seq=hall.desk.seq + 1)
        await asyncio.sleep(PAUSE_S)
        await hall.marked()
        there = await hall.crowd.answer()
        found.extend((at_s - hall.log.durable_s) * 1000 for at_s in there["at_s"])
    return found


async def _until_blocked(hall: Hall, deaf: int) -> None:
    """Tell so much that nothing more fits into the pockets of those who do not read."""
    watchers = hall.house.venue.running[-1].watchers
    while sum(not screen.line.clear for screen in watchers) < deaf:
        await hall.crowd.say("upto", group="s", seq=hall.desk.seq + FLOOD_AT_ONCE)
        await hall.marked(FLOOD_AT_ONCE)
        await hall.crowd.answer()


async def _until_gone(hall: Hall, size: Size) -> None:
    watchers = hall.house.venue.running[-1].watchers
    async with asyncio.timeout(GONE_S):
        while watchers.count > size.screens - size.deaf:
            await _rounds(hall, 1)


async def _storm(hall: Hall, size: Size) -> dict[str, float]:
    """Let a whole house come at once, while somebody who is in goes on marking."""
    quiet = await _marks(hall, asyncio.get_running_loop().create_future(), most=100)
    coming = asyncio.ensure_future(_come(hall, size.at_once, "s"))
    busy = await _marks(hall, coming)
    return {
        "come_2000_s": await coming,
        "quiet_ack_p99_ms": _p99(quiet),
        "come_2000_ack_ms": median(busy),
        "come_2000_ack_p99_ms": _p99(busy),
    }


async def _marks(hall: Hall, until: "asyncio.Future[float]", most: int = 100_000) -> list[float]:
    took: list[float] = []
    while not until.done() and len(took) < most:
        begun_s = time.monotonic()
        await asyncio.sleep(0.005)  # late by as much as the loop is busy
        await hall.marked()
        took.append((time.monotonic() - begun_s - 0.005) * 1000)
    return took


async def _silent(hall: Hall, size: Size) -> dict[str, float]:
    """Open connections that never send a byte, and see whether somebody else is still answered."""
    await hall.crowd.do("forget", group="s", keep=0)
    gc.collect()
    before = resident_bytes()
    ends: list[socket.socket] = []
    loop = asyncio.get_running_loop()
    for _one in range(size.silent):
        end = socket.socket()
        end.setblocking(False)
        await loop.sock_connect(end, ("127.0.0.1", hall.port))
        ends.append(end)
    begun_s = time.monotonic()
    await _answered(hall.port)
    took_s = time.monotonic() - begun_s
    most = resident_bytes()
    for end in ends:
        end.close()
    return {"silent_answer_ms": took_s * 1000, "silent_mb": max(0, most - before) / 2**20}


async def _answered(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    head = await reader.readline()
    assert b" 200 " in head, head
    writer.close()


async def _come(hall: Hall, count: int, group: str) -> float:
    place = {"port": hall.port, "show": hall.desk.show_id, "token": hall.token}
    took = await hall.crowd.do("screens", count=count, group=group, **place)
    return float(took["took_s"])


def _p99(found: list[float]) -> float:
    return quantiles(found, n=100)[98]
