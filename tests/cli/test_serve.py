"""What somebody reads whose server does not start: a sentence."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import cli


@pytest.mark.parametrize(
    ("database", "why"),
    [
        ("a drawer", "names no database"),
        ("sqlite:///{folder}/none/standby.db", "No such file or directory"),
    ],
)
def test_a_server_that_can_not_open_its_database_says_why_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, database: str, why: str
) -> None:
    monkeypatch.setattr("app.main.set_up_logs", lambda *_settings: None)

    ended = CliRunner().invoke(cli, ["serve", "--database-url", database.format(folder=tmp_path)])

    assert ended.exit_code == 2
    assert why in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
