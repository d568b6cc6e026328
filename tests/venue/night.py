"""A show under way to which a test may do anything: a server, people who press, a history of it all."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from tests.live.plans import a_plan
from tests.live.process import ROOT, ServerProcess
from tests.venue.checker import check
from tests.venue.history import History
from tests.venue.owner import Owner
from tests.venue.people import ROLES, Person
from tests.venue.phone import Phone

Json = dict[str, Any]
REAL_PLAN: Final = ROOT.parent / "shared" / "data" / "show-48.json"
PER_S: Final = 25  # commands, all people together
MET_EVERY_NIGHT: Final = (1, 2, 3, 4, 10)  # promises of which a night without facts proves nothing
SETTLE_S_MAX: Final = 90
LINED_UP: Final = 12  # looks that stand at the line when the show starts


def the_plan() -> Json:
    """The real plan of 48 looks where it lies beside the project, else a made one of its size."""
    if REAL_PLAN.exists():
        found: Json = json.loads(REAL_PLAN.read_text())
        return found
    return a_plan(looks=48, models=24)


def a_place(folder: Path, name: str) -> Path:
    """Make a folder of its own for one night."""
    place = folder / name
    place.mkdir()
    return place


@dataclass
class Night:
    """One show on one server. `settle` at the end, and the checker reads `history`."""

    server: ServerProcess
    history: History
    owner: Owner
    people: list[Person]
    chance: random.Random
    _tasks: list[asyncio.Future[None]] = field(default_factory=list)

    def open_doors(self) -> None:
        for person in self.people:
            self._tasks += [
                asyncio.ensure_future(person.phone.run()),
                asyncio.ensure_future(person.work()),
            ]

    async def busy(self, more: int) -> None:
        """Wait until somebody, whoever that may be, has had so many more presses acknowledged."""
        await in_time(self.chance.choice(self.people).more_acked(more))

    async def all_live(self) -> None:
        """Wait until every phone is greeted, and shows what the server has now."""
        for person in self.people:
            await in_time(person.is_live())

    async def all_told(self, *, saving: bool) -> None:
        """Wait until the last beat of every phone says so."""
        for person in self.people:
            phone = person.phone
            await in_time(phone.until(_told(phone, saving=saving)))

    def rest(self, *, resting: bool = True) -> None:
        """Have everybody stop pressing, or go on."""
        for person in self.people:
            person.resting = resting

    def wake(self) -> None:
        """Have the phones try at once, as when a network comes back."""
        for person in self.people:
            person.phone.wake()

    async def drained(self) -> None:
        """Let everybody finish what they have pressed, and go on."""
        self.rest()
        self.wake()
        for person in self.people:
            await in_time(person.has_nothing_waiting())
        self.rest(resting=False)

    async def settle(self) -> None:
        """Let everybody finish, then have all read what there is in the end."""
        await self.drained()
        self.rest()
        for person in self.people:
            await in_time(person.has_nothing_waiting())
        head = (await self.owner.read_state())["seq"]
        for person in self.people:
            await in_time(person.has_seen(head))
        await self.owner.replay(ROLES, places=2)
        head = (await self.owner.read_state())["seq"]
        for person in self.people:
            await in_time(person.has_seen(head))
            await self.owner.read_state(person.role)
        await self.owner.read_log()
        for person in self.people:
            self.history.note("settled", person.phone.who)

    async def close(self) -> None:
        for person in self.people:
            person.phone.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def person(self, role: str) -> Person:
        return next(person for person in self.people if person.role == role)


async def in_time(what: Awaitable[None]) -> None:
    """Wait for what has to come; not for ever, or nobody would learn that it does not."""
    async with asyncio.timeout(SETTLE_S_MAX):
        await what


def _told(phone: Phone, *, saving: bool) -> Callable[[], bool]:
    return lambda: phone.online and phone.beat.get("saving", True) is saving


@asynccontextmanager
async def a_night(
    server: ServerProcess, history: History, seed: int, where: Mapping[str, str] = {}
) -> AsyncIterator[Night]:
    """Start `server`, bring a show on air, and put people at it; it is killed in the end.

    `where` says under which address a role finds the server, if it is another than ours.
    """
    try:
        await server.start()
        owner = Owner(server.url, history)
        await _on_air(owner)
        people = [await _person(owner, history, role, seed) for role in ROLES]
        for person in people:
            if person.role in where:
                person.phone.url = f"ws://{where[person.role]}:{server.port}"
        night = Night(server, history, owner, people, random.Random(seed))
        night.open_doors()
        try:
            await night.all_live()
            yield night
        finally:
            await night.close()
    finally:
        server.kill()


async def _on_air(owner: Owner) -> None:
    plan = the_plan()
    await owner.make_show(plan)
    at_line = [
        {"type": "mark_look", "look": look["id"], "status": "at_line"} for look in plan["looks"]
    ]
    releases = [
        {"type": "set_release", "party": party, "light": "green"}
        for party in ("backstage", "house", "technical")
    ]
    await owner.commands([{"type": "begin_run", "kind": "show"}, {"type": "open_day"}])
    await owner.commands([{"type": "call_first_looks"}, *at_line[:LINED_UP]])
    await owner.commands([{"type": "confirm_lined_up"}, *releases, {"type": "start_show"}])


async def _person(owner: Owner, history: History, role: str, seed: int) -> Person:
    who = f"c-{role.replace('_', '-')}"
    token = await owner.make_pass(who, role, direct=True)
    phone = Phone(owner.url.replace("http", "ws"), owner.show, token, who, history, seed)
    return Person(phone, role, random.Random(f"{seed}/{who}"), len(ROLES) / PER_S)


def judged(history: History) -> None:
    """Fail, with the whole report, unless the ten promises held; and unless there was something to hold."""
    verdict = check(history.path)
    assert not verdict.findings, str(verdict)
    bare = [number for number in MET_EVERY_NIGHT if not verdict.facts[number]]
    assert not bare, f"nothing was seen of the promises {bare}:\n{verdict}"
