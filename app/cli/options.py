"""Options that several commands have: which show, and where it is."""

from typing import Annotated

import typer

Show = Annotated[
    str | None,
    typer.Argument(help="Its id, or how its title begins; not needed where there is only one."),
]
Url = Annotated[
    str | None,
    typer.Option(envvar="STANDBY_URL", help="A running server: http://192.168.1.20:8420."),
]
Token = Annotated[
    str, typer.Option(envvar="STANDBY_ADMIN_TOKEN", help="The owner's token, for a running server.")
]
Database = Annotated[
    str,
    typer.Option(
        envvar="STANDBY_DATABASE_URL", help="Or the database itself, while no server runs on it."
    ),
]
