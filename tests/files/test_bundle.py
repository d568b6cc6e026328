"""A plan goes out as it came in, and a plan that contradicts itself says where."""

from base64 import b64encode
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Final

import orjson
import pytest

from app.demo.plan import Pace, plan_bundle
from app.files.bundle import Json, export_bundle, read_bundle
from app.files.faults import Faulty
from app.show.evening import RunKind
from app.show.forecast import forecast
from app.show.lineup import CutLook
from app.show.phase import BeginRun, OpenDay
from app.show.show import Command, decide, fold
from app.show.state import Show
from app.show.words import OWNER, Circumstances, Instant, LookId, Ref, Stamp
from app.views.see import Moment
from app.wire.commands import read_plan

NOW: Final = Instant(1_795_600_000_000)
STARTS_AT: Final = 1_795_690_800_000
REAL: Final = Path(__file__).parents[2].parent / "shared" / "data" / "show-48.json"


class Imported:
    """A show that was made from a plan, and what was put aside while it was read."""

    def __init__(self, plan: Json) -> None:
        refs = count(1)
        asked = read_plan(plan, lambda: Ref(f"r_{next(refs)}"))
        self.sides = {side.ref: side for side in asked.sides}
        self.show = _after(Show(), asked.command)

    def exported(self) -> Json:
        told: dict[Ref, object] = {
            ref: orjson.loads(side.value) if side.kind == "json" else side.value.decode()
            for ref, side in self.sides.items()
            if not side.kind.startswith("image/")
        }
        moment = Moment(show_id="s1", show=self.show, forecast=forecast(self.show), told=told)
        return export_bundle(moment, self._picture)

    def _picture(self, ref: Ref) -> str:
        side = self.sides[ref]
        return f"data:{side.kind};base64,{b64encode(side.value).decode()}"


def _after(show: Show, command: Command) -> Show:
    around = Circumstances(by=OWNER, now_ms=NOW, seen_at=NOW, override=Ref("r_why"))
    events = decide(show, command, around).events
    return fold(show, Stamp(seq=show.seq + 1, at_ms=NOW, by=OWNER), events)


def _canonical(plan: Json) -> bytes:
    return orjson.dumps(plan, option=orjson.OPT_SORT_KEYS)


@pytest.mark.skipif(not REAL.exists(), reason="the shared test data is not here")
def test_a_real_plan_of_48_looks_goes_out_byte_for_byte_as_it_came_in() -> None:
    plan = read_bundle(REAL.read_bytes())

    assert _canonical(Imported(plan).exported()) == _canonical(plan)


def test_the_demos_plan_goes_out_byte_for_byte_with_its_pictures() -> None:
    plan = plan_bundle(7, starts_at=STARTS_AT, pace=Pace())

    assert _canonical(Imported(plan).exported()) == _canonical(plan)


def test_the_smallest_plan_comes_back_with_ids_and_the_usual_pace() -> None:
    plan: Json = {"title": "Tiny", "looks": [{"number": "1"}]}

    assert Imported(plan).exported() == {
        "standby": 1,
        "title": "Tiny",
        "spacing_ms": 15_000,
        "walk_ms": 40_000,
        "looks": [{"id": "l1", "number": "1"}],
    }


def test_what_was_exported_once_is_exported_the_same_again() -> None:
    once = Imported({"title": "Tiny", "looks": [{"number": "14A"}, {"number": "3"}]}).exported()

    assert Imported(once).exported() == once


def test_a_look_cut_from_the_plan_leaves_its_cue_to_be_called_by_hand() -> None:
    imported = Imported(_plan())
    imported.show = _after(imported.show, CutLook(look=LookId("a")))

    exported = imported.exported()

    assert [look["id"] for look in exported["looks"]] == ["b"]  # type: ignore[attr-defined]
    assert exported["cues"][0]["anchor"] == {"manual": True}  # type: ignore[index]
    read_bundle(_canonical(exported))


def test_a_run_under_way_changes_nothing_in_the_plan() -> None:
    imported = Imported(_plan())
    before = imported.exported()

    for command in (BeginRun(kind=RunKind.SHOW), OpenDay()):
        imported.show = _after(imported.show, command)

    assert imported.exported() == before


