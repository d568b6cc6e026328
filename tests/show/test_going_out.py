"""GO: she leaves, once, when everything allows it."""

import pytest

from app.show.look import Go, LookOff, Stage
from app.show.phase import TakeCall
from app.show.words import Actor, Expect, PassId, Role, Why
from tests.rules import rule
from tests.show.makers import CALLER, DRESSER, L1, L2, L3, PRODUCER, REASON, SCREEN, STARTER
from tests.show.played import Evening, an_evening

OTHER_CALLER = Actor(pass_id=PassId("p_other"), role=Role.CALLER)


@pytest.fixture
def live() -> Evening:
    return an_evening().to_live()


@rule("L6")
def test_go_puts_the_look_on_the_runway_with_the_time_it_left(live: Evening) -> None:
    live.go(L1)

    look = live.show.looks[L1]
    assert (look.status, look.exited_at, look.exits) == (Stage.ON_RUNWAY, live.now_ms, 1)


@rule("L6")
def test_nobody_goes_before_time_zero() -> None:
    evening = an_evening().to_released()

    assert evening.go_refused(L1).why is Why.INVALID_TRANSITION


@rule("L6")
@pytest.mark.parametrize("who", [DRESSER, SCREEN], ids=["dresser", "screen"])
def test_only_the_caller_the_starter_and_producers_send_looks_out(
    live: Evening, who: Actor
) -> None:
    assert live.go_refused(L1, who).why is Why.FORBIDDEN


@rule("L6")
def test_the_starter_sends_a_look_out(live: Evening) -> None:
    live.go(L1, STARTER)

    assert live.show.looks[L1].status is Stage.ON_RUNWAY


@rule("L7", "P5")
@pytest.mark.parametrize("back", [False, True], ids=["still out", "back"])
def test_a_look_that_has_been_out_can_not_be_sent_again(live: Evening, back: bool) -> None:
    live.go(L1)
    live.wait(15_000)
    if back:
        live.off(L1)

    assert live.refusal(Go(look=L1), expect=Expect(next=L1)).why is Why.INVALID_TRANSITION


@rule("L7")
def test_a_refusal_names_the_printed_number(live: Evening) -> None:
    live.go(L1)
    live.wait(15_000)

    assert live.go_refused(L1).detail == "Look 1 is already on the runway."


@rule("L8")
def test_a_go_that_saw_another_look_as_next_is_stale_and_learns_which_is(live: Evening) -> None:
    live.go(L1)
    live.wait(15_000)
    refused = live.refusal(Go(look=L2), expect=Expect(next=L1))

    assert (refused.why, refused.more["next"]) == (Why.STALE, L2)


@rule("L8")
def test_a_go_that_does_not_say_what_it_saw_is_malformed(live: Evening) -> None:
    assert live.refusal(Go(look=L1)).why is Why.MALFORMED


@rule("L8", "G8")
def test_out_of_order_needs_a_reason(live: Evening) -> None:
    refused = live.go_refused(L2)

    assert [guard.code for guard in refused.guards] == ["out_of_order"]


@rule("L8", "G8")
def test_out_of_order_with_a_reason_goes_and_says_so(live: Evening) -> None:
    decided = live.go(L2, override=REASON)

    assert [guard.code for guard in decided.warnings] == ["out_of_order"]


@rule("G8")
def test_a_reason_from_the_starter_does_not_pass_a_guard(live: Evening) -> None:
    assert live.go_refused(L2, STARTER, override=REASON).why is Why.GUARD


@rule("L9")
@pytest.mark.parametrize("after_ms", [0, 699])
def test_a_second_go_within_700_ms_is_no_second_order(live: Evening, after_ms: int) -> None:
    live.go(L1)
    live.wait(after_ms)
    refused = live.go_refused(L2)

    assert (refused.why, refused.more["retry_ms"]) == (Why.REARMING, 700 - after_ms)


@rule("L9")
def test_a_second_go_after_700_ms_sends_the_next(live: Evening) -> None:
    live.go(L1)
    live.wait(700)
    live.go(L2)

    assert live.show.looks[L2].status is Stage.ON_RUNWAY


@rule("S23")
def test_a_go_from_a_device_without_the_call_is_refused(live: Evening) -> None:
    live.do(TakeCall(), CALLER)

    assert live.go_refused(L1, OTHER_CALLER).why is Why.NOT_CALLER


@rule("S23")
def test_the_call_is_taken_over_only_by_force(live: Evening) -> None:
    live.do(TakeCall(), CALLER)
    refused = live.refusal(TakeCall(), OTHER_CALLER)
    live.do(TakeCall(force=True), OTHER_CALLER)

    assert (refused.why, live.show.caller) == (Why.NOT_CALLER, OTHER_CALLER.pass_id)


@rule("L10")
def test_a_return_that_somebody_saw_is_not_assumed(live: Evening) -> None:
    live.go(L1)
    live.wait(38_000)
    live.off(L1)

    look = live.show.looks[L1]
    assert (look.status, look.return_assumed) == (Stage.OFF, False)


@rule("L10")
def test_a_return_that_nobody_saw_is_assumed_after_the_walk_and_a_quarter(live: Evening) -> None:
    live.go(L1)
    out_at = live.now_ms
    live.tick(60_000)

    look = live.show.looks[L1]
    assert (look.status, look.return_assumed, look.returned_at) == (
        Stage.OFF,
        True,
        out_at + 50_000,
    )


@rule("L10")
def test_a_return_seen_later_replaces_the_assumed_one(live: Evening) -> None:
    live.go(L1)
    live.tick(60_000)
    live.off(L1)

    look = live.show.looks[L1]
    assert (look.return_assumed, look.returned_at) == (False, live.now_ms)


@rule("L10", "G2")
def test_two_people_see_her_come_in_and_it_counts_once(live: Evening) -> None:
    live.go(L1)
    live.wait(40_000)
    live.off(L1)

    assert live.do(LookOff(look=L1), DRESSER).events == ()


@rule("L11")
def test_a_look_is_done_only_after_it_was_out(live: Evening) -> None:
    live.walk(L1)
    live.off(L1)
    live.mark("done", L1)

    assert live.show.looks[L1].status is Stage.DONE


@rule("L5")
def test_lining_up_in_another_order_than_planned_is_not_refused() -> None:
    evening = an_evening().to_first_looks()
    evening.mark("at_line", L3, L2, by=STARTER)

    assert evening.show.looks[L3].status is Stage.AT_LINE


@rule("L8", "G8")
def test_a_look_that_is_not_at_the_line_goes_only_with_a_reason() -> None:
    evening = an_evening().to_live(at_line=1)
    evening.walk(L1)
    refused = evening.go_refused(L2)

    assert [guard.code for guard in refused.guards] == ["not_at_line"]


@rule("G9")
def test_a_producer_may_send_what_the_caller_may(live: Evening) -> None:
    live.go(L1, PRODUCER)

    assert live.show.looks[L1].status is Stage.ON_RUNWAY
