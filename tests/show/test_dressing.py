"""Getting a look ready: marks are facts, taken early or late; problems outlive older marks."""

import pytest

from app.show.cast import CheckIn, MarkService, Presence, Service, ServiceStage
from app.show.decision import ChooseOption, DecisionKind
from app.show.item import ItemStage, MarkItem
from app.show.lineup import EditShow
from app.show.look import BackToDressing, MarkLook, Stage
from app.show.message import ChangeCode
from app.show.repair import HelpKind, RequestHelp
from app.show.words import Actor, ItemId, LookId, Ref, Why
from tests.rules import rule
from tests.show.makers import (
    CALLER,
    CHECK_IN,
    DRESSER,
    HEAD_DRESSER,
    L1,
    L2,
    L3,
    L4,
    M1,
    SCREEN,
    SM,
    STARTER,
    STYLIST,
    a_look,
    a_plan,
    an_item,
)
from tests.show.played import an_evening, kinds

DRESS = ItemId("i1")


@rule("L3")
def test_dressing_and_dressed_write_down_when_they_were_seen() -> None:
    evening = an_evening().to_prep()
    evening.mark("dressing", L1)
    begun_at = evening.now_ms
    evening.wait(95_000)
    evening.mark("dressed", L1)

    look = evening.show.looks[L1]
    assert (look.status, look.dressing_at, look.dressed_at) == (
        Stage.DRESSED,
        begun_at,
        begun_at + 95_000,
    )


@rule("L3")
def test_a_look_marked_dressed_with_a_piece_unticked_is_taken_and_names_it() -> None:
    evening = an_evening(a_plan(a_look("l1", items=(an_item("i1", "veil"),)))).to_prep()
    decided = evening.do(MarkLook(look=L1, status="dressed"), DRESSER)

    assert [guard.detail for guard in decided.warnings] == ["Not ticked: veil."]
    assert evening.show.looks[L1].status is Stage.DRESSED


@rule("L3")
def test_with_every_required_piece_on_her_nothing_speaks_against_dressed() -> None:
    hat = an_item("i2", "hat", required=False)
    evening = an_evening(a_plan(a_look("l1", items=(an_item(), hat)))).to_prep()
    evening.do(MarkItem(item=DRESS, status=ItemStage.WITH_MODEL), DRESSER)

    assert evening.do(MarkLook(look=L1, status="dressed"), DRESSER).warnings == ()


@rule("L2", "G2")
def test_dressing_a_model_who_has_not_been_checked_in_is_a_fact_with_a_warning() -> None:
    evening = an_evening().to_prep()
    decided = evening.do(MarkLook(look=L1, status="dressing"), DRESSER)

    assert [guard.code for guard in decided.warnings] == ["model_not_here"]


@rule("L2")
def test_a_change_begun_while_her_other_look_is_out_is_taken_with_a_warning() -> None:
    plan = a_plan(a_look("l1", "m1"), a_look("l2"), a_look("l3", "m1"))
    evening = an_evening(plan)
    evening.do(CheckIn(model=M1), CHECK_IN)
    evening.to_live(at_line=1)
    evening.walk(L1)
    decided = evening.do(MarkLook(look=L3, status="dressing"), DRESSER)

    assert [guard.code for guard in decided.warnings] == ["look_before_out"]


@rule("L2")
def test_a_missing_piece_is_named_when_dressing_begins() -> None:
    evening = an_evening(a_plan(a_look("l1", items=(an_item("i1", "belt"),))))
    evening.do(CheckIn(model=M1), CHECK_IN)
    evening.do(MarkItem(item=DRESS, status=ItemStage.MISSING), DRESSER)
    decided = evening.do(MarkLook(look=L1, status="dressing"), DRESSER)

    assert [guard.detail for guard in decided.warnings] == ["Missing: belt."]


@rule("L4")
@pytest.mark.parametrize("who", [STYLIST, HEAD_DRESSER], ids=lambda a: a.role.value)
def test_stylist_and_head_dresser_check_looks(who: Actor) -> None:
    evening = an_evening().to_prep()
    evening.mark("dressed", L1)
    evening.mark("checked", L1, by=who)

    assert evening.show.looks[L1].status is Stage.CHECKED


@rule("L4")
def test_a_dresser_does_not_check_her_own_work() -> None:
    evening = an_evening().to_prep()

    assert evening.refusal(MarkLook(look=L1, status="checked"), DRESSER).why is Why.FORBIDDEN


@rule("L4")
def test_where_looks_are_checked_an_unchecked_one_lines_up_with_a_warning() -> None:
    evening = an_evening().to_prep()
    evening.do(EditShow(checks=True), SM)
    evening.mark("dressed", L1)
    decided = evening.do(MarkLook(look=L1, status="at_line"), STARTER)

    assert [guard.code for guard in decided.warnings] == ["not_checked"]


