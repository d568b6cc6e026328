"""A show on terrible Wi-Fi: many phones, bursts of taps, every line with its own bad luck, one caller."""

import asyncio
import random
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.live.process import ServerProcess
from tests.postgres import free_port
from tests.venue.figures import Figures, figures_of
from tests.venue.history import History
from tests.venue.night import the_plan
from tests.venue.owner import Owner
from tests.venue.people import ROLES, Person
from tests.venue.phone import Phone
from tests.venue.proxy import Proxy
from tests.venue.weather import kind_for

Json = dict[str, Any]

# Who else has a phone there: they look on. All others press.
WATCHING: Final = (
    *("seamstress", "stylist", "casting", "check_in", "beauty", "operator"),
    *("front_of_house", "usher", "pit", "security", "screen"),
)
PHONES: Final = 40
DARK_S: Final = 20.0  # at the end nobody has a network at all
TAPS_A_SECOND: Final = 20  # while a burst lasts (DOMAIN.md 1.8)
BURST_S: Final = (1.0, 4.0)
LULL_S: Final = (0.3, 2.0)
SETTLE_S_MAX: Final = 90.0


@dataclass
class WifiNight:
    """Everybody who is there, and the network between them and the server."""

    owner: Owner
    history: History
    proxy: Proxy
    people: list[Person]
    watching: list[Phone]
    chance: random.Random
    tasks: list[asyncio.Future[None]] = field(default_factory=list)

    @property
    def phones(self) -> list[Phone]:
        return [*(person.phone for person in self.people), *self.watching]

    async def play(self, seconds: float, dark_s: float) -> None:
        """Let people press in bursts, on lines that fail, for so long; at last nobody has a network."""
        storms = [
            asyncio.ensure_future(
                kind_for(n)(self.proxy.line(phone.who), random.Random(f"{self.proxy.seed}/{n}"))
            )
            for n, phone in enumerate(self.phones)
        ]
        begun = self.history.now()
        while self.history.now() - begun < seconds:
            self._rest(resting=False)
            await asyncio.sleep(self.chance.uniform(*BURST_S))
            self._rest(resting=True)
            await asyncio.sleep(self.chance.uniform(*LULL_S))
            await self._another_run_when_all_are_out()
        for storm in storms:
            storm.cancel()
        await asyncio.gather(*storms, return_exceptions=True)
        for line in self.proxy.lines.values():
            line.hang()
        self._rest(resting=False)
        await asyncio.sleep(dark_s)
        self._rest(resting=True)

    async def settle(self) -> None:
        """The network is back: everybody delivers what they have kept, and sees what there is."""
        self.proxy.all_fine()
        self.history.note("network back")
        async with asyncio.timeout(SETTLE_S_MAX):
            await asyncio.gather(*(self._settled(phone) for phone in self.phones))
        await self.owner.read_log()
        roles = sorted({person.phone.who.rpartition("-")[0] for person in self.people})
        for role in roles:
            await self.owner.read_state(role)
        await self.owner.replay(roles)
        await self.owner.tell_by_command_line()
        await self.owner.read_log()

    async def _settled(self, phone: Phone) -> None:
        await phone.until(lambda: phone.online and not phone.outbox.waiting)
        head = max(one.seq for one in self.phones)
        await phone.until(lambda: phone.seq >= head and phone.standing() == "live")
        self.history.note("settled", phone.who)

    def _rest(self, *, resting: bool) -> None:
        for person in self.people:
            person.resting = resting

    async def _another_run_when_all_are_out(self) -> None:
        state = await self.owner.read_state()
        if state["state"]["forecast"].get("next") is None:
            await self.owner.commands([{"type": "begin_run", "kind": "rehearsal"}])
            await self.owner.commands(_on_air(state["state"]["show"]["order"]))


@asynccontextmanager
async def a_wifi_night(
    folder: Path, history: History, *, seed: int, phones: int
) -> AsyncIterator[WifiNight]:
    """Bring a show on air, and everybody online."""
    chance = random.Random(seed)
    server = ServerProcess(folder, free_port())
    owner = Owner(server.url, history)
    try:
        await server.start()
        plan = the_plan()
        await owner.make_show(plan)
        guests = secrets.token_hex(4)
        history.note("planted", text=guests, roles=["producer", "front_of_house", "usher"])
        await owner.command({"type": "add_walk_in", "name": f"Guest {guests}"})
        await owner.commands([{"type": "begin_run", "kind": "rehearsal"}])
        state = await owner.read_state()
        await owner.commands(_on_air(state["state"]["show"]["order"]))
        with Proxy(server.port, history, seed=seed) as proxy:
            night = WifiNight(owner, history, proxy, [], [], chance)
            await _let_in(night, phones, seed)
            try:
                yield night
            finally:
                await _send_home(night)
    finally:
        await owner.close()
        server.kill()


async def _let_in(night: WifiNight, phones: int, seed: int) -> None:
    watching = [role for n, role in enumerate(WATCHING) if n < phones // 4]
    pressing = phones - len(watching)
    # One caller: the show has one voice. The others in turn, as many dressers as all of them together.
    others = [role for role in ROLES if role != "caller"]
    roles = ["caller", *(others[n % len(others)] for n in range(pressing - 1)), *watching]
    for n, role in enumerate(roles):
        who = f"{role}-{n}"
        token = await night.owner.make_pass(who, role)
        line = night.proxy.line(who)
        phone = Phone(line.socket_url, night.owner.show, token, who, night.history, seed)
        night.tasks.append(asyncio.ensure_future(phone.run()))
        if role in ROLES:
            pace_s = 2.5 if role == "caller" else pressing / TAPS_A_SECOND
            person = Person(phone, role, random.Random(f"{seed}/{who}"), pace_s, resting=True)
            night.people.append(person)
            night.tasks.append(asyncio.ensure_future(person.work()))
        else:
            night.watching.append(phone)
    async with asyncio.timeout(SETTLE_S_MAX):
        for phone in night.phones:
            await phone.until(lambda one=phone: one.online)  # type: ignore[misc]


async def _send_home(night: WifiNight) -> None:
    for phone in night.phones:
        phone.stop()
    for task in night.tasks:
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*night.tasks, return_exceptions=True)


def _on_air(order: list[str]) -> list[Json]:
    """Return what brings a run from its beginning to its first GO."""
    return [
        {"type": "open_day"},
        {"type": "call_first_looks"},
        *({"type": "mark_look", "look": look, "status": "at_line"} for look in order[:12]),
        {"type": "confirm_lined_up"},
        *(
            {"type": "set_release", "party": party, "light": "green"}
            for party in ("backstage", "house", "technical")
        ),
        {"type": "start_show"},
    ]


async def bad_wifi(
    folder: Path, *, seed: int, phones: int, seconds: float, dark_s: float
) -> tuple[Path, Figures]:
    """Play one such night; return its history, for the checker, and its figures."""
    path = folder / "history.jsonl"
    with History(path, seed=seed, what=f"bad Wi-Fi, {phones} phones") as history:
        night = a_wifi_night(folder, history, seed=seed, phones=phones)
        async with night as there:
            await there.play(seconds, dark_s)
            await there.settle()
    return path, figures_of(path)
