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
from tests.storage.makers import SHOW, opened

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
