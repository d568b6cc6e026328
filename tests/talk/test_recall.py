"""Who comes back soon hears exactly what was missed; who comes late, or from nowhere, looks anew."""

from dataclasses import dataclass

import pytest

from app.talk.recall import Recall
from tests.rules import rule


@dataclass(frozen=True, slots=True)
class Told:
    first: int
    last: int


def told(*spans: tuple[int, int], most: int = 512) -> Recall[Told]:
    recall: Recall[Told] = Recall(head=spans[0][0] - 1, most=most)
    for first, last in spans:
        recall.add(Told(first, last))
    return recall


def test_who_is_at_the_head_missed_nothing() -> None:
    assert told((5, 5), (6, 8)).since(8) == ()


def test_who_missed_something_hears_it_in_order() -> None:
    recall = told((5, 5), (6, 8), (9, 9))

    assert recall.since(5) == (Told(6, 8), Told(9, 9))


@pytest.mark.parametrize("seq", [3, 6, 7, 9, 0])
def test_who_is_too_old_ahead_or_in_between_looks_anew(seq: int) -> None:
    assert told((5, 5), (6, 8)).since(seq) is None


def test_the_oldest_is_forgotten_first() -> None:
    recall = told((1, 1), (2, 2), (3, 3), most=2)

    assert [recall.since(seq) for seq in (0, 1)] == [None, (Told(2, 2), Told(3, 3))]


@rule("P4")
def test_nothing_is_told_with_a_gap() -> None:
    recall = told((1, 1))

    with pytest.raises(AssertionError):
        recall.add(Told(3, 3))


def test_nothing_is_told_backwards() -> None:
    recall = told((1, 1))

    with pytest.raises(AssertionError):
        recall.add(Told(2, 1))


def test_a_new_history_begins_empty() -> None:
    recall = told((1, 1), (2, 2))
    recall.forget(head=40)

    assert (recall.head, recall.since(40), recall.since(1)) == (40, (), None)
