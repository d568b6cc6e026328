"""The prompt desk: the stage manager takes the evening from step to step, and changes the line-up."""

from collections.abc import Iterator
from typing import Final

from app.demo import script
from app.demo.crew_sim.manners import acknowledge, say
from app.demo.crew_sim.rows import Row, row, rows, whole, word
from app.demo.crew_sim.scene import Scene, Wish

BEAUTY_SHARE: Final = 0.72
FIRST_LOOKS: Final = 8


def stage_manager(scene: Scene) -> Iterator[Wish]:
    yield from acknowledge(scene)
    yield from _begin(scene)
    match scene.phase:
        case "planned":
            yield from _open_the_day(scene)
        case "prep":
            yield from _call_first_looks(scene)
        case "first_looks":
            yield say(
                "water", "room:A", "Water and straws at the rail, nothing with colour please."
            )
            yield from _line_up(scene)
        case "lined_up":
            yield from _release(scene)
        case "live":
            yield from _replan(scene)
        case _:
            pass
    yield from _decide(scene)


def _begin(scene: Scene) -> Iterator[Wish]:
    over = word(scene.run, "id") == scene.directions.after_run
    if scene.directions.kind and over:
        yield Wish(
            about=f"begin after {scene.directions.after_run}",
            command={"type": "begin_run", "kind": scene.directions.kind},
        )


def _open_the_day(scene: Scene) -> Iterator[Wish]:
    if word(scene.run, "id") == scene.directions.after_run:
        return
    if whole(scene.show, "starts_at") != scene.directions.starts_at:
        edit = {"type": "edit_show", "starts_at": scene.directions.starts_at}
        yield Wish(about="start time", command=edit, after_ms=300)
        return
    yield from _anchors_as_planned(scene)
    late = word(scene.place(script.LATE), "model")
    awaited = [
        model
        for model, one in scene.models.items()
        if model != late and word(one, "status") in ("expected", "en_route")
    ]
    if not awaited and not _left_from_last_time(scene):
        yield Wish(about="open day", command={"type": "open_day"}, after_ms=1_500)


def _left_from_last_time(scene: Scene) -> bool:
    """Hair and make-up of the run before are washed off first."""
    return any("done" in row(one, "services").values() for one in scene.models.values())


def _anchors_as_planned(scene: Scene) -> Iterator[Wish]:
    """Hang the cue that was re-anchored last time on its own look again."""
    cue = scene.cues.get(script.CUT_CUE, {})
    planned = script.look_id(script.CUT)
    if word(row(cue, "anchor"), "look") not in ("", planned):
        anchor = {"look": planned, "at": "exit", "offset_ms": 0}
        edit = {"type": "edit_cue", "cue": script.CUT_CUE, "anchor": anchor}
        yield Wish(about="anchor as planned", command=edit, after_ms=800)


def _call_first_looks(scene: Scene) -> Iterator[Wish]:
    parts = [
        word(row(one, "services"), service) == "done"
        for one in scene.models.values()
        for service in ("hair", "makeup")
    ]
    if parts and sum(parts) / len(parts) >= BEAUTY_SHARE:
        yield Wish(about="first looks", command={"type": "call_first_looks"}, after_ms=3_000)


def _line_up(scene: Scene) -> Iterator[Wish]:
    first = scene.to_go()[:FIRST_LOOKS]
    if first and all(scene.status(look) == "at_line" for look in first):
        yield Wish(about="lined up", command={"type": "confirm_lined_up"}, after_ms=4_000)


def _release(scene: Scene) -> Iterator[Wish]:
    if word(row(scene.show, "release"), "backstage") != "green":
        green = {"type": "set_release", "party": "backstage", "light": "green"}
        yield Wish(about="backstage", command=green, after_ms=3_500)


def _replan(scene: Scene) -> Iterator[Wish]:
    yield say("quiet", "all", "We are live. Quiet at the door, please.")
    if not scene.incidents:
        return
    one, other = (script.look_id(place) for place in script.SWAPPED)
    ahead = scene.to_go()[2:]
    if scene.is_out(script.SWAP_WHEN_OUT) and one in ahead and other in ahead:
        swap = {"type": "swap_looks", "look": one, "other": other}
        yield Wish(about="swap", command=swap, once=True, expect=_as_seen(scene.looks[one]))
    cut = script.look_id(script.CUT)
    if scene.is_out(script.CUT_WHEN_OUT) and cut in ahead:
        why = "The organza is torn from hem to waist: the designer cuts it."
        command = {"type": "cut_look", "look": cut, "override": why}
        yield Wish(about="cut", command=command, once=True, expect=_as_seen(scene.looks[cut]))


def _as_seen(look: Row) -> dict[str, object]:
    return {"rev": whole(look, "rev")}


def _decide(scene: Scene) -> Iterator[Wish]:
    """Settle what lies on the desk: a cue goes with the next look, a problem stays a problem."""
    for name, card in rows(scene.state, "decisions").items():
        if word(card, "chosen"):
            continue
        wanted = "problem" if word(card, "kind") == "clash" else "next"
        offered = card.get("options")
        ids = [word(one, "id") for one in offered] if isinstance(offered, list) else []
        if ids:
            option = wanted if wanted in ids else ids[0]
            choose = {"type": "choose_option", "decision": name, "option": option}
            yield Wish(about=f"decide {name}", command=choose, after_ms=6_000)
