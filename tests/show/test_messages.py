"""What people tell each other: whom it reaches, and who has seen it."""

import pytest

from app.show.crew import AddPass, RevokePass
from app.show.message import Acknowledge, MessageKind, Nudge, SendMessage
from app.show.state import MESSAGES_KEPT
from app.show.words import (
    OWNER,
    CrewId,
    LookId,
    MessageId,
    ModelId,
    PassId,
    Ref,
    Role,
    RoomId,
    Scope,
    Why,
)
from tests.rules import rule
from tests.show.makers import C1, CALLER, DRESSER, L1, M1, SCREEN, SM
from tests.show.played import Evening, an_evening

TEXT = Ref("r_text")
P9 = PassId("p9")


def with_a_pass(role: Role = Role.DRESSER, scope: Scope | None = None) -> Evening:
    evening = an_evening()
    added = AddPass(pass_id=P9, role=role, label=Ref("r_pia"), scope=scope or Scope())
    evening.do(added, OWNER)
    return evening


@rule("N1")
@pytest.mark.parametrize(
    ("to", "reached"),
    [
        ("all", "all"),
        ("dresser", "role:dresser"),
        ("role:dresser", "role:dresser"),
        ("p9", "pass:p9"),
        ("pass:p9", "pass:p9"),
        ("B", "room:B"),
        ("room:B", "room:B"),
        ("c1", "crew:c1"),
        ("crew:c1", "crew:c1"),
        ("LX", "department:LX"),
        ("department:LX", "department:LX"),
    ],
)
def test_a_message_finds_whom_it_means(to: str, reached: str) -> None:
    evening = with_a_pass()
    evening.do(SendMessage(to=to, text=TEXT))

    (message,) = evening.show.messages.values()
    assert (message.to, message.text, message.kind) == ((reached,), TEXT, MessageKind.TEXT)


@rule("N1")
@pytest.mark.parametrize("to", ["", "nobody", "role:B", "room:dresser", "clock", "role:owner", ":"])
def test_a_message_to_nobody_is_refused(to: str) -> None:
    assert with_a_pass().refusal(SendMessage(to=to, text=TEXT)).why is Why.UNKNOWN_ENTITY


@rule("N1")
def test_a_revoked_pass_is_reached_by_nothing() -> None:
    evening = with_a_pass()
    evening.do(RevokePass(pass_id=P9), OWNER)

    assert evening.refusal(SendMessage(to="p9", text=TEXT)).why is Why.UNKNOWN_ENTITY


@rule("N1")
def test_a_nudge_names_its_look_and_carries_no_words() -> None:
    evening = an_evening()
    evening.do(Nudge(to="dresser", look=L1), SM)

    (message,) = evening.show.messages.values()
    assert (message.kind, message.look, message.text) == (MessageKind.NUDGE, L1, None)


@rule("N1")
def test_a_nudge_about_an_unknown_look_is_refused() -> None:
    nudge = Nudge(to="dresser", look=LookId("l99"))

    assert an_evening().refusal(nudge, SM).why is Why.UNKNOWN_ENTITY


@rule("N2")
def test_the_first_acknowledgement_counts() -> None:
    evening = an_evening()
    evening.do(SendMessage(to="all", text=TEXT))
    (message,) = evening.show.messages
    first_at = evening.now_ms
    evening.do(Acknowledge(subject=message), DRESSER)
    evening.wait(5_000)
    evening.do(Acknowledge(subject=message), DRESSER)

    assert evening.show.messages[message].acks == {DRESSER.pass_id: first_at}


@rule("N2")
def test_a_repeated_acknowledgement_is_no_change_of_the_message() -> None:
    evening = an_evening()
    evening.do(SendMessage(to="all", text=TEXT))
    (message,) = evening.show.messages
    evening.do(Acknowledge(subject=message), DRESSER)
    rev = evening.show.messages[message].rev
    evening.do(Acknowledge(subject=message), DRESSER)

    assert evening.show.messages[message].rev == rev


@rule("N2", "G9")
def test_a_wall_screen_acknowledges_nothing() -> None:
    evening = an_evening()
    evening.do(SendMessage(to="screen", text=TEXT))
    (message,) = evening.show.messages

    assert evening.refusal(Acknowledge(subject=message), SCREEN).why is Why.FORBIDDEN


@rule("N2")
def test_an_acknowledgement_of_nothing_is_refused() -> None:
    seen = Acknowledge(subject=MessageId("n99"))

    assert an_evening().refusal(seen, DRESSER).why is Why.UNKNOWN_ENTITY


@rule("N2")
def test_the_oldest_messages_are_forgotten_and_their_late_acknowledgement_is_refused() -> None:
    evening = an_evening()
    for _ in range(MESSAGES_KEPT + 1):
        evening.do(SendMessage(to="all", text=TEXT))

    first = Acknowledge(subject=MessageId("n1"))
    assert len(evening.show.messages) == MESSAGES_KEPT
    assert evening.refusal(first, DRESSER).why is Why.UNKNOWN_ENTITY


# ---- passes


@rule("G10")
def test_a_pass_is_added_once() -> None:
    evening = with_a_pass(Role.DRESSER)
    again = AddPass(pass_id=P9, role=Role.PRODUCER, label=Ref("r_eve"))
    evening.do(again, OWNER)

    assert evening.show.passes[P9].role is Role.DRESSER


@rule("G10")
def test_the_first_revocation_counts() -> None:
    evening = with_a_pass()
    evening.do(RevokePass(pass_id=P9), OWNER)
    revoked_at = evening.now_ms
    evening.wait(5_000)
    evening.do(RevokePass(pass_id=P9), OWNER)

    assert evening.show.passes[P9].revoked_at == revoked_at


@rule("G10")
@pytest.mark.parametrize(
    "scope",
    [
        Scope(models=(M1, ModelId("m99"))),
        Scope(crew=CrewId("c99")),
        Scope(room=RoomId("Z")),
    ],
    ids=["model", "crew", "room"],
)
def test_a_pass_is_narrowed_to_what_there_is(scope: Scope) -> None:
    added = AddPass(pass_id=P9, role=Role.DRESSER, label=Ref("r_pia"), scope=scope)

    assert an_evening().refusal(added, OWNER).why is Why.UNKNOWN_ENTITY


@rule("G10")
def test_a_narrowed_pass_keeps_its_scope() -> None:
    scope = Scope(models=(M1,), crew=C1, room=RoomId("B"))

    assert with_a_pass(scope=scope).show.passes[P9].scope == scope


@rule("G10", "G9")
def test_a_caller_gives_no_passes() -> None:
    added = AddPass(pass_id=P9, role=Role.PRODUCER, label=Ref("r_pia"))

    assert an_evening().refusal(added, CALLER).why is Why.FORBIDDEN


@rule("G10")
def test_an_unknown_pass_is_not_revoked() -> None:
    assert an_evening().refusal(RevokePass(pass_id=P9), OWNER).why is Why.UNKNOWN_ENTITY
