"""uvicorn as we run it: plain http and https side by side, one application, one start and one end."""

import asyncio
import contextlib
import resource
import socket
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Final

import structlog
import uvicorn

from app.live.house import House
from app.web.entrances import Entrances
from app.web.handshakes import Handshakes
from app.web.waiting_room import OF_ALL_MAX, OF_ONE_MAX, WaitingRoom

log = structlog.get_logger(__name__)

TICKS_A_SECOND: Final = 10  # of uvicorn's own loop
CERTIFICATE_EVERY: Final = 5 * TICKS_A_SECOND  # `standby tls init` beside a server that runs
HANDSHAKE_S: Final = 10.0  # an old phone takes two
GOODBYE_S: Final = 2.0
FAREWELL_S: Final = 1.0  # for the goodbye to be read; all in all we have 5
TWICE_S: Final = 1.0
FILES_OF_OURS: Final = 128  # the log, logs, pipes


class Server(uvicorn.Server):
    """Lets the desks finish before the lines are cut, and shows that it is alive meanwhile.

    `alive` is called about once a second by the loop that serves everybody.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        house: House,
        entrances: Entrances | None = None,
        alive: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(config)
        # Where the protocols find it, whoever made them.
        vars(self.server_state).update(waiting_room=_waiting_room(), handshakes=Handshakes())
        self._house = house
        self._entrances = entrances
        self._alive = alive
        self._told_s: float | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the doors."""
        if sockets is None and self._entrances is not None:
            sockets = list(self._entrances.http)
        await super().startup(sockets)
        await self._serve_https()
        self._alive()

    async def on_tick(self, counter: int) -> bool:
        """Do what is done ten times a second; say whether it is time to stop."""
        if counter % TICKS_A_SECOND == 0:
            self._alive()
        if counter % CERTIFICATE_EVERY == 0 and self._entrances and self._entrances.open_https():
            await self._serve_https()
        return await super().on_tick(counter)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more commands, write what has queued, say goodbye."""
        log.info("stopping")
        await self._house.rest()
        asyncio.get_running_loop().call_later(FAREWELL_S, self._cut_off)
        await super().shutdown(sockets)
        if self._entrances is not None:
            self._entrances.close()

    def _cut_off(self) -> None:
        """Wait no longer for those who do not read our goodbye."""
        for one in list(self.server_state.connections):
            one.transport.abort()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop; at once for somebody who says so twice. One key press may reach us by several ways."""
        del sig, frame
        now_s = self._house.clock.monotonic_s()
        if self._told_s is None:
            self._told_s = now_s
        self.force_exit = now_s - self._told_s > TWICE_S
        self.should_exit = True

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Hear the signals that stop us; they are not raised a second time at the end."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()

    async def _serve_https(self) -> None:
        if self._entrances is None or self._entrances.context is None:
            return
        loop = asyncio.get_running_loop()
        for one in self._entrances.https:
            door = await loop.create_server(
                self._protocol,
                sock=one,
                ssl=self._entrances.context,
                backlog=self.config.backlog,
                ssl_handshake_timeout=HANDSHAKE_S,
                ssl_shutdown_timeout=GOODBYE_S,
            )
            self.servers.append(door)
        log.info("https is served", port=self._entrances.https_port)

    def _protocol(self) -> asyncio.Protocol:
        made: asyncio.Protocol = self.config.http_protocol_class(  # type: ignore[call-arg]
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made


def _waiting_room() -> WaitingRoom:
    """Return a room no larger than what the system lets us open."""
    files, _most = resource.getrlimit(resource.RLIMIT_NOFILE)
    room = OF_ALL_MAX if files < 0 else max(min(OF_ALL_MAX, files - FILES_OF_OURS), 16)
    return WaitingRoom(of_all_max=room, of_one_max=min(OF_ONE_MAX, room // 2))
