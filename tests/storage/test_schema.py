"""The migrations bring a database to exactly the tables that the code believes in."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from app.storage.engine import open_database
from app.storage.event_log import EventLog
from app.storage.migrate import migrate, migrations_folder
from app.storage.tables import REVISION, metadata
from tests.storage.makers import opened
from tests.storage.tampering import Tamper

HOUSE = Path(__file__).parents[2]


def test_a_migrated_database_has_the_tables_of_the_code(url: str) -> None:
    database = open_database(url)
    migrate(database)
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    database.close()

    assert differences == []


def test_sqlite_checks_types_in_every_table(tmp_path: object) -> None:
    database = open_database(f"sqlite:///{tmp_path}/standby.db")
    migrate(database)
    with database.engine.connect() as connection:
        tables = connection.execute(text("PRAGMA table_list")).mappings().all()
        lax = [t["name"] for t in tables if t["name"] in metadata.tables and not t["strict"]]
    database.close()

    assert lax == []


def test_the_code_knows_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()))

    assert ScriptDirectory.from_config(config).get_current_head() == REVISION


async def test_an_up_to_date_database_is_opened_as_it_is(url: str) -> None:
    for _ in range(2):
        async with opened(url) as log:
            assert await log.shows() == []


async def test_a_database_of_a_newer_version_is_refused_in_a_sentence(
    log: EventLog, url: str, tamper: Tamper
) -> None:
    await tamper("UPDATE alembic_version SET version_num = '9999'")
    await log.close()

    with pytest.raises(RuntimeError, match=r"newer version of Standby"):
        EventLog.open(url)


@pytest.mark.pg
def test_two_servers_that_start_at_once_migrate_once(pg_url: str) -> None:
    opens_it = "import sys; from app.storage.event_log import EventLog; EventLog.open(sys.argv[1])"
    words = [sys.executable, "-c", opens_it, pg_url]

    servers = [subprocess.Popen(words, cwd=HOUSE) for _ in range(2)]

    assert [server.wait() for server in servers] == [0, 0]


def test_a_migration_that_breaks_leaves_nothing_behind(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alembic.op.create_index", _breaks)
    database = open_database(url)

    with pytest.raises(RuntimeError, match="in the middle"):
        migrate(database)

    assert inspect(database.engine).get_table_names() == []
    database.close()


def _breaks(*_args: object, **_words: object) -> None:
    raise RuntimeError("in the middle")
