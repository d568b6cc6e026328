"""When the log can't be written it says so, changes nothing, and goes on when it can."""

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from app.storage.engine import Link, open_database
from app.storage.event_log import EventLog, NewEntry, Side, Unavailable
from tests.postgres import Postgres
from tests.storage.makers import SHOW, an_entry, entries, opened, outcomes

DISK_KIB = 12_000  # the journal alone takes 8 MB


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of its own, so small that a test can fill it."""
    folder = tmp_path / "small"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_KIB}k", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("mounting a small disk is not permitted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


async def test_a_full_disk_makes_the_log_unavailable_until_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    async with opened(f"sqlite:///{small_disk}/standby.db") as log:
        await log.create_show(SHOW, "SS27", 1)
        await log.append(SHOW, 0, [an_entry("c-1")])
        _fill(ballast)

        refused, unsure = await _append_until_refused(log)
        kept = await log.read(SHOW, 0)
        with pytest.raises(Unavailable):
            await log.append(SHOW, len(kept), [refused])
        still = await log.read(SHOW, 0)
        ballast.unlink()
        await log.append(SHOW, len(kept), [refused])

        assert not unsure
        assert still == kept
        assert [e.command_id for e in (await log.read(SHOW, 0))[-2:]] == [
            kept[-1].command_id,
            refused.command_id,
        ]


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4_096)):
                pass
        except OSError:
            return


async def _append_until_refused(log: EventLog) -> tuple[NewEntry, bool]:
    while True:
        head = await log.head(SHOW)
        assert head is not None
        new = an_entry(sides=[Side(ref=f"r{head.seq}", kind="image/webp", value=bytes(500_000))])
        try:
            await log.append(SHOW, head.seq, [new])
        except Unavailable as unavailable:
            return new, unavailable.unsure


async def test_a_probe_says_whether_the_log_can_be_written(log: EventLog) -> None:
    await log.probe()
    await log.close()

    with pytest.raises(Unavailable):
        await log.probe()


@pytest.mark.pg
async def test_a_lost_connection_is_made_anew_unnoticed(pg_url: str) -> None:
    async with opened(pg_url) as log:
        await log.create_show(SHOW, "SS27", 1)
        await log.append(SHOW, 0, entries(1))
        assert len(await log.read(SHOW, 0)) == 1
        _hang_up(pg_url)

        await log.append(SHOW, 1, entries(1))

        assert len(await log.read(SHOW, 0)) == 2


@pytest.mark.pg
async def test_a_database_that_is_gone_is_unavailable_until_it_is_back(
    pg_url: str, postgres: Postgres
) -> None:
    async with opened(pg_url) as log:
        await log.create_show(SHOW, "SS27", 1)
        _admit(postgres, pg_url, "false")
        _hang_up(pg_url.replace(_name(pg_url), "postgres"), _name(pg_url))

        with pytest.raises(Unavailable):
            await log.append(SHOW, 0, [an_entry("c-1")])
        with pytest.raises(Unavailable):
            await log.read(SHOW, 0)
        _admit(postgres, pg_url, "true")
        await log.append(SHOW, 0, [an_entry("c-1")])

        assert [e.command_id for e in await log.read(SHOW, 0)] == ["c-1"]


@pytest.mark.pg
async def test_a_server_frozen_while_writing_does_not_stop_the_others(pg_url: str) -> None:
    async with opened(pg_url) as log:
        await log.create_show(SHOW, "SS27", 1)
        frozen = open_database(pg_url)
        link = frozen.connect_to_write()
        link.begin_write()
        link.run("SELECT seq FROM shows FOR UPDATE")

        await log.append(SHOW, 0, entries(1))

        assert len(await log.read(SHOW, 0)) == 1
        link.close()
        frozen.close()


async def test_entries_whose_commit_broke_are_written_if_the_database_has_them(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_next_commit(monkeypatch, "after")

    await log.append(SHOW, 0, [an_entry("c-1")])
    await log.append(SHOW, 1, [an_entry("c-2")])

    assert [e.command_id for e in await log.read(SHOW, 0)] == ["c-1", "c-2"]


async def test_entries_whose_commit_broke_are_refused_if_the_database_has_them_not(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    _break_next_commit(monkeypatch, "before")

    with pytest.raises(Unavailable) as unavailable:
        await log.append(SHOW, 0, [an_entry("c-1")])
    await log.append(SHOW, 0, [an_entry("c-2")])

    assert not unavailable.value.unsure
    assert [e.command_id for e in await log.read(SHOW, 0)] == ["c-2"]


async def test_a_clash_stays_a_clash_when_the_commit_of_its_group_broke(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    await log.append(SHOW, 0, [an_entry("c-1")])
    _break_next_commit(monkeypatch, "after")

    said = await outcomes(
        asyncio.ensure_future(log.append(SHOW, 1, [an_entry("c-1")])),
        asyncio.ensure_future(log.append(SHOW, 1, [an_entry("c-2")])),
    )

    assert said == ["clash on id", "written"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_a_fault_of_our_own_stops_the_log_and_leaves_nobody_waiting(
    log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Link, "commit", lambda _link: 1 / 0)

    said = await outcomes(
        *(asyncio.ensure_future(log.append(SHOW, n, entries(1))) for n in range(3))
    )
    monkeypatch.undo()

    assert said == ["Unavailable"] * 3
    with pytest.raises(Unavailable):
        await log.append(SHOW, 0, entries(1))
    assert await log.read(SHOW, 0) == []


def _break_next_commit(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """Let the next commit fail as when the line is cut: before the database did it, or after."""
    whole = Link.commit

    def broken(link: Link) -> None:
        monkeypatch.setattr(Link, "commit", whole)
        if moment == "after":
            whole(link)
        raise link._database.engine.dialect.loaded_dbapi.OperationalError("the line was cut")

    monkeypatch.setattr(Link, "commit", broken)


def _name(pg_url: str) -> str:
    return pg_url.rpartition("/")[2]


def _plain(pg_url: str) -> str:
    return pg_url.replace("+psycopg", "")


def _hang_up(pg_url: str, database: str = "") -> None:
    with psycopg.connect(_plain(pg_url), autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid()",
            (database or _name(pg_url),),
        )


def _admit(postgres: Postgres, pg_url: str, allowed: str) -> None:
    with psycopg.connect(_plain(postgres.url()), autocommit=True) as other:
        other.execute(f"ALTER DATABASE {_name(pg_url)} ALLOW_CONNECTIONS {allowed}".encode())
