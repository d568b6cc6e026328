"""From the first call to time zero: phases, releases, the house, the start cue."""

import pytest

from app.show.cast import MarkService, Service, ServiceStage
from app.show.cue import CueStage, GoCue
from app.show.evening import House, Light, Party, Phase, RunKind
from app.show.lineup import MoveLook
from app.show.message import ChangeCode
from app.show.phase import (
    CallFirstLooks,
    CancelShow,
    ConfirmLinedUp,
    OpenDay,
    OpenHouse,
    SetRelease,
    StartShow,
)
from app.show.words import Actor, Department, Scope, Why
from tests.rules import rule
from tests.show.makers import (
    BEAUTY,
    CALLER,
    DRESSER,
    FRONT,
    L1,
    L2,
    L3,
    M1,
    OPERATOR,
    PRODUCER,
    REASON,
    SECURITY,
    SM,
    START,
    STYLIST,
    a_cue,
    a_look,
    a_plan,
    the_start_cue,
)
from tests.show.played import Evening, an_evening

LX = Scope(department=Department.LX)
MU = Scope(department=Department.MU)


@rule("S1", "S2")
def test_the_stage_manager_opens_the_day() -> None:
    evening = an_evening()
    evening.do(OpenDay(), SM)

    assert evening.show.phase is Phase.PREP


@rule("S2", "G6")
def test_opening_the_day_without_a_run_begins_the_show() -> None:
    evening = an_evening()
    evening.do(OpenDay(), SM)

    assert evening.show.run is not None
    assert evening.show.run.kind is RunKind.SHOW


@rule("S2")
def test_a_show_without_looks_does_not_open() -> None:
    evening = an_evening(a_plan(looks=()))

    assert [guard.hard for guard in evening.refusal(OpenDay(), SM).guards] == [True]


@rule("S1")
def test_no_phase_is_jumped_over() -> None:
    evening = an_evening().to_prep()

    assert evening.refusal(ConfirmLinedUp(), SM).why is Why.INVALID_TRANSITION


@rule("S3")
def test_the_house_opens_during_a_rehearsal_only_with_a_reason() -> None:
    evening = an_evening().to_prep(RunKind.REHEARSAL)
    refused = evening.refusal(OpenHouse(), FRONT)
    evening.do(OpenHouse(), PRODUCER, override=REASON)

    assert [guard.code for guard in refused.guards] == ["rehearsal_on"]
    assert evening.show.house is House.OPEN


@rule("S3")
@pytest.mark.parametrize("who", [DRESSER, SM], ids=lambda a: a.role.value)
def test_the_house_is_opened_by_the_front_or_a_producer(who: Actor) -> None:
    assert an_evening().to_prep().refusal(OpenHouse(), who).why is Why.FORBIDDEN


@rule("S4")
def test_first_looks_are_called_at_70_percent_of_hair_and_make_up() -> None:
    evening = an_evening(a_plan(a_look("l1"))).to_prep()
    evening.do(MarkService(model=M1, service=Service.HAIR, status=ServiceStage.DONE), BEAUTY)
    refused = evening.refusal(CallFirstLooks(), SM)
    evening.do(MarkService(model=M1, service=Service.MAKEUP, status=ServiceStage.WAIVED), BEAUTY)
    evening.do(CallFirstLooks(), SM)

    assert [guard.code for guard in refused.guards] == ["beauty"]
    assert evening.show.phase is Phase.FIRST_LOOKS


@rule("S4")
def test_everybody_hears_the_call_for_first_looks() -> None:
    evening = an_evening().to_first_looks()

    calls = list(evening.show.messages.values())
    assert [(call.code, call.to) for call in calls] == [(ChangeCode.FIRST_LOOKS, ("all",))]


@rule("S4")
def test_from_first_looks_on_the_stylist_asks_the_stage_manager_for_another_order() -> None:
    evening = an_evening().to_first_looks()

    assert evening.refusal(MoveLook(look=L3), STYLIST).why is Why.FORBIDDEN


@rule("S5")
def test_the_first_looks_at_the_line_make_the_show_lined_up() -> None:
    evening = an_evening(a_plan(*(a_look(f"l{n}") for n in range(1, 11)))).to_first_looks()
    evening.mark("at_line", *evening.show.order[:7])
    before = evening.show.phase
    evening.mark("at_line", evening.show.order[7])

    assert (before, evening.show.phase) == (Phase.FIRST_LOOKS, Phase.LINED_UP)


@rule("S5")
def test_the_stage_manager_says_lined_up_before_all_are_there() -> None:
    evening = an_evening().to_first_looks()
    evening.do(ConfirmLinedUp(), SM)

    assert evening.show.phase is Phase.LINED_UP


@rule("S21")
@pytest.mark.parametrize(
    ("party", "who"),
    [(Party.BACKSTAGE, FRONT), (Party.HOUSE, SM), (Party.TECHNICAL, SM), (Party.HOUSE, OPERATOR)],
)
def test_nobody_releases_for_another_side(party: Party, who: Actor) -> None:
    evening = an_evening().to_lined_up()
    release = SetRelease(party=party, light=Light.GREEN)

    assert evening.refusal(release, who).why is Why.FORBIDDEN


