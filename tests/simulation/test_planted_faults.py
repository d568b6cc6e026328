"""The simulation finds what is broken in a server, and tells of it in a few lines."""

import pytest

from tests.simulation.evening import play
from tests.simulation.planted import PLANTED, found_in, planted
from tests.simulation.story import lines_of

SHOWS_MAX = 25  # within so many each has to show


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_found(name: str) -> None:
    fault = PLANTED[name]

    found = found_in(fault, shows_max=SHOWS_MAX, plays_max=0)

    assert found is not None, fault.means
    assert found.outcome.broken is not None
    assert found.outcome.broken.promise in fault.breaks


@pytest.mark.parametrize(
    ("name", "said"),
    [("short of memory", "suffers: cut"), ("gullible", "mark_item"), ("patient", "suffers: stall")],
)
def test_what_was_found_is_told_in_a_short_story(name: str, said: str) -> None:
    found = found_in(PLANTED[name], plays_max=120)

    assert found is not None
    assert found.outcome.broken is not None
    assert found.outcome.broken.promise in PLANTED[name].breaks
    assert len(lines_of(found.outcome)) <= 20, found.story
    assert len(found.outcome.case.faults) <= 1
    assert len(found.outcome.case.phones) <= 4
    assert said in found.story


def test_a_shrunk_show_breaks_the_same_promise_when_it_is_played_again() -> None:
    fault = PLANTED["soft on the revoked"]
    found = found_in(fault, plays_max=40)
    assert found is not None

    with planted(fault):
        again = play(found.outcome.case)

    assert again.broken == found.outcome.broken
    assert play(found.outcome.case).broken is None, "without the fault all is well"
