"""A bare socket that says whatever it likes, frame by frame: what no library would send."""

import base64
import json
import socket
from types import TracebackType
from typing import Any, Protocol, Self

from tests.live.served import OWNER_TOKEN

Json = dict[str, Any]
CONT, TEXT, BINARY, CLOSE, PING, PONG = 0x0, 0x1, 0x2, 0x8, 0x9, 0xA
_KEY = base64.b64encode(bytes(16)).decode()


def frame(kind: int, body: bytes = b"", *, last: bool = True, masked: bool = True) -> bytes:
    """Return a frame as it lies on the wire. A mask of zeros leaves its body as it is."""
    head = bytes([0x80 * last | kind])
    mask = 0x80 * masked
    if len(body) < 126:
        head += bytes([mask | len(body)])
    elif len(body) < 65_536:
        head += bytes([mask | 126]) + len(body).to_bytes(2, "big")
    else:
        head += bytes([mask | 127]) + len(body).to_bytes(8, "big")
    return head + bytes(4) * masked + body


class HasPort(Protocol):
    @property
    def port(self) -> int: ...


class Bare:
    """A connection that has done its handshake and, unless told otherwise, said hello."""

    def __init__(
        self, served: HasPort, show: str, client: str = "c-bare", *, pocket_bytes: int = 0
    ) -> None:
        self.end = socket.socket()
        self.end.settimeout(20)
        if pocket_bytes:  # what the kernel holds for somebody who does not read
            self.end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, pocket_bytes)
        self.end.connect(("127.0.0.1", served.port))
        self._left = b""
        self._client = client
        self.end.sendall(
            f"GET /api/v1/shows/{show}/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {_KEY}\r\n"
            "Sec-WebSocket-Protocol: standby.v1\r\n\r\n".encode()
        )
        while b"\r\n\r\n" not in self._left:
            self._left += self.end.recv(65_536)
        head, _, self._left = self._left.partition(b"\r\n\r\n")
        assert b" 101 " in head, head

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end.close()

    def greet(self, **more: object) -> Self:
        hello = {"type": "hello", "protocol": 1, "client": self._client, "token": OWNER_TOKEN}
        self.tell({**hello, **more})
        while self.hear()["type"] != "beat":
            pass
        return self

    def tell(self, message: Json) -> None:
        self.say(frame(TEXT, json.dumps(message).encode()))

    def say(self, raw: bytes) -> None:
        self.end.sendall(raw)

    def hear(self) -> Json:
        """Return the next message."""
        kind, body = self._frame()
        assert kind == TEXT, (kind, body)
        found: Json = json.loads(body)
        return found

    def closed(self) -> int:
        """Read until the goodbye, and return its code; 1006 where there is none."""
        try:
            while True:
                kind, body = self._frame()
                if kind == CLOSE:
                    return int.from_bytes(body[:2], "big")
        except (ConnectionError, EOFError):
            return 1006

    def _frame(self) -> tuple[int, bytes]:
        head = self._take(2)
        size = head[1] & 0x7F
        if size == 126:
            size = int.from_bytes(self._take(2), "big")
        elif size == 127:
            size = int.from_bytes(self._take(8), "big")
        return head[0] & 0x0F, self._take(size)

    def _take(self, size: int) -> bytes:
        while len(self._left) < size:
            piece = self.end.recv(65_536)
            if not piece:
                raise EOFError
            self._left += piece
        taken, self._left = self._left[:size], self._left[size:]
        return taken
