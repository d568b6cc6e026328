"""Somebody sets the laptop's clock while the show runs; a summer ends; the server starts an hour too early."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import httpx

from tests.live.process import ServerProcess
from tests.postgres import free_port
from tests.venue.false_clock import FalseClock
from tests.venue.history import History
from tests.venue.night import Night, a_night, a_place, in_time, judged

HOUR_S: Final = 3_600
JUMPS_S: Final = (HOUR_S, -HOUR_S, 24 * HOUR_S, -24 * HOUR_S)
SUMMER_BEGINS_S: Final = 1_774_746_000  # 2026-03-29 01:00 UTC, when Paris goes from 2 to 3
SUMMER_ENDS_S: Final = 1_792_890_000  # 2026-10-25 01:00 UTC, when Paris goes from 3 back to 2
ZONE: Final = "Europe/Paris"
DAYS_MS: Final = 3 * 24 * HOUR_S * 1000
HOLD_MS: Final = 2_000
NEAR_MS: Final = 30_000  # far from an hour, and no limit on how fast this machine is


@dataclass
class Figures:
    """How the server's time and the true one differed at the most."""

    jumps: int = 0
    off_ms_max: int = 0
    held_ms: list[int] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.jumps} jumps of the wall clock; show time was off by {self.off_ms_max} ms at the "
            f"most, and a hold of {HOLD_MS} ms was called overdue after "
            f"{min(self.held_ms)} to {max(self.held_ms)} ms"
        )


async def clock_jumps(folder: Path, seed: int, rounds: int) -> Figures:
    """Let the clock jump every way so often. Raises when a promise or a timer did not hold."""
    figures = Figures()
    for number in range(rounds):
        place = a_place(folder, f"night-{number}")
        clock = FalseClock(place, ZONE)
        with History(place / "history.jsonl", seed=seed + number, what="clock jumps") as history:
            server = ServerProcess(place, free_port())
            server.env = clock.env
            async with a_night(server, history, seed + number) as night:
                await _jump_about(night, clock, figures)
                await _phones_are_days_off(night)
                await night.settle()
        judged(history)
    return figures


async def _jump_about(night: Night, clock: FalseClock, figures: Figures) -> None:
    night.person("caller").resting = True  # who would release the hold, or call another
    await night.owner.command({"type": "release_hold", "scope": "exits"})
    begun_s, begun_ms = time.monotonic(), await _now_ms(night)

    async def compare() -> None:
        true_ms = begun_ms + int((time.monotonic() - begun_s) * 1000)
        off_ms = abs(await _now_ms(night) - true_ms)
        assert off_ms < NEAR_MS, f"the show's time is off by {off_ms} ms"
        figures.off_ms_max = max(figures.off_ms_max, off_ms)

    for by_s in night.chance.sample(JUMPS_S, len(JUMPS_S)):
        figures.held_ms.append(await _hold_through(night, partial(clock.is_ahead, by_s)))
        await compare()
    for instant in (SUMMER_BEGINS_S, SUMMER_ENDS_S):
        just_before = instant - 1
        figures.held_ms.append(await _hold_through(night, partial(clock.reads, just_before)))
        await compare()
    clock.is_ahead(-HOUR_S)
    night.server.kill()
    await night.server.start()  # by its clock before everything that is in its log
    night.wake()
    await night.all_live()
    await compare()
    clock.is_ahead(0)
    figures.jumps += len(JUMPS_S) + 3


async def _phones_are_days_off(night: Night) -> None:
    """Mark a piece from a phone that is days ahead, truly, and from one that is days behind."""
    night.rest()
    await night.drained()
    night.rest()
    state = (await night.owner.read_state())["state"]
    item = night.chance.choice(list(state["items"]))
    for status, off_ms, stands in (
        ("missing", DAYS_MS, "missing"),
        ("on_rack", 0, "on_rack"),
        ("missing", -DAYS_MS, "on_rack"),
    ):
        occurred_at = await _now_ms(night) + off_ms
        mark = {"type": "mark_item", "item": item, "status": status}
        await night.owner.command(mark, occurred_at=occurred_at)
        found = (await night.owner.read_state())["state"]["items"][item]["status"]
        assert found == stands, f"{status}, {off_ms} ms off, makes it {found}"
    night.rest(resting=False)


async def _hold_through(night: Night, jump: Callable[[], None]) -> int:
    """Hold for a while, let the clock jump meanwhile; return after how long the hold was overdue."""
    until_ms = await _now_ms(night) + HOLD_MS
    begun_s = time.monotonic()
    hold = {"type": "hold", "scope": "exits", "reason": "technical", "expected_end_at": until_ms}
    await night.owner.commands([hold])
    jump()
    phone = night.people[0].phone
    await in_time(phone.until(lambda: bool(phone.state["show"].get("hold", {}).get("overdue"))))
    held_ms = int((time.monotonic() - begun_s) * 1000)
    assert HOLD_MS - 100 < held_ms < NEAR_MS, f"overdue after {held_ms} ms"
    await night.owner.commands([{"type": "release_hold", "scope": "exits"}])
    return held_ms


async def _now_ms(night: Night) -> int:
    async with httpx.AsyncClient() as client:
        now_at: int = (await client.get(f"{night.server.url}/api/v1/time")).json()["now_at"]
    return now_at
