"""The wire below a socket: pre-built frames go to the transport, past Starlette and its queue.

A frame that 300 screens get is built once; sending it is one `transport.write` each. What the
framework did on that way, this page does itself: it never waits, it knows who does not read
(`clear`), it bounds what lies in memory and in the kernel for one screen, and it hears messages
without a queue between. Where another server than uvicorn runs us, `socket.py` does without.
"""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final, Protocol, cast

from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.exceptions import PayloadTooBig
from websockets.frames import Close, Frame, Opcode
from websockets.protocol import OPEN

from app.web.waiting_room import WaitingRoom

EXTENSION: Final = "standby.line"  # where the socket's scope carries its line
MESSAGE_BYTES_MAX: Final = 16_384  # inward (PROTOCOL.md 4); the largest honest command has 3 KB

# Unsent beyond this, a screen counts as slow: what is meant for it is merged, and waits with us.
_UNSENT_BYTES_HIGH: Final = 32_768
_UNSENT_BYTES_LOW: Final = 8_192
# The kernel holds twice this. Left to itself it would take megabytes of old news before it says so.
_KERNEL_BYTES: Final = 65_536
_FAREWELL_S: Final = 2.0  # for the close frame to arrive; then the connection is cut

_PINGS_PER_S: Final = 2.0  # browsers send none; libraries one in twenty seconds
_PINGS_AT_ONCE: Final = 20
_PIECES_MAX: Final = 64  # frames of one message: 16 KiB need no more than one

_NO_HANDSHAKE: Final = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
_MALFORMED, _TOO_LARGE, _TOO_MANY = 4400, 4413, 4429

Write = Callable[[bytes], None]


class Ears(Protocol):
    """Who hears what comes over a line."""

    def hear(self, text: bytes) -> None:
        """Take a message as it came."""

    def blocked(self) -> None:
        """The far end does not keep up any more."""

    def drained(self) -> None:
        """The far end has caught up."""


class _Unheard:
    """In place of a queue, which has 2 KB: what is put into it is not missed."""

    def put_nowait(self, _event: object) -> None:
        """Let it go."""


_UNHEARD: Final = cast("asyncio.Queue[Any]", _Unheard())


def _nowhere(_frame: bytes) -> None:
    """Take what is written after the end."""


