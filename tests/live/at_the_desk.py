"""A house without doors, in the test's own loop: a desk on a real log, and who asks it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from app.live.asking import Acked, Answer, Asking
from app.live.clock import SetClock
from app.live.desk import Desk
from app.live.house import House
from app.live.ids import new_ref
from app.show.evening import RunKind
from app.show.look import Go, MarkLook
from app.show.phase import (
    BeginRun,
    CallFirstLooks,
    ConfirmLinedUp,
    OpenDay,
    SetRelease,
    StartShow,
)
from app.show.show import Command
from app.show.words import OWNER, Expect, Instant, LookId, Refused
from app.storage.event_log import EventLog, NewEntry
from app.wire.commands import body_fingerprint, command_json, read_plan
from tests.live.plans import a_plan

NOW = 1_795_690_000_000
_numbers = count(1)


@asynccontextmanager
async def a_house(folder: Path) -> AsyncIterator[House]:
    """A house on the database in `folder`, closed in good order."""
    log = await asyncio.to_thread(EventLog.open, f"sqlite:///{folder / 'standby.db'}")
    house = House(log, SetClock(NOW))
    house.start()
    try:
        yield house
    finally:
        await house.close()


async def a_desk(house: House, **more: Any) -> Desk:
    """A desk of a show with six looks."""
    return await house.venue.create(read_plan(a_plan(**more), new_ref), "A test show", OWNER)


def asking(desk: Desk, command: Command, **more: object) -> Asking:
    """A command as the owner asks it."""
    fields: dict[str, object] = {
        "id": f"asked-{next(_numbers):06d}",
        "command": command,
        "actor": OWNER,
        "fingerprint": body_fingerprint(command_json(command), desk.salt),
        **more,
    }
    return Asking(**fields)  # type: ignore[arg-type]


async def ask_all(desk: Desk, *askings: Asking) -> list[Answer]:
    """Ask all of it before anybody is answered: one turn."""
    return await asyncio.gather(*(_answer(desk, one) for one in askings))


async def _answer(desk: Desk, one: Asking) -> Answer:
    try:
        return await desk.take(one)
    except Refused as refused:
        return refused


async def taken(desk: Desk, command: Command, **more: object) -> Acked:
    """Ask for what must be taken."""
    return await desk.take(asking(desk, command, **more))


def go(desk: Desk, look: str, **more: object) -> Asking:
    return asking(desk, Go(look=LookId(look)), expect=Expect(next=LookId(look)), **more)


async def on_air(desk: Desk, house: House) -> None:
    await started(desk)
    advance(house, 1_000)


async def started(desk: Desk) -> None:
    for command in (BeginRun(kind=RunKind.SHOW), OpenDay(), CallFirstLooks()):
        await taken(desk, command)
    for n in range(1, 7):
        await taken(desk, MarkLook(look=LookId(f"l{n}"), status="at_line"))
    await taken(desk, ConfirmLinedUp())
    for party in ("backstage", "house", "technical"):
        await taken(desk, SetRelease(party=party, light="green"))  # type: ignore[arg-type]
    await taken(desk, StartShow())


def advance(house: House, by_ms: int) -> None:
    clock = house.clock
    assert isinstance(clock, SetClock)
    clock.advance(by_ms)


async def written_by_another_server(desk: Desk, house: House, entry: NewEntry) -> None:
    """Append behind the desk's back, as a second server on the same database would."""
    await house.event_log.append(desk.show_id, desk.seq, [entry])


def at(house: House, by_ms: int = 0) -> Instant:
    return Instant(house.clock.now_ms() + by_ms)
