"""Marks that come late: what is newer stands, and an earlier run's say nothing about this one."""

from app.show.cast import (
    CheckIn,
    MarkNoShow,
    MarkService,
    MarkUnavailable,
    Presence,
    Service,
    ServiceStage,
)
from app.show.evening import Phase
from app.show.late import SUPERSEDED, ObservationLate
from app.show.look import SomeoneElseWent, Stage
from app.show.repair import FinishHelp, HelpKind, HelpMarkSuperseded, HelpStage, RequestHelp
from app.show.words import Instant
from tests.rules import rule
from tests.show.makers import (
    CASTING,
    CHECK_IN,
    DRESSER,
    L1,
    L2,
    M1,
    SEAMSTRESS,
    SM,
    STARTER,
    a_look,
    a_plan,
)
from tests.show.played import Evening, an_evening

MINUTE = 60_000


def before(evening: Evening, ms: int = MINUTE) -> Instant:
    return Instant(evening.now_ms - ms)


@rule("P6", "G2")
def test_a_no_show_seen_before_she_came_in_changes_nothing() -> None:
    evening = an_evening().to_prep()
    evening.wait(10 * MINUTE)
    evening.do(CheckIn(model=M1), CHECK_IN)
    late = evening.do(MarkNoShow(model=M1), CASTING, seen_at=before(evening))

    assert isinstance(late.events[0], ObservationLate)
    assert evening.show.models[M1].status is Presence.ARRIVED


@rule("P6", "G2")
def test_an_arrival_seen_before_she_was_reported_ill_changes_nothing() -> None:
    evening = an_evening().to_prep()
    evening.wait(10 * MINUTE)
    evening.do(MarkUnavailable(model=M1), SM)
    evening.do(CheckIn(model=M1), CHECK_IN, seen_at=before(evening))

    assert evening.show.models[M1].status is Presence.UNAVAILABLE


@rule("P6")
def test_services_are_late_each_for_itself() -> None:
    evening = an_evening().to_prep()
    evening.wait(10 * MINUTE)
    for service, status, ago in (
        (Service.HAIR, ServiceStage.DOING, 5 * MINUTE),
        (Service.MAKEUP, ServiceStage.DOING, MINUTE),
        (Service.HAIR, ServiceStage.DONE, 3 * MINUTE),
        (Service.MAKEUP, ServiceStage.TODO, 4 * MINUTE),
    ):
        mark = MarkService(model=M1, service=service, status=status)
        evening.do(mark, SM, seen_at=before(evening, ago))

    assert evening.show.models[M1].services == {
        Service.HAIR: ServiceStage.DONE,
        Service.MAKEUP: ServiceStage.DOING,
    }


@rule("P6", "I7")
def test_a_repair_seen_done_before_it_was_asked_for_does_not_end_it() -> None:
    evening = an_evening().to_prep()
    evening.wait(10 * MINUTE)
    evening.do(RequestHelp(look=L1, kind=HelpKind.ZIP_SEW), DRESSER)
    (call,) = evening.show.help.values()
    late = evening.do(FinishHelp(help=call.id), SEAMSTRESS, seen_at=before(evening))

    assert isinstance(late.events[0], HelpMarkSuperseded)
    assert isinstance(late.events[0], SUPERSEDED)
    assert evening.show.help[call.id].status is HelpStage.OPEN


@rule("L16", "G2")
def test_somebody_else_went_in_an_earlier_run_sends_nobody_out_in_this_one() -> None:
    evening = an_evening()
    evening.wait(10 * MINUTE)
    evening = evening.to_live()
    run = evening.show.run
    assert run is not None, "live"
    wrong = SomeoneElseWent(look=L2, instead_of=L1)
    evening.do(wrong, STARTER, seen_at=Instant(run.began_at - 1))

    assert evening.show.looks[L2].status is not Stage.ON_RUNWAY


@rule("L16")
def test_a_model_who_is_still_out_may_be_sent_again_and_it_is_said() -> None:
    plan = a_plan(a_look("l1", model="m1"), a_look("l2", model="m1"), a_look("l3", model="m2"))
    evening = an_evening(plan).to_live()
    evening.mark("at_line", L1)
    evening.go(L1)
    evening.wait(15_000)
    evening.mark("at_line", L2)

    assert [one.code for one in evening.go(L2).warnings] == ["model_out"]


@rule("S4")
def test_a_second_look_of_a_model_at_the_line_is_not_waited_for() -> None:
    plan = a_plan(a_look("l1", model="m1"), a_look("l2", model="m2"), a_look("l3", model="m1"))
    evening = an_evening(plan).to_first_looks()
    evening.mark("at_line", L1, L2)

    assert evening.show.phase is Phase.LINED_UP
