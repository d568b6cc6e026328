"""The simulation finds what is broken in a server, and tells of it in a few lines."""

import pytest

from tests.simulation.planted import PLANTED, found_in
from tests.simulation.story import lines_of

SHOWS_MAX = 25  # within so many each has to show


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name: str) -> None:
    fault = PLANTED[name]

    found = found_in(fault, shows_max=SHOWS_MAX, plays_max=0)

    assert found is not None, fault.means
    assert found.outcome.broken is not None
    assert found.outcome.broken.promise in fault.breaks


def test_what_was_found_is_told_in_a_short_story() -> None:
    found = found_in(PLANTED["short of memory"], plays_max=120)

    assert found is not None
    case = found.outcome.case
    assert len(lines_of(found.outcome)) <= 20, found.story
    assert len(case.faults) == 1
    assert len(case.phones) <= 3
    assert "suffers: cut" in found.story
    assert "promise   4 is broken" in found.story


def test_a_shrunk_show_breaks_the_same_promise_when_it_is_played_again() -> None:
    found = found_in(PLANTED["nameless"], plays_max=40)

    assert found is not None
    assert found.outcome.broken is not None
    assert found.outcome.broken.promise in PLANTED["nameless"].breaks
    assert found.outcome.case.closely
