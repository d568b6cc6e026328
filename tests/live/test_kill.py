"""SIGKILL under load: what was acknowledged is there, once, and every screen finds its way back."""

import asyncio
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.live.killing import Acks, Persistent
from tests.live.plans import a_plan
from tests.live.process import ROOT, ServerProcess
from tests.live.served import OWNER_TOKEN

Json = dict[str, Any]
KILLS = int(os.environ.get("STANDBY_KILLS", "10"))
SCREENS = 5
COMMANDS_PER_S = 20
REAL_PLAN = ROOT.parent / "shared" / "data" / "show-48.json"


@pytest.fixture
def server(tmp_path: Path, free_port: int) -> Iterator[ServerProcess]:
    running = ServerProcess(tmp_path, free_port)
    yield running
    running.kill()


def the_plan() -> Json:
    """The real plan of 48 looks where it lies beside the project, else a made one of its size."""
    if REAL_PLAN.exists():
        found: Json = json.loads(REAL_PLAN.read_text())
        return found
    return a_plan(looks=48, models=24)


def marks_of(plan: Json, seed: int) -> Iterator[Json]:
    """Yield what a busy room sends: dressing, pieces, people who come, words."""
    chance = random.Random(seed)
    while True:
        look = chance.choice(plan["looks"])
        yield chance.choice(
            [
                {"type": "mark_look", "look": look["id"], "status": "dressing"},
                {"type": "mark_look", "look": look["id"], "status": "dressed"},
                {
                    "type": "mark_item",
                    "item": look["items"][0]["id"],
                    "status": chance.choice(["missing", "on_rack", "with_model"]),
                },
                {"type": "check_in", "model": look["model"]},
                {"type": "send_message", "to": "all", "text": f"word {chance.random()}"},
                {"type": "request_help", "look": look["id"], "kind": "shoe", "note": "left heel"},
            ]
        )


async def begun(server: ServerProcess, plan: Json) -> str:
    headers = {"Authorization": f"Bearer {OWNER_TOKEN}"}
    async with httpx.AsyncClient(base_url=f"{server.url}/api/v1", headers=headers) as api:
        show = str((await api.post("/shows", json=plan)).json()["id"])
        for n, kind in enumerate(({"type": "begin_run", "kind": "show"}, {"type": "open_day"})):
            body = {"id": f"beginning-{n}", "command": kind}
            assert (await api.post(f"/shows/{show}/commands", json=body)).status_code == 200
    return show


async def read_all(server: ServerProcess, show: str) -> tuple[list[Json], Json]:
    headers = {"Authorization": f"Bearer {OWNER_TOKEN}"}
    async with httpx.AsyncClient(
        base_url=f"{server.url}/api/v1", headers=headers, timeout=30
    ) as api:
        lines = (await api.get(f"/shows/{show}/log.ndjson")).text.splitlines()
        fresh = (await api.get(f"/shows/{show}/state")).json()
    return [json.loads(line) for line in lines], fresh


async def test_killed_again_and_again_under_load_it_loses_and_repeats_nothing(
    server: ServerProcess,
) -> None:
    plan, chance = the_plan(), random.Random(8412)
    await server.start()
    show = await begun(server, plan)
    acks = Acks()
    screens = [
        Persistent(
            url=server.url.replace("http", "ws"),
            show=show,
            token=OWNER_TOKEN,
            client=f"c-{n}",
            commands=marks_of(plan, n).__next__,
            acks=acks,
            pace_s=SCREENS / COMMANDS_PER_S,
        )
        for n in range(SCREENS)
    ]
    running = [asyncio.ensure_future(screen.run()) for screen in screens]
    for _kill in range(KILLS):
        await acks.until(len(acks.by_id) + chance.randint(3, 15))
        await asyncio.sleep(chance.random() / COMMANDS_PER_S)  # at any instant between two
        server.kill()
        await server.start()
    await acks.until(len(acks.by_id) + SCREENS)
    for screen in screens:
        screen.stop = True
    await asyncio.gather(*running)
    await asyncio.gather(*(screen.catch_up(0) for screen in screens))
    log, fresh = await read_all(server, show)
    await asyncio.gather(*(screen.catch_up(fresh["seq"]) for screen in screens))

    written = {entry["id"]: entry["seq"] for entry in log}
    assert {key: written.get(key) for key in acks.by_id} == acks.by_id
    assert acks.contradicted == []
    assert Counter(entry["id"] for entry in log).most_common(1)[0][1] == 1
    assert [entry["seq"] for entry in log] == list(range(1, len(log) + 1))
    assert [screen.state == fresh["state"] for screen in screens] == [True] * SCREENS
    assert [screen.gaps for screen in screens] == [0] * SCREENS
    assert sum(screen.resumed for screen in screens) >= KILLS
