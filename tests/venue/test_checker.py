"""The checker on histories of a few lines: what no broken server shows, and what is no violation."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.venue.checker import Verdict, check
from tests.venue.history import FRAMES_KEPT, History, lines_of
from tests.venue.wire import hash_of

Json = dict[str, Any]
STATE: Json = {"show": {"title": "One"}, "looks": {"l1": {"id": "l1", "rev": 1}}}
BEGAN: Json = {"t": 0.0, "did": "began", "seed": 1, "what": "a few lines"}
DRESSER: Json = {"did": "client", "who": "c-1", "role": "dresser", "pass": "p1", "direct": True}
PAGE: Json = {"did": "client", "who": "c-page", "role": "caller", "pass": "p2", "direct": True}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.jsonl"


def judged(path: Path, *lines: Json) -> Verdict:
    """Write lines, one each second where they say no time, and check them."""
    frames = 0
    with path.open("w") as file:
        file.write(json.dumps(BEGAN) + "\n")
        for n, line in enumerate(lines):
            made = {"t": float(n), **line}
            if "text" in made:
                made["frame"], frames = frames, frames + 1
            file.write(json.dumps(made) + "\n")
    return check(path)


def heard(kind: str, **more: Any) -> Json:
    return {"did": "heard", "who": "c-1", "text": {"type": kind, **more}}


def welcome(seq: int = 1) -> Json:
    return heard("welcome", epoch="e1", seq=seq, now_at=0, outcomes={})


def snapshot(seq: int = 1, state: Json = STATE) -> Json:
    return heard("snapshot", epoch="e1", seq=seq, state=state, hash=hash_of(state))


def delta(seq: int, command_id: str = "") -> Json:
    entry = {"seq": seq, "id": command_id or f"id-{seq}", "actor": {"pass": "p9"}, "events": []}
    return heard("delta", **{"from": seq, "to": seq}, at=0, entries=[entry], patch={})


def log_of(*ids: str) -> Json:
    body = [
        {"seq": n, "at": 0, "id": one, "actor": {"pass": "p9"}, "events": []}
        for n, one in enumerate(ids, start=1)
    ]
    return {"did": "read", "path": "log", "asked_t": 90.0, "status": 200, "body": body}


def painted(standby: str, seq: int, age_ms: int, t: float) -> Json:
    shown = {"standby": standby, "epoch": "e1", "seq": seq, "age_ms": age_ms}
    return {"did": "painted", "who": "c-page", "t": t, **shown}


def test_a_history_in_which_all_is_well_breaks_nothing(path: Path) -> None:
    verdict = judged(path, DRESSER, welcome(), snapshot(), delta(2), log_of("id-1", "id-2"))

    assert verdict.findings == ()
    assert verdict.facts[1] == 1


def test_a_page_that_paints_live_while_others_have_long_heard_more_breaks_promise_7(
    path: Path,
) -> None:
    told_2_at = 3.0

    verdict = judged(
        path,
        *(DRESSER, welcome(), snapshot(), {**delta(2), "t": told_2_at}, PAGE),
        painted("live", 1, age_ms=900, t=told_2_at + 8.0),
    )

    assert verdict.broken == {7}
    assert verdict.findings[0].who == "c-page"


@pytest.mark.parametrize(
    ("standby", "age_ms", "broken"),
    [
        ("live", 3_900, set()),
        ("live", 7_000, {7}),
        ("delayed", 9_000, set()),
        ("delayed", 14_000, {7}),
        ("stale", 60_000, set()),
        ("offline", 60_000, set()),
    ],
)
def test_a_page_is_held_to_the_age_that_it_paints(
    path: Path, standby: str, age_ms: int, broken: set[int]
) -> None:
    verdict = judged(path, PAGE, painted(standby, 1, age_ms, t=2.0))

    assert verdict.broken == broken


def test_a_page_that_says_how_old_it_is_may_be_as_old_as_it_likes(path: Path) -> None:
    verdict = judged(
        path,
        *(DRESSER, welcome(), snapshot(), delta(2), PAGE),
        painted("offline", 1, age_ms=50_000, t=60.0),
    )

    assert verdict.findings == ()


def test_a_new_epoch_after_an_older_copy_was_put_back_is_no_loss(path: Path) -> None:
    later = heard("welcome", epoch="e2", seq=1, now_at=0, outcomes={})
    restored = {"did": "server", "what": "restored"}

    with_a_copy = judged(path, DRESSER, welcome(), snapshot(), delta(2), restored, later)
    without = judged(path, DRESSER, welcome(), snapshot(), delta(2), later)

    assert (with_a_copy.broken, without.broken) == (frozenset(), frozenset({1}))


def test_a_field_that_nobody_has_thought_about_breaks_promise_8(path: Path) -> None:
    looks = {"l1": {"id": "l1", "rev": 1, "fitting_room_camera": "on"}}

    verdict = judged(path, DRESSER, welcome(), snapshot(state={**STATE, "looks": looks}))

    assert verdict.broken == {8}
    assert "looks.fitting_room_camera" in verdict.findings[0].said


def test_a_finding_names_the_client_and_shows_the_lines(path: Path) -> None:
    verdict = judged(path, DRESSER, welcome(), snapshot(), delta(3))

    assert verdict.broken == {4}
    assert "promise 4 at 3.000 s, c-1: a gap" in str(verdict)
    assert "line 5" in str(verdict)


def test_a_frame_that_many_hear_is_written_once_and_read_for_each(path: Path) -> None:
    with History(path, seed=3, what="many") as history:
        for n in range(FRAMES_KEPT + 2):
            for who in ("c-1", "c-2"):
                history.heard(who, json.dumps({"type": "beat", "n": n}))
        history.heard("c-3", b'{"type": "beat", "n": 0}')

    numbers = [line.frame["n"] for line in lines_of(path) if line.who in {"c-2", "c-3"}]
    assert numbers == [*range(FRAMES_KEPT + 2), 0]
    assert path.read_text().count('"text"') == FRAMES_KEPT + 3
