"""An evening of the demo: the plan drawn and taken in, the crew engaged, visitors invited, and then it plays."""

import asyncio
from functools import partial

from app.demo.crew_sim.company import LEAD_MS, Company
from app.demo.crew_sim.member import Member
from app.demo.crew_sim.rows import Row, whole
from app.demo.invitations import Invitation, invite
from app.demo.office import Office
from app.demo.plan import Pace, plan_bundle
from app.demo.server import HERE


class Evening:
    """Plays on the server at `url`, as its owner."""

    def __init__(self, url: str, token: str, *, speed: float = 1.0, seed: int = 7) -> None:
        """Only remember; `prepare` begins."""
        self.invitations: list[Invitation] = []
        self.home = ""
        self.show = ""
        self._pace = Pace(speed=speed)
        self._seed = seed
        self._url = url
        self._token = token
        self._office = Office(url, token)
        self._company: Company | None = None

    async def prepare(self, host: str, *, pictures: bool = True) -> None:
        """Draw the plan, take it in, and make everybody's passes."""
        starts_at = await self._now_at() + self._pace.ms(LEAD_MS)
        draw = partial(
            plan_bundle, self._seed, starts_at=starts_at, pace=self._pace, pictures=pictures
        )
        plan = await asyncio.to_thread(draw)
        self.show = await self._office.create_show(plan)
        self._company = Company(self._office, self.show, self._pace)
        await self._company.engage()
        base = self._url if host in HERE else None
        self.invitations = await invite(self._office, self.show, self._company.green, base)
        reached = self.invitations[0].url.partition("/join")[0]
        self.home = f"{reached}/#owner={self._token}"

    async def play(self, *, rehearsal: bool, again: bool) -> None:
        assert self._company is not None, "prepared first"
        await self._company.play(["rehearsal", "show"] if rehearsal else ["show"], again=again)

    @property
    def watcher(self) -> Member:
        """Return the member who sees most: the stage manager."""
        assert self._company is not None, "prepared first"
        return next(one for one in self._company.members if one.mind.me.role == "stage_manager")

    @property
    def refusals(self) -> list[str]:
        return self._company.green.refusals if self._company else []

    async def _now_at(self) -> int:
        time: Row = await asyncio.to_thread(self._office.look, "/time")
        return whole(time, "now_at") or 0
