"""While nothing can be saved the screens are told, and it goes on by itself, without anybody pressing."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.live.desk import Desk
from app.live.house import House
from app.live.saving import STALLED_MS, TRY_AGAIN_MS
from app.show.cast import CheckIn
from app.show.words import ModelId, Refused, Why
from app.storage.event_log import NewEntry, Unavailable
from app.talk.freshness import FRESH_MS
from tests.live.at_the_desk import a_desk, a_house, advance, ask_all, asking, go, on_air, taken
from tests.rules import rule

M1 = ModelId("m1")
PATIENCE_S = 10


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as opened:
        yield opened


@pytest.fixture
async def desk(house: House) -> Desk:
    return await a_desk(house)


class FullDisk:
    """Stands before a desk's log: while it is full nothing is written, and every try is noted."""

    def __init__(self, desk: Desk) -> None:
        self.full = True
        self.tries: list[int] = []  # how many bytes, each
        self.tried = asyncio.Event()
        self._log = desk.saving._log
        desk.saving._log = self  # type: ignore[assignment]

    async def append(self, show_id: str, after_seq: int, entries: list[NewEntry]) -> None:
        if self.full:
            raise Unavailable("database or disk is full")
        await self._log.append(show_id, after_seq, entries)

    async def rehearse(self, show_id: str, size: int) -> None:
        self.tries.append(size)
        self.tried.set()
        if self.full:
            raise Unavailable("database or disk is full")
        await self._log.rehearse(show_id, size)


class SlowDisk(FullDisk):
    """Writes nothing until it is let go."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def append(self, show_id: str, after_seq: int, entries: list[NewEntry]) -> None:
        self.begun.set()
        await self.go_on.wait()
        await self._log.append(show_id, after_seq, entries)


class DoubtfulDisk(FullDisk):
    """Writes, and says that nobody knows whether it did."""

    async def append(self, show_id: str, after_seq: int, entries: list[NewEntry]) -> None:
        await self._log.append(show_id, after_seq, entries)
        if self.full:
            raise Unavailable("the connection broke in the middle of a commit", unsure=True)


class Told:
    """What the screens are told, each time that it changes."""

    def __init__(self, desk: Desk) -> None:
        self.said: list[bool] = []
        self._desk = desk
        self._changed = asyncio.Event()
        desk.saving.when_it_changes.append(self._hear)

    def _hear(self) -> None:
        self.said.append(self._desk.saving.trouble.saving)
        self._changed.set()

    async def next(self) -> None:
        await asyncio.wait_for(self._changed.wait(), PATIENCE_S)
        self._changed.clear()


@rule("P9")
async def test_a_write_that_fails_is_told_to_the_screens_at_once(desk: Desk) -> None:
    FullDisk(desk)
    told = Told(desk)

    answers = await ask_all(desk, asking(desk, CheckIn(model=M1)))

    assert [one.why for one in answers if isinstance(one, Refused)] == [Why.UNAVAILABLE]
    assert told.said == [False]


@rule("P9")
async def test_when_there_is_room_again_the_screens_are_told_though_nobody_has_pressed(
    desk: Desk, house: House
) -> None:
    disk, told = FullDisk(desk), Told(desk)
    await ask_all(desk, asking(desk, CheckIn(model=M1)))
    await told.next()
    disk.full = False

    advance(house, TRY_AGAIN_MS)
    await told.next()

    assert told.said == [False, True]


async def test_it_tries_as_often_as_it_takes_with_as_much_as_had_no_room(
    desk: Desk, house: House
) -> None:
    disk = FullDisk(desk)
    await ask_all(desk, asking(desk, CheckIn(model=M1)))
    for _try in range(3):
        disk.tried.clear()
        advance(house, TRY_AGAIN_MS)
        await asyncio.wait_for(disk.tried.wait(), PATIENCE_S)
        await asyncio.sleep(0)

    assert len(disk.tries) == 3
    assert min(disk.tries) > 50


@rule("P9")
async def test_it_goes_on_when_what_is_asked_as_it_would_try_again_needs_no_writing(
    desk: Desk, house: House
) -> None:
    disk, told = DoubtfulDisk(desk), Told(desk)
    arrives = asking(desk, CheckIn(model=M1))
    await ask_all(desk, arrives)
    await told.next()
    disk.full = False
    advance(house, TRY_AGAIN_MS)  # it would try again now, and finds a repetition waiting
    await ask_all(desk, arrives)

    advance(house, TRY_AGAIN_MS)
    await told.next()

    assert told.said == [False, True]


async def test_a_try_changes_nothing(desk: Desk, house: House) -> None:
    before = await house.event_log.head(desk.show_id)

    await house.event_log.rehearse(desk.show_id, 10_000)

    assert await house.event_log.head(desk.show_id) == before
    assert (await taken(desk, CheckIn(model=M1))).seq == 2


async def test_a_write_that_takes_too_long_is_no_saving(desk: Desk, house: House) -> None:
    disk = SlowDisk(desk)
    waiting = asyncio.ensure_future(taken(desk, CheckIn(model=M1)))
    await disk.begun.wait()

    early = desk.saving.trouble.saving
    advance(house, STALLED_MS)
    late = desk.saving.trouble.saving
    disk.go_on.set()
    await waiting

    assert (early, late, desk.saving.trouble.saving) == (True, False, True)


async def test_a_go_that_waited_behind_a_slow_disk_is_stale(desk: Desk, house: House) -> None:
    await on_air(desk, house)
    disk = SlowDisk(desk)
    first = asyncio.ensure_future(taken(desk, CheckIn(model=M1)))
    await disk.begun.wait()
    second = asyncio.ensure_future(desk.take(go(desk, "l1")))
    await asyncio.sleep(0)

    advance(house, FRESH_MS + 1)
    disk.go_on.set()
    await first
    with pytest.raises(Refused) as refused:
        await second

    assert refused.value.why is Why.STALE_ORDER
