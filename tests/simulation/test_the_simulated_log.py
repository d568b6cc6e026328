"""The simulated log answers as the real one does, for good and for bad."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from app.storage.event_log import Clash, EventLog, NewEntry, NoSuchShow, Side
from tests.simulation.disk import Disk
from tests.simulation.log import SimulatedLog
from tests.simulation.virtual_time import new_loop

STEPS = 60
Step = Callable[[Any], Awaitable[object]]


def _entry(n: int, chance: Random) -> NewEntry:
    return NewEntry(
        command_id=f"command-{n}",
        at_ms=1_000 + n,
        actor=b'{"pass":"p1","role":"caller"}',
        command=b'{"type":"go"}',
        events=b"[]",
        body_hash=f"{n:032x}",
        sides=(Side(ref=f"r{n}", kind="text", value=b"Ada"),) if chance.random() < 0.3 else (),
        once=(f"r1:exit:l{chance.randrange(12)}:1",) if chance.random() < 0.5 else (),
    )


def _steps(chance: Random) -> list[Step]:
    """Draw what a desk may ask of its log: mostly what fits, and often what clashes."""
    found: list[Step] = []
    for _ in range(STEPS):
        first = chance.randrange(25)
        some = [_entry(first + n, chance) for n in range(chance.randint(1, 3))]
        after = chance.randrange(12)
        found.append(
            chance.choice(
                (
                    lambda log, some=some, after=after: log.append("s1", after, some),
                    lambda log, some=some: _append_at_the_end(log, some),
                    lambda log, some=some: _append_at_the_end(log, some),
                    lambda log, after=after: log.read("s1", after),
                    lambda log, after=after: log.read("s1", after, 2),
                    lambda log, some=some: log.find("s1", [one.command_id for one in some]),
                    lambda log: log.head("s1"),
                    lambda log: log.sides("s1"),
                    lambda log: log.read_good("s1", 0),
                    lambda log, some=some: log.append("nobody", 0, some),
                    lambda log: log.read("nobody", 0),
                    lambda log: log.head("nobody"),
                )
            )
        )
    return found


async def _append_at_the_end(log: Any, some: list[NewEntry]) -> object:
    head = await log.head("s1")
    return await log.append("s1", head.seq, some)


async def _answers(log: Any, steps: list[Step]) -> list[str]:
    await log.create_show("s1", "A show", 1)
    epoch = (await log.head("s1")).epoch
    return [(await _answer(log, step)).replace(epoch, "EPOCH") for step in steps]


async def _answer(log: Any, step: Step) -> str:
    try:
        return _in_words(await step(log))
    except Clash as clash:
        # With two in the way the real one names either.
        return f"clash on {'seq' if clash.on == 'seq' else 'id or once'}"
    except NoSuchShow:
        return "no such show"


def _in_words(answer: object) -> str:
    if isinstance(answer, tuple):
        return ", ".join(_in_words(one) for one in answer)
    return repr(sorted(answer.items()) if isinstance(answer, dict) else answer)


@pytest.mark.parametrize("seed", range(6))
def test_it_answers_whatever_a_desk_asks_as_the_real_one(seed: int, tmp_path: Path) -> None:
    loop = new_loop()
    with loop.at_work():
        simulated = SimulatedLog(Disk(), loop, Random(seed))
        answers = loop.do(_answers(simulated, _steps(Random(seed))))

    real = asyncio.run(_of_the_real_one(tmp_path, _steps(Random(seed))))

    assert answers == real


async def _of_the_real_one(folder: Path, steps: list[Step]) -> list[str]:
    log = await asyncio.to_thread(EventLog.open, f"sqlite:///{folder / 'standby.db'}")
    try:
        return await _answers(log, steps)
    finally:
        await log.close()


async def test_it_has_everything_that_a_running_show_asks_of_the_real_one(tmp_path: Path) -> None:
    real = await asyncio.to_thread(EventLog.open, f"sqlite:///{tmp_path / 'standby.db'}")
    loop = new_loop()
    with loop.at_work():
        simulated = SimulatedLog(Disk(), loop, Random(0))
    await real.close()

    missing = _names(real) - _names(simulated)

    # Threads and SQL are for the keyring alone, which is simulated too.
    assert missing == {"open", "reader", "writer"}
    assert _names(real.inspecting) - _names(simulated.inspecting) == {"close"}


def _names(log: object) -> set[str]:
    return {name for name in dir(log) if not name.startswith("_")}
