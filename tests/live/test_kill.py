"""SIGKILL under load: what was acknowledged is there, once, and every screen finds its way back."""

import asyncio
import json
import os
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.live.plans import a_plan
from tests.live.process import ROOT, ServerProcess
from tests.rules import rule
from tests.venue.checker import check
from tests.venue.history import History
from tests.venue.outbox import Press
from tests.venue.owner import Owner
from tests.venue.phone import Phone

Json = dict[str, Any]
KILLS = int(os.environ.get("STANDBY_KILLS", "10"))
SCREENS = 5
COMMANDS_PER_S = 20
REAL_PLAN = ROOT.parent / "shared" / "data" / "show-48.json"


def the_plan() -> Json:
    """The real plan of 48 looks where it lies beside the project, else a made one of its size."""
    if REAL_PLAN.exists():
        found: Json = json.loads(REAL_PLAN.read_text())
        return found
    return a_plan(looks=48, models=24)


def marks_of(plan: Json, seed: int) -> Iterator[tuple[str, Json]]:
    """Yield what a busy room sends: dressing, pieces, people who come, words."""
    chance = random.Random(seed)
    while True:
        look = chance.choice(plan["looks"])
        status = chance.choice(["missing", "on_rack", "with_model"])
        yield chance.choice(
            [
                ("mark_look", {"look": look["id"], "status": "dressing"}),
                ("mark_look", {"look": look["id"], "status": "dressed"}),
                ("mark_item", {"item": look["items"][0]["id"], "status": status}),
                ("check_in", {"model": look["model"]}),
                ("send_message", {"to": "all", "text": f"word {chance.random()}"}),
                ("request_help", {"look": look["id"], "kind": "shoe", "note": "left heel"}),
            ]
        )


async def work(phone: Phone, marks: Iterator[tuple[str, Json]], presses: list[Press]) -> None:
    """Press one thing after the other, however often the server goes away meanwhile."""
    while True:
        command, fields = next(marks)
        presses.append(phone.press(command, **fields))
        await phone.until(lambda: presses[-1].answer != "waiting")
        await asyncio.sleep(SCREENS / COMMANDS_PER_S)


def acked(presses: list[Press]) -> int:
    return sum(press.answer == "acked" for press in presses)


@asynccontextmanager
async def a_busy_room(owner: Owner, history: History) -> AsyncIterator[dict[str, list[Press]]]:
    """Put people to work; at the end they settle, and everything is read. Yields what each pressed."""
    plan = the_plan()
    await owner.make_show(plan)
    await owner.commands([{"type": "begin_run", "kind": "show"}, {"type": "open_day"}])
    url = owner.url.replace("http", "ws")
    names = [f"c-{n}" for n in range(SCREENS)]
    tokens = {who: await owner.make_pass(who, "producer", direct=True) for who in names}
    phones = [Phone(url, owner.show, token, who, history) for who, token in tokens.items()]
    presses: dict[str, list[Press]] = {who: [] for who in names}
    running = [asyncio.ensure_future(phone.run()) for phone in phones]
    working = [
        asyncio.ensure_future(work(phone, marks_of(plan, n), presses[phone.who]))
        for n, phone in enumerate(phones)
    ]
    yield presses
    for task in working:
        task.cancel()
    for phone in phones:
        await phone.until(lambda one=phone: one.online and not one.outbox.waiting)  # type: ignore[misc]
    await owner.read_log()
    await owner.replay(["producer"])
    head = (await owner.read_state())["seq"]
    for phone in phones:
        await phone.until(lambda one=phone: one.seq >= head)  # type: ignore[misc]
        history.note("settled", phone.who)
        phone.stop()
    await owner.read_log()
    await asyncio.gather(*running, *working, return_exceptions=True)
    await owner.close()


@rule("P1", "P2", "P3", "P4")
async def test_killed_again_and_again_under_load_it_loses_and_repeats_nothing(
    tmp_path: Path, free_port: int
) -> None:
    chance, server = random.Random(8412), ServerProcess(tmp_path, free_port)
    path = tmp_path / "history.jsonl"
    await server.start()
    try:
        with History(path, seed=8412, what="kills") as history:
            async with a_busy_room(Owner(server.url, history), history) as presses:
                for _kill in range(KILLS):
                    await _some_more(presses, chance)
                    history.note("server", what="killed")
                    server.kill()
                    await server.start()
                    history.note("server", what="started")
                await _some_more(presses, chance)
    finally:
        server.kill()

    verdict = check(path)
    assert verdict.findings == (), str(verdict)
    assert sum(map(acked, presses.values())) > KILLS


async def _some_more(presses: dict[str, list[Press]], chance: random.Random) -> None:
    """Wait until one of them has had a few more acknowledged, and then to any instant between two."""
    of_one = presses[chance.choice(sorted(presses))]
    wanted = acked(of_one) + chance.randint(1, 3)
    while acked(of_one) < wanted:  # noqa: ASYNC110 - of the phone's task, which tells only its own
        await asyncio.sleep(0.01)
    await asyncio.sleep(chance.random() / COMMANDS_PER_S)
