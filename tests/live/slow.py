"""A device that stops reading: a bare socket, so that nothing reads behind its back."""

import asyncio
import json
import secrets
import socket
from types import TracebackType
from typing import Any, Self

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.typing import Subprotocol
from websockets.uri import parse_uri

from tests.live.device import merged
from tests.live.served import Served

Json = dict[str, Any]
_KERNEL_BYTES = 4_096


class SlowDevice:
    """Reads only when told to."""

    def __init__(self, served: Served, show: str, token: str) -> None:
        self._port = served.port
        self._token = token
        self._talk = ClientProtocol(
            parse_uri(f"{served.socket_url}/api/v1/shows/{show}/live"),
            subprotocols=[Subprotocol("standby.v1")],
            max_size=None,
        )
        self.state: Json = {}
        self.seq = 0
        self.gaps = 0
        self.deltas = 0
        self._parts: list[bytes] = []

    async def __aenter__(self) -> Self:
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _KERNEL_BYTES)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.setblocking(False)
        await asyncio.get_running_loop().sock_connect(self._socket, ("127.0.0.1", self._port))
        self._talk.send_request(self._talk.connect())
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()

    async def greet_and_stop_reading(self) -> None:
        await self._flush()
        while self._talk.state.name != "OPEN":
            await self._read()
        hello = {"type": "hello", "protocol": 1, "client": f"c-{secrets.token_hex(4)}"}
        self._talk.send_text(json.dumps({**hello, "token": self._token}).encode())
        await self._flush()
        while not self.seq:
            await self._read()

    async def ping(self) -> None:
        """Say something, so as not to be silent."""
        self._talk.send_text(b'{"type":"ping","t":1}')
        await self._flush()

    async def read_up_to(self, seq: int) -> None:
        while self.seq < seq:
            await self._read()

    async def _flush(self) -> None:
        for piece in self._talk.data_to_send():
            await asyncio.get_running_loop().sock_sendall(self._socket, piece)

    async def _read(self) -> None:
        got = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(self._socket, 65_536), 20)
        assert got, "the server has hung up"
        self._talk.receive_data(got)
        for event in self._talk.events_received():
            if isinstance(event, Frame) and event.opcode in {Opcode.TEXT, Opcode.CONT}:
                self._hear(json.loads(bytes(event.data)))

    def _hear(self, frame: Json) -> None:
        if frame["type"] == "snapshot":
            self.state, self.seq = frame["state"], frame["seq"]
        elif frame["type"] == "delta":
            self.deltas += 1
            self.gaps += frame["from"] > self.seq + 1
            if frame["to"] > self.seq:
                state = merged(self.state, frame["patch"])
                assert isinstance(state, dict)
                self.state, self.seq = state, frame["to"]
