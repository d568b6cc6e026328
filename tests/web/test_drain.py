"""Told to stop while people are here: each is told so, by a code or a status that says when to come back."""

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Subprotocol

from tests.live.device import Device, new_id
from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN, Served


@pytest.fixture
def resting(own: Served) -> tuple[Served, str]:
    """A house that takes nothing more, and has not yet closed its doors."""
    show = own.make_show(a_plan())
    own.call(own.house.rest())
    return own, show


@pytest.mark.parametrize("path", ["/readyz", "/api/v1/shows", "/api/v1/shows/{show}/state", "/"])
def test_who_asks_is_told_to_come_back_in_a_second(resting: tuple[Served, str], path: str) -> None:
    served, show = resting

    answer = httpx.get(f"{served.url}{path.format(show=show)}")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert answer.json()["code"] == "unavailable"


def test_a_command_is_not_taken_and_its_id_stays_unused(resting: tuple[Served, str]) -> None:
    served, show = resting
    body = {"id": new_id(), "command": {"type": "check_in", "model": "m1"}}

    answer = served.owner.post(f"/shows/{show}/commands", json=body)

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


def test_the_process_still_says_that_it_is_alive(resting: tuple[Served, str]) -> None:
    served, _show = resting

    assert httpx.get(f"{served.url}/healthz").status_code == 200


async def test_a_new_screen_is_turned_away_before_it_is_connected(
    resting: tuple[Served, str],
) -> None:
    served, show = resting
    url = f"{served.socket_url}/api/v1/shows/{show}/live"

    with pytest.raises(InvalidStatus) as away:
        await connect(url, subprotocols=[Subprotocol("standby.v1")])

    assert away.value.response.status_code == 503
    assert away.value.response.headers["retry-after"] == "1"


async def test_every_screen_hears_why_it_is_hung_up_on(own: Served) -> None:
    show = own.make_show(a_plan())
    screens = [Device(own.socket_url, show, OWNER_TOKEN, client=f"c-{n}") for n in range(20)]
    for one in screens:
        await one.connect()
        await one.greet()

    own.call(own.house.rest())
    codes = [await one.closed() for one in screens]

    assert codes == [1012] * 20
    assert screens[0].socket.close_reason == "The server restarts."
