"""A phone as PROTOCOL.md section 4 wants it: it loses no tap, tells no lie, and writes all of it down.

phone = Phone(url=line.socket_url, show=show, token=token, who="c-1", history=history)
running = asyncio.ensure_future(phone.run())
press = phone.press("mark_look", look="l1", status="dressed")     # kept until it is answered
order = phone.press("go", expect={"next": "l1"}, look="l1")       # at once or not at all
await phone.until(lambda: press.answer != "waiting")
phone.stop()
"""

import asyncio
import random
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage
from websockets.typing import Subprotocol

from tests.venue.history import History
from tests.venue.outbox import Outbox, Press
from tests.venue.wire import hash_of, kind_of, merged

Json = dict[str, Any]

BACK_OFF_S: Final = (0.2, 5.0)
SILENT_S: Final = 8.0  # PROTOCOL.md 4: a client abandons a socket that says nothing for so long
FRESH_S: Final = 4.0
STALE_S: Final = 10.0
PING_EVERY_S: Final = 3.0
AT_ONCE: Final = 20  # commands before the first answer; an outbox does not flood the server
FINAL: Final = frozenset({4401, 4403, 4404, 4426})
TRY_AGAIN: Final = frozenset({"unavailable", "too_many", "rearming"})
OFFER_EVERY_S: Final = 0.2  # what is offered again leaves room for what is pressed meanwhile
NOWHERE: Final = "-"  # an epoch that is nobody's: a snapshot, please
GONE: Final = (ConnectionClosed, InvalidHandshake, InvalidMessage, OSError, TimeoutError, EOFError)


