"""The one file that knows SQLite from PostgreSQL: how each opens, begins and says no."""

import contextlib
import os
import sqlite3
import struct
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Protocol

from sqlalchemy import ClauseElement, Connection, Engine, Executable, Row, Select, event
from sqlalchemy import create_engine as _create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import NullPool

from app.storage.single_server import ServerLock

# Before it, two connections that checkpoint can lose committed rows.
SQLITE_OLDEST: Final = (3, 51, 3)
_BUSY_MS: Final = 2_000  # another program (a backup, a curious shell) may hold the file so long
# 8 MB: moving them into the file costs a burst a few ms, so let it come seldom.
_WAL_PAGES_MAX: Final = 2_000
_WAL_BYTES: Final = _WAL_PAGES_MAX * 4_120 + 32  # a frame for each page, and the header
_CACHE_KIB: Final = 16_384
_CONNECT_S: Final = 3
# A server frozen inside a transaction holds its show's row. PostgreSQL then ends that transaction,
# before the other servers tire of waiting for the row.
_IDLE_IN_TRANSACTION_MS: Final = 2_000
_LOCK_WAIT_MS: Final = 4_000
_UNANSWERED_MS: Final = 5_000  # a black hole on the way to the database shows itself so soon

_PROBLEMS_MAX: Final = 5  # enough to know that a copy is needed

_SQLITE_READONLY, _SQLITE_CORRUPT, _SQLITE_FULL, _SQLITE_NOTADB = 8, 11, 13, 26


class Cursor(Protocol):
    """What we use of a DB-API cursor."""

    @property
    def rowcount(self) -> int: ...

    def execute(self, sql: str, values: Sequence[object] = ..., /) -> object: ...
    def executemany(self, sql: str, rows: Sequence[Sequence[object]], /) -> object: ...
    def __iter__(self) -> "Cursor": ...
    def __next__(self) -> tuple[Any, ...]: ...


class Link:
    """One connection of one thread. Its errors are the driver's own, not SQLAlchemy's."""

    def __init__(self, database: "Database", connection: Connection) -> None:
        self._database = database
        self._connection = connection
        self._cursor = database.cursor(connection)

    def begin_write(self) -> None:
        """Begin a transaction that is going to write."""
        self._cursor.execute(self._database.begin_write)

    def begin_read(self) -> None:
        """Begin a transaction in which every read sees the same moment."""
        self._cursor.execute(self._database.begin_read)

    def commit(self) -> None:
        """Return when what was written is durable."""
        self._cursor.execute("COMMIT")

    def rollback(self) -> None:
        """Undo the transaction if there is one; on a broken connection it is undone anyway."""
        with contextlib.suppress(*self._database.error):
            self._cursor.execute("ROLLBACK")

    def run(self, sql: str, values: Sequence[object] = ()) -> Cursor:
        """Run prepared SQL; the rows are read from the cursor before the next call."""
        self._cursor.execute(sql, values)
        return self._cursor

    def run_many(self, sql: str, rows: Sequence[Sequence[object]]) -> int:
        """Run prepared SQL for each of `rows`; return how many rows of the table it touched."""
        self._cursor.executemany(sql, rows)
        return self._cursor.rowcount

    def stream(self, sql: str, values: Sequence[object]) -> Cursor:
        """Run prepared SQL that returns many rows, in the driver's fastest way."""
        cursor = self._database.cursor_for_many(self._connection)
        cursor.execute(sql, values)
        return cursor

    def rows(self, question: Select[Any]) -> Sequence[Row[Any]]:
        """Return all rows of the answer, in SQLAlchemy's comfortable way."""
        try:
            return self._connection.execute(question).all()
        except DBAPIError as error:
            raise _own(error) from None

    def first(self, question: Select[Any]) -> Row[Any] | None:
        """Return the first row of the answer, or None if there is none."""
        return next(iter(self.rows(question)), None)

    def execute(self, statement: Executable, values: Mapping[str, object] | None = None) -> None:
        """Run a statement that is not on the path of a command."""
        try:
            self._connection.execute(statement, values)
        except DBAPIError as error:
            raise _own(error) from None

    def interrupt(self) -> None:
        """Break off what another thread is reading over this connection."""
        driver_connection: Any = self._connection.connection.driver_connection
        interrupt = getattr(driver_connection, "interrupt", None) or driver_connection.cancel
        interrupt()

    def close(self) -> None:
        """Close the connection; an unfinished transaction is undone."""
        with contextlib.suppress(*self._database.error, DBAPIError):
            self._connection.close()


