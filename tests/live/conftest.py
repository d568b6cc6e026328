"""What the tests of a running house ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.live.logs import set_up_logs
from tests.live.plans import a_plan
from tests.live.served import Served, serving
from tests.postgres import free_port as free_port_now


@pytest.fixture(scope="session", autouse=True)
def _plain_logs() -> None:
    set_up_logs("console", "warning")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose clock stands until a test moves it; one for all tests of a file."""
    with serving(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Served]:
    """A server of this test's own."""
    with serving(tmp_path) as running:
        yield running


@pytest.fixture
def show(served: Served) -> str:
    """A show of six looks on three models."""
    return served.make_show(a_plan())


@pytest.fixture
def other_port() -> int:
    return free_port_now()
