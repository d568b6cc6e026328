"""A network that fails on command: a TCP proxy with one port for each client, in a thread of its own.

    with Proxy(server_port, history, seed=7) as proxy:
        line = proxy.line("c-1")              # its address: line.url
        line.weather = Weather(latency_s=0.2, jitter_s=0.1, rate_bits_s=64_000)
        line.hang()                           # a black hole: nothing passes, nothing is said
        line.resume()                         # what was under way comes through
        line.cut() / line.reset()             # both sides hear FIN / RST
        line.refuse(True)                     # who connects is reset
        line.cut_in_next_command(at_byte=9)   # the server gets half of it
        line.lose_next_ack()                  # the command arrives, its answer never does
        line.leave_half_open()                # the client is gone, the server is not told

Everything may be called from any thread and counts at once, for what is connected and what will be.
"""

import asyncio
import random
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Final, Literal, Self

from tests.venue.frames_passing import CommandFinder
from tests.venue.history import History
from tests.venue.pace import CHUNK_BYTES, FINE, Pace, Weather

Direction = Literal["up", "down"]  # up: from the client to the server
HowToEnd = Literal["fin", "rst"]
BOTH: Final[tuple[Direction, ...]] = ("up", "down")

UNDER_WAY_BYTES_MAX: Final = 262_144  # then the sender is made to wait, as by a full buffer
AFTER_COMMAND_S: Final = 0.15  # for the server to take a command whose answer is to be lost


class Line:
    """The way of one client. Settings are read with every chunk; actions go through the loop."""

    def __init__(self, proxy: "Proxy", who: str, port: int) -> None:
        self.who = who
        self.port = port
        self.weather = FINE
        self.hanging: frozenset[Direction] = frozenset()
        self.refusing = False
        self.cut_at_byte: int | None = None
        self.ack_to_lose = False
        self.bytes_passed = {"up": 0, "down": 0}
        self.connections: set[Connection] = set()
        self.moving = asyncio.Event()  # set when a black hole has ended
        self.chance = random.Random(f"{proxy.seed}/{who}")
        self._proxy = proxy

    @property
    def url(self) -> str:
        """Return where the client connects to."""
        return f"http://{self._proxy.host}:{self.port}"

    @property
    def socket_url(self) -> str:
        """Return the same for a live socket."""
        return f"ws://{self._proxy.host}:{self.port}"

    def blow(self, weather: Weather, name: str = "weather") -> None:
        """Change what the line is like."""
        self.weather = weather
        self._note(name, active=weather != FINE)

    def hang(self, *directions: Direction) -> None:
        """Let nothing through any more, in one direction or both; nobody is told."""
        self.hanging = frozenset(directions or BOTH)
        self._note("hang", active=True, directions=sorted(self.hanging))

    def resume(self) -> None:
        """Let everything through again, also what had begun to wait."""
        self.hanging = frozenset()
        self._note("hang", active=False)
        self._proxy.soon(self.moving.set)

    def cut(self) -> None:
        """End every connection in an orderly way."""
        self._note("cut", active=False)
        self._each(lambda one: one.end("fin"))

    def reset(self) -> None:
        """End every connection as a router that has forgotten it."""
        self._note("reset", active=False)
        self._each(lambda one: one.end("rst"))

    def leave_half_open(self) -> None:
        """Take the client's side away; the server is left with a line on which nobody is."""
        self._note("half-open", active=False)
        self._each(lambda one: one.leave_half_open())

    def refuse(self, refusing: bool) -> None:
        """Turn away, or let in again, whoever connects."""
        self.refusing = refusing
        self._note("refuse", active=refusing)

    def cut_in_next_command(self, at_byte: int) -> None:
        """Let only so many bytes of the next command through, then reset."""
        self.cut_at_byte = at_byte
        self._note("cut in the next command", active=True, at_byte=at_byte)

    def lose_next_ack(self) -> None:
        """Let the next command through, and nothing that comes back after it; then reset."""
        self.ack_to_lose = True
        self._note("lose the next answer", active=True)

    async def until_not_hanging(self, *directions: Direction) -> None:
        """Wait, in the proxy's loop, while one of these directions is a black hole."""
        while self.hanging & frozenset(directions or BOTH):
            self.moving.clear()
            await self.moving.wait()

    def must_not_fall(self, task: "asyncio.Task[None]") -> None:
        """Keep a fault of ours: it must not look like one of the network."""
        if not task.cancelled() and task.exception() is not None:
            self._proxy.fell.append(f"{self.who}: {task.exception()!r}")

    def _note(self, what: str, *, active: bool, **more: object) -> None:
        if self._proxy.history is not None:
            self._proxy.history.fault(what, self.who, active=active, **more)

    def _each(self, act: "Callable[[Connection], None]") -> None:
        def all_of_them() -> None:
            for one in list(self.connections):
                act(one)

        self._proxy.soon(all_of_them)


