"""An event comes back from the log as it was, and goes out to the screens without a word about a person."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.show.cast import ModelArrived, Service, ServiceMarked, ServiceStage
from app.show.crew import PassRevoked
from app.show.cue import Anchor, CueReanchored
from app.show.guest import GuestSeated
from app.show.hold import HoldBegan
from app.show.holding import Holding, HoldReason, HoldScope
from app.show.lineup import LookAdded, LookMoved, ShowEdited
from app.show.look import Look, LookOut, LookSentBack
from app.show.message import Acknowledged, Message, MessageKind, MessageSent
from app.show.show import Event
from app.show.state import Show
from app.show.words import (
    CueId,
    GuestId,
    Instant,
    LookId,
    MessageId,
    ModelId,
    PassId,
    Ref,
    Role,
    SeatId,
    Span,
)
from app.wire.adapters import Malformed
from app.wire.events import (
    entry_events_outward,
    event_json,
    events_json,
    is_told_whole,
    read_event,
    read_events,
)
from app.wire.names import EVENTS
from app.wire.outward import ids_of, outward_shape
from app.wire.telling import TELLS, may_see
from tests.shows import REFS, of_each_kind, texts, values

WRITTEN = {"black dress", "Zoë", "14A"}


@pytest.mark.parametrize("name", sorted(EVENTS))
@of_each_kind
@given(drawn=st.data())
def test_an_event_comes_back_from_the_log_as_it_was(name: str, drawn: st.DataObject) -> None:
    event: Event = drawn.draw(values(EVENTS[name]))

    written = events_json((event, event))

    assert b"null" not in written
    assert read_events(written) == (event, event)


@pytest.mark.parametrize("name", sorted(EVENTS))
@of_each_kind
@given(drawn=st.data())
def test_the_screens_hear_nothing_that_is_about_a_person(name: str, drawn: st.DataObject) -> None:
    event: Event = drawn.draw(values(EVENTS[name]))

    told = json.dumps(entry_events_outward([event]))

    assert [ref for ref in REFS if f'"{ref}"' in told] == []


@pytest.mark.parametrize(
    ("event", "told"),
    [
        (LookOut(look=LookId("l1")), {"type": "look_out", "look": "l1", "number": 1}),
        (
            LookSentBack(look=LookId("l1"), reason=Ref("r_1")),
            {"type": "look_sent_back", "look": "l1"},
        ),
        (
            LookAdded(look=Look(id=LookId("l2"), number="14A"), order=(LookId("l2"),)),
            {"type": "look_added", "look": "l2", "order": ["l2"]},
        ),
        (
            ShowEdited(title="Secret", spacing_ms=Span(12_000)),
            {"type": "show_edited", "spacing_ms": 12_000},
        ),
        (
            CueReanchored(cue=CueId("q1"), anchor=Anchor(look=LookId("l1"), at="exit")),
            {
                "type": "cue_reanchored",
                "cue": "q1",
                "anchor": {
                    "t0": False,
                    "look": "l1",
                    "at": "exit",
                    "offset_ms": 0,
                    "manual": False,
                },
            },
        ),
        (
            HoldBegan(
                holding=Holding(
                    scope=HoldScope.START,
                    reason=HoldReason.VIP,
                    owner=PassId("p1"),
                    owner_role=Role.CALLER,
                    since_at=Instant(1),
                    expected_end_at=Instant(2),
                )
            ),
            {"type": "hold_began"},
        ),
    ],
)
def test_an_event_goes_out_in_ids_words_and_instants(event: Event, told: dict[str, object]) -> None:
    assert entry_events_outward([event]) == [told]


SEATED = GuestSeated(guest=GuestId("g1"), seat=SeatId("A1"))
OUT = LookOut(look=LookId("l1"))


@pytest.mark.parametrize(
    ("role", "heard"),
    [
        (Role.DRESSER, ["look_out"]),
        (Role.USHER, ["guest_seated"]),
        (Role.PRODUCER, ["guest_seated", "look_out"]),
        (Role.CLOCK, []),
    ],
)
def test_a_role_hears_of_nothing_that_it_may_not_see(role: Role, heard: list[str]) -> None:
    told = entry_events_outward([SEATED, OUT], role)

    assert [event["type"] for event in told] == heard


ARRIVED = ModelArrived(model=ModelId("m1"), seen_at=Instant(4))
SERVED = ServiceMarked(
    model=ModelId("m1"), service=Service.HAIR, status=ServiceStage.DONE, seen_at=Instant(4)
)
MOVED = LookMoved(look=LookId("l1"), order=(LookId("l1"),))
GONE = PassRevoked(pass_id=PassId("p1"))


@pytest.mark.parametrize(
    ("role", "event", "heard"),
    [
        (Role.DRESSER, ARRIVED, [{"type": "model_arrived", "model": "m1", "seen_at": 4}]),
        (Role.PIT, ARRIVED, [{"type": "model_arrived", "model": "m1"}]),
        (Role.SECURITY, SERVED, []),
        (Role.PIT, MOVED, [{"type": "look_moved", "look": "l1", "order": ["l1"]}]),
        (Role.SECURITY, MOVED, []),
        (Role.CALLER, GONE, [{"type": "pass_revoked", "pass_id": "p1"}]),
        (Role.USHER, GONE, []),
    ],
)
def test_a_role_hears_of_a_field_what_it_sees_of_the_state(
    role: Role, event: Event, heard: list[dict[str, object]]
) -> None:
    assert entry_events_outward([event], role) == heard


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_of_every_event_it_is_known_what_it_tells(name: str) -> None:
    told = outward_shape(EVENTS[name]).keys()

    known = TELLS[name]

    assert may_see(Role.PRODUCER, known.fact)
    assert [path for path in known.fields.values() if not may_see(Role.PRODUCER, path)] == []
    assert told - known.fields.keys() <= ids_of(EVENTS[name])


SENT = MessageSent(
    message=Message(
        id=MessageId("n1"),
        kind=MessageKind.TEXT,
        to=("role:dresser",),
        sent_at=Instant(1),
        sent_by=PassId("p1"),
        sent_role=Role.CASTING,
        text=Ref("r_1"),
    )
)


@pytest.mark.parametrize(
    ("role", "heard"), [(Role.DRESSER, 2), (Role.CASTING, 2), (Role.CALLER, 2), (Role.PIT, 0)]
)
def test_of_a_message_hears_who_hears_the_message(role: Role, heard: int) -> None:
    show = replace(Show(), messages={SENT.message.id: SENT.message})
    answered = Acknowledged(message=SENT.message.id, seen_at=Instant(2))

    assert len(entry_events_outward([SENT, answered], role, show)) == heard


@pytest.mark.parametrize(
    ("role", "command", "may"),
    [
        (Role.CALLER, {"type": "edit_model", "model": "m1", "call_at": 5}, True),
        (Role.CALLER, {"type": "edit_model", "model": "m1", "contact": "r_1"}, False),
        (Role.STAGE_MANAGER, {"type": "edit_model", "model": "m1", "contact": "r_1"}, True),
        (Role.STAGE_MANAGER, {"type": "check_in_guest", "guest": "g1"}, False),
        (Role.STAGE_MANAGER, {"type": "load_plan", "plan": {}}, False),
        (Role.PRODUCER, {"type": "load_plan", "plan": {}}, True),
        (Role.PRODUCER, {"type": "danced"}, False),
    ],
)
def test_a_command_is_told_where_it_hides_nothing(
    role: Role, command: dict[str, object], may: bool
) -> None:
    assert is_told_whole(command, [], role, Show()) is may


def test_a_command_is_not_told_where_what_followed_is_not() -> None:
    command = {"type": "go", "look": "l1"}

    assert is_told_whole(command, [OUT], Role.STAGE_MANAGER, Show())
    assert not is_told_whole(command, [OUT, SEATED], Role.STAGE_MANAGER, Show())


def test_the_same_events_are_the_same_bytes() -> None:
    assert events_json((OUT,)) == b'[{"look":"l1","number":1,"type":"look_out"}]'


@pytest.mark.parametrize("found", [{}, {"type": "danced"}, {"type": "look_out"}])
def test_a_log_that_says_what_we_do_not_know_is_not_guessed_at(found: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        read_event(found)


@given(texts)
def test_an_event_says_its_type_first(title: str) -> None:
    assert next(iter(event_json(ShowEdited(title=title)))) == "type"
