"""JSON, read strictly: what two readers could understand in two ways is refused."""

import json
import re
from collections.abc import Iterator
from typing import Final, NoReturn

DEPTH_MAX: Final = 32  # a plan bundle is 6 deep; a parser's stack is a thousand
NUMBER_MAX: Final = 2**53 - 1  # what JavaScript still counts exactly

# Possessive, and an open string ends with the document: no letter is looked at twice.
_NESTING: Final = re.compile(r'"(?:[^"\\]++|\\.?)*+"?|[\[{]|[\]}]', re.DOTALL)
_UNSEEN: Final = re.compile("[\x00\ud800-\udfff]")  # NUL, and half a character


class NotStrict(ValueError):
    """A document that is no JSON, or that is more than one thing at once. Says what is wrong in it."""


def read_strict(raw: bytes | str) -> object:
    """Return what a JSON document says.

    Refused: bad UTF-8, doubled keys, NaN and infinities, numbers that JavaScript can't hold, nesting deeper
    than 32, NUL, lone surrogates.
    """
    text = _text(raw)
    if _too_deep(text):
        raise NotStrict(f"It is nested more than {DEPTH_MAX} deep.")
    try:
        found: object = _READER.decode(text)
    except NotStrict:
        raise
    except ValueError as wrong:
        raise NotStrict("It is not JSON.") from wrong
    if "\\u" in text and any(_UNSEEN.search(one) for one in _strings(found)):
        raise NotStrict("It has a character that is none.")
    return found


def _text(raw: bytes | str) -> str:
    try:
        return raw.decode() if isinstance(raw, bytes) else raw.encode().decode()
    except UnicodeError as wrong:
        raise NotStrict("It is not UTF-8.") from wrong


def _too_deep(text: str) -> bool:
    if text.count("[") + text.count("{") <= DEPTH_MAX:
        return False
    depth = 0
    for found in _NESTING.finditer(text):
        mark = found[0]
        depth += (mark in "[{") - (mark in "]}")
        if depth > DEPTH_MAX:
            return True
    return False


def _strings(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for key, value in found.items():
            yield key
            yield from _strings(value)
    elif isinstance(found, list):
        for value in found:
            yield from _strings(value)


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made: dict[str, object] = {}
    for key, value in pairs:
        if key in made:
            raise NotStrict(f"It says {key[:40]!r} twice.")
        made[key] = value
    return made


def _whole(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > NUMBER_MAX:
        raise NotStrict("It has a number that is too large.")
    return int(digits)


def _broken(digits: str) -> float:
    number = float(digits)
    if abs(number) > NUMBER_MAX:
        raise NotStrict("It has a number that is too large.")
    return number


def _no_number(word: str) -> NoReturn:
    raise NotStrict(f"{word} is no number.")


_READER: Final = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_whole, parse_float=_broken, parse_constant=_no_number
)
