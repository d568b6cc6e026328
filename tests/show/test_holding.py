"""A hold: set with a reason and an expected end, seen by all, released by a person."""

import pytest

from app.show.as_run import report
from app.show.cue import CallStandby, CueStage, GoCue
from app.show.hold import Hold, ReleaseHold
from app.show.holding import HoldReason, HoldScope
from app.show.message import MessageKind
from app.show.phase import StartShow
from app.show.words import Actor, CueId, Expect, Instant, Why
from tests.rules import rule
from tests.show.makers import (
    CALLER,
    DRESSER,
    FRONT,
    L1,
    L2,
    OPERATOR,
    PRODUCER,
    REASON,
    SM,
    START,
    STARTER,
    a_cue,
    a_plan,
    the_start_cue,
)
from tests.show.played import Evening, an_evening

Q1 = CueId("q1")


def held(
    evening: Evening,
    by: Actor = CALLER,
    scope: HoldScope = HoldScope.EXITS,
    for_ms: int = 60_000,
    reason: HoldReason = HoldReason.TECHNICAL,
) -> Evening:
    end_at = Instant(evening.now_ms + for_ms)
    evening.do(Hold(scope=scope, reason=reason, expected_end_at=end_at), by)
    return evening


@rule("S6")
def test_a_held_start_can_not_be_called() -> None:
    evening = held(an_evening().to_released(), scope=HoldScope.START)

    assert evening.refusal(StartShow()).why is Why.HELD


@rule("S6")
def test_the_start_cue_is_no_way_around_a_held_start() -> None:
    evening = held(an_evening().to_released(), scope=HoldScope.START)

    assert evening.refusal(GoCue(cue=START)).why is Why.HELD


@rule("S6")
def test_no_reason_passes_a_held_start() -> None:
    evening = held(an_evening().to_released(), scope=HoldScope.START)

    assert evening.refusal(StartShow(), PRODUCER, override=REASON).why is Why.HELD


@rule("S18")
@pytest.mark.parametrize("override", [None, REASON], ids=["bare", "with a reason"])
def test_while_exits_are_held_the_starter_sends_nobody(override: "str | None") -> None:
    evening = held(an_evening().to_live())

    assert evening.go_refused(L1, STARTER, override=REASON if override else None).why is Why.HELD


@rule("S18")
def test_while_exits_are_held_the_caller_sends_nobody_without_a_reason() -> None:
    evening = held(an_evening().to_live())

    assert evening.go_refused(L1).why is Why.HELD


@rule("S18")
def test_while_exits_are_held_the_caller_sends_with_a_reason() -> None:
    evening = held(an_evening().to_live())
    evening.go(L1, override=REASON)

    assert evening.show.looks[L1].exits == 1


@rule("S18")
def test_a_released_hold_lets_the_next_look_go() -> None:
    evening = held(an_evening().to_live())
    evening.do(ReleaseHold(scope="exits"))
    evening.go(L1)

    assert evening.show.looks[L1].exits == 1


@rule("S15")
def test_a_hold_that_should_have_ended_already_is_refused() -> None:
    evening = an_evening().to_live()
    hold = Hold(
        scope=HoldScope.EXITS, reason=HoldReason.VIP, expected_end_at=Instant(evening.now_ms)
    )

    assert [guard.code for guard in evening.refusal(hold).guards] == ["end_in_the_past"]


@rule("S15")
def test_a_hold_shows_its_scope_reason_owner_and_expected_end() -> None:
    evening = held(an_evening().to_live(), FRONT, reason=HoldReason.VIP)

    hold = evening.show.hold
    assert hold is not None
    assert (hold.scope, hold.reason, hold.owner, hold.expected_end_at - hold.since_at) == (
        HoldScope.EXITS,
        HoldReason.VIP,
        FRONT.pass_id,
        60_000,
    )


@rule("S16")
@pytest.mark.parametrize("who", [PRODUCER, CALLER, SM, FRONT, OPERATOR], ids=lambda a: a.role.value)
def test_these_hold_the_start(who: Actor) -> None:
    evening = held(an_evening().to_lined_up(), who, HoldScope.START)

    assert evening.show.hold is not None


@rule("S16")
def test_a_dresser_holds_nothing() -> None:
    evening = an_evening().to_live()
    hold = Hold(
        scope=HoldScope.EXITS,
        reason=HoldReason.GARMENT,
        expected_end_at=Instant(evening.now_ms + 1000),
    )

    assert evening.refusal(hold, DRESSER).why is Why.FORBIDDEN


