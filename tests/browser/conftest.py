"""A real Chromium, a fresh profile for each test, and no script error left unseen."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
ARGS: Final = (
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-background-networking",  # else it looks for the internet at the start
    "--disable-component-update",
    "--force-color-profile=srgb",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def playwright_() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright_: Playwright) -> Iterator[Browser]:
    launched = playwright_.chromium.launch(
        executable_path=chromium(),
        headless=True,
        chromium_sandbox=os.geteuid() != 0,  # as root Chromium has none
        args=list(ARGS),
    )
    yield launched
    launched.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-GB", timezone_id="UTC"
    )
    yield opened
    opened.close()


@pytest.fixture
def errors() -> list[str]:
    """What went wrong in the page's scripts; a test that expects an error clears it."""
    return []


@pytest.fixture
def page(context: BrowserContext, errors: list[str]) -> Iterator[Page]:
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    assert errors == []


def chromium() -> str:
    """Return the browser's path; without one, no test in here is worth anything."""
    named = os.environ.get("STANDBY_CHROMIUM")
    found = (named, *(shutil.which(name) for name in NAMES))
    program = next((path for path in found if path and Path(path).exists()), None)
    if program is None:
        pytest.fail("no Chromium: run scripts/system-deps.sh, or set STANDBY_CHROMIUM")
    return program
