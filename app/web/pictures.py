"""Look pictures: whatever is sent comes out as a plain WebP, without where it was taken."""

import base64
import binascii
import io
import warnings
from typing import Final

from app.web.problems import malformed

KIND: Final = "image/webp"
BYTES_MAX: Final = 4 * 1024 * 1024  # before decoding; a phone's photo has 2 to 4 MB
_PIXELS_MAX: Final = 40_000_000  # before decoding: 160 MB of memory at most
_SIDE_MAX: Final = 1_200  # fills a phone and a quarter of a TV
_QUALITY: Final = 80
_TAKEN: Final = ("PNG", "JPEG", "WEBP")


def redrawn(sent: bytes) -> bytes:
    """Return `sent` as WebP of a decent size. Raises a Problem when it is no such picture."""
    if len(sent) > BYTES_MAX:
        raise malformed(f"A picture may have {BYTES_MAX // 2**20} MB.", status=413)
    from PIL import Image  # noqa: PLC0415  # loaded for the first picture, not at every start

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _redrawn(sent)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise malformed("This picture can't be read: send a PNG, JPEG or WebP.") from error


def unpacked(uri: str) -> bytes:
    """Return the bytes of a `data:image/...;base64,` address."""
    head, comma, body = uri.partition(",")
    if not comma or not head.startswith("data:image/") or not head.endswith(";base64"):
        raise malformed("A picture is sent as data:image/...;base64,...")
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise malformed("This picture is not base64.") from error


def packed(picture: bytes) -> str:
    """Return a redrawn picture as an address that carries it."""
    return f"data:{KIND};base64,{base64.b64encode(picture).decode()}"


def _redrawn(sent: bytes) -> bytes:
    from PIL import Image, ImageOps  # noqa: PLC0415

    with Image.open(io.BytesIO(sent), formats=_TAKEN) as found:
        width, height = found.size
        if width * height > _PIXELS_MAX:
            raise malformed(f"A picture may have {_PIXELS_MAX // 1_000_000} million pixels.")
        found.draft("RGB", (_SIDE_MAX, _SIDE_MAX))  # a JPEG is then decoded smaller, and faster
        upright = ImageOps.exif_transpose(found).convert("RGB")
    upright.thumbnail((_SIDE_MAX, _SIDE_MAX))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)  # pixels alone: no EXIF, no profile, no comment comes along
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()
