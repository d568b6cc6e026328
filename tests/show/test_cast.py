"""The people who walk: expected, here, late, lost, let go."""

import pytest

from app.show.cast import (
    AddModel,
    CheckIn,
    EditModel,
    MarkNoShow,
    MarkService,
    MarkUnavailable,
    Presence,
    ReleaseModel,
    Service,
    ServiceStage,
    SetEta,
)
from app.show.forecast import Block
from app.show.item import ItemStage, MarkItem
from app.show.message import ChangeCode
from app.show.words import Actor, Instant, ItemId, ModelId, Ref, Why
from tests.rules import rule
from tests.show.makers import (
    BEAUTY,
    CASTING,
    CHECK_IN,
    DRESSER,
    L1,
    M1,
    M2,
    M9,
    REASON,
    SM,
    STARTS_AT,
    a_look,
    a_plan,
    an_item,
)
from tests.show.played import an_evening

HAIR_DONE = MarkService(model=M1, service=Service.HAIR, status=ServiceStage.DONE)


@rule("M1")
def test_a_check_in_says_when_she_was_seen() -> None:
    evening = an_evening()
    seen_at = evening.now_ms
    evening.wait(60_000)
    evening.do(CheckIn(model=M1), CHECK_IN, seen_at=seen_at)

    model = evening.show.models[M1]
    assert (model.status, model.arrived_at) == (Presence.ARRIVED, seen_at)


@rule("M1", "G2")
@pytest.mark.parametrize("lost", [MarkNoShow(model=M1), MarkUnavailable(model=M1)])
def test_a_model_who_was_given_up_and_comes_is_here(lost: MarkNoShow | MarkUnavailable) -> None:
    evening = an_evening()
    evening.do(lost, CASTING)
    evening.do(CheckIn(model=M1), CHECK_IN)

    assert evening.show.models[M1].status is Presence.ARRIVED


@rule("M1")
def test_a_second_check_in_changes_nothing() -> None:
    evening = an_evening()
    evening.do(CheckIn(model=M1), CHECK_IN)

    assert evening.do(CheckIn(model=M1), CASTING).events == ()


@rule("M2")
def test_a_model_on_her_way_has_an_expected_arrival() -> None:
    evening = an_evening()
    eta_at = Instant(STARTS_AT - 3_600_000)
    evening.do(SetEta(model=M1, eta_at=eta_at), CASTING)

    model = evening.show.models[M1]
    assert (model.status, model.eta_at) == (Presence.EN_ROUTE, eta_at)


@rule("M2")
def test_who_is_here_is_not_on_her_way() -> None:
    evening = an_evening()
    evening.do(CheckIn(model=M1), CHECK_IN)

    refused = evening.refusal(SetEta(model=M1, eta_at=STARTS_AT), CASTING)
    assert refused.why is Why.INVALID_TRANSITION


@rule("M3", "G3")
def test_an_older_word_on_a_service_does_not_undo_a_newer_one() -> None:
    evening = an_evening()
    evening.do(CheckIn(model=M1), CHECK_IN)
    seen_at = evening.now_ms
    evening.wait(60_000)
    evening.do(HAIR_DONE, BEAUTY)
    begun = MarkService(model=M1, service=Service.HAIR, status=ServiceStage.DOING)
    evening.do(begun, BEAUTY, seen_at=seen_at)

    assert evening.show.models[M1].services[Service.HAIR] is ServiceStage.DONE


@rule("M5")
def test_the_latest_arrival_leaves_time_for_service_dressing_and_the_line() -> None:
    evening = an_evening(a_plan(a_look("l1", change_ms=100_000), a_look("l2")))

    latest = evening.forecast.latest
    assert latest[M1] == STARTS_AT - 20 * 60_000 - 100_000 - 2 * 15_000


@rule("M5")
def test_who_is_here_has_no_latest_arrival() -> None:
    evening = an_evening()
    evening.do(CheckIn(model=M1), CHECK_IN)

    assert M1 not in evening.forecast.latest
    assert M2 in evening.forecast.latest


