"""Cues: called, confirmed, fired once; by themselves where they are told to."""

import pytest

from app.show.cue import (
    Anchor,
    CallStandby,
    ConfirmFired,
    ConfirmStandby,
    CueStage,
    FailCue,
    GoCue,
    SkipCue,
)
from app.show.phase import EndShow, StartFinale, StartShow, StopShow, TakeCall
from app.show.words import (
    CLOCK,
    Actor,
    CueId,
    Department,
    Expect,
    PassId,
    Role,
    Scope,
    Span,
    Why,
)
from tests.rules import rule
from tests.show.makers import (
    BY_HAND,
    CALLER,
    DRESSER,
    L1,
    L2,
    L3,
    OPERATOR,
    REASON,
    START,
    STARTER,
    a_cue,
    a_plan,
    the_start_cue,
    with_look,
)
from tests.show.played import Evening, an_evening

Q1 = CueId("q1")
Q2 = CueId("q2")
OTHER_CALLER = Actor(pass_id=PassId("p_other"), role=Role.CALLER)
MU = Scope(department=Department.MU)


def with_cue(anchor: Anchor = BY_HAND, *, auto: bool = False) -> Evening:
    cue = a_cue("q1", anchor, auto=auto)
    return an_evening(a_plan(cues=(the_start_cue(), cue)))


def status(evening: Evening, cue: CueId = Q1) -> CueStage:
    return evening.show.cues[cue].status


# ---- standby


@rule("Q2")
def test_a_standby_comes_by_itself_eight_seconds_before_its_moment() -> None:
    evening = with_cue(Anchor(t0=True, offset_ms=Span(60_000))).to_live()
    evening.tick(51_999)
    before = status(evening)
    evening.tick(1)

    assert (before, status(evening)) == (CueStage.ARMED, CueStage.STANDBY)


@rule("Q2")
def test_a_standby_follows_the_look_it_hangs_on() -> None:
    evening = with_cue(with_look(L3)).to_live()
    evening.walk(L1)
    evening.tick(6_999)
    before = status(evening)
    evening.tick(1)

    assert (before, status(evening)) == (CueStage.ARMED, CueStage.STANDBY)


@rule("Q2")
def test_a_cue_without_a_moment_waits_for_its_caller() -> None:
    evening = with_cue(BY_HAND).to_live()
    evening.tick(600_000)

    assert status(evening) is CueStage.ARMED


@rule("Q2")
def test_the_caller_calls_a_standby_before_its_time() -> None:
    evening = with_cue(Anchor(t0=True, offset_ms=Span(60_000))).to_live()
    evening.do(CallStandby(cue=Q1))

    assert status(evening) is CueStage.STANDBY


@rule("Q3")
def test_the_departments_tap_means_that_it_stands_by() -> None:
    evening = with_cue().to_live()
    evening.do(CallStandby(cue=Q1))
    evening.wait(1_500)
    evening.do(ConfirmStandby(cue=Q1), OPERATOR)

    assert evening.show.cues[Q1].confirmed_at == evening.now_ms


@rule("Q3")
def test_a_tap_that_crosses_the_go_on_its_way_changes_nothing() -> None:
    evening = with_cue().to_live()
    evening.do(GoCue(cue=Q1))

    assert evening.do(ConfirmStandby(cue=Q1), OPERATOR).events == ()


@rule("Q10")
@pytest.mark.parametrize("command", [ConfirmStandby, ConfirmFired])
def test_a_department_confirms_only_its_own_cues(
    command: type[ConfirmStandby | ConfirmFired],
) -> None:
    evening = with_cue().to_live()
    evening.do(GoCue(cue=Q1))

    assert evening.refusal(command(cue=Q1), OPERATOR, scope=MU).why is Why.FORBIDDEN


# ---- go


