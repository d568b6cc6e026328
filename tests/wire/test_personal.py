"""Sizes and pictures are checked before they are put aside."""

import base64
import json

import pytest

from app.show.words import MEASUREMENTS, PICTURE, Ref
from app.wire.adapters import Malformed
from app.wire.personal import PICTURE_BYTES_MAX, SideValue, take_aside

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)
WEBP = b"RIFF\x00\x00\x00\x00WEBPVP8 " + bytes(20)


def new_ref() -> Ref:
    return Ref("r_1")


def uri(kind: str, image: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(image).decode()}"


@pytest.mark.parametrize(
    ("kind", "image"), [("image/png", PNG), ("image/jpeg", JPEG), ("image/webp", WEBP)]
)
def test_a_picture_lies_under_its_media_type(kind: str, image: bytes) -> None:
    side = take_aside(uri(kind, image), PICTURE, "picture", new_ref)

    assert side == SideValue(ref=Ref("r_1"), kind=kind, value=image)


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        (None, "is a data URI"),
        ("https://example.org/a.png", "is a data URI"),
        (uri("image/svg+xml", b"<svg/>"), "is a data URI"),
        (uri("application/pdf", b"%PDF"), "is a data URI"),
        ("data:image/png;base64,", "is a data URI"),
        ("data:image/png;base64,iVBORw0KGgo", "is not base64"),
        (uri("image/png", JPEG), "is no PNG image"),
        (uri("image/webp", b"<svg onload=alert(1)>"), "is no WEBP image"),
        (uri("image/jpeg", JPEG + bytes(PICTURE_BYTES_MAX)), "is larger than"),
    ],
)
def test_what_is_no_picture_is_refused(value: object, wrong: str) -> None:
    with pytest.raises(Malformed, match=wrong):
        take_aside(value, PICTURE, "picture", new_ref)


def test_the_largest_picture_is_taken() -> None:
    largest = JPEG + bytes(PICTURE_BYTES_MAX - len(JPEG))

    assert len(take_aside(uri("image/jpeg", largest), PICTURE, "x", new_ref).value) == 300_000


def test_sizes_are_kept_as_they_were_said() -> None:
    sizes = {"height_cm": 178.5, "dress_eu": "34-36", "shoe_eu": 39, "hips_cm": None}

    side = take_aside(sizes, MEASUREMENTS, "measurements", new_ref)

    assert (side.kind, json.loads(side.value)) == (
        "json",
        {"height_cm": 178.5, "dress_eu": "34-36", "shoe_eu": 39},
    )


@pytest.mark.parametrize(
    ("sizes", "wrong"),
    [
        ("178", "are an object"),
        ({"weight_kg": 50}, r"Unknown field: m\.weight_kg"),
        ({"height_cm": True}, "a number up to 300"),
        ({"height_cm": 0}, "a number up to 300"),
        ({"height_cm": 301}, "a number up to 300"),
        ({"height_cm": [178]}, "a number up to 300"),
        ({"dress_eu": "x" * 17}, "longer than 16"),
        ({"dress_eu": "34\x00"}, "can't be shown"),
    ],
)
def test_what_is_no_size_is_refused(sizes: object, wrong: str) -> None:
    with pytest.raises(Malformed, match=wrong):
        take_aside(sizes, MEASUREMENTS, "m", new_ref)
