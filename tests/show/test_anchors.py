"""What a cue hangs on: exactly one moment, which may change until its GO."""

import pytest

from app.show.cue import (
    AddCue,
    Anchor,
    CueStage,
    EditCue,
    GoCue,
    ReanchorCue,
)
from app.show.look import SkipLook
from app.show.words import (
    CueId,
    Department,
    Instant,
    LookId,
    Scope,
    Why,
)
from tests.rules import rule
from tests.show.makers import (
    BY_HAND,
    L1,
    L2,
    L3,
    START,
    STARTS_AT,
    a_cue,
    a_plan,
    the_start_cue,
    with_look,
)
from tests.show.played import Evening, an_evening, kinds

Q1 = CueId("q1")
Q2 = CueId("q2")
MU = Scope(department=Department.MU)


def with_cue(anchor: Anchor = BY_HAND, *, auto: bool = False) -> Evening:
    cue = a_cue("q1", anchor, auto=auto)
    return an_evening(a_plan(cues=(the_start_cue(), cue)))


def status(evening: Evening, cue: CueId = Q1) -> CueStage:
    return evening.show.cues[cue].status


@rule("Q1")
@pytest.mark.parametrize(
    "anchor",
    [
        Anchor(),
        Anchor(t0=True, manual=True),
        Anchor(look=L1),
        Anchor(look=L1, at="exit", cue=START),
        Anchor(at="exit"),
    ],
    ids=["nothing", "two things", "a look's what?", "a look and a cue", "an exit of nobody"],
)
def test_an_anchor_is_exactly_one_moment(anchor: Anchor) -> None:
    command = AddCue(department=Department.LX, name="LX 9", anchor=anchor)

    assert with_cue().refusal(command).why is Why.MALFORMED


@rule("Q1")
@pytest.mark.parametrize(
    "anchor", [Anchor(look=LookId("l99"), at="exit"), Anchor(cue=CueId("q99"))]
)
def test_an_anchor_on_the_unknown_is_refused(anchor: Anchor) -> None:
    command = AddCue(department=Department.LX, name="LX 9", anchor=anchor)

    assert with_cue().refusal(command).why is Why.UNKNOWN_ENTITY


@rule("Q1")
def test_two_cues_do_not_wait_for_each_other() -> None:
    after = a_cue("q2", Anchor(cue=Q1))
    evening = an_evening(a_plan(cues=(the_start_cue(), a_cue("q1"), after)))

    refused = evening.refusal(EditCue(cue=Q1, anchor=Anchor(cue=Q2)))
    assert refused.why is Why.MALFORMED


@rule("Q1")
def test_a_cue_is_tied_to_another_moment_by_hand() -> None:
    evening = with_cue(with_look(L3)).to_live()
    evening.do(ReanchorCue(cue=Q1, anchor=with_look(L2)))

    assert evening.show.cues[Q1].anchor == with_look(L2)


@rule("Q6", "Q1")
def test_a_cue_that_was_given_its_go_is_not_tied_to_another_moment() -> None:
    evening = with_cue(with_look(L3)).to_live()
    evening.do(GoCue(cue=Q1))

    refused = evening.refusal(ReanchorCue(cue=Q1, anchor=with_look(L2)))
    assert refused.why is Why.ALREADY_FIRED


@rule("Q1")
def test_a_cue_at_a_clock_time_comes_at_that_time() -> None:
    at = Instant(STARTS_AT + 90_000)
    evening = with_cue(Anchor(at=at), auto=True).to_live()
    evening.tick(90_000)

    assert evening.show.cues[Q1].go_at == at


@rule("Q2")
def test_a_cue_of_a_skipped_look_does_not_come_by_itself() -> None:
    evening = with_cue(with_look(L2), auto=True).to_live()
    evening.walk(L1)
    evening.do(SkipLook(look=L2))
    evening.tick(120_000)

    assert status(evening) in (CueStage.ARMED, CueStage.STANDBY)


@rule("Q1", "G4")
def test_an_edited_cue_keeps_what_is_not_given() -> None:
    evening = with_cue(with_look(L2))
    evening.do(EditCue(cue=Q1, name="LX 31"))

    cue = evening.show.cues[Q1]
    assert (cue.name, cue.anchor) == ("LX 31", with_look(L2))


@rule("Q1")
def test_two_added_cues_have_two_ids() -> None:
    evening = with_cue()
    added = AddCue(department=Department.VX, name="VX 1", anchor=BY_HAND)
    first = evening.do(added)
    second = evening.do(added)

    assert kinds((*first.events, *second.events)) == ["CueAdded", "CueAdded"]
    assert len(evening.show.cues) == 4
