"""A pass may speak as fast as its work asks, all its sockets together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.show.words import Role
from app.talk.pace import PACES, Allowance, Bucket, Pace


@pytest.mark.parametrize(
    ("role", "per_s", "burst"),
    [(Role.DRESSER, 10, 30), (Role.USHER, 10, 30), (Role.CALLER, 20, 60)],
)
def test_a_role_has_its_pace(role: Role, per_s: int, burst: int) -> None:
    assert PACES[role] == Pace(per_s=per_s, burst=burst)


@pytest.mark.parametrize("role", Role)
def test_every_role_has_an_allowance(role: Role) -> None:
    assert Allowance(role, 0).commands.take(0) == 0


def test_a_burst_is_taken_at_once_and_then_one_by_one() -> None:
    bucket = Bucket(Pace(per_s=10, burst=3), 0)

    waits = [bucket.take(at_ms) for at_ms in (0, 0, 0, 0, 50, 101, 101)]

    assert waits == [0, 0, 0, 101, 51, 0, 100]


def test_who_rests_has_the_burst_again_and_no_more() -> None:
    bucket = Bucket(Pace(per_s=10, burst=3), 0)
    for _ in range(3):
        bucket.take(0)

    waits = [bucket.take(60_000) for _ in range(4)]

    assert waits[:3] == [0, 0, 0]
    assert waits[3] > 0


def test_a_clock_that_goes_back_gives_nothing_away() -> None:
    bucket = Bucket(Pace(per_s=10, burst=1), 1_000)
    bucket.take(1_000)

    assert bucket.take(0) > 0


@given(st.lists(st.integers(0, 300), min_size=1, max_size=60))
def test_nobody_takes_more_than_burst_and_rate(gaps: list[int]) -> None:
    bucket = Bucket(Pace(per_s=10, burst=5), 0)
    now_ms = taken = 0
    for gap in gaps:
        now_ms += gap
        taken += bucket.take(now_ms) == 0

    assert taken <= 5 + now_ms * 10 / 1000


@given(st.integers(0, 10_000))
def test_who_waits_as_long_as_told_is_let_through(now_ms: int) -> None:
    bucket = Bucket(Pace(per_s=7, burst=2), 0)
    while (wait_ms := bucket.take(now_ms)) == 0:
        pass

    assert bucket.take(now_ms + wait_ms) == 0
