"""`standby demo --speed 20 --once`, as somebody would start it: one whole show on a real server."""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx
import pytest
from typer.testing import CliRunner

from app.cli import cli
from tests.postgres import free_port

ROOT: Final = Path(__file__).parents[2]
PATIENCE_S: Final = 300  # on a machine that does other things besides; alone it takes 50
SCREENS: Final = {
    "Show caller",
    "Starter at the exit",
    "Dresser",
    "Stage manager",
    "Backstage monitor",
    "Dressing room A",
    "Dressing room B",
}
STORY: Final = (
    "run_began", "day_opened", "model_asked_after", "first_looks_called", "help_requested",
    "help_accepted", "help_finished", "lined_up", "hold_began", "hold_released", "show_started",
    "look_out", "look_skipped", "look_reinserted", "exit_false", "order_rebased", "hold_began",
    "hold_released", "looks_swapped", "look_cut", "cue_anchor_lost", "decision_raised",
    "option_chosen", "cue_reanchored", "finale_started", "show_ended", "show_wrapped",
)  # fmt: skip


@dataclass(frozen=True)
class Played:
    """What a demo has left behind: its exit code, what it printed, who could join, its database."""

    exit_code: int
    printed: str
    joined: dict[str, dict[str, str]]
    database_url: str


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    folder = tmp_path_factory.mktemp("demo")
    database_url = f"sqlite:///{folder}/demo.db"
    command = [sys.executable, "-m", "app", "demo", "--speed", "20", "--once"]
    command += ["--host", "127.0.0.1", "--port", str(free_port()), "--database-url", database_url]
    printed: list[str] = []
    joined: dict[str, dict[str, str]] = {}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                printed.append(line)
                if link := re.search(r"http://\S+/join\S*#\w+", line):
                    joined[line.split("  ")[0].strip()] = _join(link[0])
            exit_code = process.wait(PATIENCE_S)
        finally:
            process.kill()
    return Played(exit_code, "".join(printed), joined, database_url)


def _join(link: str) -> dict[str, str]:
    where = urlsplit(link)
    url = f"{where.scheme}://{where.netloc}/api/v1/join"
    answer = httpx.post(url, json={"code": where.fragment}, timeout=60)
    found: dict[str, str] = answer.json()
    return found


def _log(played: Played) -> list[dict[str, object]]:
    said = CliRunner().invoke(cli, ["log", "--ndjson", "--database-url", played.database_url])
    return [json.loads(line) for line in said.stdout.splitlines()]


def _events(played: Played) -> list[dict[str, object]]:
    return [event for entry in _log(played) for event in entry["events"]]  # type: ignore[attr-defined]


def test_it_ends_by_itself_when_the_show_is_wrapped(played: Played) -> None:
    assert played.exit_code == 0
    assert "Wrapped." in played.printed.splitlines()[-1]


def test_everything_that_is_to_go_wrong_goes_wrong_and_is_mended(played: Played) -> None:
    kinds = [str(event["type"]) for event in _events(played)]

    at = 0
    for wanted in STORY:
        assert wanted in kinds[at:], f"{wanted} did not come, or too early"
        at = kinds.index(wanted, at) + 1


def test_the_broken_zip_is_sewn_the_wrong_model_noted_and_the_late_one_walks(
    played: Played,
) -> None:
    events = _events(played)
    helped = [e["help"] for e in events if e["type"] == "help_requested"]
    out = [e for e in events if e["type"] == "look_out"]

    assert {"zip_sew"} <= {one["kind"] for one in helped}  # type: ignore[index]
    assert [e["look"] for e in out if "instead_of" in e] == ["l20"]
    assert "l18" in {e["look"] for e in out}
    assert {e["holding"]["reason"] for e in events if e["type"] == "hold_began"} == {  # type: ignore[index]
        "house",
        "technical",
    }


def test_thirty_nine_looks_go_out_and_the_cut_one_does_not(played: Played) -> None:
    false = [e["look"] for e in _events(played) if e["type"] == "exit_false"]
    out = [str(e["look"]) for e in _events(played) if e["type"] == "look_out"]

    assert sorted(set(out)) == sorted(f"l{n}" for n in range(1, 41) if n != 35)
    assert len(out) == 39 + len(false)


def test_messages_and_nudges_are_acknowledged(played: Played) -> None:
    events = _events(played)
    sent = {e["message"]["kind"] for e in events if e["type"] == "message_sent"}  # type: ignore[index]

    assert {"text", "nudge", "change", "call", "question"} <= sent
    assert sum(e["type"] == "acknowledged" for e in events) > 20


def test_every_printed_link_opens_a_screen_without_a_pin(played: Played) -> None:
    roles = {screen: one.get("role") for screen, one in played.joined.items()}

    assert set(roles) == SCREENS
    assert roles["Show caller"] == "caller"
    assert roles["Dressing room B"] == "screen"


def test_a_tvs_link_says_which_board_it_opens(played: Played) -> None:
    assert re.search(r"/join\?to=room/B\?tv=55%26d=5#\w{8}", played.printed)


def test_nobody_is_named_in_the_raw_log(played: Played) -> None:
    raw = json.dumps(_log(played), ensure_ascii=False)

    assert "Hrafnkelsdóttir" not in raw
    assert "Zip burst" not in raw


def test_the_log_tells_the_evening_with_names_and_times(played: Played) -> None:
    said = CliRunner().invoke(cli, ["log", "--database-url", played.database_url]).stdout

    assert "GO look 1 (Amaru Quilla Tintaya)." in said
    assert "Ana Vidović (caller)" in said
    assert "Zip burst, four teeth under the hook." in said


def test_the_plan_can_be_exported_again_with_its_forty_pictures(played: Played) -> None:
    said = CliRunner().invoke(cli, ["export", "--database-url", played.database_url])
    looks = json.loads(said.stdout)["looks"]

    assert len(looks) == 40
    assert all(look["picture"].startswith("data:image/webp;base64,") for look in looks)
