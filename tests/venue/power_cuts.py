"""Somebody pulls the plug of the laptop, again and again, while everybody presses."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.live.process import ServerProcess
from tests.postgres import free_port
from tests.venue.history import History
from tests.venue.night import Night, a_night, a_place, judged
from tests.venue.plug import Disk, ForgetfulDisk, ShutDisk, plugged_in, why_no_drive

CUTS_A_NIGHT: Final = 15
FORGETS: Final = ("-m", "tests.venue.forgets_to_sync")


@dataclass
class Figures:
    """What was cut, and what the drives had to forget."""

    cuts: int = 0
    acked: int = 0
    unflushed: int = 0
    kept: int = 0

    def __str__(self) -> str:
        return (
            f"{self.cuts} power cuts, {self.acked} commands acknowledged and all there once; the "
            f"drives had {self.unflushed} unflushed sectors and lost {self.unflushed - self.kept}"
        )


async def power_cuts(
    folder: Path, seed: int, count: int, program: Sequence[str] = ("-m", "app")
) -> Figures:
    """Cut the power so often, on both kinds of disk in turn. Raises when a promise did not hold."""
    figures = Figures()
    kinds: list[type[Disk]] = [ShutDisk] if why_no_drive() else [ForgetfulDisk, ShutDisk]
    for number, first in enumerate(range(0, count, CUTS_A_NIGHT)):
        place = a_place(folder, f"night-{number}")
        with (
            plugged_in(kinds[number % len(kinds)], place) as disk,
            History(place / "history.jsonl", seed=seed + number, what="power cuts") as history,
        ):
            server = ServerProcess(place, free_port(), program=program)
            server.database = disk.folder / "standby.db"
            async with a_night(server, history, seed + number) as night:
                for _cut in range(min(CUTS_A_NIGHT, count - first)):
                    await _cut_and_back(night, disk, figures)
                await night.settle()
                figures.acked += sum(person.acked() for person in night.people)
        judged(history)
    return figures


async def _cut_and_back(night: Night, disk: Disk, figures: Figures) -> None:
    chance: random.Random = night.chance
    await night.busy(chance.randint(1, 4))
    await asyncio.sleep(chance.random() / 20)
    said = await asyncio.to_thread(disk.cut, chance)
    night.history.note("server", what="power cut", drive=str(said))
    night.server.kill()
    await asyncio.to_thread(disk.back)
    await night.server.start()
    night.history.note("server", what="started")
    await night.owner.read_log()
    night.wake()
    await night.all_live()
    figures.cuts += 1
    figures.kept += said.kept
    figures.unflushed += said.unflushed
