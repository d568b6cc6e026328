"""Calls for help: somebody asks, somebody takes it with a time, it is over."""

import pytest

from app.show.item import (
    ItemStage,
    MarkItem,
)
from app.show.lineup import CutLook
from app.show.repair import (
    AcceptHelp,
    DeclineHelp,
    FinishHelp,
    Help,
    HelpKind,
    HelpStage,
    RequestHelp,
)
from app.show.words import (
    Actor,
    HelpId,
    ItemId,
    LookId,
    PassId,
    Role,
    Span,
    Why,
)
from tests.rules import rule
from tests.show.makers import (
    DESK,
    DRESSER,
    HEAD_DRESSER,
    L1,
    L2,
    SEAMSTRESS,
    SM,
    a_look,
    a_plan,
    an_item,
)
from tests.show.played import Evening, an_evening

DRESS = ItemId("i1")
OTHER_SEAMSTRESS = Actor(pass_id=PassId("p_other"), role=Role.SEAMSTRESS)


def with_a_dress(status: ItemStage = ItemStage.ON_RACK) -> Evening:
    dress = an_item("i1", "black dress", status=status)
    return an_evening(a_plan(a_look("l1", items=(dress,)), a_look("l2"), a_look("l3")))


def the_help(evening: Evening) -> Help:
    (one,) = evening.show.help.values()
    return one


@rule("I2")
def test_a_missing_piece_starts_one_search_however_often_it_is_marked() -> None:
    evening = with_a_dress()
    evening.do(MarkItem(item=DRESS, status=ItemStage.MISSING), DRESSER)
    evening.wait(1_000)
    evening.do(MarkItem(item=DRESS, status=ItemStage.MISSING), DESK)

    assert (the_help(evening).kind, the_help(evening).look) == (HelpKind.MISSING_ITEM, L1)


@rule("I2")
def test_a_piece_that_turns_up_ends_its_search() -> None:
    evening = with_a_dress()
    evening.do(MarkItem(item=DRESS, status=ItemStage.MISSING), DRESSER)
    evening.wait(90_000)
    evening.do(MarkItem(item=DRESS, status=ItemStage.ON_RACK), DESK)

    assert (the_help(evening).status, the_help(evening).ended_at) == (
        HelpStage.DONE,
        evening.now_ms,
    )


@rule("I2")
def test_a_search_that_is_over_has_found_the_piece() -> None:
    evening = with_a_dress()
    evening.do(RequestHelp(look=L1, kind=HelpKind.MISSING_ITEM, item=DRESS), DRESSER)
    missing = evening.show.items[DRESS].status
    evening.do(FinishHelp(help=the_help(evening).id), DESK)

    assert (missing, evening.show.items[DRESS].status) == (ItemStage.MISSING, ItemStage.ON_RACK)


@rule("I3")
def test_a_burst_zip_puts_the_piece_in_alteration() -> None:
    evening = with_a_dress()
    evening.do(RequestHelp(look=L1, kind=HelpKind.ZIP_SEW, item=DRESS), DRESSER)

    assert evening.show.items[DRESS].status is ItemStage.IN_ALTERATION
    assert the_help(evening).status is HelpStage.OPEN


@rule("I3")
def test_who_takes_it_says_how_long() -> None:
    evening = with_a_dress()
    evening.do(RequestHelp(look=L1, kind=HelpKind.ZIP_SEW, item=DRESS), DRESSER)
    evening.do(AcceptHelp(help=the_help(evening).id, estimate_ms=Span(180_000)), SEAMSTRESS)

    one = the_help(evening)
    assert (one.status, one.accepted_by, one.ready_at) == (
        HelpStage.ACCEPTED,
        SEAMSTRESS.pass_id,
        evening.now_ms + 180_000,
    )


@rule("I3")
def test_when_it_is_mended_the_piece_is_ready() -> None:
    evening = with_a_dress()
    evening.do(RequestHelp(look=L1, kind=HelpKind.ZIP_SEW, item=DRESS), DRESSER)
    evening.do(FinishHelp(help=the_help(evening).id), SEAMSTRESS)

    assert evening.show.items[DRESS].status is ItemStage.READY


@rule("I3", "P6")
def test_a_repair_finished_before_the_piece_went_missing_does_not_bring_it_back() -> None:
    evening = with_a_dress()
    evening.do(RequestHelp(look=L1, kind=HelpKind.ZIP_SEW, item=DRESS), DRESSER)
    finished_at = evening.now_ms + 10_000
    evening.wait(20_000)
    evening.do(MarkItem(item=DRESS, status=ItemStage.IN_ALTERATION), HEAD_DRESSER)
    evening.do(FinishHelp(help=the_help(evening).id), SEAMSTRESS, seen_at=finished_at)

    assert evening.show.items[DRESS].status is ItemStage.IN_ALTERATION


