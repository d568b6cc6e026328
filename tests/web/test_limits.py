"""Buckets of tries: full at once, and again with time."""

from app.web.limits import Pace, Tries

THREE = Pace(burst=3, refill_s=10.0)


def waits(tries: Tries, key: str, *at_s: float) -> list[int]:
    found = []
    for now_s in at_s:
        found.append(tries.wait_ms(key, now_s))
        if not found[-1]:
            tries.count(key, now_s)
    return found


def test_as_many_as_the_burst_may_come_at_once() -> None:
    assert waits(Tries(THREE), "a", 0, 0, 0, 0) == [0, 0, 0, 10_000]


def test_one_more_may_come_each_time_it_has_refilled() -> None:
    assert waits(Tries(THREE), "a", 0, 0, 0, 10, 10) == [0, 0, 0, 0, 10_000]


def test_a_bucket_is_never_fuller_than_full() -> None:
    assert waits(Tries(THREE), "a", 0, 1_000, 1_000, 1_000, 1_000) == [0, 0, 0, 0, 10_000]


def test_one_key_does_not_wait_for_another() -> None:
    tries = Tries(THREE)
    waits(tries, "a", 0, 0, 0)

    assert waits(tries, "b", 0) == [0]


def test_the_oldest_keys_are_forgotten_first() -> None:
    tries = Tries(Pace(burst=1, refill_s=10.0), keys_max=2)
    for key in ("a", "b", "c"):
        tries.count(key, 0.0)

    assert [tries.wait_ms(key, 0.0) for key in ("a", "b", "c")] == [0, 10_000, 10_000]


def test_nobody_owes_more_than_one_full_bucket() -> None:
    tries = Tries(THREE)
    for _try in range(50):
        tries.count("a", 0)

    assert waits(tries, "a", 0, 10) == [10_000, 0]


def test_a_try_that_is_given_back_was_none() -> None:
    tries = Tries(THREE)
    waits(tries, "a", 0, 0, 0)

    tries.give_back("a")

    assert waits(tries, "a", 0, 0) == [0, 10_000]
