"""The command line: one module for each command, listed here."""

import typer

from app.cli.backup import backup
from app.cli.check import check
from app.cli.demo import demo
from app.cli.export import export
from app.cli.import_ import import_
from app.cli.log import log
from app.cli.restore import restore
from app.cli.serve import serve
from app.cli.tls import tls
from app.cli.version import version

cli = typer.Typer(
    name="standby",
    help="Runs a fashion show backstage: one server, many screens, one truth.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
cli.command()(serve)
cli.command()(demo)
cli.command("import")(import_)
cli.command()(export)
cli.command()(log)
cli.command()(backup)
cli.command()(restore)
cli.command()(check)
cli.add_typer(tls, name="tls")
cli.command()(version)


def main() -> None:
    """Run the command that was typed."""
    cli()
