"""A conversation: hello, then commands, beats and pings; and nothing after it is over."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.show.look import Go, MarkLook
from app.show.words import Expect, Instant, LookId, Refused, Role, Why
from app.talk.conversation import (
    Admit,
    Ask,
    CanDo,
    CatchUp,
    Close,
    Conversation,
    Refuse,
    Reply,
    Saw,
    Send,
    State,
)
from app.wire.close import CloseCode
from app.wire.commands import Asked
from app.wire.device import Device as Abilities
from app.wire.messages import Hello, Position
from tests.talk.makers import HELLO, ID, NOW, Device, live

MARK = {"type": "mark_look", "look": "l16", "status": "dressed"}
GO = {"type": "go", "look": "l16"}


def command(body: object = MARK, command_id: str = ID, **more: object) -> str:
    return json.dumps({"type": "command", "id": command_id, "command": body, **more})


def closed_with(replies: tuple[Reply, ...]) -> CloseCode:
    assert len(replies) == 1
    assert isinstance(replies[0], Close)
    return replies[0].code


def refused(replies: tuple[Reply, ...]) -> Refused:
    assert len(replies) == 1
    assert isinstance(replies[0], Refuse)
    assert replies[0].id == ID
    return replies[0].refused


# ---- hello


def test_a_hello_asks_to_be_admitted() -> None:
    assert Device().says(HELLO) == (Admit(Hello(protocol=1, client="c-7f3a")),)


def test_who_is_admitted_is_welcomed_and_caught_up() -> None:
    device = Device()
    device.says(HELLO)

    welcome, catch_up = device.admitted()

    assert isinstance(welcome, Send)
    assert json.loads(welcome.frame) == {
        "type": "welcome",
        "protocol": 1,
        "role": "dresser",
        "pass": "p9",
        "label": "Pia",
        "scope": {"models": []},
        "show": "s1",
        "epoch": "e1",
        "seq": 134,
        "now_at": NOW,
        "beat_ms": 2000,
        "outcomes": {},
    }
    assert catch_up == CatchUp(None)


def test_who_left_off_somewhere_is_caught_up_from_there() -> None:
    device = Device()
    device.says('{"type":"hello","protocol":1,"client":"c","resume":{"epoch":"e1","seq":130}}')

    assert device.admitted()[1] == CatchUp(Position(epoch="e1", seq=130))


@pytest.mark.parametrize("first", [command(), '{"type":"ping","t":1}'])
def test_whatever_comes_before_hello_ends_it(first: str) -> None:
    assert closed_with(Device().says(first)) is CloseCode.MALFORMED


def test_a_second_hello_ends_it() -> None:
    assert closed_with(live().says(HELLO)) is CloseCode.MALFORMED


def test_who_does_not_wait_for_the_welcome_is_hung_up_on() -> None:
    device = Device()
    device.says(HELLO)

    assert closed_with(device.says(command())) is CloseCode.MALFORMED


def test_nobody_is_admitted_who_has_not_said_hello() -> None:
    with pytest.raises(AssertionError):
        Device().admitted()


# ---- silence


def test_who_says_nothing_for_5_s_is_hung_up_on() -> None:
    device = Device()

    assert device.waits(4_999) == ()
    assert closed_with(device.waits(1)) is CloseCode.TOO_SLOW


def test_who_is_being_looked_up_is_not_silent() -> None:
    device = Device()
    device.says(HELLO)

    assert device.waits(60_000) == ()


def test_a_live_device_that_is_silent_for_15_s_is_hung_up_on() -> None:
    device = live()
    device.waits(14_000)
    device.says('{"type":"seen","n":1,"seq":1}')

    assert device.waits(14_999) == ()
    assert closed_with(device.waits(1)) is CloseCode.TOO_SLOW


# ---- commands


def test_a_mark_is_brought_to_the_desk() -> None:
    replies = live().says(command(expect={"rev": 7}, occurred_at=NOW - 1000))

    assert replies == (
        Ask(
            id=ID,
            body=MARK,
            asked=Asked(command=MarkLook(look=LookId("l16"), status="dressed")),
            expect=Expect(rev=7),
            occurred_at=Instant(NOW - 1000),
            fresh=True,
        ),
    )


def fresh(device: Device, beat: int | None) -> bool:
    (ask,) = device.says(command(GO, expect={"next": "l16"}, beat=beat))
    assert isinstance(ask, Ask)
    assert ask.asked.command == Go(look=LookId("l16"))
    return ask.fresh


@pytest.mark.parametrize(("age_ms", "good"), [(0, True), (4_000, True), (4_001, False)])
def test_an_order_is_fresh_for_4_s_after_the_beat_it_names(age_ms: int, good: bool) -> None:
    device = live(Role.CALLER)
    beat = device.beats.beat(device.now_ms)
    device.waits(age_ms)

    assert fresh(device, beat) is good


@pytest.mark.parametrize("beat", [None, 0, NOW])
def test_an_order_without_a_beat_that_was_sent_is_not_fresh(beat: int | None) -> None:
    assert not fresh(live(Role.CALLER), beat)


def test_a_command_that_can_be_answered_is_refused_by_its_id() -> None:
    assert refused(live().says(command("go"))).why is Why.MALFORMED


def test_an_unknown_command_is_refused_by_its_id() -> None:
    assert refused(live().says(command({"type": "dance"}))).why is Why.UNKNOWN_COMMAND


# ---- the rest


def test_a_ping_comes_back_with_our_time() -> None:
    (pong,) = live().says('{"type":"ping","t":17.2}')

    assert isinstance(pong, Send)
    assert json.loads(pong.frame) == {
        "type": "pong",
        "t": 17.2,
        "received_at": NOW,
        "sent_at": NOW,
    }


def test_what_a_device_can_do_now_is_passed_on() -> None:
    said = '{"type":"device","device":{"wake_lock":"off"}}'

    assert live().says(said) == (CanDo(Abilities(wake_lock="off")),)


def test_a_device_that_describes_itself_without_end_is_hung_up_on() -> None:
    device = live()
    said = '{"type":"device","device":{"wake_lock":"off"}}'

    replies = [device.says(said) for _time in range(200)]

    assert (CanDo(Abilities(wake_lock="off")),) in replies
    assert closed_with(next(one for one in replies if isinstance(one[0], Close))) is (
        CloseCode.TOO_MANY
    )


def test_what_a_device_has_seen_is_passed_on() -> None:
    assert live().says('{"type":"seen","n":8812,"seq":135}') == (Saw(8812, 135),)


def test_a_gap_is_caught_up() -> None:
    replies = live().says('{"type":"resume","epoch":"e1","seq":12}')

    assert replies == (CatchUp(Position(epoch="e1", seq=12)),)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("not json", CloseCode.MALFORMED),
        (b"\xff", CloseCode.MALFORMED),
        ('{"type":"shout"}', CloseCode.MALFORMED),
        ("x" * 16_385, CloseCode.TOO_LARGE),
    ],
)
def test_nonsense_ends_it(raw: bytes | str, code: CloseCode) -> None:
    assert closed_with(live().says(raw)) is code


# ---- too much


def test_after_its_burst_a_dresser_is_asked_to_wait() -> None:
    device = live()
    for _ in range(30):
        assert isinstance(device.says(command())[0], Ask)

    too_many = refused(device.says(command()))

    assert (too_many.why, too_many.more) == (Why.TOO_MANY, {"retry_ms": 101})


def test_who_waits_as_asked_is_heard() -> None:
    device = live()
    for _ in range(31):
        device.says(command())
    device.waits(101)

    assert isinstance(device.says(command())[0], Ask)


def test_nonsense_with_an_id_counts_as_a_command() -> None:
    device = live()
    for _ in range(30):
        device.says(command("go"))

    assert refused(device.says(command())).why is Why.TOO_MANY


def test_a_flood_of_pings_ends_it() -> None:
    device = live()
    for _ in range(150):
        assert isinstance(device.says('{"type":"ping","t":1}')[0], Send)

    assert closed_with(device.says('{"type":"ping","t":1}')) is CloseCode.TOO_MANY


# ---- the end


def test_the_house_may_end_it_with_a_reason() -> None:
    device = live()

    assert device.talk.close(CloseCode.NOT_ANY_MORE, "Revoked.") == (
        Close(CloseCode.NOT_ANY_MORE, "Revoked."),
    )


def test_after_the_end_nothing_is_answered() -> None:
    device = live()
    device.talk.close(CloseCode.REPLACED, "A newer socket of this client.")

    after = [
        device.says(HELLO),
        device.says("nonsense"),
        device.says(command()),
        device.talk.hear(Hello(protocol=1, client="c"), NOW),
        device.waits(60_000),
        device.talk.close(CloseCode.RESTARTING, "Restarting."),
    ]

    assert after == [()] * 6


def test_who_is_turned_away_at_the_door_is_not_admitted() -> None:
    device = Device()
    device.says(HELLO)
    device.talk.close(CloseCode.WHO_ARE_YOU, "This link is not known.")

    with pytest.raises(AssertionError):
        device.admitted()


said = st.sampled_from(
    [
        HELLO,
        command(),
        command(GO),
        command("go"),
        command({"type": "dance"}),
        '{"type":"ping","t":1}',
        '{"type":"seen","n":1,"seq":1}',
        '{"type":"resume","epoch":"e1","seq":1}',
        "nonsense",
    ]
)


@given(st.lists(st.tuples(said, st.integers(0, 6_000)), max_size=20))
def test_whatever_is_said_a_close_comes_once_and_last(turns: list[tuple[str, int]]) -> None:
    device = Device()
    replies: list[Reply] = []
    for raw, ms in turns:
        heard = device.says(raw)
        replies.extend(heard)
        if any(isinstance(one, Admit) for one in heard):
            replies.extend(device.admitted())
        replies.extend(device.waits(ms))

    closes = [place for place, one in enumerate(replies) if isinstance(one, Close)]

    assert closes in ([], [len(replies) - 1])
    assert (device.talk.state is State.CLOSED) == bool(closes)


def test_a_conversation_begins_by_waiting() -> None:
    assert isinstance(Device().talk, Conversation)
    assert Device().talk.state is State.WAITING