class Line(WebSocketsSansIOProtocol):
    """uvicorn's own protocol, with a direct way in and out: chosen by `uvicorn.Config(ws=Line)`.

    `clear` tells whether the far end keeps up; `write` sends a whole frame, never waits, and after
    the end does nothing.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._room: WaitingRoom | None = getattr(server_state, "waiting_room", None)
        self._address = ""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        if self._room is not None:
            self._address = self.client[0] if self.client else ""
            self._room.wait(self._address, self)
        self.transport.set_write_buffer_limits(high=_UNSENT_BYTES_HIGH, low=_UNSENT_BYTES_LOW)
        end = transport.get_extra_info("socket")
        if end is not None and end.family != socket.AF_UNIX:
            with suppress(OSError):  # macOS takes no option for who has gone meanwhile
                end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _KERNEL_BYTES)
        # Straight to the transport: 300 screens are written to in one loop.
        self.write: Write = self.transport.write
        self.clear = True
        self._pings, self._pinged_s = 0.0, self.loop.time()
        self._ears: Ears | None = None
        self._gone = self.loop.create_future()

    # ---- what the socket above asks

    @property
    def unsent_bytes(self) -> int:
        """Return how much of what was written the kernel has not taken."""
        return self.transport.get_write_buffer_size()

    def listen(self, ears: Ears) -> None:
        """Let `ears` hear every message, and when the far end falls behind or has caught up."""
        self._ears = ears
        while not self.queue.empty():
            event = cast("dict[str, Any]", self.queue.get_nowait())
            if event["type"] == "websocket.receive" and not self.close_sent:
                text = event.get("text")
                if text is None:
                    self.hang_up(_MALFORMED, "text only")
                else:
                    ears.hear(text.encode())
        if self.read_paused and not self.transport.is_closing():
            self.read_paused = False
            self.transport.resume_reading()
        self.queue = _UNHEARD  # nobody takes from it any more

    def hang_up(self, code: int, reason: str) -> None:
        """Say goodbye and hear no further message; the connection is cut if nobody answers."""
        if self.close_sent or self.disconnected:
            return
        if self.conn.state is OPEN:
            self.conn.send_close(code, reason)
            self.transport.write(b"".join(self.conn.data_to_send()))
        self._leave()

    def turn_away(self) -> None:
        """End it at once."""
        self.transport.abort()

    async def until_gone(self) -> None:
        """Return when the connection has ended."""
        await self._gone

    # ---- what the connection below tells

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._ears = None
        self.write = _nowhere
        if self._room is not None:
            self._room.spoke(self._address, self)
            self._room.go(self._address)  # it came as what asked for the upgrade
        if not self._gone.done():
            self._gone.set_result(None)

    def pause_writing(self) -> None:
        super().pause_writing()
        self.clear = False
        if self._ears is not None and not self.close_sent:
            self._ears.blocked()

    def resume_writing(self) -> None:
        super().resume_writing()
        self.clear = True
        if self._ears is not None and not self.close_sent:
            self._ears.drained()

    def send_receive_event_to_app(self) -> None:
        if self._room is not None:
            self._room.spoke(self._address, self)
        if self._ears is None:
            super().send_receive_event_to_app()
            return
        message = self.frames[0] if len(self.frames) == 1 else b"".join(self.frames)
        self.frames = []
        if self.close_sent:
            return
        if self.curr_msg_data_type == "text":
            self._ears.hear(bytes(message))
        else:
            self.hang_up(_MALFORMED, "text only")

    def handle_ping(self) -> None:
        """Answer a ping; a flood of them ends the connection, and one that does not read gets none."""
        self._count_ping()
        if self.clear and not self.close_sent:
            super().handle_ping()
        else:
            self.conn.data_to_send()  # what would have been said

    def handle_pong(self, event: Frame) -> None:
        """Take note of a pong that nobody asked for: as many are allowed as of pings."""
        self._count_ping()
        super().handle_pong(event)

    def _count_ping(self) -> None:
        now_s = self.loop.time()
        faded = (now_s - self._pinged_s) * _PINGS_PER_S
        self._pings, self._pinged_s = max(self._pings - faded, 0.0) + 1, now_s
        if self._pings > _PINGS_AT_ONCE:
            self.hang_up(_TOO_MANY, "too many pings")

    def handle_cont(self, event: Frame) -> None:
        if len(self.frames) >= _PIECES_MAX:
            self.hang_up(_TOO_LARGE, "too many pieces")
            return
        super().handle_cont(event)

    def handle_connect(self, event: Any) -> None:  # noqa: ANN401  # websockets' Request
        super().handle_connect(event)
        scope = getattr(self, "scope", None)
        if scope is not None:  # else the handshake itself was refused
            scope["extensions"][EXTENSION] = {"line": self}

    def handle_close(self, event: Frame) -> None:
        # uvicorn then closes a transport that may still have a slow reader's backlog, for ever.
        super().handle_close(event)
        if self.close_timer is None and not self.disconnected:
            self.close_timer = self.loop.call_later(_FAREWELL_S, self.transport.abort)

    def handle_parser_exception(self) -> None:
        """Answer what is no WebSocket message with our own codes; read on a little, unheard.

        Cutting off at once would reset the connection under what the client is still sending, and
        it would never learn why.
        """
        too_large = isinstance(self.conn.parser_exc, PayloadTooBig)
        code, reason = (_TOO_LARGE, "too large") if too_large else (_MALFORMED, "malformed")
        self.conn.data_to_send()  # what websockets would have said
        if not self.close_sent:
            farewell = Frame(Opcode.CLOSE, Close(code, reason).serialize())
            self.transport.write(farewell.serialize(mask=False))
            self._leave()
            if self.transport.can_write_eof():
                self.transport.write_eof()  # whoever reads our reason then closes at once

    def data_received(self, data: bytes) -> None:
        if self.conn.parser_exc is None:
            super().data_received(data)
        # The head comes in one piece. Where it is no handshake, websockets says nothing and waits.
        if not self.handshake_initiated and not self.transport.is_closing():
            self.transport.write(_NO_HANDSHAKE)
            self.transport.close()

    def _leave(self) -> None:
        self.close_sent = True
        self.write = _nowhere
        self.queue.put_nowait({"type": "websocket.disconnect", "code": 1006})
        if self.read_paused and not self.transport.is_closing():
            self.read_paused = False
            self.transport.resume_reading()
        if self.close_timer is None:
            self.close_timer = self.loop.call_later(_FAREWELL_S, self.transport.abort)
