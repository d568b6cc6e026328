"""A device that knew another history than the one that is: what it offers again is told from what it presses."""

import json

import pytest

from app.show.words import Role
from app.talk.conversation import Ask
from app.talk.frames import NO_TROUBLE, Trouble, beat
from tests.rules import rule
from tests.talk.makers import ID, NOW, Device

GO = {"type": "go", "look": "l16"}
STOP = {"type": "stop_show"}


def a_caller(epoch: str = "e0", *pending: str) -> Device:
    """A caller's device that resumes from `epoch`, where the show is in e1."""
    device = Device()
    position = {"epoch": epoch, "seq": 130}
    hello = {"type": "hello", "protocol": 1, "client": "c", "resume": position}
    device.says(json.dumps({**hello, "pending": list(pending)}))
    device.admitted(Role.CALLER)
    return device


def asked(device: Device, body: dict[str, str], number: int | None) -> Ask:
    said = {"type": "command", "id": ID, "command": body}
    (ask,) = device.says(json.dumps(said if number is None else {**said, "beat": number}))
    assert isinstance(ask, Ask)
    return ask


@rule("X2")
@pytest.mark.parametrize("body", [GO, STOP])
def test_an_order_or_stop_of_another_history_is_offered_again(body: dict[str, str]) -> None:
    assert asked(a_caller("e0"), body, 8_812).offered_again


def test_an_order_of_this_history_is_not() -> None:
    assert not asked(a_caller("e1"), GO, 8_812).offered_again


def test_who_has_thrown_its_picture_away_comes_from_no_other_history() -> None:
    assert not asked(a_caller("-"), GO, 8_812).offered_again


def test_an_order_pressed_on_the_new_picture_is_given_as_ever() -> None:
    device = a_caller("e0")
    seen = device.beats.beat(device.now_ms)

    ask = asked(device, GO, seen)

    assert (ask.fresh, ask.offered_again) == (True, False)


def test_an_order_that_was_stuck_after_the_new_picture_is_stale_and_not_offered_again() -> None:
    device = a_caller("e0")
    seen = device.beats.beat(device.now_ms)
    device.waits(5_000)

    ask = asked(device, GO, seen)

    assert (ask.fresh, ask.offered_again) == (False, False)


def test_a_stop_that_had_no_answer_yet_must_stop() -> None:
    assert not asked(a_caller("e0", ID), STOP, 8_812).offered_again


def test_a_stop_without_a_beat_is_pressed_now() -> None:
    assert not asked(a_caller("e0"), STOP, None).offered_again


def test_what_was_pressed_before_history_began_anew_on_an_open_line_is_of_before() -> None:
    device = a_caller("e1")
    seen = device.beats.beat(device.now_ms)
    device.waits(5_000)

    device.talk.begin_anew()

    assert asked(device, GO, seen).offered_again


@rule("P9")
@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (NO_TROUBLE, {}),
        (Trouble(saving=False), {"saving": False}),
        (
            Trouble(saving=False, damaged={"seq": 412, "what": "gone"}),
            {"saving": False, "damaged": {"seq": 412, "what": "gone"}},
        ),
    ],
)
def test_a_beat_says_what_keeps_the_show_from_being_written(
    trouble: Trouble, said: dict[str, object]
) -> None:
    frame = json.loads(beat(number=1, seq=2, state_hash="0", now_ms=NOW, trouble=trouble))

    assert {key: frame[key] for key in ("saving", "damaged") if key in frame} == said
