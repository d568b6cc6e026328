"""HTTP with an end to our patience: for who says nothing, for who drips, for who does not read.

uvicorn waits for ever for the head of a request and for a reader. Here each has its time and its size.
"""

import asyncio
from typing import Any, Final, cast

import httptools
import orjson
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.web.handshakes import Handshakes
from app.web.waiting_room import WaitingRoom

HEAD_S: Final = 15.0  # from the first byte, or from connecting, to the end of the head
UNREAD_S: Final = 30.0  # for a slow phone to take what was answered
HEAD_BYTES_MAX: Final = 32 * 1024  # a browser with the cookies of ten shows sends 4
HEADERS_MAX: Final = 100


class Patient(HttpToolsProtocol):
    """uvicorn's HTTP, with limits. It ends itself, and needs nobody to look after it."""

    transport: asyncio.Transport

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None
        self._head_bytes: int | None = 0  # of the head that is coming; None between
        self._address = self.client[0] if self.client else ""
        self._room: WaitingRoom | None = getattr(self.server_state, "waiting_room", None)
        self._handshakes: Handshakes | None = getattr(self.server_state, "handshakes", None)
        self._be_patient()
        if self._room is not None:
            room_left = self._room.come(self._address)
            self._room.wait(self._address, self)
            if not room_left:
                self.turn_away()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget(self._wait)
        self._forget(self._unread)
        if self._room is not None:
            self._room.spoke(self._address, self)
            self._room.go(self._address)
        super().connection_lost(exc)

    def turn_away(self) -> None:
        """End it at once."""
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if self._wait is None:
            self._be_patient()
        super().data_received(data)
        if self._head_bytes is not None:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES_MAX:
                self._refuse(431, "This request has too much of a head.")

    # ---- what the parser tells

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_bytes = 0
        if not self.transport.get_write_buffer_size():
            self._has_read()
        self._be_patient()

    def on_headers_complete(self) -> None:
        self._head_bytes = None
        if self._room is not None:
            self._room.spoke(self._address, self)
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if len(self.headers) > HEADERS_MAX or size > HEAD_BYTES_MAX:
            raise httptools.HttpParserError("too much of a head")
        super().on_headers_complete()

    def handle_websocket_upgrade(self) -> None:
        self._forget(self._wait)
        self._forget(self._unread)
        if self._handshakes is None:
            super().handle_websocket_upgrade()
        else:
            self.transport.pause_reading()
            self._handshakes.ask(self._upgrade)

    def _upgrade(self) -> None:
        if not self.transport.is_closing():
            self.transport.resume_reading()
            super().handle_websocket_upgrade()

    # ---- who does not read

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.transport.get_write_buffer_size():
            self._mind_the_reader()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._mind_the_reader()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._has_read()

    def timeout_keep_alive_handler(self) -> None:
        if self.transport.get_write_buffer_size():
            self.transport.abort()  # to close it would be to wait for the reader for ever
        else:
            super().timeout_keep_alive_handler()

    # ---- patience

    def send_400_response(self, msg: str) -> None:
        """Say that this is no request, as a problem document."""
        del msg
        self._refuse(400, "This request can't be read.")

    def _refuse(self, status: int, detail: str) -> None:
        if self.transport.is_closing():
            return
        document = {
            "type": "urn:standby:problem:malformed",
            "status": status,
            "code": "malformed",
            "detail": detail,
        }
        body = orjson.dumps(document)
        head = (
            b"content-type: application/problem+json\r\ncache-control: no-store\r\n"
            b"connection: close\r\ncontent-length: %d\r\n\r\n" % len(body)
        )
        self.transport.write(STATUS_LINE[status] + head + body)
        self.transport.close()
        self._mind_the_reader()

    def _be_patient(self) -> None:
        self._forget(self._wait)
        self._wait = self.loop.call_later(HEAD_S, self._look_at_the_clock)

    def _look_at_the_clock(self) -> None:
        self._wait = None
        # uvicorn's own types say that it is never None
        cycle = cast("Any", self.cycle)
        if cycle is not None and not cycle.response_complete:
            self._be_patient()  # it is being answered; its body has its own time
        elif self.timeout_keep_alive_task is None:
            self._refuse(408, "The request came too slowly.")

    def _mind_the_reader(self) -> None:
        if self._unread is None:
            self._unread = self.loop.call_later(UNREAD_S, self._look_at_the_reader)

    def _look_at_the_reader(self) -> None:
        """Cut off who has not read. Of little that waited, nobody told us when it was taken."""
        self._unread = None
        if self.transport.is_closing() or self.transport.get_write_buffer_size():
            self.transport.abort()

    def _has_read(self) -> None:
        self._forget(self._unread)
        self._unread = None

    @staticmethod
    def _forget(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()