@rule("Q4")
def test_the_callers_go_sends_the_cue() -> None:
    evening = with_cue().to_live()
    evening.do(GoCue(cue=Q1))

    cue = evening.show.cues[Q1]
    assert (cue.status, cue.go_at) == (CueStage.GO_SENT, evening.now_ms)


@rule("Q4", "G9")
@pytest.mark.parametrize("who", [STARTER, OPERATOR, DRESSER], ids=lambda a: a.role.value)
def test_a_cues_go_is_the_callers(who: Actor) -> None:
    assert with_cue().to_live().refusal(GoCue(cue=Q1), who).why is Why.FORBIDDEN


@rule("S23")
def test_a_cue_is_not_called_from_a_device_without_the_call() -> None:
    evening = with_cue().to_live()
    evening.do(TakeCall(), CALLER)

    assert evening.refusal(GoCue(cue=Q1), OTHER_CALLER).why is Why.NOT_CALLER


@rule("Q4")
def test_an_automatic_cue_goes_by_itself_at_its_moment() -> None:
    evening = with_cue(Anchor(t0=True, offset_ms=Span(30_000)), auto=True).to_live()
    evening.tick(29_999)
    before = status(evening)
    evening.tick(1)

    assert (before, status(evening)) == (CueStage.STANDBY, CueStage.GO_SENT)


@rule("Q4")
def test_an_automatic_cue_on_an_exit_waits_for_the_real_exit() -> None:
    evening = with_cue(with_look(L2, 2_000), auto=True).to_live()
    evening.walk(L1)
    evening.tick(60_000)
    before = status(evening)
    evening.go(L2)
    evening.tick(2_000)

    assert (before, status(evening)) == (CueStage.STANDBY, CueStage.GO_SENT)


@rule("Q4")
def test_an_automatic_cue_on_a_return_waits_for_the_real_return() -> None:
    evening = with_cue(with_look(L1, at="return"), auto=True).to_live()
    evening.go(L1)
    evening.tick(39_000)
    before = status(evening)
    evening.off(L1)
    evening.tick(1)

    assert (before, status(evening)) == (CueStage.STANDBY, CueStage.GO_SENT)


@rule("Q4")
def test_an_automatic_cue_after_another_waits_for_its_go() -> None:
    after = a_cue("q2", Anchor(cue=Q1, offset_ms=Span(3_000)), auto=True)
    evening = an_evening(a_plan(cues=(the_start_cue(), a_cue("q1"), after))).to_live()
    evening.tick(60_000)
    before = status(evening, Q2)
    evening.do(GoCue(cue=Q1))
    evening.tick(3_000)

    assert (before, status(evening, Q2)) == (CueStage.ARMED, CueStage.GO_SENT)


@rule("Q4")
def test_a_cue_that_is_not_automatic_never_goes_by_itself() -> None:
    evening = with_cue(Anchor(t0=True, offset_ms=Span(30_000))).to_live()
    evening.tick(600_000)

    assert status(evening) is CueStage.STANDBY


@rule("Q6", "P5")
@pytest.mark.parametrize("confirmed", [False, True], ids=["sent", "fired"])
def test_a_cue_is_given_its_go_once(confirmed: bool) -> None:
    evening = with_cue().to_live()
    evening.do(GoCue(cue=Q1))
    if confirmed:
        evening.do(ConfirmFired(cue=Q1), OPERATOR)
    evening.wait(5_000)

    assert evening.refusal(GoCue(cue=Q1), override=REASON).why is Why.ALREADY_FIRED


@rule("Q6", "P5")
def test_the_clock_and_the_caller_together_fire_a_cue_once() -> None:
    evening = with_cue(Anchor(t0=True, offset_ms=Span(30_000)), auto=True).to_live()
    evening.tick(29_999)
    evening.do(GoCue(cue=Q1))

    assert evening.refusal(GoCue(cue=Q1), CLOCK).why is Why.ALREADY_FIRED


