"""`serve` and `demo` as processes: killed at the heart they go on, killed at the head nothing stays behind."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.cli.test_keeper import PATIENCE_S, is_there
from tests.live.device import Device
from tests.live.plans import a_plan
from tests.live.process import ROOT, ServerProcess
from tests.live.served import OWNER_TOKEN

HEADERS = {"Authorization": f"Bearer {OWNER_TOKEN}"}


@pytest.fixture
def server(tmp_path: Path, free_port: int) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path, free_port)
    yield running
    running.kill()


def children_of(pid: int) -> list[int]:
    """Return the processes that `pid` has started, and theirs."""
    found = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [*found, *(below for one in found for below in children_of(one))]


def until(so: Callable[[], object]) -> None:
    end_s = time.monotonic() + PATIENCE_S
    while not so():
        assert time.monotonic() < end_s, "it does not happen"
        time.sleep(0.02)


async def test_killed_at_the_heart_it_answers_the_next_request_and_has_forgotten_nothing(
    server: ServerProcess,
) -> None:
    await server.start()
    async with httpx.AsyncClient(base_url=f"{server.url}/api/v1", headers=HEADERS) as api:
        show = str((await api.post("/shows", json=a_plan())).json()["id"])
    async with Device(server.url.replace("http", "ws"), show, OWNER_TOKEN) as screen:
        await screen.greet()
        ack = await screen.ask("edit_show", title="The last word")
        os.kill(children_of(server.pid)[0], signal.SIGKILL)

        assert await screen.closed() == 1006
    async with httpx.AsyncClient(base_url=f"{server.url}/api/v1", headers=HEADERS) as api:
        # Asked once and not again: while nobody serves, who connects is kept waiting.
        after = (await api.get(f"/shows/{show}/state", timeout=20)).json()

    assert (after["seq"], after["state"]["show"]["title"]) == (ack["seq"], "The last word")


async def test_it_says_where_it_is_only_once(server: ServerProcess) -> None:
    await server.start()
    first = children_of(server.pid)
    os.kill(first[0], signal.SIGKILL)
    await asyncio.to_thread(until, lambda: children_of(server.pid) not in (first, []))
    await server.ready()

    said = server.log.read_text()

    assert said.count("Standby ") == 1
    assert "server is back" in said


def test_a_demo_that_is_killed_leaves_no_server_behind(tmp_path: Path, free_port: int) -> None:
    command = [sys.executable, "-m", "app", "demo", "--host", "127.0.0.1", "--port", str(free_port)]
    command += ["--database-url", f"sqlite:///{tmp_path}/demo.db"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as demo:
        until(lambda: len(children_of(demo.pid)) == 2)  # a keeper and its server
        below = children_of(demo.pid)

        demo.kill()

        until(lambda: not any(map(is_there, below)))


def test_where_something_else_restarts_it_there_is_no_keeper(
    tmp_path: Path, free_port: int
) -> None:
    command = [sys.executable, "-m", "app", "serve", "--host", "127.0.0.1", "--no-keeper"]
    command += ["--port", str(free_port), "--database-url", f"sqlite:///{tmp_path}/x.db"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as alone:
        assert alone.stdout is not None
        alone.stdout.readline()
        below = children_of(alone.pid)

        alone.terminate()

        assert (alone.wait(20), below) == (0, [])
