"""A client's copy of the show follows the rules of PROTOCOL.md section 4."""

from app.demo.crew_sim.mirror import Mirror, merged
from app.demo.crew_sim.rows import Json


def _at(seq: int) -> Mirror:
    mirror = Mirror()
    state: Json = {"looks": {"l1": {"id": "l1", "rev": 1, "status": "dressed"}}}
    mirror.take({"epoch": "e1", "seq": seq, "state": state})
    return mirror


def _delta(first: int, last: int, patch: Json) -> Json:
    return {"from": first, "to": last, "patch": patch}


def test_a_delta_that_joins_on_is_merged_in() -> None:
    mirror = _at(4)

    outcome = mirror.apply(_delta(5, 6, {"looks": {"l1": {"status": "at_line", "rev": 2}}}))

    assert (outcome, mirror.seq) == ("applied", 6)
    assert mirror.state == {"looks": {"l1": {"id": "l1", "rev": 2, "status": "at_line"}}}


def test_a_delta_that_is_known_changes_nothing() -> None:
    mirror = _at(4)

    assert mirror.apply(_delta(3, 4, {"looks": None})) == "known"
    assert mirror.state == _at(4).state


def test_a_gap_is_told_and_nothing_is_merged_over_it() -> None:
    mirror = _at(4)

    assert mirror.apply(_delta(6, 6, {"looks": None})) == "gap"
    assert (mirror.seq, mirror.state) == (4, _at(4).state)


def test_a_delta_before_the_first_snapshot_is_a_gap() -> None:
    assert Mirror().apply(_delta(0, 3, {})) == "gap"


def test_null_takes_a_field_away_and_lists_are_replaced_whole() -> None:
    assert merged({"a": 1, "b": [1, 2], "c": {"d": 1}}, {"a": None, "b": [3], "c": {"e": 2}}) == {
        "b": [3],
        "c": {"d": 1, "e": 2},
    }


def test_merging_leaves_the_older_state_as_it_was() -> None:
    before: Json = {"show": {"phase": "prep"}}
    merged(before, {"show": {"phase": "live"}})

    assert before == {"show": {"phase": "prep"}}


def test_the_hash_adds_up_the_crc_of_looks_l1_1_and_so_on() -> None:
    assert _at(4).hash() == "c5f8b610"
