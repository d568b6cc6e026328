"""The law for what comes in: ids are short, texts are text, times are times; what is personal goes aside.

Types are checked afterwards by pydantic; what has the wrong type here is left for it to name.
"""

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Final, NewType, Union, get_args, get_origin

from app.show.words import Instant, Personal, Span
from app.wire import text
from app.wire.adapters import Malformed
from app.wire.personal import NewRef, SideValue, read_text, take_aside
from app.wire.shapes import dataclass_shape

TEXT_LENGTHS: Final[Mapping[str, int]] = {"assembly": 500, "action": 200}  # in graphemes
TEXT_LENGTH: Final = 80  # names, titles, places, sizes
LIST_LENGTH_MAX: Final = 5_000  # the seats of the largest house
INSTANT_MAX: Final = 253_402_300_799_999  # the end of the year 9999
SPAN_MAX: Final = 24 * 60 * 60 * 1000  # nothing in a show takes longer than a day
COUNT_MAX: Final = 1_000_000_000
MAY_BE_EARLIER: Final = frozenset({"offset_ms"})  # a cue before its anchor


class Aside:
    """Collects what goes aside while one command is read."""

    def __init__(self, new_ref: NewRef) -> None:
        self._new_ref = new_ref
        self.values: list[SideValue] = []

    def take(self, value: object, about: Personal, at: str) -> str:
        """Put a personal value aside and return the reference that takes its place."""
        side = take_aside(value, about, at, self._new_ref)
        self.values.append(side)
        return side.ref


Law = Callable[[object, str, Aside], object]  # a value, the name of its place, where things go


def lawful(
    kind: type, found: Mapping[str, object], aside: Aside, at: str = ""
) -> dict[str, object]:
    """Return an object's fields with what is personal replaced, for the dataclass `kind`.

    Raises:
        Malformed: where a field breaks a law.
    """
    laws = _laws_of(kind)
    return {
        name: value
        if value is None or name not in laws
        else laws[name](value, f"{at}{name}", aside)
        for name, value in found.items()
    }


@cache
def _laws_of(kind: type) -> Mapping[str, Law]:
    hints, optional = dataclass_shape(kind)
    found = {name: _law_of(hint, name, optional=name in optional) for name, hint in hints.items()}
    return {name: law for name, law in found.items() if law is not None}


def _law_of(hint: object, name: str, *, optional: bool) -> Law | None:
    hint = _bare(hint)
    if get_origin(hint) is Annotated:
        return _personal(get_args(hint)[1], optional=optional)
    if isinstance(hint, NewType):
        return _newtype(hint, name)
    if isinstance(hint, type):
        return _plain(hint, name)
    return _several(hint, name)


def _plain(hint: type, name: str) -> Law | None:
    if hint is str:
        return _text(TEXT_LENGTHS.get(name, TEXT_LENGTH))
    if hint is int:
        return _number(0, COUNT_MAX)
    return _nested(hint) if is_dataclass(hint) else None


def _several(hint: object, name: str) -> Law | None:
    if get_origin(hint) is tuple:
        each = _law_of(get_args(hint)[0], name, optional=False)
        return _list(each) if each else None
    if get_origin(hint) is Mapping:
        return _texts(TEXT_LENGTHS.get(name, TEXT_LENGTH))
    return None


def _bare(hint: object) -> object:
    """Return a hint without its `| None`; of other unions the law is left to pydantic."""
    if get_origin(hint) in (Union, UnionType):
        kept = [one for one in get_args(hint) if one is not NoneType]
        return kept[0] if len(kept) == 1 else None
    return hint


def _newtype(hint: NewType, name: str) -> Law:
    if hint is Instant:
        return _number(0, INSTANT_MAX)
    if hint is Span:
        return _number(-SPAN_MAX if name in MAY_BE_EARLIER else 0, SPAN_MAX)
    return _id


def _personal(about: Personal, *, optional: bool) -> Law:
    must_say_something = not optional or about.graphemes_max < 500  # a name is never blank

    def law(value: object, at: str, aside: Aside) -> object:
        if must_say_something and isinstance(value, str) and not value.strip():
            raise Malformed(f"{at}: The text is blank.")
        return aside.take(value, about, at)

    return law


def _id(value: object, at: str, _: Aside) -> object:
    if isinstance(value, str) and not text.ID.fullmatch(value):
        raise Malformed(f"{at}: An id is up to 64 letters, digits, spaces and _ . : + # -.")
    return value


def _text(graphemes_max: int) -> Law:
    def law(value: object, at: str, _: Aside) -> object:
        return read_text(value, graphemes_max, at) if isinstance(value, str) else value

    return law


def _number(least: int, most: int) -> Law:
    def law(value: object, at: str, _: Aside) -> object:
        if isinstance(value, int) and not least <= value <= most:
            raise Malformed(f"{at}: The number is not between {least} and {most}.")
        return value

    return law


def _nested(kind: type) -> Law:
    def law(value: object, at: str, aside: Aside) -> object:
        return lawful(kind, value, aside, f"{at}.") if isinstance(value, dict) else value

    return law


def _list(each: Law) -> Law:
    def law(value: object, at: str, aside: Aside) -> object:
        if not isinstance(value, list):
            return value
        if len(value) > LIST_LENGTH_MAX:
            raise Malformed(f"{at}: The list is longer than {LIST_LENGTH_MAX}.")
        return [each(one, f"{at}.{place}", aside) for place, one in enumerate(value)]

    return law


def _texts(graphemes_max: int) -> Law:
    def law(value: object, at: str, _: Aside) -> object:
        if isinstance(value, dict):
            for key, one in value.items():
                read_text(key, graphemes_max, at)
                read_text(one, graphemes_max, f"{at}.{key[:20]}")
        return value

    return law
