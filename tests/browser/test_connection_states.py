"""A screen whose link fails says so: at four, at ten and at sixty seconds, on phones, tablets and walls."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests import postgres as pg
from tests.acceptance.a_server import TOKEN, AServer, a_running_server
from tests.live.device import Json, new_id
from tests.live.plans import a_plan
from tests.rules import rule
from tests.venue.proxy import Line, Proxy

SIZES: Final = {"dresser": (360, 740), "caller": (1180, 820), "wall": (1920, 1080)}
ROLES: Final = {"dresser": "dresser", "wall": "screen"}
STANDS: Final = "(word) => document.documentElement.dataset.standby === word"
# Each passes in the page alone: nobody waits for it.
TO_DELAYED_MS: Final = 4_500
TO_STALE_MS: Final = 6_500
TO_OLD_MS: Final = 52_000


@dataclass
class Evening:
    """A show that is live, and screens that reach it over a network that fails on command."""

    server: AServer
    show: str
    browser: Browser
    proxy: Proxy
    pages: list[Page] = field(default_factory=list)
    passes: dict[str, str] = field(default_factory=dict)

    def screen(self, which: str) -> tuple[Page, Line]:
        """Open a screen, live, on a line of its own."""
        line = self.proxy.line(which)
        width, height = SIZES[which]
        context = self.browser.new_context(viewport={"width": width, "height": height})
        page = context.new_page()
        self.pages.append(page)
        page.clock.install()
        page.goto(line.url + self._way_in(context.request.post, line, which))
        page.wait_for_function(STANDS, arg="live")
        return page, line

    def _way_in(self, post: object, line: Line, which: str) -> str:
        assert callable(post)
        if which == "caller":
            post(f"{line.url}/api/v1/login", data={"token": TOKEN})
            return f"/show/{self.show}/owner"
        scope = {"scope": {"crew": "c1"}} if which == "dresser" else {}
        wanted = {"role": ROLES[which], "label": which, **scope}
        with self.server.api() as api:
            made = api.post(f"/shows/{self.show}/passes", json=wanted)
        assert made.status_code == 201, made.text
        self.passes[which] = made.json()["id"]
        post(f"{line.url}/api/v1/join", data={"code": made.json()["code"]})
        place = "screen/{}/backstage?tv=55&d=8" if which == "wall" else "show/{}/dresser"
        return "/" + place.format(self.show)

    def status_of(self, look: str) -> str:
        with self.server.api() as api:
            found: Json = api.get(f"/shows/{self.show}/state").json()
        return str(found["state"]["looks"][look]["status"])


@pytest.fixture(scope="module")
def live_show(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[AServer, str]]:
    """One show for all of them: each test has its own screens, and its own lines."""
    with a_running_server(tmp_path_factory.mktemp("states"), pg.free_port()) as server:
        with server.api() as api:
            made = api.post("/shows", json=a_plan())
        assert made.status_code == 201, made.text
        show = str(made.json()["id"])
        send(server, show, "begin_run", kind="show")
        send(server, show, "open_day")
        send(server, show, "call_first_looks")
        for number in range(1, 5):
            send(server, show, "mark_look", look=f"l{number}", status="at_line")
        send(server, show, "confirm_lined_up")
        for party in ("backstage", "house", "technical"):
            send(server, show, "set_release", party=party, light="green")
        send(server, show, "start_show")
        yield server, show


@pytest.fixture
def evening(live_show: tuple[AServer, str], browser: Browser) -> Iterator[Evening]:
    server, show = live_show
    with Proxy(server.port) as proxy:
        played = Evening(server, show, browser, proxy)
        yield played
        proxy.all_fine()  # so that what still hangs comes to its end
        for page in played.pages:
            page.context.close()


def send(server: AServer, show: str, command: str, **fields: object) -> None:
    body: Json = {"id": new_id(), "command": {"type": command, **fields}}
    with server.api() as api:
        answer = api.post(f"/shows/{show}/commands", json=body)
    assert answer.status_code == 200, answer.text


def says(page: Page) -> str:
    """Return all that stands on the page, as a person reads it."""
    return re.sub(r"\s+", " ", page.inner_text("body"))


def stands(page: Page) -> str | None:
    return page.get_attribute("html", "data-standby")


@rule("P7")
@pytest.mark.parametrize(
    ("which", "delayed", "stale", "old"),
    [
        ("dresser", "your taps are kept", r"NO LINK This is 0:1\d old", "Show the last plan"),
        ("caller", "your taps are kept", r"NO LINK This is 0:1\d old", "Show the last plan"),
        ("wall", r"DATA 0:0\d OLD", r"NO LINK SINCE [\d:]+ . ASK THE CALLER", "LAST PLAN"),
    ],
)
def test_a_stalled_link_is_said_at_four_ten_and_sixty_seconds_and_no_longer_once_it_is_back(
    evening: Evening, which: str, delayed: str, stale: str, old: str
) -> None:
    page, line = evening.screen(which)
    line.hang()
    seen = []
    for passed_ms in (TO_DELAYED_MS, TO_STALE_MS, TO_OLD_MS):
        page.clock.run_for(passed_ms)
        seen.append((stands(page), says(page)))
    line.resume()
    page.wait_for_function(STANDS, arg="live")

    assert [standing for standing, _ in seen] == ["delayed", "stale", "stale"]
    for words, (_, said) in zip((delayed, stale, old), seen, strict=True):
        assert re.search(words, said), said
    assert not re.search(r"NO LINK|DATA 0|LAST PLAN|last plan", says(page))


@rule("P7")
def test_a_phone_that_wakes_says_that_its_picture_is_old_before_anything_is_heard(
    evening: Evening,
) -> None:
    page, line = evening.screen("dresser")
    line.hang()
    page.clock.fast_forward(90_000)  # as a lid that was closed: no timer ran meanwhile

    assert stands(page) == "stale"
    assert "NO LINK" in says(page)


def test_go_is_disarmed_and_says_why_before_anything_else_on_the_page_is_old(
    evening: Evening,
) -> None:
    page, line = evening.screen("caller")
    line.hang()
    page.clock.run_for(3_700)
    go = page.locator("[data-command=go]")

    assert go.get_attribute("data-go") == "no_link"
    assert re.search(r"NO LINK.*last heard 0:0\d ago", go.inner_text(), re.DOTALL)


def test_ready_without_a_link_is_kept_on_the_phone_and_arrives_when_the_link_is_back(
    evening: Evening,
) -> None:
    page, line = evening.screen("dresser")
    line.cut()
    line.refuse(True)
    page.clock.run_for(TO_DELAYED_MS + TO_STALE_MS)
    ready = page.get_by_role("button", name=re.compile("^READY"))
    ready.click()
    page.clock.run_for(400)
    anyway = page.get_by_role("button", name="READY ANYWAY")
    if anyway.count():
        anyway.click()
    kept = page.get_by_text("saved on this phone").first
    kept.wait_for()
    line.refuse(False)
    page.wait_for_function(STANDS, arg="live")
    page.wait_for_function("() => document.documentElement.dataset.pending === '0'")

    assert evening.status_of("l5") == "dressed"


def test_a_wall_whose_pass_is_withdrawn_says_so_in_large_letters(evening: Evening) -> None:
    page, _line = evening.screen("wall")
    with evening.server.api() as api:
        api.delete(f"/shows/{evening.show}/passes/{evening.passes['wall']}")
    page.wait_for_function(STANDS, arg="stopped")
    page.get_by_role("heading", name="This screen has stopped").wait_for()

    assert "Its pass was withdrawn." in says(page)
