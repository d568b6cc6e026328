"""Why a socket is closed: the close codes of PROTOCOL.md section 4."""

from enum import IntEnum
from typing import Final


class CloseCode(IntEnum):
    MALFORMED = 4400
    WHO_ARE_YOU = 4401
    NOT_ANY_MORE = 4403
    NO_SUCH_SHOW = 4404
    TOO_SLOW = 4408
    REPLACED = 4409
    TOO_LARGE = 4413
    PROTOCOL_NOT_SPOKEN = 4426
    TOO_MANY = 4429
    RESTARTING = 1012


# After these a client says why, and does not come back by itself.
FOR_GOOD: Final = frozenset(
    {
        CloseCode.WHO_ARE_YOU,
        CloseCode.NOT_ANY_MORE,
        CloseCode.NO_SUCH_SHOW,
        CloseCode.PROTOCOL_NOT_SPOKEN,
    }
)
REASON_BYTES_MAX: Final = 123  # what a close frame has room for (RFC 6455 section 5.5)


def short_reason(detail: str) -> str:
    """Return what of a sentence fits into a close frame, never half a character."""
    return detail.encode()[:REASON_BYTES_MAX].decode(errors="ignore")