@rule("L5", "G9")
@pytest.mark.parametrize("who", [DRESSER, STYLIST, SCREEN], ids=lambda a: a.role.value)
def test_who_is_at_the_line_is_for_the_starter_to_say(who: Actor) -> None:
    evening = an_evening().to_prep()

    assert evening.refusal(MarkLook(look=L1, status="at_line"), who).why is Why.FORBIDDEN


@rule("L5", "G2")
def test_a_look_that_nobody_marked_dressed_lines_up_with_a_warning() -> None:
    evening = an_evening().to_prep()
    decided = evening.do(MarkLook(look=L1, status="at_line"), STARTER)

    assert [guard.code for guard in decided.warnings] == ["not_dressed"]
    assert evening.show.looks[L1].status is Stage.AT_LINE


@rule("G3")
def test_a_mark_seen_before_the_newest_one_changes_nothing_and_is_kept() -> None:
    evening = an_evening().to_prep()
    evening.wait(60_000)
    evening.mark("dressed", L1)
    known = evening.show.looks[L1]
    late = MarkLook(look=L1, status="dressing")
    decided = evening.do(late, DRESSER, seen_at=evening.now_ms - 30_000)

    assert kinds(decided.events) == ["MarkSuperseded"]
    assert evening.show.looks[L1] == known


@rule("G3")
@pytest.mark.parametrize(("earlier_ms", "stands"), [(0, Stage.DRESSING), (1, Stage.DRESSED)])
def test_of_two_marks_the_one_seen_later_stands_to_the_millisecond(
    earlier_ms: int, stands: Stage
) -> None:
    evening = an_evening().to_prep()
    evening.wait(60_000)
    evening.mark("dressed", L1)
    other = MarkLook(look=L1, status="dressing")
    evening.do(other, HEAD_DRESSER, seen_at=evening.now_ms - earlier_ms)

    assert evening.show.looks[L1].status is stands


@rule("G2", "G3")
def test_a_mark_that_waited_offline_counts_from_when_it_was_seen() -> None:
    evening = an_evening().to_prep()
    seen_at = evening.now_ms
    evening.wait(90_000)
    evening.do(MarkLook(look=L1, status="dressed"), DRESSER, seen_at=seen_at)

    look = evening.show.looks[L1]
    assert (look.status, look.dressed_at, look.marked_at) == (Stage.DRESSED, seen_at, seen_at)


@rule("P6")
def test_a_late_ready_does_not_clear_a_problem_seen_after_it() -> None:
    evening = an_evening(a_plan(a_look("l1", items=(an_item(),)))).to_prep()
    ready_seen_at = evening.now_ms
    evening.wait(30_000)
    help_kind = RequestHelp(look=L1, kind=HelpKind.ZIP_SEW, item=DRESS)
    evening.do(help_kind, DRESSER)
    evening.wait(30_000)
    late = MarkItem(item=DRESS, status=ItemStage.WITH_MODEL)
    evening.do(late, DRESSER, seen_at=ready_seen_at)

    assert evening.show.items[DRESS].status is ItemStage.IN_ALTERATION


@rule("P6")
def test_a_late_ready_that_meets_a_later_problem_asks_which_stands() -> None:
    evening = an_evening().to_prep()
    ready_seen_at = evening.now_ms
    evening.wait(30_000)
    evening.do(RequestHelp(look=L1, kind=HelpKind.ZIP_SEW), DRESSER)
    evening.wait(30_000)
    evening.do(MarkLook(look=L1, status="dressed"), DRESSER, seen_at=ready_seen_at)

    (card,) = evening.show.decisions.values()
    assert (card.kind, card.look, [option.id for option in card.options]) == (
        DecisionKind.CLASH,
        L1,
        ["ready", "problem"],
    )
    assert [one.unsolved for one in evening.show.help.values()] == [True]


@rule("P6")
def test_a_clash_settled_for_ready_never_pulls_a_look_back_from_the_runway() -> None:
    evening = an_evening().to_live(at_line=1)
    seen_at = evening.now_ms
    evening.wait(5_000)
    evening.do(RequestHelp(look=L2, kind=HelpKind.HANDS), DRESSER)
    evening.do(MarkLook(look=L2, status="dressed"), DRESSER, seen_at=seen_at)
    evening.walk(L1, L2)
    (card,) = evening.show.decisions.values()
    evening.do(ChooseOption(decision=card.id, option="ready"))

    assert evening.show.looks[L2].status is Stage.ON_RUNWAY


@rule("L16")
def test_a_look_sent_back_from_the_line_raises_a_repair_with_the_reason() -> None:
    evening = an_evening().to_live()
    evening.do(BackToDressing(look=L1, reason=Ref("r_strap")), STARTER)

    assert evening.show.looks[L1].status is Stage.DRESSING
    assert [(one.look, one.note, one.unsolved) for one in evening.show.help.values()] == [
        (L1, "r_strap", True)
    ]


