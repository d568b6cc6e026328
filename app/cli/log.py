"""`standby log`: what happened, for people line by line, or raw for programs."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.options import Database, Show, Token, Url

if TYPE_CHECKING:
    from app.files.spoken import Names

Ndjson = Annotated[bool, typer.Option("--ndjson", help="Each entry as a line of JSON, as it is.")]


def log(
    show: Show = None,
    ndjson: Ndjson = False,  # noqa: FBT002 - typer reads options from the parameters
    url: Url = None,
    token: Token = "",
    database_url: Database = "sqlite:///standby.db",
) -> None:
    """Tell a show from its first entry on."""
    # Imported here, so that `--help` need not wait for the whole house.
    import orjson  # noqa: PLC0415

    from app.cli.where import the_show, where  # noqa: PLC0415
    from app.demo.office import NotDone  # noqa: PLC0415
    from app.files.spoken import Names  # noqa: PLC0415

    try:
        place = where(url, token, database_url)
        found = the_show(place, show)
        names = None if ndjson else Names(place.state(found))
        for entry in place.log(found):
            if names is None:
                typer.echo(orjson.dumps(entry))
            else:
                for line in _lines(entry, names):
                    typer.echo(line)
    except NotDone as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(1) from None


def _lines(entry: Mapping[str, object], names: "Names") -> Iterator[str]:
    """Yield one line for each event; the first says when and who."""
    from app.files.spoken import spoken  # noqa: PLC0415 - as above

    at, actor, events = entry["at"], entry["actor"], entry["events"]
    assert isinstance(at, int), "PROTOCOL.md 3"
    assert isinstance(actor, Mapping), "PROTOCOL.md 3"
    assert isinstance(events, list), "PROTOCOL.md 3"
    when = datetime.fromtimestamp(at / 1000, tz=UTC).astimezone()
    clock = f"{when:%H:%M:%S}.{at % 1000:03d}"
    head = f"{entry['seq']:>6}  {clock}  {names.actor(actor):<34}"
    for event in events or [{"type": "nothing_changed"}]:
        yield f"{head}  {spoken(event, names)}"
        head = " " * len(head)
