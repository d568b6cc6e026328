"""At the runway: the caller gives the GO, the starter keeps the line and sees them out and in."""

from collections.abc import Iterator
from typing import Final

from app.demo import script
from app.demo.chance import Chance
from app.demo.crew_sim.manners import acknowledge
from app.demo.crew_sim.rows import Row, flag, row, whole, word
from app.demo.crew_sim.scene import GONE, Scene, Wish

FIRST_GO_MS: Final = 3_000  # after the start cue
PATIENCE_MS: Final = 30_000  # the caller waits this long for whoever is not at the line
LINE_BEFORE: Final = 10
CLOSES_UP_MS: Final = 20_000  # for somebody further ahead who is not ready
LINE_LIVE: Final = 6  # the passage to the door holds no more
WAITING: Final = frozenset({"draft", "armed", "standby", "held"})
HOUSE_LIGHTS: Final = "q11"
FINALE_CUE: Final = "q10"
GIVEN: Final = frozenset({"go_sent", "fired", "done", "skipped", "failed"})


def caller(scene: Scene) -> Iterator[Wish]:
    yield from acknowledge(scene)
    if not scene.run or scene.phase in ("planned", "wrapped"):
        return
    if word(scene.show, "caller") != scene.me.pass_id:
        yield Wish(about="the call", command={"type": "take_call", "force": True}, after_ms=2_500)
        return
    yield from _hold_that_nobody_ends(scene)
    match scene.phase:
        case "lined_up":
            yield from _start(scene)
        case "live":
            yield from _send(scene)
            yield from _bring_back(scene)
        case "finale":
            yield from _finish(scene)
        case _:
            pass
    if scene.live and scene.hold != "exits":
        yield from _cues(scene)


def _start(scene: Scene) -> Iterator[Wish]:
    release = row(scene.show, "release")
    green = all(word(release, party) == "green" for party in ("backstage", "house", "technical"))
    first = scene.to_go()[:1]
    if green and not scene.hold and first and scene.status(first[0]) == "at_line":
        start = {"type": "start_show"}
        yield Wish(about="start", command=start, after_ms=3_000, expect={"phase": "lined_up"})


def _send(scene: Scene) -> Iterator[Wish]:
    to_go = scene.to_go()
    if not to_go:
        yield Wish(about="finale", command={"type": "start_finale"}, after_ms=3_000)
    if scene.hold == "exits" or not to_go:
        return
    look = to_go[0]
    due = _due(scene, look)
    if scene.status(look) == "at_line":
        go = {"type": "go", "look": look}
        yield Wish(about=f"go {look}", command=go, after_ms=200, at_ms=due, expect={"next": look})
        return
    yield _hurry(scene, look, due)
    scripted = scene.incidents and look == script.look_id(script.MISSED)
    yield Wish(
        about=f"skip {look}",
        command={"type": "skip_look", "look": look},
        after_ms=4_000 if scripted else PATIENCE_MS,
        at_ms=due + scene.pace.ms(3_000),
        expect={"next": look},
    )


def _due(scene: Scene, look: str) -> int:
    """Return when the next one goes: a hand is never as even as a clock."""
    last = whole(scene.show, "last_go_at")
    t0 = whole(scene.show, "t0_at") or scene.now_ms
    spacing = whole(scene.show, "spacing_ms") or scene.pace.spacing_ms
    if last is None or last < t0:
        return t0 + scene.pace.ms(FIRST_GO_MS)
    return last + round(spacing * Chance("go", look).between(0.97, 1.07))


def _hurry(scene: Scene, look: str, due: int) -> Wish:
    dresser = word(scene.looks[look], "dresser")
    to = f"crew:{dresser}" if dresser else "role:dresser"
    nudge = {"type": "nudge", "to": to, "look": look}
    return Wish(about=f"hurry {look}", command=nudge, after_ms=1_000, at_ms=due, once=True)


def _bring_back(scene: Scene) -> Iterator[Wish]:
    """Re-insert whoever was skipped, once; the script says where its own one comes back."""
    to_go = scene.to_go()
    for look, one in scene.looks.items():
        if word(one, "status") != "skipped" or not scene.incidents:
            continue
        scripted = look == script.look_id(script.MISSED)
        if scripted and not scene.is_out(script.BACK_IN_AFTER - 1):
            continue
        after = script.look_id(script.BACK_IN_AFTER) if scripted else to_go[2] if to_go[2:] else ""
        if after in to_go:
            back = {"type": "reinsert_look", "look": look, "after": after}
            yield Wish(about=f"back in {look}", command=back, after_ms=2_000, once=True)
    if scene.incidents and scene.is_out(script.NUDGED - 5):
        look = script.look_id(script.NUDGED)
        if scene.status(look) not in GONE:
            yield _hurry(scene, look, 0)


