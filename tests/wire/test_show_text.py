"""A show comes back from a checkpoint exactly, or not at all."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from app.show.look import Look
from app.show.message import Message, MessageKind
from app.show.state import Show, Undoable
from app.show.words import Instant, ItemId, LookId, MessageId, PassId, Role
from app.wire.show_text import FORMAT, Unreadable, show_from_json, show_to_json
from tests.shows import of_shows, shows

Damage = Callable[[dict[str, Any]], bytes]


@of_shows
@given(shows)
def test_a_show_comes_back_as_it_was(show: Show) -> None:
    assert show_from_json(show_to_json(show)) == show


@of_shows
@given(shows)
def test_a_show_that_came_back_is_written_in_the_same_bytes(show: Show) -> None:
    written = show_to_json(show)

    assert show_to_json(show_from_json(written)) == written


def test_what_could_be_undone_can_still_be_undone() -> None:
    before = Look(id=LookId("l1"), number="1", items=(ItemId("i1"),))
    undoable = Undoable(seq=7, by=PassId("p1"), looks=(before,), order=(LookId("l1"),))
    show = Show(undoable=(undoable,))

    assert show_from_json(show_to_json(show)) == show


def test_the_oldest_message_is_still_the_first() -> None:
    messages = {
        MessageId(name): Message(
            id=MessageId(name),
            kind=MessageKind.TEXT,
            to=("all",),
            sent_at=Instant(1),
            sent_by=PassId("p1"),
            sent_role=Role.CALLER,
        )
        for name in ("n2", "n10", "n1")
    }

    read = show_from_json(show_to_json(Show(messages=messages)))

    assert list(read.messages) == ["n2", "n10", "n1"]


@pytest.mark.parametrize(
    "damage",
    [
        lambda found: b"{",
        lambda found: b"[]",
        lambda found: json.dumps({**found, "format": 0}).encode(),
        lambda found: json.dumps({"format": FORMAT}).encode(),
        lambda found: json.dumps({"format": FORMAT, "show": 5}).encode(),
        lambda found: json.dumps({**found, "show": {**found["show"], "colour": 1}}).encode(),
        lambda found: json.dumps({**found, "show": {**found["show"], "phase": "x"}}).encode(),
        lambda found: json.dumps({**found, "show": {**found["show"], "looks": [5]}}).encode(),
    ],
)
def test_a_checkpoint_that_is_not_ours_is_not_guessed_at(damage: Damage) -> None:
    found = json.loads(show_to_json(Show()))

    with pytest.raises(Unreadable):
        show_from_json(damage(found))


def test_a_state_from_before_messages_knew_their_entry_is_left_aside() -> None:
    found = json.loads(show_to_json(Show()))

    with pytest.raises(Unreadable):
        show_from_json(json.dumps({**found, "format": 1}).encode())
