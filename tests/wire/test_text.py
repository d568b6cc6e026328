"""A text is as long as people count it, and holds nothing that can't be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wire.text import ID, fault, graphemes


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Ada", 3),
        ("Zoë", 3),
        ("Zoe\u0308", 3),
        ("\u0308", 1),
        ("🇫🇷🇮🇹", 2),
        ("🇫🇷🇮", 2),
        ("👩‍👩‍👧‍👦", 1),
        ("👍🏽", 1),
        ("🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", 1),
        ("한국", 2),
        ("\u1112\u1161\u11ab", 1),
        ("❤️", 1),
    ],
)
def test_a_character_is_what_people_call_one(text: str, count: int) -> None:
    assert graphemes(text) == count


@given(st.text())
def test_there_are_never_more_characters_than_code_points(text: str) -> None:
    assert graphemes(text) <= len(text)


@pytest.mark.parametrize(
    "hidden", ["\x00", "\x07", "\n", "\t", "\x7f", "\x85", "\u061c", "\u200f", "\u202e", "\u2066"]
)
def test_a_character_that_nobody_sees_is_refused(hidden: str) -> None:
    assert fault(f"veil{hidden}down", graphemes_max=80) == "has a character that can't be shown"


@pytest.mark.parametrize("text", ["x" * 80, "e\u0301" * 80, "👩‍👩‍👧‍👦" * 80, "<b>&'\"؟שלום"])
def test_everything_else_is_kept_as_text(text: str) -> None:
    assert fault(text, graphemes_max=80) is None


@pytest.mark.parametrize("text", ["x" * 81, "é" * 81, "e" + "\u0301" * 2000])
def test_a_long_text_is_refused(text: str) -> None:
    assert fault(text, graphemes_max=80) == "is longer than 80 characters"


@pytest.mark.parametrize("good", ["l1", "14A", "A-1-14", "room B", "Ä1", "r2:exit", "x" * 64])
def test_an_id_is_short_and_plain(good: str) -> None:
    assert ID.fullmatch(good)


@pytest.mark.parametrize("bad", ["", " l1", "-1", "_x", "__proto__", "a/b", "a\n", "a%", "x" * 65])
def test_an_id_holds_nothing_that_an_address_trips_over(bad: str) -> None:
    assert not ID.fullmatch(bad)
