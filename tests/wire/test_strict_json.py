"""What two readers could understand in two ways is refused."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wire.strict_json import DEPTH_MAX, NotStrict, read_strict

plain_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def why_not(raw: bytes | str) -> str:
    with pytest.raises(NotStrict) as caught:
        read_strict(raw)
    return str(caught.value)


@given(plain_json)
def test_what_is_plain_comes_through_as_it_is(value: object) -> None:
    seen = json.dumps(value)
    if "\\u0000" in seen:
        assert why_not(seen) == "It has a character that is none."
    else:
        assert read_strict(seen) == value


def strictly_read(raw: bytes | str) -> bool:
    try:
        read_strict(raw)
    except NotStrict:
        return False
    return True


@given(st.binary() | st.text(alphabet='{}[]",:0123456789eE.-\\untrf \x00\ud800'))
def test_what_is_read_strictly_is_json_for_everybody(raw: bytes | str) -> None:
    assert not strictly_read(raw) or json.loads(raw) is not NotImplemented


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("", "It is not JSON."),
        ("{", "It is not JSON."),
        ("{'a':1}", "It is not JSON."),
        (b"\xff\xfe", "It is not UTF-8."),
        ('"\ud800"', "It is not UTF-8."),
        ('"\\ud800"', "It has a character that is none."),
        ('{"\\u0000":1}', "It has a character that is none."),
        ('[{"a":["\\udfff"]}]', "It has a character that is none."),
        ('{"a":1,"b":2,"a":1}', "It says 'a' twice."),
        ("NaN", "NaN is no number."),
        ("[-Infinity]", "-Infinity is no number."),
        ("9223372036854775808", "It has a number that is too large."),
        ("9007199254740992", "It has a number that is too large."),
        ("1" * 5000, "It has a number that is too large."),
        ("1e400", "It has a number that is too large."),
        ("[" * 10_000, f"It is nested more than {DEPTH_MAX} deep."),
        ('{"a":' * 33 + "1" + "}" * 33, f"It is nested more than {DEPTH_MAX} deep."),
    ],
)
def test_a_document_with_two_meanings_is_refused_by_name(raw: bytes | str, why: str) -> None:
    assert why_not(raw) == why


def test_many_brackets_side_by_side_are_not_deep() -> None:
    assert read_strict("[" + ",".join(["[]"] * 50) + "]") == [[]] * 50


def test_brackets_in_a_text_are_not_deep() -> None:
    text = "[" * 40 + '\\"{' * 40

    assert read_strict(json.dumps([text])) == [text]


def test_a_letter_written_as_its_code_is_that_letter() -> None:
    assert read_strict(b'"Zo\\u00eb"') == "Zoë"


MANY = 400_000  # if a letter were looked at twice for each other one, this would take an hour


def test_a_text_without_an_end_is_looked_at_once() -> None:
    assert why_not("[" * 31 + '["[' + '\\"' * MANY) == "It is not JSON."
    assert why_not("[" * 31 + '["[' + '\\"' * MANY + "\\") == "It is not JSON."


def test_the_one_key_of_many_that_is_doubled_is_found() -> None:
    keys = ",".join(f'"{n}":0' for n in [*range(MANY), MANY - 1])

    assert why_not("{" + keys + "}") == f"It says '{MANY - 1}' twice."
