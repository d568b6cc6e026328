"""Whatever comes in is a message, a command that can be answered, or a reason to hang up."""

import json
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.show.words import Expect, LookId, Why
from app.wire.adapters import Malformed
from app.wire.close import CloseCode
from app.wire.codec import FRAME_BYTES_MAX, BadFrame, read_asked, read_frame
from app.wire.device import Device
from app.wire.messages import (
    PENDING_MAX,
    ClientMessage,
    CommandAsked,
    CommandUnread,
    DeviceChanged,
    Hello,
    Ping,
    Position,
    Resume,
    Seen,
)

ID = "01JABCDEFGH"
GO = {"type": "go", "look": "l16"}
WORDS = (
    "type",
    "id",
    "command",
    "expect",
    "beat",
    "t",
    "n",
    "seq",
    "epoch",
    "protocol",
    "client",
    "device",
)
anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from(("hello", "command", "seen", "ping", "resume", "device", ID)),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(WORDS) | st.text(), inner),
    max_leaves=6,
)
frames = st.dictionaries(st.sampled_from(WORDS), anything).map(json.dumps)


def answer(raw: bytes | str) -> object:
    """Return the message, or the close code."""
    try:
        return read_frame(raw)
    except BadFrame as bad:
        return bad.close_code


def said(**frame: object) -> str:
    return json.dumps(frame)


@given(st.binary() | st.text() | frames)
def test_nothing_that_comes_in_breaks_the_reader(raw: bytes | str) -> None:
    assert isinstance(answer(raw), (*get_args(ClientMessage), CloseCode))


def test_a_hello_says_where_it_left_off_and_what_it_has_no_answer_to() -> None:
    hello = said(
        type="hello",
        protocol=1,
        token="t",
        client="c-7f3a",
        resume={"epoch": "e1", "seq": 130},
        pending=[ID],
    )

    assert answer(hello) == Hello(
        protocol=1,
        token="t",
        client="c-7f3a",
        resume=Position(epoch="e1", seq=130),
        pending=(ID,),
    )


def test_a_command_comes_with_what_its_sender_saw() -> None:
    command = said(type="command", id=ID, command=GO, expect={"next": "l16"}, beat=8812)

    assert answer(command) == CommandAsked(
        id=ID, command=GO, expect=Expect(next=LookId("l16")), beat=8812
    )


EVERYTHING = {
    "system": "iPadOS 17.5 (Safari)",
    "secure": True,
    "wake_lock": "on",
    "vibrate": False,
    "sound": True,
    "storage": "may go",
    "offline": False,
    "page": "9c1f03aa12bd",
}


def test_a_hello_says_what_the_device_can_do() -> None:
    hello = said(type="hello", protocol=1, client="c", device=EVERYTHING)

    assert answer(hello) == Hello(
        protocol=1,
        client="c",
        device=Device(
            system="iPadOS 17.5 (Safari)",
            secure=True,
            wake_lock="on",
            vibrate=False,
            sound=True,
            storage="may go",
            offline=False,
            page="9c1f03aa12bd",
        ),
    )


@pytest.mark.parametrize("name", EVERYTHING)
def test_a_device_leaves_out_what_it_does_not_know(name: str) -> None:
    known = {key: value for key, value in EVERYTHING.items() if key != name}

    assert answer(said(type="device", device=known)) == DeviceChanged(device=Device(**known))  # type: ignore[arg-type] # by name


@pytest.mark.parametrize(
    "device",
    [
        None,
        "Android",
        {"colour": "red"},
        {"system": ""},
        {"system": "A" * 41},
        {"system": "Android\n"},
        {"system": "Android\u0007"},
        {"system": "\u202eAndroid"},
        {"system": "<b>"},
        {"system": 9},
        {"secure": 1},
        {"secure": "true"},
        {"wake_lock": "maybe"},
        {"storage": ["kept"]},
        {"page": "p" * 33},
        {"page": "two words"},
    ],
)
def test_a_device_that_says_something_else_of_itself_is_hung_up_on(device: object) -> None:
    told = [
        answer(said(type="device", device=device)),
        answer(said(type="hello", protocol=1, client="c", device=device or {"no": "thing"})),
    ]

    assert told == [CloseCode.MALFORMED] * 2


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (said(type="seen", n=8812, seq=135), Seen(n=8812, seq=135)),
        (said(type="ping", t=17.2), Ping(t=17.2)),
        (said(type="ping", t=17).encode(), Ping(t=17)),
        (said(type="resume", epoch="e1", seq=3), Resume(epoch="e1", seq=3)),
    ],
)
def test_a_small_message_is_understood(raw: bytes | str, message: ClientMessage) -> None:
    assert answer(raw) == message


