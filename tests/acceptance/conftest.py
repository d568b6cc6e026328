"""What the evenings played from outside ask for: a running server and a plan to play."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.a_plan import a_plan
from tests.acceptance.a_server import ROOT, AServer, a_running_server
from tests.live.device import Json

SHARED = ROOT.parent / "shared" / "data" / "show-48.json"


@pytest.fixture
def server(tmp_path: Path, free_port: int) -> Iterator[AServer]:
    with a_running_server(tmp_path, free_port) as running:
        yield running


@pytest.fixture
def plan() -> Json:
    """The real plan of 48 looks where it lies beside the project, else a made one of its shape."""
    if SHARED.exists():
        found: Json = json.loads(SHARED.read_text())
        return found
    return a_plan(looks=48, models=24)