@dataclass(eq=False)
class Connection:
    """One connection and its two directions."""

    line: Line
    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    finder: CommandFinder = field(default_factory=CommandFinder)
    deaf: bool = False  # what the server says is thrown away
    half_open: bool = False  # the client is gone, and the server has not noticed
    directions: int = 2  # that are still open
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def end(self, how: "HowToEnd") -> None:
        """Close both sides."""
        if self.half_open:
            return  # the server finds out by itself, or not at all
        _close(self.client, how)
        _close(self.server, how)
        self.over.set()

    def leave_half_open(self) -> None:
        """Close the client's side, and keep the server's as it is."""
        self.half_open = self.deaf = True
        _close(self.client, "rst")

    async def pump(
        self, direction: Direction, reader: asyncio.StreamReader, to: asyncio.StreamWriter
    ) -> None:
        """Carry one direction, chunk by chunk, each at the time when it is to arrive."""
        loop = asyncio.get_running_loop()
        under_way: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(
            UNDER_WAY_BYTES_MAX // CHUNK_BYTES
        )
        carrying = loop.create_task(self._deliver(direction, under_way, to))
        carrying.add_done_callback(self.line.must_not_fall)
        pace = Pace(lambda: self.line.weather, self.line.chance, loop.time)
        try:
            try:
                while chunk := await reader.read(pace.chunk_bytes):
                    if direction == "down" and self.deaf:
                        continue
                    await under_way.put((pace.arrival(len(chunk)), chunk))
            except OSError:
                self.end("rst")
            if direction == "up" and self.half_open:
                await self.over.wait()
            await under_way.put((pace.arrival(0), b""))
            await carrying
        finally:
            carrying.cancel()
            self.directions -= 1
            if not self.directions:
                self.over.set()

    async def _deliver(
        self,
        direction: Direction,
        under_way: asyncio.Queue[tuple[float, bytes]],
        to: asyncio.StreamWriter,
    ) -> None:
        loop = asyncio.get_running_loop()
        while True:
            arrival, chunk = await under_way.get()
            await asyncio.sleep(max(0.0, arrival - loop.time()))
            await self.line.until_not_hanging(direction)
            if not chunk:
                _close(to, "fin")
                return
            if to.transport.is_closing():
                continue  # nobody is there any more
            self.line.bytes_passed[direction] += len(chunk)
            try:
                await self._pass(direction, chunk, to)
            except OSError:
                self.end("rst")

    async def _pass(self, direction: Direction, chunk: bytes, to: asyncio.StreamWriter) -> None:
        commands = self.finder.feed(chunk) if direction == "up" else []
        if not commands or (self.line.cut_at_byte is None and not self.line.ack_to_lose):
            to.write(chunk)
            await to.drain()
            return
        begin, end = commands[0]
        if self.line.cut_at_byte is not None:
            end = min(end, max(begin, 0) + self.line.cut_at_byte)
        else:
            self.deaf = True
        self.line.cut_at_byte, self.line.ack_to_lose = None, False
        to.write(chunk[:end])
        await to.drain()
        await asyncio.sleep(AFTER_COMMAND_S)
        self.end("rst")


class Proxy:
    """All lines to one server."""

    def __init__(
        self,
        server_port: int,
        history: History | None = None,
        *,
        seed: int = 0,
        host: str = "127.0.0.1",
    ) -> None:
        self.seed = seed
        self.host = host  # where clients find it
        self.history = history
        self.lines: dict[str, Line] = {}
        self.fell: list[str] = []  # faults of the proxy itself
        self._server_port = server_port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="proxy", daemon=True)
        self._listeners: list[asyncio.Server] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        assert error is not None or not self.fell, self.fell

    def line(self, who: str) -> Line:
        """Return the line of a client; it is made when first asked for."""
        if who not in self.lines:
            listener = socket.create_server((self.host, 0), backlog=64)
            line = Line(self, who, listener.getsockname()[1])
            self.lines[who] = line
            asyncio.run_coroutine_threadsafe(self._listen(line, listener), self._loop).result(10)
        return self.lines[who]

    def towards(self, server_port: int) -> None:
        """Send whoever connects from now on to another port."""
        self._server_port = server_port

    def all_fine(self) -> None:
        """End every fault on every line: the network is back."""
        for line in self.lines.values():
            line.cut_at_byte, line.ack_to_lose, line.refusing = None, False, False
            line.weather = replace(FINE)
            line.resume()

    def soon(self, act: Callable[[], None]) -> None:
        """Do something in the proxy's own loop."""
        self._loop.call_soon_threadsafe(act)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.close()

    async def _listen(self, line: Line, listener: socket.socket) -> None:
        async def come(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                with suppress(asyncio.CancelledError):  # at the end of all; streams would complain
                    await self._carry(line, reader, writer)
            finally:
                _close(writer, "rst")  # also whoever came in the very moment of the end

        self._listeners.append(await asyncio.start_server(come, sock=listener))

    async def _carry(
        self, line: Line, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await line.until_not_hanging()  # a black hole takes the first packet too
        if line.refusing:
            _close(writer, "rst")
            return
        try:
            from_server, server = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            _close(writer, "rst")
            return
        connection = Connection(line, writer, server)
        line.connections.add(connection)
        pumps = [
            self._loop.create_task(connection.pump("up", reader, server)),
            self._loop.create_task(connection.pump("down", from_server, writer)),
        ]
        for pump in pumps:
            pump.add_done_callback(line.must_not_fall)
        await connection.over.wait()
        for pump in pumps:
            pump.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        line.connections.discard(connection)
        for one in (writer, server):
            _close(one, "fin")

    async def _end(self) -> None:
        for listener in self._listeners:
            listener.close()
        for line in self.lines.values():
            line.hanging = frozenset()
            line.moving.set()
            for one in list(line.connections):
                one.half_open = False
                one.end("rst")
        for _turn in range(5):  # what was just accepted must begin, or nobody would close it
            await asyncio.sleep(0)
        for _round in range(3):  # and what begins thereby ends in the next
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await asyncio.sleep(0)


def _close(writer: asyncio.StreamWriter, how: HowToEnd) -> None:
    transport = writer.transport
    if transport.is_closing():
        return
    if how == "rst":
        bare: socket.socket = transport.get_extra_info("socket")
        bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()
