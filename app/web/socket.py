"""The live socket: carries text between a WebSocket and a screen, and knows nothing of either."""

import asyncio
import re
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Final

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from app.live.frame import unframed
from app.live.running_show import RunningShow
from app.live.screen import Screen
from app.live.visitor import Visitor
from app.web.doors import doors_of
from app.web.frames import EXTENSION
from app.web.frames import Line as DirectLine
from app.web.identity import entrance
from app.web.problems import RESTARTING, Problem, answer, not_found
from app.wire.close import CloseCode

log = structlog.get_logger(__name__)

_PLACE: Final = re.compile(r"/api/v1/shows/(?P<show>[^/]{1,64})/live")
SUBPROTOCOL: Final = "standby.v1"
SCREENS_MAX: Final = 5_000  # lines at once: 200 MB; the largest show has 2,000

FULL: Final = Problem(503, "too_many", "There is no room for another screen.")
FOREIGN: Final = Problem(403, "forbidden", "That page may not talk to this server.")
NOT_SPOKEN: Final = Problem(426, "malformed", f"Speak the subprotocol {SUBPROTOCOL}.")


async def take_socket(socket: WebSocket) -> None:
    """Take a socket: who it is, it says in its first message."""
    place = _PLACE.fullmatch(socket.scope["path"])
    house = doors_of(socket).house
    refusal = RESTARTING if house.is_resting else _refusal(socket, len(house.screens))
    if place is None or refusal is not None:
        await socket.send_denial_response(answer(refusal or not_found()))
        return
    show = place["show"]
    await socket.accept(subprotocol=SUBPROTOCOL)
    wire = socket.scope["extensions"].get(EXTENSION)
    if wire is not None:
        await _direct(wire["line"], socket, show)
    else:
        await _framed_elsewhere(socket, show)


def _refusal(socket: WebSocket, screens: int) -> Problem | None:
    """Return what speaks against a socket before it is opened."""
    names = doors_of(socket).names
    authority, origin = socket.headers.get("host", ""), socket.headers.get("origin")
    if not names.is_ours(authority) or not (origin is None or names.is_own_page(origin, authority)):
        return FOREIGN
    if SUBPROTOCOL not in socket.scope["subprotocols"]:
        return NOT_SPOKEN
    return FULL if screens >= SCREENS_MAX else None


async def _let_in(socket: WebSocket, show: str, token: str | None) -> tuple[Visitor, RunningShow]:
    guest = await entrance(socket, show, token)
    return guest.visitor, guest.running


async def _direct(wire: DirectLine, socket: WebSocket, show: str) -> None:
    """Past the framework: frames go to the transport, and messages come straight from it."""
    house = doors_of(socket).house
    screen = house.greet(wire, partial(_let_in, socket, show))
    wire.listen(screen)
    try:
        await wire.until_gone()
    finally:
        house.part(screen)


async def _framed_elsewhere(socket: WebSocket, show: str) -> None:
    """On a server that frames by itself: the same, through the framework, with a short queue."""
    house = doors_of(socket).house
    line = QueuedLine()
    screen = house.greet(line, partial(_let_in, socket, show))
    line.blocked = screen.blocked
    try:
        async with asyncio.TaskGroup() as both:
            both.create_task(_carry_out(line, socket, screen))
            await _carry_in(socket, screen)
            line.hang_up(CloseCode.RESTARTING, "")
    finally:
        house.part(screen)


async def _carry_in(socket: WebSocket, screen: Screen) -> None:
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return
        text = message.get("text")
        if text is None:
            screen.close(CloseCode.MALFORMED, "Text only.")
        else:
            screen.hear(text.encode())


async def _carry_out(line: "QueuedLine", socket: WebSocket, screen: Screen) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):  # it has gone while we spoke
        while (text := await line.next()) is not None:
            await socket.send_text(text.decode())
            if line.clear:
                screen.drained()
        code, reason = line.farewell
        await socket.close(code, reason)


class QueuedLine:
    """A line that is emptied by a task of its own."""

    def __init__(self) -> None:
        self._texts: deque[bytes] = deque()
        self._knock = asyncio.Event()
        self._over = False
        self.unsent_bytes = 0
        self.blocked: Callable[[], None] = lambda: None  # called when something begins to wait
        self.farewell: tuple[int, str] = (CloseCode.RESTARTING, "")

    @property
    def clear(self) -> bool:
        """Tell whether what is written goes out at once."""
        return not self._texts

    def write(self, frame: bytes) -> None:
        """Queue a frame's text; after the end this does nothing."""
        if not self._over:
            text = unframed(frame)
            self._texts.append(text)
            self.unsent_bytes += len(text)
            self._knock.set()
            if len(self._texts) == 1:
                self.blocked()

    def hang_up(self, code: int, reason: str) -> None:
        """Say goodbye after what is queued."""
        if not self._over:
            self._over = True
            self.farewell = (code, reason)
            self._knock.set()

    async def next(self) -> bytes | None:
        """Return the next text; None at the end."""
        while not self._texts:
            if self._over:
                return None
            self._knock.clear()
            await self._knock.wait()
        text = self._texts.popleft()
        self.unsent_bytes -= len(text)
        return text