def _finish(scene: Scene) -> Iterator[Wish]:
    """After the joint walk and the bow the house lights end the show."""
    walking = any(word(one, "status") == "on_runway" for one in scene.looks.values())
    if walking or word(scene.cues.get(FINALE_CUE, {}), "status") not in ("", *GIVEN):
        return
    lights = word(scene.cues.get(HOUSE_LIGHTS, {}), "status")
    if lights in WAITING:
        go = {"type": "go_cue", "cue": HOUSE_LIGHTS}
        yield Wish(about="house lights", command=go, after_ms=14_000, expect={"status": lights})
    else:
        end = {"type": "end_show"}
        yield Wish(about="end", command=end, after_ms=2_000, expect={"phase": "finale"})


def _cues(scene: Scene) -> Iterator[Wish]:
    for name, cue in scene.cues.items():
        if word(cue, "status") not in WAITING or flag(cue, "auto") or flag(cue, "start"):
            continue
        at = _moment(scene, cue)
        if at is not None and not flag(cue, "anchor_lost") and name != HOUSE_LIGHTS:
            go = {"type": "go_cue", "cue": name}
            expect = {"status": word(cue, "status")}
            yield Wish(about=f"cue {name}", command=go, after_ms=100, at_ms=at, expect=expect)


def _moment(scene: Scene, cue: Row) -> int | None:
    """Return when a cue is due by what has really happened; one by hand is called when it comes up."""
    anchor = row(cue, "anchor")
    offset = whole(anchor, "offset_ms") or 0
    if flag(anchor, "t0"):
        at = whole(scene.show, "t0_at")
    elif look := word(anchor, "look"):
        passed = "exited_at" if word(anchor, "at") == "exit" else "returned_at"
        at = whole(scene.looks.get(look, {}), passed)
    elif before := word(anchor, "cue"):
        at = whole(scene.cues.get(before, {}), "go_at")
    else:
        at = whole(scene.show, "last_go_at") if flag(anchor, "manual") else whole(anchor, "at")
    return None if at is None else at + offset


def _hold_that_nobody_ends(scene: Scene) -> Iterator[Wish]:
    """A visitor may hold the show and leave; the caller asks around, then goes on."""
    if scene.hold and flag(row(scene.show, "hold"), "overdue"):
        release = {"type": "release_hold", "scope": scene.hold}
        yield Wish(about="go on", command=release, after_ms=20_000)


# ---- the starter


def starter(scene: Scene) -> Iterator[Wish]:
    yield from acknowledge(scene)
    if scene.phase in ("first_looks", "lined_up", "live"):
        yield from _to_the_line(scene)
    if scene.live:
        yield from _back_in(scene)
        yield from _somebody_else(scene)


def _to_the_line(scene: Scene) -> Iterator[Wish]:
    """Bring them to the line in their order; who keeps the others waiting too long is passed by."""
    ready = ("checked",) if flag(scene.show, "checks") else ("checked", "dressed")
    gap = False
    for place, look in enumerate(scene.to_go()[: LINE_LIVE if scene.live else LINE_BEFORE]):
        about, after_ms = f"line {look}", 1_300
        if _cannot_be_found(scene, look):
            if place > 0:
                continue  # if nobody skips her either, she comes running when it is her turn
            after_ms = 45_000
        elif gap:
            about, after_ms = f"close up {look}", CLOSES_UP_MS
        else:
            gap = scene.status(look) != "at_line"
        if scene.status(look) in ready and _is_in(scene, look):
            mark = {"type": "mark_look", "look": look, "status": "at_line"}
            yield Wish(about=about, command=mark, after_ms=after_ms)


def _cannot_be_found(scene: Scene, look: str) -> bool:
    missed = script.look_id(script.MISSED)
    return scene.incidents and look == missed and not _comes_later(scene, missed)


def _is_in(scene: Scene, look: str) -> bool:
    """Tell whether her model is not just out in another look."""
    model = word(scene.looks[look], "model")
    return word(scene.models.get(model, {}), "status") != "out"


def _comes_later(scene: Scene, look: str) -> bool:
    """Tell whether the missed look has been re-inserted behind where it was planned."""
    behind = script.look_id(script.BACK_IN_AFTER)
    return behind in scene.order and scene.order.index(look) > scene.order.index(behind)


def _back_in(scene: Scene) -> Iterator[Wish]:
    walk = whole(scene.show, "walk_ms") or 0
    for look, one in scene.looks.items():
        exited = whole(one, "exited_at")
        if word(one, "status") != "on_runway" or exited is None:
            continue
        at = exited + round(walk * Chance("walk", look).between(0.92, 1.08))
        off = {"type": "look_off", "look": look}
        yield Wish(about=f"off {look}", command=off, after_ms=100, at_ms=at)


def _somebody_else(scene: Scene) -> Iterator[Wish]:
    """In the dark two of them look alike: the one called stands at the line, the next one is out."""
    called, went = script.look_id(script.WRONG), script.look_id(script.WENT)
    just_sent = scene.status(called) == "on_runway" and scene.status(went) == "at_line"
    if scene.incidents and just_sent:
        wrong = {"type": "someone_else_went", "look": went, "instead_of": called}
        yield Wish(about="somebody else", command=wrong, after_ms=1_000, once=True)
