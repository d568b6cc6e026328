"""`standby import`: a plan from a file becomes a show."""

from pathlib import Path
from typing import Annotated

import typer

from app.cli.options import Database, Token, Url

File = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, help="A plan bundle: show.json.")
]


def import_(
    file: File, url: Url = None, token: Token = "", database_url: Database = "sqlite:///standby.db"
) -> None:
    """Make a show from a plan."""
    # Imported here, so that `--help` need not wait for the whole house.
    from app.cli.where import where  # noqa: PLC0415
    from app.demo.office import NotDone  # noqa: PLC0415
    from app.files.bundle import read_bundle  # noqa: PLC0415
    from app.files.faults import Faulty  # noqa: PLC0415

    try:
        plan = read_bundle(file.read_bytes())
        show = where(url, token, database_url).take_in(plan)
    except Faulty as faulty:
        typer.echo(f"{file.name} is not imported:", err=True)
        for fault in faulty.faults:
            typer.echo(f"  {fault}", err=True)
        raise typer.Exit(1) from None
    except NotDone as why:
        typer.echo(f"{file.name} is not imported: {why}", err=True)
        raise typer.Exit(1) from None
    looks = plan["looks"]
    count = len(looks) if isinstance(looks, list) else 0
    typer.echo(f"{show}  {plan['title']}: {count} looks are in.")
