"""A flipped bit, a lost or a foreign entry is found and named when reading, and never skipped."""

import pytest

from app.storage.event_log import CorruptLog, EventLog
from tests.storage.makers import OTHER_SHOW, SHOW, an_entry, entries, opened
from tests.storage.tampering import Tamper


@pytest.mark.parametrize(
    ("harm", "named"),
    [
        ("UPDATE entries SET events = '[ ]' WHERE seq = 4", 4),
        ("UPDATE entries SET command = '{}' WHERE seq = 4", 4),
        ("UPDATE entries SET actor = '{}' WHERE seq = 4", 4),
        ("UPDATE entries SET at_ms = at_ms + 1 WHERE seq = 4", 4),
        ("UPDATE entries SET command_id = 'c-another' WHERE seq = 4", 4),
        ("UPDATE entries SET body_hash = 'another' WHERE seq = 4", 4),
        ("UPDATE entries SET sum = 'another' WHERE seq = 4", 4),
        ("DELETE FROM entries WHERE seq = 4", 4),
        ("DELETE FROM entries WHERE seq = 1", 1),
        ("DELETE FROM entries WHERE seq >= 9", 9),
        ("DELETE FROM entries", 1),
        ("UPDATE shows SET seq = 9", 10),
        ("UPDATE shows SET sum = 'another'", 10),
    ],
)
async def test_the_first_entry_that_is_wrong_is_named(
    log: EventLog, tamper: Tamper, harm: str, named: int
) -> None:
    await log.append(SHOW, 0, entries(10))
    await tamper(harm)

    with pytest.raises(CorruptLog) as corrupt:
        await log.read(SHOW, 0)

    assert (corrupt.value.show_id, corrupt.value.seq) == (SHOW, named)


async def test_a_lost_entry_is_found_by_who_reads_page_by_page(
    log: EventLog, tamper: Tamper
) -> None:
    await log.append(SHOW, 0, entries(10))
    await tamper("DELETE FROM entries WHERE seq = 5")

    assert len(await log.read(SHOW, 0, limit=4)) == 4
    with pytest.raises(CorruptLog) as corrupt:
        await log.read(SHOW, 4, limit=4)

    assert corrupt.value.seq == 5


async def test_an_entry_that_strayed_in_from_another_show_is_found(
    log: EventLog, tamper: Tamper
) -> None:
    await log.create_show(OTHER_SHOW, "AW27", 2)
    await log.append(SHOW, 0, entries(1))
    await log.append(OTHER_SHOW, 0, entries(1))
    await tamper(
        f"DELETE FROM entries WHERE show_id = '{SHOW}'",
        f"UPDATE entries SET show_id = '{SHOW}' WHERE show_id = '{OTHER_SHOW}'",
    )

    with pytest.raises(CorruptLog) as corrupt:
        await log.read(SHOW, 0)

    assert corrupt.value.seq == 1


async def test_a_changed_entry_is_not_handed_out_for_its_id_either(
    log: EventLog, tamper: Tamper
) -> None:
    await log.append(SHOW, 0, [an_entry("c-1"), an_entry("c-2")])
    await tamper("UPDATE entries SET events = '[ ]' WHERE seq = 2")

    assert (await log.find(SHOW, ["c-1"]))["c-1"].seq == 1
    with pytest.raises(CorruptLog) as corrupt:
        await log.find(SHOW, ["c-2"])

    assert corrupt.value.seq == 2


async def test_other_shows_are_read_beside_a_corrupt_one(log: EventLog, tamper: Tamper) -> None:
    await log.create_show(OTHER_SHOW, "AW27", 2)
    await log.append(SHOW, 0, entries(3))
    await log.append(OTHER_SHOW, 0, entries(3))
    await tamper(f"UPDATE entries SET events = '[ ]' WHERE seq = 2 AND show_id = '{SHOW}'")

    assert len(await log.read(OTHER_SHOW, 0)) == 3


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
async def test_any_flipped_bit_in_the_file_is_found(
    log: EventLog, url: str, tamper: Tamper
) -> None:
    await log.append(SHOW, 0, [an_entry(events=b'["%d"]' % n * 20) for n in range(200)])
    await log.close()
    whole = tamper.sqlite_file.read_bytes()
    where = whole.index(b'["77"]')
    page = where // 4096 * 4096

    found = [
        await _damage_is_found(tamper, whole, at) for at in (where, page, page + 3, where - 60)
    ]

    assert found == [True] * 4


async def _damage_is_found(tamper: Tamper, whole: bytes, at: int) -> bool:
    flipped = bytes([whole[at] ^ 0x80])
    tamper.sqlite_file.write_bytes(whole[:at] + flipped + whole[at + 1 :])
    async with opened(tamper.url) as damaged:
        try:
            await damaged.read(SHOW, 0)
        except CorruptLog as corrupt:
            return corrupt.show_id == SHOW and corrupt.seq is not None
        return False
