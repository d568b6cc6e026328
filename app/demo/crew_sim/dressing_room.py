"""In the dressing rooms: dressers, the head dresser who checks, the seamstress, and the shoe desk."""

from collections.abc import Iterator
from typing import Final

from app.demo import script
from app.demo.crew_sim.manners import acknowledge
from app.demo.crew_sim.rows import Row, flag, row, whole, word, words
from app.demo.crew_sim.scene import BEFORE_LINE, Scene, Wish

DRESSING: Final = frozenset({"first_looks", "lined_up", "live"})
OFF: Final = frozenset({"off", "done", "cut"})
TICKABLE: Final = frozenset({"on_rack", "ready", "returned", "packed"})
ON_HER: Final = frozenset({"with_model", "ready", "replaced"})
LEFT: Final = frozenset({"released", "no_show", "unavailable", "expected", "en_route"})
QUICK: Final = 0.42  # of a change's planned time is enough for a first look
USUAL: Final = 0.66  # and so much for a change, when it goes well


def dresser(scene: Scene) -> Iterator[Wish]:
    """One thing at a time: undress who came back, then dress whoever goes next."""
    yield from acknowledge(scene)
    mine = [look for look in scene.order if word(scene.looks[look], "dresser") == scene.me.crew]
    for look in mine:
        step = _undress(scene, look)
        if step is not None:
            yield step
            return
    if scene.phase not in DRESSING:
        return
    for look in mine:
        step = _dress(scene, look)
        if step is not None:
            yield step
            return


def _undress(scene: Scene, look: str) -> Wish | None:
    status = scene.status(look)
    over = status in OFF or (status != "on_runway" and scene.phase == "ended")
    if not over:
        return None
    for item, piece in scene.items_of(look):
        if word(piece, "status") == "with_model" and word(piece, "on_look") in ("", look):
            back = {"type": "mark_item", "item": item, "status": "returned"}
            return Wish(about=f"back {item}", command=back, after_ms=450)
    if status == "off":
        done = {"type": "mark_look", "look": look, "status": "done"}
        return Wish(about=f"done {look}", command=done, after_ms=600)
    return None


def _dress(scene: Scene, look: str) -> Wish | None:
    if scene.status(look) not in ("assigned", "dressing") or not _she_is_free(scene, look):
        return None
    if scene.status(look) == "assigned":
        begin = {"type": "mark_look", "look": look, "status": "dressing"}
        return Wish(about=f"dress {look}", command=begin, after_ms=1_200)
    pieces = list(scene.items_of(look))
    each_ms = _each_ms(scene, look, len(pieces))
    for item, piece in pieces:
        if word(piece, "status") in TICKABLE and _lies_here(piece, look):
            return _put_on(scene, look, item, each_ms)
    if _all_on(pieces, look) and not _needs_help(scene, look):
        ready = {"type": "mark_look", "look": look, "status": "dressed"}
        return Wish(about=f"dressed {look}", command=ready, after_ms=each_ms * 0.6)
    return None


def _put_on(scene: Scene, look: str, item: str, each_ms: float) -> Wish:
    zip_bursts = scene.incidents and look == script.look_id(script.ZIP)
    if zip_bursts and item.endswith("-1") and "zip" not in scene.done:
        note = "Zip burst, four teeth under the hook."
        call = {
            "type": "request_help",
            "look": look,
            "kind": "zip_sew",
            "item": item,
            "note": note,
        }
        return Wish(about="zip", command=call, after_ms=each_ms, once=True)
    tick = {"type": "mark_item", "item": item, "status": "with_model"}
    return Wish(about=f"on {item}", command=tick, after_ms=each_ms)


def _each_ms(scene: Scene, look: str, pieces: int) -> float:
    """Return what one piece takes in real time, so that the whole takes a share of what was planned."""
    planned = (whole(scene.looks[look], "change_ms") or 0) * scene.pace.speed
    share = USUAL if scene.live else QUICK
    return max(1_500, share * planned / (pieces + 1))


def _she_is_free(scene: Scene, look: str) -> bool:
    """Tell whether the model is in the house, made up, and in none of her other looks."""
    model = word(scene.looks[look], "model")
    who = scene.models.get(model, {})
    if word(who, "status") in (
        "expected",
        "en_route",
        "no_show",
        "unavailable",
        "in_service",
        "out",
    ):
        return False
    services = row(who, "services")
    if any(word(services, part) in ("todo", "doing") for part in ("hair", "makeup")):
        return False
    if "hair" not in services and scene.incidents:
        return False
    for other, one in scene.looks_of(model):
        if other == look:
            return True
        if word(one, "status") in BEFORE_LINE | {"at_line", "on_runway", "skipped"}:
            return False
    return True


def _lies_here(piece: Row, look: str) -> bool:
    """A shared piece is only here once it was handed over."""
    shared = words(piece, "shared_by")
    holder = word(piece, "on_look") or word(piece, "look")
    return not shared or holder == look


