"""What any test may ask for: a free port, a PostgreSQL, a database in it."""

from collections.abc import Iterator
from itertools import count

import pytest

from tests import postgres as pg

_databases = count(1)


@pytest.fixture
def free_port() -> int:
    return pg.free_port()


@pytest.fixture(scope="session")
def postgres() -> Iterator[pg.Postgres]:
    with pg.running_postgres() as running:
        yield running


@pytest.fixture
def pg_url(postgres: pg.Postgres) -> Iterator[str]:
    """The SQLAlchemy URL of an empty database of this test's own."""
    with postgres.database(f"test_{next(_databases)}") as url:
        yield url


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put browser tests last.

    Playwright's sync API keeps an event loop running in this thread until the session ends, and
    pytest-asyncio can't start another one under it.
    """
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: "browser" in item.path.parts)
