"""What people do beside the script: cuts, swaps, slips, wrong models, holds, stops, and taking it back."""

from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING, Any, Final

from tests.simulation.case import Surprise
from tests.simulation.people import REASON, to_go
from tests.simulation.roles import REASON as PRIVATE

if TYPE_CHECKING:
    from tests.simulation.evening import World
    from tests.simulation.phone import Phone

Json = dict[str, Any]
Press = tuple[Json, Json | None]

# Who would do it: the first of these who is there.
BY: Final[Mapping[str, tuple[str, ...]]] = {
    "cut_look": ("stage", "boss"),
    "swap_looks": ("caller2", "stage", "caller1"),
    "move_look": ("caller1", "stage"),
    "false_exit": ("caller1",),
    "someone_else": ("starter", "caller1"),
    "skip_look": ("starter", "caller1"),
    "reinsert_look": ("caller1", "stage"),
    "hold": ("front", "stage", "caller2", "caller1"),
    "undo": ("dresser1", "stage", "starter"),
    "send_back": ("starter",),
    "edit_look": ("stage",),
    "assign_model": ("casting", "stage"),
    "message": ("pit", "dresser1", "caller1"),
    "take_call": ("caller1", "caller2"),
    "late_mark": ("dresser2", "dresser1"),
    "piece_missing": ("dresser1", "head"),
    "piece_found": ("head", "dresser1"),
    "help": ("dresser1",),
    "cue_by_hand": ("caller1",),
    "cue_fails": ("sound",),
    "id_reused": ("dresser1",),
    "unavailable": ("casting", "stage"),
    "nonsense": ("starter",),
    "stop_show": ("stage", "caller1"),
    "cancel_show": ("boss",),
    "acknowledge": ("dresser1", "sound", "starter"),
    "double_go": ("caller1", "caller2"),
}


def happen(world: "World", surprise: Surprise) -> None:
    """Let somebody do it, if they are there and their screen shows what it takes."""
    chance = Random(f"{world.case.seed}/{surprise.kind}/{surprise.more}")
    there = [name for name in BY[surprise.kind] if name in world.phones]
    if not there:
        return
    phone = world.phones[chance.choice(there) if surprise.more % 2 else there[0]]
    state = phone.mirror.state
    if not state or phone.away:
        return
    if surprise.kind in {"double_go", "id_reused"}:
        _again(world, phone, surprise.kind)
        return
    press = ACTS[surprise.kind](state, chance, phone)
    if press is not None:
        late_ms = chance.choice((2_000, 20_000)) if surprise.kind == "late_mark" else 0
        world.press(phone, *press, late_ms=late_ms)


def _again(world: "World", phone: "Phone", kind: str) -> None:
    if kind == "id_reused":
        world.say_otherwise(phone)
        return
    following = to_go(phone.mirror.state)
    if following:
        look = following[0]["id"]
        for _ in range(2):
            world.press(phone, {"type": "go", "look": look, "override": REASON}, {"next": look})
        world.say_again(phone)


def _look(state: Json, chance: Random, *stages: str) -> str | None:
    fit = sorted(i for i, one in state.get("looks", {}).items() if one["status"] in stages)
    return chance.choice(fit) if fit else None


def _next(state: Json, place: int = 0) -> str | None:
    following = to_go(state)
    return following[place]["id"] if len(following) > place else None


def _of_look(
    kind: str, *stages: str, **more: Any
) -> Callable[[Json, Random, "Phone"], Press | None]:
    def act(state: Json, chance: Random, _: "Phone") -> Press | None:
        look = _look(state, chance, *stages)
        return ({"type": kind, "look": look, **more}, None) if look else None

    return act


def _cut(state: Json, chance: Random, _: "Phone") -> Press | None:
    look = _next(state, chance.randrange(3))
    return ({"type": "cut_look", "look": look, "override": REASON}, None) if look else None


def _swap(state: Json, chance: Random, _: "Phone") -> Press | None:
    look, other = _next(state, chance.randrange(2)), _next(state, 2)
    return ({"type": "swap_looks", "look": look, "other": other}, None) if look and other else None


def _move(state: Json, chance: Random, _: "Phone") -> Press | None:
    look, after = _next(state, 2 + chance.randrange(2)), _next(state, chance.randrange(2))
    return ({"type": "move_look", "look": look, "after": after}, None) if look and after else None


def _someone_else(state: Json, chance: Random, _: "Phone") -> Press | None:
    planned = _next(state) or _look(state, chance, "on_runway")
    went = _next(state, 1 + chance.randrange(2))
    if not planned or not went:
        return None
    return {"type": "someone_else_went", "look": went, "instead_of": planned}, None


def _skip(state: Json, chance: Random, _: "Phone") -> Press | None:
    look = _next(state)
    return ({"type": "skip_look", "look": look}, None) if look else None


