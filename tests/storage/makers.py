"""Entries with dull contents, so that a test names only what matters."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import count

from app.storage.event_log import Clash, EventLog, NewEntry, Side

SHOW = "s_7Qm"
OTHER_SHOW = "s_9Xk"

_numbers = count(1)


def an_entry(
    command_id: str | None = None,
    *,
    events: bytes = b"[]",
    sides: Sequence[Side] = (),
    once: Sequence[str] = (),
) -> NewEntry:
    return NewEntry(
        command_id=command_id or f"c-{next(_numbers):08}",
        at_ms=1_795_687_201_000,
        actor=b'{"pass":"p2","role":"dresser"}',
        command=b'{"look":"l16","status":"dressed","type":"mark_look"}',
        events=events,
        body_hash="5e1f",
        sides=tuple(sides),
        once=tuple(once),
    )


def entries(number: int) -> list[NewEntry]:
    return [an_entry() for _ in range(number)]


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[EventLog]:
    log = EventLog.open(url)
    try:
        yield log
    finally:
        await log.close()


async def append_in_turn(log: EventLog, show_id: str, new: Sequence[NewEntry]) -> None:
    """Append as a desk does: when somebody was faster, look where the log ends and try again."""
    for entry in new:
        while True:
            head = await log.head(show_id)
            assert head is not None
            with contextlib.suppress(Clash):
                await log.append(show_id, head.seq, [entry])
                break


async def outcomes(*appends: "asyncio.Future[None]") -> list[str]:
    """Return what became of each append: "written", what it clashed on, or the refusal."""
    answers = await asyncio.gather(*appends, return_exceptions=True)
    return [_outcome(answer) for answer in answers]


def _outcome(answer: BaseException | None) -> str:
    if answer is None:
        return "written"
    return f"clash on {answer.on}" if isinstance(answer, Clash) else type(answer).__name__
