"""The demo's plan: a bundle that is valid, the same for the same seed, and looks like a show."""

import base64
import io
import unicodedata
from functools import cache
from itertools import count
from typing import Final

import orjson
import pytest
from PIL import Image

from app.demo import script
from app.demo.chance import Chance
from app.demo.draw import BYTES_MAX
from app.demo.plan import Pace, plan_bundle
from app.files.faults import faults
from app.show.bundle import LoadPlan
from app.show.change_window import Grade
from app.show.forecast import forecast
from app.show.show import decide, fold
from app.show.state import Show
from app.show.words import OWNER, Circumstances, Instant, Ref, Stamp
from app.wire.commands import read_plan

STARTS_AT: Final = 1_795_690_800_000


@cache
def _plan(seed: int = 7, speed: float = 1.0, *, pictures: bool = False) -> dict[str, object]:
    return plan_bundle(seed, starts_at=STARTS_AT, pace=Pace(speed=speed), pictures=pictures)


def _rows(name: str, plan: dict[str, object] | None = None) -> list[dict[str, object]]:
    rows = (plan or _plan())[name]
    assert isinstance(rows, list)
    return rows


def _loaded(plan: dict[str, object]) -> Show:
    refs = count(1)
    asked = read_plan(plan, lambda: Ref(f"r_{next(refs)}"))
    assert isinstance(asked.command, LoadPlan)
    now = Instant(STARTS_AT - 600_000)
    around = Circumstances(by=OWNER, now_ms=now, seen_at=now)
    events = decide(Show(), asked.command, around).events
    return fold(Show(), Stamp(seq=1, at_ms=now, by=OWNER), events)


def test_the_show_takes_the_plan_as_it_is() -> None:
    assert faults(_plan()) == []
    assert len(_loaded(_plan()).order) == script.LOOKS


def test_the_same_seed_gives_the_same_plan() -> None:
    again = plan_bundle(7, starts_at=STARTS_AT, pace=Pace(), pictures=False)

    assert orjson.dumps(again) == orjson.dumps(_plan())


def test_another_seed_gives_other_people_on_paper() -> None:
    assert _rows("models", _plan(8)) != _rows("models")


def test_forty_looks_are_on_twenty_four_models_and_sixteen_of_them_change() -> None:
    worn = [look["model"] for look in _rows("looks")]

    assert len(worn) == 40
    assert len(set(worn)) == 24
    assert sorted(worn.count(model) for model in set(worn)) == [1] * 8 + [2] * 16


def test_an_addition_is_numbered_14a_and_no_number_is_printed_twice() -> None:
    numbers = [look["number"] for look in _rows("looks")]

    assert numbers[13:16] == ["14", "14A", "15"]
    assert len(set(numbers)) == 40


def test_names_come_from_many_tongues_and_some_are_long() -> None:
    names = [str(one["name"]) for one in (*_rows("models"), *_rows("crew"), *_rows("guests"))]

    assert all(unicodedata.is_normalized("NFC", name) for name in names)
    assert sum(not name.isascii() for name in names) > 30
    assert max(map(len, names)) > 35


def test_three_changes_are_tight_for_the_pace_and_the_others_are_not() -> None:
    changes = forecast(_loaded(_plan())).changes
    tight = {look: change.grade for look, change in changes.items() if change.grade is not Grade.OK}

    assert len(changes) == 16
    assert tight == {"l24": Grade.AMBER, "l26": Grade.RED, "l28": Grade.AMBER}


def test_one_pair_of_shoes_is_needed_by_two_looks() -> None:
    shared = [
        (look["id"], item["shared_by"])
        for look in _rows("looks")
        for item in look["items"]  # type: ignore[attr-defined]
        if "shared_by" in item
    ]

    assert shared == [("l13", ["l26"])]


def test_a_cue_starts_the_show_one_fires_by_itself_and_one_hangs_on_the_look_that_is_cut() -> None:
    cues = {str(cue["id"]): cue for cue in _rows("cues")}
    anchors = [cue["anchor"] for cue in cues.values()]

    assert [cue["department"] for cue in cues.values() if cue.get("start")] == ["MU"]
    assert any(cue.get("auto") for cue in cues.values())
    assert cues[script.CUT_CUE]["anchor"] == {"look": "l35", "at": "exit", "offset_ms": 0}
    assert {"manual": True} in anchors


def test_sixty_guests_have_seats_of_their_tier_and_two_houses_sit_apart() -> None:
    seats = {str(seat["id"]): seat for seat in _rows("seats")}
    guests = _rows("guests")
    taken = [str(guest["seat"]) for guest in guests if "seat" in guest]

    assert len(guests) == 60
    assert len(taken) == len(set(taken)) == 60
    assert not any(seats[seat].get("held") for seat in taken)
    assert sum("apart_from" in guest for guest in guests) == 2


def test_at_twenty_times_the_pace_a_go_still_re_arms_before_the_next() -> None:
    fast = _plan(speed=20)

    assert fast["spacing_ms"] == 750
    assert fast["walk_ms"] == 2_000
    assert _rows("looks", fast)[0]["change_ms"] == _rows("looks")[0]["change_ms"] / 20  # type: ignore[operator]


@pytest.mark.parametrize("place", [1, 8, 20, 32, 40])
def test_a_look_is_drawn_as_a_small_webp(place: int) -> None:
    uri = str(_rows("looks", _plan(pictures=True))[place - 1]["picture"])
    raw = base64.b64decode(uri.removeprefix("data:image/webp;base64,"))

    assert len(raw) <= BYTES_MAX
    with Image.open(io.BytesIO(raw)) as picture:
        assert picture.size == (360, 540)
        assert picture.format == "WEBP"
        assert len(picture.convert("RGB").getcolors(360 * 540) or []) > 2_000


def test_no_two_looks_are_drawn_alike() -> None:
    pictures = {look["picture"] for look in _rows("looks", _plan(pictures=True))}

    assert len(pictures) == 40


def test_chance_comes_out_the_same_on_every_machine() -> None:
    die = Chance("demo", 7)

    assert [die.whole(1, 100) for _ in range(6)] == [98, 32, 85, 68, 49, 69]


def test_another_die_is_not_disturbed_by_the_first_ones_throws() -> None:
    thrown, fresh = Chance("demo"), Chance("demo")
    thrown.share()

    assert thrown.apart("guests").share() == fresh.apart("guests").share()
