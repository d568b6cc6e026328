"""`standby serve`: a server for real shows, and a keeper that starts it anew when it dies."""

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from app.main import Settings

Host = Annotated[str | None, typer.Option(help="Where to listen: STANDBY_HOST, or every network.")]
Port = Annotated[int | None, typer.Option(help="On which port: STANDBY_PORT, or 8420.")]
HttpsPort = Annotated[
    int | None, typer.Option(help="On which port https: STANDBY_HTTPS_PORT, or 8443.")
]
TlsDir = Annotated[
    str | None,
    typer.Option(help="Where server.crt and server.key lie: STANDBY_TLS_DIR, or tls here."),
]
Database = Annotated[
    str | None,
    typer.Option(
        help="sqlite:///FILE or postgresql://...: STANDBY_DATABASE_URL, or standby.db here."
    ),
]
Keep = Annotated[
    bool | None,
    typer.Option(
        "--keeper/--no-keeper",
        help="A parent that restarts the server: STANDBY_KEEPER, or yes. No where something else does.",
    ),
]
Leash = Annotated[bool, typer.Option("--until-stdin-ends", hidden=True)]


def serve(  # noqa: PLR0913, PLR0917 - an option each
    host: Host = None,
    port: Port = None,
    database_url: Database = None,
    https_port: HttpsPort = None,
    tls_dir: TlsDir = None,
    keeper: Keep = None,
    until_stdin_ends: Leash = False,  # noqa: FBT002 - typer reads options from the parameters
) -> None:
    """Serve shows on the venue's network."""
    # Imported here, so that `--help` need not wait for the whole house.
    from app.cli.quick_start import quickly  # noqa: PLC0415

    with quickly():
        from pydantic import ValidationError  # noqa: PLC0415

        from app.main import Settings  # noqa: PLC0415

    asked = {
        "host": host,
        "port": port,
        "database_url": database_url,
        "https_port": https_port,
        "tls_dir": tls_dir,
        "keeper": keeper,
    }
    try:
        settings = Settings.model_validate({k: v for k, v in asked.items() if v is not None})
    except ValidationError as wrong:
        raise typer.BadParameter(str(wrong)) from None
    code = open_doors(settings, until_stdin_ends=until_stdin_ends)
    if code:
        raise typer.Exit(code)


def open_doors(settings: "Settings", *, until_stdin_ends: bool = False) -> int:
    """Serve, with a keeper where that is wished and possible; return the exit code."""
    from app import main  # noqa: PLC0415 - as above
    from app.cli.keeper import Keeper  # noqa: PLC0415
    from app.cli.leash import say_where_it_hangs, stop_at_the_end_of  # noqa: PLC0415
    from app.web.entrances import CannotListen  # noqa: PLC0415

    main.prepare(settings)
    doorway = main.entrances(settings)
    leash = sys.stdin.fileno() if until_stdin_ends else None

    def serving(*, alive: Callable[[], None], greet: bool) -> int:
        return _told(lambda: main.serve(settings, doorway, alive=alive, greet=greet))

    def before() -> None:
        doorway.look_again()
        doorway.open()

    try:
        if settings.keeper and hasattr(os, "fork"):
            return Keeper(serving, before=before, let_go=doorway.close, leash=leash).run()
        before()
    except CannotListen as why:
        return _say(why)
    say_where_it_hangs()
    if leash is not None:
        stop_at_the_end_of(leash)
    return serving(alive=lambda: None, greet=True)


def _told(serve_: Callable[[], None]) -> int:
    """Serve, and say in a sentence why that is not possible."""
    from app.storage.event_log import CannotOpen  # noqa: PLC0415 - as above
    from app.storage.single_server import AlreadyServed  # noqa: PLC0415

    try:
        serve_()
    except (AlreadyServed, CannotOpen) as why:
        return _say(why)
    return 0


def _say(why: Exception) -> int:
    typer.echo(str(why), err=True)
    return 2
