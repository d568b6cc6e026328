"""SIGKILL again and again, under load: of all of the server, a part of it, or at a named point of its work."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, get_args

from app.storage.crash import Point
from tests.live.process import ServerProcess
from tests.postgres import free_port
from tests.venue.history import History
from tests.venue.night import Night, a_night, a_place, judged
from tests.venue.processes import family, gone, kill_child, kill_parent

KILLS_A_NIGHT: Final = 50  # then a new show on a new database, judged by itself
POINTS: Final[tuple[str, ...]] = get_args(Point)
# Not where it comes seldom (a checkpoint, a migration): tests/storage has a test for each of those.
UNDER_LOAD: Final = tuple(one for one in POINTS if one not in {"in-checkpoint", "in-migration"})
HOWS: Final = ("group", "group", "group", "group", "child", "child", "parent", "point")


@dataclass
class Figures:
    """What the kills cost: seconds until it served again, and until every phone was live."""

    kills: int = 0
    acked: int = 0
    serving_s: list[float] = field(default_factory=list)
    live_s: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acked} commands acknowledged and all there once; serving "
            f"after {_spread(self.serving_s)}, all phones live after {_spread(self.live_s)}"
        )


async def kills(folder: Path, seed: int, count: int) -> Figures:
    """Kill so often. Raises when anything that was promised did not hold."""
    figures = Figures()
    for number, first in enumerate(range(0, count, KILLS_A_NIGHT)):
        place = a_place(folder, f"night-{number}")
        with History(place / "history.jsonl", seed=seed + number, what="kills") as history:
            server = ServerProcess(place, free_port())
            async with a_night(server, history, seed + number) as night:
                await _kill_again_and_again(night, min(KILLS_A_NIGHT, count - first), figures)
                await night.settle()
                figures.acked += sum(person.acked() for person in night.people)
        judged(history)
    return figures


async def _kill_again_and_again(night: Night, count: int, figures: Figures) -> None:
    chance = night.chance
    for _kill in range(count):
        await night.busy(chance.randint(1, 4))
        await asyncio.sleep(chance.random() / 20)  # at any instant between two
        how = chance.choice(HOWS)
        begun_s = night.history.now()
        await killed(night, how)
        figures.serving_s.append(night.history.now() - begun_s)
        night.wake()
        await night.all_live()
        figures.live_s.append(night.history.now() - begun_s)
        figures.kills += 1


async def killed(night: Night, how: str) -> None:
    """Kill it so, and see to it that it serves again: by itself where somebody watches over it."""
    server = night.server
    night.history.note("server", what="killed", how=how)
    if how == "child" and kill_child(server) is not None:
        await server.ready()
    else:
        if how == "parent":
            kill_parent(server)
            await gone(server.pid)
        elif how == "point":
            await _killed_at_a_point(night)
        server.kill()
        await server.start()
    night.history.note("server", what="started")


async def _killed_at_a_point(night: Night) -> None:
    """Start it anew so that it dies by its own hand in the middle of a write."""
    server = night.server
    server.kill()
    point = night.chance.choice(UNDER_LOAD)
    # Never the first time, which may come before it serves. The witness is written once a second.
    often = 2 if point == "in-witness" else night.chance.randint(2, 20)
    at = f"{point}:{often}"
    night.history.note("server", what="killed", at=at)
    server.env = {"STANDBY_CRASH_AT": at}
    with suppress(AssertionError, TimeoutError):  # its end may come before it was ready
        await server.start()
        night.wake()
        await gone(family(server)[-1])
    server.env = {}
    # Somebody may have started it again meanwhile: it is dying again and again, and stopped here.


def _spread(found: list[float]) -> str:
    ordered = sorted(found)
    if not ordered:
        return "-"
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return f"{middle:.2f} s (median), {late:.2f} s (p99), {ordered[-1]:.2f} s (longest)"
