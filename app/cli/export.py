"""`standby export`: a show's plan, as a file that can be imported elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import Database, Show, Token, Url

Out = Annotated[Path | None, typer.Option("--out", "-o", help="The file; else it is printed.")]


def export(
    show: Show = None,
    out: Out = None,
    url: Url = None,
    token: Token = "",
    database_url: Database = "sqlite:///standby.db",
) -> None:
    """Write a show's plan as JSON."""
    # Imported here, so that `--help` need not wait for the whole house.
    import orjson  # noqa: PLC0415

    from app.cli.where import the_show, where  # noqa: PLC0415
    from app.demo.office import NotDone  # noqa: PLC0415

    try:
        place = where(url, token, database_url)
        plan = place.plan(the_show(place, show))
    except NotDone as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(1) from None
    written = orjson.dumps(plan, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if out is None:
        typer.echo(written, nl=False)
    else:
        out.write_bytes(written)
        typer.echo(f"{out}: {len(written):,} bytes.", err=True)
