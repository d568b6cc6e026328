"""The disk is full, broken, read-only or slow while everybody presses; and well again, by itself."""

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import httpx

from tests.live.process import ServerProcess
from tests.postgres import free_port
from tests.venue.bad_disk import BadDisk, SmallDisk, small_disk, why_no_bad_disk, why_no_small_disk
from tests.venue.history import History
from tests.venue.night import Night, a_night, a_place, judged

FAILS: Final = ("EIO", "ENOSPC", "EROFS", "sync EIO", "half EIO")
SLOW: Final = "slow 700"
UNREADY_S_MAX: Final = 10
DISK_MIB: Final = 24
LEFT_BYTES: Final = 3_000_000  # for the plan and some dozens of commands


@dataclass
class Figures:
    """Which faults were met, and how long after each the server saved again."""

    met: list[str] = field(default_factory=list)
    acked: int = 0
    skipped: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        skipped = f"; skipped: {', '.join(self.skipped)}" if self.skipped else ""
        met = ", ".join(self.met)
        return f"{met}: nothing lost, {self.acked} commands acknowledged in spite of it{skipped}"


async def disk_faults(folder: Path, seed: int, rounds: int) -> Figures:
    """Meet every fault so often. Raises when a promise did not hold."""
    figures = Figures()
    for number in range(rounds):
        if why_no_bad_disk():
            figures.skipped.append(why_no_bad_disk())
        else:
            await failing(a_place(folder, f"failing-{number}"), seed + number, FAILS, figures)
        if why_no_small_disk():
            figures.skipped.append(why_no_small_disk())
        else:
            await filling(a_place(folder, f"filling-{number}"), seed + number, figures)
    return figures


async def failing(place: Path, seed: int, hows: tuple[str, ...], figures: Figures) -> None:
    """Play a night on a disk that fails in each of these ways, and is slow at last."""
    bad = BadDisk(place)
    with History(place / "history.jsonl", seed=seed, what="failing disk") as history:
        server = ServerProcess(place, free_port())
        server.env = bad.env
        async with a_night(server, history, seed) as night:
            for how in night.chance.sample(hows, len(hows)):
                await night.busy(2)
                after_s = await _not_saving(night, how, partial(bad.fails, how), bad.heals)
                figures.met.append(f"{how} (saves {after_s:.1f} s after)")
            history.fault("disk: slow", active=True)
            bad.fails(SLOW)
            await night.busy(5)
            bad.heals()
            history.fault("disk: slow", active=False)
            figures.met.append(SLOW)
            await night.settle()
            figures.acked += sum(person.acked() for person in night.people)
    judged(history)


async def filling(place: Path, seed: int, figures: Figures) -> None:
    """Play a night on a disk that fills up."""
    with (
        ExitStack() as stack,
        History(place / "history.jsonl", seed=seed, what="full disk") as history,
    ):
        disk: SmallDisk = stack.enter_context(small_disk(a_place(place, "disk"), DISK_MIB))
        disk.fill(LEFT_BYTES)
        server = ServerProcess(place, free_port())
        server.database = disk.folder / "standby.db"
        async with a_night(server, history, seed) as night:
            after_s = await _not_saving(night, "full", disk.fill, disk.free)
            figures.met.append(f"full (saves {after_s:.1f} s after)")
            await night.busy(3)
            await night.settle()
            figures.acked += sum(person.acked() for person in night.people)
    judged(history)


async def _not_saving(
    night: Night, name: str, breaks: Callable[[], None], heals: Callable[[], None]
) -> float:
    """Break the disk until every screen says so, and heal it; return when all say it saves again."""
    night.history.fault(f"disk: {name}", active=True)
    breaks()
    await night.all_told(saving=False)
    await nothing_is_taken(night)
    night.rest()
    heals()
    night.history.fault(f"disk: {name}", active=False)
    healed_s = night.history.now()
    await night.all_told(saving=True)  # though nobody presses anything
    night.rest(resting=False)
    return night.history.now() - healed_s


async def nothing_is_taken(night: Night) -> None:
    """Fail unless a command is refused as unavailable, and the show stays where it was."""
    before = await night.owner.read_state()
    said = await night.owner.command({"type": "edit_show", "title": "No disk"})
    after = await night.owner.read_state()
    async with httpx.AsyncClient() as client, asyncio.timeout(UNREADY_S_MAX):
        # it tries the disk once a second, however many ask
        while (await client.get(f"{night.server.url}/readyz")).status_code != 503:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    assert said.get("code") == "unavailable", said
    assert (before["seq"], before["hash"]) == (after["seq"], after["hash"])
