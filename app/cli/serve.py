"""`standby serve`: a server for real shows."""

from typing import Annotated

import typer
from pydantic import ValidationError

Host = Annotated[str | None, typer.Option(help="Where to listen: STANDBY_HOST, or every network.")]
Port = Annotated[int | None, typer.Option(help="On which port: STANDBY_PORT, or 8420.")]
Database = Annotated[
    str | None,
    typer.Option(
        help="sqlite:///FILE or postgresql://...: STANDBY_DATABASE_URL, or standby.db here."
    ),
]


def serve(host: Host = None, port: Port = None, database_url: Database = None) -> None:
    """Serve shows on the venue's network."""
    # Imported here, so that `--help` need not wait for the whole house.
    from app.main import Settings  # noqa: PLC0415
    from app.main import serve as open_doors  # noqa: PLC0415
    from app.storage.event_log import CannotOpen  # noqa: PLC0415
    from app.storage.single_server import AlreadyServed  # noqa: PLC0415

    asked = {"host": host, "port": port, "database_url": database_url}
    try:
        settings = Settings.model_validate({k: v for k, v in asked.items() if v is not None})
    except ValidationError as wrong:
        raise typer.BadParameter(str(wrong)) from None
    try:
        open_doors(settings)
    except (AlreadyServed, CannotOpen) as why:
        typer.echo(str(why), err=True)
        raise typer.Exit(2) from None
