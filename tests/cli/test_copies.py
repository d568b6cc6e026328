"""Copies: taken while a server writes, proved before they have a name, put back as a new epoch."""

import asyncio
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.live.entries import folded, read_back
from app.live.house import House
from app.show.cast import CheckIn
from app.show.lineup import EditShow
from app.show.state import Show
from app.show.words import ModelId
from app.storage.event_log import EventLog, ShowRow, begun_anew
from app.storage.keyring import Key, Keyring
from app.wire.show_text import show_to_json
from tests.live.at_the_desk import a_desk, a_house, on_air, taken
from tests.live.plans import a_plan
from tests.live.process import ROOT
from tests.live.served import serving
from tests.rules import rule
from tests.storage.tampering import Tamper

EDITS = 5


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database with one show of six entries."""

    async def write() -> None:
        async with a_house(tmp_path) as house:
            desk = await a_desk(house)
            for n in range(EDITS):
                await taken(desk, EditShow(title=f"T{n}"))

    asyncio.run(write())
    return tmp_path / "standby.db"


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def backup(database: Path, *words: object) -> Result:
    return run("backup", "--database-url", f"sqlite:///{database}", *words)


def the_show(database: Path) -> ShowRow:
    async def read() -> ShowRow:
        log = EventLog.open(f"sqlite:///{database}")
        try:
            return (await log.shows())[0]
        finally:
            await log.close()

    return asyncio.run(read())


def state_of(folder: Path) -> bytes:
    async def read(house: House) -> bytes:
        (row,) = await house.venue.shows()
        return show_to_json((await house.venue.opened(row.id)).desk.moment.show)

    async def opened() -> bytes:
        async with a_house(folder) as house:
            return await read(house)

    return asyncio.run(opened())


def damage(database: Path, seq: int) -> None:
    connection = sqlite3.connect(database)
    connection.execute("DELETE FROM checkpoints")
    connection.execute("UPDATE entries SET events = '[ ]' WHERE seq = ?", (seq,))
    connection.commit()
    connection.close()


# ---- backup


def test_a_copy_holds_the_same_show(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere" / "standby.db"
    copy.parent.mkdir()

    made = backup(database, copy)

    assert made.exit_code == 0, made.output
    assert state_of(copy.parent) == state_of(tmp_path)


def test_a_copy_is_nobody_elses_to_read(database: Path, tmp_path: Path) -> None:
    backup(database, tmp_path / "copy.db")

    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600


def test_a_copy_takes_nobodys_place(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.write_text("mine")

    refused = backup(database, copy)

    assert (refused.exit_code, copy.read_text()) == (1, "mine")
    assert "is there already" in refused.stderr


def test_a_damaged_database_yields_no_copy(database: Path, tmp_path: Path) -> None:
    damage(database, 3)

    refused = backup(database, tmp_path / "copy.db")

    assert refused.exit_code == 1
    assert "entry 3" in refused.stderr
    assert not (tmp_path / "copy.db").exists()


def test_nothing_unfinished_is_left_lying_about(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    backup(database, folder / "a.db")
    damage(database, 3)
    backup(database, folder / "b.db")

    assert [file.name for file in folder.iterdir()] == ["a.db"]


def test_in_a_folder_the_newest_copies_are_kept(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    names: list[str] = []
    for _copy in range(4):
        backup(database, folder, "--keep", 2)
        names = sorted({*names, *(file.name for file in folder.iterdir())})

    assert sorted(file.name for file in folder.iterdir()) == names[-2:]


def test_a_name_without_an_ending_is_a_folder_though_there_is_none_yet(
    database: Path, tmp_path: Path
) -> None:
    backup(database, tmp_path / "copies")

    assert (tmp_path / "copies").is_dir()


def test_of_a_folder_only_copies_made_there_are_counted_and_deleted(
    database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    theirs = {"standby-before-friday.db", "standby-replaced-20261126-101500.db", "standby.db"}
    for name in theirs:
        (folder / name).touch()

    backup(database, folder, "--keep", 1)
    names = {file.name for file in folder.iterdir()}

    assert theirs < names
    assert len(names - theirs) == 1


@pytest.mark.parametrize("every", ["soon", "0m", "10", "-5s"])
def test_how_often_is_said_in_seconds_minutes_or_hours(database: Path, every: str) -> None:
    refused = backup(database, "--every", every)

    assert refused.exit_code == 2
    assert "10m" in refused.stderr


def test_a_server_writes_on_while_it_is_copied(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        show = served.make_show(a_plan())
        body = {"id": "before-01", "command": {"type": "check_in", "model": "m1"}}
        served.owner.post(f"/shows/{show}/commands", json=body)

        made = backup(tmp_path / "standby.db", tmp_path / "copy.db")
        after = served.owner.post(f"/shows/{show}/commands", json={**body, "id": "after-001"})

        assert made.exit_code == 0, made.output
        assert f"{show}  " in made.output
        assert "2 entries" in made.output
        assert after.status_code == 200


def test_there_is_no_copy_of_what_is_not_there(tmp_path: Path) -> None:
    refused = backup(tmp_path / "none.db", tmp_path / "copy.db")

    assert refused.exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_postgresql_has_copies_of_its_own(tmp_path: Path) -> None:
    refused = run("backup", tmp_path / "copy.db", "--database-url", "postgresql://localhost/x")

    assert refused.exit_code == 1
    assert "pg_dump" in refused.stderr


# ---- restore


def restore(copy: Path, database: Path, *words: str) -> Result:
    return run("restore", copy, "--to", database, *words)


def test_a_restored_copy_is_in_a_new_epoch_and_the_replaced_one_is_kept(
    database: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup(database, copy)
    before = the_show(database)

    done = restore(copy, database)
    after = the_show(database)

    kept = re.search(r"kept as (.*)", done.output.replace("\n", ""))
    assert done.exit_code == 0, done.output
    assert (after.id, after.seq) == (before.id, before.seq)
    assert after.epoch != before.epoch
    assert begun_anew(after.epoch)
    assert kept is not None
    assert the_show(Path(kept[1])).epoch == before.epoch


def test_it_is_said_what_the_copy_holds(database: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup(database, copy)

    done = restore(copy, database)

    assert re.search(r"A test show: 6 entries, the last at \d{4}-\d\d-\d\d", done.output)


def test_nothing_is_restored_under_a_running_server(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        served.make_show(a_plan())
        backup(tmp_path / "standby.db", tmp_path / "copy.db")

        refused = restore(tmp_path / "copy.db", tmp_path / "standby.db")

    assert refused.exit_code == 2
    assert "already served" in refused.stderr


def test_a_damaged_copy_is_not_restored(database: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(database, tmp_path / "copy.db"))
    damage(copy, 3)
    before = database.read_bytes()

    refused = restore(copy, database)

    assert refused.exit_code == 1
    assert "entry 3" in refused.stderr
    assert database.read_bytes() == before


def test_what_is_whole_of_a_damaged_database_can_be_gone_on_with(
    database: Path, tmp_path: Path
) -> None:
    damage(database, 4)

    done = restore(database, database, "--salvage")

    async def go_on() -> tuple[str, int]:
        async with a_house(tmp_path) as house:
            (row,) = await house.venue.shows()
            desk = (await house.venue.opened(row.id)).desk
            title = desk.moment.show.title
            return title, (await taken(desk, CheckIn(model=ModelId("m1")))).seq

    assert done.exit_code == 0, done.output
    assert "entry 4" in done.output
    assert asyncio.run(go_on()) == ("T1", 5)  # the alarm comes first, then the mark


@pytest.mark.parametrize(
    ("harm", "said"),
    [("DELETE FROM once", ""), ("DELETE FROM passes", "passes: those of 1 devices")],
)
def test_what_is_lost_beside_the_entries_does_not_keep_a_show_from_being_salvaged(
    tmp_path: Path, harm: str, said: str
) -> None:
    async def write() -> bytes:
        async with a_house(tmp_path) as house:
            desk = await a_desk(house)
            await on_air(desk, house)
            key = Key(
                show_id=desk.show_id, pass_id="p1", code_hash="c", pin_hash=None, expires_at_ms=None
            )
            await Keyring(house.event_log).add(key, "of a device")
            return show_to_json(desk.moment.show)

    before = asyncio.run(write())
    damaged, salvaged = tmp_path / "standby.db", tmp_path / "new" / "standby.db"
    salvaged.parent.mkdir()
    asyncio.run(Tamper("sqlite", damaged)(harm))

    done = restore(damaged, salvaged, "--salvage")

    async def read() -> bytes:
        async with a_house(salvaged.parent) as house:
            (row,) = await house.venue.shows()
            entries = await house.event_log.read(row.id, 0, row.seq)
            return show_to_json(folded(Show(), map(read_back, entries)))

    assert done.exit_code == 0, done.output
    assert said in done.output
    assert asyncio.run(read()) == before


def test_where_there_is_no_database_yet_a_copy_becomes_one(database: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh" / "standby.db"
    fresh.parent.mkdir()

    done = restore(database, fresh)

    assert done.exit_code == 0, done.output
    assert the_show(fresh).seq == EDITS + 1
    assert "There was no database" in done.output


# ---- check


def test_a_whole_database_is_said_to_be_whole(database: Path) -> None:
    found = run("check", database)

    assert found.exit_code == 0, found.output
    assert "is whole" in found.output


@rule("P10")
def test_a_damaged_database_is_named_with_its_entry(database: Path) -> None:
    damage(database, 5)

    found = run("check", database)

    assert found.exit_code == 1
    assert "entry 5" in found.stderr


def test_what_is_no_database_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("buy pins " * 1_000)

    found = run("check", tmp_path / "notes.db")

    assert found.exit_code == 1
    assert "notes.db is damaged" in found.stderr


def test_checking_touches_nothing(database: Path) -> None:
    before = database.read_bytes()

    run("check", database)

    assert database.read_bytes() == before


def test_copies_are_made_again_and_again_though_one_has_failed(
    database: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "copies"
    words = [sys.executable, "-m", "app", "backup", str(folder), "--every", "1s", "--keep", "3"]
    env = {**os.environ, "STANDBY_DATABASE_URL": f"sqlite:///{database}"}
    away = database.rename(tmp_path / "away.db")

    with subprocess.Popen(
        words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as schedule:
        assert schedule.stdout is not None
        assert schedule.stderr is not None
        failed = schedule.stderr.readline()
        away.rename(database)
        made = schedule.stdout.readline()
        schedule.terminate()

    assert "There is no database" in failed
    assert "proved by replaying" in made
