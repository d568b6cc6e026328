"""The as-run report: planned against actual, read from the log alone."""

import json
from dataclasses import asdict, replace

from app.show.as_run import LookRun, Report, report
from app.show.cast import CheckIn, MarkNoShow
from app.show.cue import ConfirmFired, GoCue
from app.show.evening import RunKind
from app.show.hold import Hold, ReleaseHold
from app.show.holding import HoldReason, HoldScope
from app.show.item import SubstituteItem
from app.show.lineup import CutLook, SwapLooks, Undo
from app.show.look import FalseExit, SkipLook, SomeoneElseWent, Stage
from app.show.phase import EndShow, StartFinale
from app.show.repair import AcceptHelp, FinishHelp, HelpKind, RequestHelp
from app.show.words import CueId, Instant, ItemId, LookId
from tests.rules import rule
from tests.show.makers import (
    CALLER,
    CASTING,
    CHECK_IN,
    DRESSER,
    L1,
    L2,
    L3,
    L4,
    L5,
    L6,
    M1,
    M2,
    OPERATOR,
    REASON,
    SEAMSTRESS,
    SM,
    STARTER,
    STARTS_AT,
    a_cue,
    a_look,
    a_plan,
    an_item,
    the_start_cue,
    with_look,
)
from tests.show.played import Evening, an_evening


def told(evening: Evening) -> Report:
    return report(evening.log, evening.run_id)


def of(evening: Evening, look: LookId) -> LookRun:
    (one,) = (one for one in told(evening).looks if one.look == look)
    return one


@rule("R1")
def test_a_look_that_went_when_planned_is_neither_over_nor_under() -> None:
    evening = an_evening().to_live()
    evening.walk(L1, L2)

    one = of(evening, L2)
    assert (one.planned_exit_at, one.exit_at, one.over_ms) == (
        STARTS_AT + 15_000,
        STARTS_AT + 15_000,
        0,
    )


@rule("R1")
def test_a_late_exit_says_by_how_much_for_which_model() -> None:
    evening = an_evening().to_live()
    evening.walk(L1)
    evening.wait(7_000)
    evening.walk(L2)

    one = of(evening, L2)
    assert (one.over_ms, one.model, one.number) == (7_000, M2, "2")


@rule("R1")
def test_the_order_as_planned_stands_beside_the_order_as_run() -> None:
    evening = an_evening().to_live()
    evening.walk(L1)
    evening.do(SomeoneElseWent(look=L4, instead_of=L2), STARTER)
    evening.wait(15_000)
    evening.walk(L2, L3)

    report_ = told(evening)
    assert report_.planned_order == (L1, L2, L3, L4, L5, L6)
    assert report_.order == (L1, L4, L2, L3)
    assert (of(evening, L4).planned_place, of(evening, L4).place) == (4, 2)
    assert of(evening, L4).instead_of == L2


@rule("R1")
def test_what_did_not_go_is_told_with_its_reason_in_a_word() -> None:
    evening = an_evening().to_live()
    evening.do(CutLook(look=L2), SM)
    evening.do(SkipLook(look=L1))
    evening.walk(L3)

    assert {one.look: (one.status, one.exit_at is None) for one in told(evening).looks} == {
        L1: (Stage.SKIPPED, True),
        L2: (Stage.CUT, True),
        L3: (Stage.ON_RUNWAY, False),
        L4: (Stage.AT_LINE, True),
        L5: (Stage.AT_LINE, True),
        L6: (Stage.AT_LINE, True),
    }


@rule("R1", "L15")
def test_a_false_exit_is_counted_and_is_not_when_she_went() -> None:
    evening = an_evening().to_live()
    evening.go(L1)
    evening.wait(4_000)
    evening.do(FalseExit(look=L1))
    evening.wait(4_000)
    evening.go(L1)

    one = of(evening, L1)
    assert (one.false_exits, one.over_ms) == (1, 8_000)
    assert told(evening).order == (L1,)


@rule("R1")
def test_walk_and_change_are_told_as_they_were_measured() -> None:
    evening = an_evening().to_prep()
    evening.mark("dressing", L1)
    evening.wait(75_000)
    evening.mark("dressed", L1)
    evening.from_prep_to_live()
    evening.go(L1)
    evening.wait(44_000)
    evening.off(L1)

    one = of(evening, L1)
    assert (one.change_ms, one.walk_ms) == (75_000, 44_000)


@rule("R1")
def test_an_assumed_return_measures_nothing() -> None:
    evening = an_evening().to_live()
    evening.go(L1)
    evening.tick(60_000)

    assert of(evening, L1).walk_ms is None


@rule("R1")
def test_the_length_is_told_planned_and_actual() -> None:
    evening = an_evening(a_plan(a_look("l1"), a_look("l2"))).to_live()
    evening.walk(L1, L2)
    evening.wait(140_000)
    evening.do(EndShow())

    one = told(evening)
    assert (one.planned_ms, one.actual_ms, one.over_ms) == (145_000, 170_000, 25_000)


