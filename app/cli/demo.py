"""`standby demo`: a generated show with a simulated crew, on a real server; anybody may take any place."""

import asyncio
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

Host = Annotated[str, typer.Option(envvar="STANDBY_HOST", help="Where to listen.")]
Port = Annotated[int, typer.Option(envvar="STANDBY_PORT", help="On which port.")]
Speed = Annotated[
    float, typer.Option(min=0.25, max=20, help="1 is life; at 20 the show is over in a minute.")
]
Once = Annotated[
    bool, typer.Option("--once", help="End after one show, instead of beginning again.")
]
Rehearse = Annotated[bool, typer.Option("--rehearsal", help="A run-through before the show.")]
Database = Annotated[
    str | None,
    typer.Option(envvar="STANDBY_DATABASE_URL", help="Keep the show here; else it is forgotten."),
]
Seed = Annotated[int, typer.Option(help="Another number is another cast list's luck.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Billing:
    """What was asked for."""

    host: str
    port: int
    speed: float
    once: bool
    rehearsal: bool
    seed: int


def demo(  # noqa: PLR0913, PLR0917 - an option each
    host: Host = "0.0.0.0",  # noqa: S104 - phones on the same network are to join in
    port: Port = 8420,
    speed: Speed = 1.0,
    once: Once = False,  # noqa: FBT002 - typer reads options from the parameters
    rehearsal: Rehearse = False,  # noqa: FBT002 - as above
    database_url: Database = None,
    seed: Seed = 7,
) -> None:
    """Play a show with an invented house, and print a link for each screen."""
    billing = Billing(host=host, port=port, speed=speed, once=once, rehearsal=rehearsal, seed=seed)
    with tempfile.TemporaryDirectory(prefix="standby-demo-") as folder:
        database = database_url or f"sqlite:///{folder}/demo.db"
        try:
            asyncio.run(_evening(billing, database, Path(folder) / "server.log"))
        except (KeyboardInterrupt, asyncio.CancelledError):
            typer.echo("Good night.")


async def _evening(billing: Billing, database_url: str, diary: Path) -> None:
    # Imported here, so that `--help` need not wait for the whole house.
    from rich.console import Console  # noqa: PLC0415

    from app.cli.programme import Programme  # noqa: PLC0415
    from app.demo.evening import Evening  # noqa: PLC0415
    from app.demo.server import NoServer, a_server  # noqa: PLC0415
    from app.live.ids import new_token  # noqa: PLC0415

    _end_on_sigterm()
    console, token = Console(), new_token()
    try:
        async with a_server(billing.host, billing.port, database_url, token, diary) as url:
            evening = Evening(url, token, speed=billing.speed, seed=billing.seed)
            programme = Programme(console, evening)
            with console.status("Sewing forty looks…"):
                await evening.prepare(billing.host)
            programme.announce()
            await evening.play(rehearsal=billing.rehearsal, again=not billing.once)
    except NoServer as why:
        console.print(f"The server did not start.\n{why}")
        raise typer.Exit(1) from None


def _end_on_sigterm() -> None:
    """Let a stop from outside end the server too, and take its folder away."""
    here = asyncio.current_task()
    assert here is not None, "called from a coroutine"
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, here.cancel)
