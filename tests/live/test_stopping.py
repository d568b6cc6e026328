"""Told to stop: nothing new is taken, what was taken is kept, everybody is told, the process ends."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.live.bare import Bare
from tests.live.device import Device
from tests.live.plans import a_plan
from tests.live.process import ServerProcess
from tests.live.served import OWNER_TOKEN

HEADERS = {"Authorization": f"Bearer {OWNER_TOKEN}"}


@pytest.fixture
def server(tmp_path: Path, free_port: int) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path, free_port)
    yield running
    running.kill()


def api(server: ServerProcess) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=f"{server.url}/api/v1", headers=HEADERS, timeout=20)


async def test_a_server_told_to_stop_says_goodbye_keeps_what_it_took_and_ends(
    server: ServerProcess,
) -> None:
    await server.start()
    async with api(server) as client:
        show = str((await client.post("/shows", json=a_plan())).json()["id"])
    async with Device(server.url.replace("http", "ws"), show, OWNER_TOKEN) as screen:
        await screen.greet()
        ack = await screen.ask("edit_show", title="The last word")

        ended = await server.stop()

        assert await screen.closed() == 1012
    await server.start()
    async with api(server) as client:
        after = (await client.get(f"/shows/{show}/state")).json()

    assert ended in {0, -15}
    assert (after["seq"], after["state"]["show"]["title"]) == (ack["seq"], "The last word")


async def test_a_second_server_on_the_same_file_does_not_start(
    server: ServerProcess, tmp_path: Path, other_port: int
) -> None:
    await server.start()

    second = ServerProcess(tmp_path, other_port)
    with pytest.raises(AssertionError, match="already served"):
        await second.start()


async def test_a_screen_that_does_not_read_its_goodbye_does_not_hold_up_the_end(
    server: ServerProcess,
) -> None:
    await server.start()
    async with api(server) as client:
        show = str((await client.post("/shows", json=a_plan())).json()["id"])
        with Bare(server, show, pocket_bytes=4_096) as deaf:
            deaf.greet()
            for n in range(150):
                body = {"type": "send_message", "to": "all", "text": "💃" * 500}
                await client.post(
                    f"/shows/{show}/commands", json={"id": f"message-{n:04d}", "command": body}
                )

            ended = await server.stop()

    assert ended == 0
    assert "killed" not in server.log.read_text()