@rule("L16")
def test_sending_the_next_look_back_promotes_the_one_behind_it() -> None:
    evening = an_evening().to_live()
    evening.do(BackToDressing(look=L1, reason=Ref("r_strap")), STARTER)

    assert evening.show.order[:3] == (L2, L1, L3)


@rule("L16")
def test_sending_a_later_look_back_leaves_the_order_alone() -> None:
    evening = an_evening().to_live()
    order = evening.show.order
    evening.do(BackToDressing(look=L4, reason=Ref("r_strap")), STARTER)

    assert evening.show.order == order


@rule("L16")
def test_a_look_that_is_not_at_the_line_is_not_sent_back() -> None:
    evening = an_evening().to_live(at_line=1)

    refused = evening.refusal(BackToDressing(look=L2, reason=Ref("r_strap")), STARTER)
    assert refused.why is Why.INVALID_TRANSITION


@rule("L16")
def test_two_looks_sent_back_ask_for_help_under_two_ids() -> None:
    evening = an_evening().to_live()
    evening.do(BackToDressing(look=L1, reason=Ref("r_strap")), STARTER)
    evening.do(BackToDressing(look=L2, reason=Ref("r_heel")), STARTER)

    assert [one.look for one in evening.show.help.values()] == [L1, L2]


@rule("L16")
def test_a_look_sent_back_in_the_morning_asks_for_help_under_an_id_of_its_own() -> None:
    evening = an_evening()
    evening.mark("at_line", L1, by=STARTER)
    evening.do(BackToDressing(look=L1, reason=Ref("r_strap")), STARTER)
    evening.do(RequestHelp(look=L2, kind=HelpKind.SHOE), DRESSER)

    assert [one.look for one in evening.show.help.values()] == [L1, L2]


@rule("M4")
def test_a_model_is_where_her_look_is() -> None:
    evening = an_evening(a_plan(a_look("l1", "m1"), a_look("l2"), a_look("l3", "m1")))
    evening.do(CheckIn(model=M1), CHECK_IN)
    seen = [evening.show.models[M1].status]
    evening.mark("dressing", L1)
    seen.append(evening.show.models[M1].status)
    evening.to_live(at_line=2)
    seen.append(evening.show.models[M1].status)
    evening.go(L1)
    seen.append(evening.show.models[M1].status)
    evening.wait(40_000)
    evening.off(L1)
    seen.append(evening.show.models[M1].status)
    evening.walk(L2, L3)
    evening.off(L3)
    seen.append(evening.show.models[M1].status)

    assert seen == [
        Presence.ARRIVED,
        Presence.FIRST_LOOK,
        Presence.READY_LINE,
        Presence.OUT,
        Presence.CHANGING,
        Presence.FINISHED,
    ]


@rule("L11", "G2")
def test_a_dresser_who_says_done_has_seen_her_come_back() -> None:
    evening = an_evening().to_live()
    evening.walk(L1)
    evening.wait(30_000)
    evening.mark("done", L1, by=DRESSER)

    look = evening.show.looks[L1]
    assert (look.status, look.returned_at) == (Stage.DONE, evening.now_ms)


@rule("L11")
def test_a_look_that_was_not_out_is_not_done() -> None:
    evening = an_evening().to_live()

    refused = evening.refusal(MarkLook(look=L2, status="done"), DRESSER)
    assert refused.why is Why.INVALID_TRANSITION


def test_an_unknown_look_is_named_in_the_refusal() -> None:
    refused = an_evening().refusal(MarkLook(look=LookId("l99"), status="dressed"), DRESSER)

    assert (refused.why, refused.detail) == (Why.UNKNOWN_ENTITY, "There is no look l99.")


@rule("M3")
def test_a_service_in_progress_is_where_the_model_is() -> None:
    evening = an_evening()
    evening.do(CheckIn(model=M1), CHECK_IN)
    evening.do(MarkService(model=M1, service=Service.HAIR, status=ServiceStage.DOING), CHECK_IN)
    during = evening.show.models[M1].status
    evening.do(MarkService(model=M1, service=Service.HAIR, status=ServiceStage.DONE), CHECK_IN)

    assert (during, evening.show.models[M1].status) == (Presence.IN_SERVICE, Presence.ARRIVED)


@rule("L16")
def test_the_caller_and_the_exit_hear_that_a_look_went_back() -> None:
    evening = an_evening().to_live()
    evening.do(BackToDressing(look=L1, reason=Ref("r_strap")), CALLER)

    told = list(evening.show.messages.values())[-1]
    assert (told.code, told.look) == (ChangeCode.SENT_BACK, L1)
    assert {"role:caller", "role:starter"} <= set(told.to)
