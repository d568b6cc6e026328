"""What is about a person leaves a command at the door: a reference takes its place, the value goes aside."""

import base64
import binascii
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import orjson

from app.show.words import Personal, Ref
from app.wire import text
from app.wire.adapters import Malformed

PICTURE_BYTES_MAX: Final = 300_000  # a phone's picture, scaled down by the page that sends it
SIZES: Final = ("height_cm", "bust_cm", "waist_cm", "hips_cm", "dress_eu", "shoe_eu")
SIZE_MAX: Final = 300
SIZE_LENGTH_MAX: Final = 16  # "32-34", "38 1/2"

_PICTURE: Final = re.compile(r"data:(image/(?:png|jpeg|webp));base64,([A-Za-z0-9+/]+={0,2})")
_BEGINS: Final[Mapping[str, re.Pattern[bytes]]] = {
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}

NewRef = Callable[[], Ref]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideValue:
    """What lies beside the log under `ref`. `kind` is "text", "json" or a picture's media type."""

    ref: Ref
    kind: str
    value: bytes


def take_aside(value: object, about: Personal, at: str, new_ref: NewRef) -> SideValue:
    """Return a value that is about a person, checked, under a new reference.

    Raises:
        Malformed: naming the field by `at`.
    """
    if about.kind == "picture":
        kind, taken = _picture(value, at)
    elif about.kind == "measurements":
        kind, taken = "json", orjson.dumps(_measurements(value, at))
    else:
        kind, taken = "text", read_text(value, about.graphemes_max, at).encode()
    return SideValue(ref=new_ref(), kind=kind, value=taken)


def read_text(value: object, graphemes_max: int, at: str) -> str:
    """Return a text that people may write."""
    if not isinstance(value, str):
        raise Malformed(f"{at}: This is a text.")
    wrong = text.fault(value, graphemes_max=graphemes_max)
    if wrong:
        raise Malformed(f"{at}: The text {wrong}.")
    return value


def _measurements(value: object, at: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Malformed(f"{at}: Measurements are an object.")
    unknown = [name for name in value if name not in SIZES]
    if unknown:
        raise Malformed(f"Unknown field: {at}.{unknown[0][:40]}.")
    return {
        name: _size(value[name], f"{at}.{name}") for name in SIZES if value.get(name) is not None
    }


def _size(value: object, at: str) -> object:
    if isinstance(value, str):
        return read_text(value, SIZE_LENGTH_MAX, at)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= SIZE_MAX:
        raise Malformed(f"{at}: A size is a number up to {SIZE_MAX}, or a text.")
    return value


def _picture(value: object, at: str) -> tuple[str, bytes]:
    found = _PICTURE.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Malformed(f"{at}: A picture is a data URI of a PNG, JPEG or WebP image.")
    kind, letters = found.groups()
    if len(letters) * 3 // 4 > PICTURE_BYTES_MAX + 2:
        raise Malformed(f"{at}: The picture is larger than {PICTURE_BYTES_MAX} bytes.")
    try:
        image = base64.b64decode(letters, validate=True)
    except binascii.Error:
        raise Malformed(f"{at}: The picture is not base64.") from None
    if not _BEGINS[kind].match(image):
        raise Malformed(f"{at}: This is no {kind.removeprefix('image/').upper()} image.")
    return kind, image
