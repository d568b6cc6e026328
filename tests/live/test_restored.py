"""A house that goes on from an older copy: told to who runs the evening, offered again by every device."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from app.live.clock import SetClock
from tests.live.device import Device, new_id
from tests.live.evening import go_live, send, state_of
from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN, STARTED_AT, Served, serving
from tests.rules import rule

Json = dict[str, Any]
HOUR_MS = 3_600_000
GO, MARK, HOLD = new_id(), new_id(), new_id()


@dataclass
class After:
    """A house that was restored, and what a caller's device did in the history that was lost."""

    served: Served
    show: str
    epoch: str
    seq: int
    offers: dict[str, Json]

    def device(self) -> Device:
        return Device(
            self.served.socket_url, self.show, OWNER_TOKEN, epoch=self.epoch, seq=self.seq
        )

    @property
    def state(self) -> Json:
        found: Json = state_of(self.served, self.show)["state"]
        return found


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, After]:
    """A show of which a copy lacks the last three entries: a mark, a GO, a hold."""
    folder = tmp_path_factory.mktemp("lost")
    with serving(folder) as served:
        show = served.make_show(a_plan())
        go_live(served, show)
    shutil.copy(folder / "standby.db", folder / "copy.db")
    with serving(folder, SetClock(STARTED_AT + HOUR_MS)) as served:
        after = After(served, show, "", 0, {})
        asyncio.run(_play_on(after))
    shutil.copy(folder / "copy.db", folder / "standby.db")
    return folder, after


async def _play_on(after: After) -> None:
    clock_ms = after.served.house.clock.now_ms()
    commands: dict[str, Json] = {
        MARK: {"type": "check_in", "model": "m2"},
        GO: {"type": "go", "look": "l1"},
        HOLD: {
            "type": "hold",
            "scope": "exits",
            "reason": "vip",
            "expected_end_at": clock_ms + HOUR_MS,
        },
    }
    async with after.device() as device:
        await device.greet()
        for command_id, command in commands.items():
            frame: Json = {"type": "command", "id": command_id, "command": command}
            frame |= {"expect": {"next": "l1"}} if command_id == GO else {}
            frame["beat"] = device.beat["n"]
            after.offers[command_id] = frame
            assert (await _answer(device, command_id, frame))["type"] == "ack"
            await device.up_to(device.seq)
        await device.up_to(after.seq)
        after.epoch, after.seq = device.epoch, device.seq


async def _answer(device: Device, command_id: str, frame: Json) -> Json:
    await device.say(frame)
    return await device.until(lambda one: one.get("id") == command_id)


@pytest.fixture
def after(lost: tuple[Path, After], tmp_path: Path) -> Iterator[After]:
    folder, was = lost
    for file in ("standby.db", "standby.db.witness"):
        shutil.copy(folder / file, tmp_path / file)
    with serving(tmp_path, SetClock(STARTED_AT + 2 * HOUR_MS)) as served:
        yield After(served, was.show, was.epoch, was.seq, was.offers)


@rule("X1")
async def test_who_runs_the_evening_finds_an_alarm_in_the_messages(after: After) -> None:
    async with after.device() as device:
        await device.greet()
        await device.up_to(after.seq - 2)  # the copy's last entry, and one

    (alarm,) = [one for one in device.state["messages"].values() if one["kind"] == "alarm"]
    assert device.epoch != after.epoch
    assert alarm["code"] == "history_restored"


@rule("X1")
def test_the_alarm_is_the_first_entry_of_the_new_epoch(after: After) -> None:
    send(after.served, after.show, "check_in", model="m3")
    log = after.served.owner.get(f"/shows/{after.show}/log", params={"after": after.seq - 3})

    entries = log.json()
    entries = entries["entries"] if isinstance(entries, dict) else entries
    assert entries[0]["command"]["type"] == "tell_restored"


@rule("X2", "P2")
async def test_a_mark_offered_again_takes_effect_once(after: After) -> None:
    async with after.device() as device:
        await device.greet()
        first = await _answer(device, MARK, after.offers[MARK])
        again = await _answer(device, MARK, after.offers[MARK])

    assert (first["effect"], first["duplicate"], again["duplicate"]) == ("applied", False, True)
    assert after.state["models"]["m2"]["arrived_at"]


@rule("X2", "P5")
@pytest.mark.parametrize("order", [GO, HOLD])
async def test_an_order_offered_again_is_written_down_and_moves_nothing(
    after: After, order: str
) -> None:
    async with after.device() as device:
        await device.greet()
        ack = await _answer(device, order, after.offers[order])

    assert (ack["type"], ack["effect"]) == ("ack", "recorded")
    assert after.state["looks"]["l1"]["status"] == "at_line"
    assert "hold" not in after.state["show"]


async def test_a_go_pressed_on_the_new_picture_goes(after: After) -> None:
    async with after.device() as device:
        await device.greet()
        ack = await device.ask("go", look="l1", expect={"next": "l1"})

    assert (ack["type"], ack["effect"]) == ("ack", "applied")
