"""A server that is killed at any instant loses nothing that it had acknowledged."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.storage.event_log import EventLog
from tests.rules import rule
from tests.storage.makers import SHOW, an_entry, opened
from tests.storage.tampering import Tamper

HOUSE = Path(__file__).parents[2]
APPENDS = 40


@pytest.fixture
async def prepared(url: str) -> str:
    """The URL of a database with one empty show, closed."""
    async with opened(url) as log:
        await log.create_show(SHOW, "SS27", 1)
    return url


@contextmanager
def a_server(url: str, *, at_once: int = 1, crash_at: str = "") -> Iterator[subprocess.Popen[str]]:
    words = [sys.executable, "-m", "tests.storage.writing_server", url]
    with subprocess.Popen(
        [*words, str(APPENDS if crash_at else 10**9), str(at_once)],
        cwd=HOUSE,
        env={**os.environ, "STANDBY_CRASH_AT": crash_at},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        yield server


def acknowledged(server: subprocess.Popen[str]) -> list[int]:
    assert server.stdout is not None
    return [int(line) for line in server.stdout if line.endswith("\n")]


async def written(log: EventLog) -> list[str]:
    return [entry.command_id for entry in await log.read(SHOW, 0)]


@pytest.mark.parametrize(
    ("crash_at", "in_the_log"),
    [("before-write:6", 5), ("before-commit:6", 5), ("after-commit:6", 6)],
)
async def test_what_is_in_the_log_after_a_crash_at_each_point(
    prepared: str, crash_at: str, in_the_log: int
) -> None:
    with a_server(prepared, crash_at=crash_at) as server:
        heard = acknowledged(server)
        assert server.wait() == -signal.SIGKILL

    async with opened(prepared) as log:
        assert heard == [1, 2, 3, 4, 5]
        assert await written(log) == [f"c-{seq}" for seq in range(1, in_the_log + 1)]


@rule("P1")
@pytest.mark.parametrize("at_once", [1, 20])
@pytest.mark.parametrize("heard_before", [1, 60])
async def test_a_server_killed_under_load_has_lost_nothing_it_acknowledged(
    prepared: str, at_once: int, heard_before: int
) -> None:
    with a_server(prepared, at_once=at_once) as server:
        assert server.stdout is not None
        heard = [int(server.stdout.readline()) for _ in range(heard_before)]
        server.kill()
        heard += acknowledged(server)

    async with opened(prepared) as log:
        found = await written(log)
        assert found == [f"c-{seq}" for seq in range(1, len(found) + 1)]
        assert max(heard) <= len(found) <= max(heard) + at_once


CHECKPOINTS = """
import asyncio, sys
from app.storage.event_log import EventLog
from tests.storage.makers import SHOW

async def main():
    log = EventLog.open(sys.argv[1])
    head = await log.head(SHOW)
    await log.save_checkpoint(SHOW, head.epoch, head.seq, b"newer")
    await log.close()

asyncio.run(main())
"""
OPENS = "import sys; from app.storage.event_log import EventLog; EventLog.open(sys.argv[1])"


def killed_at(point: str, program: str, url: str) -> bool:
    """Run a program that is to die at a point; tell whether it did."""
    env = {**os.environ, "STANDBY_CRASH_AT": point}
    done = subprocess.run([sys.executable, "-c", program, url], cwd=HOUSE, env=env, check=False)
    return done.returncode == -signal.SIGKILL


async def test_a_server_killed_in_a_checkpoint_has_the_one_before(prepared: str) -> None:
    async with opened(prepared) as log:
        head = await log.head(SHOW)
        assert head is not None
        await log.append(SHOW, 0, [an_entry("c-1")])
        await log.save_checkpoint(SHOW, head.epoch, 1, b"older")
        await log.append(SHOW, 1, [an_entry("c-2")])

    assert killed_at("in-checkpoint", CHECKPOINTS, prepared)

    async with opened(prepared) as log:
        point = await log.checkpoint(SHOW)
        assert point is not None
        assert (point.seq, point.state) == (1, b"older")
        assert await written(log) == ["c-1", "c-2"]


async def test_a_server_killed_while_it_makes_its_tables_makes_them_at_the_next_start(
    url: str,
) -> None:
    assert killed_at("in-migration", OPENS, url)

    async with opened(url) as log:
        assert await log.shows() == []


async def test_a_server_killed_while_it_brings_tables_up_to_date_has_lost_nothing(
    prepared: str, tamper: Tamper
) -> None:
    async with opened(prepared) as log:
        await log.append(SHOW, 0, [an_entry("c-1")])
    await tamper(
        "ALTER TABLE shows DROP COLUMN seal", "UPDATE alembic_version SET version_num = '0001'"
    )

    assert killed_at("in-migration", OPENS, prepared)

    async with opened(prepared) as log:
        assert await written(log) == ["c-1"]
        assert [show.whole for show in await log.shows()] == [True]


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_a_server_killed_while_it_tells_its_witness_raises_no_alarm(prepared: str) -> None:
    with a_server(prepared, crash_at="in-witness:2") as server:
        assert server.wait() == -signal.SIGKILL

    async with opened(prepared) as log:
        assert log.set_back == ()