@dataclass
class Phone:
    """One device: `run` it, `press` its buttons, `stop` it. What it holds is `state` at `seq`."""

    url: str
    show: str
    token: str
    who: str
    history: History
    seed: int = 0
    outbox: Outbox = field(default_factory=Outbox)
    state: Json = field(default_factory=dict)
    epoch: str = ""
    seq: int = 0
    welcome: Json = field(default_factory=dict)
    beat: Json = field(default_factory=dict)
    online: bool = False  # greeted, and a beat has come on this connection
    closed_for_good: int = 0
    connects: int = 0
    divergences: int = 0
    stopping: bool = False

    def __post_init__(self) -> None:
        self._chance = random.Random(f"{self.seed}/{self.who}")
        self._moved = asyncio.Event()
        self._to_send = asyncio.Event()
        self._woken = asyncio.Event()
        self._socket: ClientConnection | None = None
        self._proof = -1e9  # of the monotonic clock: the server was there, and we had all it had
        self._behind_the_clock: float | None = None  # our clock less the server's, at the least
        self._pause_until = 0.0
        self._failures = 0
        self._wants_everything = False
        self._offers_from = ""  # the epoch that took what is being offered again

    # ---- what people do

    def press(self, command: str, /, *, expect: Json | None = None, **fields: object) -> Press:
        """Press a button. The answer comes into the returned press."""
        kind = kind_of(command)
        frame: Json = {"id": secrets.token_hex(16), "command": {"type": command, **fields}}
        if expect is not None:
            frame["expect"] = expect
        if kind == "mark":
            frame["occurred_at"] = self.server_now_ms()
        if kind in {"order", "stop"} and self.beat:
            frame["beat"] = self.beat["n"]
        press = Press({"type": "command", **frame}, kind)
        self.history.pressed(self.who, press.frame, kind)
        if kind == "order" and (self.standing() != "live" or not self.online):
            press.answer, press.code = "gone", "not live"
            self.history.kept_back(self.who, press.id, "not live")
            return press
        self.outbox.put(press)
        self._to_send.set()
        return press

    def wake(self) -> None:
        """Come back from sleep, or hear that there is a network: do not wait any longer."""
        self._woken.set()

    def standing(self) -> str:
        """Return live, delayed, stale or offline, by the rules of PROTOCOL.md 8.7."""
        age_s = time.monotonic() - self._proof
        if age_s < FRESH_S:
            return "live"
        if age_s < STALE_S:
            return "delayed"
        return "stale" if self._socket is not None else "offline"

    def server_now_ms(self) -> int:
        """Return the server's time as far as we know it; our own wall clock is worth nothing."""
        if self._behind_the_clock is None:
            return int(time.time() * 1000)
        return int((time.monotonic() - self._behind_the_clock) * 1000)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until something is so, looking again whenever anything came or went."""
        while not true():
            self._moved.clear()
            await self._moved.wait()

    def stop(self) -> None:
        """Hang up and stay away."""
        self.stopping = True
        self.wake()
        if self._socket is not None:
            self._socket.transport.abort()
        self._moved.set()

    def reopened(self) -> "Phone":
        """Return the phone after its app was killed: only what it had stored is left."""
        assert self.stopping
        again = Phone(self.url, self.show, self.token, self.who, self.history, self.seed + 1)
        again.outbox = self.outbox.closed()
        self.history.note("forgot", self.who)
        return again

    # ---- the connection

    async def run(self) -> None:
        """Stay connected until told to stop, or sent away for good."""
        while self._goes_on():
            code, by = 1006, "network"
            try:
                async with asyncio.timeout(SILENT_S):
                    self._socket = await self._connected()
                code, by = await self._converse(self._socket)
            except GONE:
                pass
            finally:
                await self._lost(code, by)
            if self._goes_on():
                await self._back_off()

    def _goes_on(self) -> bool:
        return not self.stopping and not self.closed_for_good

    async def _connected(self) -> ClientConnection:
        return await connect(
            f"{self.url}/api/v1/shows/{self.show}/live",
            subprotocols=[Subprotocol("standby.v1")],
            compression=None,
            max_size=None,
            ping_interval=None,
            close_timeout=0.2,
            open_timeout=None,
        )

    async def _converse(self, socket: ClientConnection) -> tuple[int, str]:
        self.connects += 1
        self.history.note("connected", self.who)
        sending = asyncio.ensure_future(self._send_what_waits(socket))
        pinging = asyncio.ensure_future(self._ping(socket))
        try:
            hello_s = time.monotonic()
            await self._greet(socket)
            while True:
                async with asyncio.timeout(SILENT_S):
                    raw = await socket.recv(decode=False)
                self.history.heard(self.who, raw)
                await self._hear(socket, orjson.loads(raw), hello_s)
                self._moved.set()
        except ConnectionClosed as end:
            if end.rcvd is not None:
                return end.rcvd.code, "server"
            return 1006, "network"
        finally:
            for task in (sending, pinging):
                task.cancel()
            await asyncio.gather(sending, pinging, return_exceptions=True)

    async def _greet(self, socket: ClientConnection) -> None:
        hello: Json = {"type": "hello", "protocol": 1, "client": self.who, "token": self.token}
        if self.epoch:
            hello["resume"] = {"epoch": self._offers_from or self.epoch, "seq": self.seq}
        hello["pending"] = list(self.outbox.waiting)[:200]
        await self._say(socket, hello)

    async def _say(self, socket: ClientConnection, frame: Json) -> None:
        raw = orjson.dumps(frame)
        shown = orjson.dumps({**frame, "token": "..."}) if "token" in frame else raw
        self.history.sent(self.who, shown)
        await socket.send(raw, text=True)

    async def _lost(self, code: int, by: str) -> None:
        if self._socket is not None:
            self.history.note("cut", self.who, code=code, by="self" if self.stopping else by)
            self._socket.transport.abort()
            with suppress(*GONE):
                await self._socket.wait_closed()
        self._socket, self.online = None, False
        if not self.outbox.line_lost():
            self._offers_from = ""
        if code in FINAL:
            self.closed_for_good = code
        self._moved.set()

    async def _back_off(self) -> None:
        """Wait a random while, twice as long each time, unless woken."""
        least, most = BACK_OFF_S
        wait_s = self._chance.random() * min(most, least * 2**self._failures)
        self._failures += 1
        self._woken.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._woken.wait()

    async def _send_what_waits(self, socket: ClientConnection) -> None:
        with suppress(*GONE):
            while True:
                press = self.outbox.next_to_send() if self.online else None
                under_way = sum(one.sent for one in self.outbox.waiting.values())
                if press is None or under_way >= AT_ONCE:
                    self._to_send.clear()
                    await self._to_send.wait()
                    continue
                await asyncio.sleep(max(0.0, self._pause_until - time.monotonic()))
                if press.again:
                    await asyncio.sleep(OFFER_EVERY_S)
                if press.sent or press.answer != "waiting":
                    continue
                press.sent = True
                await self._say(socket, press.frame)

    async def _ping(self, socket: ClientConnection) -> None:
        with suppress(*GONE):
            while True:
                await asyncio.sleep(PING_EVERY_S)
                if self.online:
                    await self._say(socket, {"type": "ping", "t": time.monotonic()})

    # ---- what is heard

    async def _hear(self, socket: ClientConnection, frame: Json, hello_s: float) -> None:
        match frame["type"]:
            case "welcome":
                self._know_the_clock(hello_s, frame["now_at"])
                self._welcomed(frame)
            case "snapshot":
                self.state, self.seq = frame["state"], frame["seq"]
                self._begin_anew(socket, frame["epoch"])
                self._wants_everything = False
            case "delta":
                await self._apply(socket, frame)
            case "beat":
                await self._beaten(socket, frame)
            case "ack":
                self.outbox.settle(frame["id"], "acked", effect=frame["effect"])
                self._to_send.set()
            case "reject":
                self._refused(frame)
            case "pong":
                self._know_the_clock(frame["t"], frame["received_at"])
            case _:
                pass

    def _know_the_clock(self, asked_s: float, server_ms: int) -> None:
        """Take the server's time: it was said after we had asked, so this is the least it can be."""
        least = asked_s - server_ms / 1000
        known = self._behind_the_clock
        if known is None or least > known or known - least > 2 * SILENT_S:
            self._behind_the_clock = least

    def _welcomed(self, frame: Json) -> None:
        self.welcome = frame
        said = self._offers_from or self.epoch
        if said and frame["epoch"] != said:
            self._offers_from = said
        self.outbox.offer_again(frame["epoch"])
        self.epoch = frame["epoch"]
        for command_id, outcome in frame["outcomes"].items():
            press = self.outbox.waiting.get(command_id)
            if outcome["outcome"] == "ack":
                self.outbox.settle(command_id, "acked")
            elif press is not None and press.kind == "order":
                self.history.kept_back(self.who, command_id, "the line was lost")
                self.outbox.settle(command_id, "gone")

    def _begin_anew(self, socket: ClientConnection, epoch: str) -> None:
        """Take the epoch of a snapshot. Where it begins while we are here we greet anew, to offer again."""
        if self.epoch and self.epoch != epoch:
            self._offers_from = self._offers_from or self.epoch
            self.wake()
            socket.transport.abort()
        self.epoch = epoch

    async def _apply(self, socket: ClientConnection, frame: Json) -> None:
        if frame["to"] <= self.seq:
            return
        if frame["from"] > self.seq + 1:
            await self._ask_for(socket, self.epoch)
            return
        self.state, self.seq = merged(self.state, frame["patch"]), frame["to"]

    async def _beaten(self, socket: ClientConnection, frame: Json) -> None:
        self.beat = frame
        self._failures = 0
        if not self.online:
            self.online = True
            self._to_send.set()
        if frame["seq"] <= self.seq:
            if frame["seq"] == self.seq and frame["hash"] != hash_of(self.state):
                self.divergences += 1
                await self._ask_for(socket, NOWHERE)
            else:
                assert self._behind_the_clock is not None, "a welcome comes first"
                self._proof = frame["now_at"] / 1000 + self._behind_the_clock
        await self._say(socket, {"type": "seen", "n": frame["n"], "seq": self.seq})

    async def _ask_for(self, socket: ClientConnection, epoch: str) -> None:
        if not self._wants_everything:
            self._wants_everything = True
            await self._say(socket, {"type": "resume", "epoch": epoch, "seq": self.seq})

    def _refused(self, frame: Json) -> None:
        press = self.outbox.waiting.get(frame["id"])
        if press is None:
            return
        if frame["code"] in TRY_AGAIN and press.kind != "order":
            wait_s = frame.get("retry_ms", 500) / 1000
            self._pause_until = time.monotonic() + wait_s
            press.sent = False
        else:
            self.outbox.settle(press.id, "refused", frame["code"])
        self._to_send.set()
