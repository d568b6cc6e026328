"""Another order: moving, swapping, adding, re-casting."""

from dataclasses import replace

import pytest

from app.show.cast import CheckIn, MarkNoShow, ReleaseModel
from app.show.lineup import (
    AddLook,
    AssignModel,
    CutLook,
    EditLook,
    FreezeLineup,
    MoveLook,
    PublishLineup,
    SwapLooks,
)
from app.show.look import SkipLook, Stage
from app.show.message import ChangeCode
from app.show.phase import OpenDay
from app.show.words import Expect, LookId, ModelId, Why
from tests.rules import rule
from tests.show.makers import (
    C1,
    CALLER,
    CASTING,
    CHECK_IN,
    L1,
    L2,
    L3,
    L4,
    L5,
    L6,
    M1,
    M9,
    PRODUCER,
    REASON,
    SM,
    STYLIST,
    a_look,
    a_plan,
)
from tests.show.played import an_evening


@rule("L20", "L19")
def test_a_look_moves_behind_another() -> None:
    evening = an_evening()
    evening.do(MoveLook(look=L1, after=L3), STYLIST)

    assert evening.show.order == (L2, L3, L1, L4, L5, L6)


@rule("L20")
def test_without_a_place_a_look_moves_to_the_front() -> None:
    evening = an_evening()
    evening.do(MoveLook(look=L4), STYLIST)

    assert evening.show.order == (L4, L1, L2, L3, L5, L6)


@rule("L20")
def test_live_the_front_is_the_next_to_go() -> None:
    evening = an_evening().to_live()
    evening.walk(L1, L2)
    evening.do(MoveLook(look=L6), CALLER)

    assert evening.show.order == (L1, L2, L6, L3, L4, L5)


@rule("L20")
def test_nobody_moves_among_those_who_have_been_out() -> None:
    evening = an_evening().to_live()
    evening.walk(L1, L2)

    refused = evening.refusal(MoveLook(look=L6, after=L1), CALLER)
    assert refused.why is Why.INVALID_TRANSITION


@rule("L20")
def test_a_look_does_not_move_behind_itself() -> None:
    evening = an_evening()

    refused = evening.refusal(MoveLook(look=L2, after=L2), STYLIST)
    assert refused.why is Why.INVALID_TRANSITION


@rule("L20")
def test_a_look_that_was_out_is_not_moved() -> None:
    evening = an_evening().to_live()
    evening.walk(L1)

    refused = evening.refusal(MoveLook(look=L1, after=L3), CALLER)
    assert refused.why is Why.INVALID_TRANSITION


@rule("L20")
def test_a_move_to_where_it_stands_changes_nothing() -> None:
    assert an_evening().do(MoveLook(look=L2, after=L1), STYLIST).events == ()


@rule("L20", "L19")
def test_two_looks_swap_places() -> None:
    evening = an_evening().to_live()
    evening.do(SwapLooks(look=L2, other=L5), CALLER)

    assert evening.show.order == (L1, L5, L3, L4, L2, L6)


@rule("L20")
@pytest.mark.parametrize("other", [L1, L2], ids=["one that was out", "itself"])
def test_a_look_does_not_swap_with(other: LookId) -> None:
    evening = an_evening().to_live()
    evening.walk(L1)

    refused = evening.refusal(SwapLooks(look=L2, other=other), CALLER)
    assert refused.why is Why.INVALID_TRANSITION


@rule("N3")
def test_a_swap_is_told_to_the_dressers_of_both_looks() -> None:
    plan = a_plan(a_look("l1", dresser=C1), a_look("l2"), a_look("l3"))
    evening = an_evening(plan).to_prep()
    evening.do(SwapLooks(look=L3, other=L1), SM)

    (told,) = evening.show.messages.values()
    assert told.code is ChangeCode.LOOKS_SWAPPED
    assert f"crew:{C1}" in told.to


@rule("L18")
def test_an_addition_has_a_number_of_its_own_and_changes_no_other() -> None:
    evening = an_evening()
    evening.do(AddLook(number="2A", after=L2, look=LookId("l2a")), STYLIST)

    numbers = [evening.show.looks[look].number for look in evening.show.order]
    assert numbers == ["1", "2", "2A", "3", "4", "5", "6"]


@rule("L18")
def test_an_addition_takes_no_id_that_the_plan_has_brought_along() -> None:
    plan = a_plan(*(a_look(f"lx{n}", "m1", number=str(n)) for n in range(1, 5)))
    evening = an_evening(plan)
    evening.do(AddLook(number="1A"), STYLIST)

    assert len(evening.show.looks) == 5


