"""An older copy put in the database's place is noticed at the start, and history begins anew."""

import shutil
from pathlib import Path

import pytest

from app.storage.event_log import EventLog, begun_anew
from app.storage.witness import BESIDE
from tests.storage.makers import OTHER_SHOW, SHOW, entries, opened
from tests.storage.tampering import Tamper


@pytest.fixture
def url(sqlite_file: Path) -> str:
    return f"sqlite:///{sqlite_file}"


async def a_log(url: str, number: int) -> str:
    """Write a show of so many entries, and return its epoch."""
    async with opened(url) as log:
        if await log.head(SHOW) is None:
            await log.create_show(SHOW, "SS27", 1)
        head = await log.head(SHOW)
        assert head is not None
        await log.append(SHOW, head.seq, entries(number))
        return head.epoch


async def the_epoch(url: str) -> str:
    async with opened(url) as log:
        head = await log.head(SHOW)
        assert head is not None
        return head.epoch


async def test_a_database_that_is_as_it_was_left_keeps_its_epoch(url: str) -> None:
    epoch = await a_log(url, 3)

    assert [await the_epoch(url), await the_epoch(url)] == [epoch, epoch]


async def test_a_copy_that_lacks_the_end_begins_a_new_epoch(url: str, sqlite_file: Path) -> None:
    epoch = await a_log(url, 3)
    copy = shutil.copy(sqlite_file, sqlite_file.with_name("copy.db"))
    await a_log(url, 1)

    shutil.copy(copy, sqlite_file)

    async with opened(url) as log:
        head = await log.head(SHOW)
        assert head is not None
        assert (log.set_back, head.seq) == ((SHOW,), 3)
        assert head.epoch != epoch
        assert begun_anew(head.epoch)


async def test_it_is_noticed_once(url: str, sqlite_file: Path) -> None:
    await a_log(url, 3)
    copy = shutil.copy(sqlite_file, sqlite_file.with_name("copy.db"))
    await a_log(url, 1)
    shutil.copy(copy, sqlite_file)
    epoch = await the_epoch(url)

    async with opened(url) as log:
        assert log.set_back == ()

    assert await the_epoch(url) == epoch


async def test_a_copy_that_went_on_elsewhere_is_noticed_though_it_is_longer(
    url: str, sqlite_file: Path
) -> None:
    await a_log(url, 3)
    copy = shutil.copy(sqlite_file, sqlite_file.with_name("copy.db"))
    await a_log(url, 2)
    await a_log(f"sqlite:///{copy}", 9)

    shutil.copy(copy, sqlite_file)

    async with opened(url) as log:
        assert log.set_back == (SHOW,)


async def test_shows_that_have_lost_nothing_keep_their_epoch(url: str, tamper: Tamper) -> None:
    await a_log(url, 3)
    async with opened(url) as log:
        other = await log.create_show(OTHER_SHOW, "AW27", 2)
        await log.append(OTHER_SHOW, 0, entries(2))
    await tamper(f"DELETE FROM entries WHERE seq = 3 AND show_id = '{SHOW}'")

    async with opened(url) as log:
        assert log.set_back == (SHOW,)
        assert await log.head(OTHER_SHOW) == type(other)(epoch=other.epoch, seq=2)


@pytest.mark.parametrize("torn", [b"", b"{", b"[]", b'{"shows": {"s_7Qm": 3}}'])
async def test_a_torn_witness_is_in_nobodys_way(url: str, sqlite_file: Path, torn: bytes) -> None:
    epoch = await a_log(url, 3)
    sqlite_file.with_name(sqlite_file.name + BESIDE).write_bytes(torn)

    assert await the_epoch(url) == epoch


async def test_nobody_else_on_the_laptop_can_read_the_witness(url: str, sqlite_file: Path) -> None:
    await a_log(url, 1)

    assert sqlite_file.with_name(sqlite_file.name + BESIDE).stat().st_mode & 0o077 == 0


@pytest.mark.pg
async def test_postgresql_needs_no_witness(pg_url: str) -> None:
    async with opened(pg_url) as log:
        assert log.set_back == ()
    assert isinstance(log, EventLog)
