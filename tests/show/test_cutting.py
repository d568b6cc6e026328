"""A look is cut: everybody is told, windows shrink, cues ask for another moment."""

import pytest

from app.show.cast import Presence
from app.show.cue import Anchor, CueStage, GoCue
from app.show.decision import ChooseOption, Decision, DecisionKind
from app.show.evening import RunKind
from app.show.lineup import AssignModel, CutLook
from app.show.look import MarkLook, Stage
from app.show.message import Acknowledge, ChangeCode
from app.show.words import Actor, CueId, Department, LookId, Why
from tests.rules import rule
from tests.show.makers import (
    C1,
    DRESSER,
    L1,
    L2,
    L3,
    L4,
    M1,
    SM,
    STYLIST,
    a_cue,
    a_look,
    a_plan,
    the_start_cue,
    with_look,
)
from tests.show.played import Evening, an_evening

Q1 = CueId("q1")
Q2 = CueId("q2")


def with_a_cue_on(*looks: str, offset_ms: int = 0) -> Evening:
    """Return an evening whose light cues q1, q2 … hang on the exits of these looks."""
    cues = [a_cue(f"q{n}", with_look(LookId(look), offset_ms)) for n, look in enumerate(looks, 1)]
    return an_evening(a_plan(cues=(the_start_cue(), *cues)))


def the_card(evening: Evening) -> Decision:
    (card,) = evening.show.decisions.values()
    return card


@rule("L12")
def test_a_cut_look_is_not_waited_for() -> None:
    evening = an_evening().to_live()
    evening.do(CutLook(look=L1), SM)

    following = evening.show.next_look()
    assert following is not None
    assert (following.id, evening.show.looks[L1].status) == (L2, Stage.CUT)


@rule("L12")
def test_a_cut_look_keeps_its_place_and_number() -> None:
    evening = an_evening().to_live()
    order = evening.show.order
    evening.do(CutLook(look=L2), SM)

    assert (evening.show.order, evening.show.looks[L2].number) == (order, "2")


@rule("L12")
@pytest.mark.parametrize("who", [STYLIST, DRESSER], ids=lambda a: a.role.value)
def test_cutting_is_for_producer_caller_and_stage_manager(who: Actor) -> None:
    evening = an_evening().to_prep()

    assert evening.refusal(CutLook(look=L1), who).why is Why.FORBIDDEN


@rule("L12")
def test_a_look_on_the_runway_is_not_cut() -> None:
    evening = an_evening().to_live()
    evening.go(L1)

    assert evening.refusal(CutLook(look=L1), SM).why is Why.INVALID_TRANSITION


@rule("L12")
def test_a_cut_look_is_not_cut_again() -> None:
    evening = an_evening().to_live()
    evening.do(CutLook(look=L2), SM)

    assert evening.refusal(CutLook(look=L2), SM).detail == "Look 2 is cut."


@rule("L12", "L6")
def test_a_cut_look_does_not_go() -> None:
    evening = an_evening().to_live()
    evening.do(CutLook(look=L1), SM)

    assert evening.go_refused(L1).why is Why.INVALID_TRANSITION


@rule("L12")
def test_a_cut_look_takes_no_mark() -> None:
    evening = an_evening().to_prep()
    evening.do(CutLook(look=L1), SM)

    refused = evening.refusal(MarkLook(look=L1, status="dressed"), DRESSER)
    assert refused.why is Why.INVALID_TRANSITION


@rule("L12", "F1")
def test_a_cut_says_which_window_it_shrinks_into_trouble() -> None:
    looks = [a_look(f"l{n}") for n in range(1, 14)]
    looks[12] = a_look("l13", "m1", change_ms=50_000)
    evening = an_evening(a_plan(*looks, spacing_ms=12_000)).to_prep()
    decided = evening.do(CutLook(look=L3), SM)

    assert [guard.detail for guard in decided.warnings] == [
        "The change into look 13 falls from 55 to 43 s; it needs 50 s: 7 s short."
    ]


@rule("N3")
def test_a_cut_is_told_to_caller_exit_dresser_and_the_desks_whose_cues_hang_on_it() -> None:
    plan = a_plan(
        a_look("l1", dresser=C1), a_look("l2"), cues=(the_start_cue(), a_cue("q1", with_look(L1)))
    )
    evening = an_evening(plan).to_prep()
    evening.do(CutLook(look=L1), SM)

    (told,) = evening.show.messages.values()
    assert (told.code, told.look) == (ChangeCode.LOOK_CUT, L1)
    assert told.to == ("role:caller", "role:starter", f"crew:{C1}", f"department:{Department.LX}")


@rule("N3")
def test_nobody_is_told_while_the_show_is_only_planned() -> None:
    evening = an_evening()
    evening.do(CutLook(look=L1), SM)

    assert evening.show.messages == {}


@rule("N2")
def test_who_acknowledged_a_cut_and_when_is_known() -> None:
    evening = an_evening().to_prep()
    evening.do(CutLook(look=L1), SM)
    (told,) = evening.show.messages
    evening.wait(2_000)
    evening.do(Acknowledge(subject=told), DRESSER)

    assert evening.show.messages[told].acks == {DRESSER.pass_id: evening.now_ms}


