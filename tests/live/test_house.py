"""The house holds: one fault costs one screen or one command, a dead log nobody's patience."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.live import draft
from app.live.asking import Acked
from app.live.beats import ROUND_MS, STANDSTILL_S
from app.live.desk import Turn
from app.live.house import EVENING_MS, TAKE_UP_AFTER_MS, House
from app.live.ids import new_ref
from app.show.cast import CheckIn
from app.show.look import Stage
from app.show.show import Command, decide
from app.show.state import Show
from app.show.words import OWNER, Circumstances, Decided, LookId, ModelId, Refused, Why
from app.storage.event_log import Unavailable
from app.wire.commands import read_plan
from tests.live.at_the_desk import (
    a_desk,
    a_house,
    advance,
    ask_all,
    asking,
    go,
    on_air,
    taken,
)
from tests.live.plans import a_plan

M1, M2 = ModelId("m1"), ModelId("m2")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as opened:
        yield opened


async def breathe() -> None:
    for _turn in range(20):
        await asyncio.sleep(0)


class Passer:
    """Stands where a screen stands, and writes down how often somebody looked after it."""

    def __init__(self, *, falls: bool = False) -> None:
        self.falls = falls
        self.looks = 0

    def check(self, _now_ms: int) -> None:
        self.looks += 1
        if self.falls:
            raise ZeroDivisionError

    def close(self, _code: object, _reason: str) -> None:
        """Go."""


async def test_a_command_that_makes_us_fall_is_refused_and_the_show_goes_on(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(show: Show, command: Command, around: Circumstances) -> Decided:
        if command == CheckIn(model=M1):
            raise ZeroDivisionError
        return decide(show, command, around)

    desk = await a_desk(house)
    monkeypatch.setattr(draft, "decide", broken)

    fell, fine = await ask_all(
        desk, asking(desk, CheckIn(model=M1)), asking(desk, CheckIn(model=M2))
    )

    assert isinstance(fell, Refused)
    assert fell.why is Why.UNAVAILABLE
    assert isinstance(fine, Acked)
    assert fine.seq == 2
    assert b"standby_commands_fallen_total 1.0" in house.meters.text()


async def test_a_screen_that_makes_us_fall_does_not_end_the_rounds(house: House) -> None:
    passers = [Passer(falls=True), Passer(), Passer(falls=True), Passer()]
    house.screens.update(passers)  # type: ignore[arg-type]

    for _round in range(3):
        await breathe()
        advance(house, ROUND_MS)
        await breathe()

    assert [passer.looks for passer in passers] == [3] * 4


async def test_a_house_in_which_nobody_goes_round_is_not_ready(house: House) -> None:
    await house.probe(within_ms=0)
    for task in asyncio.all_tasks():
        if task.get_name() == "rounds":
            task.cancel()
    advance(house, int(STANDSTILL_S * 1_000))

    with pytest.raises(Unavailable):
        await house.probe(within_ms=0)


async def test_all_who_ask_at_once_whether_we_are_ready_cost_one_look(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    async def gone() -> None:
        looks.append(1)
        await asyncio.sleep(0)
        raise Unavailable("the disk is full")

    monkeypatch.setattr(house.event_log, "probe", gone)
    asked = [house.probe(within_ms=1_000) for _ in range(50)]
    answers = await asyncio.gather(*asked, return_exceptions=True)
    with pytest.raises(Unavailable):
        await house.probe(within_ms=1_000)

    assert {type(one) for one in answers} == {Unavailable}
    assert len(looks) == 1


async def test_a_house_that_closes_says_so_and_not_that_there_is_no_such_show(
    house: House,
) -> None:
    desk = await a_desk(house)
    await house.rest()

    with pytest.raises(Unavailable):
        await house.venue.opened(desk.show_id)
    with pytest.raises(Unavailable):
        await a_desk(house)


async def test_a_plan_that_can_not_be_written_leaves_nothing_running(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_args: object) -> None:
        raise Unavailable("the disk is full")

    monkeypatch.setattr(house.event_log, "append", full)
    with pytest.raises(Refused):
        await house.venue.create(read_plan(a_plan(), new_ref), "A test show", OWNER)
    await breathe()

    assert house.venue.running == ()
    assert [task for task in asyncio.all_tasks() if task.get_name().startswith("desk")] == []


async def test_a_log_that_never_answers_does_not_keep_us_from_closing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.live.house.REST_S", 0.01)
    async with a_house(tmp_path) as house:
        desk = await a_desk(house)
        never = asyncio.Event()

        async def wait(*_args: object) -> None:
            await never.wait()

        monkeypatch.setattr(house.event_log, "append", wait)
        asked = asyncio.ensure_future(taken(desk, CheckIn(model=M1)))
        await breathe()

    with pytest.raises(Refused):
        await asked


async def taken_up(house: House) -> None:
    await breathe()
    advance(house, TAKE_UP_AFTER_MS)
    await asyncio.gather(*(t for t in asyncio.all_tasks() if t.get_name() == "taking up"))


async def test_who_has_seen_more_than_the_log_holds_may_come_before_the_timers(
    tmp_path: Path,
) -> None:
    async with a_house(tmp_path) as before:
        desk = await a_desk(before)
        await on_air(desk, before)
        await desk.take(go(desk, "l1"))
    async with a_house(tmp_path) as after:
        await breathe()
        advance(after, TAKE_UP_AFTER_MS - 1)
        await breathe()

        assert after.venue.running == ()


async def test_after_a_restart_the_clock_goes_on_though_nobody_has_come_back_yet(
    tmp_path: Path,
) -> None:
    async with a_house(tmp_path) as before:
        desk = await a_desk(before)
        await on_air(desk, before)
        await desk.take(go(desk, "l1"))
    async with a_house(tmp_path) as after:
        await taken_up(after)
        (running,) = after.venue.running
        seen_off = asyncio.Event()

        def look(turn: Turn) -> None:
            if turn.after.show.looks[LookId("l1")].status is Stage.OFF:
                seen_off.set()

        running.desk.listeners.append(look)
        advance(after, 5 * 60_000)

        assert await asyncio.wait_for(seen_off.wait(), 20)


async def test_a_show_of_another_day_is_not_opened_before_somebody_comes(tmp_path: Path) -> None:
    async with a_house(tmp_path) as before:
        await a_desk(before)
        advance(before, EVENING_MS + 1)
        today = await a_desk(before)
    async with a_house(tmp_path) as after:
        await taken_up(after)

        assert [running.desk.show_id for running in after.venue.running] == [today.show_id]


async def test_nobody_is_let_into_a_show_whose_desk_has_closed_meanwhile(house: House) -> None:
    desk = await a_desk(house)
    desk.rest()

    with pytest.raises(Unavailable):
        await desk.outcomes(["asked-before"])
