"""An order stands for 4 s after the beat it names; a number that was never sent proves nothing."""

import pytest

from app.show.words import Instant
from app.talk.freshness import OBSERVED_MS, Beats, observed_at

NOW = 1_795_687_200_000


def test_numbers_go_up_from_the_clock_of_their_process() -> None:
    beats = Beats(NOW)

    assert [beats.beat(NOW), beats.beat(NOW + 2_000)] == [1_795_687_201, 1_795_687_202]


@pytest.mark.parametrize(("age_ms", "fresh"), [(0, True), (4_000, True), (4_001, False)])
def test_a_beat_is_good_for_4_s(age_ms: int, fresh: bool) -> None:
    beats = Beats(NOW)
    number = beats.beat(NOW)

    assert beats.fresh(number, NOW + age_ms) is fresh


def test_a_number_that_was_never_sent_is_not_fresh() -> None:
    beats = Beats(NOW)
    number = beats.beat(NOW)

    assert [beats.fresh(one, NOW) for one in (None, number - 1, number + 1)] == [False] * 3


def test_an_older_beat_stays_good_beside_a_newer_one() -> None:
    beats = Beats(NOW)
    older = beats.beat(NOW)
    beats.beat(NOW + 2_000)

    assert beats.fresh(older, NOW + 4_000)


def test_a_beat_is_forgotten_after_30_s() -> None:
    beats = Beats(NOW)
    first = beats.beat(NOW)
    beats.beat(NOW + 30_001)

    assert not beats.fresh(first, NOW)


@pytest.mark.parametrize(("later_ms", "again"), [(0, True), (2_000, True), (2_001, False)])
def test_who_has_just_come_gets_the_last_beat_while_it_is_new(later_ms: int, again: bool) -> None:
    beats = Beats(NOW)
    number = beats.beat(NOW)

    assert (beats.latest(NOW + later_ms) == number) is again


def test_the_first_to_come_gets_a_first_beat() -> None:
    beats = Beats(NOW)

    assert beats.fresh(beats.latest(NOW), NOW)


@pytest.mark.parametrize(
    ("said", "taken"),
    [
        (None, NOW),
        (NOW, NOW),
        (NOW - 1, NOW - 1),
        (NOW + 1, NOW),
        (NOW - OBSERVED_MS - 1, NOW - OBSERVED_MS),
        (0, NOW - OBSERVED_MS),
    ],
)
def test_an_observation_lies_within_the_last_12_h(said: int | None, taken: int) -> None:
    assert observed_at(None if said is None else Instant(said), NOW) == taken
