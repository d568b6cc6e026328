"""The clock's hand: what is due is asked for at its time, once, whoever asks first."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.live.alarms import Alarms
from app.live.asking import Asking, unavailable
from app.live.desk import Desk, Turn
from app.live.house import House
from app.show.cast import CheckIn
from app.show.cue import StandbyCalled
from app.show.evening import RunKind
from app.show.hold import Hold, HoldOverdue
from app.show.holding import HoldReason, HoldScope
from app.show.look import LookReturned
from app.show.phase import BeginRun, OpenDay
from app.show.show import Event
from app.show.words import CueId, ModelId
from app.storage.event_log import Unavailable
from tests.live.at_the_desk import a_desk, a_house, advance, at, go, on_air, taken
from tests.live.plans import a_plan

PATIENCE_S = 10
LX_WITH_LOOK_2 = {
    "id": "q1",
    "department": "LX",
    "name": "LX 1",
    "anchor": {"look": "l2", "at": "exit", "offset_ms": 0},
}


class Diary:
    """Writes down what happens, and lets a test wait for it."""

    def __init__(self, desk: Desk) -> None:
        self.events: list[Event] = []
        self._moved = asyncio.Event()
        desk.listeners.append(self._hear)

    def _hear(self, turn: Turn) -> None:
        for told in turn.entries:
            self.events.extend(told.logged.events)
        self._moved.set()

    def of(self, kind: type) -> list[Event]:
        return [event for event in self.events if isinstance(event, kind)]

    async def until(self, kind: type) -> Event:
        while not self.of(kind):
            self._moved.clear()
            await asyncio.wait_for(self._moved.wait(), PATIENCE_S)
        return self.of(kind)[0]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as opened:
        yield opened


@pytest.fixture
async def desk(house: House) -> Desk:
    return await a_desk(house)


async def held_until(desk: Desk, house: House, by_ms: int) -> None:
    await taken(desk, BeginRun(kind=RunKind.SHOW))
    await taken(desk, OpenDay())
    end = at(house, by_ms)
    hold = Hold(scope=HoldScope.START, reason=HoldReason.VIP, expected_end_at=end)
    await taken(desk, hold)


async def test_a_hold_past_its_end_is_asked_about_at_that_moment(desk: Desk, house: House) -> None:
    diary = Diary(desk)
    await held_until(desk, house, 60_000)
    advance(house, 59_999)
    await asyncio.sleep(0)
    before = diary.of(HoldOverdue)

    advance(house, 1)

    assert before == []
    assert await diary.until(HoldOverdue) == HoldOverdue()


async def test_a_look_that_nobody_saw_coming_back_is_assumed_back(desk: Desk, house: House) -> None:
    diary = Diary(desk)
    await on_air(desk, house)
    await desk.take(go(desk, "l1"))

    advance(house, 50_000)

    returned = await diary.until(LookReturned)
    assert isinstance(returned, LookReturned)
    assert returned.assumed


async def test_two_servers_whose_clocks_ring_together_ask_once(desk: Desk, house: House) -> None:
    diary = Diary(desk)
    other = Alarms(desk, house.clock)
    other.start()
    await held_until(desk, house, 60_000)

    advance(house, 60_000)
    await diary.until(HoldOverdue)
    await taken(desk, CheckIn(model=ModelId("m1")))  # whatever else was asked stands before it

    assert diary.of(HoldOverdue) == [HoldOverdue()]


async def test_what_was_due_while_nobody_served_is_asked_when_the_show_is_opened_again(
    tmp_path: Path,
) -> None:
    async with a_house(tmp_path) as first:
        desk = await a_desk(first)
        show_id = desk.show_id
        await held_until(desk, first, 60_000)
    async with a_house(tmp_path) as second:
        advance(second, 3_600_000)

        desk = (await second.venue.opened(show_id)).desk

        diary = Diary(desk)
        if not (desk.moment.show.hold and desk.moment.show.hold.overdue):
            await diary.until(HoldOverdue)
        assert desk.moment.show.hold is not None
        assert desk.moment.show.hold.overdue


async def test_standby_is_called_8_s_before_a_cue_and_not_earlier(house: House) -> None:
    desk = await a_desk(house, cues=[*a_plan()["cues"], LX_WITH_LOOK_2])
    diary = Diary(desk)
    await on_air(desk, house)
    await desk.take(go(desk, "l1"))
    advance(house, 6_900)  # look 2 is expected 15 s after look 1
    await taken(desk, CheckIn(model=ModelId("m1")))
    before = diary.of(StandbyCalled)

    advance(house, 200)

    assert before == []
    assert await diary.until(StandbyCalled) == StandbyCalled(cue=CueId("q1"))


async def test_where_nothing_can_be_saved_it_is_asked_again_a_second_later(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await held_until(desk, house, 60_000)
    asked: list[str] = []

    def refuse_at_once(asking: Asking) -> None:
        asked.append(asking.id)
        asking.answer(unavailable())

    monkeypatch.setattr(desk, "ask", refuse_at_once)
    counts = []
    for by_ms in (60_000, 999, 1):
        advance(house, by_ms)
        for _turn in range(20):
            await asyncio.sleep(0)
        counts.append(len(asked))

    assert counts == [1, 1, 2]


async def test_a_show_that_fell_is_not_asked_about_any_more(
    desk: Desk, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await held_until(desk, house, 60_000)

    def fault(_turn: Turn) -> None:
        raise ZeroDivisionError

    desk.listeners.append(fault)
    await taken(desk, CheckIn(model=ModelId("m1")))
    with pytest.raises(Unavailable):
        await desk.refresh()
    asked: list[Asking] = []
    monkeypatch.setattr(desk, "ask", asked.append)

    advance(house, 60_000)
    for _turn in range(20):
        await asyncio.sleep(0)

    assert asked == []
