"""A device as anybody could write one from the public contract: it greets, mirrors, asks."""

import asyncio
import json
import ssl
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from types import TracebackType
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

Json = dict[str, Any]
PATIENCE_S = 20
_ids = count(1)
_COLLECTIONS = [
    "looks",
    "models",
    "items",
    "cues",
    "crew",
    "rooms",
    "help",
    "messages",
    "decisions",
    "seats",
    "guests",
    "passes",
]


def new_id() -> str:
    return f"test-{next(_ids):08d}"


def merged(state: object, patch: object) -> object:
    """Apply an RFC 7396 merge patch."""
    if not isinstance(patch, dict):
        return patch
    made = dict(state) if isinstance(state, dict) else {}
    for key, value in patch.items():
        if value is None:
            made.pop(key, None)
        else:
            made[key] = merged(made.get(key), value)
    return made


def hash_of(state: Json) -> str:
    marks = (
        zlib.crc32(f"{name}/{key}:{entity['rev']}".encode())
        for name in _COLLECTIONS
        for key, entity in state.get(name, {}).items()
    )
    return f"{sum(marks) % 2**32:08x}"


@dataclass
class Device:
    """One socket. `frames` are all that came; `state` and `seq` what they add up to."""

    url: str
    show: str
    token: str | None = None
    client: str = "c-test"
    cookie: str | None = None
    origin: str | None = None
    trusting: ssl.SSLContext | None = None  # for wss
    state: Json = field(default_factory=dict)
    epoch: str = ""
    seq: int = 0
    beat: Json = field(default_factory=dict)
    welcome: Json = field(default_factory=dict)
    frames: list[Json] = field(default_factory=list)
    gaps: int = 0
    _read_to: int = 0

    async def __aenter__(self) -> Self:
        await self.connect()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.socket.close()

    async def connect(self) -> None:
        self.socket: ClientConnection = await connect(
            f"{self.url}/api/v1/shows/{self.show}/live",
            subprotocols=[Subprotocol("standby.v1")],
            additional_headers={"Cookie": self.cookie} if self.cookie else {},
            origin=Origin(self.origin) if self.origin else None,
            ssl=self.trusting,
            compression=None,
            max_size=None,
            ping_interval=None,
            close_timeout=2,
        )

    async def greet(self, pending: list[str] | None = None, **more: object) -> Self:
        """Say hello, and read up to the first beat: it comes after all that was missed."""
        hello: Json = {"type": "hello", "protocol": 1, "client": self.client, **more}
        if self.token:
            hello["token"] = self.token
        if self.epoch:
            hello["resume"] = {"epoch": self.epoch, "seq": self.seq}
        if pending is not None:
            hello["pending"] = pending
        await self.say(hello)
        await self.next("beat")
        return self

    async def say(self, frame: Json | str | bytes) -> None:
        await self.socket.send(json.dumps(frame) if isinstance(frame, dict) else frame)

    async def ask(
        self, command: str, /, *, command_id: str = "", expect: Json | None = None, **fields: Any
    ) -> Json:
        """Send a command and return its ack or reject."""
        command_id = command_id or new_id()
        frame: Json = {"type": "command", "id": command_id, "command": {"type": command, **fields}}
        if expect is not None:
            frame["expect"] = expect
        if self.beat:
            frame["beat"] = self.beat["n"]
        await self.say(frame)
        return await self.until(
            lambda one: one["type"] in {"ack", "reject"} and one["id"] == command_id
        )

    async def next(self, kind: str) -> Json:
        """Return the next frame of a kind that has not been read past."""
        return await self.until(lambda one: one["type"] == kind)

    async def until(self, wanted: Callable[[Json], bool]) -> Json:
        while True:
            while self._read_to < len(self.frames):
                self._read_to += 1
                if wanted(self.frames[self._read_to - 1]):
                    return self.frames[self._read_to - 1]
            await self._read()

    async def up_to(self, seq: int) -> Self:
        """Read until everything up to `seq` is here."""
        while self.seq < seq:
            await self._read()
        return self

    async def closed(self) -> int:
        """Read until the server hangs up, and return its code."""
        try:
            while True:
                await self._read()
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else 1006

    async def _read(self) -> None:
        raw = await asyncio.wait_for(self.socket.recv(), PATIENCE_S)
        frame: Json = json.loads(raw)
        self.frames.append(frame)
        match frame["type"]:
            case "welcome":
                self.welcome, self.epoch = frame, frame["epoch"]
            case "snapshot":
                self.state, self.seq, self.epoch = frame["state"], frame["seq"], frame["epoch"]
            case "beat":
                self.beat = frame
            case "delta":
                self._apply(frame)
            case _:
                pass

    def _apply(self, frame: Json) -> None:
        if frame["to"] <= self.seq:
            return
        if frame["from"] != self.seq + 1:
            self.gaps += 1
            return
        state = merged(self.state, frame["patch"])
        assert isinstance(state, dict)
        self.state, self.seq = state, frame["to"]
