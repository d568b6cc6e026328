"""`make soak`: everything that a venue can do to a server, for minutes, from one seed.

    python -m tests.venue.soak --seed 7 --minutes 10 --only wifi,kills

Each part runs in a process of its own and is judged by the checker. A part that is red says where
its history lies; the same seed plays it again.
"""

import argparse
import asyncio
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

from tests.venue.bad_wifi import DARK_S, PHONES, bad_wifi
from tests.venue.checker import check
from tests.venue.clock_jumps import clock_jumps
from tests.venue.crowds import crowds
from tests.venue.disk_faults import disk_faults
from tests.venue.flipped import flips
from tests.venue.freezes import freezes
from tests.venue.kills import kills
from tests.venue.netns import why_no_netns
from tests.venue.plug import why_no_plug
from tests.venue.power_cuts import power_cuts
from tests.venue.preloaded import why_not_preloaded
from tests.venue.restored import restored
from tests.venue.rooms import rooms

Run = Callable[[Path, int, int], Awaitable[object]]  # folder, seed, how many: its figures


def _everywhere() -> str:
    return ""


@dataclass(frozen=True)
class Part:
    """Something that happens to a server: `a_minute` says how many of it fill one."""

    run: Run
    a_minute: float
    why_not: Callable[[], str] = _everywhere  # what this machine lacks for it


async def wifi(folder: Path, seed: int, seconds: int) -> object:
    """Play an evening on bad Wi-Fi. Raises when a promise did not hold."""
    history, figures = await bad_wifi(
        folder, seed=seed, phones=PHONES, seconds=seconds, dark_s=DARK_S
    )
    verdict = check(history)
    assert not verdict.findings, f"{figures}\n{verdict}"
    return f"{figures}\n{verdict}"


PARTS: Final[Mapping[str, Part]] = {
    "wifi": Part(wifi, 60),
    "kills": Part(kills, 30),
    "power": Part(power_cuts, 6, why_no_plug),
    "disks": Part(disk_faults, 1, why_not_preloaded),
    "clocks": Part(clock_jumps, 2, why_not_preloaded),
    "freezes": Part(freezes, 1.5),
    "copies": Part(restored, 1),
    "flips": Part(flips, 120),
    "rooms": Part(rooms, 1, why_no_netns),
    "crowds": Part(crowds, 0.5),
}


@dataclass(frozen=True)
class Program:
    """A part that is a program of its own."""

    words: tuple[str, ...]  # in which {seed} and {count} are put in
    a_minute: float


PROGRAMS: Final[Mapping[str, Program]] = {
    "shows": Program(("tests.simulation", "--seed", "{seed}", "--shows", "{count}"), 5_000),
}


@dataclass(frozen=True)
class Wish:
    """What was asked for."""

    seed: int
    minutes: float
    only: tuple[str, ...]
    count: int | None
    folder: Path


def main(words: list[str] | None = None) -> int:
    """Run the parts one after the other; return how many were red."""
    asked = _asked(words)
    if asked.just:
        _just(asked.just, Path(asked.folder), asked.seed, asked.count)
        return 0
    only = tuple(asked.only.split(",")) if asked.only else (*PARTS, *PROGRAMS)
    folder = Path(asked.folder or tempfile.mkdtemp(prefix="standby-soak-"))
    wish = Wish(asked.seed, asked.minutes, only, asked.count, folder)
    print(f"seed {wish.seed}, {wish.minutes:g} min a part; histories in {folder}", flush=True)
    red = [name for name in wish.only if not _holds(name, wish)]
    print(f"seed {wish.seed}: {', '.join(red) + ' RED' if red else 'all green'}")
    return len(red)


def _asked(words: list[str] | None) -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m tests.venue.soak", description=__doc__)
    reader.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    reader.add_argument("--minutes", type=float, default=2.0, help="of each part, about")
    reader.add_argument("--only", default="", help=f"some of {','.join((*PARTS, *PROGRAMS))}")
    reader.add_argument("--count", type=int, help="in place of minutes: kills, cuts, rounds")
    reader.add_argument("--folder", default="", help="where the histories are kept")
    reader.add_argument("--just", default="", choices=["", *PARTS], help=argparse.SUPPRESS)
    return reader.parse_args(words)


def _holds(name: str, wish: Wish) -> bool:
    why_not = PARTS[name].why_not() if name in PARTS else ""
    if why_not:
        print(f"{name}: left out, {why_not}", flush=True)
        return True
    begun_s = time.monotonic()
    ended = subprocess.run([sys.executable, "-m", *_program(name, wish)], check=False)
    took_s = time.monotonic() - begun_s
    print(f"{name}: {'RED' if ended.returncode else 'green'} after {took_s:.0f} s\n", flush=True)
    return not ended.returncode


def _program(name: str, wish: Wish) -> list[str]:
    a_minute = PARTS[name].a_minute if name in PARTS else PROGRAMS[name].a_minute
    count = wish.count or max(1, round(wish.minutes * a_minute))
    if name in PROGRAMS:
        return [word.format(seed=wish.seed, count=count) for word in PROGRAMS[name].words]
    place = wish.folder / name
    place.mkdir(parents=True)
    words = ["tests.venue.soak", "--just", name, "--seed", str(wish.seed)]
    return [*words, "--count", str(count), "--folder", str(place)]


def _just(name: str, folder: Path, seed: int, count: int) -> None:
    # What a house in this process says of the faults that are made here is no news.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("critical"))
    print(f"{name}: {count} from seed {seed}", flush=True)
    print(asyncio.run(_figures(PARTS[name].run(folder, seed, count))))


async def _figures(running: Awaitable[object]) -> object:
    return await running


if __name__ == "__main__":
    sys.exit(main())