class Database(ABC):
    """An opened database, SQLite or PostgreSQL."""

    begin_write: str
    begin_read: str

    def __init__(self, engine: Engine, file: Path | None = None) -> None:
        self.engine = engine
        self.file = file  # where SQLite keeps all of it
        dbapi: Any = engine.dialect.loaded_dbapi
        # Text that is none comes out of a damaged file, not of what we ask.
        self.error: tuple[type[Exception], ...] = (dbapi.Error, UnicodeDecodeError)
        self.busy: type[Exception] = dbapi.OperationalError
        # One entry is at fault, not the database: the rest of its group can be written.
        self.refusals: tuple[type[Exception], ...] = (
            dbapi.IntegrityError,
            dbapi.DataError,
            dbapi.ProgrammingError,
            ValueError,
            TypeError,
            OverflowError,
            struct.error,
        )

    def connect_to_write(self) -> Link:
        """Open the connection of the writing thread."""
        return self.connect()

    def connect(self) -> Link:
        """Open a connection for the calling thread."""
        try:
            return Link(self, self.engine.connect())
        except DBAPIError as error:
            raise _own(error) from None

    def prepare(self, statement: ClauseElement, *names: str) -> str:
        """Return the SQL of `statement` for `Link.run`, with its values in the order of `names`.

        The path of a command goes past SQLAlchemy's execution: it would cost more than the database
        itself.
        """
        compiled: Any = statement.compile(dialect=self.engine.dialect, column_keys=list(names))
        assert tuple(compiled.positiontup or ()) == names, compiled.positiontup
        return str(compiled)

    def close(self) -> None:
        """Close what is left, and let another server in."""
        self.engine.dispose()

    def cursor(self, connection: Connection) -> Cursor:
        """Return a cursor of the driver itself."""
        driver_connection: Any = connection.connection.driver_connection
        cursor: Cursor = driver_connection.cursor()
        return cursor

    def cursor_for_many(self, connection: Connection) -> Cursor:
        """Return a cursor for many large rows."""
        return self.cursor(connection)

    @abstractmethod
    def settle(self, link: Link) -> None:
        """Make certain that what `link` can read after a broken commit is also durable."""

    @abstractmethod
    def tidy(self, link: Link) -> None:
        """Do in a quiet second what would otherwise be done in a burst."""

    @abstractmethod
    def problems(self, link: Link) -> Sequence[str]:
        """Return what is wrong with the database's own file, as far as the database can tell."""

    @abstractmethod
    def surely_lost(self, error: Exception) -> bool:
        """Tell whether a commit that failed with `error` certainly wrote nothing."""

    @abstractmethod
    def found_corruption(self, error: Exception) -> bool:
        """Tell whether `error` says that the stored bytes are not what was stored."""


class _Sqlite(Database):
    begin_write = "BEGIN IMMEDIATE"
    begin_read = "BEGIN"

    def __init__(self, url: URL) -> None:
        if not url.database or url.database == ":memory:":
            raise ValueError("The log needs a file: sqlite:///standby.db")
        driver = sqlite_driver()
        path = Path(url.database).resolve()  # two names of one file are one lock
        self._lock = ServerLock(path)
        try:
            # Not made by SQLite, so that nobody else on the laptop can read names and measurements.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except OSError:
            self._lock.release()
            raise
        engine = _create_engine(
            URL.create("sqlite", database=str(path), query=url.query),
            module=driver,
            isolation_level="AUTOCOMMIT",  # we say BEGIN and COMMIT ourselves
            poolclass=NullPool,
            # Each connection has one thread, but another one closes it in the end.
            connect_args={"timeout": _BUSY_MS / 1000, "check_same_thread": False},
        )
        event.listen(engine, "connect", _set_up_sqlite)
        self._journal = Path(f"{path}-wal")
        super().__init__(engine, path)

    def connect_to_write(self) -> Link:
        link = self.connect()
        # A commit that makes the journal longer waits for the disk twice, for the rows and for the
        # length. So it gets its full length now; SQLite knows by its checksums where it ends. With
        # the write lock held nobody else adds to it meanwhile.
        link.begin_write()
        try:
            _lengthen(self._journal, _WAL_BYTES)
        finally:
            link.rollback()
        return link

    def close(self) -> None:
        super().close()
        self._lock.release()

    def settle(self, link: Link) -> None:
        # A commit whose sync failed may lie whole in the journal and yet not on the disk. Moving
        # the journal into the file either makes it durable or fails, and then we know as little as
        # before.
        ((_busy, frames, moved),) = link.run("PRAGMA wal_checkpoint(TRUNCATE)")
        if moved < frames:  # somebody reads an older moment, and what came after it stays in doubt
            raise self.busy("the journal can't be moved into the file just now")

    def tidy(self, link: Link) -> None:
        link.run("PRAGMA wal_checkpoint(PASSIVE)")

    def problems(self, link: Link) -> Sequence[str]:
        # Not the quick one: an id that its index has lost could be taken twice.
        found = [str(row[0]) for row in link.run(f"PRAGMA integrity_check({_PROBLEMS_MAX})")]
        return [] if found == ["ok"] else found

    def surely_lost(self, error: Exception) -> bool:
        # The mark that ends a transaction is written last, and something before it could not be
        # written.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        return code in {_SQLITE_FULL, _SQLITE_READONLY} or "is full" in str(error)

    def found_corruption(self, error: Exception) -> bool:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        text = str(error)
        return (
            isinstance(error, UnicodeDecodeError)
            or code in {_SQLITE_CORRUPT, _SQLITE_NOTADB}
            or any(sign in text for sign in ("malformed", "not a database", "decode to UTF-8"))
        )


