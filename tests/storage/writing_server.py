"""A server that only appends, to be killed: prints each seq once it was told that it is durable."""

import asyncio
import sys
from itertools import count

from app.storage.event_log import EventLog
from tests.storage.makers import SHOW, an_entry


async def main(url: str, appends_max: int, at_once: int) -> None:
    """Append `at_once` entries at a time, each in an append of its own, until killed or done."""
    log = EventLog.open(url)
    head = await log.head(SHOW)
    assert head is not None

    async def append(after: int) -> None:
        await log.append(SHOW, after, [an_entry(f"c-{after + 1}")])
        print(after + 1, flush=True)

    for first in count(head.seq, at_once):
        if first >= appends_max:
            break
        await asyncio.gather(*(append(first + n) for n in range(at_once)))
    await log.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
