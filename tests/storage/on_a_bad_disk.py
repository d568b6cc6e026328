"""A log on a disk that fails when told to: run as a program, since what spoils the disk is loaded before it."""

import asyncio
import json
import sys
from collections.abc import Coroutine
from pathlib import Path

from app.storage.event_log import CannotOpen, Clash, EventLog, Unavailable
from tests.storage.makers import SHOW, an_entry

ATTEMPTS = 40  # of a write while the disk fails: what lies in the journal already needs no disk
RECOVERS_S = 20.0


async def writing(url: str, said: Path, how: str) -> dict[str, object]:
    """Append, let the disk fail, append, let it be whole, append."""
    log = EventLog.open(url)
    await log.create_show(SHOW, "SS27", 1)
    await log.append(SHOW, 0, [an_entry("before")])
    _say(said, how)
    failed = await _refused(log)
    ticks = await _ticks_while(log.probe())
    _say(said, "")
    kept = [entry.command_id for entry in await log.read(SHOW, 0)]
    await _until_it_goes(log, len(kept))
    found = [entry.command_id for entry in await log.read(SHOW, 0)]
    await log.close()
    return {"failed": failed, "kept": kept, "found": found, "ticks": ticks}


def _say(said: Path, how: str) -> None:
    said.write_text(how)


async def _refused(log: EventLog) -> list[str]:
    """Append what is asked for while the disk fails; return the ids that were refused."""
    seq, refused = 1, []
    for number in range(ATTEMPTS):
        try:
            await log.append(SHOW, seq, [an_entry(f"during-{number}")])
            seq += 1
        except Unavailable:
            refused.append(f"during-{number}")
        if refused:
            break
    return refused


async def _ticks_while(work: Coroutine[None, None, None]) -> int:
    """Count how often the loop comes round while something waits for the disk."""
    task = asyncio.ensure_future(work)
    ticks = 0
    while not task.done():
        ticks += 1
        await asyncio.sleep(0.001)
    task.exception()
    return ticks


async def _until_it_goes(log: EventLog, seq: int) -> None:
    async with asyncio.timeout(RECOVERS_S):
        while True:
            try:
                await log.append(SHOW, seq, [an_entry("after")])
            except Unavailable:
                continue
            except Clash as clash:
                seq = int(clash.what)
                continue
            return


def opening(url: str, said: Path, how: str) -> dict[str, object]:
    """Open on a disk that fails, and again when it is whole."""
    _say(said, how)
    try:
        asyncio.run(EventLog.open(url).close())
        sentence = "it opened"
    except CannotOpen as why:
        sentence = str(why)
    _say(said, "")
    asyncio.run(EventLog.open(url).close())
    return {"sentence": sentence}


if __name__ == "__main__":
    what, url_, folder, how_ = sys.argv[1:]
    where = Path(folder) / "bad-disk"
    if what == "writing":
        print(json.dumps(asyncio.run(writing(url_, where, how_))))
    else:
        print(json.dumps(opening(url_, where, how_)))
