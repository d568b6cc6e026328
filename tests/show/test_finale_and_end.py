"""The finale, the end, the count of clothes; and the emergency stop."""

import pytest

from app.show.cue import CueStage
from app.show.evening import House, Phase, RunKind
from app.show.hold import ReleaseHold
from app.show.item import SignIn, SignOut
from app.show.lineup import CutLook
from app.show.look import Go
from app.show.message import SendMessage
from app.show.phase import BeginRun, EndShow, StartFinale, StopShow, WrapShow
from app.show.words import Actor, Expect, ItemId, Ref, Why
from tests.rules import rule
from tests.show.makers import (
    CALLER,
    DESK,
    DRESSER,
    HEAD_DRESSER,
    L1,
    L2,
    L3,
    PRODUCER,
    REASON,
    SECURITY,
    SM,
    START,
    STARTER,
    a_look,
    a_plan,
    an_item,
)
from tests.show.played import Evening, an_evening

CORSET = ItemId("i1")


def two_looks() -> Evening:
    plan = a_plan(a_look("l1", items=(an_item("i1", "corset", value_class="high"),)), a_look("l2"))
    return an_evening(plan)


@rule("S10")
def test_the_last_look_out_brings_the_finale() -> None:
    evening = two_looks().to_live()
    evening.walk(L1)
    before = evening.show.phase
    evening.walk(L2)

    assert (before, evening.show.phase) == (Phase.LIVE, Phase.FINALE)


@rule("S10")
def test_a_finale_with_looks_left_needs_a_reason_and_names_them() -> None:
    evening = an_evening().to_live()
    evening.walk(L1)
    refused = evening.refusal(StartFinale())

    assert refused.detail == "Still to go: 2, 3, 4, 5, 6."


@rule("S10", "G8")
def test_the_caller_goes_to_the_finale_with_a_reason() -> None:
    evening = an_evening().to_live()
    evening.do(StartFinale(), override=REASON)

    assert evening.show.phase is Phase.FINALE


@rule("S10")
def test_pressing_finale_after_it_came_by_itself_changes_nothing() -> None:
    evening = two_looks().to_live()
    evening.walk(L1, L2)

    assert evening.do(StartFinale()).events == ()


@rule("S11")
def test_a_live_show_does_not_end_without_its_finale() -> None:
    assert an_evening().to_live().refusal(EndShow()).why is Why.INVALID_TRANSITION


@rule("S11")
def test_at_the_end_the_clock_stops_and_the_house_clears() -> None:
    evening = two_looks().to_live()
    evening.walk(L1, L2)
    evening.do(EndShow())

    assert evening.show.run is not None
    assert (evening.show.phase, evening.show.house, evening.show.run.ended_at) == (
        Phase.ENDED,
        House.CLEARING,
        evening.now_ms,
    )


@rule("S11")
def test_after_the_end_nobody_goes_out() -> None:
    evening = an_evening().to_live()
    evening.do(StartFinale(), override=REASON)
    evening.do(EndShow())

    refused = evening.refusal(Go(look=L1), expect=Expect(next=L1))
    assert refused.why is Why.INVALID_TRANSITION


def ended_with_the_corset_out() -> Evening:
    evening = two_looks()
    evening.do(SignOut(item=CORSET), DESK)
    evening.to_live()
    evening.walk(L1, L2)
    evening.do(EndShow())
    return evening


@rule("S12", "I5")
def test_the_show_does_not_wrap_while_a_piece_is_signed_out() -> None:
    evening = ended_with_the_corset_out()

    assert evening.refusal(WrapShow(), HEAD_DRESSER).detail == "Not back: corset."


@rule("S12", "I5")
def test_with_every_piece_signed_in_the_show_wraps() -> None:
    evening = ended_with_the_corset_out()
    evening.do(SignIn(item=CORSET), DESK)
    evening.do(WrapShow(), HEAD_DRESSER)

    assert evening.show.phase is Phase.WRAPPED


@rule("S12")
def test_a_producer_wraps_regardless_with_a_reason() -> None:
    evening = ended_with_the_corset_out()
    evening.do(WrapShow(), PRODUCER, override=REASON)

    assert evening.show.phase is Phase.WRAPPED


@rule("S13")
@pytest.mark.parametrize("who", [PRODUCER, CALLER, SM, SECURITY], ids=lambda a: a.role.value)
def test_these_stop_the_show(who: Actor) -> None:
    evening = an_evening().to_live()
    evening.do(StopShow(), who)

    assert evening.show.phase is Phase.STOPPED


@rule("S13")
@pytest.mark.parametrize("who", [STARTER, DRESSER], ids=lambda a: a.role.value)
def test_others_do_not_stop_the_show(who: Actor) -> None:
    assert an_evening().to_live().refusal(StopShow(), who).why is Why.FORBIDDEN


@rule("S13")
def test_a_stopped_show_sends_nobody() -> None:
    evening = an_evening().to_live()
    evening.do(StopShow())

    assert evening.go_refused(L1, override=REASON).why is Why.INVALID_TRANSITION


@rule("S13")
def test_a_stopped_show_asks_for_no_cue() -> None:
    evening = an_evening().to_live()
    evening.do(StopShow())
    evening.tick(600_000)

    assert evening.show.cues[START].status is CueStage.GO_SENT


@rule("S13")
def test_people_still_talk_during_a_stop() -> None:
    evening = an_evening().to_live()
    evening.do(StopShow())
    evening.do(SendMessage(to="all", text=Ref("r_out")), SECURITY)

    assert len(evening.show.messages) == 2


@rule("S13")
@pytest.mark.parametrize("who", [CALLER, SM], ids=lambda a: a.role.value)
def test_only_a_producer_goes_on_after_a_stop(who: Actor) -> None:
    evening = an_evening().to_live()
    evening.do(StopShow())

    assert evening.refusal(ReleaseHold(scope="stop"), who).why is Why.FORBIDDEN


@rule("S13")
def test_after_a_stop_the_show_goes_on_where_it_was() -> None:
    evening = an_evening().to_live()
    evening.walk(L1)
    evening.do(StopShow())
    evening.wait(60_000)
    evening.do(ReleaseHold(scope="stop"), PRODUCER)
    evening.go(L2)

    assert (evening.show.phase, evening.show.looks[L2].exits) == (Phase.LIVE, 1)


@rule("S13")
def test_a_stop_is_not_left_through_a_new_run_by_the_stage_manager() -> None:
    evening = an_evening().to_live()
    evening.do(StopShow())

    assert evening.refusal(BeginRun(kind=RunKind.SHOW), SM).why is Why.FORBIDDEN


@rule("S1")
def test_a_wrapped_show_is_over() -> None:
    evening = two_looks().to_live()
    evening.walk(L1, L2)
    evening.do(EndShow())
    evening.do(WrapShow(), HEAD_DRESSER)

    assert evening.refusal(StopShow()).why is Why.INVALID_TRANSITION


@rule("S10")
def test_a_cut_last_look_does_not_keep_the_finale_waiting() -> None:
    evening = an_evening(a_plan(a_look("l1"), a_look("l2"), a_look("l3"))).to_live()
    evening.walk(L1, L2)
    evening.do(CutLook(look=L3), SM)
    evening.do(StartFinale())

    assert evening.show.phase is Phase.FINALE
