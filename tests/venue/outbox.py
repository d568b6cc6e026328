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
    epoch: str = ""  # in which it was acknowledged
    again: bool = False  # acknowledged in a history that was lost, and offered again

    @property
    def id(self) -> str:
        return str(self.frame["id"])


@dataclass
class Outbox:
    """What is kept through a reload and a killed app: a phone takes it out of its storage again."""

    waiting: dict[str, Press] = field(default_factory=dict)
    acknowledged: dict[str, Press] = field(default_factory=dict)
    epoch: str = ""  # of the history in which it is acknowledged now

    def put(self, press: Press) -> None:
        self.waiting[press.id] = press

    def settle(self, command_id: str, answer: Answer, code: str = "", effect: str = "") -> None:
        """Take a press out: it has been answered for good."""
        press = self.waiting.pop(command_id, None) or self.acknowledged.get(command_id)
        if press is None:
            return
        press.answer, press.code, press.effect, press.again = answer, code, effect, False
        if answer == "acked":
            press.epoch = self.epoch
            self.acknowledged[command_id] = press
            while len(self.acknowledged) > REMEMBERED:
                del self.acknowledged[next(iter(self.acknowledged))]

    def line_lost(self) -> bool:
        """Know no longer what is under way: the next welcome says what became of it.

        Offers that were not answered have to be made anew; return whether there are any.
        """
        offers = [press for press in self.waiting.values() if press.again]
        for press in offers:
            del self.waiting[press.id]
            press.answer, press.again = "acked", False
            self.acknowledged[press.id] = press
        for press in self.waiting.values():
            press.sent = False
        return bool(offers)

    def offer_again(self, epoch: str) -> None:
        """A new epoch: what was acknowledged lately may be lost, and is offered under the same ids.

        An order or a stop without the beat it was pressed on can't be told from a new one, and is not.
        """
        self.epoch = epoch
        again = {
            key: press
            for key, press in self.acknowledged.items()
            if press.epoch != epoch
            and (press.kind not in {"order", "stop"} or "beat" in press.frame)
        }
        for key, press in again.items():
            del self.acknowledged[key]
            press.answer, press.sent, press.again = "waiting", False, True
        self.waiting = {**again, **self.waiting}

    def next_to_send(self) -> Press | None:
        """Return what goes out next: stops first, then as they were pressed."""
        unsent = [press for press in self.waiting.values() if not press.sent]
        return min(unsent, key=lambda press: press.kind != "stop", default=None)

    def closed(self) -> "Outbox":
        """Return what a killed app finds again: orders that were under way are not among it."""
        kept = {key: one for key, one in self.waiting.items() if one.kind != "order"}
        return Outbox(kept, dict(self.acknowledged))
