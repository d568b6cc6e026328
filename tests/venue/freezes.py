"""The server is frozen for a while, or told to stop and started again, while everybody presses."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.live.process import ServerProcess
from tests.postgres import free_port
from tests.venue.history import History, lines_of
from tests.venue.night import Night, a_night, a_place, judged
from tests.venue.outbox import Press
from tests.venue.processes import frozen

FROZEN_S: Final = (1.0, 5.0, 20.0)
LIVE_S_MAX: Final = 4.0  # PROTOCOL.md 8.7: delayed from there on
STALE_S: Final = 10.0
RESTARTING: Final = 1012


@dataclass
class Figures:
    """What was frozen and stopped, and what became of orders made meanwhile."""

    met: list[str] = field(default_factory=list)
    stops_s: list[float] = field(default_factory=list)
    goodbyes: int = 0
    acked: int = 0

    def __str__(self) -> str:
        stops = f"{len(self.stops_s)} stops of at most {max(self.stops_s, default=0.0):.1f} s"
        said = f"{stops}, {self.goodbyes} screens told so; {self.acked} commands acknowledged"
        return ", ".join([*self.met, said])


async def freezes(
    folder: Path, seed: int, rounds: int, seconds: tuple[float, ...] = FROZEN_S
) -> Figures:
    """Freeze it for each of `seconds`, and stop it once, so often. Raises when a promise did not hold."""
    figures = Figures()
    for number in range(rounds):
        place = a_place(folder, f"night-{number}")
        with History(place / "history.jsonl", seed=seed + number, what="freezes") as history:
            server = ServerProcess(place, free_port())
            async with a_night(server, history, seed + number) as night:
                for frozen_s in night.chance.sample(seconds, len(seconds)):
                    await _freeze(night, frozen_s, figures)
                await _stop(night, figures)
                await night.settle()
                figures.acked += sum(person.acked() for person in night.people)
        judged(history)
        cuts = [line for line in lines_of(history.path) if line.did == "cut"]
        figures.goodbyes += sum(line.more["code"] == RESTARTING for line in cuts)
    assert figures.goodbyes, "nobody was told that the server restarts"
    return figures


async def _freeze(night: Night, frozen_s: float, figures: Figures) -> None:
    await night.busy(2)
    await night.drained()
    await night.all_live()
    caller = night.person("caller")
    night.rest()
    with frozen(night.server):
        night.history.note("server", what="frozen", seconds=frozen_s)
        order = caller.phone.press("release_hold", scope="start")  # sent to nobody
        await asyncio.sleep(frozen_s)
        _look_at_screens(night, frozen_s)
    night.history.note("server", what="started")
    night.rest(resting=False)
    night.wake()
    await night.all_live()
    await caller.has_nothing_waiting()
    _not_taken_late(order, frozen_s)
    figures.met.append(f"frozen {frozen_s:g} s (order: {order.code or order.answer})")


def _look_at_screens(night: Night, frozen_s: float) -> None:
    standings = {person.phone.who: person.phone.standing() for person in night.people}
    if frozen_s > LIVE_S_MAX:
        assert "live" not in standings.values(), standings
    if frozen_s > STALE_S:
        assert "delayed" not in standings.values(), standings


def _not_taken_late(order: Press, frozen_s: float) -> None:
    if frozen_s > LIVE_S_MAX:
        assert order.answer in {"refused", "gone"}, f"taken {frozen_s} s late: {order}"
        assert order.code in {"stale_order", ""}, f"judged {frozen_s} s late: {order}"


async def _stop(night: Night, figures: Figures) -> None:
    await night.busy(2)
    night.history.note("server", what="stopping")
    begun_s = night.history.now()
    await night.server.stop()  # or this fails
    figures.stops_s.append(night.history.now() - begun_s)
    await night.server.start()
    night.history.note("server", what="started")
    night.wake()
    await night.all_live()