@rule("I3")
def test_a_finished_repair_leaves_alone_what_has_become_of_the_piece_since() -> None:
    evening = with_a_dress()
    evening.do(RequestHelp(look=L1, kind=HelpKind.ZIP_SEW, item=DRESS), DRESSER)
    evening.do(MarkItem(item=DRESS, status=ItemStage.DAMAGED), DRESSER)
    evening.do(FinishHelp(help=the_help(evening).id), SEAMSTRESS)

    assert evening.show.items[DRESS].status is ItemStage.DAMAGED


@rule("I7")
def test_what_one_has_taken_another_does_not_take() -> None:
    evening = with_a_dress()
    evening.do(RequestHelp(look=L1, kind=HelpKind.ZIP_SEW), DRESSER)
    evening.do(AcceptHelp(help=the_help(evening).id), SEAMSTRESS)

    refused = evening.refusal(AcceptHelp(help=the_help(evening).id), OTHER_SEAMSTRESS)
    assert refused.detail == "Somebody else is on it for look 1."


@rule("I7")
def test_who_has_taken_it_may_say_another_time() -> None:
    evening = with_a_dress()
    evening.do(RequestHelp(look=L1, kind=HelpKind.ZIP_SEW), DRESSER)
    evening.do(AcceptHelp(help=the_help(evening).id, estimate_ms=Span(60_000)), SEAMSTRESS)
    evening.do(AcceptHelp(help=the_help(evening).id, estimate_ms=Span(300_000)), SEAMSTRESS)

    assert the_help(evening).ready_at == evening.now_ms + 300_000


@rule("I7")
@pytest.mark.parametrize(
    ("ends", "again"),
    [
        (FinishHelp, DeclineHelp),
        (FinishHelp, AcceptHelp),
        (DeclineHelp, FinishHelp),
        (DeclineHelp, AcceptHelp),
    ],
)
def test_a_call_for_help_ends_once(
    ends: type[FinishHelp | DeclineHelp], again: type[FinishHelp | DeclineHelp | AcceptHelp]
) -> None:
    evening = with_a_dress()
    evening.do(RequestHelp(look=L1, kind=HelpKind.HANDS), DRESSER)
    evening.do(ends(help=the_help(evening).id), SEAMSTRESS)

    refused = evening.refusal(again(help=the_help(evening).id), SEAMSTRESS)
    assert refused.why is Why.INVALID_TRANSITION


@rule("I7", "G2")
@pytest.mark.parametrize("ends", [FinishHelp, DeclineHelp])
def test_two_people_may_see_the_same_end_of_a_call_for_help(
    ends: type[FinishHelp | DeclineHelp],
) -> None:
    evening = with_a_dress()
    evening.do(RequestHelp(look=L1, kind=HelpKind.HANDS), DRESSER)
    evening.do(ends(help=the_help(evening).id), SEAMSTRESS)

    assert evening.do(ends(help=the_help(evening).id), HEAD_DRESSER).events == ()


@rule("I7", "G2")
@pytest.mark.parametrize("gone", ["cut", "out"])
def test_help_is_asked_for_also_at_a_look_that_is_gone(gone: str) -> None:
    evening = with_a_dress().to_live()
    if gone == "cut":
        evening.do(CutLook(look=L1), SM)
    else:
        evening.go(L1)
    evening.do(RequestHelp(look=L1, kind=HelpKind.HANDS), DRESSER)

    assert the_help(evening).look == L1


@rule("I7")
def test_an_estimate_is_not_less_than_nothing() -> None:
    evening = with_a_dress()
    evening.do(RequestHelp(look=L1, kind=HelpKind.HANDS), DRESSER)
    taken = AcceptHelp(help=the_help(evening).id, estimate_ms=Span(-1))

    assert evening.refusal(taken, SEAMSTRESS).why is Why.MALFORMED


@rule("I7")
@pytest.mark.parametrize(
    "command",
    [
        RequestHelp(look=LookId("l99"), kind=HelpKind.HANDS),
        RequestHelp(look=L1, kind=HelpKind.ZIP_SEW, item=ItemId("i99")),
        AcceptHelp(help=HelpId("h99")),
        FinishHelp(help=HelpId("h99")),
    ],
)
def test_help_for_or_about_the_unknown_is_refused(
    command: RequestHelp | AcceptHelp | FinishHelp,
) -> None:
    assert with_a_dress().refusal(command, DRESSER).why is Why.UNKNOWN_ENTITY


@rule("I7")
def test_help_names_a_piece_of_its_own_look() -> None:
    evening = with_a_dress()
    request = RequestHelp(look=L2, kind=HelpKind.ZIP_SEW, item=DRESS)

    assert evening.refusal(request, DRESSER).why is Why.INVALID_TRANSITION
