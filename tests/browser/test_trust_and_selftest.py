"""A phone comes to trust the house, in a real Chromium with roots of its own; and is told what it can do."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import HTTPServer, SimpleHTTPRequestHandler
from pathlib import Path
from typing import Final

import httpx
import pytest
from cryptography import x509
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, ViewportSize, expect
from playwright.sync_api import Error as BrowserError

from app.web.tls import server_context
from tests.browser.conftest import ARGS, NAMES
from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN
from tests.web.forger import forged
from tests.web.secure import NAME, Secure, serving_securely

BANK = "bank.example"
PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
KEPT_AWAKE = "() => document.querySelector('[data-awake]')?.dataset.awake === 'true'"
LIVE = "() => document.documentElement.dataset.standby === 'live'"
MEASURED = "[data-done=true]"

needs_certutil = pytest.mark.skipif(
    shutil.which("certutil") is None, reason="certutil is not installed (libnss3-tools)"
)


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    with serving_securely(tmp_path_factory.mktemp("secure")) as house:
        yield house


@contextmanager
def a_browser(playwright_: Playwright, home: Path) -> Iterator[Browser]:
    """A browser whose roots lie in `home`, and for which our made-up names lead here."""
    found = (shutil.which(name) for name in NAMES)
    program = os.environ.get("STANDBY_CHROMIUM") or next(path for path in found if path)
    names = f"MAP {NAME} 127.0.0.1, MAP {BANK} 127.0.0.1"
    launched = playwright_.chromium.launch(
        executable_path=program,
        headless=True,
        chromium_sandbox=os.geteuid() != 0,
        args=[*ARGS, f"--host-resolver-rules={names}"],
        env={**os.environ, "HOME": str(home)},
    )
    yield launched
    launched.close()


@pytest.fixture(scope="module")
def stranger(
    playwright_: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser that trusts nobody but the world's authorities."""
    with a_browser(playwright_, tmp_path_factory.mktemp("stranger")) as browser:
        yield browser


