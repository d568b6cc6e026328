"""A seed tells one story: today, tomorrow, and on another machine."""

import os
import subprocess
import sys

import pytest

from tests.house.rooms import HOUSE
from tests.simulation.case import drawn
from tests.simulation.evening import play

PLAYED = "from tests.simulation.test_same_seed import digest; print(digest({seed!r}))"


def digest(seed: str) -> str:
    outcome = play(drawn(seed))
    return f"{outcome.digest} {outcome.virtual_s:.6f} {outcome.steps} {dict(outcome.answers)}"


@pytest.mark.parametrize("seed", ["same-1", "same-4"])
def test_a_show_played_again_is_the_same_to_the_last_step(seed: str) -> None:
    assert digest(seed) == digest(seed)


def test_another_process_with_other_hashes_plays_the_same_show() -> None:
    seed = "same-2"

    told = subprocess.run(
        [sys.executable, "-c", PLAYED.format(seed=seed)],
        cwd=HOUSE,
        env={**os.environ, "PYTHONHASHSEED": "77"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == digest(seed)
