"""A house that is opened again stands where it stood, byte for byte."""

from pathlib import Path

import orjson
import pytest

from app.live import desk as desk_module
from app.live.entries import folded, read_back
from app.live.house import House
from app.show.lineup import EditShow
from app.show.state import Show
from app.show.words import Role
from app.views.see import see
from app.wire.show_text import show_to_json
from tests.live.at_the_desk import a_desk, a_house, advance, asking, go, on_air, taken
from tests.live.device import Device
from tests.live.evening import go_live, state_of
from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN, serving
from tests.rules import rule

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
    "WjR9awAAAABJRU5ErkJggg=="
)


async def everything_of(house: House, show_id: str) -> bytes:
    moment = (await house.venue.opened(show_id)).desk.moment
    return show_to_json(moment.show) + orjson.dumps(see(moment, Role.PRODUCER))


async def test_a_show_opened_again_is_the_same_for_those_who_look(tmp_path: Path) -> None:
    async with a_house(tmp_path) as first:
        desk = await a_desk(first)
        await on_air(desk, first)
        await desk.take(go(desk, "l1"))
        before = await everything_of(first, desk.show_id)
    async with a_house(tmp_path) as second:
        after = await everything_of(second, desk.show_id)

    assert after == before


@rule("P10")
async def test_the_log_alone_folds_to_the_state_that_a_checkpoint_brings_back(
    tmp_path: Path,
) -> None:
    async with a_house(tmp_path) as first:
        desk = await a_desk(first)
        await on_air(desk, first)
    async with a_house(tmp_path) as second:
        brought_back = (await second.venue.opened(desk.show_id)).desk
        entries = await second.event_log.read(desk.show_id, 0)
        point = await second.event_log.checkpoint(desk.show_id)

    assert point is not None
    assert point.seq == brought_back.seq
    assert show_to_json(folded(Show(), [read_back(one) for one in entries])) == point.state
    assert show_to_json(brought_back.moment.show) == point.state


async def test_a_checkpoint_of_another_version_is_left_aside(tmp_path: Path) -> None:
    async with a_house(tmp_path) as first:
        desk = await a_desk(first)
        before = await everything_of(first, desk.show_id)
        await first.event_log.save_checkpoint(desk.show_id, desk.epoch, desk.seq, b'{"format":0}')
        desk.save_checkpoint = _nothing  # type: ignore[method-assign]  # as if it had been killed
    async with a_house(tmp_path) as second:
        after = await everything_of(second, desk.show_id)

    assert after == before


async def _nothing() -> None:
    return None


async def test_a_checkpoint_is_kept_when_enough_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_module, "CHECKPOINT_EVERY", 5)
    async with a_house(tmp_path) as house:
        desk = await a_desk(house)
        for n in range(6):
            await taken(desk, EditShow(title=f"T{n}"))

        while (point := await house.event_log.checkpoint(desk.show_id)) is None:
            pass

    assert point.seq == 5


async def test_ids_are_known_after_a_restart(tmp_path: Path) -> None:
    async with a_house(tmp_path) as first:
        desk = await a_desk(first)
        old = asking(desk, EditShow(title="Old"))
        await desk.take(old)
        refused_once_it_is_done = go(desk, "l1")
        await on_air(desk, first)
        await desk.take(refused_once_it_is_done)
    async with a_house(tmp_path) as second:
        advance(second, 10_000)
        desk = (await second.venue.opened(desk.show_id)).desk

        again = [await desk.take(old), await desk.take(refused_once_it_is_done)]

    assert [one.duplicate for one in again] == [True, True]
    assert again[0].seq == 2


async def test_a_clock_that_was_set_back_goes_on_from_the_last_entry(tmp_path: Path) -> None:
    async with a_house(tmp_path) as first:
        desk = await a_desk(first)
        advance(first, 3_600_000)
        await taken(desk, EditShow(title="Late"))
        late_ms = desk.moment.show.at
    async with a_house(tmp_path) as second:
        await second.venue.opened(desk.show_id)

        assert second.clock.now_ms() == late_ms


async def test_screens_come_back_to_a_server_that_was_restarted_and_miss_nothing(
    tmp_path: Path,
) -> None:
    with serving(tmp_path) as first:
        show = first.make_show(a_plan())
        go_live(first, show)
        device = Device(first.socket_url, show, OWNER_TOKEN)
        await device.connect()
        await device.greet()
        epoch = device.epoch
    assert await device.closed() == 1012
    with serving(tmp_path) as second:
        device.url = second.socket_url
        async with device:
            await device.greet()
        fresh = state_of(second, show)

    assert device.epoch == epoch
    assert device.state == fresh["state"]


async def test_pictures_keep_their_address_when_the_show_is_opened_again(tmp_path: Path) -> None:
    plan = a_plan()
    plan["looks"][0]["picture"] = PIXEL
    with serving(tmp_path) as first:
        show = first.make_show(plan)
        before = state_of(first, show)["state"]["looks"]["l1"]["picture"]
    with serving(tmp_path) as second:
        after = state_of(second, show)["state"]["looks"]["l1"]["picture"]
        picture = second.owner.get(after.removeprefix("/api/v1"))

    assert after == before
    assert picture.headers["content-type"] == "image/webp"
