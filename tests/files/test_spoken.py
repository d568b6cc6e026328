"""What happened is told in sentences, with names in place of ids, and nothing is left untold."""

from typing import Final

import pytest

from app.files.spoken import FIELD, SENTENCES, Names, spoken
from app.wire.names import EVENTS
from app.wire.shapes import dataclass_shape

STATE: Final = {
    "show": {"hold": {"scope": "exits", "reason": "technical", "note": "Dimmers."}},
    "looks": {
        "l1": {"id": "l1", "number": "14A", "model": "m1"},
        "l2": {"id": "l2", "number": "15"},
    },
    "models": {"m1": {"id": "m1", "name": "Ásdís Hrafnkelsdóttir"}},
    "items": {"i1": {"id": "i1", "name": "black belt"}},
    "cues": {"q1": {"id": "q1", "name": "LX 31"}},
    "crew": {"c1": {"id": "c1", "name": "Pia Lindqvist"}},
    "passes": {"p1": {"id": "p1", "role": "dresser", "label": "Pia Lindqvist"}},
    "help": {"h1": {"id": "h1", "kind": "zip_sew", "look": "l1", "note": "Zip burst."}},
    "messages": {
        "n1": {"id": "n1", "kind": "text", "to": ["role:dresser"], "text": "Water at the rail."},
        "n2": {"id": "n2", "kind": "change", "to": ["crew:c1", "room:B"], "code": "look_cut"},
    },
}


def test_every_event_has_its_sentence_and_no_sentence_is_about_nothing() -> None:
    assert set(SENTENCES) == set(EVENTS)


@pytest.mark.parametrize("kind", sorted(EVENTS))
def test_a_sentence_names_only_what_its_event_can_say(kind: str) -> None:
    fields, _ = dataclass_shape(EVENTS[kind])
    inner = {
        name
        for hint in fields.values()
        for one in (hint, *getattr(hint, "__args__", ()))
        if hasattr(one, "__dataclass_fields__")
        for name in dataclass_shape(one)[0]
    }

    assert set(FIELD.findall(SENTENCES[kind])) <= set(fields) | inner


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"type": "look_out", "look": "l1"}, "GO look 14A (Ásdís Hrafnkelsdóttir)."),
        (
            {"type": "look_out", "look": "l1", "instead_of": "l2"},
            "GO look 14A (Ásdís Hrafnkelsdóttir), instead of look 15.",
        ),
        ({"type": "look_cut", "look": "l9"}, "L9 is CUT."),
        ({"type": "item_marked", "item": "i1", "status": "with_model"}, "Black belt: with model."),
        ({"type": "standby_called", "cue": "q1"}, "Standby LX 31."),
        ({"type": "call_taken", "caller": "p1"}, "Pia Lindqvist has the call."),
        (
            {"type": "release_set", "party": "technical", "light": "green", "department": "LX"},
            "Technical is green by LX.",
        ),
        ({"type": "release_set", "party": "house", "light": "red"}, "House is red."),
        ({"type": "hold_began"}, "HOLD of exits: technical, “Dimmers.”"),
        (
            {"type": "help_finished", "help": "h1"},
            "Solved: zip sew for look 14A (Ásdís Hrafnkelsdóttir).",
        ),
        ({"type": "acknowledged", "message": "n1"}, "Seen: Water at the rail."),
        ({"type": "from_a_later_version", "look": "l1"}, "from a later version"),
    ],
)
def test_ids_become_names(event: dict[str, object], told: str) -> None:
    assert spoken(event, Names(STATE)) == told


def test_a_screen_hears_an_id_where_the_log_has_all_and_both_are_told_alike() -> None:
    heard = {"type": "help_requested", "help": "h1"}
    logged = {
        "type": "help_requested",
        "help": {"id": "h1", "look": "l1", "kind": "zip_sew", "note": "r_1", "raised_at": 5},
    }

    told = "HELP for look 14A (Ásdís Hrafnkelsdóttir): zip sew, “Zip burst.”"
    assert [spoken(event, Names(STATE)) for event in (heard, logged)] == [told, told]


def test_a_message_says_to_whom_and_what() -> None:
    texts = [
        spoken({"type": "message_sent", "message": name}, Names(STATE)) for name in ("n1", "n2")
    ]

    assert texts == [
        "Text to dresser: “Water at the rail.”",
        "Change to Pia Lindqvist and room B: look cut.",
    ]


def test_what_was_purged_is_left_out_of_the_sentence() -> None:
    event = {"type": "look_sent_back", "look": "l2", "reason": "r_gone"}

    assert spoken(event, Names(STATE)) == "Look 15 goes back to dressing."
    assert (
        spoken(event, Names(STATE, {"r_gone": "Heel broke"}))
        == "Look 15 goes back to dressing: Heel broke."
    )


@pytest.mark.parametrize(
    ("actor", "told"),
    [
        ({"pass": "p1", "role": "dresser"}, "Pia Lindqvist (dresser)"),
        ({"pass": "clock", "role": "clock"}, "the house"),
        ({"pass": "owner", "role": "owner"}, "the owner"),
        ({"pass": "p9", "role": "stage_manager"}, "the stage manager"),
    ],
)
def test_an_actor_is_told_by_label_and_role(actor: dict[str, object], told: str) -> None:
    assert Names(STATE).actor(actor) == told
