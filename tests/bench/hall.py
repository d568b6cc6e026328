"""The hall: a house with its doors open, a bare broadcast beside it, and a crowd that listens."""

import asyncio
import json
import resource
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Final, cast

import uvicorn

from app.live.asking import Acked, Answer, Asking
from app.live.clock import HouseClock
from app.live.desk import Desk, Turn
from app.live.house import House
from app.live.ids import new_ref
from app.live.passes import Wanted
from app.live.visitor import THE_OWNER
from app.main import Settings, prepare, server
from app.show.look import MarkLook
from app.show.words import OWNER, LookId, Refused, Role, Scope
from app.storage.event_log import EventLog, NewEntry
from app.talk import conversation
from app.web.app import build_app
from app.web.doors import Doors
from app.web.guard import Names
from app.web.pages import Pages
from app.wire.commands import body_fingerprint, command_json, read_plan
from tests.acceptance.a_plan import a_plan

LOOKS: Final = 60
MODELS: Final = 35
Json = dict[str, Any]
_numbers = count(1)


class TimedLog:
    """The log, and when an append was last durable."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self.durable_s = 0.0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    async def append(self, show_id: str, after_seq: int, entries: list[NewEntry]) -> None:
        await self._log.append(show_id, after_seq, entries)
        self.durable_s = time.monotonic()


class Bare(asyncio.Protocol):
    """What no server can beat: the same bytes, written to each transport."""

    ends: ClassVar[list[asyncio.Transport]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.ends.append(cast("asyncio.Transport", transport))  # uvloop's are none by class


@dataclass
class Crowd:
    """The process with the screens in it."""

    process: asyncio.subprocess.Process

    async def do(self, what: str, **fields: object) -> Json:
        await self.say(what, **fields)
        return await self.answer()

    async def say(self, what: str, **fields: object) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": what, **fields}).encode() + b"\n")
        await self.process.stdin.drain()

    async def answer(self) -> Json:
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        assert line, "the crowd has left"
        found: Json = json.loads(line)
        return found


@dataclass
class Hall:
    house: House
    desk: Desk
    log: TimedLog
    crowd: Crowd
    port: int
    bare_port: int
    token: str
    looks: list[str]
    telling_cpu_s: float = 0.0  # of our thread, since it was last set to nothing

    def __post_init__(self) -> None:
        self.desk.listeners.insert(0, self._tells)
        self.desk.listeners.append(self._has_told)

    def _tells(self, _turn: Turn) -> None:
        self._cpu_s = time.thread_time()

    def _has_told(self, _turn: Turn) -> None:
        self.telling_cpu_s += time.thread_time() - self._cpu_s

    def mark(self) -> Asking:
        """Return a dresser's mark, each another than the one before."""
        number = next(_numbers)
        look = self.looks[number // 2 % len(self.looks)]
        status = "dressing" if number % 2 else "dressed"
        command = MarkLook(look=LookId(look), status=status)  # type: ignore[arg-type]
        return Asking(
            id=f"bench-{number:012d}",
            command=command,
            actor=OWNER,
            fingerprint=body_fingerprint(command_json(command), self.desk.salt),
        )

    async def marked(self, marks: int = 1) -> int:
        """Bring marks to the desk at once; return the last seq when all are durable."""
        answers: asyncio.Queue[Answer] = asyncio.Queue()
        for _mark in range(marks):
            self.desk.ask(replace(self.mark(), answer=answers.put_nowait))
        last = 0
        for _mark in range(marks):
            answer = await answers.get()
            assert not isinstance(answer, Refused), answer
            assert isinstance(answer, Acked)
            last = max(last, answer.seq)
        return last

    def broadcast(self, frame: bytes) -> float:
        """Write `frame` to every bare transport; return when it began."""
        begun_s = time.monotonic()
        for end in Bare.ends:
            end.write(frame)
        return begun_s


@asynccontextmanager
async def a_hall(folder: Path) -> AsyncIterator[Hall]:
    vars(conversation)["SILENT_MAX_MS"] = 3_600_000  # the crowd only listens
    log = TimedLog(EventLog.open(f"sqlite:///{folder / 'standby.db'}"))
    house = House(log, HouseClock())  # type: ignore[arg-type]  # the log, with a watch in it
    doors = Doors(house=house, names=Names.of((), ()), pages=Pages(folder / "static"))
    begun = asyncio.Event()

    async def introduce() -> None:
        begun.set()

    listener = socket.create_server(("127.0.0.1", 0), backlog=4096)
    running = server(_prepared(), build_app(doors, introduce))
    serving = asyncio.ensure_future(_serve(running, listener))
    await begun.wait()
    bare = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", 0, backlog=4096)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench.crowd",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    plan = a_plan(looks=LOOKS, models=MODELS)
    desk = await house.venue.create(read_plan(plan, new_ref), "bench", OWNER)
    wanted = Wanted(role=Role.DRESSER, label="bench", scope=Scope())
    made = await house.passes.make(desk, wanted, THE_OWNER)
    crowd = Crowd(process)
    ports = listener.getsockname()[1], bare.sockets[0].getsockname()[1]
    try:
        yield Hall(
            house, desk, log, crowd, *ports, made.token, [look["id"] for look in plan["looks"]]
        )
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        bare.close()
        Bare.ends.clear()
        running.should_exit = True
        await serving


def _prepared() -> Settings:
    settings = Settings(log_level="error")
    prepare(settings)
    return settings


def resident_bytes() -> int:
    with Path("/proc/self/statm").open() as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


async def _serve(running: uvicorn.Server, listener: socket.socket) -> None:
    await running.serve(sockets=[listener])
