"""What people press who do their work: each looks at their own screen, and takes the evening a step on."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tests.simulation.phone import Phone

Json = dict[str, Any]
Press = tuple[Json, Json | None]  # a command, and what it was pressed on
REASON: Final = "It must go on."
GONE: Final = frozenset({"on_runway", "off", "done", "cut", "skipped"})
LINING_UP: Final = frozenset({"first_looks", "lined_up", "live"})
PACE_MS: Final = 1_300  # people wait so long after the last GO
WALK_MS: Final = 4_000


def next_press(phone: "Phone") -> Press | None:
    """Return what the owner of a phone would press now, going by what it shows."""
    state = phone.mirror.state
    thinks = THINKS.get(phone.role)
    if not state or thinks is None or phone.chance.random() > 0.6:
        return None
    return next(thinks(phone, state), None)


def to_go(state: Json) -> list[Json]:
    """Return the looks that have still to leave, in order."""
    looks = state.get("looks", {})
    order = state["show"].get("order", ())
    return [looks[i] for i in order if i in looks and looks[i]["status"] not in GONE]


def _stage_manager(phone: "Phone", state: Json) -> Iterator[Press]:
    phase = state["show"]["phase"]
    if phase == "planned" and "run" not in state:
        kind = "rehearsal" if phone.world.case.rehearsal else "show"
        yield {"type": "begin_run", "kind": kind}, None
    elif phase == "planned":
        yield {"type": "open_day"}, None
    elif phase == "prep":
        away = [m["id"] for m in state["models"].values() if "arrived_at" not in m]
        if away and phone.chance.random() < 0.8:
            yield {"type": "check_in", "model": phone.chance.choice(away)}, None
        yield {"type": "call_first_looks", "override": REASON}, None
    elif phase == "first_looks" and phone.chance.random() < 0.1:
        yield {"type": "confirm_lined_up"}, None
    if phase == "lined_up" and state["show"]["release"]["backstage"] != "green":
        yield _release("backstage"), None
    yield from _settle_cards(phone, state)


def _settle_cards(phone: "Phone", state: Json) -> Iterator[Press]:
    for card in state.get("decisions", {}).values():
        if "chosen" not in card and card["options"] and phone.chance.random() < 0.5:
            option = phone.chance.choice(card["options"])["id"]
            choice = {"type": "choose_option", "decision": card["id"], "option": option}
            yield choice, {"rev": card["rev"]}


def _front_of_house(phone: "Phone", state: Json) -> Iterator[Press]:
    show = state["show"]
    if show["phase"] in {"prep", "first_looks", "lined_up"}:
        if show["house"] == "closed" and not phone.world.case.rehearsal:
            yield {"type": "open_house"}, None
        if show["release"]["house"] != "green" and phone.chance.random() < 0.3:
            yield _release("house"), None
    waiting = [g for g in state["guests"].values() if g["status"] in {"invited", "confirmed"}]
    if waiting and phone.chance.random() < 0.1:
        yield {"type": "check_in_guest", "guest": waiting[0]["id"]}, None


def _operator(phone: "Phone", state: Json) -> Iterator[Press]:
    show = state["show"]
    before = show["phase"] in {"prep", "first_looks", "lined_up"}
    if before and show["release"]["technical"] != "green" and phone.chance.random() < 0.3:
        yield _release("technical"), None
    for cue in state["cues"].values():
        if cue["status"] == "standby" and "confirmed_at" not in cue:
            yield {"type": "confirm_standby", "cue": cue["id"]}, None
        if cue["status"] == "go_sent":
            yield {"type": "confirm_fired", "cue": cue["id"]}, None


def _dresser(phone: "Phone", state: Json) -> Iterator[Press]:
    chance, phase = phone.chance, state["show"]["phase"]
    if phase in {"planned", "wrapped", "cancelled"}:
        return
    if phase == "ended" and phone.role == "head_dresser":
        yield {"type": "wrap_show", "override": REASON}, None
    back = [one for one in state["looks"].values() if one["status"] == "off"]
    if back and chance.random() < 0.3:
        yield {"type": "mark_look", "look": back[0]["id"], "status": "done"}, None
    for look in to_go(state)[:5]:
        if chance.random() < 0.4:
            continue
        lying = [
            item["id"]
            for item in state["items"].values()
            if item["look"] == look["id"] and item["status"] in {"expected", "on_rack"}
        ]
        if look["status"] == "dressing" and lying:
            yield {"type": "mark_item", "item": lying[0], "status": "with_model"}, None
        following = {"planned": "dressing", "assigned": "dressing", "dressing": "dressed"}
        if look["status"] in following:
            status = following[look["status"]]
            yield {"type": "mark_look", "look": look["id"], "status": status}, None


def _starter(phone: "Phone", state: Json) -> Iterator[Press]:
    if state["show"]["phase"] not in LINING_UP | {"finale"}:
        return
    for look in state["looks"].values():
        out_ms = phone.server_now - look.get("exited_at", 10**15) if phone.knows_the_time else 0
        if look["status"] == "on_runway" and out_ms > WALK_MS and phone.chance.random() < 0.5:
            yield {"type": "look_off", "look": look["id"]}, None
    for look in to_go(state)[:4]:
        if look["status"] in {"dressed", "checked"}:
            yield {"type": "mark_look", "look": look["id"], "status": "at_line"}, None
    if phone.chance.random() < 0.3:
        yield from go(phone, state)


def go(phone: "Phone", state: Json) -> Iterator[Press]:
    """Send the next look out."""
    following = to_go(state)
    last_at = state["show"].get("last_go_at", 0)
    if state["show"]["phase"] != "live" or not following or not phone.knows_the_time:
        return
    if phone.server_now - last_at < PACE_MS or "hold" in state["show"]:
        return
    look = following[0]["id"]
    yield {"type": "go", "look": look, "override": REASON}, {"next": look}


def _caller(phone: "Phone", state: Json) -> Iterator[Press]:
    show, chance = state["show"], phone.chance
    if "hold" in show and chance.random() < 0.25:
        yield {"type": "release_hold", "scope": show["hold"]["scope"]}, None
    lights = show["release"]
    green = all(lights[party] == "green" for party in ("backstage", "house", "technical"))
    if show["phase"] == "lined_up" and green:
        yield {"type": "start_show", "override": REASON}, {"phase": "lined_up"}
    if show["phase"] == "live" and not to_go(state):
        yield {"type": "start_finale"}, None
    if show["phase"] == "finale" and chance.random() < 0.15:
        yield {"type": "end_show"}, None
    if chance.random() < 0.6:
        yield from go(phone, state)
    for cue in state["cues"].values():
        if cue["status"] == "standby" and show["phase"] == "live" and chance.random() < 0.2:
            yield {"type": "go_cue", "cue": cue["id"]}, {"status": "standby"}
    yield from _settle_cards(phone, state)


def _seamstress(phone: "Phone", state: Json) -> Iterator[Press]:
    for one in state["help"].values():
        if one["status"] == "open":
            yield {"type": "accept_help", "help": one["id"], "estimate_ms": 60_000}, None
        if one["status"] == "accepted" and phone.chance.random() < 0.2:
            yield {"type": "finish_help", "help": one["id"]}, None


def _producer(phone: "Phone", state: Json) -> Iterator[Press]:
    show = state["show"]
    if show["phase"] == "stopped" and phone.chance.random() < 0.3:
        yield {"type": "release_hold", "scope": "stop"}, None
    if show["phase"] == "lined_up" and phone.chance.random() < 0.05:
        yield {"type": "start_show", "override": REASON}, None


def _release(party: str) -> Json:
    return {"type": "set_release", "party": party, "light": "green", "override": REASON}


THINKS: Final[Mapping[str, Callable[["Phone", Json], Iterator[Press]]]] = {
    "stage_manager": _stage_manager,
    "front_of_house": _front_of_house,
    "operator": _operator,
    "dresser": _dresser,
    "head_dresser": _dresser,
    "starter": _starter,
    "caller": _caller,
    "seamstress": _seamstress,
    "producer": _producer,
}
