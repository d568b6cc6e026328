"""One SQLite file, one server: a second one is refused and told who the first is."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.storage.event_log import CannotOpen, EventLog
from app.storage.single_server import AlreadyServed
from tests.storage.makers import opened

KEEPS_IT_OPEN = """
import sys
from app.storage.event_log import EventLog
log = EventLog.open(sys.argv[1])
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def url(sqlite_file: Path) -> str:
    return f"sqlite:///{sqlite_file}"


async def test_a_second_server_is_refused_and_the_first_is_named(url: str) -> None:
    async with opened(url):
        with pytest.raises(AlreadyServed, match=f"process {os.getpid()} on "):
            EventLog.open(url)


async def test_another_name_of_the_same_file_is_refused_too(url: str, sqlite_file: Path) -> None:
    async with opened(url):
        other = sqlite_file.with_name("other.db")
        other.symlink_to(sqlite_file)

        with pytest.raises(AlreadyServed):
            EventLog.open(f"sqlite:///{other}")


async def test_the_next_server_may_begin_when_the_first_has_closed(url: str) -> None:
    async with opened(url):
        pass

    async with opened(url) as log:
        assert await log.shows() == []


def test_a_killed_server_leaves_no_lock_behind(url: str) -> None:
    words = [sys.executable, "-c", KEEPS_IT_OPEN, url]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"open\n"
        with pytest.raises(AlreadyServed, match=f"process {server.pid} on "):
            EventLog.open(url)
        server.send_signal(signal.SIGKILL)

    asyncio.run(EventLog.open(url).close())


def test_a_child_process_does_not_keep_the_lock_of_its_parent(url: str) -> None:
    log = EventLog.open(url)
    child = os.fork()
    if child == 0:
        signal.pause()
    try:
        asyncio.run(log.close())

        asyncio.run(EventLog.open(url).close())
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def test_a_sqlite_that_loses_rows_is_refused_in_a_sentence(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pysqlite3.sqlite_version_info", (3, 40, 1))

    with pytest.raises(RuntimeError, match=r"SQLite 3\.40\.1.*needs 3\.51\.3 or newer"):
        EventLog.open(url)


def test_nobody_else_on_the_laptop_can_read_the_file(url: str, sqlite_file: Path) -> None:
    log = EventLog.open(url)
    shared = [file.name for file in sqlite_file.parent.iterdir() if file.stat().st_mode & 0o077]
    asyncio.run(log.close())

    assert shared == []


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ("sqlite://", "needs a file"),
        ("sqlite:///:memory:", "needs a file"),
        ("mysql://host/standby", "not in mysql"),
        ("a drawer", "names no database"),
        ("postgresql://me:secret@host:port/standby", "names no database"),
        ("sqlite:///{folder}/none/standby.db", "No such file or directory"),
        ("sqlite:///{folder}/picture.db", "not a database"),
    ],
)
def test_a_database_that_can_not_keep_a_log_is_refused_in_a_sentence(
    tmp_path: Path, other: str, why: str
) -> None:
    (tmp_path / "picture.db").write_bytes(b"a picture, and no database at all " * 100)

    with pytest.raises(CannotOpen, match=why) as refused:
        EventLog.open(other.format(folder=tmp_path))

    assert "secret" not in str(refused.value)
