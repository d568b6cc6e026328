"""Screens that do not give up: each asks, keeps its id until it is answered, and comes back."""

import asyncio
import json
import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from tests.live.device import merged

Json = dict[str, Any]
RETRY_S = 0.05
GONE = (ConnectionClosed, InvalidHandshake, OSError, TimeoutError)


@dataclass
class Acks:
    """What was acknowledged to anybody, under which seq, and how often."""

    by_id: dict[str, int] = field(default_factory=dict)
    contradicted: list[str] = field(default_factory=list)
    moved: asyncio.Event = field(default_factory=asyncio.Event)

    def note(self, command_id: str, seq: int) -> None:
        if self.by_id.setdefault(command_id, seq) != seq:
            self.contradicted.append(command_id)
        self.moved.set()

    async def until(self, count: int) -> None:
        while len(self.by_id) < count:
            self.moved.clear()
            await self.moved.wait()


@dataclass
class Persistent:
    """One screen: `run` until `stop`, then `catch_up`."""

    url: str
    show: str
    token: str
    client: str
    commands: Callable[[], Json]
    acks: Acks
    pace_s: float
    state: Json = field(default_factory=dict)
    epoch: str = ""
    seq: int = 0
    resumed: int = 0
    gaps: int = 0
    stop: bool = False
    _open: Json | None = None

    async def run(self) -> None:
        """Ask one thing after the other, however often the server goes away meanwhile."""
        while not self.stop:
            try:
                async with self._connected() as socket:
                    await self._greet(socket)
                    while not self.stop:
                        await self._ask(socket)
                        await asyncio.sleep(self.pace_s)
            except GONE:
                await asyncio.sleep(RETRY_S * random.random())

    async def catch_up(self, seq: int) -> None:
        """Come back once more, answer for what is open, and read up to `seq`."""
        self.stop = False
        async with self._connected() as socket:
            await self._greet(socket)
            if self._open is not None:
                await self._ask(socket)
            while self.seq < seq:
                self._hear(json.loads(await socket.recv()))

    def _connected(self) -> connect:
        return connect(
            f"{self.url}/api/v1/shows/{self.show}/live",
            subprotocols=[Subprotocol("standby.v1")],
            compression=None,
            max_size=None,
            open_timeout=20,
            close_timeout=1,
        )

    async def _greet(self, socket: ClientConnection) -> None:
        hello: Json = {
            "type": "hello",
            "protocol": 1,
            "client": self.client,
            "token": self.token,
            "pending": [self._open["id"]] if self._open else [],
        }
        if self.epoch:
            hello["resume"] = {"epoch": self.epoch, "seq": self.seq}
        await socket.send(json.dumps(hello))
        frame: Json = {}
        while frame.get("type") != "beat":
            frame = json.loads(await socket.recv())
            if frame["type"] == "welcome":
                self._learn(frame)
            self._hear(frame)

    def _learn(self, welcome: Json) -> None:
        self.resumed += bool(self.epoch)
        self.epoch = welcome["epoch"]
        for command_id, outcome in welcome["outcomes"].items():
            if outcome["outcome"] == "ack":
                self.acks.note(command_id, outcome["seq"])
                self._open = None

    async def _ask(self, socket: ClientConnection) -> None:
        if self._open is None:
            self._open = {
                "type": "command",
                "id": secrets.token_hex(16),
                "command": self.commands(),
            }
        await socket.send(json.dumps(self._open))
        while self._open is not None:
            self._hear(json.loads(await socket.recv()))

    def _hear(self, frame: Json) -> None:
        match frame["type"]:
            case "snapshot":
                self.state, self.seq, self.epoch = frame["state"], frame["seq"], frame["epoch"]
            case "delta":
                self._apply(frame)
            case "ack":
                self.acks.note(frame["id"], frame["seq"])
                self._answered(frame["id"])
            case "reject":
                self._answered(frame["id"])
            case _:
                pass

    def _answered(self, command_id: str) -> None:
        if self._open is not None and self._open["id"] == command_id:
            self._open = None

    def _apply(self, frame: Json) -> None:
        if frame["to"] <= self.seq:
            return
        self.gaps += frame["from"] != self.seq + 1
        state = merged(self.state, frame["patch"])
        assert isinstance(state, dict)
        self.state, self.seq = state, frame["to"]
