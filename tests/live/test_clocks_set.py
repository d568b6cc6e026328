"""Somebody sets the laptop's clock: between two starts or while it runs. Show time runs on, and never back."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.live.clock import HouseClock
from app.live.desk import Desk
from app.live.house import House
from app.show.cast import CheckIn
from app.show.evening import RunKind
from app.show.hold import Hold
from app.show.holding import HoldReason, HoldScope
from app.show.phase import BeginRun
from app.show.words import Instant, ModelId
from app.storage.event_log import EventLog
from tests.live.at_the_desk import a_desk, go, started, taken

HOUR_S, DAY_S, YEAR_S = 3_600, 86_400, 365 * 86_400
TONIGHT_S = 1_795_690_000
M1, M2 = ModelId("m1"), ModelId("m2")


class Laptop:
    """A wall clock that anybody sets, and a count of seconds that nobody does."""

    def __init__(self) -> None:
        self.wall_s = float(TONIGHT_S)
        self.steady_s = 100.0

    def wait(self, seconds: float) -> None:
        self.wall_s += seconds
        self.steady_s += seconds

    def clock(self) -> HouseClock:
        return HouseClock(lambda: self.wall_s, lambda: self.steady_s)


@asynccontextmanager
async def a_house_on(laptop: Laptop, folder: Path) -> AsyncIterator[House]:
    log = await asyncio.to_thread(EventLog.open, f"sqlite:///{folder / 'standby.db'}")
    house = House(log, laptop.clock())
    house.start()
    try:
        yield house
    finally:
        await house.close()


async def the_desk(house: House) -> Desk:
    (row,) = await house.venue.shows()
    return (await house.venue.opened(row.id)).desk


async def times(house: House, desk: Desk) -> list[int]:
    return [entry.at_ms for entry in await house.event_log.read(desk.show_id, 0)]


@pytest.mark.parametrize("jump_s", [-HOUR_S, -DAY_S, HOUR_S, -YEAR_S])
async def test_after_a_start_with_the_clock_set_time_goes_on_from_the_log_and_runs(
    tmp_path: Path, jump_s: int
) -> None:
    laptop = Laptop()
    async with a_house_on(laptop, tmp_path) as house:
        await a_desk(house)
    laptop.wall_s += jump_s

    async with a_house_on(laptop, tmp_path) as house:
        desk = await the_desk(house)
        await taken(desk, CheckIn(model=M1))
        laptop.wait(60)
        await taken(desk, CheckIn(model=M2))
        at = await times(house, desk)

    assert at == sorted(at)
    assert at[-1] - at[-2] == 60_000


async def test_a_year_too_far_and_back_again_freezes_nothing(tmp_path: Path) -> None:
    laptop = Laptop()
    laptop.wall_s += YEAR_S
    async with a_house_on(laptop, tmp_path) as house:
        await a_desk(house)
    laptop.wall_s -= YEAR_S

    async with a_house_on(laptop, tmp_path) as house:
        desk = await the_desk(house)
        await started(desk)
        laptop.wait(1)
        first = await desk.take(go(desk, "l1"))
        laptop.wait(0.8)  # past the re-arming of GO: it would never pass if time stood still
        second = await desk.take(go(desk, "l2"))

    assert second.seq == first.seq + 1


async def test_a_hold_is_overdue_when_its_time_has_passed_whatever_the_wall_says(
    tmp_path: Path,
) -> None:
    laptop = Laptop()
    async with a_house_on(laptop, tmp_path) as house:
        desk = await a_desk(house)
        await taken(desk, BeginRun(kind=RunKind.SHOW))
        end_at = Instant(house.clock.now_ms() + 90_000)
        await taken(
            desk,
            Hold(scope=HoldScope.START, reason=HoldReason.VIP, expected_end_at=end_at),
        )
        laptop.wall_s += DAY_S
        early = house.clock.now_ms() >= end_at
        laptop.wall_s -= 2 * DAY_S
        laptop.steady_s += 90
        late = house.clock.now_ms() >= end_at

    assert (early, late) == (False, True)


async def test_one_show_that_lies_ahead_does_not_make_the_others_jump_when_it_is_opened(
    tmp_path: Path,
) -> None:
    laptop = Laptop()
    laptop.wall_s += DAY_S
    async with a_house_on(laptop, tmp_path) as house:
        await a_desk(house)
    laptop.wall_s -= DAY_S

    async with a_house_on(laptop, tmp_path) as house:
        before = house.clock.now_ms()
        await the_desk(house)

        assert house.clock.now_ms() == before
