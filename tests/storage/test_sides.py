"""What is about people lies beside the log: written with its entry or not at all."""

import pytest

from app.storage.event_log import Clash, EventLog, Side
from tests.storage.makers import OTHER_SHOW, SHOW, an_entry
from tests.storage.tampering import Tamper

NAME = Side(ref="r_1", kind="text", value="Zoë K.".encode())
MEASURES = Side(ref="r_2", kind="json", value=b'{"height_cm":178}')
PICTURE = Side(ref="r_3", kind="image/webp", value=bytes(range(256)) * 400)


async def test_sides_are_written_with_their_entry(log: EventLog) -> None:
    await log.append(SHOW, 0, [an_entry(sides=[NAME]), an_entry(sides=[MEASURES])])

    assert (await log.sides(SHOW))[0] == {"r_1": NAME, "r_2": MEASURES}


async def test_pictures_are_fetched_one_by_one(log: EventLog) -> None:
    await log.append(SHOW, 0, [an_entry(sides=[NAME, PICTURE])])

    assert (await log.sides(SHOW))[0] == {"r_1": NAME}
    assert await log.pictures(SHOW) == {"r_3": "image/webp"}
    assert await log.side(SHOW, "r_3") == PICTURE


async def test_sides_of_a_refused_append_are_not_kept(log: EventLog) -> None:
    await log.append(SHOW, 0, [an_entry("c-1")])

    with pytest.raises(Clash):
        await log.append(SHOW, 1, [an_entry(sides=[NAME]), an_entry("c-1")])

    assert (await log.sides(SHOW))[0] == {}
    assert await log.side(SHOW, "r_1") is None


async def test_a_show_sees_its_own_sides_only(log: EventLog) -> None:
    await log.create_show(OTHER_SHOW, "AW27", 2)
    await log.append(SHOW, 0, [an_entry(sides=[NAME])])

    assert (await log.sides(OTHER_SHOW))[0] == {}
    assert await log.side(OTHER_SHOW, "r_1") is None


async def test_a_damaged_side_is_named_and_the_others_are_read(
    log: EventLog, tamper: Tamper
) -> None:
    await log.append(SHOW, 0, [an_entry(sides=[NAME, MEASURES])])
    await tamper("UPDATE sides SET sum = 'another' WHERE ref = 'r_1'")

    found, corrupt = await log.sides(SHOW)

    assert found == {"r_2": MEASURES}
    assert corrupt is not None
    assert "side r_1" in str(corrupt)
