"""Garments, shoes, accessories: ticked, lost, shared, replaced, signed out."""

import pytest

from app.show.cast import CheckIn
from app.show.forecast import Block
from app.show.item import (
    AddItem,
    EditItem,
    HandOver,
    ItemKind,
    ItemStage,
    MarkItem,
    SignIn,
    SignOut,
    SubstituteItem,
)
from app.show.lineup import CutLook, Undo
from app.show.words import (
    Expect,
    Instant,
    ItemId,
    LookId,
    Ref,
    Why,
)
from tests.rules import rule
from tests.show.makers import (
    DESK,
    DRESSER,
    HEAD_DRESSER,
    L1,
    L2,
    L3,
    M1,
    SECURITY,
    SM,
    a_look,
    a_plan,
    an_item,
)
from tests.show.played import Evening, an_evening, kinds

DRESS = ItemId("i1")
SHOES = ItemId("i2")


def with_a_dress(status: ItemStage = ItemStage.ON_RACK) -> Evening:
    dress = an_item("i1", "black dress", status=status)
    return an_evening(a_plan(a_look("l1", items=(dress,)), a_look("l2"), a_look("l3")))


def with_shared_shoes() -> Evening:
    """Return an evening where looks 1 and 3 share a pair of shoes, two models wear them."""
    shoes = an_item(
        "i2", "red shoes", kind=ItemKind.SHOE, shared_by=(L3,), status=ItemStage.ON_RACK
    )
    return an_evening(a_plan(a_look("l1", items=(shoes,)), a_look("l2"), a_look("l3")))


# ---- marks


@rule("I1")
@pytest.mark.parametrize(
    ("status", "block"),
    [
        (ItemStage.EXPECTED, Block.SOFT),
        (ItemStage.ON_RACK, Block.NONE),
        (ItemStage.IN_ALTERATION, Block.SOFT),
        (ItemStage.MISSING, Block.HARD),
        (ItemStage.DAMAGED, Block.HARD),
        (ItemStage.READY, Block.NONE),
    ],
)
def test_a_required_piece_that_is_not_there_blocks_its_look(
    status: ItemStage, block: Block
) -> None:
    evening = with_a_dress()
    people = an_evening_with_everybody_here(evening)
    people.do(MarkItem(item=DRESS, status=status), DRESSER)

    assert people.forecast.looks[L1].block is block


def an_evening_with_everybody_here(evening: Evening) -> Evening:
    for model in evening.show.models:
        evening.do(CheckIn(model=model), SM)
    return evening


@rule("I1")
def test_a_piece_that_is_not_required_blocks_nobody() -> None:
    evening = an_evening_with_everybody_here(with_a_dress())
    evening.do(EditItem(item=DRESS, required=False), HEAD_DRESSER)
    evening.do(MarkItem(item=DRESS, status=ItemStage.MISSING), DRESSER)

    assert evening.forecast.looks[L1].block is Block.NONE


@rule("G3", "P6")
def test_a_mark_seen_before_the_newest_one_is_kept_and_changes_nothing() -> None:
    evening = with_a_dress()
    seen_at = evening.now_ms
    evening.wait(60_000)
    evening.do(MarkItem(item=DRESS, status=ItemStage.DAMAGED), DRESSER)
    known = evening.show.items[DRESS]
    late = MarkItem(item=DRESS, status=ItemStage.WITH_MODEL)
    decided = evening.do(late, DRESSER, seen_at=seen_at)

    assert kinds(decided.events) == ["ItemMarkSuperseded"]
    assert evening.show.items[DRESS] == known


@rule("G3", "P6")
@pytest.mark.parametrize(("earlier_ms", "stands"), [(0, ItemStage.ON_RACK), (1, ItemStage.MISSING)])
def test_of_two_marks_of_a_piece_the_one_seen_later_stands_to_the_millisecond(
    earlier_ms: int, stands: ItemStage
) -> None:
    evening = with_a_dress()
    evening.wait(60_000)
    evening.do(MarkItem(item=DRESS, status=ItemStage.MISSING), DRESSER)
    other = MarkItem(item=DRESS, status=ItemStage.ON_RACK)
    evening.do(other, DESK, seen_at=evening.now_ms - earlier_ms)

    assert evening.show.items[DRESS].status is stands


