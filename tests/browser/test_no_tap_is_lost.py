"""Phones without a network: what was tapped is kept, shown, and sent once; an order never."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.sync_api import Page, Playwright, expect

from app.web.address import lan_address
from tests.acceptance.a_server import AServer, a_running_server
from tests.browser.conftest import ARGS, chromium
from tests.browser.phones import Phone
from tests.live.plans import a_plan
from tests.postgres import free_port
from tests.venue.proxy import Line, Proxy

LOOKS: Final = tuple(f"l{n}" for n in range(1, 6))
ASLEEP_S: Final = 5
LIVE: Final = "() => document.documentElement.dataset.standby === 'live'"
OFFLINE_READY: Final = """async () => {
    const ready = await navigator.serviceWorker.ready
    return ready.active.state === 'activated' && (await caches.keys()).length > 0
}"""


@dataclass
class Show:
    """A show on a real server, and the bad line by which one phone reaches it."""

    server: AServer
    line: Line
    id: str

    def command(self, name: str, **fields: object) -> None:
        body = {"id": f"test-{name}-{len(self.log())}", "command": {"type": name, **fields}}
        with self.server.api() as api:
            answer = api.post(f"/shows/{self.id}/commands", json=body)
        assert answer.status_code == 200, answer.text

    def log(self) -> list[dict[str, Any]]:
        with self.server.api() as api:
            entries = api.get(f"/shows/{self.id}/log", params={"after": 0, "limit": 1000}).json()
        found: list[dict[str, Any]] = entries["entries"]
        return found

    def marked(self) -> list[str]:
        """The looks that a starter has brought to the line, in the order of the log."""
        commands = [entry["command"] for entry in self.log()]
        return [one["look"] for one in commands if one["type"] == "mark_look"]

    def exits(self) -> list[str]:
        commands = [entry["command"] for entry in self.log()]
        return [one["look"] for one in commands if one["type"] == "go"]

    def invite(self, role: str) -> str:
        """Return a join link for a phone at the end of the bad line."""
        with self.server.api() as api:
            body = {"role": role, "label": f"A {role}"}
            made = api.post(f"/shows/{self.id}/passes", json=body).json()
        return f"{self.line.url}/join#{made['code']}"


def a_show(server: AServer, line: Line) -> Show:
    with server.api() as api:
        made = api.post("/shows", json=a_plan()).json()
    show = Show(server, line, made["id"])
    show.command("begin_run", kind="show")
    return show


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AServer]:
    with a_running_server(tmp_path_factory.mktemp("server"), free_port()) as running:
        yield running


@pytest.fixture
def show(server: AServer) -> Iterator[Show]:
    with Proxy(server.port) as proxy:
        yield a_show(server, proxy.line("phone"))


@pytest.fixture
def phone(playwright_: Playwright, tmp_path: Path) -> Iterator[Phone]:
    one = Phone(playwright_, chromium(), ARGS, tmp_path / "phone")
    yield one
    one.kill()
    assert one.errors == []


def join(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("button", name=re.compile("start", re.IGNORECASE)).click()
    page.wait_for_function(LIVE)


def pull_the_plug(line: Line) -> None:
    """The network is gone: what is open hangs, and nothing new opens."""
    line.refuse(True)
    line.reset()


def plug_in(line: Line) -> None:
    line.refuse(False)


def mark_all(page: Page) -> None:
    for look in LOOKS:
        page.locator(f"[data-look={look}] [data-command=mark_look]").click()
        expect(pressed(page, look)).to_have_attribute("data-press", "saved-here")


def pressed(page: Page, look: str) -> Any:
    return page.locator(f"[data-look={look}] [data-press]")


def until_delivered(page: Page) -> None:
    page.wait_for_function(LIVE)
    page.wait_for_function("() => document.documentElement.dataset.pending === '0'")


def test_a_phone_that_marks_five_looks_offline_and_dies_shows_and_delivers_all_five_once(
    show: Show, phone: Phone
) -> None:
    page = phone.switch_on()
    join(page, show.invite("starter"))
    page.evaluate(OFFLINE_READY)
    pull_the_plug(show.line)
    mark_all(page)
    address = page.url
    phone.kill()

    page = phone.switch_on()
    page.goto(address)
    for look in LOOKS:
        expect(pressed(page, look)).to_have_attribute("data-press", "saved-here")
    assert page.locator("html").get_attribute("data-standby") == "stale"
    assert show.marked() == []
    plug_in(show.line)
    until_delivered(page)

    expect(page.get_by_text("Back. 5 marks sent")).to_be_visible()
    assert show.marked() == list(LOOKS)


def test_over_plain_http_a_page_that_stays_open_delivers_five_marks_once(
    server: AServer, phone: Phone
) -> None:
    address = lan_address()
    if address.startswith("127."):
        pytest.skip("this machine has no address but its own")
    with Proxy(server.port, host=address) as proxy:
        show = a_show(server, proxy.line("phone"))
        page = phone.switch_on()
        join(page, show.invite("starter"))
        assert page.evaluate("isSecureContext") is False
        pull_the_plug(show.line)
        mark_all(page)
        plug_in(show.line)
        until_delivered(page)

        assert show.marked() == list(LOOKS)


def test_a_page_that_reloads_without_a_server_paints_the_last_plan_as_old_as_it_is(
    show: Show, phone: Phone
) -> None:
    page = phone.switch_on()
    join(page, show.invite("starter"))
    page.evaluate(OFFLINE_READY)
    painted = page.locator("html").get_attribute("data-seq")
    pull_the_plug(show.line)

    page.reload()
    expect(page.locator("[data-look=l1]").first).to_be_visible()

    html = page.locator("html")
    assert html.get_attribute("data-standby") == "stale"
    assert html.get_attribute("data-seq") == painted
    assert int(html.get_attribute("data-age-ms") or 0) > 0
    expect(page.get_by_text("NO LINK").first).to_be_visible()


def test_a_go_without_a_link_is_refused_and_shown_so_and_never_sent_later(
    show: Show, phone: Phone
) -> None:
    for look in LOOKS:
        show.command("mark_look", look=look, status="at_line")
    for step in ("open_day", "call_first_looks", "confirm_lined_up"):
        show.command(step)
    for party in ("backstage", "house", "technical"):
        show.command("set_release", party=party, light="green")
    show.command("start_show")
    page = phone.switch_on()
    join(page, show.invite("starter"))
    go = page.locator("[data-command=go]")
    expect(go).to_be_enabled()
    show.line.hang()
    page.wait_for_function("() => document.querySelector('[data-go]').dataset.go === 'no_link'")

    go.click(force=True)
    expect(go).to_contain_text("NO LINK")
    show.line.resume()
    page.wait_for_function(LIVE)
    page.wait_for_function("() => document.querySelector('[data-go]').dataset.go !== 'no_link'")

    assert show.exits() == []
    assert page.locator("html").get_attribute("data-pending") == "0"


def test_a_phone_that_slept_is_painted_stale_before_it_shows_anything_new(
    show: Show, phone: Phone
) -> None:
    page = phone.switch_on()
    join(page, show.invite("starter"))
    page.evaluate(
        """() => {
            const { dataset } = document.documentElement
            window.course = [dataset.standby + ' ' + dataset.seq]
            new MutationObserver(() => {
                const now = dataset.standby + ' ' + dataset.seq
                if (now !== window.course.at(-1)) window.course.push(now)
            }).observe(document.documentElement, { attributes: true })
        }"""
    )
    before = page.locator("html").get_attribute("data-seq")
    phone.sleep()
    show.command("mark_look", look="l1", status="at_line")
    time.sleep(ASLEEP_S)  # nothing happens that could be awaited
    phone.wake()
    page.wait_for_function(f"() => Number(document.documentElement.dataset.seq) > {before}")
    page.wait_for_function(LIVE)

    course = page.evaluate("window.course")
    assert course[0] == f"live {before}"
    assert course[1] == f"stale {before}", course
