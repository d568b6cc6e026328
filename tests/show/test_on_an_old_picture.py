"""Orders and edits that were made on an old picture are refused; a line-up that went otherwise stays workable."""

import pytest

from app.show.cue import Anchor, ReanchorCue
from app.show.hold import Hold, ReleaseHold
from app.show.holding import HoldReason, HoldScope
from app.show.lineup import AddLook, MoveLook, PublishLineup
from app.show.look import FalseExit, ReinsertLook, SkipLook, SomeoneElseWent, Stage
from app.show.phase import StartShow
from app.show.show import Command
from app.show.words import CueId, Expect, Instant, LookId, Ref, Why
from tests.rules import rule
from tests.show.makers import (
    CALLER,
    L1,
    L2,
    L3,
    L4,
    OPERATOR,
    SM,
    STARTER,
    a_cue,
    a_plan,
    the_start_cue,
    with_look,
)
from tests.show.played import an_evening

WHY = Ref("r_because")
Q1 = CueId("q1")


@rule("G4")
@pytest.mark.parametrize(
    ("command", "expect"),
    [
        (PublishLineup(), Expect(rev=999)),
        (StartShow(), Expect(phase="prep")),
        (MoveLook(look=L3), Expect(rev=999)),
    ],
)
def test_what_was_ordered_on_an_old_picture_is_stale(command: Command, expect: Expect) -> None:
    evening = an_evening().to_released()

    by = SM if isinstance(command, PublishLineup) else CALLER
    assert evening.refusal(command, by, expect=expect).why is Why.STALE


@rule("L16")
def test_after_an_exit_out_of_order_looks_can_still_be_moved_and_added() -> None:
    evening = an_evening().to_live()
    evening.mark("at_line", L3)
    evening.go(L3, override=WHY)
    evening.do(MoveLook(look=L4), SM)
    evening.do(AddLook(number="1A", look=LookId("l1a"), after=L1), SM)

    following = evening.show.next_look()
    assert following is not None
    assert following.id == L4
    assert evening.show.order.index(LookId("l1a")) == evening.show.order.index(L1) + 1


@rule("L16")
def test_a_skipped_model_who_walks_all_the_same_is_out() -> None:
    evening = an_evening().to_live()
    evening.do(SkipLook(look=L1))
    evening.do(SomeoneElseWent(look=L1, instead_of=L2), STARTER)

    assert evening.show.looks[L1].status is Stage.ON_RUNWAY


@rule("Q9")
def test_a_cue_hangs_on_its_look_again_when_that_comes_back_from_the_side_list() -> None:
    plan = a_plan(cues=(the_start_cue(), a_cue("q1", with_look(L2))))
    evening = an_evening(plan).to_live()
    evening.do(SkipLook(look=L2))
    lost = evening.show.cues[Q1].anchor_lost
    evening.do(ReinsertLook(look=L2))

    assert lost
    assert not evening.show.cues[Q1].anchor_lost
    assert [one for one in evening.show.decisions.values() if one.chosen is None] == []


@rule("Q9")
def test_a_cue_is_not_tied_to_a_look_that_does_not_go() -> None:
    plan = a_plan(cues=(the_start_cue(), a_cue("q1", with_look(L2))))
    evening = an_evening(plan).to_live()
    evening.do(SkipLook(look=L3))

    refused = evening.refusal(ReanchorCue(cue=Q1, anchor=Anchor(look=L3, at="exit")))
    assert refused.why is Why.INVALID_TRANSITION


@rule("H1")
def test_a_hold_stays_its_owners_when_somebody_else_wants_one_too() -> None:
    evening = an_evening().to_lined_up()
    ends = Instant(evening.now_ms + 60_000)
    later = Instant(ends + 60_000)
    first = Hold(scope=HoldScope.START, reason=HoldReason.SAFETY, expected_end_at=ends)
    second = Hold(scope=HoldScope.START, reason=HoldReason.TECHNICAL, expected_end_at=later)
    evening.do(first, SM)
    evening.do(second, OPERATOR)

    on = evening.show.hold
    assert on is not None
    assert (on.owner, on.reason, on.expected_end_at) == (SM.pass_id, HoldReason.SAFETY, later)
    refused = evening.refusal(ReleaseHold(scope="start"), OPERATOR)
    assert refused.why is Why.FORBIDDEN


@rule("L12")
def test_a_false_exit_is_the_callers_to_call() -> None:
    evening = an_evening().to_live()
    evening.walk(L1, spacing_ms=1_000)

    assert evening.refusal(FalseExit(look=L1), STARTER).why is Why.FORBIDDEN
