"""A command from outside is understood exactly, or refused by the name of what is wrong in it."""

import json
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.show.bundle import LoadPlan
from app.show.cue import AddCue, Anchor
from app.show.lineup import EditLook, EditShow
from app.show.look import Go
from app.show.message import SendMessage
from app.show.show import Command
from app.show.words import CueId, Department, LookId, Ref, Refused, Span, Why
from app.wire.adapters import Malformed
from app.wire.commands import (
    Asked,
    body_fingerprint,
    command_json,
    read_command,
    read_logged_command,
    read_plan,
)
from app.wire.names import COMMANDS, NEVER_ASKED
from app.wire.personal import SideValue
from tests.shows import of_each_kind, values

SHOW_48 = Path(__file__).parents[3] / "shared" / "data" / "show-48.json"


@pytest.fixture
def new_ref() -> Callable[[], Ref]:
    numbers = count(1)
    return lambda: Ref(f"r_{next(numbers)}")


def refusal(body: dict[str, object]) -> tuple[Why, str]:
    with pytest.raises(Refused) as caught:
        read_command(body, lambda: Ref("r_1"))
    return caught.value.why, caught.value.detail


def test_a_go_is_a_go(new_ref: Callable[[], Ref]) -> None:
    asked = read_command({"type": "go", "look": "l16"}, new_ref)

    assert asked == Asked(command=Go(look=LookId("l16")))


def test_a_reason_and_a_note_go_aside_and_leave_a_reference(new_ref: Callable[[], Ref]) -> None:
    body: dict[str, object] = {"type": "edit_look", "look": "l1", "notes": "veil", "override": "ok"}

    assert read_command(body, new_ref) == Asked(
        command=EditLook(look=LookId("l1"), notes=Ref("r_2")),
        override=Ref("r_1"),
        sides=(
            SideValue(ref=Ref("r_1"), kind="text", value=b"ok"),
            SideValue(ref=Ref("r_2"), kind="text", value=b"veil"),
        ),
    )


def test_a_nested_value_is_read(new_ref: Callable[[], Ref]) -> None:
    body: dict[str, object] = {
        "type": "add_cue",
        "department": "LX",
        "name": "LX 31",
        "anchor": {"look": "l1", "at": "exit", "offset_ms": -500},
        "action": {"osc": "/eos/cue/1/31/fire"},
        "cue": None,
    }

    asked = read_command(body, new_ref)

    assert asked.command == AddCue(
        department=Department.LX,
        name="LX 31",
        anchor=Anchor(look=LookId("l1"), at="exit", offset_ms=Span(-500)),
        action={"osc": "/eos/cue/1/31/fire"},
    )


@pytest.mark.parametrize("name", sorted(NEVER_ASKED))
def test_what_the_house_asks_itself_is_unknown_outside(name: str) -> None:
    assert refusal({"type": name})[0] is Why.UNKNOWN_COMMAND


@pytest.mark.parametrize("name", ["dance", "Go", "", "__class__"])
def test_a_command_that_is_not_in_the_list_is_unknown(name: str) -> None:
    assert refusal({"type": name})[0] is Why.UNKNOWN_COMMAND


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({}, "A command has a type."),
        ({"type": 7}, "A command has a type."),
        ({"type": "go"}, "Missing field: look."),
        ({"type": "go", "look": "l1", "colour": "red"}, "Unknown field: colour."),
        ({"type": "go", "look": "../l1"}, "look: An id is up to 64 letters"),
        ({"type": "go", "look": 16}, "look: Input should be a valid string."),
        ({"type": "go", "look": "l1", "override": " "}, "override: The reason is blank."),
        ({"type": "go", "look": "l1", "override": 5}, "override: This is a text."),
        ({"type": "mark_look", "look": "l1", "status": "off"}, "status: Input should be"),
        ({"type": "undo", "seq": -1}, "seq: The number is not between 0 and"),
        ({"type": "undo", "seq": True}, "seq: Input should be a valid integer."),
        ({"type": "edit_show", "spacing_ms": -1}, "spacing_ms: The number is not between 0 and"),
        ({"type": "edit_show", "spacing_ms": 15.5}, "spacing_ms: Input should be a valid integer."),
        ({"type": "edit_show", "starts_at": 10**15}, "starts_at: The number is not between"),
        ({"type": "edit_show", "title": "x" * 81}, "title: The text is longer than 80"),
        ({"type": "edit_show", "title": 5}, "title: Input should be a valid string."),
        ({"type": "send_message", "to": "all", "text": "a\u202eb"}, "text: The text has a char"),
        ({"type": "send_message", "to": "all", "text": ""}, "text: The text is blank."),
        ({"type": "add_model", "name": "  "}, "name: The text is blank."),
        ({"type": "edit_model", "model": "m1", "name": ""}, "name: The text is blank."),
        (
            {"type": "reanchor_cue", "cue": "q1", "anchor": {"look": "l1", "offset_ms": 10**9}},
            "anchor.offset_ms: The number is not between",
        ),
        ({"type": "reanchor_cue", "cue": "q1", "anchor": "t0"}, "anchor: Input should be"),
        ({"type": "reanchor_cue", "cue": "q1", "anchor": {"tO": True}}, "Unknown field: anchor.tO"),
        ({"type": "edit_cue", "cue": "q1", "action": {"osc": 5}}, "action.osc: This is a text."),
        ({"type": "edit_cue", "cue": "q1", "action": "fire"}, "action: Input should be"),
        ({"type": "edit_item", "item": "i1", "shared_by": ["l1", "/"]}, "shared_by.1: An id is"),
        ({"type": "edit_item", "item": "i1", "shared_by": "l1"}, "shared_by: Input should be"),
        ({"type": "edit_item", "item": "i1", "shared_by": ["l"] * 5001}, "shared_by: The list is"),
    ],
)
def test_a_command_is_refused_by_the_name_of_what_is_wrong(
    body: dict[str, object], detail: str
) -> None:
    why, said = refusal(body)

    assert why is Why.MALFORMED
    assert said.startswith(detail)


