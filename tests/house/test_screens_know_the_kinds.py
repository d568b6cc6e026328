"""The screens send marks, orders, stops and edits each in their own way: they must mean the same ones."""

import re

from app.show.permission import kind_of
from app.show.words import Kind
from app.wire.names import COMMANDS, NEVER_ASKED
from tests.house.rooms import HOUSE

_LIST = re.compile(r"const (STOP|ORDER|EDIT)S = \[(.*?)\]", re.DOTALL)


def test_each_command_is_of_the_kind_on_a_screen_that_it_is_of_here() -> None:
    page = (HOUSE / "frontend" / "src" / "link" / "kinds.ts").read_text()
    listed = {
        name: Kind[kind]
        for kind, names in _LIST.findall(page)
        for name in re.findall(r"'(\w+)'", names)
    }
    asked = {name: kind for name, kind in COMMANDS.items() if name not in NEVER_ASKED}

    of_screens = {name: listed.get(name, Kind.MARK) for name in asked}

    assert of_screens == {name: kind_of(command) for name, command in asked.items()}
