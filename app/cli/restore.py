"""`standby restore`: a copy in the place of the database, as a new epoch; what was there is kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.copies import lines, now_stamp, proved, refusing

if TYPE_CHECKING:
    from app.storage.event_log import EventLog

From = Annotated[Path, typer.Argument(metavar="FROM", help="The copy, or a damaged database.")]
To = Annotated[
    str,
    typer.Option(
        "--to",
        "--database-url",
        envvar="STANDBY_DATABASE_URL",
        help="The database that it takes the place of.",
    ),
]
Salvage = Annotated[
    bool,
    typer.Option("--salvage", help="Take of each show what comes before its first damaged entry."),
]


def restore(
    copy: From,
    to: To = "sqlite:///standby.db",
    salvage: Salvage = False,  # noqa: FBT002 - typer reads options from the parameters
) -> None:
    """Put a copy in the place of the database, while no server runs on it."""
    from app.storage import archive  # noqa: PLC0415 - so that `--help` need not wait

    with refusing():
        source, target = archive.database_file(str(copy)), archive.database_file(to)
        with archive.closed_to_servers(target), archive.workroom(target) as room:
            finished = room / "standby.db"
            if salvage:
                _salvage(source, finished)
            else:
                archive.must_be_whole(source)
                archive.copy_while_it_is_written(source, finished)
            shows = proved(finished, _begin_anew)
            replaced = target.with_name(f"{target.stem}-replaced-{now_stamp()}{target.suffix}")
            kept = archive.put_in_place(finished, target, replaced)
    typer.echo(f"{target} is now what {copy} holds, in a new epoch:")
    for line in lines(shows):
        typer.echo(line)
    if kept is not None:
        typer.echo(f"What was there before is kept as {kept}")
    else:
        typer.echo(f"There was no database at {target} before: say --to if you meant another.")


async def _begin_anew(log: "EventLog") -> None:
    for show in await log.shows():
        await log.renew_epoch(show.id, show.epoch)


def _salvage(source: Path, finished: Path) -> None:
    from app.live.inspector import once_of  # noqa: PLC0415 - as above
    from app.storage.salvage import salvage  # noqa: PLC0415

    for lost in salvage(source, finished, once_of):
        typer.echo(f"left behind: {lost}")
