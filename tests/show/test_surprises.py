"""What really happens: somebody else went, a false exit, a missed one, who comes back from the side."""

import pytest

from app.show.evening import Phase
from app.show.lineup import CutLook
from app.show.look import FalseExit, Go, ReinsertLook, SkipLook, SomeoneElseWent, Stage
from app.show.message import ChangeCode
from app.show.words import Actor, Expect, LookId, Why
from tests.rules import rule
from tests.show.makers import (
    CALLER,
    DRESSER,
    L1,
    L2,
    L3,
    L4,
    L5,
    L6,
    SM,
    STARTER,
    a_cue,
    a_plan,
    the_start_cue,
    with_look,
)
from tests.show.played import Evening, an_evening


@pytest.fixture
def live() -> Evening:
    return an_evening().to_live()


# ---- somebody else went


@rule("L17")
def test_who_really_went_is_out_and_the_planned_one_is_next(live: Evening) -> None:
    live.walk(L1)
    live.do(SomeoneElseWent(look=L4, instead_of=L2), STARTER)

    following = live.show.next_look()
    assert following is not None
    assert (live.show.looks[L4].status, following.id) == (Stage.ON_RUNWAY, L2)


@rule("L17", "L19")
def test_the_order_is_what_really_happened(live: Evening) -> None:
    live.walk(L1)
    live.do(SomeoneElseWent(look=L4, instead_of=L2), STARTER)

    assert live.show.order == (L1, L4, L2, L3, L5, L6)


@rule("L17", "P5")
def test_where_the_go_was_given_already_the_planned_one_is_back_at_the_line(live: Evening) -> None:
    live.walk(L1)
    live.go(L2)
    live.wait(2_000)
    live.do(SomeoneElseWent(look=L3, instead_of=L2), STARTER)

    assert (live.show.looks[L2].status, live.show.looks[L3].status) == (
        Stage.AT_LINE,
        Stage.ON_RUNWAY,
    )


@rule("L17")
def test_the_record_says_instead_of_whom_she_went(live: Evening) -> None:
    live.walk(L1)
    live.go(L2)
    live.wait(2_000)
    live.do(SomeoneElseWent(look=L3, instead_of=L2), STARTER)

    assert live.show.run is not None
    assert [(turn.look, turn.false, turn.instead_of) for turn in live.show.run.exits] == [
        (L1, False, None),
        (L2, True, None),
        (L3, False, L2),
    ]


@rule("L17", "G2")
def test_a_look_that_nobody_saw_at_the_line_may_have_gone_all_the_same() -> None:
    evening = an_evening().to_live(at_line=1)
    evening.do(SomeoneElseWent(look=L5, instead_of=L1), STARTER)

    assert evening.show.looks[L5].status is Stage.ON_RUNWAY


@rule("L17", "G2")
def test_a_wrong_exit_is_a_fact_even_right_after_a_go(live: Evening) -> None:
    live.go(L1)
    live.wait(100)
    live.do(SomeoneElseWent(look=L2, instead_of=L1), STARTER)

    assert live.show.looks[L2].exits == 1


@rule("L17")
def test_nobody_goes_instead_of_herself(live: Evening) -> None:
    refused = live.refusal(SomeoneElseWent(look=L1, instead_of=L1), STARTER)

    assert refused.why is Why.INVALID_TRANSITION


@rule("L17", "L7")
def test_who_was_out_before_did_not_go_again(live: Evening) -> None:
    live.walk(L1)

    refused = live.refusal(SomeoneElseWent(look=L1, instead_of=L2), STARTER)
    assert refused.why is Why.INVALID_TRANSITION


@rule("L17")
def test_cues_follow_who_really_went() -> None:
    cue = a_cue("q1", with_look(L4, 1_000))
    evening = an_evening(a_plan(cues=(the_start_cue(), cue))).to_live()
    evening.walk(L1)
    evening.do(SomeoneElseWent(look=L4, instead_of=L2), STARTER)

    assert evening.forecast.cues[cue.id] == evening.now_ms + 1_000


# ---- a false exit


@rule("L15")
def test_a_false_exit_puts_her_back_at_the_line(live: Evening) -> None:
    live.go(L1)
    live.wait(9_000)
    live.do(FalseExit(look=L1))

    look = live.show.looks[L1]
    assert (look.status, look.exited_at) == (Stage.AT_LINE, None)


@rule("L15")
def test_after_ten_seconds_she_has_been_seen(live: Evening) -> None:
    live.go(L1)
    live.wait(10_001)

    assert live.refusal(FalseExit(look=L1)).why is Why.INVALID_TRANSITION


@rule("L15", "P5")
def test_after_a_false_exit_she_goes_again_and_it_is_counted(live: Evening) -> None:
    live.go(L1)
    live.wait(3_000)
    live.do(FalseExit(look=L1))
    live.wait(3_000)
    live.go(L1)

    assert live.show.looks[L1].exits == 2


@rule("L15")
def test_who_is_not_out_has_no_false_exit(live: Evening) -> None:
    assert live.refusal(FalseExit(look=L2)).why is Why.INVALID_TRANSITION