@rule("S20")
def test_a_hold_that_is_still_on_at_the_end_counts_until_then() -> None:
    evening = an_evening().to_live()
    end_at = Instant(evening.now_ms + 60_000)
    evening.do(
        Hold(scope=HoldScope.EXITS, reason=HoldReason.TECHNICAL, expected_end_at=end_at), CALLER
    )
    evening.wait(20_000)
    evening.do(StartFinale(), override=REASON)
    evening.do(EndShow())

    assert [hold.held_ms for hold in told(evening).holds] == [20_000]


@rule("S20")
def test_holds_are_added_up_by_reason() -> None:
    evening = an_evening().to_live()
    for reason, held_ms in ((HoldReason.VIP, 5_000), (HoldReason.MODEL, 3_000)) * 2:
        end_at = Instant(evening.now_ms + 60_000)
        evening.do(Hold(scope=HoldScope.EXITS, reason=reason, expected_end_at=end_at))
        evening.wait(held_ms)
        evening.do(ReleaseHold(scope="exits"))

    assert {one.reason: (one.times, one.held_ms) for one in told(evening).held_for} == {
        HoldReason.VIP: (2, 10_000),
        HoldReason.MODEL: (2, 6_000),
    }


@rule("R1", "Q5")
def test_cues_are_told_with_how_late_their_go_was_and_whether_it_was_confirmed() -> None:
    q1, q2 = a_cue("q1", with_look(L1, 2_000)), a_cue("q2", with_look(L2))
    evening = an_evening(a_plan(cues=(the_start_cue(), q1, q2))).to_live()
    evening.walk(L1)
    evening.do(GoCue(cue=CueId("q1")))
    evening.do(ConfirmFired(cue=CueId("q1")), OPERATOR)

    cues = {one.cue: (one.over_ms, one.assumed) for one in told(evening).cues}
    assert cues == {CueId("q0"): (0, False), q1.id: (13_000, False), q2.id: (None, False)}


@rule("R1")
def test_late_models_are_told_and_those_who_never_came() -> None:
    plan = a_plan()
    early = Instant(STARTS_AT - 7 * 3_600_000)
    called = replace(
        plan, models=tuple(replace(m, call_at=early) for m in plan.models if m.id in (M1, M2))
    )
    evening = an_evening(replace(called, looks=(a_look("l1"), a_look("l2"))))
    evening.do(CheckIn(model=M1), CHECK_IN)
    evening.do(MarkNoShow(model=M2), CASTING)
    evening.to_prep()
    evening.do(MarkNoShow(model=M2), CASTING)

    late = {one.model: one.late_ms for one in told(evening).late_models}
    assert late == {M1: 3_601_000, M2: None}


@rule("R1")
def test_calls_for_help_are_told_with_how_long_they_took() -> None:
    evening = an_evening().to_prep()
    evening.do(RequestHelp(look=L1, kind=HelpKind.ZIP_SEW), DRESSER)
    (asked,) = evening.show.help
    evening.wait(20_000)
    evening.do(AcceptHelp(help=asked), SEAMSTRESS)
    evening.wait(160_000)
    evening.do(FinishHelp(help=asked), SEAMSTRESS)

    (one,) = told(evening).help
    assert (one.kind, one.accepted_ms, one.took_ms) == (HelpKind.ZIP_SEW, 20_000, 180_000)


@rule("R1")
def test_changes_and_incidents_are_told_with_who_made_them() -> None:
    plan = a_plan(a_look("l1", items=(an_item(),)), *(a_look(f"l{n}") for n in range(2, 6)))
    evening = an_evening(plan).to_live()
    evening.do(SubstituteItem(item=ItemId("i1"), name="grey dress"), DRESSER)
    evening.do(SwapLooks(look=L3, other=L4), CALLER)
    evening.do(Undo(seq=evening.show.seq), CALLER)
    evening.do(CutLook(look=L5), SM)
    evening.do(SomeoneElseWent(look=L2, instead_of=L1), STARTER)
    evening.do(SkipLook(look=L1), CALLER)

    report_ = told(evening)
    assert [(one.what, one.look, one.by) for one in report_.changes] == [
        ("item_substituted", L1, DRESSER.pass_id),
        ("looks_swapped", L3, CALLER.pass_id),
        ("undone", None, CALLER.pass_id),
        ("look_cut", L5, SM.pass_id),
    ]
    assert [(one.what, one.look, one.subject) for one in report_.incidents] == [
        ("someone_else_went", L2, L1),
        ("look_skipped", L1, None),
    ]


@rule("G6")
def test_a_report_is_about_its_run_alone() -> None:
    evening = an_evening().to_live(RunKind.REHEARSAL)
    evening.do(CutLook(look=L5), SM)
    evening.walk(L1)
    rehearsal = evening.run_id
    evening.to_prep_again()
    evening.from_prep_to_live()

    assert report(evening.log, rehearsal).order == (L1,)
    assert (told(evening).order, told(evening).changes) == ((), ())


@rule("R1")
def test_a_report_is_ready_for_json() -> None:
    evening = an_evening().to_live()
    evening.walk(L1, L2)

    text = json.dumps(asdict(told(evening)))
    assert json.loads(text)["order"] == ["l1", "l2"]
