"""Values of the show as plain JSON values: None left out, words as text, tuples as lists."""

from collections.abc import Mapping
from dataclasses import fields
from enum import Enum
from typing import Final


def plain(value: object) -> object:
    """Return what JSON has for a value of the show."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    return plain_fields(value)


def plain_fields(value: object) -> dict[str, object]:
    """Return the fields of a dataclass that are not None."""
    return {
        name: plain(held)
        for name in _names(value.__class__)
        if (held := getattr(value, name)) is not None
    }


def _names(kind: type) -> tuple[str, ...]:
    found = _NAMES.get(kind)
    if found is None:
        found = _NAMES[kind] = tuple(one.name for one in fields(kind))
    return found


_NAMES: Final[dict[type, tuple[str, ...]]] = {}  # asked for each value: worth keeping
