"""Time that passes only when nobody has anything to do."""

import asyncio

import pytest

from tests.simulation.virtual_time import StandsStill, VirtualLoop, new_loop


def test_an_hour_of_waiting_is_over_at_once() -> None:
    loop = new_loop()

    loop.do(_waits(loop, 50.0))

    assert loop.time() == pytest.approx(50.0, abs=0.1)


def test_what_is_due_at_the_same_instant_goes_by_its_key() -> None:
    loop = new_loop()
    heard: list[str] = []
    loop.call_in_order(1.0, 2, heard.append, "second")
    loop.call_in_order(1.0, 1, heard.append, "first")
    loop.call_in_order(0.5, 9, heard.append, "before")

    loop.run_until(2.0)

    assert heard == ["before", "first", "second"]


def test_a_timer_that_is_called_off_does_nothing() -> None:
    loop = new_loop()
    heard: list[str] = []
    loop.call_later(1.0, heard.append, "never").cancel()

    loop.run_until(2.0)

    assert heard == []


def test_what_never_comes_is_not_waited_for_without_end() -> None:
    loop = new_loop()

    with pytest.raises(StandsStill):
        loop.do(_never(loop))


async def _waits(loop: VirtualLoop, seconds: float) -> None:
    done: asyncio.Future[None] = loop.create_future()
    loop.call_later(seconds, done.set_result, None)
    await done


async def _never(loop: VirtualLoop) -> None:
    await loop.create_future()
