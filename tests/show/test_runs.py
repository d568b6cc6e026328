"""A rehearsal, then the show: statuses of their own, and what the first has taught."""

import pytest

from app.show.as_run import report
from app.show.cast import CheckIn, MarkNoShow, Presence
from app.show.cue import CueStage
from app.show.evening import House, Phase, RunKind
from app.show.item import ItemStage, MarkItem
from app.show.lineup import AddLook, CutLook, SwapLooks
from app.show.look import MarkLook, SkipLook, SomeoneElseWent, Stage
from app.show.phase import BeginRun, EndShow, StartShow, StopShow, WrapShow
from app.show.repair import HelpKind, RequestHelp
from app.show.words import CueId, ItemId, LookId, Refused, RunId
from tests.rules import rule
from tests.show.makers import (
    CASTING,
    CHECK_IN,
    DRESSER,
    HEAD_DRESSER,
    L1,
    L2,
    L3,
    L4,
    L5,
    L6,
    M1,
    M2,
    PRODUCER,
    REASON,
    SM,
    START,
    STARTER,
    a_cue,
    a_look,
    a_plan,
    an_item,
    the_start_cue,
    with_look,
)
from tests.show.played import Evening, an_evening

DRESS = ItemId("i1")


def after_a_rehearsal() -> Evening:
    """Rehearse: l1 takes 95 s to dress and walks for 52 s; everybody goes; it ends."""
    evening = an_evening(a_plan(a_look("l1", items=(an_item(),)), a_look("l2"), a_look("l3")))
    evening.do(CheckIn(model=M1), CHECK_IN)
    evening.to_prep(RunKind.REHEARSAL)
    evening.mark("dressing", L1)
    evening.wait(95_000)
    evening.mark("dressed", L1)
    evening.do(MarkItem(item=DRESS, status=ItemStage.WITH_MODEL), DRESSER)
    evening.from_prep_to_live()
    evening.walk(L1, L2)
    evening.wait(22_000)
    evening.off(L1)
    evening.walk(L3)
    evening.do(EndShow())
    return evening


@rule("G6")
def test_a_new_run_begins_with_fresh_statuses() -> None:
    evening = after_a_rehearsal()
    evening.do(BeginRun(kind=RunKind.SHOW), SM)

    assert (evening.show.phase, evening.show.house, evening.show.t0_at) == (
        Phase.PLANNED,
        House.CLOSED,
        None,
    )
    assert {(look.status, look.exits) for look in evening.show.looks.values()} == {
        (Stage.ASSIGNED, 0)
    }


@rule("G6")
def test_cues_are_armed_again_in_a_new_run() -> None:
    evening = after_a_rehearsal()
    evening.do(BeginRun(kind=RunKind.SHOW), SM)

    assert {cue.status for cue in evening.show.cues.values()} == {CueStage.ARMED}


@rule("G6")
def test_who_is_in_the_building_stays_in_the_building() -> None:
    evening = after_a_rehearsal()
    evening.do(BeginRun(kind=RunKind.SHOW), SM)

    assert evening.show.models[M1].status is Presence.ARRIVED


@rule("G6")
def test_who_was_given_up_in_the_rehearsal_is_expected_again() -> None:
    evening = an_evening().to_prep(RunKind.REHEARSAL)
    evening.do(MarkNoShow(model=M2), CASTING)
    evening.do(BeginRun(kind=RunKind.SHOW), SM, override=REASON)

    assert evening.show.models[M2].status is Presence.EXPECTED


@rule("G6")
def test_pieces_worn_in_the_rehearsal_are_back_on_the_rack_unticked() -> None:
    evening = after_a_rehearsal()
    evening.do(BeginRun(kind=RunKind.SHOW), SM)

    assert evening.show.items[DRESS].status is ItemStage.ON_RACK


@rule("G6")
def test_a_missing_piece_is_still_missing_in_the_next_run() -> None:
    evening = after_a_rehearsal()
    evening.do(MarkItem(item=DRESS, status=ItemStage.MISSING), DRESSER)
    evening.do(BeginRun(kind=RunKind.SHOW), SM)

    assert evening.show.items[DRESS].status is ItemStage.MISSING


@rule("G6", "G3")
@pytest.mark.parametrize(
    ("status", "stands"),
    [(ItemStage.WITH_MODEL, ItemStage.ON_RACK), (ItemStage.DAMAGED, ItemStage.DAMAGED)],
)
def test_a_tick_of_the_rehearsal_that_comes_late_ticks_nothing_but_trouble_is_trouble(
    status: ItemStage, stands: ItemStage
) -> None:
    evening = after_a_rehearsal()
    seen_at = evening.now_ms
    evening.wait(60_000)
    evening.do(BeginRun(kind=RunKind.SHOW), SM)
    evening.do(MarkItem(item=DRESS, status=status), DRESSER, seen_at=seen_at)

    assert evening.show.items[DRESS].status is stands


@rule("G6", "G3")
def test_a_mark_of_the_rehearsal_that_comes_late_dresses_nobody_for_the_show() -> None:
    evening = after_a_rehearsal()
    seen_at = evening.now_ms
    evening.wait(60_000)
    evening.do(BeginRun(kind=RunKind.SHOW), SM)
    evening.do(MarkLook(look=L1, status="dressed"), DRESSER, seen_at=seen_at)

    assert evening.show.looks[L1].status is Stage.ASSIGNED


