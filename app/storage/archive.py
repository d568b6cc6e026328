"""Copies of a whole SQLite database: taken while a server writes to it, and put back in its place."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.storage.engine import sqlite_driver
from app.storage.single_server import ServerLock
from app.storage.witness import BESIDE

_BUSY_S: Final = 10
COMPANIONS: Final = ("-wal", "-shm")  # of a database that was not closed


class CannotCopy(Exception):
    """There is no copy, and nothing was changed; the sentence says why."""


def database_file(url_or_file: str) -> Path:
    """Return the file that is meant by a path or by sqlite:///FILE. Raises CannotCopy."""
    if "://" not in url_or_file:
        return Path(url_or_file).resolve()
    try:
        url = make_url(url_or_file)
    except (ArgumentError, ValueError):
        raise CannotCopy("This names no database: say sqlite:///FILE.") from None
    if url.get_backend_name() != "sqlite" or not url.database:
        raise CannotCopy("Only SQLite is copied so. PostgreSQL has pg_dump: see docs/backup.md.")
    return Path(url.database).resolve()


def copy_while_it_is_written(source: Path, target: Path) -> None:
    """Copy `source` as it stands at one moment to `target`, which is not there yet.

    It reads beside the server, which waits for nothing. The copy is on the disk when this returns. What
    was deleted from the source is nowhere in it. Raises CannotCopy.
    """
    if not source.is_file():
        raise CannotCopy(f"There is no database {source}.")
    driver = sqlite_driver()
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        connection = driver.connect(str(source), timeout=_BUSY_S, isolation_level=None)
        try:
            connection.execute("PRAGMA wal_autocheckpoint=0")  # the server's work
            connection.execute("VACUUM INTO ?", (str(target),))
        finally:
            connection.close()
        _to_disk(target)
    except (driver.Error, OSError) as why:
        target.unlink(missing_ok=True)
        raise CannotCopy(f"{source} can't be copied: {why}") from why


@contextmanager
def workroom(beside: Path) -> Iterator[Path]:
    """Give a folder on the same disk as `beside` for what is not finished, and clear it away."""
    try:
        folder = Path(mkdtemp(prefix=f".{beside.name}.", dir=beside.parent))
    except OSError as why:
        raise CannotCopy(f"Nothing can be written beside {beside}: {why.strerror}.") from why
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def keep_as(finished: Path, target: Path) -> None:
    """Give a finished copy its name, all at once; what has that name already is left alone.

    Raises CannotCopy.
    """
    try:
        os.link(finished, target)  # unlike a renaming, it takes nobody's place
    except FileExistsError:
        raise CannotCopy(f"{target} is there already, and stays as it is.") from None
    except OSError:
        _renamed(finished, target)  # a stick with FAT knows no second name for a file
    _to_disk(target.parent)


def _renamed(finished: Path, target: Path) -> None:
    if target.exists():
        raise CannotCopy(f"{target} is there already, and stays as it is.")
    try:
        finished.rename(target)
    except OSError as why:
        raise CannotCopy(f"{target} can't be written: {why.strerror}.") from why


def must_be_whole(source: Path) -> None:
    """Raise CannotCopy where the database finds its own file damaged."""
    if not source.is_file():
        raise CannotCopy(f"There is no database {source}.")
    driver = sqlite_driver()
    try:
        connection = driver.connect(str(source), timeout=_BUSY_S, isolation_level=None)
        try:
            problems = [row[0] for row in connection.execute("PRAGMA integrity_check(1)")]
        finally:
            connection.close()
    except driver.Error as why:
        problems = [why]
    if problems != ["ok"]:
        raise CannotCopy(
            f"{source} is damaged ({problems[0]}). Take another copy, or what is whole of this one: "
            f"standby restore {source} --salvage"
        )


@contextmanager
def closed_to_servers(database: Path) -> Iterator[None]:
    """Keep servers from starting on a database. Raises AlreadyServed while one runs, and CannotCopy."""
    try:
        lock = ServerLock(database)
    except OSError as why:
        raise CannotCopy(f"{database} can't be written: {why.strerror}.") from why
    try:
        yield
    finally:
        lock.release()


def put_in_place(finished: Path, target: Path, replaced: Path) -> Path | None:
    """Put a finished database in the place of `target`, and keep what was there as `replaced`.

    Returns where that is, or None where nothing was. At no moment is there nothing. Raises CannotCopy.
    """
    was_there = target.exists()
    try:
        if was_there:
            _fold_in_the_journal(target)
            _keep_beside(target, replaced)
        finished.replace(target)
        target.with_name(target.name + BESIDE).unlink(missing_ok=True)
        _to_disk(target.parent)
    except OSError as why:
        raise CannotCopy(f"{target} can't be replaced: {why.strerror}.") from why
    return replaced if was_there else None


def _fold_in_the_journal(database: Path) -> None:
    """Close a database in good order that a killed server has left; a broken one stays as it is."""
    driver = sqlite_driver()
    with contextlib.suppress(driver.Error):
        connection = driver.connect(str(database), timeout=0)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.close()


def _keep_beside(target: Path, replaced: Path) -> None:
    try:
        os.link(target, replaced)
    except OSError:
        shutil.copy2(target, replaced)
    for companion in COMPANIONS:  # a journal that is still there belongs to the old file alone
        with contextlib.suppress(FileNotFoundError):
            target.with_name(target.name + companion).rename(f"{replaced}{companion}")
    _to_disk(replaced.parent)


def _to_disk(path: Path) -> None:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(file)
    finally:
        os.close(file)
