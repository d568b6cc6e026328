"""In the booth and in the house: operators at their cues, and the front-of-house lead with the guests."""

from collections.abc import Iterator
from typing import Final

from app.demo import script
from app.demo.chance import Chance
from app.demo.crew_sim.manners import acknowledge
from app.demo.crew_sim.rows import row, rows, word, words
from app.demo.crew_sim.scene import Scene, Wish

COME: Final = 0.82  # of the guests come
AT_ONCE: Final = 2  # ushers at the door
DIMMERS: Final = "Dimmer rack two has tripped, back in twenty seconds."
QUEUE: Final = "Forty guests still on the stairs."


def operator(scene: Scene) -> Iterator[Wish]:
    yield from acknowledge(scene)
    for name, cue in scene.cues.items():
        if word(cue, "department") != scene.me.department:
            continue
        if word(cue, "status") == "standby" and "confirmed_at" not in cue:
            ready = {"type": "confirm_standby", "cue": name}
            yield Wish(about=f"standing by {name}", command=ready, after_ms=1_100)
        if word(cue, "status") == "go_sent":
            fired = {"type": "confirm_fired", "cue": name}
            yield Wish(about=f"fired {name}", command=fired, after_ms=450)
    yield from _technical(scene)
    if scene.me.department == "LX" and scene.incidents and scene.phase == "live":
        yield from _dimmers(scene)


def _technical(scene: Scene) -> Iterator[Wish]:
    release = row(scene.show, "release")
    if scene.phase not in ("first_looks", "lined_up"):
        return
    if scene.me.department not in words(release, "confirmed"):
        green = {"type": "set_release", "party": "technical", "light": "green"}
        yield Wish(about="technical", command=green, after_ms=5_000)


def _dimmers(scene: Scene) -> Iterator[Wish]:
    if scene.hold == "exits" and word(row(scene.show, "hold"), "owner") == scene.me.pass_id:
        on = {"type": "release_hold", "scope": "exits"}
        yield Wish(about="dimmers back", command=on, after_ms=15_000)
    if scene.is_out(script.TECHNICAL_HOLD_AFTER) and not scene.hold:
        off = {
            "type": "hold",
            "scope": "exits",
            "reason": "technical",
            "expected_end_at": scene.now_ms + max(2_000, scene.pace.ms(20_000)),
            "note": DIMMERS,
        }
        yield Wish(about="dimmers", command=off, after_ms=2_000, once=True)


def front_of_house(scene: Scene) -> Iterator[Wish]:
    yield from acknowledge(scene)
    if scene.phase in ("first_looks", "lined_up", "live") and scene.incidents:
        if word(scene.show, "house") == "closed":
            yield Wish(about="doors", command={"type": "open_house"}, after_ms=4_000)
        else:
            yield from _guests(scene)
    if scene.phase == "lined_up":
        yield from _house(scene)


def _house(scene: Scene) -> Iterator[Wish]:
    """The house is never ready at the first asking."""
    if scene.hold == "start":
        if word(row(scene.show, "hold"), "owner") == scene.me.pass_id:
            on = {"type": "release_hold", "scope": "start"}
            yield Wish(about="house ready", command=on, after_ms=12_000)
        return
    if scene.incidents and "house hold" not in scene.done:
        wait = {
            "type": "hold",
            "scope": "start",
            "reason": "house",
            "expected_end_at": scene.now_ms + max(2_000, scene.pace.ms(20_000)),
            "note": QUEUE,
        }
        yield Wish(about="house hold", command=wait, after_ms=1_500, once=True)
    elif word(row(scene.show, "release"), "house") != "green":
        green = {"type": "set_release", "party": "house", "light": "green"}
        yield Wish(about="house", command=green, after_ms=2_000)


def _guests(scene: Scene) -> Iterator[Wish]:
    """Let them in two at a time, and see them to their seats."""
    busy = 0
    for name, guest in rows(scene.state, "guests").items():
        if busy >= AT_ONCE or not Chance("comes", name).happens(COME):
            continue
        seat = word(guest, "seat")
        if word(guest, "status") in ("invited", "confirmed"):
            busy += 1
            come = {"type": "check_in_guest", "guest": name}
            yield Wish(about=f"guest {name}", command=come, after_ms=3_200)
        elif seat and word(rows(scene.state, "seats").get(seat, {}), "status") in (
            "assigned",
            "claimed",
        ):
            busy += 1
            sits = {"type": "mark_seat", "seat": seat, "status": "occupied"}
            yield Wish(about=f"seat {seat}", command=sits, after_ms=3_600)
