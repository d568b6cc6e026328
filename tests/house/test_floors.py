"""The cellar needs nothing but Python: the half of the law that import-linter can't say."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.rooms import HOUSE, shown


@pytest.mark.parametrize(
    ("floor", "below"), [("show", ("app.show",)), ("views", ("app.show", "app.views"))]
)
def test_a_pure_floor_imports_only_python_and_what_lies_below(
    floor: str, below: tuple[str, ...]
) -> None:
    strangers = [
        f"{shown(page)}: {name}"
        for page in sorted((HOUSE / "app" / floor).rglob("*.py"))
        for name in _imported(page)
        if not name.startswith(below) and name.split(".")[0] not in sys.stdlib_module_names
    ]

    assert strangers == []


def _imported(page: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(page.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or "."
