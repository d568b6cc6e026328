"""`standby backup`: a copy of everything, taken while the server runs, and proved before it has a name."""

import re
from pathlib import Path
from time import sleep
from typing import Annotated, Final

import typer

from app.cli.copies import lines, now_stamp, proved, refusing

To = Annotated[
    Path | None,
    typer.Argument(help="A file, or a folder for copies with the time in their names: backups."),
]
Database = Annotated[
    str,
    typer.Option("--database-url", envvar="STANDBY_DATABASE_URL", help="What is to be copied."),
]
Keep = Annotated[int | None, typer.Option(min=1, help="In a folder: delete all but the newest N.")]
Every = Annotated[
    str | None, typer.Option(help="In a folder: one now, and again each 90s, 10m or 2h.")
]

_SPAN: Final = re.compile(r"(\d+)([smh])")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3_600}
_NAMED: Final = re.compile(r"standby-\d{8}-\d{6}(-\d+)?\.db")  # by us, and by nobody else


def backup(
    to: To = None,
    database: Database = "sqlite:///standby.db",
    keep: Keep = None,
    every: Every = None,
) -> None:
    """Copy the whole database, also while a server runs on it."""
    every_s = None if every is None else _seconds(every)
    into_folder = to is None or to.is_dir() or not to.suffix or (keep, every) != (None, None)
    while True:
        try:
            if into_folder:
                folder = to or Path("backups")
                _copy(database, _new_name(folder))
                _forget(folder, keep)
            else:
                assert to is not None
                _copy(database, to)
        except typer.Exit:  # said already; the next time there may be room again
            if every_s is None:
                raise
        if every_s is None:
            return
        sleep(every_s)


def _copy(database: str, target: Path) -> None:
    from app.storage import archive  # noqa: PLC0415 - so that `--help` need not wait

    with refusing():
        source = archive.database_file(database)
        if target.exists():
            raise archive.CannotCopy(f"{target} is there already, and stays as it is.")
        with archive.workroom(target) as room:
            finished = room / "standby.db"
            archive.copy_while_it_is_written(source, finished)
            shows = proved(finished)
            archive.keep_as(finished, target)
    typer.echo(f"{target}: {target.stat().st_size:,} bytes, proved by replaying all of it")
    for line in lines(shows):
        typer.echo(line)


def _new_name(folder: Path) -> Path:
    with refusing():
        _make(folder)
    stamp = now_stamp()
    name = folder / f"standby-{stamp}.db"
    again = 1
    while name.exists():
        again += 1
        name = folder / f"standby-{stamp}-{again}.db"
    return name


def _make(folder: Path) -> None:
    from app.storage.archive import CannotCopy  # noqa: PLC0415 - as above

    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as why:
        raise CannotCopy(f"{folder} can't be made: {why.strerror}.") from why


def _forget(folder: Path, keep: int | None) -> None:
    """Delete the oldest copies: their names begin with their time."""
    ours = [one for one in folder.iterdir() if _NAMED.fullmatch(one.name)]
    for old in sorted(ours)[: -keep if keep is not None else 0]:
        old.unlink()
        typer.echo(f"{old}: deleted")


def _seconds(said: str) -> int:
    found = _SPAN.fullmatch(said)
    if found is None or int(found[1]) == 0:
        raise typer.BadParameter("Say 90s, 10m or 2h.", param_hint="--every")
    return int(found[1]) * _SECONDS[found[2]]
