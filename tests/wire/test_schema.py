"""The frontend's types are made from the server's, and are not older than they."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.wire.names import COMMANDS, EVENTS, NEVER_ASKED
from app.wire.schema import main, protocol_schema

WIRE = Path(__file__).parents[2] / "frontend" / "src" / "wire"
SCHEMA = protocol_schema()
DEFINITIONS: dict[str, Any] = SCHEMA["definitions"]  # type: ignore[assignment] # a schema of objects


def test_the_schema_beside_the_frontends_types_is_todays(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main()

    assert (WIRE / "protocol.schema.json").read_text() == capsys.readouterr().out


def test_the_frontend_has_a_type_for_each_definition() -> None:
    made = (WIRE / "protocol.gen.ts").read_text()
    typed = set(re.findall(r"^export (?:interface|type) (\w+)", made, re.MULTILINE))

    assert typed - {"Protocol"} == set(DEFINITIONS)


def test_every_reference_leads_somewhere() -> None:
    named = set(re.findall(r'"#/definitions/(\w+)"', json.dumps(SCHEMA)))

    assert named - set(DEFINITIONS) == set()


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - NEVER_ASKED))
def test_a_command_is_told_from_the_others_by_its_type(name: str) -> None:
    shape = DEFINITIONS[COMMANDS[name].__name__]

    assert shape["properties"]["type"] == {"const": name}
    assert "type" in shape["required"]


def test_nobody_is_offered_what_the_house_asks_itself() -> None:
    offered = json.dumps(DEFINITIONS["Command"])

    assert [n for n in NEVER_ASKED if f'/{COMMANDS[n].__name__}"' in offered] == []


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_an_event_on_the_wire_holds_no_reference_and_no_whole_entity(name: str) -> None:
    told = json.dumps(DEFINITIONS[EVENTS[name].__name__]["properties"])

    whole = {
        "Look",
        "Model",
        "Item",
        "Cue",
        "Help",
        "Message",
        "Guest",
        "Pass",
        "Bundle",
        "Holding",
    }
    assert set(re.findall(r'"#/definitions/(\w+)"', told)) & whole == set()


def test_what_some_role_does_not_see_may_be_absent() -> None:
    model = DEFINITIONS["Model"]

    assert model["required"] == ["id", "status", "rev"]
