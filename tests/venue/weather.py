"""What the network of a venue does all evening: each line has its own bad luck, and a seed decides it."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from tests.venue.pace import FINE, Weather
from tests.venue.proxy import Line

Kind = Callable[[Line, random.Random], Awaitable[None]]

CROWDED: Final = Weather(latency_s=0.02, jitter_s=0.3, stalls_s_each=4.0, stall_s=0.8)
FAR_AWAY: Final = Weather(latency_s=0.08, jitter_s=0.15, stalls_s_each=12.0, stall_s=0.5)
THIN: Final = Weather(latency_s=0.15, jitter_s=0.1, rate_bits_s=64_000)
BLACK_HOLE_S: Final = 20.0


async def bad_wifi(line: Line, chance: random.Random) -> None:
    """A full house on one channel: packets are lost in bursts, now and then everything stops."""
    line.blow(CROWDED, "crowded")
    while True:
        await asyncio.sleep(chance.expovariate(1 / 12))
        await chance.choice(MISHAPS)(line, chance)


async def roaming(line: Line, chance: random.Random) -> None:
    """Somebody walks about: every while another access point, and the old connection is forgotten."""
    line.blow(FAR_AWAY, "far away")
    while True:
        await asyncio.sleep(chance.uniform(8, 25))
        line.hang()
        await asyncio.sleep(chance.uniform(0.3, 3))
        line.resume()
        line.reset()


async def thin(line: Line, chance: random.Random) -> None:
    """64 kbit/s all evening, and sometimes a connection less."""
    line.blow(THIN, "64 kbit/s")
    while True:
        await asyncio.sleep(chance.expovariate(1 / 40))
        line.cut()


async def black_holes(line: Line, chance: random.Random) -> None:
    """Fine for a while, and then nothing at all for 20 s, of which nobody is told."""
    line.blow(FAR_AWAY, "far away")
    while True:
        await asyncio.sleep(chance.uniform(10, 30))
        await _hang(line, chance, BLACK_HOLE_S)


async def fine(line: Line, chance: random.Random) -> None:
    """A cable."""
    line.blow(FINE, "fine")


# ---- what happens on a bad day, once


async def _hang(line: Line, chance: random.Random, for_s: float = 0.0) -> None:
    line.hang(*chance.choice([("up", "down"), ("up", "down"), ("up",), ("down",)]))  # type: ignore[arg-type]
    await asyncio.sleep(for_s or chance.uniform(1, 12))
    line.resume()


async def _cut(line: Line, chance: random.Random) -> None:
    chance.choice([line.cut, line.reset, line.leave_half_open])()


async def _lose_an_answer(line: Line, chance: random.Random) -> None:
    line.lose_next_ack()


async def _cut_in_a_command(line: Line, chance: random.Random) -> None:
    line.cut_in_next_command(at_byte=chance.randint(1, 60))


async def _turn_away(line: Line, chance: random.Random) -> None:
    line.refuse(True)
    line.reset()
    await asyncio.sleep(chance.uniform(0.5, 4))
    line.refuse(False)


MISHAPS: Final[tuple[Kind, ...]] = (
    _hang,
    _hang,
    _cut,
    _lose_an_answer,
    _lose_an_answer,
    _cut_in_a_command,
    _turn_away,
)
KINDS: Final[Mapping[str, Kind]] = {
    "bad wifi": bad_wifi,
    "roaming": roaming,
    "64 kbit/s": thin,
    "black holes": black_holes,
}


def kind_for(place: int) -> Kind:
    """Return what the line of the n-th phone is like: half of a house has just bad Wi-Fi."""
    kinds = (bad_wifi, roaming, bad_wifi, thin, bad_wifi, black_holes)
    return kinds[place % len(kinds)]