@rule("G2")
def test_a_piece_is_marked_at_any_time_by_when_it_was_seen() -> None:
    evening = with_a_dress()
    seen_at = evening.now_ms
    evening.wait(3_600_000)
    evening.do(MarkItem(item=DRESS, status=ItemStage.WITH_MODEL), DRESSER, seen_at=seen_at)

    item = evening.show.items[DRESS]
    assert (item.status, item.status_at, item.marked_at, item.marked_by) == (
        ItemStage.WITH_MODEL,
        seen_at,
        seen_at,
        DRESSER.pass_id,
    )


@rule("I6")
def test_a_piece_is_not_called_replaced_without_what_replaces_it() -> None:
    evening = with_a_dress()

    refused = evening.refusal(MarkItem(item=DRESS, status=ItemStage.REPLACED), DRESSER)
    assert refused.detail == "Say what replaces the black dress."


def test_a_piece_nobody_knows_is_named() -> None:
    refused = with_a_dress().refusal(MarkItem(item=SHOES, status=ItemStage.ON_RACK), DRESSER)

    assert (refused.why, refused.detail) == (Why.UNKNOWN_ENTITY, "There is no piece i2.")


@rule("I5")
def test_a_piece_packed_while_signed_out_is_taken_with_a_warning() -> None:
    evening = with_a_dress()
    evening.do(SignOut(item=DRESS), DESK)
    decided = evening.do(MarkItem(item=DRESS, status=ItemStage.PACKED), DRESSER)

    assert [guard.code for guard in decided.warnings] == ["signed_out"]


# ---- shared pieces


@rule("I4")
def test_shared_shoes_go_to_the_next_look_once_the_first_is_off() -> None:
    evening = with_shared_shoes().to_live()
    evening.walk(L1)
    evening.off(L1)
    evening.do(HandOver(item=SHOES, look=L3), DESK)

    shoes = evening.show.items[SHOES]
    assert (shoes.on_look, shoes.status, shoes.handed_at) == (
        L3,
        ItemStage.ON_RACK,
        evening.now_ms,
    )


@rule("I4")
@pytest.mark.parametrize("out", [False, True], ids=["waiting", "on the runway"])
def test_shared_shoes_do_not_leave_a_look_that_is_not_off(out: bool) -> None:
    evening = with_shared_shoes().to_live()
    if out:
        evening.go(L1)

    refused = evening.refusal(HandOver(item=SHOES, look=L3), DESK)
    assert [(guard.code, guard.hard) for guard in refused.guards] == [("shared_piece", True)]


@rule("I4")
def test_the_shoes_of_a_cut_look_are_free() -> None:
    evening = with_shared_shoes().to_live()
    evening.do(CutLook(look=L1), SM)
    evening.do(HandOver(item=SHOES, look=L3), DESK)

    assert evening.show.items[SHOES].on_look == L3


@rule("I4")
def test_a_piece_goes_only_to_a_look_that_shares_it() -> None:
    evening = with_shared_shoes()

    refused = evening.refusal(HandOver(item=SHOES, look=L2), DESK)
    assert refused.detail == "Look 2 does not have the red shoes."


@rule("I4", "P6")
def test_a_late_hand_over_does_not_hide_that_the_piece_went_missing() -> None:
    evening = with_shared_shoes().to_live()
    evening.walk(L1)
    evening.off(L1)
    handed_at = evening.now_ms
    evening.wait(10_000)
    evening.do(MarkItem(item=SHOES, status=ItemStage.MISSING), DESK)
    decided = evening.do(HandOver(item=SHOES, look=L3), DESK, seen_at=handed_at)

    assert kinds(decided.events) == ["ItemMarkSuperseded"]
    assert evening.show.items[SHOES].status is ItemStage.MISSING


# ---- high value


@rule("I5")
def test_a_signed_out_piece_says_since_when_by_whom_and_to_whom() -> None:
    evening = with_a_dress()
    evening.do(SignOut(item=DRESS, model=M1, note=Ref("r_note")), SECURITY)

    item = evening.show.items[DRESS]
    assert (item.signed_out_at, item.signed_out_by, item.signed_out_to) == (
        evening.now_ms,
        SECURITY.pass_id,
        M1,
    )