@rule("G6")
def test_calls_for_help_of_the_last_run_are_closed() -> None:
    evening = after_a_rehearsal()
    evening.do(RequestHelp(look=L1, kind=HelpKind.SHOE), DRESSER)
    evening.do(BeginRun(kind=RunKind.SHOW), SM)

    assert [one.unsolved for one in evening.show.help.values()] == [False]


@rule("G6")
def test_the_show_runs_in_the_plans_order_whatever_the_rehearsal_did() -> None:
    evening = an_evening().to_live(RunKind.REHEARSAL)
    evening.walk(L1)
    evening.do(SomeoneElseWent(look=L4, instead_of=L2), STARTER)
    evening.wait(1_000)
    evening.do(SkipLook(look=L2))
    evening.do(BeginRun(kind=RunKind.SHOW), SM, override=REASON)

    assert evening.show.order == (L1, L2, L3, L4, L5, L6)


@rule("L18", "L19", "G6")
def test_a_look_added_tonight_is_in_the_next_run_where_it_was_added() -> None:
    evening = an_evening().to_live(RunKind.REHEARSAL)
    evening.walk(L1)
    evening.do(AddLook(number="2A", look=LookId("l2a"), after=L2), SM)
    evening.do(SwapLooks(look=L5, other=L6), SM)
    evening.do(BeginRun(kind=RunKind.SHOW), SM, override=REASON)

    assert evening.show.order == (L1, L2, "l2a", L3, L4, L5, L6)


@rule("Q7", "G6")
def test_a_cue_whose_look_is_back_in_the_next_run_hangs_on_it_again() -> None:
    plan = a_plan(cues=(the_start_cue(), a_cue("q1", with_look(L3))))
    evening = an_evening(plan).to_live(RunKind.REHEARSAL)
    evening.do(CutLook(look=L3), SM)
    evening.do(BeginRun(kind=RunKind.SHOW), SM, override=REASON)

    assert not evening.show.cues[CueId("q1")].anchor_lost
    assert evening.show.decisions == {}


@rule("Q7", "G6")
def test_a_cue_whose_look_stays_cut_still_asks_in_the_next_run() -> None:
    evening = an_evening(a_plan(cues=(the_start_cue(), a_cue("q1", with_look(L3)))))
    evening.do(CutLook(look=L3), SM)
    evening.do(BeginRun(kind=RunKind.SHOW), SM)

    assert [card.cue for card in evening.show.decisions.values()] == ["q1"]


@rule("G6", "S13")
def test_an_order_changed_during_a_stop_is_not_the_plan_of_the_next_run() -> None:
    evening = an_evening().to_live(RunKind.REHEARSAL)
    evening.do(StopShow())
    evening.do(SwapLooks(look=L5, other=L6), SM)
    evening.do(BeginRun(kind=RunKind.SHOW), PRODUCER, override=REASON)

    assert evening.show.order == (L1, L2, L3, L4, L5, L6)


@rule("G7", "F3")
def test_a_change_measured_in_the_rehearsal_is_what_the_show_reckons_with() -> None:
    evening = after_a_rehearsal()
    evening.do(BeginRun(kind=RunKind.SHOW), SM)

    assert evening.show.looks[L1].measured_change_ms == 95_000


@rule("G7")
def test_a_walk_measured_in_the_rehearsal_is_what_the_show_reckons_with() -> None:
    evening = after_a_rehearsal()
    evening.do(BeginRun(kind=RunKind.SHOW), SM)

    assert evening.show.looks[L1].measured_walk_ms == 52_000


@rule("G7")
def test_a_return_that_was_only_assumed_measures_no_walk() -> None:
    evening = an_evening().to_live(RunKind.REHEARSAL)
    evening.walk(L1)
    evening.tick(120_000)
    evening.do(BeginRun(kind=RunKind.SHOW), SM, override=REASON)

    assert evening.show.looks[L1].measured_walk_ms is None


@rule("G6")
def test_a_run_under_way_is_left_only_with_a_reason() -> None:
    evening = an_evening().to_live(RunKind.REHEARSAL)

    refused = evening.refusal(BeginRun(kind=RunKind.SHOW), SM)
    assert [guard.code for guard in refused.guards] == ["run_under_way"]


@rule("G6")
def test_after_a_rehearsal_the_show_starts_and_everybody_goes_again() -> None:
    evening = after_a_rehearsal()
    evening.do(WrapShow(), HEAD_DRESSER)
    evening.to_live()
    evening.walk(L1, L2, L3)

    assert evening.show.phase is Phase.FINALE
    assert [look.exits for look in evening.show.looks.values()] == [1, 1, 1]


@rule("G6")
def test_every_run_has_an_id_and_a_report_of_its_own() -> None:
    evening = after_a_rehearsal()
    rehearsal = evening.run_id
    evening.to_live()
    evening.walk(L1)
    told = {run: len(report(evening.log, run).order) for run in (rehearsal, evening.run_id)}

    assert told == {rehearsal: 3, evening.run_id: 1}


@rule("Q6", "P5")
def test_a_start_cue_fired_in_the_rehearsal_fires_once_more_in_the_show() -> None:
    evening = after_a_rehearsal().to_released()
    armed = evening.show.cues[START].status
    evening.mark("at_line", *evening.show.order)
    evening.do(StartShow())

    assert (armed, evening.show.cues[START].status) == (CueStage.ARMED, CueStage.GO_SENT)


def test_a_run_nobody_began_has_no_report() -> None:
    log = an_evening().log

    with pytest.raises(Refused, match="There is no run r99"):
        report(log, RunId("r99"))
