"""A nudge waits eight seconds for an answer; then somebody who can act is told, once."""

import pytest

from app.show.crew import AddPass, RevokePass
from app.show.look import Go
from app.show.message import Acknowledge, ChangeCode, Message, Nudge, SendMessage
from app.show.words import OWNER, Actor, Expect, LookId, MessageId, PassId, Ref, Role, Scope, Why
from tests.rules import rule
from tests.show.makers import C1, CALLER, DRESSER, L1, SM
from tests.show.played import Evening, an_evening

HEAD = PassId("p_head")


def manned(*roles: Role) -> Evening:
    """Return an evening with a pass for each role, called `p_dresser` and so on."""
    evening = an_evening().to_released()
    for role in roles:
        added = AddPass(pass_id=PassId(f"p_{role}"), role=role, label=Ref("r_x"), scope=Scope())
        evening.do(added, OWNER)
    return evening


def nudged(evening: Evening, to: str = "crew:c1", by: Actor = CALLER) -> MessageId:
    evening.do(Nudge(to=to, look=L1), by)
    return list(evening.show.messages)[-1]


def passed_on(evening: Evening) -> list[Message]:
    told = evening.show.messages.values()
    return [one for one in told if one.code is ChangeCode.NUDGE_UNANSWERED]


@rule("N4")
def test_a_nudge_unanswered_for_eight_seconds_is_told_to_the_head_dresser() -> None:
    evening = manned(Role.HEAD_DRESSER, Role.STAGE_MANAGER)
    nudge = nudged(evening)
    evening.tick(8_000)

    (told,) = passed_on(evening)
    assert (told.to, told.look, told.subject) == (("role:head_dresser",), L1, nudge)


@rule("N4")
def test_a_nudge_is_not_passed_on_before_its_time() -> None:
    evening = manned(Role.HEAD_DRESSER)
    nudged(evening)
    evening.tick(7_999)

    assert passed_on(evening) == []


@rule("N4")
def test_an_answered_nudge_is_passed_on_to_nobody() -> None:
    evening = manned(Role.HEAD_DRESSER)
    nudge = nudged(evening)
    evening.do(Acknowledge(subject=nudge), DRESSER)
    evening.tick(60_000)

    assert passed_on(evening) == []


@rule("N4")
def test_a_nudge_is_passed_on_once_and_says_so() -> None:
    evening = manned(Role.HEAD_DRESSER)
    nudge = nudged(evening)
    evening.tick(120_000)

    (told,) = passed_on(evening)
    assert evening.show.messages[nudge].passed_on_at == told.sent_at


@rule("N4")
@pytest.mark.parametrize(
    ("manned_by", "told"),
    [
        ((Role.HEAD_DRESSER, Role.CALLER), ["role:head_dresser"]),
        ((Role.CALLER, Role.STAGE_MANAGER), ["role:stage_manager"]),
        ((Role.DRESSER,), []),
    ],
)
def test_without_a_head_dresser_the_next_in_turn_is_told(
    manned_by: tuple[Role, ...], told: list[str]
) -> None:
    evening = manned(*manned_by)
    nudged(evening)
    evening.tick(8_000)

    assert [to for one in passed_on(evening) for to in one.to] == told


@rule("N4")
def test_a_revoked_head_dresser_is_told_nothing() -> None:
    evening = manned(Role.HEAD_DRESSER, Role.STAGE_MANAGER)
    evening.do(RevokePass(pass_id=PassId("p_head_dresser")), OWNER)
    nudged(evening)
    evening.tick(8_000)

    assert [one.to for one in passed_on(evening)] == [("role:stage_manager",)]


@rule("N4")
@pytest.mark.parametrize("to", ["role:head_dresser", "pass:p_head_dresser"])
def test_a_nudge_to_the_head_dresser_is_not_passed_on_to_the_head_dresser(to: str) -> None:
    evening = manned(Role.HEAD_DRESSER, Role.STAGE_MANAGER)
    nudged(evening, to)
    evening.tick(8_000)

    assert [one.to for one in passed_on(evening)] == [("role:stage_manager",)]


@rule("N4")
def test_a_nudge_is_not_passed_on_to_who_sent_it() -> None:
    evening = manned(Role.STAGE_MANAGER, Role.CALLER)
    nudged(evening, by=SM)
    evening.tick(8_000)

    assert [one.to for one in passed_on(evening)] == [(f"role:{CALLER.role}",)]


@rule("N4")
def test_a_nudge_for_a_look_that_went_without_it_troubles_nobody() -> None:
    evening = an_evening().to_live()
    head = AddPass(pass_id=HEAD, role=Role.HEAD_DRESSER, label=Ref("r_x"), scope=Scope())
    evening.do(head, OWNER)
    first = evening.show.next_look()
    assert first is not None
    evening.do(Nudge(to=f"crew:{C1}", look=first.id))
    evening.do(Go(look=first.id), expect=Expect(next=first.id))
    evening.tick(60_000)

    assert passed_on(evening) == []


@rule("N4")
def test_a_nudge_about_a_message_names_it() -> None:
    evening = manned(Role.HEAD_DRESSER)
    evening.do(SendMessage(to="crew:c1", text=Ref("r_text")))
    text = list(evening.show.messages)[-1]
    evening.do(Nudge(to="crew:c1", subject=text))

    assert list(evening.show.messages.values())[-1].subject == text


@rule("N1")
def test_a_nudge_about_an_unknown_message_is_refused() -> None:
    nudge = Nudge(to="crew:c1", subject=MessageId("n99"))

    assert an_evening().refusal(nudge).why is Why.UNKNOWN_ENTITY


@rule("N2")
def test_a_message_says_which_entry_it_came_with() -> None:
    evening = an_evening()
    evening.do(Nudge(to="dresser", look=LookId("l1")))

    (message,) = evening.show.messages.values()
    assert message.seq == evening.show.seq
