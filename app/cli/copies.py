"""Copies of a database as the commands make them: proved before they get a name, and told in lines."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from app.live.proof import Proved
    from app.storage.event_log import EventLog

STAMP: Final = "%Y%m%d-%H%M%S"
NOT_DONE: Final = 1
NOT_OPENED: Final = 2


def proved(
    file: Path, afterwards: "Callable[[EventLog], Awaitable[None]] | None" = None
) -> "list[Proved]":
    """Open a finished copy, prove it, close it in good order. Raises Unproved and CannotOpen."""
    from app.live.proof import prove  # noqa: PLC0415 - so that `--help` need not wait
    from app.storage.event_log import EventLog  # noqa: PLC0415

    async def opened() -> "list[Proved]":
        log = EventLog.open(f"sqlite:///{file}")
        try:
            found = await prove(log)
            if afterwards is not None:
                await afterwards(log)
            return found
        finally:
            await log.close()

    return asyncio.run(opened())


@contextmanager
def refusing() -> Iterator[None]:
    """Say in one sentence why something was not done, and end with its exit code."""
    from app.live.proof import Unproved  # noqa: PLC0415 - as above
    from app.storage.archive import CannotCopy  # noqa: PLC0415
    from app.storage.event_log import CannotOpen  # noqa: PLC0415
    from app.storage.single_server import AlreadyServed  # noqa: PLC0415

    try:
        yield
    except (CannotCopy, Unproved) as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(NOT_DONE) from None
    except (CannotOpen, AlreadyServed) as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(NOT_OPENED) from None


def lines(shows: "Sequence[Proved]") -> Iterator[str]:
    """Yield what a database holds, a line for each show."""
    for one in shows:
        yield (
            f"  {one.show_id}  {one.title}: {one.seq} entries, the last at "
            f"{_said(one.last_at_ms)}, state {one.hash[:12]}"
        )
    if not shows:
        yield "  no shows"


def now_stamp() -> str:
    """Return the time as it stands in the name of a copy."""
    from app.live.clock import HouseClock  # noqa: PLC0415 - as above

    return _local(HouseClock().now_ms()).strftime(STAMP)


def _said(at_ms: int) -> str:
    return f"{_local(at_ms):%Y-%m-%d %H:%M:%S}"


def _local(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, tz=UTC).astimezone()
