"""What happened, in the words of people: one sentence for each event of the log."""

import re
from collections.abc import Mapping
from typing import Final

Json = Mapping[str, object]

# `{...}` is a field, resolved to what people call it; what stands in `[...]` is said if its fields are there.
SENTENCES: Final[Mapping[str, str]] = {
    "plan_loaded": "The plan of “{title}” is in.",
    "run_began": "A run begins: {kind}.",
    "day_opened": "The day opens.",
    "house_opened": "The doors are open.",
    "first_looks_called": "First looks are called.",
    "lined_up": "The first looks are lined up.",
    "release_set": "{party} is {light}[ by {department}].",
    "show_started": "T0: the start cue fires.",
    "finale_started": "The finale begins.",
    "show_ended": "House lights: the show is over.",
    "show_wrapped": "Wrapped.",
    "show_stopped": "EMERGENCY STOP.",
    "stop_lifted": "The stop is lifted.",
    "show_cancelled": "The show is cancelled.",
    "call_taken": "{caller} has the call.",
    "call_released": "The call is free.",
    "order_rebased": "The order follows what really happened.",
    "hold_began": "HOLD of {scope}: {reason}[, “{note}”].",
    "hold_overdue": "The hold is overdue.",
    "hold_released": "Hold of {scope} released.",
    "look_dressing": "{look} is being put on.",
    "look_dressed": "{look} is dressed.",
    "look_checked": "{look} is checked.",
    "look_at_line": "{look} is at the line.",
    "look_done": "{look} is done, its pieces are counted.",
    "look_sent_back": "{look} goes back to dressing[: {reason}].",
    "mark_superseded": "{look} was reported {status} late: something newer is known.",
    "look_out": "GO {look}[, instead of {instead_of}].",
    "exit_false": "False exit: {look} is back at the line.",
    "look_returned": "{look} is back.",
    "look_skipped": "{look} is skipped: on the side list.",
    "look_reinserted": "{look} is in the line-up again.",
    "look_added": "Look {number} is added.",
    "look_edited": "{look} is edited.",
    "look_moved": "{look} is moved.",
    "looks_swapped": "{look} and {other} are swapped.",
    "look_cut": "{look} is CUT.",
    "look_assigned": "{look} goes to {model}.",
    "lineup_published": "Line-up published as revision {revision}.",
    "lineup_frozen": "The line-up is frozen or freed.",
    "show_edited": "The show's details are edited.",
    "undone": "Entry {undone} is taken back.",
    "model_added": "{name} joins the cast.",
    "model_edited": "{model}'s details are edited.",
    "model_arrived": "{model} is here.",
    "model_en_route": "{model} is on her way.",
    "model_asked_after": "Where is {model}?",
    "model_no_show": "{model} does not come.",
    "model_unavailable": "{model} is not available.",
    "model_released": "{model} may go home.",
    "service_marked": "{model}, {service}: {status}.",
    "pass_added": "A pass for {label}, {role}.",
    "pass_revoked": "The pass of {pass_id} is taken back.",
    "item_added": "New piece: {name}.",
    "item_edited": "{item} is edited.",
    "item_marked": "{item}: {status}.",
    "help_mark_superseded": "{help} was reported over late: it was not raised yet.",
    "observation_late": "{subject} was reported late: something newer is known.",
    "item_mark_superseded": "{item} was reported {status} late: something newer is known.",
    "item_substituted": "{item} is replaced[ by {name}].",
    "item_handed_over": "{item} is handed over to {look}.",
    "item_signed_out": "{item} is signed out[ to {model}].",
    "item_signed_in": "{item} is signed in.",
    "help_requested": "HELP for {look}: {kind}[, “{note}”].",
    "help_accepted": "Somebody takes it: {help}.",
    "help_finished": "Solved: {help}.",
    "help_declined": "Declined: {help}[, “{note}”].",
    "cue_added": "New cue: {name}.",
    "cue_edited": "{cue} is edited.",
    "standby_called": "Standby {cue}.",
    "standby_confirmed": "{cue} is standing by.",
    "cue_gone": "{cue}, GO.",
    "cue_fired": "{cue} has fired.",
    "cue_failed": "{cue} FAILED.",
    "cue_skipped": "{cue} is skipped.",
    "cue_reanchored": "{cue} hangs on something else now.",
    "cue_anchor_lost": "{cue} has lost its look.",
    "message_sent": "{kind} to {to}[: {code}][ {look}][: “{text}”].",
    "acknowledged": "Seen: {message}.",
    "decision_raised": "To be decided: {kind}[ of {cue}].",
    "history_restored": "The history was restored from an older copy: what came after is offered again.",
    "order_recorded": "“{order}”[ of {look}][ of {cue}] is from before the copy: written down, not done.",
    "option_chosen": "Decided: {option}.",
    "seats_swapped": "Seats {seat} and {other} are swapped.",
    "seat_released": "Seat {seat} is released.",
    "seat_marked": "Seat {seat}: {status}.",
    "guest_seated": "{guest} has seat {seat}.",
    "guest_checked_in": "{guest} is at the door.",
    "guest_added": "{name} has come without an invitation.",
}
# An entity within an event, and where the state keeps it.
NESTED: Final[Mapping[str, str]] = {
    "help": "help",
    "message": "messages",
    "holding": "",
    "holder": "passes",
    "by": "items",
    "plan": "",
    "decision": "decisions",
    "look": "looks",
    "model": "models",
    "item": "items",
    "cue": "cues",
    "guest": "guests",
}
# What a screen hears of these is an id; the rest is in its state by then.
TOLD_BY_ID: Final = frozenset(
    {
        ("help_requested", "help"),
        ("message_sent", "message"),
        ("pass_added", "holder"),
        ("decision_raised", "decision"),
        ("model_added", "model"),
        ("item_added", "item"),
        ("guest_added", "guest"),
        ("cue_added", "cue"),
        ("look_added", "look"),
    }
)
PERSONAL: Final = ("text", "note", "name", "label", "title")  # kept beside the log, not in it
LOOKS: Final = frozenset({"look", "other", "instead_of"})
NAMED: Final[Mapping[str, tuple[str, str]]] = {
    "model": ("models", "name"),
    "item": ("items", "name"),
    "cue": ("cues", "name"),
    "guest": ("guests", "name"),
    "caller": ("passes", "label"),
    "pass_id": ("passes", "label"),
}
FIELD: Final = re.compile(r"\{(\w+)\}")
ENDS_TWICE: Final = re.compile(r"([.!?…]”?)\.$")
OPTIONAL: Final = re.compile(r"\[([^\]]*)\]")