@rule("Q7")
def test_a_cue_whose_look_is_cut_asks_for_another_anchor() -> None:
    evening = with_a_cue_on("l3").to_live()
    evening.do(CutLook(look=L3), SM)

    card = the_card(evening)
    assert (card.kind, card.cue) == (DecisionKind.REANCHOR, Q1)
    assert [option.id for option in card.options] == ["previous", "next", "manual"]
    assert evening.show.cues[Q1].anchor_lost


@rule("Q7")
def test_every_cue_of_a_cut_look_gets_a_card_of_its_own() -> None:
    evening = with_a_cue_on("l3", "l3").to_live()
    evening.do(CutLook(look=L3), SM)

    cards = evening.show.decisions.values()
    assert {card.cue for card in cards} == {Q1, Q2}
    assert len({card.id for card in cards}) == 2


@rule("Q7")
def test_a_chosen_anchor_takes_the_offset_along() -> None:
    evening = with_a_cue_on("l3", offset_ms=2_000).to_live()
    evening.do(CutLook(look=L3), SM)
    evening.do(ChooseOption(decision=the_card(evening).id, option="next"))

    cue = evening.show.cues[Q1]
    assert (cue.anchor, cue.anchor_lost) == (with_look(L4, 2_000), False)


@rule("Q7")
def test_an_anchor_is_chosen_once() -> None:
    evening = with_a_cue_on("l3").to_live()
    evening.do(CutLook(look=L3), SM)
    choice = ChooseOption(decision=the_card(evening).id, option="manual")
    evening.do(choice)

    assert evening.refusal(choice, SM).why is Why.INVALID_TRANSITION


@rule("Q7")
def test_what_was_settled_is_not_settled_otherwise() -> None:
    evening = with_a_cue_on("l3").to_live()
    evening.do(CutLook(look=L3), SM)
    card = the_card(evening).id
    evening.do(ChooseOption(decision=card, option="next"))

    refused = evening.refusal(ChooseOption(decision=card, option="manual"), SM)
    assert refused.detail == "This has been settled already."


@rule("Q7")
def test_a_way_out_that_is_not_on_the_card_is_unknown() -> None:
    evening = with_a_cue_on("l3").to_live()
    evening.do(CutLook(look=L3), SM)
    choice = ChooseOption(decision=the_card(evening).id, option="forget it")

    assert evening.refusal(choice).why is Why.UNKNOWN_ENTITY


@rule("Q7")
def test_an_option_whose_look_is_cut_meanwhile_can_not_be_chosen() -> None:
    evening = with_a_cue_on("l3").to_live()
    evening.do(CutLook(look=L3), SM)
    evening.do(CutLook(look=L4), SM)
    choice = ChooseOption(decision=the_card(evening).id, option="next")

    assert evening.refusal(choice).why is Why.INVALID_TRANSITION


@rule("Q7", "Q6")
def test_a_choice_after_the_cue_was_called_by_hand_does_not_arm_it_again() -> None:
    evening = with_a_cue_on("l3").to_live()
    evening.do(CutLook(look=L3), SM)
    evening.do(GoCue(cue=Q1))
    evening.do(ChooseOption(decision=the_card(evening).id, option="next"))

    cue = evening.show.cues[Q1]
    assert (cue.status, cue.anchor.look) == (CueStage.GO_SENT, L3)


@rule("Q7")
def test_a_cue_that_has_lost_its_look_does_not_come_by_itself() -> None:
    evening = with_a_cue_on("l2").to_live()
    evening.do(CutLook(look=L2), SM)
    evening.tick(120_000)

    assert evening.show.cues[Q1].status is CueStage.ARMED


@rule("G6")
def test_a_look_cut_tonight_is_back_in_the_next_run_one_cut_from_the_plan_is_not() -> None:
    evening = an_evening()
    evening.do(CutLook(look=L1), SM)
    evening.to_live(RunKind.REHEARSAL)
    evening.do(CutLook(look=L4), SM)
    evening.to_prep_again()

    looks = evening.show.looks
    assert (looks[L1].status, looks[L4].status) == (Stage.CUT, Stage.ASSIGNED)


@rule("L12")
def test_a_cut_look_is_given_to_nobody() -> None:
    evening = an_evening().to_prep()
    evening.do(CutLook(look=L2), SM)

    refused = evening.refusal(AssignModel(look=L2, model=M1), SM)
    assert refused.why is Why.INVALID_TRANSITION


def test_a_cue_tied_to_time_zero_is_untouched_by_a_cut() -> None:
    cue = a_cue("q1", Anchor(t0=True))
    evening = an_evening(a_plan(cues=(the_start_cue(), cue))).to_live()
    evening.do(CutLook(look=L2), SM)

    assert not evening.show.cues[Q1].anchor_lost


@rule("L12")
def test_a_model_whose_look_is_cut_at_the_line_is_free_again() -> None:
    evening = an_evening().to_prep()
    evening.mark("at_line", L1)
    evening.do(CutLook(look=L1), SM)

    assert evening.show.models[M1].status is Presence.ARRIVED