def _plan() -> Json:
    return {
        "standby": 1,
        "title": "Small",
        "models": [{"id": "m1", "name": "Ada K."}],
        "crew": [{"id": "c1", "role": "dresser", "name": "Pia", "room": "B"}],
        "looks": [
            {
                "id": "a",
                "number": "1",
                "model": "m1",
                "dresser": "c1",
                "items": [{"id": "i1", "name": "dress"}],
            },
            {
                "id": "b",
                "number": "2",
                "items": [{"id": "i2", "name": "shoes", "shared_by": ["a"]}],
            },
        ],
        "cues": [
            {"id": "q1", "department": "LX", "name": "LX 1", "anchor": {"look": "a", "at": "exit"}},
            {
                "id": "q2",
                "department": "LX",
                "name": "LX 2",
                "anchor": {"cue": "q1", "offset_ms": 5},
            },
        ],
        "seats": [{"id": "s1", "block": "A", "row": 1, "number": 1}],
        "guests": [{"id": "g1", "name": "Zoë", "seat": "s1"}, {"id": "g2", "name": "Bo"}],
    }


def _twice(collection: str) -> Callable[[Json], None]:
    def spoil(plan: Json) -> None:
        rows = plan[collection]
        assert isinstance(rows, list)
        rows.append({**rows[0], "number": "9"} if collection == "looks" else dict(rows[0]))

    return spoil


def _set(path: str, value: object) -> Callable[[Json], None]:
    def spoil(plan: Json) -> None:
        *steps, last = path.split(".")
        at: object = plan
        for step in steps:
            at = at[int(step)] if isinstance(at, list) else at[step]  # type: ignore[index]
        at[last] = value  # type: ignore[index]

    return spoil


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_twice("models"), "models[1].id: m1 stands in models[0] already."),
        (_twice("looks"), "looks[2].id: a stands in looks[0] already."),
        (_twice("cues"), "cues[2].id: q1 stands in cues[0] already."),
        (_set("looks.1.number", " 1"), "looks[1].number: 1 stands in looks[0] already."),
        (
            _set("looks.1.items.0.id", "i1"),
            "looks[1].items[0].id: i1 stands in looks[0].items[0] already.",
        ),
        (_set("looks.0.model", "m9"), "looks[0].model: There is no model m9."),
        (_set("looks.0.dresser", "c9"), "looks[0].dresser: There is no crew member c9."),
        (
            _set("looks.1.items.0.shared_by", ["z"]),
            "looks[1].items[0].shared_by: There is no look z.",
        ),
        (_set("cues.0.anchor.look", "z"), "cues[0].anchor.look: There is no look z."),
        (
            _set("cues.0.anchor.at", "noon"),
            "cues[0].anchor.at: At the look's exit, or at its return?",
        ),
        (
            _set("cues.0.anchor", {}),
            "cues[0].anchor: A cue hangs on one of t0, look, cue, at, manual.",
        ),
        (_set("cues.1.anchor.cue", "q2"), "cues[1].anchor.cue: This cue waits for itself."),
        (_set("guests.1.seat", "s1"), "guests[1].seat: guests[0] sits in s1 already."),
        (_set("guests.1.apart_from", ["g7"]), "guests[1].apart_from: There is no guest g7."),
        (_set("title", None), "title: The show has no title."),
        (_set("looks", []), "looks: There is no look in it."),
        (_set("standby", 2), "standby: This is a plan of a later version: it says standby 1."),
    ],
)
def test_a_fault_in_a_plan_is_told_with_its_place(spoil: Callable[[Json], None], told: str) -> None:
    plan = _plan()
    spoil(plan)

    with pytest.raises(Faulty) as found:
        read_bundle(_canonical(plan))

    assert told in str(found.value).splitlines()


def test_a_sound_plan_has_no_faults() -> None:
    assert read_bundle(_canonical(_plan())) == _plan()


def test_two_cues_can_not_both_start_the_show() -> None:
    plan = _plan()
    for cue in plan["cues"]:  # type: ignore[attr-defined]
        cue["start"] = True

    with pytest.raises(Faulty, match=r"cues\[1\].start: cues\[0\] starts the show already"):
        read_bundle(_canonical(plan))


@pytest.mark.parametrize("raw", [b"", b"[1]", b"\xff\xfe", b'{"title": NaN}', b'{"a":1,"a":2}'])
def test_what_is_no_plan_is_refused_without_a_place(raw: bytes) -> None:
    with pytest.raises(Faulty) as found:
        read_bundle(raw)

    assert [fault.place for fault in found.value.faults] == [""]


def test_a_byte_order_mark_before_the_plan_does_no_harm() -> None:
    assert read_bundle(b"\xef\xbb\xbf" + _canonical(_plan())) == _plan()