class Names:
    """What people call what ids and references stand for: by an owner's state, and the side table."""

    def __init__(self, state: Json, told: Mapping[str, object] | None = None) -> None:
        self._state = state
        self._told = told or {}

    def actor(self, actor: Json) -> str:
        """Return who did it: `Pia Lindqvist (dresser)`."""
        role = str(actor.get("role", "")).replace("_", " ")
        label = self._of("passes", actor.get("pass"), "label")
        return f"{label} ({role})" if label else f"the {'house' if role == 'clock' else role}"

    def said(self, field: str, value: object) -> str:
        """Return a field's value in words."""
        if field in LOOKS and self.row("looks", value):
            return self._look(value)
        if field in NAMED:
            collection, name = NAMED[field]
            return self._of(collection, value, name) or str(value)
        match field:
            case "message":
                return self._message(value)
            case "help":
                return self._help(value)
            case "to" if isinstance(value, list):
                return " and ".join(self._address(one) for one in value)
        return self._plain(value)

    def means_something(self, value: object) -> bool:
        """Tell a value from a reference whose meaning is not known here, or was purged."""
        return not (isinstance(value, str) and value.startswith("r_")) or value in self._told

    def hold(self) -> Json:
        """Return the hold that is on."""
        show = self._state.get("show")
        found = show.get("hold") if isinstance(show, Mapping) else None
        return found if isinstance(found, Mapping) else {}

    def personal(self, collection: str, key: object) -> Json:
        """Return what the state tells about a person or in their words, for one entity."""
        kept = self.row(collection, key)
        return {name: kept[name] for name in PERSONAL if name in kept}

    def _plain(self, value: object) -> str:
        if isinstance(value, str):
            return str(self._told.get(value, value)).replace("_", " ")
        return str(value)

    def _look(self, look: object) -> str:
        one = self.row("looks", look)
        name = self._of("models", one.get("model"), "name")
        return f"look {one.get('number')}" + (f" ({name})" if name else "")

    def _message(self, message: object) -> str:
        one = self.row("messages", message)
        about = one.get("text") or one.get("code") or one.get("kind") or message
        return str(about).replace("_", " ")

    def _help(self, call: object) -> str:
        one = self.row("help", call)
        if not one:
            return str(call)
        return f"{str(one.get('kind')).replace('_', ' ')} for {self._look(one.get('look'))}"

    def _address(self, to: object) -> str:
        kind, _, name = str(to).partition(":")
        if kind == "crew":
            return self._of("crew", name, "name") or name
        if kind == "pass":
            return self._of("passes", name, "label") or name
        return (f"room {name}" if kind == "room" else name or kind).replace("_", " ")

    def _of(self, collection: str, key: object, field: str) -> str:
        return str(self.row(collection, key).get(field, ""))

    def row(self, collection: str, key: object) -> Json:
        """Return an entity of the state; nothing where there is none."""
        rows = self._state.get(collection)
        found = rows.get(key) if isinstance(rows, Mapping) else None
        return found if isinstance(found, Mapping) else {}


def spoken(event: Json, names: Names) -> str:
    """Return one sentence about an event, as the log has it."""
    kind = str(event.get("type", ""))
    sentence = SENTENCES.get(kind)
    if sentence is None:
        return kind.replace("_", " ")
    flat = _flat(event, names)

    def filled(part: str) -> str:
        return FIELD.sub(lambda field: names.said(field[1], flat.get(field[1], "?")), part)

    def if_known(part: re.Match[str]) -> str:
        return filled(part[1]) if all(field in flat for field in FIELD.findall(part[1])) else ""

    said = filled(OPTIONAL.sub(if_known, sentence))
    return said[:1].upper() + ENDS_TWICE.sub(r"\1", said[1:])


def _flat(event: Json, names: Names) -> dict[str, object]:
    """Return what an event says, with what the entity in it says; what is not known is left out."""
    flat: dict[str, object] = {}
    if event.get("type") == "hold_began":
        flat |= names.hold()
    for name, value in event.items():
        if name in NESTED and (event.get("type"), name) in TOLD_BY_ID and isinstance(value, str):
            flat |= names.row(NESTED[name], value)
            continue
        if name in NESTED and isinstance(value, Mapping):
            inner = {**value, **names.personal(NESTED[name], value.get("id"))}
            flat |= {key: told for key, told in inner.items() if key not in event or key == name}
        else:
            flat[name] = value
    return {key: told for key, told in flat.items() if names.means_something(told)}
