"""What the tests of the doors ask for: a server, a show, and who knocks."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.live.plans import a_plan
from tests.live.served import Served, serving


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose clock stands until a test moves it; one for all tests of a file."""
    folder = tmp_path_factory.mktemp("served")
    build_screens(folder / "static")
    with serving(folder) as running:
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
def owner(served: Served) -> httpx.Client:
    """The owner, over HTTP under /api/v1."""
    return served.owner


@pytest.fixture
def browser(served: Served) -> Iterator[httpx.Client]:
    """A browser that has just come: no cookie yet, and it names its origin."""
    with httpx.Client(base_url=served.url, headers={"Origin": served.url}, timeout=20) as client:
        yield client


def build_screens(folder: Path) -> None:
    """Lay down what the frontend's build leaves."""
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Standby</title>")
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "assets" / "index-abc123.js").write_text("console.log('standby')\n" * 200)
    (folder / "sw.js").write_text("self.addEventListener('fetch', () => undefined)")