def _all_on(pieces: list[tuple[str, Row]], look: str) -> bool:
    return all(
        word(piece, "status") in ON_HER and _lies_here(piece, look)
        for _, piece in pieces
        if flag(piece, "required")
    )


def _needs_help(scene: Scene, look: str) -> bool:
    return any(
        word(one, "look") == look and word(one, "status") in ("open", "accepted")
        for one in scene.help.values()
    )


# ---- the head dresser


def head_dresser(scene: Scene) -> Iterator[Wish]:
    yield from acknowledge(scene)
    yield from _help_with(scene, frozenset({"hands", "model_missing", "other"}))
    for look, one in scene.looks.items():
        if word(one, "status") == "dressed" and not _needs_help(scene, look):
            checked = {"type": "mark_look", "look": look, "status": "checked"}
            yield Wish(about=f"check {look}", command=checked, after_ms=2_000)
    if scene.phase == "ended" and _all_counted(scene):
        yield Wish(about="wrap", command={"type": "wrap_show"}, after_ms=3_000)


def _all_counted(scene: Scene) -> bool:
    if any(word(one, "status") in ("on_runway", "off") for one in scene.looks.values()):
        return False
    if any(whole(piece, "signed_out_at") is not None for piece in scene.items.values()):
        return False
    left = {"released", "no_show", "unavailable", "expected", "en_route"}
    return not scene.incidents or all(word(one, "status") in left for one in scene.models.values())


# ---- the seamstress, and the shoe desk


def seamstress(scene: Scene) -> Iterator[Wish]:
    yield from acknowledge(scene)
    yield from _help_with(scene, frozenset({"zip_sew"}))


def _help_with(scene: Scene, kinds: frozenset[str]) -> Iterator[Wish]:
    for name, one in scene.help.items():
        if word(one, "kind") not in kinds:
            continue
        if word(one, "status") == "open":
            estimate = scene.pace.ms(40_000)
            take = {"type": "accept_help", "help": name, "estimate_ms": estimate}
            yield Wish(about=f"take {name}", command=take, after_ms=2_500)
        elif word(one, "accepted_by") == scene.me.pass_id and word(one, "status") == "accepted":
            finish = {"type": "finish_help", "help": name}
            yield Wish(about=f"finish {name}", command=finish, after_ms=14_000)


def desk(scene: Scene) -> Iterator[Wish]:
    yield from acknowledge(scene)
    yield from _help_with(scene, frozenset({"shoe", "missing_item"}))
    if not scene.run or scene.phase in ("planned", "wrapped"):
        return
    for item, piece in scene.items.items():
        yield from _courier(scene, item, piece)
        yield from _shared(scene, item, piece)
        yield from _valuable(scene, item, piece)


def _courier(scene: Scene, item: str, piece: Row) -> Iterator[Wish]:
    lost = script.look_id(script.LOST_SHOES) == word(piece, "look")
    if word(piece, "status") == "missing" and lost and scene.incidents:
        spare = f"{word(piece, 'name')}, reserve pair"
        other = {"type": "substitute_item", "item": item, "name": spare}
        yield Wish(about=f"spare {item}", command=other, after_ms=8_000)
    if word(piece, "status") != "expected":
        return
    if lost and scene.incidents:
        gone = {"type": "mark_item", "item": item, "status": "missing"}
        yield Wish(about=f"lost {item}", command=gone, after_ms=9_000, once=True)
    else:
        came = {"type": "mark_item", "item": item, "status": "on_rack"}
        yield Wish(about=f"came {item}", command=came, after_ms=12_000)


def _shared(scene: Scene, item: str, piece: Row) -> Iterator[Wish]:
    """Carry a shared pair to the look that needs it next, as soon as it comes off."""
    holder = word(piece, "on_look") or word(piece, "look")
    for look in words(piece, "shared_by"):
        if look == holder or scene.status(look) not in BEFORE_LINE:
            continue
        if scene.status(holder) in OFF and word(piece, "status") != "with_model":
            over = {"type": "hand_over", "item": item, "look": look}
            yield Wish(about=f"hand over {item}", command=over, after_ms=2_500)


def _valuable(scene: Scene, item: str, piece: Row) -> Iterator[Wish]:
    if word(piece, "value_class") != "high":
        return
    look = word(piece, "look")
    out = whole(piece, "signed_out_at") is not None
    if not out and scene.status(look) == "dressing" and scene.phase in DRESSING:
        model = word(scene.looks[look], "model")
        take = {"type": "sign_out", "item": item, "model": model}
        yield Wish(about=f"sign out {item}", command=take, after_ms=900)
    back = scene.status(look) in OFF or scene.phase == "ended"
    if out and back and word(piece, "status") != "with_model":
        give = {"type": "sign_in", "item": item}
        yield Wish(about=f"sign in {item}", command=give, after_ms=2_000)
