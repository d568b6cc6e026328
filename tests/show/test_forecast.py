"""The forecast: exits, change windows, length; the numbers of DOMAIN.md section 2."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.show.bundle import Bundle
from app.show.cast import CheckIn, MarkNoShow
from app.show.change_window import grade
from app.show.evening import RunKind
from app.show.forecast import ChangeForecast, Grade
from app.show.item import ItemStage, MarkItem
from app.show.lineup import CutLook, EditShow
from app.show.look import ChangeClass, SkipLook
from app.show.phase import BeginRun, EndShow
from app.show.repair import HelpKind, RequestHelp
from app.show.words import Instant, ItemId, LookId, Span
from tests.rules import rule
from tests.show.makers import (
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
    REASON,
    SM,
    STARTS_AT,
    a_look,
    a_plan,
    an_item,
)
from tests.show.played import Evening, an_evening

L13 = LookId("l13")


def at_gap_12(spacing_ms: int = 12_000, **given_: object) -> Evening:
    """Return an evening whose first model is needed again twelve looks later."""
    looks = [a_look(f"l{n}") for n in range(1, 13)]
    again = replace(a_look("l13", "m1"), **given_)  # type: ignore[arg-type]  # a maker
    return an_evening(a_plan(*looks, again, spacing_ms=Span(spacing_ms)))


def at_gap_12_plan() -> Bundle:
    looks = [a_look(f"l{n}") for n in range(1, 13)]
    return a_plan(*looks, a_look("l13", "m1"), spacing_ms=Span(12_000))


def the_change(evening: Evening) -> ChangeForecast:
    return evening.forecast.changes[L13]


# ---- change windows


@rule("F1")
def test_a_cut_at_gap_12_and_12_s_spacing_takes_a_window_from_55_to_43_s() -> None:
    evening = at_gap_12()
    before = the_change(evening).window_ms
    evening.do(CutLook(look=L4), SM)

    assert (before, the_change(evening).window_ms) == (55_000, 43_000)


@rule("F1")
def test_going_from_15_to_12_s_spacing_at_gap_12_takes_a_window_from_85_to_55_s() -> None:
    # Twelve gaps less the lead of two: 10 x 15 - 40 - 25. DOMAIN.md says "80 s" in passing.
    evening = at_gap_12(15_000)
    before = the_change(evening).window_ms
    evening.do(EditShow(spacing_ms=Span(12_000)), SM)

    assert (before, the_change(evening).window_ms) == (85_000, 55_000)


@rule("F1")
@given(gap=st.integers(1, 40), spacing_s=st.integers(1, 60), walk_s=st.integers(1, 180))
def test_a_window_is_the_gap_less_lead_walk_and_transit(
    gap: int, spacing_s: int, walk_s: int
) -> None:
    looks = [a_look(f"l{n}") for n in range(1, gap + 1)]
    again = a_look("l99", "m1")
    plan = a_plan(*looks, again, spacing_ms=Span(spacing_s * 1000), walk_ms=Span(walk_s * 1000))

    change = an_evening(plan).forecast.changes[LookId("l99")]
    assert change.window_ms == 1000 * ((gap - 2) * spacing_s - walk_s - 25)


@rule("F1")
def test_a_real_return_counts_instead_of_the_reckoned_one() -> None:
    evening = at_gap_12()
    evening.to_live(at_line=12)
    evening.go(L1)
    before = the_change(evening).window_ms
    evening.wait(30_000)
    evening.off(L1)

    assert the_change(evening).window_ms > before


@rule("F1", "L1")
def test_a_model_who_wears_one_look_has_no_change() -> None:
    assert an_evening().forecast.changes == {}


@rule("F1", "L17")
def test_the_change_starts_from_what_she_really_wore_last() -> None:
    looks = (a_look("l1", "m1"), a_look("l2", "m1"), a_look("l3"), a_look("l4", "m1"))
    evening = an_evening(a_plan(*looks)).to_live(at_line=2)
    evening.do(SkipLook(look=L1))
    evening.walk(L2)

    assert evening.forecast.changes[L4].after == L2


@rule("F2")
@pytest.mark.parametrize(
    ("window_s", "needed_s", "expected"),
    [
        (9.999, 1, Grade.IMPOSSIBLE),
        (10, 5, Grade.AMBER),
        (-1, 0, Grade.IMPOSSIBLE),
        (59, 60, Grade.RED),
        (60, 60, Grade.AMBER),
        (79.999, 60, Grade.AMBER),
        (80, 60, Grade.OK),
        (10, 600, Grade.RED),
    ],
)
def test_a_window_is_graded(window_s: float, needed_s: float, expected: Grade) -> None:
    assert grade(round(window_s * 1000), round(needed_s * 1000)) is expected


@rule("F2")
@given(window=st.integers(-600_000, 600_000), needed=st.integers(0, 600_000))
def test_a_window_grade_follows_its_slack(window: int, needed: int) -> None:
    slack = window - needed
    expected = (
        Grade.IMPOSSIBLE
        if slack < -needed or window < 10_000
        else Grade.RED
        if slack < 0
        else Grade.AMBER
        if slack < 20_000
        else Grade.OK
    )

    assert grade(window, needed) is expected


@rule("F3")
@pytest.mark.parametrize(
    ("change_class", "needed_s"),
    [
        (ChangeClass.SIMPLE, 60),
        (ChangeClass.USUAL, 120),
        (ChangeClass.GOWN, 180),
        (ChangeClass.COUTURE, 600),
    ],
)
def test_without_a_plan_the_class_says_how_long_a_change_takes(
    change_class: ChangeClass, needed_s: int
) -> None:
    change = the_change(at_gap_12(change_class=change_class))

    assert (change.needed_ms, change.source) == (needed_s * 1000, "class")


@rule("F3")
def test_the_plan_says_it_better_than_the_class() -> None:
    change = the_change(at_gap_12(change_ms=Span(45_000)))

    assert (change.needed_ms, change.source, change.slack_ms) == (45_000, "plan", 10_000)


@rule("F3", "G7")
def test_a_rehearsal_says_it_better_than_the_plan() -> None:
    evening = at_gap_12(change_ms=Span(45_000)).to_prep(RunKind.REHEARSAL)
    evening.mark("dressing", L13)
    evening.wait(51_000)
    evening.mark("dressed", L13)
    evening.to_prep_again()

    assert (the_change(evening).needed_ms, the_change(evening).source) == (51_000, "rehearsal")


@rule("F1")
@pytest.mark.parametrize("status", ["dressed", "at_line"])
def test_a_change_that_is_made_is_forecast_no_more(status: str) -> None:
    evening = at_gap_12()
    evening.mark(status, L13)

    assert evening.forecast.changes == {}


# ---- exits and length


@rule("F4")
def test_planned_exits_follow_the_start_one_spacing_apart() -> None:
    looks = an_evening().forecast.looks

    exits = [looks[look].exit_at for look in (L1, L2, L3, L4, L5, L6)]
    assert exits == [STARTS_AT + n * 15_000 for n in range(6)]


@rule("F4")
def test_the_planned_end_is_the_last_exit_a_walk_and_the_finale() -> None:
    assert an_evening().forecast.end_at == STARTS_AT + 5 * 15_000 + 40_000 + 90_000


@rule("F4")
def test_the_pace_is_the_mean_of_the_last_five_spacings() -> None:
    evening = an_evening(a_plan(*(a_look(f"l{n}") for n in range(1, 11)))).to_live()
    evening.walk(*evening.show.order[:7], spacing_ms=20_000)

    assert evening.forecast.spacing_ms == 20_000


@rule("F4")
def test_planned_spacings_stand_in_for_those_not_yet_there() -> None:
    evening = an_evening().to_live()
    evening.walk(L1, L2, spacing_ms=20_000)

    assert evening.forecast.spacing_ms == (20_000 + 4 * 15_000) // 5


@rule("F4")
def test_a_standstill_makes_the_end_later_once_and_not_with_each_look_to_come() -> None:
    evening = an_evening(a_plan(*(a_look(f"l{n}") for n in range(1, 11)))).to_live()
    evening.walk(L1, L2, spacing_ms=180_000)

    assert evening.forecast.spacing_ms == 15_000
    assert evening.forecast.over_ms == 180_000 - 15_000


@rule("F4")
def test_a_slower_pace_makes_the_end_later_and_says_by_how_much() -> None:
    evening = an_evening(a_plan(*(a_look(f"l{n}") for n in range(1, 11)))).to_live()
    evening.walk(*evening.show.order[:6], spacing_ms=20_000)

    # five spacings were 5 s longer, the four to come are reckoned so too
    assert evening.forecast.over_ms == 9 * 5_000


@rule("F4")
def test_on_time_nothing_is_over() -> None:
    evening = an_evening().to_live()
    evening.walk(L1, L2, L3)

    assert evening.forecast.over_ms == 0


@rule("F4")
def test_a_cut_is_one_spacing_less() -> None:
    evening = an_evening().to_live()
    evening.walk(L1)
    evening.do(CutLook(look=L5), SM)

    assert evening.forecast.over_ms == -15_000


@rule("F4")
def test_a_late_start_is_seen_before_it_starts() -> None:
    evening = an_evening().to_released()
    evening.now_ms = STARTS_AT
    evening.wait(60_000)
    evening.mark("at_line", L2)

    assert (evening.forecast.t0_at, evening.forecast.over_ms) == (STARTS_AT + 60_000, 60_000)


@rule("F4")
def test_the_end_of_an_ended_show_is_when_it_ended() -> None:
    evening = an_evening(a_plan(a_look("l1"))).to_live()
    evening.walk(L1)
    evening.do(EndShow())

    assert evening.forecast.end_at == evening.now_ms


@rule("F4")
def test_a_plan_without_a_time_has_an_order_and_windows_but_no_instants() -> None:
    plan = replace(at_gap_12_plan(), starts_at=None)
    forecast = an_evening(plan).forecast

    assert (forecast.next, forecast.end_at, forecast.t0_at) == (L1, None, None)
    assert forecast.changes[L13].window_ms == 55_000
    assert {one.exit_at for one in forecast.looks.values()} <= {None}
    assert forecast.latest == {}


@rule("F4")
def test_a_look_that_is_out_has_a_return_instead_of_an_exit() -> None:
    evening = an_evening().to_live()
    evening.go(L1)

    one = evening.forecast.looks[L1]
    assert (one.exit_at, one.return_at) == (None, evening.now_ms + 40_000)


# ---- counts


@rule("F6")
def test_looks_to_go_are_ready_being_worked_on_or_in_trouble_each_once() -> None:
    evening = an_evening(a_plan(*(a_look(f"l{n}") for n in range(1, 6))))
    for model in evening.show.models:
        evening.do(CheckIn(model=model), CHECK_IN)
    evening.mark("dressed", L1, L2)
    evening.mark("dressing", L3)
    evening.do(RequestHelp(look=L2, kind=HelpKind.SHOE), DRESSER)

    forecast = evening.forecast
    assert (forecast.ready, forecast.working, forecast.problem) == (1, 1, 1)


@rule("F6")
def test_a_missing_piece_and_a_missing_model_are_trouble() -> None:
    evening = an_evening(a_plan(a_look("l1", items=(an_item(),)), a_look("l2")))
    evening.do(MarkItem(item=ItemId("i1"), status=ItemStage.MISSING), DRESSER)
    evening.do(MarkNoShow(model=M2), CASTING)

    assert evening.forecast.problem == 2


@rule("F4", "G6")
def test_a_new_run_is_forecast_from_its_start_time_anew() -> None:
    evening = an_evening().to_live(RunKind.REHEARSAL)
    evening.walk(L1, L2)
    evening.do(EditShow(starts_at=Instant(STARTS_AT + 7_200_000)), SM)
    evening.do(BeginRun(kind=RunKind.SHOW), SM, override=REASON)

    assert evening.forecast.looks[L1].exit_at == STARTS_AT + 7_200_000


@rule("M5")
def test_a_models_latest_arrival_is_by_her_first_look() -> None:
    plan = a_plan(a_look("l1"), a_look("l2", "m1"), a_look("l3"))
    latest = an_evening(plan).forecast.latest

    assert latest[M1] == STARTS_AT - 20 * 60_000 - 120_000 - 30_000
