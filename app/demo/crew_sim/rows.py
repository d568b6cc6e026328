"""Reading JSON without guessing: each reader gives the type it is named for, and a dull default."""

from collections.abc import Mapping
from typing import Final

Json = dict[str, object]
Row = Mapping[str, object]
NOTHING: Final[Row] = {}


def row(of: Row, name: str) -> Row:
    found = of.get(name)
    return found if isinstance(found, dict) else NOTHING


def rows(of: Row, name: str) -> dict[str, Row]:
    """Return a collection: its rows by id."""
    return {str(key): one for key, one in row(of, name).items() if isinstance(one, dict)}


def word(of: Row, name: str) -> str:
    found = of.get(name)
    return found if isinstance(found, str) else ""


def words(of: Row, name: str) -> list[str]:
    found = of.get(name)
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def whole(of: Row, name: str) -> int | None:
    found = of.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def flag(of: Row, name: str) -> bool:
    return of.get(name) is True
