"""Frames say what PROTOCOL.md says, field by field."""

import json

from app.show.words import Department, Guard, PassId, Refused, Role, Scope, Why
from app.talk import frames


def test_a_welcome_tells_scope_and_outcomes_and_no_label_where_there_is_none() -> None:
    frame = frames.welcome(
        role=Role.OPERATOR,
        pass_id=PassId("p1"),
        label=None,
        scope=Scope(department=Department.LX),
        show_id="s1",
        epoch="e1",
        seq=1,
        now_ms=5,
        outcomes={"01JABCDEFGH": {"outcome": "ack", "seq": 129}},
    )

    told = json.loads(frame)

    assert "label" not in told
    assert (told["scope"], told["outcomes"]) == (
        {"models": [], "department": "LX"},
        {"01JABCDEFGH": {"outcome": "ack", "seq": 129}},
    )


def test_a_snapshot_carries_the_state_and_its_hash() -> None:
    frame = frames.snapshot(epoch="e1", seq=134, state={"show": {}}, state_hash="9c1f03aa")

    assert json.loads(frame) == {
        "type": "snapshot",
        "epoch": "e1",
        "seq": 134,
        "state": {"show": {}},
        "hash": "9c1f03aa",
    }


def test_an_ack_lists_what_was_passed() -> None:
    late = Guard(code="late", detail="It is late.")

    frame = frames.ack(command_id="01JABCDEFGH", seq=135, effect="superseded", warnings=[late])

    assert json.loads(frame) == {
        "type": "ack",
        "id": "01JABCDEFGH",
        "seq": 135,
        "effect": "superseded",
        "duplicate": False,
        "warnings": [{"code": "late", "detail": "It is late.", "weight": "soft"}],
    }


def test_a_reject_says_why_and_what_helps() -> None:
    refused = Refused(Why.REARMING, "Wait a moment.", more={"retry_ms": 400, "id": "another"})

    frame = frames.reject(command_id="01JABCDEFGH", refused=refused, seq=134)

    assert json.loads(frame) == {
        "type": "reject",
        "id": "01JABCDEFGH",
        "code": "rearming",
        "detail": "Wait a moment.",
        "retry_ms": 400,
        "seq": 134,
    }


def test_a_beat_proves_up_to_where_the_server_is() -> None:
    frame = frames.beat(number=8812, seq=135, state_hash="9c1f03aa", now_ms=7)

    assert json.loads(frame) == {
        "type": "beat",
        "n": 8812,
        "seq": 135,
        "hash": "9c1f03aa",
        "now_at": 7,
    }


def test_presence_lists_the_screens() -> None:
    assert json.loads(frames.presence([])) == {"type": "presence", "screens": []}


def test_an_actor_has_a_label_where_the_pass_has_one() -> None:
    assert frames.actor(PassId("p2"), Role.DRESSER, "Pia") == {
        "pass": "p2",
        "role": "dresser",
        "label": "Pia",
    }
