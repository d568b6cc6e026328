"""A text frame as it lies on the wire: built once, written to every screen that is to have it."""

import struct
from typing import Final

_TEXT: Final = 0x81  # the whole message in one frame, as text (RFC 6455, section 5.2)
_SHORT: Final = struct.Struct("!BB").pack
_MIDDLE: Final = struct.Struct("!BBH").pack
_LONG: Final = struct.Struct("!BBQ").pack


def framed(text: bytes) -> bytes:
    """Return `text` (UTF-8) with the header that goes before it from a server to a client."""
    length = len(text)
    if length < 126:
        return _SHORT(_TEXT, length) + text
    if length < 65_536:
        return _MIDDLE(_TEXT, 126, length) + text
    return _LONG(_TEXT, 127, length) + text


def unframed(frame: bytes) -> bytes:
    """Return the text in a frame that `framed` made, for a server that frames by itself."""
    match frame[1]:
        case 126:
            return frame[4:]
        case 127:
            return frame[10:]
        case _:
            return frame[2:]
