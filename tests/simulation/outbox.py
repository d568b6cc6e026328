"""What a phone's owner has pressed and has no answer to, and what would be offered again."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

Json = dict[str, Any]
Kind = Literal["mark", "order", "stop", "edit"]
STOPS: Final = frozenset({"hold", "stop_show"})
ORDERS: Final = frozenset(
    {
        *("start_show", "start_finale", "end_show", "release_hold", "go", "false_exit"),
        *("skip_look", "reinsert_look", "move_look", "swap_looks", "cut_look"),
        *("call_standby", "go_cue", "skip_cue"),
    }
)
MARKS: Final = frozenset(
    {
        *("mark_look", "mark_item", "mark_service", "check_in", "look_off", "someone_else_went"),
        *("back_to_dressing", "request_help", "accept_help", "finish_help", "decline_help"),
        *("confirm_standby", "confirm_fired", "fail_cue", "send_message", "acknowledge"),
        *("check_in_guest", "hand_over", "sign_out", "sign_in", "mark_no_show"),
    }
)
OFFERED_AGAIN_MAX: Final = 200
AT_ONCE: Final = -(10**15)  # a phone may think that it is 1969
AT_ONCE_MAX: Final = 6  # letters a tick: a server takes ten a second


def kind_of(command: str) -> Kind:
    """Return which of the four kinds a command is (PROTOCOL.md 4)."""
    if command in STOPS:
        return "stop"
    if command in ORDERS:
        return "order"
    return "mark" if command in MARKS else "edit"


@dataclass
class Letter:
    """One press. Its frame stays as it was first made."""

    id: str
    kind: Kind
    frame: Json
    stand: Literal["waiting", "sent", "unsure"] = "waiting"
    not_before_ms: int = AT_ONCE
    again: bool = False  # offered again after history was lost
    epoch: str = ""  # in which it was acknowledged

    @property
    def by(self) -> str:
        return self.id.rpartition("-")[0]

    @property
    def name(self) -> str:
        return str(self.frame["command"]["type"])


@dataclass
class Outbox:
    letters: dict[str, Letter] = field(default_factory=dict)
    settled: list[Letter] = field(default_factory=list)

    def put(self, letter: Letter) -> None:
        self.letters[letter.id] = letter

    @property
    def unsure(self) -> list[str]:
        return [one.id for one in self.letters.values() if one.stand == "unsure"]

    def due(self, now_ms: int) -> list[Letter]:
        """Return what may go now, and count it as sent."""
        ready = [
            one
            for one in self.letters.values()
            if one.stand == "waiting" and one.not_before_ms <= now_ms
        ]
        ready.sort(key=lambda one: {"stop": 0, "order": 1}.get(one.kind, 2))
        for one in ready[:AT_ONCE_MAX]:
            one.stand = "sent"
        return ready[:AT_ONCE_MAX]

    def lost(self) -> None:
        """Say of what was on its way that nobody knows whether it came through."""
        for one in self.letters.values():
            if one.stand == "sent":
                one.stand = "unsure"

    def unknown(self, command_id: str) -> None:
        """Send again what the server never had; an order is too old by now."""
        one = self.letters.get(command_id)
        if one is None:
            return
        if one.kind == "order" and not one.again:
            del self.letters[command_id]
        else:
            one.stand = "waiting"

    def accepted(self, command_id: str, epoch: str) -> Letter | None:
        one = self.letters.pop(command_id, None)
        if one is not None:
            one.epoch = epoch
            self.settled = [*self.settled, one][-OFFERED_AGAIN_MAX:]
        return one

    def refused(self, command_id: str, code: str, now_ms: int, retry_ms: int) -> Letter | None:
        """Drop what was refused; return it. What the server could not take just then waits."""
        one = self.letters.get(command_id)
        if one is None:
            return None
        if code in {"unavailable", "too_many"} and one.kind != "order":
            one.stand, one.not_before_ms = "waiting", now_ms + retry_ms
            return None
        return self.letters.pop(command_id)

    def offer_again(self, epoch: str) -> None:
        """Offer what was acknowledged in another history than this: that may have lost its end."""
        lost = [one for one in self.settled if one.epoch != epoch]
        for one in lost:
            one.stand, one.again, one.not_before_ms = "waiting", True, AT_ONCE
            self.letters.setdefault(one.id, one)
        self.settled = [one for one in self.settled if one.epoch == epoch]
