"""A step back: an entry of its own, for what nothing else has touched since."""

import pytest

from app.show.cast import CheckIn, MarkService, Service, ServiceStage
from app.show.item import ItemStage, MarkItem
from app.show.lineup import (
    SwapLooks,
    Undo,
)
from app.show.look import MarkLook
from app.show.words import Actor, ItemId, Why
from tests.rules import rule
from tests.show.makers import (
    CALLER,
    CHECK_IN,
    DRESSER,
    HEAD_DRESSER,
    L1,
    L2,
    L5,
    M1,
    STYLIST,
    a_look,
    a_plan,
    an_item,
)
from tests.show.played import Evening, an_evening

DRESS = ItemId("i1")


def seq(evening: Evening) -> int:
    return evening.show.seq


@rule("G5")
def test_undo_puts_a_mark_back_as_it_was() -> None:
    evening = an_evening()
    before = evening.show.looks[L1]
    evening.do(MarkLook(look=L1, status="dressed"), DRESSER)
    evening.do(Undo(seq=seq(evening)), DRESSER)

    after = evening.show.looks[L1]
    assert (after.status, after.dressed_at, after.marked_at) == (
        before.status,
        before.dressed_at,
        before.marked_at,
    )


@rule("G5")
def test_undo_deletes_nothing_from_the_log() -> None:
    evening = an_evening()
    evening.do(MarkLook(look=L1, status="dressed"), DRESSER)
    entries = list(evening.log)
    evening.do(Undo(seq=seq(evening)), DRESSER)

    assert evening.log[: len(entries)] == entries
    assert len(evening.log) == len(entries) + 1


@rule("G5")
def test_revisions_go_up_also_when_a_step_is_taken_back() -> None:
    evening = an_evening()
    evening.do(MarkLook(look=L1, status="dressed"), DRESSER)
    rev = evening.show.looks[L1].rev
    evening.do(Undo(seq=seq(evening)), DRESSER)

    assert evening.show.looks[L1].rev > rev


@rule("G5")
def test_undo_puts_the_order_back() -> None:
    evening = an_evening().to_live()
    order = evening.show.order
    evening.do(SwapLooks(look=L2, other=L5), CALLER)
    evening.do(Undo(seq=seq(evening)), CALLER)

    assert evening.show.order == order


@rule("G5")
def test_undo_puts_a_ticked_piece_back() -> None:
    evening = an_evening(a_plan(a_look("l1", items=(an_item(),))))
    evening.do(MarkItem(item=DRESS, status=ItemStage.WITH_MODEL), DRESSER)
    evening.do(Undo(seq=seq(evening)), DRESSER)

    assert evening.show.items[DRESS].status is ItemStage.EXPECTED


@rule("G5")
def test_what_somebody_else_has_changed_since_is_not_taken_back() -> None:
    evening = an_evening()
    evening.do(MarkLook(look=L1, status="dressing"), DRESSER)
    mark = seq(evening)
    evening.do(MarkLook(look=L1, status="dressed"), HEAD_DRESSER)

    assert evening.refusal(Undo(seq=mark), DRESSER).why is Why.INVALID_TRANSITION


@rule("G5")
def test_a_step_is_taken_back_once() -> None:
    evening = an_evening()
    evening.do(MarkLook(look=L1, status="dressed"), DRESSER)
    mark = seq(evening)
    evening.do(Undo(seq=mark), DRESSER)

    assert evening.refusal(Undo(seq=mark), DRESSER).why is Why.INVALID_TRANSITION


@rule("G5")
@pytest.mark.parametrize("who", [HEAD_DRESSER, STYLIST], ids=lambda a: a.role.value)
def test_somebody_elses_step_is_not_taken_back(who: Actor) -> None:
    evening = an_evening()
    evening.do(MarkLook(look=L1, status="dressed"), DRESSER)

    assert evening.refusal(Undo(seq=seq(evening)), who).why is Why.FORBIDDEN


@rule("G5")
def test_the_caller_takes_back_anybodys_step() -> None:
    evening = an_evening()
    evening.do(MarkLook(look=L1, status="dressed"), DRESSER)
    evening.do(Undo(seq=seq(evening)), CALLER)

    assert evening.show.looks[L1].dressed_at is None


@rule("G5")
def test_a_go_is_not_taken_back_by_undo() -> None:
    evening = an_evening().to_live()
    evening.go(L1)

    assert evening.refusal(Undo(seq=seq(evening)), CALLER).why is Why.INVALID_TRANSITION


@rule("G5")
def test_a_step_of_the_run_before_is_not_taken_back() -> None:
    evening = an_evening().to_prep()
    evening.do(MarkLook(look=L1, status="dressed"), DRESSER)
    mark = seq(evening)
    evening.to_prep_again()

    assert evening.refusal(Undo(seq=mark), CALLER).why is Why.INVALID_TRANSITION


@rule("G5")
def test_undo_of_a_mark_lets_the_same_mark_be_made_again() -> None:
    evening = an_evening(a_plan(a_look("l1")))
    evening.do(CheckIn(model=M1), CHECK_IN)
    service = MarkService(model=M1, service=Service.HAIR, status=ServiceStage.DONE)
    evening.do(service, CHECK_IN)
    evening.do(Undo(seq=seq(evening)), CHECK_IN)
    evening.do(service, CHECK_IN)

    assert evening.show.models[M1].services == {Service.HAIR: ServiceStage.DONE}
