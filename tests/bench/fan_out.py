"""How fast a change reaches 300 screens, beside the same bytes from a bare loop in the same run."""

import asyncio
import gc
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from app.live.frame import framed
from app.live.watchers import Watchers
from tests.bench.hall import Bare, Hall, a_hall, resident_bytes

SCREENS: Final = 300
ROUNDS: Final = 60
BURST: Final = 50
BURSTS: Final = 10
FLOOD: Final = 10_000  # commands of one measurement of throughput
IN_FLIGHT: Final = 400
PAUSE_S: Final = 0.02  # between rounds, so that each begins with an idle loop
AT_ONCE: Final = 1_000  # screens that come at once
BEATS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is measured."""

    screens: int = SCREENS
    rounds: int = ROUNDS
    bursts: int = BURSTS
    flood: int = FLOOD
    at_once: int = AT_ONCE


SMOKE: Final = Size(screens=30, rounds=4, bursts=2, flood=800, at_once=60)


async def measure(folder: Path, size: Size = Size()) -> dict[str, float]:
    """Return the figures: milliseconds, ratios, bytes."""
    async with a_hall(folder) as hall:
        found = await _connecting(hall, size)
        found |= await _one_change(hall, size)
        found |= await _bursts(hall, size)
        found |= await _throughput(hall, size)
        found |= await _acks(hall, size)
        found |= await _snapshots(hall)
        found |= await _idle(hall)
        found |= await _one_does_not_read(hall, size)
    return found


async def _connecting(hall: Hall, size: Size) -> dict[str, float]:
    crowd = hall.crowd
    gc.collect()
    before = resident_bytes()
    took = await crowd.do(
        "screens",
        port=hall.port,
        show=hall.desk.show_id,
        token=hall.token,
        count=size.at_once,
        group="s",
    )
    gc.collect()
    each = (resident_bytes() - before) / size.at_once
    await crowd.do("forget", group="s", keep=size.screens)
    await crowd.do("bare", port=hall.bare_port, count=size.screens)
    while len(Bare.ends) < size.screens:  # noqa: ASYNC110  # a transport rings no bell
        await asyncio.sleep(0)
    return {"connect_1000_s": took["took_s"], "memory_kb_per_screen": each / 1024}


async def _one_change(hall: Hall, size: Size) -> dict[str, float]:
    ours, bare, ours_cpu, bare_cpu = [], [], [], []
    frame = b""
    for _round in range(size.rounds):
        ms, cpu_us = await _told(hall)
        ours.append(ms)
        ours_cpu.append(cpu_us)
        frame = framed(_last_delta(hall))
        ms, cpu_us = await _broadcast(hall, frame, 1)
        bare.append(ms)
        bare_cpu.append(cpu_us)
    return {
        "fan_out_ms": median(ours),
        "fan_out_bare_ms": median(bare),
        "fan_out_ratio": median(ours) / median(bare),
        "cpu_ratio": median(ours_cpu) / median(bare_cpu),
        "cpu_us_per_message": median(ours_cpu) / size.screens,
        "mark_bytes": float(len(frame)),
    }


async def _bursts(hall: Hall, size: Size) -> dict[str, float]:
    ours, bare = [], []
    frame = framed(_last_delta(hall))
    for _burst in range(size.bursts):
        await asyncio.sleep(PAUSE_S)
        begun_s = time.monotonic()
        seq = await hall.marked(BURST)
        there = await hall.crowd.do("upto", group="s", seq=seq)
        ours.append((there["at_s"] - begun_s) * 1000)
        bare.append((await _broadcast(hall, frame, BURST))[0])
    return {
        "burst_ms": median(ours),
        "burst_bare_ms": median(bare),
        "burst_ratio": median(ours) / median(bare),
    }


async def _throughput(hall: Hall, size: Size) -> dict[str, float]:
    """Keep the desk busy with 400 in flight; the last screen has the last seq at the end."""
    await hall.crowd.say("upto", group="s", seq=hall.desk.seq + size.flood)
    begun_s = time.monotonic()
    for _wave in range(size.flood // IN_FLIGHT):
        await hall.marked(IN_FLIGHT)
    there = await hall.crowd.answer()
    return {"commands_per_s": size.flood / (there["at_s"] - begun_s)}


async def _acks(hall: Hall, size: Size) -> dict[str, float]:
    """How long the desk takes to acknowledge durably, with 300 screens listening."""
    took = []
    for _round in range(size.rounds):
        await asyncio.sleep(PAUSE_S / 4)
        begun_s = time.monotonic()
        await hall.marked()
        took.append((time.monotonic() - begun_s) * 1e6)
    return {"durable_ack_us": median(took)}


async def _snapshots(hall: Hall) -> dict[str, float]:
    """Everybody asks for everything at once, beside as many bytes from the bare loop."""
    watchers: Watchers = hall.house.venue.running[-1].watchers
    screen = next(iter(watchers))
    assert screen.role is not None
    snapshot = watchers.snapshot(screen.role)
    fill = b'{"type":"delta","from":1,"to":1,' + b"x" * (len(snapshot.frame) - 42)
    ours, bare = [], []
    for _round in range(5):
        await asyncio.sleep(PAUSE_S)
        ours.append((await hall.crowd.do("snapshots", group="s", ask=True))["took_s"] * 1000)
        bare.append((await _broadcast(hall, framed(fill), 1))[0])
    return {
        "snapshot_kb": len(snapshot.body) / 1024,
        "snapshot_gzip_kb": len(snapshot.gzipped) / 1024,
        "snapshots_300_ms": median(ours),
        "snapshots_ratio": median(ours) / median(bare),
    }


async def _idle(hall: Hall) -> dict[str, float]:
    idle = await hall.crowd.do("idle", group="s", beats=BEATS)
    return {"idle_bytes_per_s": idle["bytes_per_s"]}


async def _one_does_not_read(hall: Hall, size: Size) -> dict[str, float]:
    """The others, before and after one of them has stopped reading."""
    await _busy(hall)
    before = await _beside_bare(hall, size)
    await hall.crowd.do("turn_away", group="s", count=1)
    watchers = hall.house.venue.running[-1].watchers
    while all(screen.line.clear for screen in watchers):
        await _busy(hall)
    return {"deaf_ratio": await _beside_bare(hall, size) / before}


async def _beside_bare(hall: Hall, size: Size) -> float:
    """Return how long a change takes beside a bare broadcast, the two taking turns."""
    await _told(hall)
    frame = framed(_last_delta(hall))
    pairs = [
        ((await _told(hall))[0], (await _broadcast(hall, frame, 1))[0])
        for _round in range(size.rounds // 2)
    ]
    return median(ours for ours, _ in pairs) / median(bare for _, bare in pairs)


async def _busy(hall: Hall) -> None:
    """Do as much as it takes to block a screen, so that before and after are alike."""
    for _wave in range(5):
        await hall.crowd.say("upto", group="s", seq=hall.desk.seq + IN_FLIGHT)
        await hall.marked(IN_FLIGHT)
        await hall.crowd.answer()


async def _told(hall: Hall) -> tuple[float, float]:
    """Make one change; return ms from durable to the last screen, and us of our thread to tell."""
    await asyncio.sleep(PAUSE_S)
    await hall.crowd.say("upto", group="s", seq=hall.desk.seq + 1)
    await asyncio.sleep(PAUSE_S)
    hall.telling_cpu_s = 0.0
    await hall.marked()
    there = await hall.crowd.answer()
    return (there["at_s"] - hall.log.durable_s) * 1000, hall.telling_cpu_s * 1e6


async def _broadcast(hall: Hall, frame: bytes, times: int) -> tuple[float, float]:
    """The same from a bare loop."""
    head = 2 if frame[1] < 126 else 4 if frame[1] == 126 else 10
    await hall.crowd.do("arm", group="bare")
    await hall.crowd.say("bytes", group="bare", count=(len(frame) - head) * times)
    await asyncio.sleep(PAUSE_S)
    cpu_s = time.thread_time()
    begun_s = time.monotonic()
    for _time in range(times):
        hall.broadcast(frame)
        await asyncio.sleep(0)
    cpu_s = time.thread_time() - cpu_s
    there = await hall.crowd.answer()
    return (there["at_s"] - begun_s) * 1000, cpu_s * 1e6


def _last_delta(hall: Hall) -> bytes:
    watchers = hall.house.venue.running[-1].watchers
    screen = next(iter(watchers))
    assert screen.role is not None
    told = watchers._audience(screen.role).recall.since(hall.desk.seq - 1)
    assert told
    return told[0].frame
