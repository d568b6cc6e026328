"""The demo plays a whole show by itself, and what the screens paint is what the server knows."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.a_server import ROOT
from tests.live.device import Json

PAINTED = """() => {
    const html = document.documentElement.dataset
    const rows = [...document.querySelectorAll('[data-look][data-status]')]
    return {
        standby: html.standby, epoch: html.epoch, seq: Number(html.seq),
        rows: rows.map(row => [row.dataset.look, row.dataset.status]),
    }
}"""
SIZES = {"caller": (1180, 820), "dresser": (360, 740), "screen": (1920, 1080)}
COMPARED = 40  # moments of each screen: the server folds its log anew for every one
INCIDENTS = {
    "hold_began": "a hold",
    "look_cut": "a cut",
    "looks_swapped": "a swap",
    "help_requested": "a broken zip",
    "look_skipped": "a missed exit",
    "exit_false": "a wrong model",
}


@dataclass
class Demo:
    url: str
    owner: str
    show: str
    invitations: dict[str, str]

    def get(self, path: str, **asked: str) -> Json:
        headers = {"Authorization": f"Bearer {self.owner}"}
        address = f"{self.url}/api/v1/shows/{self.show}{path}"
        answer = httpx.get(address, params=asked, headers=headers, timeout=20)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found


@pytest.fixture
def demo(tmp_path: Path, free_port: int) -> Iterator[Demo]:
    """`standby demo --speed 20`, as a visitor starts it."""
    command = [sys.executable, "-m", "app", "demo", "--host", "127.0.0.1", "--speed", "20"]
    command += ["--port", str(free_port), "--database-url", f"sqlite:///{tmp_path}/demo.db"]
    programme = tmp_path / "programme.txt"
    with programme.open("w") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "COLUMNS": "250", "PYTHONUNBUFFERED": "1"},
            stdout=log,
            start_new_session=True,
        )
    try:
        said = _said(process, programme)
        links: list[str] = re.findall(r"http://\S+#\S+", said)
        url, owner = next(link for link in links if "/#owner=" in link).split("/#owner=")
        named = {
            "caller": _link(said, "Show caller"),
            "dresser": _link(said, "Dresser "),
            "screen": _link(said, "Backstage monitor"),
        }
        yield Demo(url, owner, _the_show(url, owner), named)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(15)


def _said(process: subprocess.Popen[bytes], programme: Path) -> str:
    while "A run begins" not in (said := programme.read_text()):
        assert process.poll() is None, f"the demo has ended:\n{said}"
        time.sleep(0.02)  # a file tells nobody that it has grown
    return said


def _the_show(url: str, owner: str) -> str:
    shows = httpx.get(f"{url}/api/v1/shows", headers={"Authorization": f"Bearer {owner}"}).json()
    found: str = shows[0]["id"]
    return found


def _link(said: str, role: str) -> str:
    line = next(line for line in said.splitlines() if line.lstrip().startswith(role))
    return line.split()[-1]


def test_the_demo_plays_from_prep_to_wrapped_and_every_screen_shows_what_the_server_knows(
    demo: Demo, browser: Browser
) -> None:
    pages = {role: _entered(browser, link, role) for role, link in demo.invitations.items()}
    seen: dict[str, list[Json]] = {role: [] for role in pages}
    phases: set[str] = set()

    while "wrapped" not in phases:
        for role, page in pages.items():
            seen[role].append(page.evaluate(PAINTED))
        phases.add(demo.get("/state")["state"]["show"]["phase"])

    happened = {
        event["type"]
        for entry in demo.get("/log", after="0", limit="10000")["entries"]
        for event in entry["events"]
    }
    assert {"live", "wrapped"} <= phases
    assert {"day_opened", "show_started", *INCIDENTS} - happened == set()
    assert [wrong for role in seen for wrong in _wrong(demo, role, seen[role])] == []
    assert all(_distinct(seen[role]) >= 20 for role in seen), "they were read while it played"
    for page in pages.values():
        page.context.close()


def _entered(browser: Browser, link: str, role: str) -> Page:
    """Come in as a visitor does: open the link, press I'm here."""
    width, height = SIZES[role]
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    page.goto(link)
    page.get_by_role("button", name=re.compile("start", re.IGNORECASE)).click()
    page.wait_for_function("() => document.documentElement.dataset.standby === 'live'")
    return page


def _distinct(samples: list[Json]) -> int:
    return len({sample["seq"] for sample in samples if sample["rows"]})


def _wrong(demo: Demo, role: str, samples: list[Json]) -> Iterator[str]:
    """Name every painted status that differs from the server's at that very seq."""
    by_seq = {sample["seq"]: sample["rows"] for sample in samples if sample["standby"] == "live"}
    every = max(1, len(by_seq) // COMPARED)
    for seq, rows in list(by_seq.items())[::every]:
        looks = demo.get("/state", at=str(seq), **{"as": role})["state"]["looks"]
        for look, status in rows:
            if looks[look]["status"] != status:
                yield f"{role} at {seq}: {look} is {looks[look]['status']}, painted {status}"
