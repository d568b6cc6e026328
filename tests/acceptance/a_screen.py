"""A screen as somebody else would write one: it knows the public contract and nothing of the server's insides."""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from tests.live.device import Json, hash_of, merged


@dataclass
class AScreen:
    """One device with one pass. `async with` says hello and waits until it is live."""

    url: str
    show: str
    token: str
    client: str = field(default_factory=lambda: f"c-{secrets.token_hex(4)}")
    state: Json = field(default_factory=dict)
    epoch: str = ""
    seq: int = 0
    beat: int | None = None
    welcome: Json = field(default_factory=dict)
    closed: int | None = None
    _answers: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    _moved: asyncio.Event = field(default_factory=asyncio.Event)

    async def __aenter__(self) -> Self:
        address = f"{self.url}/api/v1/shows/{self.show}/live"
        self._socket: ClientConnection = await connect(
            address, subprotocols=[Subprotocol("standby.v1")], max_size=None, compression=None
        )
        hello: Json = {
            "type": "hello",
            "protocol": 1,
            "token": self.token,
            "client": self.client,
        }
        if self.epoch:
            hello["resume"] = {"epoch": self.epoch, "seq": self.seq}
        await self._say(hello)
        self._reader = asyncio.ensure_future(self._read())
        await self.until(lambda: self.beat is not None and bool(self.state))
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._socket.close()
        await asyncio.gather(self._reader, return_exceptions=True)

    async def send(self, kind: str, *, expect: Json | None = None, **fields: object) -> Json:
        """Send a command, and return its ack or reject."""
        command_id = secrets.token_hex(16)
        frame: Json = {"type": "command", "id": command_id, "command": {"type": kind, **fields}}
        if expect is not None:
            frame["expect"] = expect
        if self.beat is not None:
            frame["beat"] = self.beat
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._answers[command_id] = answer
        await self._say(frame)
        return await answer

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until the given question is answered yes, looking again at each frame that comes."""
        while not true():
            self._moved.clear()
            assert self.closed is None, f"closed {self.closed}"
            await asyncio.wait_for(self._moved.wait(), 30)

    async def _say(self, frame: Json) -> None:
        await self._socket.send(json.dumps(frame))

    async def _read(self) -> None:
        try:
            async for raw in self._socket:
                self._hear(json.loads(raw))
                self._moved.set()
        finally:
            self.closed = self._socket.close_code or 1006
            for waiting in self._answers.values():
                if not waiting.done():
                    waiting.cancel()
            self._moved.set()

    def _hear(self, frame: Json) -> None:
        match frame["type"]:
            case "welcome":
                self.welcome = frame
                self.epoch = frame["epoch"]
            case "snapshot":
                self.state, self.seq = frame["state"], frame["seq"]
                assert frame["hash"] == hash_of(self.state), "a snapshot's hash is its state's"
            case "delta":
                self._apply(frame)
            case "beat":
                self.beat = frame["n"]
                if frame["seq"] == self.seq:
                    assert frame["hash"] == hash_of(self.state), "a beat proves the state"
            case "ack" | "reject":
                waiting = self._answers.pop(frame["id"], None)
                if waiting is not None and not waiting.done():
                    waiting.set_result(frame)
            case _:
                pass

    def _apply(self, frame: Json) -> None:
        first, last = frame["from"], frame["to"]
        if last <= self.seq:
            return
        assert first <= self.seq + 1, f"a gap: {self.seq} then {first}"
        state = merged(self.state, frame["patch"])
        assert isinstance(state, dict), "a state"
        self.state, self.seq = state, last
