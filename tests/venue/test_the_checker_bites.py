"""The checker is worth something only if it finds what is wrong: one planted fault after the other."""

from pathlib import Path

import pytest

from tests.live.process import ServerProcess
from tests.venue.broken import FAULTS
from tests.venue.checker import Verdict, check
from tests.venue.history import History
from tests.venue.small_evening import PARTS_FOR_ALL, a_small_evening


async def judged(folder: Path, port: int, name: str, parts: frozenset[str]) -> Verdict:
    server = ServerProcess(folder, port, program=("-m", "tests.venue.broken", name))
    with History(folder / "history.jsonl", seed=1, what=name) as history:
        async with a_small_evening(server, history) as evening:
            await evening.play(parts)
    return check(folder / "history.jsonl")


@pytest.mark.parametrize("name", FAULTS)
async def test_a_broken_server_is_found_out(name: str, tmp_path: Path, free_port: int) -> None:
    fault = FAULTS[name]

    verdict = await judged(tmp_path, free_port, name, frozenset({fault.shown_by}))

    assert fault.promise in verdict.broken, str(verdict)


async def test_a_sound_server_keeps_all_ten_promises(tmp_path: Path, free_port: int) -> None:
    verdict = await judged(tmp_path, free_port, "nothing", PARTS_FOR_ALL)

    assert verdict.findings == (), str(verdict)
    assert [number for number, facts in verdict.facts.items() if not facts] == [9]