@rule("S16")
def test_the_starter_holds_exits_but_not_the_start() -> None:
    evening = an_evening().to_lined_up()
    end_at = Instant(evening.now_ms + 1000)
    hold = Hold(scope=HoldScope.START, reason=HoldReason.MODEL, expected_end_at=end_at)

    assert evening.refusal(hold, STARTER).why is Why.FORBIDDEN


@rule("S17")
def test_somebody_elses_hold_is_not_released_by_the_starter() -> None:
    evening = held(an_evening().to_live(), FRONT)

    assert evening.refusal(ReleaseHold(scope="exits"), STARTER).why is Why.FORBIDDEN


@rule("S17")
@pytest.mark.parametrize("who", [FRONT, CALLER, PRODUCER], ids=lambda a: a.role.value)
def test_a_hold_is_released_by_its_owner_the_caller_or_a_producer(who: Actor) -> None:
    evening = held(an_evening().to_live(), FRONT)
    evening.do(ReleaseHold(scope="exits"), who)

    assert evening.show.hold is None


@rule("S17")
def test_there_is_no_hold_to_release() -> None:
    evening = an_evening().to_live()

    assert evening.refusal(ReleaseHold(scope="exits")).why is Why.INVALID_TRANSITION


@rule("S19")
def test_an_expired_hold_asks_its_owner_and_stays() -> None:
    evening = held(an_evening().to_live(), FRONT)
    evening.tick(60_000)

    questions = [m for m in evening.show.messages.values() if m.kind is MessageKind.QUESTION]
    assert [question.to for question in questions] == [(f"pass:{FRONT.pass_id}", "role:caller")]
    assert evening.show.hold is not None
    assert evening.show.hold.overdue


@rule("S19")
def test_an_expired_hold_asks_once() -> None:
    evening = held(an_evening().to_live(), FRONT)
    evening.tick(600_000)

    questions = [m for m in evening.show.messages.values() if m.kind is MessageKind.QUESTION]
    assert len(questions) == 1


@rule("S20")
def test_the_time_held_is_written_down_by_reason() -> None:
    evening = held(an_evening().to_live(), reason=HoldReason.VIP)
    evening.wait(30_000)
    evening.do(ReleaseHold(scope="exits"))
    held(evening, reason=HoldReason.VIP)
    evening.wait(12_000)
    evening.do(ReleaseHold(scope="exits"))

    assert evening.show.run is not None
    told = report(evening.log, evening.show.run.id).held_for
    assert [(one.reason, one.times, one.held_ms) for one in told] == [(HoldReason.VIP, 2, 42_000)]


@rule("Q8")
def test_cues_that_stand_by_wait_with_the_exits_and_are_armed_anew_after() -> None:
    evening = an_evening(a_plan(cues=(the_start_cue(), a_cue("q1")))).to_live()
    evening.do(CallStandby(cue=Q1))
    held(evening)
    while_held = evening.show.cues[Q1].status
    evening.do(ReleaseHold(scope="exits"))

    assert (while_held, evening.show.cues[Q1].status) == (CueStage.HELD, CueStage.ARMED)


@rule("Q8")
def test_no_cue_goes_while_exits_are_held() -> None:
    evening = held(an_evening(a_plan(cues=(the_start_cue(), a_cue("q1")))).to_live())

    assert evening.refusal(GoCue(cue=Q1)).why is Why.HELD


@rule("F5")
def test_a_hold_pushes_the_exits_that_follow_to_its_expected_end() -> None:
    evening = an_evening().to_live()
    evening.walk(L1)
    held(evening, for_ms=240_000)

    assert evening.forecast.looks[L2].exit_at == evening.now_ms + 240_000


@rule("F4")
def test_a_spacing_that_spans_a_hold_says_nothing_about_the_pace() -> None:
    evening = an_evening().to_live()
    evening.walk(L1)
    held(evening)
    evening.wait(120_000)
    evening.do(ReleaseHold(scope="exits"))
    evening.go(L2, override=REASON)

    assert evening.forecast.spacing_ms == 15_000


def test_a_screen_that_saw_an_older_phase_may_still_hold() -> None:
    """A stop is taken however old the screen is."""
    evening = an_evening().to_live()
    end_at = Instant(evening.now_ms + 1000)
    hold = Hold(scope=HoldScope.EXITS, reason=HoldReason.SAFETY, expected_end_at=end_at)
    evening.do(hold, expect=Expect(phase="prep"))

    assert evening.show.hold is not None
