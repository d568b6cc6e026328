"""Time that is counted and not looked up, tasks that do not fall silently, chance that can't be guessed."""

import asyncio

import pytest

from app.live.clock import HouseClock, SetClock
from app.live.ids import CODE_LETTERS, hashed_code, new_code, new_pin, new_ref, new_token, tidy_code
from app.live.known import Known, Remembered
from app.live.tasks import Tasks
from app.show.words import Instant
from tests.live.at_the_desk import NOW


class Machine:
    """A machine whose two clocks a test sets."""

    def __init__(self) -> None:
        self.wall_s = NOW / 1000
        self.steady_s = 500.0

    def clock(self) -> HouseClock:
        return HouseClock(wall_s=lambda: self.wall_s, steady_s=lambda: self.steady_s)


def test_show_time_begins_at_the_wall() -> None:
    assert Machine().clock().now_ms() == NOW


@pytest.mark.parametrize("jump_s", [3_600, -3_600, 86_400, -86_400])
def test_a_wall_clock_that_jumps_moves_no_show_time(jump_s: int) -> None:
    machine = Machine()
    clock = machine.clock()

    machine.wall_s += jump_s
    machine.steady_s += 2

    assert clock.now_ms() == NOW + 2_000


def test_show_time_goes_on_from_what_is_already_written() -> None:
    machine = Machine()
    clock = machine.clock()

    clock.not_before(Instant(NOW + 60_000))
    machine.steady_s += 1

    assert clock.now_ms() == NOW + 61_000


def test_what_was_written_long_ago_moves_no_show_time() -> None:
    clock = Machine().clock()

    clock.not_before(Instant(NOW - 60_000))

    assert clock.now_ms() == NOW


async def test_a_bell_rings_at_its_time_and_not_before() -> None:
    clock, rung = SetClock(NOW), asyncio.Event()
    clock.ring_at(Instant(NOW + 1_000), rung.set)

    clock.advance(999)
    await asyncio.sleep(0)
    before = rung.is_set()
    clock.advance(1)
    await asyncio.wait_for(rung.wait(), 5)

    assert not before


async def test_a_bell_that_was_cancelled_does_not_ring() -> None:
    clock, rung = SetClock(NOW), asyncio.Event()
    bell = clock.ring_at(Instant(NOW + 1_000), rung.set)

    bell.cancel()
    clock.advance(1_000)
    await clock.until(Instant(NOW + 1_000))

    assert not rung.is_set()


async def test_a_real_bell_for_a_time_that_has_passed_rings_at_once() -> None:
    clock, rung = HouseClock(), asyncio.Event()

    clock.ring_at(Instant(clock.now_ms() - 1), rung.set)
    await asyncio.wait_for(rung.wait(), 5)

    assert rung.is_set()


async def test_a_task_that_falls_is_told_to_its_owner() -> None:
    told: list[Exception] = []
    tasks = Tasks()

    async def fall() -> None:
        raise ZeroDivisionError

    await tasks.start(fall(), name="falls", when_it_falls=told.append)

    assert [type(fault) for fault in told] == [ZeroDivisionError]


async def test_tasks_are_named_while_they_run_and_ended_when_told_to_stop() -> None:
    tasks = Tasks()
    begun = asyncio.Event()

    async def wait() -> None:
        begun.set()
        await asyncio.Event().wait()

    tasks.start(wait(), name="waits for ever")
    await begun.wait()
    running = tasks.names

    await tasks.stop()
    await asyncio.sleep(0)

    assert running == ("waits for ever",)
    assert tasks.names == ()


def test_nothing_made_by_chance_is_made_twice() -> None:
    for make in (new_ref, new_token, new_code):
        assert len({make() for _ in range(200)}) == 200


def test_a_code_has_no_letters_that_look_alike() -> None:
    assert not set("01ILOU") & set(CODE_LETTERS)
    assert all(len(new_code()) == 8 for _ in range(20))


def test_a_pin_is_digits() -> None:
    assert all(new_pin().isdigit() and len(new_pin()) == 6 for _ in range(20))


def test_a_code_is_the_same_however_it_was_typed() -> None:
    assert tidy_code(" abcd-2345 ") == tidy_code("ABCD 2345") == "ABCD2345"


def test_a_code_is_kept_so_that_it_can_be_found_and_not_read() -> None:
    assert hashed_code("ABCD2345") == hashed_code("ABCD2345")
    assert "ABCD2345" not in hashed_code("ABCD2345")


def test_the_oldest_ids_are_forgotten_and_that_is_known() -> None:
    known = Known(complete=True, known_max=2)
    for seq in (1, 2, 3):
        known.remember(f"id-{seq}", Remembered(seq, "", "applied"))

    assert known.get("id-1") is None
    assert known.get("id-3") == Remembered(3, "", "applied")
    assert not known.complete
