"""Two dressing rooms on real cables: one goes dark, slow, roams or is pulled out, the other plays on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.live.process import ServerProcess
from tests.postgres import free_port
from tests.venue.history import History
from tests.venue.netns import Room, venue
from tests.venue.night import Night, a_night, a_place, in_time, judged

SLOW_KBIT: Final = 64
FAR: Final = ("dresser", "starter", "caller")  # who sit in the room to which it happens


@dataclass
class Figures:
    """How long the phones of the room were behind, and what all of them had acknowledged."""

    met: list[str] = field(default_factory=list)
    acked: int = 0

    def __str__(self) -> str:
        return f"{', '.join(self.met)}: {self.acked} commands acknowledged and all there once"


async def rooms(folder: Path, seed: int, rounds: int) -> Figures:
    """Let everything happen to one room so often. Raises when a promise did not hold."""
    figures = Figures()
    for number in range(rounds):
        place = a_place(folder, f"night-{number}")
        with (
            venue(2) as net,
            History(place / "history.jsonl", seed=seed + number, what="rooms") as history,
        ):
            near, far = net.rooms
            server = ServerProcess(place, free_port(), host=near.server, before=net.inside)
            where = dict.fromkeys(FAR, far.server)
            async with a_night(server, history, seed + number, where) as night:
                await _happens(night, far, figures)
                await night.settle()
                figures.acked += sum(person.acked() for person in night.people)
        judged(history)
    return figures


async def _happens(night: Night, room: Room, figures: Figures) -> None:
    faults: list[tuple[str, Callable[[], None], Callable[[], None]]] = [
        ("dark", room.goes_dark, room.is_lit),
        ("pulled", room.is_pulled, room.is_plugged),
        ("roaming", room.roams, lambda: None),
    ]
    for name, breaks, heals in night.chance.sample(faults, len(faults)):
        night.history.fault(f"network: {name}", active=True)
        breaks()
        for role in FAR:
            await in_time(night.person(role).lost_the_line())
        await in_time(night.person("stage_manager").more_acked(2))  # in the other room
        heals()
        night.history.fault(f"network: {name}", active=False)
        back_s = await _back(night)
        figures.met.append(f"{name} (all live {back_s:.1f} s after)")
    night.history.fault("network: slow", active=True)
    room.is_slow(SLOW_KBIT)
    for role in FAR:
        await in_time(night.person(role).more_acked(2))
    room.is_fast()
    night.history.fault("network: slow", active=False)
    figures.met.append(f"{SLOW_KBIT} kbit/s")


async def _back(night: Night) -> float:
    begun_s = night.history.now()
    night.wake()
    await night.all_live()
    return night.history.now() - begun_s
