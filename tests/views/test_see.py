"""A state says what is, in each role's words: names whole or short, references told, nothing null."""

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given

from app.show.cast import Model
from app.show.crew import Crew
from app.show.evening import Run, RunKind
from app.show.forecast import ChangeForecast, Forecast, Grade
from app.show.holding import Holding, HoldReason, HoldScope
from app.show.look import Look
from app.show.state import Show
from app.show.words import (
    CrewId,
    Instant,
    LookId,
    ModelId,
    PassId,
    Ref,
    Role,
    RunId,
    Span,
)
from app.views.see import Moment, see, short_name
from tests.shows import moments, of_shows

NOTHING_AHEAD = Forecast(looks={}, changes={}, cues={}, latest={})
ADA = Model(id=ModelId("m1"), name=Ref("r_1"), measurements=Ref("r_2"))
GOWN = Look(id=LookId("l1"), number="1", picture=Ref("r_3"), notes=Ref("r_4"))
PIA = Crew(id=CrewId("c1"), role=Role.DRESSER, name=Ref("r_5"))
HELD = Holding(
    scope=HoldScope.START,
    reason=HoldReason.VIP,
    owner=PassId("p1"),
    owner_role=Role.FRONT_OF_HOUSE,
    since_at=Instant(1),
    expected_end_at=Instant(2),
    note=Ref("r_6"),
)
TOLD: Mapping[Ref, object] = {
    Ref("r_1"): "Ada Maria Karlsson",
    Ref("r_2"): {"height_cm": 178},
    Ref("r_3"): "a picture lies there",
    Ref("r_4"): "veil down",
    Ref("r_5"): "Pia 2",
    Ref("r_6"): "The ambassador is late.",
}
SHOW = Show(
    title="SS27",
    hold=HELD,
    looks={GOWN.id: GOWN},
    models={ADA.id: ADA},
    crew={PIA.id: PIA},
)
MOMENT = Moment(show_id="s1", show=SHOW, forecast=NOTHING_AHEAD, told=TOLD)


def seen(moment: Moment, role: Role, part: str, entity_id: str) -> dict[str, object]:
    found = see(moment, role)[part]
    assert isinstance(found, dict)
    one = found[entity_id]
    assert isinstance(one, dict)
    return one


@pytest.mark.parametrize("role", [Role.PRODUCER, Role.CASTING, Role.CHECK_IN])
def test_who_looks_for_a_model_reads_her_whole_name(role: Role) -> None:
    assert seen(MOMENT, role, "models", "m1")["name"] == "Ada Maria Karlsson"


@pytest.mark.parametrize("role", [Role.CALLER, Role.DRESSER, Role.SCREEN, Role.PIT])
def test_everybody_else_reads_her_first_name_and_an_initial(role: Role) -> None:
    assert seen(MOMENT, role, "models", "m1")["name"] == "Ada K."


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("Ada Karlsson", "Ada K."),
        ("Ada K.", "Ada K."),
        ("Ada", "Ada"),
        (" Ada ", "Ada"),
        ("Sam 2", "Sam 2"),
        ("Zoë Ångström", "Zoë Å."),
        ("", ""),
    ],
)
def test_a_short_name_has_no_surname(whole: str, short: str) -> None:
    assert short_name(whole) == short


def test_measurements_are_told_as_an_object() -> None:
    assert seen(MOMENT, Role.HEAD_DRESSER, "models", "m1")["measurements"] == {"height_cm": 178}


def test_a_picture_is_told_by_its_address() -> None:
    picture = seen(MOMENT, Role.DRESSER, "looks", "l1")["picture"]

    assert picture == "/api/v1/shows/s1/pictures/r_3"


def test_what_was_purged_is_left_out() -> None:
    purged = replace(MOMENT, told={})

    assert seen(purged, Role.PRODUCER, "looks", "l1").keys().isdisjoint({"picture", "notes"})


@pytest.mark.parametrize(
    ("role", "note"), [(Role.CALLER, "The ambassador is late."), (Role.SCREEN, None)]
)
def test_a_hold_is_on_every_wall_but_its_note_is_not(role: Role, note: str | None) -> None:
    show = see(MOMENT, role)["show"]
    assert isinstance(show, dict)

    assert (show["hold"]["reason"], show["hold"].get("note")) == ("vip", note)


def test_a_hold_without_a_note_is_told_without_one() -> None:
    plain = replace(MOMENT, show=replace(SHOW, hold=replace(HELD, note=None)))
    show = see(plain, Role.CALLER)["show"]
    assert isinstance(show, dict)

    assert "note" not in show["hold"]


def test_there_is_no_run_before_the_first() -> None:
    assert "run" not in see(MOMENT, Role.CALLER)


def test_t0_stands_in_the_show_as_in_its_run() -> None:
    run = Run(id=RunId("r1"), kind=RunKind.SHOW, began_at=Instant(1), t0_at=Instant(7))
    state = see(replace(MOMENT, show=replace(SHOW, run=run)), Role.DRESSER)

    assert [state[part]["t0_at"] for part in ("show", "run")] == [7, 7]  # type: ignore[index] # objects


def test_the_grade_of_a_change_is_called_class() -> None:
    tight = ChangeForecast(
        after=LookId("l0"),
        window_ms=Span(1),
        needed_ms=Span(2),
        slack_ms=Span(-1),
        grade=Grade.RED,
        source="plan",
    )
    ahead = replace(NOTHING_AHEAD, changes={GOWN.id: tight})

    told = see(replace(MOMENT, forecast=ahead), Role.CALLER)["forecast"]

    assert isinstance(told, dict)
    assert told["changes"]["l1"] == {
        "after": "l0",
        "window_ms": 1,
        "needed_ms": 2,
        "slack_ms": -1,
        "class": "red",
        "source": "plan",
    }


def test_the_clock_sees_no_view() -> None:
    assert see(MOMENT, Role.CLOCK) == {}


@of_shows
@given(moments)
def test_null_is_never_sent(moment: Moment) -> None:
    sent = json.dumps([see(moment, role) for role in Role], ensure_ascii=False)

    assert "null" not in sent