class _Postgres(Database):
    begin_write = "BEGIN"
    begin_read = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

    def __init__(self, url: URL) -> None:
        super().__init__(
            _create_engine(
                url.set(drivername="postgresql+psycopg"),
                isolation_level="AUTOCOMMIT",  # we say BEGIN and COMMIT ourselves
                paramstyle="format",  # values by position: no mapping per row
                poolclass=NullPool,
                connect_args={
                    "application_name": "standby",
                    "connect_timeout": _CONNECT_S,
                    "tcp_user_timeout": _UNANSWERED_MS,
                    "options": f"-c lock_timeout={_LOCK_WAIT_MS}"
                    f" -c idle_in_transaction_session_timeout={_IDLE_IN_TRANSACTION_MS}",
                },
            )
        )

    def cursor_for_many(self, connection: Connection) -> Cursor:
        driver_connection: Any = connection.connection.driver_connection
        cursor: Cursor = driver_connection.cursor(binary=True)  # bytes come as bytes, not as hex
        return cursor

    def settle(self, link: Link) -> None:
        """What can be read after a new connection is durable: PostgreSQL shows nothing else."""

    def tidy(self, link: Link) -> None:
        """PostgreSQL does so by itself."""

    def problems(self, link: Link) -> Sequence[str]:
        """PostgreSQL has checksums of its own, and says so when it reads."""
        del link
        return ()

    def surely_lost(self, error: Exception) -> bool:
        del error  # the answer may have been lost on the way
        return False

    def found_corruption(self, error: Exception) -> bool:
        return str(getattr(error, "sqlstate", None)).startswith("XX00")


def open_database(url: str) -> Database:
    """Open `url`; a SQLite file is made if it is not there, and locked against a second server."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # Without the address, which may have a password in it.
        raise ValueError("This names no database: say sqlite:///FILE or postgresql://...") from None
    match parsed.get_backend_name():
        case "sqlite":
            return _Sqlite(parsed)
        case "postgresql":
            return _Postgres(parsed)
        case other:
            raise ValueError(f"Standby keeps its log in sqlite or postgresql, not in {other}.")


def sqlite_driver() -> Any:  # noqa: ANN401  # a module with the DB-API, of which there are two
    try:
        # absent where its wheel is; then Python's own may do
        import pysqlite3 as driver  # noqa: PLC0415
    except ImportError:
        driver = sqlite3
    version: tuple[int, int, int] = driver.sqlite_version_info
    if version < SQLITE_OLDEST:
        found, needed = (".".join(map(str, v)) for v in (version, SQLITE_OLDEST))
        raise RuntimeError(
            f"This Python brings SQLite {found}, which can lose committed rows. "
            f"Standby needs {needed} or newer: install the package pysqlite3."
        )
    return driver


# a driver's connection
def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={_BUSY_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",  # a commit returns when it is on the disk
        "foreign_keys=ON",
        "cell_size_check=ON",  # a damaged page is reported, not followed
        "trusted_schema=OFF",
        "temp_store=MEMORY",
        f"cache_size=-{_CACHE_KIB}",
        f"wal_autocheckpoint={_WAL_PAGES_MAX}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _lengthen(file: Path, bytes_min: int) -> None:
    # On a full disk it stays as it is, and only costs time.
    with contextlib.suppress(OSError), file.open("ab") as journal:
        missing = bytes_min - journal.tell()
        if missing > 0:
            journal.write(bytes(missing))
            journal.flush()
            os.fsync(journal.fileno())


def _own(error: DBAPIError) -> BaseException:
    assert error.orig is not None
    return error.orig
