"""Pictures come out as plain WebP, whatever came in."""

import base64
import io

import pytest
from PIL import Image

from app.web.pictures import packed, redrawn, unpacked
from app.web.problems import Problem


def a_picture(form: str = "JPEG", size: tuple[int, int] = (600, 900), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#884422").save(out, form, **more)
    return out.getvalue()


def drawn(picture: bytes) -> Image.Image:
    return Image.open(io.BytesIO(picture))


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_webp(form: str) -> None:
    assert drawn(redrawn(a_picture(form))).format == "WEBP"


def test_a_large_picture_becomes_small_enough_for_a_screen() -> None:
    assert max(drawn(redrawn(a_picture(size=(3000, 4000)))).size) == 1_200


def test_where_it_was_taken_does_not_come_along() -> None:
    exif = Image.Exif()
    exif[0x010E] = "backstage, rue de Secret"
    exif[0x0112] = 6  # lies on its side

    found = redrawn(a_picture(size=(600, 900), exif=exif))

    assert b"Secret" not in found
    assert not drawn(found).getexif()
    assert drawn(found).size == (900, 600)


def test_a_picture_of_too_many_pixels_is_not_decoded() -> None:
    with pytest.raises(Problem, match="million pixels"):
        redrawn(a_picture("PNG", size=(8_000, 8_000)))


@pytest.mark.parametrize(
    "sent",
    [b"", b"GIF89a" + bytes(100), b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"%PDF-1.7"],
    ids=["nothing", "GIF", "SVG", "PDF"],
)
def test_what_is_no_picture_of_the_three_kinds_is_refused(sent: bytes) -> None:
    with pytest.raises(Problem):
        redrawn(sent)


def test_half_a_picture_is_refused() -> None:
    whole = a_picture("PNG")

    with pytest.raises(Problem):
        redrawn(whole[: len(whole) // 2])


def test_a_picture_travels_as_an_address_and_back() -> None:
    assert unpacked(packed(b"picture")) == b"picture"


@pytest.mark.parametrize("uri", ["", "data:text/plain;base64,AA==", "data:image/png;base64,?"])
def test_an_address_that_carries_no_picture_is_refused(uri: str) -> None:
    with pytest.raises(Problem):
        unpacked(uri)


def test_the_letters_of_an_address_are_base64() -> None:
    assert packed(b"picture").endswith(base64.b64encode(b"picture").decode())
