"""What a phone keeps until it is answered: marks, edits and stops wait; orders never do."""

from dataclasses import dataclass, field
from typing import Any, Final, Literal

Json = dict[str, Any]

REMEMBERED: Final = 200  # acknowledged commands, offered again after a new epoch
Answer = Literal["waiting", "acked", "refused", "gone"]


@dataclass
class Press:
    """One press of a button, and what became of it."""

    frame: Json
    kind: str
    answer: Answer = "waiting"
    effect: str = ""
    code: str = ""  # of the refusal
    sent: bool = False  # on the connection there is now

    @property
    def id(self) -> str:
        return str(self.frame["id"])


@dataclass
class Outbox:
    """What is kept through a reload and a killed app: a phone takes it out of its storage again."""

    waiting: dict[str, Press] = field(default_factory=dict)
    acknowledged: dict[str, Press] = field(default_factory=dict)

    def put(self, press: Press) -> None:
        self.waiting[press.id] = press

    def settle(self, command_id: str, answer: Answer, code: str = "", effect: str = "") -> None:
        """Take a press out: it has been answered for good."""
        press = self.waiting.pop(command_id, None) or self.acknowledged.get(command_id)
        if press is None:
            return
        press.answer, press.code, press.effect = answer, code, effect
        if answer == "acked":
            self.acknowledged[command_id] = press
            while len(self.acknowledged) > REMEMBERED:
                del self.acknowledged[next(iter(self.acknowledged))]

    def line_lost(self) -> None:
        """Know no longer what is under way: the next welcome says what became of it."""
        for press in self.waiting.values():
            press.sent = False

    def offer_again(self) -> None:
        """A new epoch: what was acknowledged lately may be lost, and is offered under the same ids."""
        again, self.acknowledged = self.acknowledged, {}
        for press in again.values():
            press.answer, press.sent = "waiting", False
        self.waiting = {**again, **self.waiting}

    def next_to_send(self) -> Press | None:
        """Return what goes out next: stops first, then as they were pressed."""
        unsent = [press for press in self.waiting.values() if not press.sent]
        return min(unsent, key=lambda press: press.kind != "stop", default=None)

    def closed(self) -> "Outbox":
        """Return what a killed app finds again: orders that were under way are not among it."""
        kept = {key: one for key, one in self.waiting.items() if one.kind != "order"}
        return Outbox(kept, dict(self.acknowledged))
