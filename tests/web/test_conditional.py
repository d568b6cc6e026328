"""What a browser has already, and what it can unpack."""

import pytest

from app.web.conditional import has_it, takes_gzip


@pytest.mark.parametrize(
    ("said", "has"),
    [
        (None, False),
        ("", False),
        ('"a"', True),
        ('W/"a"', True),
        ('"b", W/"a"', True),
        ("*", True),
        ('"b", "c"', False),
        ('"ab"', False),
    ],
)
def test_what_is_named_in_any_way_is_not_sent_again(said: str | None, has: bool) -> None:
    assert has_it(said, '"a"') is has


@pytest.mark.parametrize(
    ("said", "takes"),
    [
        (None, False),
        ("gzip", True),
        ("br, GZIP;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("*", True),
        ("*, gzip;q=0", False),
        ("*;q=0", False),
        ("identity", False),
        ("gzip;q=much", False),
    ],
)
def test_what_is_not_wanted_compressed_is_not(said: str | None, takes: bool) -> None:
    assert takes_gzip(said) is takes
