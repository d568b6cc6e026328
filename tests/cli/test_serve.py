"""What somebody reads whose server does not start: a sentence."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.live.process import ROOT


@pytest.mark.parametrize(
    ("database", "why"),
    [
        ("a drawer", "names no database"),
        ("sqlite:///{folder}/none/standby.db", "No such file or directory"),
    ],
)
@pytest.mark.parametrize("keeper", ["--keeper", "--no-keeper"])
def test_a_server_that_can_not_open_its_database_says_why_in_one_line(
    tmp_path: Path, free_port: int, keeper: str, database: str, why: str
) -> None:
    command = [sys.executable, "-m", "app", "serve", "--port", str(free_port), keeper]
    command += ["--host", "127.0.0.1", "--database-url", database.format(folder=tmp_path)]

    ended = subprocess.run(
        command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=60
    )

    assert ended.returncode == 2
    assert why in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
