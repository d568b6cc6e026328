"""What can happen only once: a row in the database for each, so that no race repeats it."""

from collections.abc import Iterable

from app.show.cue import CueGone
from app.show.look import LookOut
from app.show.phase import RunBegan, ShowStarted
from app.show.show import Event
from app.show.state import Show
from app.show.words import RunId


def once_rows(before: Show, events: Iterable[Event]) -> tuple[str, ...]:
    """Return a row for every exit, cue and T0 among `events`, named after the run they are in."""
    rows, _run = once_in(before.run.id if before.run else RunId(""), events)
    return tuple(rows)


def once_in(run: RunId, events: Iterable[Event]) -> tuple[list[str], RunId]:
    """Return the rows of `events` that begin in `run`, and in which run they end."""
    rows: list[str] = []
    for event in events:
        match event:
            case RunBegan():
                run = event.run
            case LookOut():
                rows.append(f"{run}:exit:{event.look}:{event.number}")
            case CueGone():
                rows.append(f"{run}:cue:{event.cue}")
            case ShowStarted():
                rows.append(f"{run}:t0")
            case _:
                pass
    return rows, run
