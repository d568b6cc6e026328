"""A show under way to which a test may do anything: a server, people who press, a history of it all."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import httpx

from tests.live.plans import a_plan
from tests.live.process import ROOT, ServerProcess
from tests.live.served import OWNER_TOKEN
from tests.venue.history import History
from tests.venue.people import ROLES, Person
from tests.venue.phone import Phone

Json = dict[str, Any]
REAL_PLAN: Final = ROOT.parent / "shared" / "data" / "show-48.json"
PER_S: Final = 25  # commands, all people together
SETTLE_S_MAX: Final = 90
OWNER: Final = {"Authorization": f"Bearer {OWNER_TOKEN}"}


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
    show: str
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
        person = self.chance.choice(self.people)
        wanted = person.acked() + more
        await self._in_time(person.phone.until(lambda: person.acked() >= wanted))

    async def all_live(self) -> None:
        """Wait until every phone is greeted, and shows what the server has now."""
        for person in self.people:
            await self._in_time(person.is_live())

    async def all_told(self, *, saving: bool) -> None:
        """Wait until the last beat of every phone says so."""
        for person in self.people:
            phone = person.phone
            await self._in_time(phone.until(_told(phone, saving=saving)))

    def rest(self, *, resting: bool = True) -> None:
        """Have everybody stop pressing, or go on."""
        for person in self.people:
            person.resting = resting

    def wake(self) -> None:
        """Have the phones try at once, as when a network comes back."""
        for person in self.people:
            person.phone.wake()

    async def settle(self) -> None:
        """Let everybody finish, then have all read what there is in the end."""
        self.rest()
        self.wake()
        for person in self.people:
            await self._in_time(person.has_nothing_waiting())
        head = (await self.read_state())["seq"]
        for person in self.people:
            await self._in_time(person.has_seen(head))
        for role in sorted({person.role for person in self.people}):
            await self.read_state(role)
            await self.read_state(role, at=head)
        await self.read_log()
        for person in self.people:
            self.history.note("settled", person.phone.who)

    async def read_state(self, role: str = "producer", at: int | None = None) -> Json:
        """Read the state as a role has it; with `at` what the log folds to there."""
        asked_t = self.history.now()
        params: Json = {"as": role} if at is None else {"as": role, "at": at}
        answer = await self._get("/state", params)
        body: Json = answer.json()
        more = {} if at is None else {"at": at}
        self.history.read("state", asked_t, answer.status_code, body, seen_as=role, **more)
        assert answer.status_code == 200, answer.text
        return body

    async def read_log(self) -> list[Json]:
        """Read the whole log."""
        asked_t = self.history.now()
        answer = await self._get("/log.ndjson", {})
        assert answer.status_code == 200, answer.text
        body: list[Json] = [json.loads(line) for line in answer.text.splitlines()]
        self.history.read("log", asked_t, answer.status_code, body)
        return body

    async def _get(self, path: str, params: Json) -> httpx.Response:
        async with httpx.AsyncClient(base_url=self.server.url, headers=OWNER, timeout=60) as api:
            return await api.get(f"/api/v1/shows/{self.show}{path}", params=params)

    async def close(self) -> None:
        for person in self.people:
            person.phone.stop()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _in_time(self, what: Awaitable[None]) -> None:
        async with asyncio.timeout(SETTLE_S_MAX):
            await what


def _told(phone: Phone, *, saving: bool) -> Callable[[], bool]:
    return lambda: phone.online and phone.beat.get("saving", True) is saving


@asynccontextmanager
async def a_night(server: ServerProcess, history: History, seed: int) -> AsyncIterator[Night]:
    """Start `server`, bring a show on air, and put people at it. The server is killed in the end."""
    chance = random.Random(seed)
    try:
        await server.start()
        async with httpx.AsyncClient(
            base_url=f"{server.url}/api/v1", headers=OWNER, timeout=60
        ) as api:
            show = await _on_air(api)
            people = await _at_work(api, server.url, history, show, seed)
        night = Night(server, history, show, people, chance)
        night.open_doors()
        try:
            await night.all_live()
            yield night
        finally:
            await night.close()
    finally:
        server.kill()


async def _on_air(api: httpx.AsyncClient) -> str:
    plan = the_plan()
    show = str((await api.post("/shows", json=plan)).json()["id"])
    steps: list[Json] = [
        {"type": "begin_run", "kind": "show"},
        {"type": "open_day"},
        {"type": "call_first_looks"},
        *(
            {"type": "mark_look", "look": look["id"], "status": "at_line"}
            for look in plan["looks"][:12]
        ),
        {"type": "confirm_lined_up", "override": "a test"},
        *(
            {"type": "set_release", "party": party, "light": "green"}
            for party in ("backstage", "house", "technical")
        ),
        {"type": "start_show", "override": "a test"},
    ]
    for n, step in enumerate(steps):
        answer = await api.post(
            f"/shows/{show}/commands", json={"id": f"beginning-{n}", "command": step}
        )
        assert answer.status_code == 200, f"{step}: {answer.text}"
    return show


async def _at_work(
    api: httpx.AsyncClient, url: str, history: History, show: str, seed: int
) -> list[Person]:
    people = []
    for role in ROLES:
        made = await api.post(f"/shows/{show}/passes", json={"role": role, "label": f"the {role}"})
        assert made.status_code == 201, made.text
        found = made.json()
        who = f"c-{role.replace('_', '-')}"
        history.client(who, role=role, pass_id=found["id"], direct=True)
        phone = Phone(url.replace("http", "ws"), show, found["token"], who, history)
        people.append(Person(phone, role, random.Random(f"{seed}/{who}"), len(ROLES) / PER_S))
    return people


def judged(history: History) -> None:
    """Hold the promises against what happened; for now by hand."""
    assert history.path.exists()
