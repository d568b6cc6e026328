"""A log that is not what was written: named, shown as it last was whole, and never written to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from app.live.desk import CHECKPOINT_EVERY, Desk
from app.live.house import House
from app.live.inspector import BEGIN_MS, PAUSE_MS
from app.show.cast import CheckIn
from app.show.lineup import EditShow
from app.show.words import ModelId, Refused, Why
from app.wire.messages import Position
from app.wire.show_text import show_to_json
from tests.live.at_the_desk import a_desk, a_house, advance, taken
from tests.live.plans import a_plan
from tests.live.served import Served, serving
from tests.rules import rule
from tests.storage.tampering import Tamper

M1 = ModelId("m1")
LOOKS_MAX = 5_000  # of the inspector, by which it must have come to its end
CHANGED = "this entry is not what was written"


async def a_show_of(folder: Path, entries: int) -> tuple[str, bytes, bytes]:
    """Write a show; return its id, how it stood after its third entry, and how it stands."""
    async with a_house(folder) as house:
        desk = await a_desk(house)
        third = b""
        for n in range(2, entries + 1):
            await taken(desk, EditShow(title=f"T{n}"))
            if n == 3:
                third = show_to_json(desk.moment.show)
        return desk.show_id, third, show_to_json(desk.moment.show)


@asynccontextmanager
async def reopened(folder: Path, show_id: str) -> AsyncIterator[tuple[House, Desk]]:
    async with a_house(folder) as house:
        yield house, (await house.venue.opened(show_id)).desk


async def inspected(house: House) -> None:
    advance(house, BEGIN_MS)
    for _look in range(LOOKS_MAX):
        if house.inspector.done:
            return
        await asyncio.sleep(0.002)
        advance(house, PAUSE_MS)
    raise AssertionError("the inspector does not come to an end")


async def tampered(folder: Path, *harm: str) -> None:
    await Tamper("sqlite", folder / "standby.db")(*harm)


@rule("P10")
async def test_a_show_with_a_damaged_entry_stands_as_it_was_before_that_entry(
    tmp_path: Path,
) -> None:
    show_id, third, _ = await a_show_of(tmp_path, 8)
    await tampered(
        tmp_path, "DELETE FROM checkpoints", "UPDATE entries SET events = '[ ]' WHERE seq = 4"
    )

    async with reopened(tmp_path, show_id) as (_house, desk):
        assert show_to_json(desk.moment.show) == third
        assert desk.saving.trouble.damaged == {"seq": 4, "what": CHANGED}


async def test_a_damaged_show_refuses_every_command_and_says_where_it_is_damaged(
    tmp_path: Path,
) -> None:
    show_id, _, _ = await a_show_of(tmp_path, 8)
    await tampered(
        tmp_path, "DELETE FROM checkpoints", "UPDATE entries SET events = '[ ]' WHERE seq = 4"
    )

    async with reopened(tmp_path, show_id) as (house, desk):
        with pytest.raises(Refused, match="entry 4") as refused:
            await taken(desk, CheckIn(model=M1))

        head = await house.event_log.head(show_id)
        assert refused.value.why is Why.UNAVAILABLE
        assert head is not None
        assert head.seq == 8


async def test_a_screen_that_saw_what_is_damaged_now_sees_the_last_good_state_in_another_epoch(
    tmp_path: Path,
) -> None:
    show_id, third, _ = await a_show_of(tmp_path, 8)
    await tampered(
        tmp_path, "DELETE FROM checkpoints", "UPDATE entries SET events = '[ ]' WHERE seq = 4"
    )

    async with reopened(tmp_path, show_id) as (house, desk):
        running = await house.venue.opened(show_id)
        seen = Position(epoch=desk.epoch, seq=8)
        await running.look_ahead(seen)
        head = await house.event_log.head(show_id)

        assert await house.venue.opened(show_id) is running  # its desk has not fallen over it
        assert show_to_json(desk.moment.show) == third
        assert desk.epoch != seen.epoch  # within one history no screen would go back
        assert head is not None
        assert head.epoch == seen.epoch  # nothing is written to it


async def test_other_shows_go_on_beside_a_damaged_one(tmp_path: Path) -> None:
    show_id, _, _ = await a_show_of(tmp_path, 8)
    await tampered(tmp_path, "DELETE FROM entries WHERE seq = 5", "DELETE FROM checkpoints")

    async with reopened(tmp_path, show_id) as (house, _desk):
        other = await a_desk(house)
        ack = await taken(other, CheckIn(model=M1))

        assert ack.seq == 2
        assert [one["show"] for one in house.damage()] == [show_id]


async def test_an_entry_damaged_long_before_the_checkpoint_is_found_after_the_start(
    tmp_path: Path,
) -> None:
    show_id, _, last = await a_show_of(tmp_path, CHECKPOINT_EVERY + 20)
    await tampered(tmp_path, "UPDATE entries SET command = '{}' WHERE seq = 7")

    async with reopened(tmp_path, show_id) as (house, desk):
        before = desk.saving.damaged
        await inspected(house)

        assert (before, desk.saving.damaged) == (None, {"seq": 7, "what": CHANGED})
        assert show_to_json(desk.moment.show) == last  # the checkpoint is whole, and so is the rest


async def test_a_show_that_nobody_has_opened_is_inspected_too(tmp_path: Path) -> None:
    show_id, _, _ = await a_show_of(tmp_path, 8)
    await tampered(tmp_path, "UPDATE entries SET at_ms = at_ms + 1 WHERE seq = 2")

    async with a_house(tmp_path) as house:
        await inspected(house)

        assert house.damage() == [{"show": show_id, "seq": 2, "what": CHANGED}]


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        ("UPDATE sides SET value = x'00'", "side"),
        ("UPDATE shows SET title = 'Another'", "list of shows"),
        ("UPDATE shows SET salt = x'00'", "list of shows"),
        ("INSERT INTO once SELECT id, 'r1:exit:l9:1', 3 FROM shows", "only once"),
        ("UPDATE shows SET seq = 5", "ends otherwise"),
    ],
)
async def test_what_lies_beside_the_entries_is_inspected_too(
    tmp_path: Path, harm: str, named: str
) -> None:
    show_id, _, _ = await a_show_of(tmp_path, 8)
    await tampered(tmp_path, harm)

    async with reopened(tmp_path, show_id) as (house, desk):
        await inspected(house)

        assert desk.saving.damaged is not None
        assert named in desk.saving.damaged["what"]


async def test_a_damaged_checkpoint_costs_nothing_but_time(tmp_path: Path) -> None:
    show_id, _, last = await a_show_of(tmp_path, 8)
    await tampered(tmp_path, "UPDATE checkpoints SET state = x'00'")

    async with reopened(tmp_path, show_id) as (house, desk):
        await inspected(house)

        assert show_to_json(desk.moment.show) == last
        assert house.damage() == []


async def test_a_whole_log_is_found_whole(tmp_path: Path) -> None:
    show_id, _, _ = await a_show_of(tmp_path, 8)

    async with reopened(tmp_path, show_id) as (house, desk):
        await inspected(house)

        assert house.damage() == []
        assert (await taken(desk, CheckIn(model=M1))).seq == 9


def test_a_damaged_show_is_read_over_http_and_the_damage_named(tmp_path: Path) -> None:
    with serving(tmp_path) as first:
        show = first.make_show(a_plan())
        edited(first, show, "One")
        edited(first, show, "Two")
    harm = "UPDATE entries SET events = '[ ]' WHERE seq = 3"
    asyncio.run(tampered(tmp_path, "DELETE FROM checkpoints", harm))

    with serving(tmp_path) as served:
        state = served.owner.get(f"/shows/{show}/state").json()
        refused = edited(served, show, "Three")
        ready = served.owner.get(f"{served.url}/readyz")

        assert (state["seq"], state["state"]["show"]["title"]) == (2, "One")
        assert (refused["code"], "entry 3" in refused["detail"]) == ("unavailable", True)
        assert ready.json()["damaged"] == [{"show": show, "seq": 3, "what": CHANGED}]


def edited(served: Served, show: str, title: str) -> dict[str, str]:
    body = {"id": f"edit-{title:_<8}", "command": {"type": "edit_show", "title": title}}
    answer: dict[str, str] = served.owner.post(f"/shows/{show}/commands", json=body).json()
    return answer
