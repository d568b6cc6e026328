"""What people write: which characters may be in it, and how long it is as people count."""

import re
import unicodedata
from typing import Final

# Characters that nobody sees and that turn the text around them (Unicode: Cc, Bidi_Control).
FORBIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
ID: Final = re.compile(
    r"[^\W_][\w .:+#-]{0,63}"
)  # short, and nothing that a URL or a log trips over
CODE_POINTS_PER_GRAPHEME: Final = 8  # a flag or a family is 7; more is a stack of accents

_JOINER: Final = "\u200d"
_FLAG: Final = range(0x1F1E6, 0x1F200)  # two of these are one flag
_EXTENDING: Final = frozenset({"Mn", "Me", "Mc"})
_SKIN: Final = range(0x1F3FB, 0x1F400)
_TAGS: Final = range(0xE0020, 0xE0080)  # the letters in the flag of Scotland
_VOWELS_AND_ENDS: Final = range(0x1160, 0x1200)  # of a Korean syllable written letter by letter


def graphemes(text: str) -> int:
    """Count characters as people do: a letter with its accents, a flag, a family are one each.

    Follows UAX 29 as far as names and notes need it.
    """
    count = 0
    flag_open = False
    before = ""
    for char in text:
        is_flag = ord(char) in _FLAG
        joins = _extends(char) or before == _JOINER or (is_flag and flag_open)
        count += not joins
        flag_open = is_flag and not flag_open
        before = char
    return max(count, 1) if text else 0


def fault(text: str, *, graphemes_max: int) -> str | None:
    """Return what is wrong with a text, None where nothing is."""
    if FORBIDDEN.search(text):
        return "has a character that can't be shown"
    if len(text) <= graphemes_max:
        return None
    if len(text) > graphemes_max * CODE_POINTS_PER_GRAPHEME or graphemes(text) > graphemes_max:
        return f"is longer than {graphemes_max} characters"
    return None


def _extends(char: str) -> bool:
    code = ord(char)
    return code >= 0x300 and (  # plain letters are quick
        char == _JOINER
        or unicodedata.category(char) in _EXTENDING
        or code in _SKIN
        or code in _TAGS
        or code in _VOWELS_AND_ENDS
    )