@rule("Q6")
def test_a_cue_that_saw_another_status_is_stale() -> None:
    evening = with_cue().to_live()

    refused = evening.refusal(GoCue(cue=Q1), expect=Expect(status="standby"))
    assert refused.why is Why.STALE


@rule("Q4", "S13")
def test_no_cue_goes_while_the_show_is_stopped() -> None:
    evening = with_cue().to_live()
    evening.do(StopShow())

    assert evening.refusal(GoCue(cue=Q1)).why is Why.INVALID_TRANSITION


# ---- fired


@rule("Q5")
def test_a_cue_has_fired_when_its_operator_says_so() -> None:
    evening = with_cue().to_live()
    evening.do(GoCue(cue=Q1))
    evening.wait(700)
    evening.do(ConfirmFired(cue=Q1), OPERATOR)

    cue = evening.show.cues[Q1]
    assert (cue.status, cue.fired_at, cue.fired_assumed) == (
        CueStage.FIRED,
        evening.now_ms,
        False,
    )


@rule("Q5")
def test_a_cue_nobody_confirms_is_assumed_fired_after_two_seconds() -> None:
    evening = with_cue().to_live()
    evening.do(GoCue(cue=Q1))
    evening.tick(1_999)
    before = status(evening)
    evening.tick(1)

    assert (before, status(evening)) == (CueStage.GO_SENT, CueStage.FIRED)
    assert evening.show.cues[Q1].fired_assumed


@rule("Q5")
def test_a_confirmation_after_the_assumption_takes_its_mark_away() -> None:
    evening = with_cue().to_live()
    evening.do(GoCue(cue=Q1))
    evening.tick(2_000)
    assumed_at = evening.show.cues[Q1].fired_at
    evening.do(ConfirmFired(cue=Q1), OPERATOR)

    cue = evening.show.cues[Q1]
    assert (cue.fired_assumed, cue.fired_at) == (False, assumed_at)


@rule("Q5")
def test_a_cue_that_had_no_go_has_not_fired() -> None:
    evening = with_cue().to_live()

    refused = evening.refusal(ConfirmFired(cue=Q1), OPERATOR)
    assert refused.why is Why.INVALID_TRANSITION


@rule("Q5")
def test_fired_cues_are_done_at_the_end() -> None:
    evening = with_cue().to_live()
    evening.do(GoCue(cue=Q1))
    evening.do(ConfirmFired(cue=Q1), OPERATOR)
    evening.do(StartFinale(), override=REASON)
    evening.do(EndShow())

    assert status(evening) is CueStage.DONE


@rule("Q9")
def test_a_failed_cue_is_not_called_again() -> None:
    evening = with_cue().to_live()
    evening.do(FailCue(cue=Q1), OPERATOR)

    assert evening.refusal(GoCue(cue=Q1)).why is Why.INVALID_TRANSITION


@rule("Q9", "S9")
def test_a_show_starts_without_its_failed_start_cue() -> None:
    evening = with_cue().to_released()
    evening.do(FailCue(cue=START), OPERATOR)
    evening.do(StartShow())

    assert evening.show.t0_at == evening.now_ms
    assert status(evening, START) is CueStage.FAILED


@rule("Q9")
def test_a_skipped_cue_does_not_come() -> None:
    evening = with_cue(Anchor(t0=True, offset_ms=Span(30_000)), auto=True).to_live()
    evening.do(SkipCue(cue=Q1))
    evening.tick(60_000)

    assert status(evening) is CueStage.SKIPPED


@rule("Q9", "S9")
def test_the_start_cue_is_not_skipped() -> None:
    evening = with_cue().to_released()

    assert evening.refusal(SkipCue(cue=START)).why is Why.INVALID_TRANSITION


@rule("Q9")
def test_a_cue_that_was_given_its_go_is_not_skipped() -> None:
    evening = with_cue().to_live()
    evening.do(GoCue(cue=Q1))

    assert evening.refusal(SkipCue(cue=Q1)).why is Why.ALREADY_FIRED
