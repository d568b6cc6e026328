"""A server that dies between the ack and its telling: who asked was right, and the others hear of it after."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.live.device import Device
from tests.live.plans import a_plan
from tests.live.process import ServerProcess
from tests.live.served import OWNER_TOKEN
from tests.rules import rule


@pytest.fixture
def server(tmp_path: Path, free_port: int) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path, free_port)
    running.env = {"STANDBY_KEEPER": "false"}
    yield running
    running.kill()


@rule("P1", "P3")
async def test_what_was_acknowledged_and_not_told_is_told_after_the_crash(
    server: ServerProcess,
) -> None:
    server.env = {"STANDBY_KEEPER": "false", "STANDBY_CRASH_AT": "after-ack:2"}
    await server.start()
    headers = {"Authorization": f"Bearer {OWNER_TOKEN}"}
    async with httpx.AsyncClient(headers=headers, timeout=20) as owner:
        made = await owner.post(f"{server.url}/api/v1/shows", json=a_plan())
    show, socket_url = made.json()["id"], server.url.replace("http", "ws")
    asks = Device(socket_url, show, OWNER_TOKEN, client="c-asks")
    hears = Device(socket_url, show, OWNER_TOKEN, client="c-hears")
    async with asks, hears:
        await asks.greet()
        await hears.greet()
        ack = await asks.ask("check_in", model="m1")
        await hears.closed()
    untold = hears.seq
    server.kill()
    server.env = {"STANDBY_KEEPER": "false"}

    await server.start()
    async with hears:
        await hears.greet()

    assert (ack["type"], ack["seq"], untold, hears.seq) == ("ack", 2, 1, 2)
    assert hears.state["models"]["m1"]["arrived_at"]