@pytest.mark.parametrize(
    "raw",
    [
        "[]",
        "1",
        said(),
        said(type="shout"),
        said(type=["hello"]),
        said(type="seen", n=1),
        said(type="seen", n=-1, seq=1),
        said(type="seen", n="1", seq=1),
        said(type="seen", n=1, seq=1, more=1),
        said(type="ping", t="now"),
        said(type="ping", t=True),
        said(type="hello", protocol=1),
        said(type="hello", protocol=1, client="two words"),
        said(type="hello", protocol=1, client="c", pending=["short"]),
        said(type="hello", protocol=1, client="c", resume={"epoch": "", "seq": 1}),
        said(type="hello", protocol=1, client="c", token="t" * 300),
        said(type="command", command=GO),
        said(type="command", id="short", command=GO),
        said(type="command", id="has a space", command=GO),
        said(type="command", id=17, command=GO),
        said(type="command", id="clock:r1:assume:l1", command=GO),
    ],
)
def test_what_can_not_be_answered_is_hung_up_on(raw: str) -> None:
    assert answer(raw) is CloseCode.MALFORMED


@pytest.mark.parametrize(
    ("more", "detail"),
    [
        ({}, "Missing field: command."),
        ({"command": "go"}, "command: Input should be an object."),
        ({"command": GO, "expcet": {}}, "Unknown field: expcet."),
        ({"command": GO, "expect": {"nxt": "l1"}}, "Unknown field: expect.nxt."),
        ({"command": GO, "expect": {"rev": 1.5}}, "expect.rev: Input should be a valid integer"),
        ({"command": GO, "beat": "8812"}, "beat: Input should be a valid integer."),
        ({"command": GO, "occurred_at": -1}, "occurred_at: Input should be greater than"),
    ],
)
def test_a_command_with_an_id_is_answered_by_it(more: dict[str, object], detail: str) -> None:
    unread = answer(said(type="command", id=ID, **more))

    assert isinstance(unread, CommandUnread)
    assert (unread.id, unread.why) == (ID, Why.MALFORMED)
    assert unread.detail.startswith(detail)


def test_another_protocol_is_told_from_nonsense_whatever_else_it_says() -> None:
    later = said(type="hello", protocol=2, client="c", colours=True)

    assert answer(later) is CloseCode.PROTOCOL_NOT_SPOKEN


def test_more_pending_ids_than_an_outbox_holds_are_too_many() -> None:
    ids = [f"{number:08}" for number in range(PENDING_MAX + 1)]

    assert answer(said(type="hello", protocol=1, client="c", pending=ids)) is CloseCode.TOO_LARGE


@pytest.mark.parametrize("size", [FRAME_BYTES_MAX, FRAME_BYTES_MAX + 1])
def test_a_message_is_measured_in_bytes(size: int) -> None:
    ping = said(type="ping", t=1)
    raw = ping + " " * (size - len(ping))

    told = [answer(raw), answer(raw.encode())]

    assert told == [Ping(t=1) if size == FRAME_BYTES_MAX else CloseCode.TOO_LARGE] * 2


def test_a_long_text_of_broad_letters_is_too_large() -> None:
    assert answer("ö" * FRAME_BYTES_MAX) is CloseCode.TOO_LARGE


def test_a_posted_command_is_read_by_the_same_rules() -> None:
    asked = read_asked({"id": ID, "command": GO, "occurred_at": 1_795_687_200_000})

    assert asked == CommandAsked(id=ID, command=GO, occurred_at=1_795_687_200_000)  # type: ignore[arg-type] # an Instant


def test_a_posted_command_without_an_id_is_not_one() -> None:
    with pytest.raises(Malformed, match="has an id"):
        read_asked({"command": GO})
