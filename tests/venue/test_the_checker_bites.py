"""The checker is worth something only if it finds what is wrong: each planted fault, and nothing without one."""

import asyncio
from pathlib import Path

import pytest

from tests.live.process import ServerProcess
from tests.postgres import free_port
from tests.rules import rule
from tests.venue.broken import FAULTS
from tests.venue.checker import Verdict, check
from tests.venue.finding import PROMISES
from tests.venue.history import History
from tests.venue.small_evening import PARTS_FOR_ALL, a_small_evening


async def judged(folder: Path, name: str, parts: frozenset[str]) -> Verdict:
    place = folder / name
    place.mkdir()
    server = ServerProcess(place, free_port(), program=("-m", "tests.venue.broken", name))
    with History(place / "history.jsonl", seed=1, what=name) as history:
        async with a_small_evening(server, history) as evening:
            await evening.play(parts)
    return check(place / "history.jsonl")


@pytest.mark.parametrize("promise", PROMISES)
async def test_every_server_that_breaks_a_promise_is_found_out(
    promise: int, tmp_path: Path
) -> None:
    names = [name for name, fault in FAULTS.items() if fault.promise == promise]

    verdicts = await asyncio.gather(
        *(judged(tmp_path, name, frozenset({FAULTS[name].shown_by})) for name in names)
    )

    missed = [str(verdict) for verdict in verdicts if promise not in verdict.broken]
    assert names
    assert missed == []


@rule("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P10")
async def test_a_sound_server_keeps_every_promise_that_an_evening_is_about(tmp_path: Path) -> None:
    verdict = await judged(tmp_path, "nothing", PARTS_FOR_ALL)

    assert verdict.findings == (), str(verdict)
    assert [number for number, facts in verdict.facts.items() if not facts] == [9]
