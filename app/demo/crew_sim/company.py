"""The company: the whole crew with its passes, and the director who lets one run follow the other."""

import asyncio
from typing import Final

from app.demo.crew_sim.member import Badge, Green, Member
from app.demo.crew_sim.roster import posts
from app.demo.crew_sim.rows import row, word
from app.demo.crew_sim.scene import Directions
from app.demo.office import NotDone, Office
from app.demo.plan import Pace

LEAD_MS: Final = (
    125_000  # from the first call to the start; a little less than it takes, as in life
)
INTERVAL_MS: Final = 45_000  # between one run's end and the next one's beginning
STOPPED_MS: Final = 60_000  # a visitor's emergency stop is lifted after so long
LOOK_S: Final = 0.1
OVER: Final = frozenset({"", "planned", "wrapped", "cancelled"})


class Company:
    """Plays runs of one show until there are no more to play."""

    def __init__(self, office: Office, show: str, pace: Pace) -> None:
        """Stand by; `engage` lets the crew in."""
        self.green = Green(pace=pace)
        self.members: list[Member] = []
        self._office = office
        self._show = show

    async def engage(self) -> None:
        """Make a pass for everybody."""
        url = self._office.live_url(self._show)
        for post in posts():
            wanted = {"role": post.hand.role, "label": post.hand.name, "scope": post.scope}
            made = await self._office.make_pass(self._show, {**wanted, "pin": False})
            badge = Badge(pass_id=word(made, "id"), token=word(made, "token"))
            self.green.ours.add(badge.pass_id)
            self.members.append(Member(post, badge, url, self.green))

    async def play(self, kinds: list[str], *, again: bool) -> None:
        """Play one run of each kind; with `again` show after show, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            crew = [tasks.create_task(one.run(), name="crew") for one in self.members]
            for kind in kinds:
                await self._one_run(kind)
            while again:
                await asyncio.sleep(self.green.pace.ms(INTERVAL_MS) / 1000)
                await self._one_run("show")
            for one in crew:
                one.cancel()

    async def _one_run(self, kind: str) -> None:
        """Direct one run, and return when it is over."""
        for one in self.members:
            await one.line.arrived.wait()
        before = self._run_id()
        now_ms = self.members[0].line.now_ms()
        starts_at = now_ms + self.green.pace.ms(LEAD_MS)
        self.green.directions = Directions(kind=kind, after_run=before, starts_at=starts_at)
        while self._run_id() == before or self._phase() not in OVER - {"planned"}:
            await asyncio.sleep(LOOK_S)
            if self._phase() == "stopped":
                await self._lift_the_stop()

    async def _lift_the_stop(self) -> None:
        await asyncio.sleep(self.green.pace.ms(STOPPED_MS) / 1000)
        if self._phase() == "stopped":
            try:
                lift = {"type": "release_hold", "scope": "stop"}
                await self._office.command(self._show, lift)
            except NotDone:
                return  # somebody was quicker

    def _phase(self) -> str:
        return word(row(self._state(), "show"), "phase")

    def _run_id(self) -> str:
        return word(row(self._state(), "run"), "id")

    def _state(self) -> dict[str, object]:
        return self.members[0].line.mirror.state
