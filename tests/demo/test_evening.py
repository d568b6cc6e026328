"""Whole evenings of the crew, without a network: everything goes wrong that should, and it ends well."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Final

import pytest

from app.demo.plan import Pace
from app.show.cue import CueStage
from app.show.look import Stage
from app.show.words import CueId, Role
from tests.demo.alone import NOW, Table

LEAD_MS: Final = 125_000

# In the order in which they must come.
STORY: Final = (
    "RunBegan show",
    "DayOpened",
    "ModelAskedAfter m18",
    "FirstLooksCalled",
    "HelpRequested zip_sew l8",
    "HelpFinished",
    "LinedUp",
    "HoldBegan start house",
    "HoldReleased start",
    "ShowStarted",
    "LookSkipped l12",
    "LookReinserted l12",
    "ExitFalse l19",
    "LookOut l20 instead of l19",
    "HoldBegan exits technical",
    "HoldReleased exits",
    "LooksSwapped l29 l30",
    "LookCut l35",
    "CueReanchored q8",
    "FinaleStarted",
    "ShowEnded",
    "ShowWrapped",
)


def _table(speed: float) -> Table:
    table = Table(pace=Pace(speed=speed))
    table.set_up()
    return table


def _play(table: Table, kind: str) -> list[str]:
    """Play one run to its end; return what happened, told in short."""
    before = len(table.events)
    table.direct(kind, LEAD_MS)
    assert table.play_until("planned", 1)
    for phase in ("prep", "first_looks", "lined_up", "live", "finale", "ended", "wrapped"):
        assert table.play_until(phase, 15), f"never {phase}"
    return [_told(event) for _, _, event in table.events[before:]]


def _told(event: object) -> str:
    said = [type(event).__name__]
    inner = getattr(event, "help", None) or getattr(event, "holding", None) or event
    for name in ("scope", "reason", "kind", "look", "other", "model", "cue"):
        value = getattr(inner, name, None)
        if isinstance(value, str):
            said.append(str(value))
    if instead := getattr(event, "instead_of", None):
        said.append(f"instead of {instead}")
    return " ".join(said)


def _places(story: tuple[str, ...], happened: Sequence[str]) -> list[int]:
    found, at = [], 0
    for wanted in story:
        at = next((i for i, told in enumerate(happened[at:], at) if told.startswith(wanted)), -1)
        assert at >= 0, f"{wanted} did not come, or too early"
        found.append(at)
    return found


@cache
def _played(speed: float) -> tuple[Table, tuple[str, ...]]:
    """Return an evening that has been played: to be read, not to be played on."""
    table = _table(speed)
    return table, tuple(_play(table, "show"))


@cache
def _three_in_a_row() -> tuple[tuple[str, ...], ...]:
    table = _table(20)
    runs = tuple(tuple(_play(table, kind)) for kind in ("rehearsal", "show", "show"))
    assert table.refusals == Counter()
    return runs


@pytest.mark.parametrize("speed", [1, 20])
def test_every_incident_happens_in_every_show_whatever_the_speed(speed: float) -> None:
    _, happened = _played(speed)

    assert len(_places(STORY, happened)) == len(STORY)


@pytest.mark.parametrize("speed", [1, 20])
def test_nothing_that_the_crew_asks_for_is_refused(speed: float) -> None:
    table, _ = _played(speed)

    assert table.refusals == Counter()


def test_all_looks_but_the_one_cut_go_out_and_come_back_counted() -> None:
    table, _ = _played(20)

    left = {str(look.id): look.status for look in table.show.looks.values()}
    assert left.pop("l35") is Stage.CUT
    assert set(left.values()) == {Stage.DONE}


def test_every_cue_fires_once_and_the_one_that_lost_its_look_goes_with_the_next() -> None:
    table, happened = _played(20)

    fired = [told for told in happened if told.startswith("CueFired")]
    assert sorted(fired) == sorted(f"CueFired q{number}" for number in range(1, 12))
    assert table.show.cues[CueId("q8")].anchor.look == "l36"


def test_the_starter_brings_the_first_looks_to_the_line_in_their_order() -> None:
    _, happened = _played(20)

    lined_up = [told.split()[1] for told in happened if told.startswith("LookAtLine")]
    assert lined_up[:7] == [f"l{place}" for place in range(1, 8)]  # the zip of the eighth is broken


def test_the_late_model_is_made_up_and_goes_out_in_her_turn() -> None:
    _, happened = _played(20)

    assert happened.index("ModelArrived m18") > happened.index("FirstLooksCalled")
    assert happened.index("LookOut l18") > happened.index("LookOut l17")


def test_messages_and_nudges_are_answered_by_whom_they_concern() -> None:
    table, _ = _played(20)
    dressers = {mind.me.pass_id for mind, _ in table.minds if mind.me.role == "dresser"}

    cut = next(one for one in table.show.messages.values() if one.code == "look_cut")
    nudged = [one for one in table.show.messages.values() if one.kind == "nudge"]
    assert len(dressers & set(cut.acks)) == 1
    assert nudged
    assert all(one.acks for one in nudged)


def test_a_show_lasts_less_than_a_minute_at_twenty_times_the_pace() -> None:
    table, _ = _played(20)

    assert table.now_ms - NOW < 50_000


def test_everybody_on_the_roster_has_done_something() -> None:
    table, _ = _played(20)

    acted = {by.pass_id for _, by, _ in table.events if by.role is not Role.CLOCK}
    assert {mind.me.pass_id for mind, _ in table.minds} <= acted
    assert all(cue.status is CueStage.DONE for cue in table.show.cues.values())


def test_a_rehearsal_goes_as_planned() -> None:
    rehearsed, _, _ = _three_in_a_row()

    assert not any(told.startswith(("HoldBegan", "LookCut", "ExitFalse")) for told in rehearsed)


@pytest.mark.parametrize("evening", [1, 2])
def test_the_show_can_be_played_again_and_everything_happens_again(evening: int) -> None:
    happened = _three_in_a_row()[evening]

    assert len(_places(STORY, happened)) == len(STORY)
