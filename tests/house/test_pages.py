"""A page can be read in one sitting, and says at the top what it is."""

import ast
import re
from pathlib import Path
from typing import Final

from tests.house.rooms import HOUSE, kept_files, pages, shown

LINES_MAX: Final = 400
SAY_NOTHING: Final = {
    "utils",
    "helpers",
    "common",
    "manager",
    "handler",
    "processor",
    "data",
    "info",
    "misc",
}
A_ROLE_NOT_A_MANAGER: Final = re.compile(r"stage[-_ ]?manager", re.IGNORECASE)


def test_no_page_is_longer_than_400_lines() -> None:
    too_long = [
        f"{shown(page)}: {count}"
        for page in pages(".py", ".ts", ".svelte", ".css")
        if not page.name.endswith(".gen.ts") and (count := _lines(page)) > LINES_MAX
    ]

    assert too_long == []


def test_every_python_page_of_the_app_opens_with_its_sentence() -> None:
    silent = [
        shown(page)
        for page in pages(".py")
        if page.is_relative_to(HOUSE / "app") and not ast.get_docstring(_parsed(page))
    ]

    assert silent == []


def test_no_name_says_nothing() -> None:
    empty = sorted({name for page in kept_files() for name in _empty_names(page)})

    assert empty == []


def test_a_model_is_a_person() -> None:
    assert [shown(page) for page in pages("models.py")] == []


def _lines(page: Path) -> int:
    return page.read_text().count("\n")


def _parsed(page: Path) -> ast.Module:
    return ast.parse(page.read_text(), filename=shown(page))


def _empty_names(page: Path) -> list[str]:
    return [part for part in page.relative_to(HOUSE).parts if _words(part) & SAY_NOTHING]


def _words(name: str) -> set[str]:
    """Return the lower-case words of `lateArrivals.svelte.ts` or `late_arrivals.py`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", A_ROLE_NOT_A_MANAGER.sub("", name))
    return set(re.split(r"[^a-z0-9]+", spaced.lower()))
