"""A log on SQLite and on PostgreSQL: what is promised holds on both."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from app.storage.event_log import EventLog
from tests.storage.makers import SHOW, opened
from tests.storage.tampering import Tamper


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    return tmp_path / "standby.db"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.pg)])
def url(request: pytest.FixtureRequest, sqlite_file: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{sqlite_file}"
    pg_url: str = request.getfixturevalue("pg_url")
    return pg_url


@pytest.fixture
async def log(url: str) -> AsyncIterator[EventLog]:
    """An open log with one empty show in it."""
    async with opened(url) as log:
        await log.create_show(SHOW, "SS27", 1)
        yield log


@pytest.fixture
def tamper(url: str, sqlite_file: Path) -> Tamper:
    return Tamper(url, sqlite_file)