@pytest.fixture(scope="module")
def friend(
    playwright_: Playwright, secure: Secure, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser that was told to trust the house's authority."""
    home = tmp_path_factory.mktemp("friend")
    roots = home / ".pki" / "nssdb"
    roots.mkdir(parents=True)
    base = ["certutil", "-d", f"sql:{roots}"]
    subprocess.run([*base, "-N", "--empty-password"], check=True)
    told = ["-A", "-t", "C,,", "-n", "standby", "-i", str(secure.folder / "ca.crt")]
    subprocess.run([*base, *told], check=True)
    with a_browser(playwright_, home) as browser:
        yield browser


@contextmanager
def opened(browser: Browser) -> Iterator[tuple[BrowserContext, Page]]:
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield context, page
    context.close()
    assert errors == []


def by_name(door: str) -> str:
    """The same door by the name that is no browser's idea of its own machine."""
    return door.replace("127.0.0.1", NAME)


def a_dressers_code(secure: Secure) -> str:
    headers = {"Authorization": f"Bearer {OWNER_TOKEN}"}
    api = httpx.Client(base_url=f"{secure.plain}/api/v1", headers=headers, timeout=20)
    with api:
        show = api.post("/shows", json=a_plan()).json()["id"]
        made = api.post(f"/shows/{show}/passes", json={"role": "dresser", "label": "Pia"})
        code: str = made.json()["code"]
    return code


def test_who_does_not_trust_the_house_is_shown_how_and_may_go_on_without(
    secure: Secure, stranger: Browser
) -> None:
    with opened(stranger) as (_context, page):
        page.goto(f"{by_name(secure.plain)}/trust?to=/join")

        expect(page.locator("[data-trust]")).to_have_attribute("data-trust", "not yet")
        first = page.get_by_role("link", name="Download the certificate").first
        expect(first).to_have_attribute("href", "/trust/standby.crt")
        with page.expect_download() as download:
            first.click()
        assert x509.load_der_x509_certificate(download.value.path().read_bytes()) == (
            secure.authority
        )
        page.get_by_role("link", name="Stay with the plain page").click()
        expect(page.get_by_role("heading", name="Join the show")).to_be_visible()
        assert page.url == f"{by_name(secure.plain)}/join"


@needs_certutil
def test_who_trusts_the_house_opens_the_same_page_over_https_and_dresses_there(
    secure: Secure, friend: Browser
) -> None:
    code = a_dressers_code(secure)
    with opened(friend) as (_context, page):
        page.goto(f"{by_name(secure.plain)}/trust?to=/join")
        expect(page.locator("[data-trust]")).to_have_attribute("data-trust", "trusted")
        page.get_by_role("link", name="Open the secure page").click()
        page.get_by_label("Code").fill(code)
        page.get_by_label("Code").press("Enter")
        page.get_by_role("button", name="START").click()
        page.wait_for_function(LIVE)
        page.wait_for_function(KEPT_AWAKE)

        assert page.url.startswith(f"{by_name(secure.https)}/show/")
        assert page.evaluate("() => isSecureContext && 'wakeLock' in navigator")
        assert page.evaluate("() => document.querySelectorAll('video').length") == 0
        page.wait_for_function(
            "() => navigator.serviceWorker.getRegistration().then((one) => !!one)"
        )


def test_over_plain_http_a_film_keeps_the_dressers_screen_on(
    secure: Secure, stranger: Browser
) -> None:
    code = a_dressers_code(secure)
    with opened(stranger) as (_context, page):
        page.goto(f"{by_name(secure.plain)}/join#{code}")
        page.get_by_role("button", name="START").click()
        page.wait_for_function(LIVE)
        page.wait_for_function(KEPT_AWAKE)
        film = page.evaluate(
            "() => { const one = document.querySelector('video'); return [one.paused, one.muted] }"
        )

        assert not page.evaluate("() => isSecureContext")
        assert film == [False, False]


@needs_certutil
def test_chromium_lets_nobody_pose_as_another_with_the_houses_key(
    secure: Secure, friend: Browser
) -> None:
    loot = forged(secure.folder, x509.DNSName(BANK))
    with _posing(loot) as port, opened(friend) as (context, page):
        with pytest.raises(BrowserError, match="ERR_CERT"):
            page.goto(f"https://{BANK}:{port}/")
        good = context.new_page().goto(f"{by_name(secure.https)}/healthz")

        assert good is not None
        assert good.ok


@pytest.mark.parametrize("width", [360, 1280])
def test_a_phone_on_plain_http_is_told_line_by_line_what_it_can_do(
    secure: Secure, stranger: Browser, width: int
) -> None:
    with opened(stranger) as (_context, page):
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.set_viewport_size({"width": width, "height": 740})
        page.goto(f"{by_name(secure.plain)}/selftest")
        page.locator(MEASURED).wait_for()
        page.get_by_role("button", name="Test screen").click()
        expect(page.locator("[data-check=awake]")).to_have_attribute("data-is", "good")
        page.locator("[data-check=sound]").get_by_role("button", name="Yes").click()
        found = {
            line.get_attribute("data-check"): line.get_attribute("data-is")
            for line in page.locator("[data-check]").all()
        }
        report = page.locator("textarea").input_value()

        assert {found[name] for name in ("socket", "clock", "storage", "sound", "screen")} == {
            "good"
        }
        assert (found["secure"], found["worker"]) == ("unsure", "unsure")
        assert len(report.splitlines()) == 1 + len(found)
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        here = (by_name(secure.plain), "blob:", by_name(secure.plain).replace("http", "ws"))
        assert [url for url in asked if not url.startswith(here)] == []


def test_the_report_is_copied_over_plain_http_too(secure: Secure, stranger: Browser) -> None:
    with opened(stranger) as (_context, page):
        page.goto(f"{by_name(secure.plain)}/selftest")
        page.locator(MEASURED).wait_for()
        page.get_by_role("button", name="Copy the report").click()

        expect(page.get_by_role("button", name="Copied")).to_be_visible()


@contextmanager
def _posing(folder: Path) -> Iterator[int]:
    """Serve something over https with what lies in `folder`."""
    server = HTTPServer(("127.0.0.1", 0), SimpleHTTPRequestHandler)
    server.socket = server_context(folder).wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    server.handle_error = lambda *_why: None  # type: ignore[method-assign] # who is turned away says so
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
