"""Reading JSON straight into the show's dataclasses, unknown fields refused by name."""

from collections.abc import Mapping
from types import GenericAlias
from typing import Final, Generic, TypeVar, cast

import orjson
from pydantic import ConfigDict, TypeAdapter, ValidationError

T = TypeVar("T")

FAULTS_TOLD_MAX: Final = 3
_NAME_LENGTH_MAX: Final = 60
_EXACT: Final = ConfigDict(extra="forbid")


class Malformed(ValueError):
    """Says what is wrong, field by field."""


class Reader(Generic[T]):
    """Reads one type. From outside strictly; from our own log and checkpoints as they were written."""

    def __init__(self, kind: type[T]) -> None:
        # In a tuple, because pydantic takes no configuration beside a bare dataclass.
        in_a_tuple = GenericAlias(tuple, (kind,))
        self._adapter: TypeAdapter[tuple[T]] = TypeAdapter(
            in_a_tuple,  # type: ignore[arg-type] # mypy reads no types made while running
            config=_EXACT,
        )

    def from_outside(self, found: Mapping[str, object]) -> T:
        """Return the value; no field is guessed, turned or dropped.

        Raises:
            Malformed: where a field is missing, unknown or of another type.
        """
        try:
            return self._adapter.validate_json(orjson.dumps([found]), strict=True)[0]
        except ValidationError as wrong:
            raise Malformed(_said(wrong)) from None

    def from_log(self, found: Mapping[str, object]) -> T:
        """Return the value as `plain` wrote it."""
        try:
            return self._adapter.validate_python((found,))[0]
        except ValidationError as wrong:
            raise Malformed(_said(wrong)) from None


def reader_of(kind: type[T]) -> Reader[T]:
    """Return the reader of a type, made once: that takes pydantic a millisecond."""
    if kind not in _READERS:
        _READERS[kind] = Reader(kind)
    return cast("Reader[T]", _READERS[kind])


_READERS: Final[dict[type, object]] = {}


def _said(wrong: ValidationError) -> str:
    faults = wrong.errors(include_url=False, include_context=False, include_input=False)
    told = [_fault(one["type"], one["loc"][1:], one["msg"]) for one in faults[:FAULTS_TOLD_MAX]]
    return " ".join(told)


def _fault(kind: str, place: tuple[int | str, ...], message: str) -> str:
    name = ".".join(str(step) for step in place)[:_NAME_LENGTH_MAX]
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        return f"Unknown field: {name}."
    if kind in ("missing", "missing_argument", "missing_keyword_only_argument"):
        return f"Missing field: {name}."
    return f"{name}: {message}."
