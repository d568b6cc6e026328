"""An evening of some seconds in which everything happens once that a promise is about.

Four phones and the owner; the dresser's network fails at the worst moments. On a sound server the
checker finds nothing in it; on each broken one it finds the promise that was broken.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from tests.live.plans import a_plan
from tests.live.process import ServerProcess
from tests.venue.history import History
from tests.venue.outbox import Press
from tests.venue.owner import Owner
from tests.venue.phone import Phone
from tests.venue.proxy import Line, Proxy

Json = dict[str, Any]

PARTS_FOR_ALL: Final = frozenset({"kill", "old order"})
PATIENCE_S: Final = 60.0
REARM_S: Final = 0.8  # PROTOCOL.md 4: 700 ms between GOs
OLD_S: Final = 5.5  # an order that was under way for longer than its beat is good
WAIT_S: Final = 9.5  # what a lying beat takes to be more than 6 s behind

ON_AIR: Final[tuple[Json, ...]] = (
    {"type": "begin_run", "kind": "show"},
    {"type": "open_day"},
    {"type": "call_first_looks"},
    *({"type": "mark_look", "look": f"l{n}", "status": "at_line"} for n in (1, 2, 3)),
    {"type": "confirm_lined_up"},
    *(
        {"type": "set_release", "party": party, "light": "green"}
        for party in ("backstage", "house", "technical")
    ),
    {"type": "start_show"},
)
LEADERS: Final = ["producer", "caller", "stage_manager"]
PLANTED: Final = {
    "agency 2": ["producer", "stage_manager", "casting", "check_in"],
    "Guest Secret": ["producer", "front_of_house", "usher"],
    "Surname2": ["producer", "stage_manager", "casting", "check_in", "front_of_house"],
    "only for the leaders": LEADERS,
}


@dataclass
class SmallEvening:
    """The people, their lines, and what they do one after the other."""

    server: ServerProcess
    history: History
    owner: Owner
    proxy: Proxy
    phones: dict[str, Phone]

    async def play(self, parts: frozenset[str]) -> None:
        """Let it all happen; leave out what takes long and is not asked for."""
        dresser, caller = self.phones["dresser"], self.phones["caller"]
        await self.press("dresser", "mark_look", look="l4", status="dressing")
        await self._say("only for the leaders", to="role:stage_manager")
        await self._lose_an_answer()
        await self._see_a_problem_late(dresser)
        await self._press_go_twice()
        await self._take_a_pass_back()
        if "old order" in parts:
            await self._hold_an_order_up(caller)
        if "wait" in parts:
            await asyncio.sleep(WAIT_S)
        if "kill" in parts:
            await self._kill()
        await self._end()

    async def press(self, who: str, command: str, **more: Any) -> Press:
        """Have somebody press, and wait until that is answered, whatever the answer."""
        press = self.phones[who].press(command, **more)
        await self.answered(who, press)
        return press

    async def answered(self, who: str, press: Press) -> None:
        async with asyncio.timeout(PATIENCE_S):
            await self.phones[who].until(lambda: press.answer != "waiting")

    def line(self, who: str) -> Line:
        return self.proxy.line(who)

    async def _say(self, text: str, to: str = "all") -> None:
        await self.press("caller", "send_message", to=to, text=text)

    async def _lose_an_answer(self) -> None:
        """A command whose answer is lost, and one of which the server gets half."""
        self.line("dresser").lose_next_ack()
        await self.press("dresser", "mark_look", look="l4", status="dressed")
        self.line("dresser").cut_in_next_command(at_byte=9)
        await self.press("dresser", "mark_look", look="l5", status="dressing")

    async def _see_a_problem_late(self, dresser: Phone) -> None:
        """A piece is well, then lost; that it was well is heard last."""
        self.line("dresser").hang()
        well = dresser.press("mark_item", item="i6", status="with_model")
        await asyncio.sleep(0.02)
        await self.press("seamstress", "mark_item", item="i6", status="missing")
        self.line("dresser").resume()
        await self.answered("dresser", well)

    async def _press_go_twice(self) -> None:
        await self.press("caller", "go", look="l1", expect={"next": "l1"})
        await asyncio.sleep(REARM_S)
        await self.press("caller", "go", look="l1", expect={"next": "l1"})
        await self.press("caller", "go", look="l2", expect={"next": "l2"})

    async def _take_a_pass_back(self) -> None:
        """Its screen hears nothing any more, though something happens that it would have heard."""
        client = self.phones["screen"]
        await self.owner.revoke(client.welcome["pass"])
        await self._say("everybody hears this")

    async def _hold_an_order_up(self, caller: Phone) -> None:
        """A GO that was pressed on a live screen, and lies in a dead network until it is old."""
        await caller.until(lambda: caller.standing() == "live")
        self.line("caller").hang("up")
        order = caller.press("go", look="l3", expect={"next": "l3"})
        await asyncio.sleep(OLD_S)
        self.line("caller").resume()
        await self.answered("caller", order)

    async def _kill(self) -> None:
        await self._say("the last before the light went out")
        self.server.kill()
        self.history.note("server", what="killed")
        await self.server.start()
        self.history.note("server", what="started")
        for phone in self.phones.values():
            phone.wake()
        async with asyncio.timeout(PATIENCE_S):
            caller = self.phones["caller"]
            await caller.until(lambda: caller.online)
        await self._say("the first in the new light")

    async def _end(self) -> None:
        """All settle; then everything is read that there is to read."""
        staying = [phone for phone in self.phones.values() if not phone.closed_for_good]
        async with asyncio.timeout(PATIENCE_S):
            for phone in staying:
                await phone.until(lambda one=phone: one.online and not one.outbox.waiting)  # type: ignore[misc]
        for phone in staying:
            self.history.note("settled", phone.who)
        await self.owner.read_log()
        for role in ("producer", "dresser"):
            await self.owner.read_state(role)
        await self.owner.replay(["stage_manager", "dresser"], places=6)
        await self.owner.read_log()


@asynccontextmanager
async def a_small_evening(server: ServerProcess, history: History) -> AsyncIterator[SmallEvening]:
    """Start the server, bring the show on air and everybody to their phones."""
    async with AsyncExitStack() as stack:
        stack.callback(server.kill)
        await server.start()
        proxy = stack.enter_context(Proxy(server.port, history, seed=1))
        owner = Owner(server.url, history)
        stack.push_async_callback(owner.close)
        await owner.make_show(a_plan())
        for text, roles in PLANTED.items():
            history.note("planted", text=text, roles=roles)
        await owner.commands(ON_AIR)
        phones: dict[str, Phone] = {}
        for role in ("dresser", "seamstress", "caller", "stage_manager", "screen", "dresser"):
            who = role if role not in phones else f"{role}-2"
            token = await owner.make_pass(who, role, direct=role == "screen")
            url = server.url if role == "screen" else proxy.line(who).url
            phones[who] = Phone(url.replace("http", "ws"), owner.show, token, who, history)
        running = [asyncio.ensure_future(phone.run()) for phone in phones.values()]
        try:
            async with asyncio.timeout(PATIENCE_S):
                for phone in phones.values():
                    await phone.until(lambda one=phone: one.online)  # type: ignore[misc]
            yield SmallEvening(server, history, owner, proxy, phones)
        finally:
            for phone in phones.values():
                phone.stop()
            await asyncio.gather(*running, return_exceptions=True)
