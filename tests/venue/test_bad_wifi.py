"""On the worst network no mark is lost, nothing goes out twice, and no screen lies."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.device import Device, Json
from tests.live.evening import go_live, state_of
from tests.live.plans import a_plan
from tests.live.served import Served, serving
from tests.rules import rule
from tests.venue.bad_wifi import bad_wifi
from tests.venue.checker import check
from tests.venue.proxy import Line, Proxy

GO: Json = {
    "type": "command",
    "command": {"type": "go", "look": "l1"},
    "expect": {"next": "l1"},
}


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server whose clock stands until a test moves it."""
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def show(served: Served) -> str:
    made = served.make_show(a_plan())
    go_live(served, made)
    return made


def caller_on(line: Line, served: Served, show: str) -> Device:
    token = served.make_pass(show, "caller", pin=False)["token"]
    return Device(line.socket_url, show, token, client=line.who)


@rule("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8")
async def test_some_seconds_of_bad_wifi_break_no_promise(tmp_path: Path) -> None:
    history, figures = await bad_wifi(tmp_path, seed=8412, phones=12, seconds=5.0, dark_s=1.5)

    verdict = check(history)

    assert verdict.findings == (), f"{figures}\n{verdict}"
    assert figures.reconnects > 0
    assert figures.acked > 0


@rule("P7")
async def test_a_go_that_lay_in_a_dead_network_for_longer_than_its_beat_counts_is_refused(
    served: Served, show: str
) -> None:
    with Proxy(served.port) as proxy:
        line = proxy.line("c-caller")
        async with caller_on(line, served, show) as caller:
            await caller.greet()
            line.hang("up")
            await caller.say({**GO, "id": "go-too-late", "beat": caller.beat["n"]})
            served.advance(5_000)
            line.resume()
            answer = await caller.next("reject")

    assert (answer["id"], answer["code"]) == ("go-too-late", "stale_order")
    assert state_of(served, show)["state"]["looks"]["l1"]["status"] == "at_line"


@rule("P7")
async def test_a_go_pressed_20_s_before_the_network_returns_reaches_nobody(
    served: Served, show: str
) -> None:
    with Proxy(served.port) as proxy:
        line = proxy.line("c-caller")
        async with caller_on(line, served, show) as caller:
            await caller.greet()
            pressed_on = caller.beat["n"]
            line.hang()
            await caller.say({**GO, "id": "go-20-s-old", "beat": pressed_on})
            served.advance(20_000)
            line.resume()
            code = await caller.closed()
        async with caller:
            await caller.greet(pending=["go-20-s-old"])
            await caller.say({**GO, "id": "go-20-s-old", "beat": pressed_on})
            offered_again = await caller.next("reject")

    assert code == 4408, "the server had long hung up on the silent caller"
    assert caller.welcome["outcomes"] == {"go-20-s-old": {"outcome": "unknown"}}
    assert offered_again["code"] == "stale_order"
    assert state_of(served, show)["state"]["looks"]["l1"]["status"] == "at_line"


@rule("P5")
async def test_two_callers_whose_go_for_one_look_arrives_at_once_send_it_once(
    served: Served, show: str
) -> None:
    with Proxy(served.port) as proxy:
        lines = [proxy.line(f"c-{name}") for name in ("ana", "ben")]
        callers = [caller_on(line, served, show) for line in lines]
        for caller in callers:
            await caller.connect()
            await caller.greet()
        for line, caller in zip(lines, callers, strict=True):
            line.hang("up")
            await caller.say({**GO, "id": f"go-{line.who}", "beat": caller.beat["n"]})
        for line in lines:
            line.resume()
        answers = await asyncio.gather(
            *(caller.until(lambda one: one["type"] in {"ack", "reject"}) for caller in callers)
        )
        for caller in callers:
            await caller.socket.close()

    assert sorted(answer["type"] for answer in answers) == ["ack", "reject"]
    assert len(state_of(served, show)["state"]["run"]["exits"]) == 1
