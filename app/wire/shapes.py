"""The JSON Schema of a Python type as it crosses the network."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import StrEnum
from types import NoneType, UnionType
from typing import (
    Annotated,
    Final,
    Literal,
    NewType,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from app.show.words import Personal

Schema = dict[str, object]
_SCALARS: Final[Mapping[object, str]] = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
}
_PERSONAL: Final[Mapping[str, Schema]] = {
    "text": {"type": "string"},
    "picture": {"type": "string"},
    "measurements": {"$ref": "#/definitions/Measurements"},
}


class Shapes:
    """Collects the definitions that a schema refers to."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def of(self, hint: object) -> Schema:
        """Return the schema of a type hint; named types go to the definitions."""
        if isinstance(hint, NewType):
            return self.of(hint.__supertype__)
        if hint in _SCALARS:
            return {"type": _SCALARS[hint]}
        if isinstance(hint, type):
            return self._named(hint)
        return self._composed(hint)

    def object_of(
        self, properties: Mapping[str, object], optional: frozenset[str] = frozenset()
    ) -> Schema:
        """Return an object schema of named type hints (or ready schemas)."""
        shown = {n: h if isinstance(h, dict) else self.of(h) for n, h in properties.items()}
        return {
            "type": "object",
            "properties": shown,
            "required": [name for name in shown if name not in optional],
            "additionalProperties": False,
        }

    def define(self, name: str, make: Callable[[], Schema]) -> Schema:
        """Put a definition under its name, once, and return a reference to it."""
        if name not in self.definitions:
            self.definitions[name] = {}  # a type may contain itself
            self.definitions[name] = make()
        return {"$ref": f"#/definitions/{name}"}

    def _named(self, kind: type) -> Schema:
        if issubclass(kind, StrEnum):
            return self.define(
                kind.__name__, lambda: {"type": "string", "enum": [str(one) for one in kind]}
            )
        if is_dataclass(kind):
            return self.define(kind.__name__, lambda: self._dataclass(kind))
        assert is_typeddict(kind), kind
        return self.define(kind.__name__, lambda: self._typed_dict(kind))

    def _dataclass(self, kind: type) -> Schema:
        return self.object_of(*dataclass_shape(kind))

    def _typed_dict(self, kind: type) -> Schema:
        hints = get_type_hints(kind, include_extras=True)
        bare = {
            name: get_args(hint)[0] if get_origin(hint) in (NotRequired, Required) else hint
            for name, hint in hints.items()
        }
        return self.object_of(bare, kind.__dict__["__optional_keys__"])

    def _composed(self, hint: object) -> Schema:
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is Annotated:
            return self._annotated(arguments)
        if origin in (Union, UnionType):
            return self._union([one for one in arguments if one is not NoneType])
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin in (tuple, list, Sequence):
            return {"type": "array", "items": self.of(arguments[0])}
        assert origin in (dict, Mapping), hint
        return {"type": "object", "additionalProperties": self.of(arguments[1])}

    def _annotated(self, arguments: tuple[object, ...]) -> Schema:
        note = arguments[1]
        if isinstance(note, Personal):
            return dict(_PERSONAL[note.kind])
        if not isinstance(note, str):
            return self.of(arguments[0])
        return {} if note == "unknown" else {"$ref": f"#/definitions/{note}"}

    def _union(self, members: list[object]) -> Schema:
        if len(members) == 1:
            return self.of(members[0])
        return {"anyOf": [self.of(one) for one in members]}


def dataclass_shape(kind: type) -> tuple[dict[str, object], frozenset[str]]:
    """Return the fields of a dataclass with their type hints, and which of them may be absent."""
    hints = get_type_hints(kind, include_extras=True)
    own = {one.name: hints[one.name] for one in fields(kind)}
    may_lack = (one.name for one in fields(kind) if _has_default(one) or may_be_none(own[one.name]))
    return own, frozenset(may_lack)


def may_be_none(hint: object) -> bool:
    return NoneType in get_args(hint)


def _has_default(one: "Field[object]") -> bool:
    return one.default is not MISSING or one.default_factory is not MISSING