@rule("I5")
def test_a_piece_is_signed_out_once_and_back_in_once() -> None:
    evening = with_a_dress()
    in_before_out = evening.refusal(SignIn(item=DRESS), DESK).why
    evening.do(SignOut(item=DRESS), DESK)
    twice = evening.refusal(SignOut(item=DRESS), DESK).why
    evening.do(SignIn(item=DRESS), DESK)

    assert (in_before_out, twice) == (Why.INVALID_TRANSITION, Why.INVALID_TRANSITION)
    assert evening.show.items[DRESS].signed_out_at is None


# ---- another piece


def substituted() -> Evening:
    evening = with_a_dress(ItemStage.MISSING)
    evening.do(SubstituteItem(item=DRESS, name="grey dress", size="36"), DRESSER)
    return evening


@rule("I6")
def test_a_substitute_takes_the_place_of_the_piece_it_replaces() -> None:
    evening = substituted()

    (piece,) = evening.show.looks[L1].items
    grey = evening.show.items[piece]
    assert (grey.name, grey.size, grey.replaces, grey.status, grey.required) == (
        "grey dress",
        "36",
        DRESS,
        ItemStage.ON_RACK,
        True,
    )


@rule("I6", "I1")
def test_the_replaced_piece_blocks_nobody_even_when_it_is_missed_once_more() -> None:
    evening = an_evening_with_everybody_here(substituted())
    evening.do(MarkItem(item=DRESS, status=ItemStage.MISSING), DRESSER)

    assert evening.forecast.looks[L1].block is Block.NONE


@rule("I6")
def test_a_piece_is_replaced_once() -> None:
    evening = substituted()

    again = SubstituteItem(item=DRESS, name="blue dress")
    assert evening.refusal(again, DRESSER).why is Why.INVALID_TRANSITION


@rule("I6")
def test_the_show_gives_no_id_that_the_plan_has_used() -> None:
    items = tuple(an_item(f"i{n}") for n in range(1, 8))
    evening = an_evening(a_plan(a_look("l1", items=items)))
    evening.do(AddItem(look=L1, name="belt"), HEAD_DRESSER)

    assert [piece.name for piece in evening.show.items.values()].count("belt") == 1
    assert len(evening.show.items) == 8


# ---- the plan


def test_an_added_piece_belongs_to_its_look() -> None:
    evening = with_a_dress()
    evening.do(AddItem(item=ItemId("i9"), look=L2, name="hat", shared_by=(L3, L2)), HEAD_DRESSER)

    hat = evening.show.items[ItemId("i9")]
    assert (evening.show.looks[L2].items, hat.shared_by) == ((hat.id,), (L3,))


def test_an_id_is_given_to_one_piece() -> None:
    added = AddItem(item=DRESS, look=L2, name="hat")

    assert with_a_dress().refusal(added, HEAD_DRESSER).why is Why.INVALID_TRANSITION


@pytest.mark.parametrize(
    "command",
    [
        AddItem(look=LookId("l99"), name="hat"),
        AddItem(look=L1, name="hat", shared_by=(LookId("l99"),)),
        EditItem(item=DRESS, shared_by=(LookId("l99"),)),
    ],
)
def test_a_piece_of_an_unknown_look_is_refused(command: AddItem | EditItem) -> None:
    assert with_a_dress().refusal(command, HEAD_DRESSER).why is Why.UNKNOWN_ENTITY


@rule("G4")
def test_what_is_edited_of_a_piece_changes_and_the_rest_stays() -> None:
    evening = with_a_dress()
    evening.do(EditItem(item=DRESS, expected_at=Instant(7)), HEAD_DRESSER)

    item = evening.show.items[DRESS]
    assert (item.expected_at, item.name) == (7, "black dress")


@rule("G4")
def test_an_edit_of_a_piece_that_has_changed_meanwhile_is_stale() -> None:
    evening = with_a_dress()
    evening.do(EditItem(item=DRESS, size="36"), HEAD_DRESSER, expect=Expect(rev=1))

    edit = EditItem(item=DRESS, size="38")
    assert evening.refusal(edit, HEAD_DRESSER, expect=Expect(rev=1)).why is Why.STALE


@rule("G5")
def test_a_tick_taken_back_leaves_the_piece_to_be_ticked() -> None:
    evening = with_a_dress()
    evening.do(MarkItem(item=DRESS, status=ItemStage.WITH_MODEL), DRESSER)
    evening.do(Undo(seq=evening.show.seq), DRESSER)

    assert evening.show.items[DRESS].status is ItemStage.ON_RACK
