"""`standby check`: whether a database or a copy is whole, without touching it."""

from typing import Annotated

import typer

from app.cli.copies import lines, proved, refusing

File = Annotated[
    str | None, typer.Argument(help="A file; without one the database: STANDBY_DATABASE_URL.")
]
Database = Annotated[
    str, typer.Option("--database-url", envvar="STANDBY_DATABASE_URL", help="The database.")
]


def check(file: File = None, database: Database = "sqlite:///standby.db") -> None:
    """Prove a database or a copy: every entry, every show replayed. A server may run on it."""
    from app.storage import archive  # noqa: PLC0415 - so that `--help` need not wait

    with refusing():
        source = archive.database_file(file or database)
        with archive.workroom(source) as room:
            archive.must_be_whole(source)
            copy = room / "standby.db"
            archive.copy_while_it_is_written(source, copy)
            shows = proved(copy)
    typer.echo(f"{source} is whole.")
    for line in lines(shows):
        typer.echo(line)
