"""One server process: the real house behind the doors, on a simulated disk, killed and started at will."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Final, cast

from app.live.clock import HouseClock
from app.live.house import House
from app.live.running_show import RunningShow
from app.live.screen import Screen
from app.live.visitor import Stranger, Visitor
from app.storage.event_log import EventLog
from app.storage.keyring import Keyring
from tests.simulation.disk import Disk
from tests.simulation.log import SimulatedKeyring, SimulatedLog
from tests.simulation.network import Link
from tests.simulation.virtual_time import VirtualLoop

if TYPE_CHECKING:
    from tests.simulation.evening import World

WALL_S: Final = 1_795_690_000.0  # what the machine's clock says when the simulation begins


@dataclass(eq=False)
class Server:
    """A machine. `house` is the process on it; there is none while it is `dead`."""

    name: str
    world: "World"
    disk: Disk
    loop: VirtualLoop
    wall_shift_s: float = 0.0  # somebody has set its clock
    dead: bool = True
    starts: int = 0
    links: list[Link] = field(default_factory=list)

    def start(self) -> None:
        """Open the house, from whatever lies on the disk."""
        self.starts += 1
        chance = Random(f"{self.world.case.seed}/{self.name}/{self.starts}")
        self.log = SimulatedLog(self.disk, self.loop, chance)
        clock = HouseClock(
            wall_s=lambda: WALL_S + self.wall_shift_s + self.loop.time(),
            steady_s=self.loop.time,
        )
        # From here on the real thing, but for the keyring, which asks the database in SQL.
        house = House(cast("EventLog", self.log), clock)
        keyring = cast("Keyring", SimulatedKeyring(self.log))
        house._keyring = house.porter._keyring = house.passes._keyring = keyring
        self.house, self.links, self.dead = house, [], False
        house.start()
        self.world.tell(self.name, "opens its doors")

    @property
    def running(self) -> RunningShow | None:
        """Return the show as it runs here, if anybody has opened it."""
        if self.dead:
            return None
        found = self.house.venue.running
        return found[0] if found else None

    def accept(self, link: Link) -> None:
        """Take a connection."""
        self.links.append(link)
        link.screen = self.house.greet(link, self._let_in)

    def part(self, link: Link, screen: Screen) -> None:
        """Forget a connection that has ended."""
        if link in self.links:
            self.links.remove(link)
        if not self.dead:
            self.house.part(screen)

    def kill(self, *, silently: bool = False) -> None:
        """Die as from SIGKILL, or silently as from a power cut: then nobody's socket is told."""
        if self.dead:
            return
        self.world.tell(self.name, "loses its power" if silently else "is killed")
        self.dead = True
        self.log.die()
        chance = Random(f"{self.world.case.seed}/{self.name}/kill/{self.starts}")
        for link in sorted(self.links, key=lambda one: one.index):
            # What the machine had given to the network may still arrive, in part.
            keep = 0 if silently else chance.randrange(4)
            link.cut(phone_notices=not silently, server_notices=False, keep=keep)
            link.screen = None
        self.links = []
        # A step later: what has just been started has begun by then, and nothing it does counts.
        self.loop.call_soon(_end, self.house)

    def end(self) -> None:
        """Take everything away that runs here, when the show is over."""
        self.dead = True
        self.log.die()
        _end(self.house)

    async def stop(self) -> None:
        """Close in good order, as on SIGTERM."""
        self.world.tell(self.name, "is told to stop")
        await self.house.close()
        self.log.die()
        self.dead = True
        for link in list(self.links):
            link.server_notices_the_end()

    def at_commit(self, act: Callable[[str], None] | None) -> None:
        """Have `act` called before and after each commit of this process."""
        self.log.at_commit = act

    async def _let_in(self, token: str | None) -> tuple[Visitor, RunningShow]:
        """Do what the door does (app/web/socket.py), without HTTP."""
        if token is None:
            raise Stranger
        show_id = self.world.show_id
        visitor = await self.house.porter.let_in(token, show_id)
        return visitor, await self.house.venue.opened(show_id)


def _end(house: House) -> None:
    for task in list(house._tasks._running):
        task.cancel()


async def pause(loop: VirtualLoop, seconds: float) -> None:
    """Let time pass."""
    done: asyncio.Future[None] = loop.create_future()
    loop.call_later(seconds, lambda: None if done.done() else done.set_result(None))
    await done