@rule("L18")
def test_a_number_stands_once() -> None:
    evening = an_evening()

    refused = evening.refusal(AddLook(number="2"), STYLIST)
    assert [guard.code for guard in refused.guards] == ["number_taken"]


@rule("L18")
def test_a_moved_look_keeps_its_number() -> None:
    evening = an_evening()
    evening.do(MoveLook(look=L6), STYLIST)

    assert evening.show.looks[L6].number == "6"


@rule("G4")
def test_an_edit_made_against_an_older_revision_is_stale() -> None:
    evening = an_evening()
    evening.do(EditLook(look=L1, number="1B"), STYLIST, expect=Expect(rev=1))

    refused = evening.refusal(EditLook(look=L1, number="1C"), STYLIST, expect=Expect(rev=1))
    current = refused.more["current"]
    assert isinstance(current, dict)
    assert (refused.why, current["rev"]) == (Why.STALE, 2)


@rule("G4")
def test_an_edit_against_the_present_revision_is_taken() -> None:
    evening = an_evening()
    evening.do(EditLook(look=L1, number="1B"), STYLIST, expect=Expect(rev=1))
    evening.do(EditLook(look=L1, number="1C"), STYLIST, expect=Expect(rev=2))

    assert evening.show.looks[L1].number == "1C"


@rule("S4")
def test_a_frozen_line_up_changes_only_with_a_reason() -> None:
    evening = an_evening()
    evening.do(FreezeLineup(), SM)
    refused = evening.refusal(MoveLook(look=L3), STYLIST)
    evening.do(MoveLook(look=L3), SM, override=REASON)

    assert [guard.code for guard in refused.guards] == ["lineup_frozen"]
    assert evening.show.order[0] == L3


@rule("G6")
def test_a_published_line_up_has_a_new_revision() -> None:
    evening = an_evening()
    before = evening.show.revision
    evening.do(PublishLineup(), STYLIST)

    assert evening.show.revision == before + 1


# ---- re-casting


@rule("L1")
def test_a_look_given_to_another_model_is_hers_and_to_be_dressed_anew() -> None:
    evening = an_evening()
    evening.mark("dressed", L1)
    evening.do(AssignModel(look=L1, model=M9), CASTING)

    look = evening.show.looks[L1]
    assert (look.model, look.status, look.dressed_at) == (M9, Stage.ASSIGNED, None)


@rule("L1")
def test_a_released_model_gets_no_look() -> None:
    evening = an_evening()
    evening.do(CheckIn(model=M9), CHECK_IN)
    evening.do(ReleaseModel(model=M9), SM, override=REASON)

    refused = evening.refusal(AssignModel(look=L1, model=M9), PRODUCER, override=REASON)
    assert [(guard.code, guard.hard) for guard in refused.guards] == [("model_released", True)]


@rule("L1")
def test_an_unknown_fit_needs_a_reason() -> None:
    plan = a_plan()
    plan = replace(plan, models=tuple(replace(m, measurements=None) for m in plan.models))
    evening = an_evening(plan)

    refused = evening.refusal(AssignModel(look=L1, model=M9), CASTING)
    assert [(guard.code, guard.hard) for guard in refused.guards] == [("fit_unknown", False)]


@rule("M7")
def test_live_nobody_gets_a_look_she_can_not_change_into() -> None:
    evening = an_evening().to_live(at_line=1)
    evening.walk(L1)

    refused = evening.refusal(AssignModel(look=L3, model=M1), SM, override=REASON)
    assert [(guard.code, guard.hard) for guard in refused.guards] == [("change_impossible", True)]


@rule("M6")
def test_a_no_shows_look_goes_to_somebody_else() -> None:
    evening = an_evening()
    evening.do(CheckIn(model=M9), CHECK_IN)
    evening.do(MarkNoShow(model=M1), CASTING)
    evening.do(AssignModel(look=L1, model=M9), CASTING)

    assert evening.show.looks[L1].model == M9


def test_moving_before_the_day_opens_is_the_plan_for_every_run() -> None:
    evening = an_evening()
    evening.do(MoveLook(look=L6), STYLIST)
    evening.do(OpenDay(), SM)

    assert evening.show.order[0] == L6


def test_a_model_nobody_knows_is_named() -> None:
    refused = an_evening().refusal(AssignModel(look=L1, model=ModelId("m99")), SM)

    assert refused.detail == "There is no model m99."


def test_a_look_that_goes_to_the_side_may_still_be_cut() -> None:
    evening = an_evening().to_live()
    evening.do(SkipLook(look=L1))
    evening.do(CutLook(look=L1), SM)

    assert evening.show.looks[L1].status is Stage.CUT
