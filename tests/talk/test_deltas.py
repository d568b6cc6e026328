"""What waits for a slow client stays small: merged when it is much, dropped for a snapshot when it is more."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.show.words import Instant, PassId, Role
from app.talk.deltas import (
    DELTAS_WAITING_MAX,
    ENTRIES_MERGED_MAX,
    WAITING_BYTES_MAX,
    Delta,
    Waiting,
    delta,
    merged,
)
from app.talk.frames import actor
from app.views.merge_patch import apply_patch
from app.wire.messages import EntryOut


def an_entry(seq: int) -> EntryOut:
    by = actor(PassId("p2"), Role.DRESSER, None)
    return {"seq": seq, "id": f"01J{seq:08}", "actor": by, "events": []}


def a_delta(seq: int, patch: dict[str, object] | None = None) -> Delta:
    """Return the delta of one entry, which makes look l1 known as of `seq`."""
    return delta(
        first=seq,
        last=seq,
        at_ms=Instant(1000 + seq),
        entries=[an_entry(seq)],
        patch={"looks": {"l1": {"rev": seq}}} if patch is None else patch,
    )


def test_a_delta_lies_ready_as_its_frame() -> None:
    assert json.loads(a_delta(135).frame) == {
        "type": "delta",
        "from": 135,
        "to": 135,
        "at": 1135,
        "entries": [
            {
                "seq": 135,
                "id": "01J00000135",
                "actor": {"pass": "p2", "role": "dresser"},
                "events": [],
            }
        ],
        "patch": {"looks": {"l1": {"rev": 135}}},
    }


def test_two_deltas_become_one_that_covers_both() -> None:
    one = merged([a_delta(3), a_delta(4, {"looks": {"l2": {"rev": 4}}})])

    assert one is not None
    assert (one.first, one.last, one.at_ms) == (3, 4, 1004)
    assert [entry["seq"] for entry in one.entries] == [3, 4]
    assert one.patch == {"looks": {"l1": {"rev": 3}, "l2": {"rev": 4}}}


def test_many_entries_become_the_last_of_them() -> None:
    one = merged([a_delta(seq) for seq in range(1, ENTRIES_MERGED_MAX + 11)])

    assert one is not None
    assert [one.entries[0]["seq"], len(one.entries)] == [11, ENTRIES_MERGED_MAX]


def test_deltas_with_a_gap_are_not_merged() -> None:
    with pytest.raises(AssertionError):
        merged([a_delta(1), a_delta(3)])


def test_what_no_patch_can_say_is_not_merged() -> None:
    taken_away = a_delta(1, {"show": {"hold": None}})
    another = a_delta(2, {"show": {"hold": {"reason": "vip"}}})

    assert merged([taken_away, another]) is None


def test_little_waits_as_it_came() -> None:
    waiting = Waiting()
    waiting.add(a_delta(1), a_delta(2))

    assert [one.first for one in waiting.take()] == [1, 2]


def test_what_was_taken_does_not_wait_any_more() -> None:
    waiting = Waiting()
    waiting.add(a_delta(1))
    waiting.take()

    assert (bool(waiting), waiting.take()) == (False, ())


def test_nothing_waits_with_a_gap() -> None:
    waiting = Waiting()
    waiting.add(a_delta(1))

    with pytest.raises(AssertionError):
        waiting.add(a_delta(3))


@pytest.mark.parametrize(
    ("count", "left"), [(DELTAS_WAITING_MAX, DELTAS_WAITING_MAX), (DELTAS_WAITING_MAX + 1, 1)]
)
def test_the_sixty_fifth_makes_one_of_all(count: int, left: int) -> None:
    waiting = Waiting()
    waiting.add(*(a_delta(seq) for seq in range(1, count + 1)))

    taken = waiting.take()

    assert (len(taken), taken[0].first, taken[-1].last) == (left, 1, count)


def test_much_said_of_one_thing_becomes_its_last_word() -> None:
    waiting = Waiting()
    half: dict[str, object] = {"show": {"title": "x" * (WAITING_BYTES_MAX // 2)}}
    waiting.add(a_delta(1, half), a_delta(2, half))

    assert [(one.first, one.last) for one in waiting.take()] == [(1, 2)]


@pytest.mark.parametrize(
    "patches",
    [
        [{"show": {"title": "x" * WAITING_BYTES_MAX}}],
        [
            {"show": {"hold": None}},
            {"show": {"hold": {"reason": "vip"}, "title": "x" * WAITING_BYTES_MAX}},
        ],
    ],
)
def test_what_can_not_be_made_small_needs_a_snapshot(patches: list[dict[str, object]]) -> None:
    waiting = Waiting()
    waiting.add(*(a_delta(place, patch) for place, patch in enumerate(patches, 1)))

    assert (waiting.needs_snapshot, bool(waiting), waiting.take()) == (True, True, ())


def test_who_needs_a_snapshot_gathers_nothing() -> None:
    waiting = Waiting()
    waiting.add(a_delta(1, {"show": {"title": "x" * WAITING_BYTES_MAX}}))
    waiting.add(a_delta(2))

    assert waiting.take() == ()


def test_after_a_snapshot_waiting_begins_anew() -> None:
    waiting = Waiting()
    waiting.add(a_delta(1, {"show": {"title": "x" * WAITING_BYTES_MAX}}))
    waiting.snapshot_taken()
    waiting.add(a_delta(9))

    assert [one.first for one in waiting.take()] == [9]


changes = st.dictionaries(
    st.sampled_from("abc"),
    st.integers(0, 2) | st.none() | st.dictionaries(st.sampled_from("xy"), st.integers(0, 2)),
    max_size=2,
)


@given(st.lists(changes, min_size=1, max_size=100), st.sets(st.integers(0, 100)))
def test_a_slow_client_ends_where_a_quick_one_does_or_asks_for_a_snapshot(
    patches: list[dict[str, object]], pauses: set[int]
) -> None:
    quick: object = {}
    slow: object = {}
    waiting = Waiting()
    for place, patch in enumerate(patches):
        quick = apply_patch(quick, patch)
        waiting.add(a_delta(place + 1, patch))
        if place in pauses:
            for one in waiting.take():
                slow = apply_patch(slow, one.patch)
    for one in waiting.take():
        slow = apply_patch(slow, one.patch)

    assert waiting.needs_snapshot or slow == quick
