"""At the stage door and in the chairs: check-in, casting, and hair, make-up and nails."""

from collections.abc import Iterator
from typing import Final

from app.demo import script
from app.demo.chance import Chance
from app.demo.crew_sim.manners import acknowledge
from app.demo.crew_sim.rows import Row, flag, row, whole, word
from app.demo.crew_sim.scene import Scene, Wish

CHAIRS: Final = 8  # for each service
STATIONS: Final = ("hair", "makeup", "nails")
BEAUTY_HOURS: Final = frozenset({"prep", "first_looks", "lined_up", "live"})
STAYS: Final = frozenset({"released", "out", "ready_line"})
NOT_HERE: Final = frozenset({"expected", "en_route"})


def check_in(scene: Scene) -> Iterator[Wish]:
    yield from acknowledge(scene)
    if not scene.run or scene.phase == "wrapped":
        return
    late = word(scene.place(script.LATE), "model")
    for nth, (model, one) in enumerate(scene.models.items()):
        status = word(one, "status")
        if status in NOT_HERE:
            yield from _arrival(scene, model, one, nth, late=model == late)
        elif scene.phase == "ended" and scene.incidents and status not in STAYS:
            yield from _home(scene, model, nth)


def _arrival(scene: Scene, model: str, one: Row, nth: int, *, late: bool) -> Iterator[Wish]:
    came = {"type": "check_in", "model": model}
    if not late:
        # They came by their call, hours ago: the list is typed in now, with the true times.
        called = whole(one, "call_at") or scene.now_ms
        seen = called - 60_000 * Chance("arrival", model).whole(2, 25)
        early = min(seen, scene.now_ms)
        yield Wish(about=f"in {model}", command=came, after_ms=500 + 320 * nth, seen_at=early)
    elif scene.incidents and scene.phase in ("first_looks", "lined_up", "live"):
        yield Wish(about=f"in {model}", command=came, after_ms=18_000)


def _home(scene: Scene, model: str, nth: int) -> Iterator[Wish]:
    looks = [word(one, "status") for _, one in scene.looks_of(model)]
    if all(status in ("done", "cut", "skipped") or status == "" for status in looks):
        home = {"type": "release_model", "model": model}
        yield Wish(about=f"home {model}", command=home, after_ms=3_000 + 150 * nth)


def casting(scene: Scene) -> Iterator[Wish]:
    """Ring whoever the clock has asked after, and write down when she will be here."""
    yield from acknowledge(scene)
    for model, one in scene.models.items():
        if word(one, "status") == "expected" and flag(one, "asked_after"):
            eta = {
                "type": "set_eta",
                "model": model,
                "eta_at": scene.now_ms + scene.pace.ms(75_000),
            }
            yield Wish(about=f"ring {model}", command=eta, after_ms=6_000)


def beauty(scene: Scene) -> Iterator[Wish]:
    """Keep the chairs of one service full; nobody sits in two chairs at once."""
    yield from acknowledge(scene)
    service = scene.me.service
    if scene.phase == "planned":
        yield from _wash_off(scene, service)
    if scene.phase not in BEAUTY_HOURS:
        return
    free = CHAIRS
    for model in _queue(scene, service):
        one = scene.models[model]
        stage = word(row(one, "services"), service)
        # Who sits in the chair is finished, even where a dresser was faster and has begun.
        comes = word(one, "status") in ("arrived", "in_service") and not _sits_elsewhere(
            one, service
        )
        if stage in ("done", "waived") or not (stage == "doing" or comes):
            continue
        free -= 1
        if free < 0:
            return
        step = "done" if stage == "doing" else "doing"
        takes = Chance(service, model).between(7_500, 11_500) if step == "done" else 700
        mark = {"type": "mark_service", "model": model, "service": service, "status": step}
        yield Wish(about=f"{service} {model} {step}", command=mark, after_ms=takes)


def _queue(scene: Scene, service: str) -> list[str]:
    """Return models by their first look; each service begins at another end of the queue."""
    firsts = dict.fromkeys(word(scene.looks[look], "model") for look in scene.order)
    models = [model for model in firsts if model in scene.models]
    turn = STATIONS.index(service) * CHAIRS
    if service == "nails":
        models = [model for model in models if Chance("nails", model).happens(0.45)]
        turn = 0
    return models[turn:] + models[:turn]


def _sits_elsewhere(one: Row, service: str) -> bool:
    services = row(one, "services")
    return any(word(services, other) == "doing" for other in STATIONS if other != service)


def _wash_off(scene: Scene, service: str) -> Iterator[Wish]:
    for nth, (model, one) in enumerate(scene.models.items()):
        if word(row(one, "services"), service) == "done":
            mark = {
                "type": "mark_service",
                "model": model,
                "service": service,
                "status": "todo",
            }
            yield Wish(about=f"wash {service} {model}", command=mark, after_ms=200 + 200 * nth)