@rule("S5", "S21")
def test_backstage_is_green_only_once_lined_up() -> None:
    evening = an_evening().to_first_looks()
    release = SetRelease(party=Party.BACKSTAGE, light=Light.GREEN)

    assert [guard.code for guard in evening.refusal(release, SM).guards] == ["not_lined_up"]


@rule("S21")
def test_technical_turns_green_when_every_operating_department_has_confirmed() -> None:
    evening = an_evening(a_plan(cues=(the_start_cue(), a_cue("q1")))).to_lined_up()
    release = SetRelease(party=Party.TECHNICAL, light=Light.GREEN)
    evening.do(release, OPERATOR, scope=LX)
    one_of_two = evening.show.release.technical
    evening.do(release, OPERATOR, scope=MU)

    assert (one_of_two, evening.show.release.technical) == (Light.AMBER, Light.GREEN)


@rule("S22")
def test_a_release_may_go_back_to_red_until_the_start() -> None:
    evening = an_evening().to_released()
    evening.do(SetRelease(party=Party.HOUSE, light=Light.RED), FRONT)

    assert evening.refusal(StartShow()).why is Why.GUARD


@rule("S22")
def test_after_the_start_there_is_nothing_to_release() -> None:
    evening = an_evening().to_live()
    release = SetRelease(party=Party.HOUSE, light=Light.RED)

    assert evening.refusal(release, FRONT).why is Why.INVALID_TRANSITION


@rule("S7")
def test_the_caller_does_not_start_without_three_green_releases_whatever_the_reason() -> None:
    evening = an_evening().to_lined_up()
    refused = evening.refusal(StartShow(), override=REASON)

    assert [(guard.code, guard.hard) for guard in refused.guards] == [("not_released", True)]


@rule("S7")
def test_a_producer_starts_without_the_releases_with_a_reason() -> None:
    evening = an_evening().to_lined_up()
    evening.do(StartShow(), PRODUCER, override=REASON)

    assert evening.show.phase is Phase.LIVE


@rule("S8")
def test_a_start_without_the_first_look_at_the_line_needs_a_reason() -> None:
    evening = an_evening().to_released()
    evening.do(MoveLook(look=L2), SM)
    refused = evening.refusal(StartShow())

    assert [(guard.code, guard.hard) for guard in refused.guards] == [("not_at_line", False)]


@rule("S9")
def test_time_zero_is_the_start_cues_go() -> None:
    evening = an_evening().to_released()
    evening.do(GoCue(cue=START))

    assert (evening.show.phase, evening.show.t0_at) == (Phase.LIVE, evening.now_ms)


@rule("S9", "Q6")
def test_starting_the_show_gives_the_start_cue_its_go() -> None:
    evening = an_evening().to_live()

    cue = evening.show.cues[START]
    assert (cue.status, cue.go_at) == (CueStage.GO_SENT, evening.show.t0_at)


@rule("S9")
@pytest.mark.parametrize("again", [StartShow(), GoCue(cue=START)], ids=["start", "start cue"])
def test_a_show_starts_once(again: StartShow | GoCue) -> None:
    evening = an_evening().to_live()
    evening.wait(5_000)

    assert evening.refusal(again, override=REASON).why is Why.ALREADY_FIRED


@rule("S9")
def test_the_planned_length_is_written_down_at_time_zero() -> None:
    evening = an_evening().to_live()

    assert evening.show.run is not None
    assert evening.show.run.planned_ms == 5 * 15_000 + 40_000 + 90_000


@rule("S14")
def test_only_a_producer_who_types_the_word_cancels() -> None:
    evening = an_evening().to_prep()
    by_sm = evening.refusal(CancelShow(word="CANCEL"), SM).why
    mistyped = evening.refusal(CancelShow(word="cancel"), PRODUCER).why
    evening.do(CancelShow(word="CANCEL"), PRODUCER)

    assert (by_sm, mistyped) == (Why.FORBIDDEN, Why.MALFORMED)
    assert evening.show.phase is Phase.CANCELLED


@rule("S14")
def test_a_live_show_is_not_cancelled() -> None:
    evening = an_evening().to_live()

    refused = evening.refusal(CancelShow(word="CANCEL"), PRODUCER)
    assert refused.why is Why.INVALID_TRANSITION


def other_than(*allowed: Actor) -> list[Actor]:
    return [who for who in (CALLER, FRONT, DRESSER, STYLIST, SECURITY) if who not in allowed]


@rule("S2", "G9")
@pytest.mark.parametrize("who", other_than(), ids=lambda a: a.role.value)
def test_only_the_stage_manager_and_producers_open_the_day(who: Actor) -> None:
    assert an_evening().refusal(OpenDay(), who).why is Why.FORBIDDEN


def test_a_lined_up_evening_is_what_the_tests_think_it_is() -> None:
    evening: Evening = an_evening().to_lined_up()

    assert (evening.show.phase, evening.show.looks[L1].status) == ("lined_up", "at_line")
