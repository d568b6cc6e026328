"""Many simulated shows, one after the other or in several processes, and what they add up to."""

import gc
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import get_context
from typing import Final

from tests.simulation.case import Outcome, Weather, drawn
from tests.simulation.evening import play
from tests.simulation.shrinking import shrunk
from tests.simulation.story import told

BLOCK: Final = 25  # shows that one process plays before it says how it went
STORIES_MAX: Final = 3  # of more broken shows than that only the seeds are named


@dataclass
class Tally:
    """What became of many shows."""

    shows: int = 0
    broken: list[tuple[str, str, str]] = field(default_factory=list)  # seed, promise, what
    entries: int = 0
    virtual_s: float = 0.0
    cpu_s: float = 0.0
    reached: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    commands: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)

    def count(self, outcome: Outcome) -> None:
        """Add a show."""
        case, broken = outcome.case, outcome.broken
        self.shows += 1
        self.entries += outcome.entries
        self.virtual_s += outcome.virtual_s
        self.reached[outcome.reached] += 1
        self.faults.update(fault.kind for fault in case.faults)
        self.faults.update(["two_servers"] if case.servers > 1 else [])
        self.commands.update(outcome.commands)
        self.answers.update(outcome.answers)
        if broken is not None:
            self.broken.append((case.seed, broken.promise, broken.what))

    def add(self, other: "Tally") -> None:
        """Add what another process has counted."""
        self.shows += other.shows
        self.broken += other.broken
        self.entries += other.entries
        self.virtual_s += other.virtual_s
        self.cpu_s += other.cpu_s
        for name in ("reached", "faults", "commands", "answers"):
            getattr(self, name).update(getattr(other, name))

    def __str__(self) -> str:
        speed = 60 * self.shows / self.cpu_s if self.cpu_s else 0.0
        return (
            f"{self.shows} shows, {len(self.broken)} broke a promise. "
            f"{self.virtual_s / 3600:.0f} h of virtual time, {self.entries} entries, "
            f"{sum(self.faults.values())} faults; {speed:.0f} shows a minute and core."
        )


def play_all(seeds: Iterable[str], weather: Weather | None = None) -> Tally:
    """Play these shows in this process."""
    tally, begun_s = Tally(), time.process_time()
    collects = gc.isenabled()
    gc.disable()
    try:
        for count, seed in enumerate(seeds, start=1):
            tally.count(play(drawn(seed, weather)))
            if count % BLOCK == 0:
                gc.collect()
    finally:
        if collects:
            gc.enable()
    tally.cpu_s = time.process_time() - begun_s
    return tally


def seeds_of(name: str, shows: int) -> list[str]:
    """Return the seeds of so many shows."""
    return [f"{name}-{n}" for n in range(shows)]


def soak(
    shows: int = 10_000,
    name: str = "soak",
    processes: int = 2,
    say: Callable[[str], None] = print,
) -> Tally:
    """Play `shows` shows; tell of the first that break a promise, made as small as they get.

    Whoever calls it looks at `broken`: it is empty when every promise was kept.
    """
    tally = Tally()
    blocks = list(_blocks(seeds_of(name, shows)))
    # Started anew, not forked: what the caller has running stays out of it.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for place, block in enumerate(pool.map(play_all, blocks), start=1):
            tally.add(block)
            for seed, promise, what in block.broken:
                say(f"Show {seed} breaks promise {promise}: {what}")
            if place % 20 == 0:
                say(str(tally))
    say(str(tally))
    for seed, _promise, _what in tally.broken[:STORIES_MAX]:
        say(told(shrunk(play(drawn(seed)))))
    return tally


def _blocks(seeds: Sequence[str]) -> Iterator[list[str]]:
    left = iter(seeds)
    while block := list(islice(left, BLOCK)):
        yield block
