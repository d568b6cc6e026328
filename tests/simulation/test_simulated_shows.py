"""Whole shows in virtual time, with everything that breaks: the ten promises hold in each of them."""

from datetime import UTC, datetime

import pytest

from tests.simulation.case import KNOBS, SURPRISES, drawn
from tests.simulation.evening import play
from tests.simulation.many import Tally, play_all, seeds_of
from tests.simulation.people import THINKS
from tests.simulation.roles import ROLES
from tests.simulation.shrinking import shrunk
from tests.simulation.story import told

# The long form plays 10,000: python -m tests.simulation --shows 10000
BLOCKS = 4
SHOWS_IN_BLOCK = 25
TODAYS = 25


@pytest.mark.parametrize("block", range(BLOCKS))
def test_whatever_breaks_every_promise_is_kept(block: int) -> None:
    first = block * SHOWS_IN_BLOCK

    tally = play_all(seeds_of("short", first + SHOWS_IN_BLOCK)[first:])

    assert not tally.broken, _story(tally)
    assert tally.reached["wrapped"] > SHOWS_IN_BLOCK // 4, "many evenings come to their end"
    assert tally.commands["go"] > 2 * SHOWS_IN_BLOCK
    assert sum(tally.faults.values()) > 3 * SHOWS_IN_BLOCK


def test_shows_that_nobody_has_played_before_keep_them_too() -> None:
    today = datetime.now(UTC).date().isoformat()  # in the report of a failure: play it again by it

    tally = play_all(seeds_of(today, TODAYS))

    assert not tally.broken, _story(tally)


def test_every_fault_and_every_surprise_comes_up() -> None:
    cases = [drawn(seed) for seed in seeds_of("short", BLOCKS * SHOWS_IN_BLOCK)]

    assert {fault.kind for case in cases for fault in case.faults} == set(KNOBS)
    assert {one.kind for case in cases for one in case.surprises} == set(SURPRISES)
    assert {name for case in cases for name in case.phones} == set(ROLES)
    assert {case.servers for case in cases} == {1, 2}


def test_a_show_on_which_nothing_breaks_comes_to_its_end() -> None:
    case = next(one for one in map(drawn, seeds_of("calm", 100)) if not one.faults)

    outcome = play(case)

    assert outcome.broken is None
    assert outcome.commands["go"] >= case.looks - outcome.commands["cut_look"] - 2
    assert set(ROLES.values()) >= set(THINKS)


def _story(tally: Tally) -> str:
    return told(shrunk(play(drawn(tally.broken[0][0]))))
