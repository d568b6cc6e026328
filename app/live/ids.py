"""Chance: references, tokens, join codes and ids that nobody can guess."""

import hashlib
import secrets
from typing import Final

from app.show.words import Ref

CODE_LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0 O, 1 I L, and no U, which reads as V
CODE_LENGTH: Final = 8
_PIN_LENGTH: Final = 6
_BITS: Final = 128
_HOLDS_128_BITS: Final = _BITS // 8


def new_ref() -> Ref:
    """Return what stands in the log for something about a person."""
    return Ref("r_" + secrets.token_urlsafe(_HOLDS_128_BITS))


def new_token() -> str:
    """Return a device's or the owner's secret."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """Return a join code: short enough to read out, and without look-alikes."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def new_pin() -> str:
    """Return the digits that a caller or producer types beside the code."""
    return "".join(secrets.choice("0123456789") for _ in range(_PIN_LENGTH))


def new_show_id() -> str:
    """Return a show's id: it stands in every address, and tells nothing."""
    return "s" + secrets.token_hex(6)


def new_pass_id() -> str:
    """Return a pass's id."""
    return "p" + secrets.token_hex(6)


def new_command_id() -> str:
    """Return the id of a command that the server itself sends for somebody."""
    return "house-" + secrets.token_hex(_HOLDS_128_BITS)


def tidy_code(typed: str) -> str:
    """Return a code as it was made, from what somebody typed: `abcd-2345`, ` ABCD 2345`."""
    return "".join(letter for letter in typed.upper() if letter in CODE_LETTERS)


def hashed_token(token: str) -> str:
    """Return what is kept of a token. It is long and random, so that a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def hashed_code(code: str) -> str:
    """Return what is kept of a join code; takes about 10 ms of one core.

    A code has 39 bits: whoever steals the database must not get it by trying them all. The salt is
    the same for every code, because a code is found by this hash.
    """
    return hashlib.scrypt(code.encode(), salt=b"standby join code", n=2**12, r=8, p=1).hex()
