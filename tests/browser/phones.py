"""A phone as a thing: a Chromium with a memory of its own, which can be killed and opened again."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Cookie,
    Page,
    Playwright,
)

START_S: Final = 30
SIZE: Final = (360, 740)


@dataclass
class Phone:
    """Its memory lies in `folder`. `kill` is SIGKILL to the whole browser: the battery is out."""

    playwright: Playwright
    program: str
    arguments: tuple[str, ...]
    folder: Path
    errors: list[str] = field(default_factory=list)
    _process: subprocess.Popen[bytes] | None = None
    _browser: Browser | None = None
    _cookies: list[SetCookieParam] = field(default_factory=list)

    def switch_on(self) -> Page:
        """Start the browser anew, and return an empty page."""
        words = [self.program, "--headless=new", "--remote-debugging-port=0", *self.arguments]
        words += [f"--user-data-dir={self.folder}", f"--window-size={SIZE[0]},{SIZE[1]}"]
        if os.geteuid() == 0:
            words.append("--no-sandbox")  # as root Chromium has none
        told = self.folder / "DevToolsActivePort"
        told.unlink(missing_ok=True)
        self._process = subprocess.Popen(
            [*words, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        port = self._port(told)
        self._browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        # Chromium writes cookies down twice a minute: who is killed sooner gets them back here.
        self.context.add_cookies(self._cookies)
        page = self.context.pages[0] if self.context.pages else self.context.new_page()
        page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    @property
    def context(self) -> BrowserContext:
        assert self._browser is not None, "switched on first"
        return self._browser.contexts[0]

    def kill(self) -> None:
        """Take the battery out."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._cookies = [_again(one) for one in self.context.cookies()]
            self._signal(signal.SIGKILL)
        self._process.wait(15)
        self._process = None

    def sleep(self) -> None:
        """Stand still as in a pocket: what comes in waits at the door."""
        self._signal(signal.SIGSTOP)

    def wake(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        """Reach every process of this browser: some of them lead groups of their own."""
        assert self._process is not None, "switched on first"
        for one in Path("/proc").glob("[0-9]*"):
            with suppress(ProcessLookupError):
                if os.getsid(int(one.name)) == self._process.pid:
                    os.kill(int(one.name), which)

    def _port(self, told: Path) -> int:
        assert self._process is not None
        end = time.monotonic() + START_S
        while not (told.exists() and "\n" in told.read_text()):
            assert self._process.poll() is None, "the browser has ended"
            assert time.monotonic() < end, "the browser does not start"
            time.sleep(0.02)  # a file tells nobody that it is there
        return int(told.read_text().split()[0])


def _again(cookie: Cookie) -> SetCookieParam:
    return {
        "name": cookie.get("name", ""),
        "value": cookie.get("value", ""),
        "domain": cookie.get("domain", ""),
        "path": cookie.get("path", "/"),
        "expires": cookie.get("expires", -1),
        "httpOnly": True,
        "sameSite": "Lax",
    }
