"""Two callers press GO for the same look at the same moment, a thousand times."""

import asyncio

import httpx

from tests.acceptance.a_plan import a_plan
from tests.acceptance.a_screen import AScreen
from tests.acceptance.a_server import AServer
from tests.acceptance.evening import Evening
from tests.live.device import Json

SHOWS = 25
LOOKS = 40


def test_two_callers_pressing_go_at_once_send_each_of_a_thousand_looks_once(
    server: AServer,
) -> None:
    with server.api() as api:
        evenings = [_started(api) for _ in range(SHOWS)]
        tokens = {one.show: [_caller(api, one.show) for _ in "ab"] for one in evenings}

        answers = asyncio.run(_press_all(server, tokens))

        exits = [one for evening in evenings for one in _exits(evening)]
        taken = [answer for answer in answers if answer["type"] == "ack"]
        assert len(exits) == len(set(exits)) == SHOWS * LOOKS
        assert len(taken) == SHOWS * LOOKS
        assert len(answers) == 2 * SHOWS * LOOKS


def _started(api: httpx.Client) -> Evening:
    evening = Evening.begin(api, a_plan(looks=LOOKS, models=LOOKS))
    evening.do("begin_run", kind="show")
    evening.do("open_day")
    evening.do("call_first_looks")
    for n in range(1, LOOKS + 1):
        evening.do("mark_look", look=f"l{n}", status="at_line")
    evening.do("confirm_lined_up")
    for party in ("backstage", "house", "technical"):
        evening.do("set_release", party=party, light="green")
    evening.do("start_show")
    return evening


def _caller(api: httpx.Client, show: str) -> str:
    made = api.post(f"/shows/{show}/passes", json={"role": "caller", "label": "Ana"})
    assert made.status_code == 201, made.text
    return str(made.json()["token"])


async def _press_all(server: AServer, tokens: dict[str, list[str]]) -> list[Json]:
    pressed = await asyncio.gather(*(_press(server, show, two) for show, two in tokens.items()))
    return [answer for answers in pressed for answer in answers]


async def _press(server: AServer, show: str, tokens: list[str]) -> list[Json]:
    answers: list[Json] = []
    async with (
        AScreen(server.socket_url, show, tokens[0]) as ana,
        AScreen(server.socket_url, show, tokens[1]) as bo,
    ):
        for n in range(1, LOOKS + 1):
            answers += await _both(ana, bo, f"l{n}")
    return answers


async def _both(ana: AScreen, bo: AScreen, look: str) -> list[Json]:
    """Let both press at once, again where the last GO was too near, until the look is out."""
    while True:
        pair = await asyncio.gather(
            *(one.send("go", look=look, expect={"next": look}) for one in (ana, bo))
        )
        waits = [answer["retry_ms"] for answer in pair if answer.get("code") == "rearming"]
        if any(answer["type"] == "ack" for answer in pair):
            return list(pair)
        assert len(waits) == 2, pair
        await asyncio.sleep(max(ms for ms in waits) / 1000)  # as long as the server says


def _exits(evening: Evening) -> list[tuple[str, object]]:
    log = evening.api.get(f"/shows/{evening.show}/log", params={"after": 0, "limit": 10_000})
    assert log.status_code == 200, log.text
    return [
        (evening.show, event["look"])
        for entry in log.json()["entries"]
        for event in entry["events"]
        if event["type"] == "look_out"
    ]
