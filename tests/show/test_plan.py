"""A plan is taken in: whole, once, and only where what it names is there."""

from dataclasses import replace

import pytest

from app.show.bundle import Bundle, BundleLook, LoadPlan
from app.show.cue import Anchor
from app.show.look import Stage
from app.show.words import OWNER, CrewId, CueId, LookId, ModelId, SeatId, Why
from tests.rules import rule
from tests.show.makers import (
    BY_HAND,
    C1,
    L1,
    L2,
    M1,
    a_cue,
    a_guest,
    a_look,
    a_plan,
    a_seat,
    an_item,
    with_look,
)
from tests.show.played import Evening, an_evening

A1 = SeatId("A1")


@rule("B1")
def test_a_plan_becomes_looks_in_its_order_with_their_people_and_pieces() -> None:
    plan = a_plan(a_look("l2", dresser=C1), a_look("l1", items=(an_item(),)))
    show = an_evening(plan).show

    assert show.order == show.plan_order == (L2, L1)
    assert (show.looks[L2].dresser, show.looks[L1].items) == (C1, ("i1",))
    assert list(show.rooms) == ["B"]


@rule("B1")
def test_a_look_without_a_model_is_planned_one_with_a_model_is_assigned() -> None:
    show = an_evening(a_plan(a_look("l1"), replace(a_look("l2"), model=None))).show

    assert (show.looks[L1].status, show.looks[L2].status) == (Stage.ASSIGNED, Stage.PLANNED)


@rule("B1")
def test_a_look_without_an_id_has_one_from_its_place() -> None:
    show = an_evening(a_plan(BundleLook(number="7"), BundleLook(number="8A"))).show

    assert {look.id: look.number for look in show.looks.values()} == {"l1": "7", "l2": "8A"}


@rule("B1")
def test_a_show_takes_one_plan() -> None:
    refused = an_evening().refusal(LoadPlan(plan=a_plan()), OWNER)

    assert refused.why is Why.INVALID_TRANSITION


def twice_or_nowhere() -> dict[str, Bundle]:
    good = a_plan(a_look("l1"), a_look("l2"))
    return {
        "There is a look l1 twice": a_plan(a_look("l1"), a_look("l1", number="9")),
        "a number twice": a_plan(a_look("l1"), a_look("l2", number="1")),
        "a piece twice": a_plan(a_look("l1", items=(an_item(), an_item()))),
        "a cue twice": replace(good, cues=(a_cue("q1"), a_cue("q1"))),
        "a seat twice": replace(good, seats=(a_seat(1), a_seat(1))),
        "a guest twice": replace(good, guests=(a_guest("g1"), a_guest("g1"))),
        "a model who is not there": replace(good, models=()),
        "a dresser who is not there": a_plan(a_look("l1", dresser=CrewId("c9"))),
        "a shared look that is not there": a_plan(
            a_look("l1", items=(an_item(shared_by=(LookId("l9"),)),))
        ),
        "a cue on nobody's exit": replace(good, cues=(a_cue("q1", with_look(LookId("l9"))),)),
        "a cue after nothing": replace(
            good, cues=(a_cue("q1", replace(BY_HAND, manual=False, cue=CueId("q9"))),)
        ),
        "two guests in one seat": replace(
            good, seats=(a_seat(1),), guests=(a_guest("g1", seat=A1), a_guest("g2", seat=A1))
        ),
        "a cue on two moments": replace(good, cues=(a_cue("q1", Anchor(t0=True, manual=True)),)),
        "a cue on no moment": replace(good, cues=(a_cue("q1", Anchor()),)),
        "a guest in no seat": replace(good, guests=(a_guest("g1", seat=SeatId("Z1")),)),
    }


@rule("B1")
@pytest.mark.parametrize("fault", twice_or_nowhere())
def test_a_plan_with_something_twice_or_nowhere_is_refused(fault: str) -> None:
    refused = Evening().refusal(LoadPlan(plan=twice_or_nowhere()[fault]), OWNER)

    assert refused.why is Why.MALFORMED


@rule("B1")
def test_a_refused_plan_says_what_is_not_there_and_who_names_it() -> None:
    plan = a_plan(a_look("l1", model="m9"), models=())
    refused = Evening().refusal(LoadPlan(plan=plan), OWNER)

    assert refused.detail == "There is no model m9, which look 1 names."


def test_models_of_a_plan_are_known_before_they_come() -> None:
    assert an_evening().show.models[M1].arrived_at is None


def test_a_model_has_the_id_the_plan_gives_her() -> None:
    assert ModelId("m9") in an_evening().show.models