@rule("L15")
def test_a_false_exit_is_not_for_the_dresser(live: Evening) -> None:
    live.go(L1)

    assert live.refusal(FalseExit(look=L1), DRESSER).why is Why.FORBIDDEN


@rule("L15", "F4")
def test_a_false_exit_does_not_change_the_pace(live: Evening) -> None:
    live.walk(L1)
    live.go(L2)
    live.wait(3_000)
    live.do(FalseExit(look=L2))
    live.wait(30_000)
    live.go(L2)

    assert live.show.run is not None
    assert 33_000 not in live.show.run.spacings


@rule("L15", "S10")
def test_the_last_look_goes_again_after_its_false_exit_brought_the_finale() -> None:
    evening = an_evening().to_live()
    evening.walk(L1, L2, L3, L4, L5)
    evening.go(L6)
    evening.wait(3_000)
    evening.do(FalseExit(look=L6))
    evening.go(L6)

    assert (evening.show.phase, evening.show.looks[L6].exits) == (Phase.FINALE, 2)


# ---- missed, and re-inserted


@rule("L13")
def test_a_missed_look_is_on_the_side_and_the_next_one_goes(live: Evening) -> None:
    live.walk(L1)
    live.do(SkipLook(look=L2), STARTER)

    following = live.show.next_look()
    assert following is not None
    assert (live.show.looks[L2].status, following.id) == (Stage.SKIPPED, L3)


@rule("L13", "F4")
def test_a_missed_look_makes_the_show_one_spacing_shorter(live: Evening) -> None:
    live.walk(L1)
    before = live.forecast.end_at
    live.do(SkipLook(look=L2))

    assert before is not None
    assert live.forecast.end_at == before - 15_000


@rule("L13")
def test_nobody_is_skipped_before_the_show_is_live() -> None:
    evening = an_evening().to_lined_up()

    assert evening.refusal(SkipLook(look=L1)).why is Why.INVALID_TRANSITION


@rule("L13")
def test_who_is_out_is_not_skipped(live: Evening) -> None:
    live.go(L1)

    assert live.refusal(SkipLook(look=L1)).why is Why.INVALID_TRANSITION


@rule("L13", "N3")
def test_a_skipped_look_is_told(live: Evening) -> None:
    live.do(SkipLook(look=L1))

    assert list(live.show.messages.values())[-1].code is ChangeCode.LOOK_SKIPPED


@rule("L13", "L6")
def test_a_skipped_look_does_not_go_before_it_is_put_back(live: Evening) -> None:
    live.do(SkipLook(look=L1))

    refused = live.refusal(Go(look=L1), expect=Expect(next=L2))
    assert refused.why is Why.INVALID_TRANSITION


@rule("L14", "L19")
def test_a_skipped_look_comes_back_behind_another(live: Evening) -> None:
    live.walk(L1)
    live.do(SkipLook(look=L2))
    live.walk(L3)
    live.do(ReinsertLook(look=L2, after=L4))

    assert live.show.order == (L1, L3, L4, L2, L5, L6)


@rule("L14")
def test_a_skipped_look_comes_back_as_the_next_to_go(live: Evening) -> None:
    live.walk(L1)
    live.do(SkipLook(look=L2))
    live.walk(L3)
    live.do(ReinsertLook(look=L2))

    following = live.show.next_look()
    assert following is not None
    assert following.id == L2


@rule("L14")
def test_a_look_does_not_come_back_before_one_that_was_out(live: Evening) -> None:
    live.walk(L1)
    live.do(SkipLook(look=L2))
    live.walk(L3)

    refused = live.refusal(ReinsertLook(look=L2, after=L1))
    assert refused.why is Why.INVALID_TRANSITION


@rule("L14")
def test_a_cut_look_comes_back(live: Evening) -> None:
    live.do(CutLook(look=L3), SM)
    live.do(ReinsertLook(look=L3, after=L5))

    assert live.show.looks[L3].status is Stage.ASSIGNED
    assert live.show.order == (L1, L2, L4, L5, L3, L6)


@rule("L14")
@pytest.mark.parametrize("who", [STARTER, DRESSER], ids=lambda a: a.role.value)
def test_putting_back_is_not_for_everybody(live: Evening, who: Actor) -> None:
    live.do(SkipLook(look=L1))

    assert live.refusal(ReinsertLook(look=L1), who).why is Why.FORBIDDEN


@rule("L14")
@pytest.mark.parametrize("look", [L1, L2], ids=["one that was out", "one in the line-up"])
def test_only_who_is_cut_or_on_the_side_is_put_back(live: Evening, look: LookId) -> None:
    live.walk(L1)

    assert live.refusal(ReinsertLook(look=look), CALLER).why is Why.INVALID_TRANSITION


@rule("L14", "P5")
def test_a_look_put_back_exits_once(live: Evening) -> None:
    live.do(SkipLook(look=L1))
    live.do(ReinsertLook(look=L1, after=L2))
    live.walk(L2, L1)

    assert live.show.looks[L1].exits == 1
