"""The command line: a plan goes in, comes out, and is told; faults are told by their place."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import cli
from app.demo.plan import Pace, plan_bundle

PLAN = plan_bundle(7, starts_at=1_795_690_800_000, pace=Pace(), pictures=False)


@pytest.fixture
def database(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/standby.db"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(PLAN))
    return file


def _standby(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words], env={"STANDBY_URL": ""})


def test_a_plan_that_went_in_comes_out_the_same(plan: Path, database: str) -> None:
    _standby("import", plan, "--database-url", database)

    written = _standby("export", "ilvane", "--database-url", database)

    assert json.loads(written.stdout) == PLAN


def test_an_import_says_the_id_and_how_many_looks(plan: Path, database: str) -> None:
    said = _standby("import", plan, "--database-url", database)

    assert said.exit_code == 0
    assert said.stdout.endswith("Ilvane SS27: 40 looks are in.\n")


def test_an_export_into_a_file_leaves_the_terminal_alone(
    plan: Path, database: str, tmp_path: Path
) -> None:
    _standby("import", plan, "--database-url", database)

    said = _standby("export", "--out", tmp_path / "out.json", "--database-url", database)

    assert said.stdout == ""
    assert json.loads((tmp_path / "out.json").read_text()) == PLAN


def test_the_log_is_told_in_sentences_and_raw_as_lines_of_json(plan: Path, database: str) -> None:
    _standby("import", plan, "--database-url", database)

    told = _standby("log", "--database-url", database).stdout
    [raw] = _standby("log", "--ndjson", "--database-url", database).stdout.splitlines()

    assert told.rstrip().endswith("The plan of “Ilvane SS27” is in.")
    assert json.loads(raw)["events"][0]["type"] == "plan_loaded"
    assert "Hrafnkelsdóttir" not in raw


def test_a_faulty_plan_is_refused_with_every_place(tmp_path: Path, database: str) -> None:
    file = tmp_path / "faulty.json"
    looks = [{"number": "1", "model": "m9"}, {"number": "1"}]
    file.write_text(json.dumps({"title": "Faulty", "looks": looks}))

    said = _standby("import", file, "--database-url", database)

    assert said.exit_code == 1
    assert "looks[1].number: 1 stands in looks[0] already." in said.stderr
    assert "looks[0].model: There is no model m9." in said.stderr


def test_an_unknown_field_is_refused_by_name(tmp_path: Path, database: str) -> None:
    file = tmp_path / "later.json"
    file.write_text(json.dumps({"title": "Later", "looks": [{"number": "1", "scent": "iris"}]}))

    said = _standby("import", file, "--database-url", database)

    assert said.exit_code == 1
    assert "scent" in said.stderr


def test_where_there_are_two_shows_it_must_be_said_which(plan: Path, database: str) -> None:
    for _ in range(2):
        _standby("import", plan, "--database-url", database)

    said = _standby("export", "--database-url", database)

    assert said.exit_code == 1
    assert said.stderr.count("Ilvane") == 2


def test_where_there_is_no_show_that_is_said(database: str) -> None:
    said = _standby("log", "--database-url", database)

    assert (said.exit_code, said.stderr) == (1, "There is no show here.\n")


def test_a_server_that_is_not_there_is_named(plan: Path, free_port: int) -> None:
    url = f"http://127.0.0.1:{free_port}"

    said = _standby("import", plan, "--url", url, "--token", "x" * 20)

    assert said.exit_code == 1
    assert f"{url} does not answer" in said.stderr