def _hold(state: Json, chance: Random, phone: "Phone") -> Press | None:
    scope = "exits" if state["show"]["phase"] in {"live", "finale"} else "start"
    until = phone.world.loop.now_ms + 1_795_690_000_000 + chance.choice((3_000, 20_000))
    return {
        "type": "hold",
        "scope": scope,
        "reason": chance.choice(("house", "vip", "garment")),
        "expected_end_at": until,
        "note": "A word about it",
    }, None


def _undo(state: Json, chance: Random, phone: "Phone") -> Press | None:
    mine = [one.seq for one in phone.world.judge.marks if one.by == phone.name][-4:]
    seq = chance.choice(mine) if mine else phone.mirror.seq
    return {"type": "undo", "seq": seq}, None


def _edit(state: Json, chance: Random, _: "Phone") -> Press | None:
    look = chance.choice(sorted(state["looks"]))
    change = {"type": "edit_look", "look": look, "change_ms": chance.choice((15_000, 90_000))}
    return change, {"rev": state["looks"][look]["rev"]}


def _assign(state: Json, chance: Random, _: "Phone") -> Press | None:
    look = _next(state, chance.randrange(3))
    model = chance.choice(sorted(state["models"]))
    press = {"type": "assign_model", "look": look, "model": model, "override": REASON}
    return (press, None) if look else None


def _message(state: Json, chance: Random, _: "Phone") -> Press | None:
    to = chance.choice(("all", "role:dresser", "role:caller", "role:pit", "pass:starter", "room:B"))
    return {"type": "send_message", "to": to, "text": "Where are the red shoes?"}, None


def _take_call(state: Json, chance: Random, _: "Phone") -> Press | None:
    return {"type": "take_call", "force": chance.random() < 0.7}, None


def _late_mark(state: Json, chance: Random, _: "Phone") -> Press | None:
    pieces = sorted(i for i, one in state["items"].items() if one["status"] != "packed")
    if pieces and chance.random() < 0.6:
        return {"type": "mark_item", "item": chance.choice(pieces), "status": "on_rack"}, None
    look = _look(state, chance, "assigned", "dressing", "dressed")
    return ({"type": "mark_look", "look": look, "status": "dressed"}, None) if look else None


def _piece(status: str) -> Callable[[Json, Random, "Phone"], Press | None]:
    def act(state: Json, chance: Random, _: "Phone") -> Press | None:
        pieces = sorted(state["items"])
        if not pieces:
            return None
        return {"type": "mark_item", "item": chance.choice(pieces), "status": status}, None

    return act


def _help(state: Json, chance: Random, _: "Phone") -> Press | None:
    look = _next(state, chance.randrange(3))
    ask = {"type": "request_help", "look": look, "kind": chance.choice(("zip_sew", "hands"))}
    return (ask, None) if look else None


def _cue(kind: str, *stages: str) -> Callable[[Json, Random, "Phone"], Press | None]:
    def act(state: Json, chance: Random, _: "Phone") -> Press | None:
        fit = sorted(i for i, one in state["cues"].items() if one["status"] in stages)
        return ({"type": kind, "cue": chance.choice(fit)}, None) if fit else None

    return act


def _unavailable(state: Json, chance: Random, _: "Phone") -> Press | None:
    model = chance.choice(sorted(state["models"]))
    return {"type": "mark_unavailable", "model": model, "reason": PRIVATE}, None


def _acknowledge(state: Json, chance: Random, _: "Phone") -> Press | None:
    said = sorted(state.get("messages", {}))
    return ({"type": "acknowledge", "subject": chance.choice(said)}, None) if said else None


def _plain(kind: str, **more: Any) -> Callable[[Json, Random, "Phone"], Press | None]:
    return lambda _state, _chance, _phone: ({"type": kind, **more}, None)


ACTS: Final[Mapping[str, Callable[[Json, Random, "Phone"], Press | None]]] = {
    "cut_look": _cut,
    "swap_looks": _swap,
    "move_look": _move,
    "false_exit": _of_look("false_exit", "on_runway"),
    "someone_else": _someone_else,
    "skip_look": _skip,
    "reinsert_look": _of_look("reinsert_look", "skipped", "cut"),
    "hold": _hold,
    "undo": _undo,
    "send_back": _of_look("back_to_dressing", "at_line", reason="The zip is open."),
    "edit_look": _edit,
    "assign_model": _assign,
    "message": _message,
    "take_call": _take_call,
    "late_mark": _late_mark,
    "piece_missing": _piece("missing"),
    "piece_found": _piece("on_rack"),
    "help": _help,
    "cue_by_hand": _cue("go_cue", "armed", "standby"),
    "cue_fails": _cue("fail_cue", "armed", "standby", "go_sent"),
    "unavailable": _unavailable,
    "nonsense": _plain("fly"),
    "stop_show": _plain("stop_show"),
    "cancel_show": _plain("cancel_show", word="CANCEL"),
    "acknowledge": _acknowledge,
}