@rule("M5")
def test_at_her_latest_arrival_casting_is_asked_after_her_once() -> None:
    evening = an_evening(a_plan(a_look("l1"))).to_prep()
    evening.tick(7 * 3_600_000)

    questions = [m for m in evening.show.messages.values() if m.code is ChangeCode.MODEL_LATE]
    assert [(q.subject, q.sent_at) for q in questions] == [
        (M1, STARTS_AT - 20 * 60_000 - 120_000 - 30_000)
    ]


@rule("M5")
def test_nobody_is_asked_after_a_model_who_came_in_time() -> None:
    evening = an_evening(a_plan(a_look("l1"))).to_prep()
    evening.do(CheckIn(model=M1), CHECK_IN)
    evening.tick(7 * 3_600_000)

    assert evening.show.messages == {}


@rule("M6", "I1")
@pytest.mark.parametrize("lost", [MarkNoShow(model=M1), MarkUnavailable(model=M1)])
def test_a_lost_models_looks_are_blocked(lost: MarkNoShow | MarkUnavailable) -> None:
    evening = an_evening()
    evening.do(lost, CASTING)

    assert evening.forecast.looks[L1].block is Block.HARD


@rule("M6")
def test_the_reason_of_an_absence_is_kept_as_a_reference_and_goes_when_she_comes() -> None:
    evening = an_evening()
    evening.do(MarkUnavailable(model=M1, reason=Ref("r_ill")), SM)
    kept = evening.show.models[M1].reason
    evening.do(CheckIn(model=M1), CHECK_IN)

    assert (kept, evening.show.models[M1].reason) == ("r_ill", None)


@rule("M6")
def test_who_is_out_on_the_runway_is_no_no_show() -> None:
    evening = an_evening().to_live()
    evening.go(L1)

    assert evening.refusal(MarkNoShow(model=M1), CASTING).why is Why.INVALID_TRANSITION


@rule("M6", "G9")
@pytest.mark.parametrize("who", [DRESSER, BEAUTY], ids=lambda a: a.role.value)
def test_giving_a_model_up_is_for_casting_and_the_stage_manager(who: Actor) -> None:
    assert an_evening().refusal(MarkNoShow(model=M1), who).why is Why.FORBIDDEN


@rule("M8")
def test_a_model_who_still_wears_a_piece_is_let_go_only_with_a_reason() -> None:
    evening = an_evening(a_plan(a_look("l1", items=(an_item("i1", "gown"),))))
    evening.do(CheckIn(model=M1), CHECK_IN)
    evening.do(MarkItem(item=ItemId("i1"), status=ItemStage.WITH_MODEL), DRESSER)
    refused = evening.refusal(ReleaseModel(model=M1), SM)

    assert [guard.code for guard in refused.guards] == ["items_out", "looks_left"]


@rule("M8")
def test_a_model_with_nothing_left_to_do_is_let_go() -> None:
    evening = an_evening()
    evening.do(CheckIn(model=M9), CHECK_IN)
    evening.do(ReleaseModel(model=M9), SM)

    assert evening.show.models[M9].status is Presence.RELEASED


@rule("M8", "G8")
def test_a_model_with_a_look_left_is_let_go_with_a_reason() -> None:
    evening = an_evening()
    evening.do(CheckIn(model=M1), CHECK_IN)
    evening.do(ReleaseModel(model=M1), SM, override=REASON)

    assert evening.show.models[M1].status is Presence.RELEASED


def test_a_model_is_added_on_the_day_under_an_id_of_her_own() -> None:
    evening = an_evening()
    evening.do(AddModel(name=Ref("r_eve")), CASTING)
    evening.do(AddModel(name=Ref("r_uma")), CASTING)

    names = [model.name for model in evening.show.models.values()]
    assert names[-2:] == ["r_eve", "r_uma"]


@rule("G4")
def test_what_is_edited_of_a_model_changes_and_the_rest_stays() -> None:
    evening = an_evening()
    evening.do(EditModel(model=M1, call_at=Instant(7)), CASTING)

    model = evening.show.models[M1]
    assert (model.call_at, model.measurements) == (7, "r_size_m1")


def test_a_model_nobody_knows_can_not_check_in() -> None:
    refused = an_evening().refusal(CheckIn(model=ModelId("m99")), CHECK_IN)

    assert (refused.why, refused.detail) == (Why.UNKNOWN_ENTITY, "There is no model m99.")
