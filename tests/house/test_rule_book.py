"""docs/RULES.md and the tests count each other."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from tests.house.rooms import HOUSE, pages, shown

RULE: Final = re.compile(r"^\| ([A-Z]\d+) \| \S", re.MULTILINE)
MARKS: Final = {"rule", "holds"}  # `holds` where a test machine has rules of its own


def test_every_rule_stands_on_a_test() -> None:
    unheld = set(rules_of_the_book()) - {named for _, named in named_by_tests()}

    assert unheld == set()


def test_no_test_names_a_rule_that_is_not_in_the_book() -> None:
    book = set(rules_of_the_book())
    unknown = [f"{where}: {named}" for where, named in named_by_tests() if named not in book]

    assert unknown == []


def test_every_rule_has_a_number_of_its_own() -> None:
    rules = rules_of_the_book()

    assert len(rules) == len(set(rules))


def rules_of_the_book() -> list[str]:
    return RULE.findall((HOUSE / "docs" / "RULES.md").read_text())


def named_by_tests() -> Iterator[tuple[str, str]]:
    """Yield where a rule is named, and which."""
    for page in pages(".py"):
        if not page.is_relative_to(HOUSE / "tests"):
            continue
        for node in ast.walk(ast.parse(page.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for mark in node.decorator_list:
                    yield from ((shown(page), one) for one in _named(mark))


def _named(mark: ast.expr) -> Iterator[str]:
    if not isinstance(mark, ast.Call):
        return
    said = mark.func.id if isinstance(mark.func, ast.Name) else getattr(mark.func, "attr", "")
    if said not in MARKS:
        return
    for one in mark.args:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value