def test_a_note_may_be_emptied(new_ref: Callable[[], Ref]) -> None:
    asked = read_command({"type": "edit_look", "look": "l1", "notes": ""}, new_ref)

    assert asked.sides == (SideValue(ref=Ref("r_1"), kind="text", value=b""),)


def test_many_faults_are_named_three_at_a_time() -> None:
    body: dict[str, object] = {"type": "go", "look": "l1", "a": 1, "b": 2, "c": 3, "d": 4}

    assert refusal(body)[1].count("Unknown field") == 3


@pytest.mark.parametrize("name", sorted(COMMANDS))
@of_each_kind
@given(drawn=st.data())
def test_a_command_comes_back_from_the_log_as_it_was(name: str, drawn: st.DataObject) -> None:
    command: Command = drawn.draw(values(COMMANDS[name]))

    logged = json.dumps(command_json(command))

    assert "null" not in logged
    assert read_logged_command(json.loads(logged)) == command


@pytest.mark.parametrize("found", [{}, {"type": "dance"}, {"type": "go"}, {"type": "go", "x": 1}])
def test_a_log_that_says_what_we_do_not_know_is_not_guessed_at(found: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        read_logged_command(found)


def test_a_plan_is_read_with_everything_personal_put_aside(new_ref: Callable[[], Ref]) -> None:
    bundle: dict[str, object] = {
        "title": "SS27",
        "looks": [{"number": "1", "id": "l1", "notes": "veil down"}],
        "models": [{"id": "m1", "name": "Ada K.", "measurements": {"height_cm": 178}}],
        "guests": [{"id": "g1", "name": "Zoë Brandt", "title": "friend"}],
    }

    asked = read_plan(bundle, new_ref)

    assert isinstance(asked.command, LoadPlan)
    assert [side.value.decode() for side in asked.sides] == [
        "veil down",
        "Ada K.",
        '{"height_cm":178}',
        "Zoë Brandt",
        "friend",
    ]
    assert "Ada" not in json.dumps(command_json(asked.command))


def test_a_fault_in_a_plan_names_its_place(new_ref: Callable[[], Ref]) -> None:
    bundle: dict[str, object] = {"title": "SS27", "looks": [{"number": "1"}, {"number": "x" * 81}]}

    with pytest.raises(Refused, match=r"plan\.looks\.1\.number: The text is longer"):
        read_plan(bundle, new_ref)


@pytest.mark.skipif(not SHOW_48.exists(), reason="the example shows are not beside the checkout")
def test_a_show_of_48_looks_is_read(new_ref: Callable[[], Ref]) -> None:
    asked = read_plan(json.loads(SHOW_48.read_bytes()), new_ref)

    assert isinstance(asked.command, LoadPlan)
    assert len(asked.command.plan.looks) == 48


def test_the_same_command_has_the_same_fingerprint_in_any_order() -> None:
    one = body_fingerprint({"type": "go", "look": "l1"}, b"salt")

    assert one == body_fingerprint({"look": "l1", "type": "go"}, b"salt")


@pytest.mark.parametrize(
    ("body", "salt"), [({"type": "go", "look": "l2"}, b"salt"), ({"type": "go", "look": "l1"}, b"")]
)
def test_another_command_or_another_house_has_another_fingerprint(
    body: dict[str, object], salt: bytes
) -> None:
    one = body_fingerprint({"type": "go", "look": "l1"}, b"salt")

    assert body_fingerprint(body, salt) != one


def test_what_people_write_is_not_turned(new_ref: Callable[[], Ref]) -> None:
    text = "Zoë <b>&amp; שלום 👩‍👧 =1+1"

    asked = read_command({"type": "send_message", "to": "room:B", "text": text}, new_ref)

    assert asked == Asked(
        command=SendMessage(to="room:B", text=Ref("r_1")),
        sides=(SideValue(ref=Ref("r_1"), kind="text", value=text.encode()),),
    )


def test_what_is_null_is_absent(new_ref: Callable[[], Ref]) -> None:
    body: dict[str, object] = {"type": "edit_show", "title": None, "assembly": "The car park"}

    assert read_command(body, new_ref).command == EditShow(assembly="The car park")


def test_ids_of_their_own_are_kept(new_ref: Callable[[], Ref]) -> None:
    body: dict[str, object] = {"type": "call_standby", "cue": "q 1.5"}

    assert read_command(body, new_ref).command == COMMANDS["call_standby"](cue=CueId("q 1.5"))
