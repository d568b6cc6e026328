"""People who press what their role presses, all evening long, whatever becomes of the server."""

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from tests.venue.outbox import Press
from tests.venue.phone import Phone

ROLES: Final = ("dresser", "stage_manager", "starter", "head_dresser", "caller")
WAITING_MAX: Final = 20  # nobody goes on pressing for minutes on a screen that says offline


@dataclass
class Person:
    """Somebody with a phone, who presses what their role presses, as fast as `pace_s` lets them."""

    phone: Phone
    role: str
    chance: random.Random
    pace_s: float
    presses: list[Press] = field(default_factory=list)
    resting: bool = False

    async def work(self) -> None:
        """Press one thing after the other, whatever becomes of the server."""
        while True:
            await asyncio.sleep(2 * self.pace_s * self.chance.random())
            if not self.resting and self.phone.state and self.waiting() < WAITING_MAX:
                self.presses.append(self._press())

    def waiting(self) -> int:
        return len(self.phone.outbox.waiting)

    def acked(self) -> int:
        """How many of the presses were acknowledged."""
        return sum(press.answer == "acked" for press in self.presses)

    async def more_acked(self, more: int) -> None:
        """Wait until so many more presses were acknowledged."""
        wanted = self.acked() + more
        await self.phone.until(lambda: self.acked() >= wanted)

    async def lost_the_line(self) -> None:
        """Wait until the phone has given its connection up."""
        await self.phone.until(lambda: not self.phone.online)

    async def in_another_epoch(self, epoch: str) -> None:
        """Wait until the phone has begun anew."""
        await self.phone.until(lambda: self.phone.online and self.phone.epoch != epoch)

    async def is_live(self) -> None:
        """Wait until the phone is greeted and shows what the server has now."""
        await self.phone.until(lambda: self.phone.online and self.phone.standing() == "live")

    async def has_nothing_waiting(self) -> None:
        """Wait until every press is answered."""
        await self.phone.until(lambda: self.phone.online and not self.waiting())

    async def has_seen(self, seq: int) -> None:
        """Wait until the phone holds everything up to `seq`."""
        await self.phone.until(lambda: self.phone.seq >= seq)

    def _press(self) -> Press:
        state, chance, press = self.phone.state, self.chance, self.phone.press
        look = chance.choice(list(state["looks"]))
        item = chance.choice(list(state["items"]))

        def says() -> Press:
            return press("send_message", to="all", text=f"word {chance.random()}")

        choices: dict[str, list[Callable[[], Press]]] = {
            "dresser": [
                lambda: press("mark_look", look=look, status="dressing"),
                lambda: press("mark_look", look=look, status="dressed"),
                lambda: press("mark_item", item=item, status="missing"),
                lambda: press("mark_item", item=item, status="with_model"),
                lambda: press("request_help", look=look, kind="shoe", note="left heel"),
            ],
            "stage_manager": [
                lambda: press("check_in", model=chance.choice(list(state["models"]))),
                lambda: press("mark_look", look=look, status="at_line"),
                says,
            ],
            "starter": [lambda: press("mark_look", look=look, status="at_line"), says],
            "head_dresser": [
                lambda: press("mark_look", look=look, status="checked"),
                lambda: press("mark_item", item=item, status="on_rack"),
            ],
            "caller": [says, self._go, self._go, self._hold],
        }
        return chance.choice(choices[self.role])()

    def _go(self) -> Press:
        following = self.phone.state["forecast"].get("next")
        if following is None:
            return self.phone.press("send_message", to="all", text="That was the last one.")
        return self.phone.press("go", look=following, expect={"next": following})

    def _hold(self) -> Press:
        if "hold" in self.phone.state["show"]:
            return self.phone.press("release_hold", scope="exits")
        until = self.phone.server_now_ms() + 60_000
        return self.phone.press("hold", scope="exits", reason="technical", expected_end_at=until)
