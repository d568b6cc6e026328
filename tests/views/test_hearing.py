"""A message is heard by those it is addressed to, and by those who run the evening."""

import pytest

from app.show.crew import Crew, Pass
from app.show.message import ChangeCode, Message, MessageKind
from app.show.state import Show
from app.show.words import CrewId, Instant, MessageId, PassId, Role
from app.views.allow import HEAR_ALL, IN_ROOMS
from app.views.hearing import audience

SHOW = Show(
    crew={CrewId("c1"): Crew(id=CrewId("c1"), role=Role.SEAMSTRESS)},
    passes={PassId("p9"): Pass(id=PassId("p9"), role=Role.PIT, created_at=Instant(1))},
)


def to(*addresses: str, kind: MessageKind = MessageKind.TEXT) -> Message:
    return Message(
        id=MessageId("n1"),
        kind=kind,
        to=addresses,
        sent_at=Instant(1),
        sent_by=PassId("p1"),
        sent_role=Role.CALLER,
        code=ChangeCode.LOOK_CUT if kind is MessageKind.CHANGE else None,
    )


@pytest.mark.parametrize(
    ("address", "reached"),
    [
        ("role:beauty", {Role.BEAUTY}),
        ("role:nobody", set()),
        ("role:dresser", {Role.DRESSER, Role.HEAD_DRESSER}),
        ("room:B", set(IN_ROOMS)),
        ("department:LX", {Role.OPERATOR}),
        ("department:FL", {Role.FRONT_OF_HOUSE}),
        ("crew:c1", {Role.SEAMSTRESS}),
        ("crew:gone", set()),
        ("pass:p9", {Role.PIT}),
        ("pass:gone", set()),
        ("something else", set()),
    ],
)
def test_a_message_reaches_its_address(address: str, reached: set[Role]) -> None:
    assert audience(to(address), SHOW) - HEAR_ALL == reached


def test_a_message_to_all_reaches_everybody_but_the_clock() -> None:
    assert audience(to("all"), SHOW) == set(Role) - {Role.CLOCK}


def test_the_sender_hears_the_own_message() -> None:
    from_the_door = Message(
        id=MessageId("n1"),
        kind=MessageKind.TEXT,
        to=("role:beauty",),
        sent_at=Instant(1),
        sent_by=PassId("p1"),
        sent_role=Role.USHER,
    )

    assert Role.USHER in audience(from_the_door, SHOW)


def test_a_change_is_heard_by_whoever_works_by_the_line_up() -> None:
    reached = audience(to(kind=MessageKind.CHANGE), SHOW)

    assert {Role.PIT in reached, Role.SCREEN in reached, Role.USHER not in reached} == {True}


def test_where_there_is_no_message_nobody_hears_it() -> None:
    assert audience(None, SHOW) == set()
