"""One device's line to the server: it speaks the live socket, keeps a mirror, and never gives up."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake
from websockets.typing import Subprotocol

from app.demo.crew_sim.mirror import Mirror
from app.demo.crew_sim.rows import Json, Row, whole, word

SUBPROTOCOL: Final = Subprotocol("standby.v1")
RETRY_S: Final = (0.1, 0.2, 0.4, 0.8, 1.6, 3.0)
SILENT_S: Final = 8.0  # then the socket is given up (PROTOCOL.md 4)
NOT_ANY_MORE: Final = frozenset({4401, 4403, 4404, 4426})  # whoever is told so does not come back

Heard = Callable[[Row], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a command: `code` is empty where it was taken."""

    seq: int = 0
    code: str = ""
    detail: str = ""
    retry_ms: int = 0

    @property
    def taken(self) -> bool:
        return not self.code


class Dismissed(Exception):
    """The server has closed the line for good."""


class Line:
    """Speaks for one pass. `run` keeps it open; `ask` may be called at any time."""

    def __init__(self, url: str, token: str, heard: Heard) -> None:
        """Hear of every log entry through `heard`."""
        self.mirror = Mirror()
        self.changed = asyncio.Event()
        self.arrived = asyncio.Event()  # once: the show has been seen
        self.divergences = 0
        self._url = url
        self._token = token
        self._heard = heard
        self._client = f"sim-{uuid4().hex[:12]}"
        self._socket: ClientConnection | None = None
        self._waiting: dict[str, tuple[bytes, asyncio.Future[Answer]]] = {}
        self._beat = 0
        self._offset_ms: float | None = None

    @property
    def ready(self) -> bool:
        return self._socket is not None and self.mirror.seq >= 0

    def now_ms(self) -> int:
        """Return the server's time, as far as it is known here."""
        return round(_steady_ms() + (self._offset_ms or 0))

    async def run(self) -> None:
        """Stay connected. Raises Dismissed when the server wants no more of us."""
        tries = 0
        while True:
            try:
                async with connect(
                    self._url, subprotocols=[SUBPROTOCOL], compression=None, max_size=None
                ) as socket:
                    await self._talk(socket)
                    tries = 0
            except ConnectionClosed as closed:
                if closed.rcvd is not None and closed.rcvd.code in NOT_ANY_MORE:
                    raise Dismissed(closed.rcvd.reason) from None
            except (OSError, InvalidHandshake, TimeoutError):
                tries += 1
            finally:
                self._socket = None
            await asyncio.sleep(RETRY_S[min(tries, len(RETRY_S) - 1)])

    async def ask(
        self, command: Row, expect: Row | None = None, *, seen_at: int | None = None
    ) -> Answer:
        """Send a command and wait for its answer, over as many connections as it takes."""
        name = uuid4().hex
        frame: Json = {"type": "command", "id": name, "command": command, "beat": self._beat}
        if expect is not None:
            frame["expect"] = expect
        if seen_at is not None:
            frame["occurred_at"] = seen_at
        raw = orjson.dumps(frame)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[name] = (raw, answer)
        await self._send(raw)
        return await answer

    async def _talk(self, socket: ClientConnection) -> None:
        hello: Json = {
            "type": "hello",
            "protocol": 1,
            "token": self._token,
            "client": self._client,
        }
        if self.mirror.seq >= 0:
            hello["resume"] = {"epoch": self.mirror.epoch, "seq": self.mirror.seq}
        await socket.send(orjson.dumps(hello).decode())
        while True:
            async with asyncio.timeout(SILENT_S):
                raw = await socket.recv()
            frame = orjson.loads(raw)
            await self._hear(socket, frame)

    async def _hear(self, socket: ClientConnection, frame: Row) -> None:
        match word(frame, "type"):
            case "welcome":
                self._set_clock(frame)
                self._socket = socket
                for raw, _ in list(self._waiting.values()):
                    await self._send(raw)  # the same ids: what was taken is only confirmed
            case "snapshot":
                self.mirror.take(frame)
                self.arrived.set()
                self.changed.set()
            case "delta":
                await self._delta(frame)
            case "ack" | "reject":
                self._answered(frame)
            case "beat":
                await self._on_beat(frame)
            case _:
                pass  # presence and pong are for people

    async def _delta(self, frame: Row) -> None:
        outcome = self.mirror.apply(frame)
        if outcome == "gap":
            at: Json = {"epoch": self.mirror.epoch, "seq": self.mirror.seq}
            await self._send(orjson.dumps({"type": "resume", **at}))
        if outcome != "applied":
            return
        entries = frame.get("entries")
        for entry in entries if isinstance(entries, list) else ():
            self._heard(entry)
        self.changed.set()

    async def _on_beat(self, frame: Row) -> None:
        self._set_clock(frame)
        self._beat = whole(frame, "n") or 0
        if whole(frame, "seq") == self.mirror.seq and word(frame, "hash") != self.mirror.hash():
            self.divergences += 1
        seen: Json = {"type": "seen", "n": self._beat, "seq": max(0, self.mirror.seq)}
        await self._send(orjson.dumps(seen))

    def _answered(self, frame: Row) -> None:
        _, answer = self._waiting.pop(word(frame, "id"), (b"", None))
        if answer is None or answer.done():
            return
        refused = word(frame, "type") == "reject"
        answer.set_result(
            Answer(
                seq=whole(frame, "seq") or 0,
                code=word(frame, "code") if refused else "",
                detail=word(frame, "detail"),
                retry_ms=whole(frame, "retry_ms") or 0,
            )
        )

    def _set_clock(self, frame: Row) -> None:
        now_at = whole(frame, "now_at")
        if now_at is not None:
            self._offset_ms = now_at - _steady_ms()

    async def _send(self, raw: bytes) -> None:
        if self._socket is None:
            return  # it waits for the next connection
        try:
            await self._socket.send(raw.decode())
        except ConnectionClosed:
            self._socket = None


def _steady_ms() -> float:
    return asyncio.get_running_loop().time() * 1000
