"""How long a change takes to the last of 300 screens, beside a bare asyncio broadcast of the same bytes.

The server runs in this process as it always does, the screens in another one (crowd.py). Ours and the bare
broadcast take turns; an instant is noted when a turn is durable and begins to be told, another when the last
screen has it, on the same monotonic clock. So the disk and the deciding are not in it.
"""

import asyncio
import json
import secrets
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Final

from app.live.asking import Asking
from app.live.desk import Desk, Turn
from app.live.running_show import RunningShow
from app.main import Settings, build, server
from app.show.evening import RunKind
from app.show.look import MarkLook, Stage
from app.show.phase import BeginRun, OpenDay
from app.show.show import Command
from app.show.words import OWNER, LookId, Ref
from app.wire.commands import read_plan
from tests.acceptance.a_plan import a_plan
from tests.postgres import free_port

SCREENS: Final = 300
ROUNDS: Final = 40
BURST: Final = 50
IDLE_S: Final = 6
TOKEN: Final = "token-of-the-bench"


class Bare(asyncio.Protocol):
    """The reference: connections that are written to, and nothing else."""

    lines: Final[list[asyncio.Transport]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport), "TCP"
        self.lines.append(transport)
        transport.write(b"bare")

    @classmethod
    def broadcast(cls, frame: bytes) -> None:
        for line in cls.lines:
            line.write(frame)


class Crowd:
    """The other process, which has the ears."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @classmethod
    async def gather(cls, *arguments: object) -> "Crowd":
        words = [sys.executable, "-m", "tests.bench.crowd", *map(str, arguments)]
        process = await asyncio.create_subprocess_exec(
            *words, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        crowd = cls(process)
        assert await crowd.answer() == "ready"
        return crowd

    async def answer(self) -> str:
        assert self.process.stdout is not None, "a pipe"
        return (await self.process.stdout.readline()).decode().strip()

    async def ask(self, words: str) -> str:
        assert self.process.stdin is not None, "a pipe"
        self.process.stdin.write(words.encode() + b"\n")
        return await self.answer()


class Hall:
    """A show with screens, and the bare broadcaster beside it."""

    def __init__(self, running: RunningShow, crowd: Crowd) -> None:
        self.running, self.crowd = running, crowd
        self.told_ns = 0
        self.cpu_s = 0.0
        self.frame = b""
        self.mark = 10_000_000  # the bare frames' own numbers
        desk = running.desk
        desk.listeners.insert(0, self._tells)
        desk.listeners.append(self._has_told)

    def _tells(self, _turn: Turn) -> None:
        self.told_ns = self.told_ns or time.monotonic_ns()
        self._cpu = time.thread_time()

    def _has_told(self, _turn: Turn) -> None:
        self.cpu_s += time.thread_time() - self._cpu

    async def ours_ms(self, marks: int = 1) -> float:
        """Let `marks` looks be marked at once; return how long the telling took to the last ear."""
        self.told_ns = 0
        desk = self.running.desk
        show = desk.moment.show
        asked = [
            MarkLook(
                look=look,
                status="dressed" if show.looks[look].status is Stage.DRESSING else "dressing",
            )
            for look in show.order[:marks]
        ]
        await asyncio.gather(*(ask(desk, command) for command in asked))
        heard_ns = int(await self.crowd.ask(f"heard live {desk.seq}"))
        return (heard_ns - self.told_ns) / 1e6

    async def bare_ms(self, frame_bytes: int, times: int = 1) -> float:
        """Broadcast as many bytes, as often, and nothing else."""
        begun_ns = time.monotonic_ns()
        for _ in range(times):
            self.mark += 1
            head = b'\x81\x7e\x00\x00{"type":"delta","to":%d,' % self.mark
            Bare.broadcast(head + b" " * (frame_bytes - len(head)))
        heard_ns = int(await self.crowd.ask(f"heard bare {self.mark}"))
        return (heard_ns - begun_ns) / 1e6

    async def bare_cpu_s(self, frame_bytes: int) -> float:
        begun = time.thread_time()
        await_me = b" " * frame_bytes
        Bare.broadcast(await_me)
        return time.thread_time() - begun


async def ask(desk: Desk, command: Command) -> None:
    await desk.take(
        Asking(
            id=secrets.token_hex(16), command=command, actor=OWNER, fingerprint=secrets.token_hex(8)
        )
    )


def rss_kb() -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1])
    return 0


async def measure(rounds: int = ROUNDS, screens: int = SCREENS) -> dict[str, float]:
    """Return milliseconds, ratios, bytes and kilobytes."""
    with tempfile.TemporaryDirectory(prefix="standby-bench-") as folder:
        port, bare_port = free_port(), free_port()
        settings = Settings(
            host="127.0.0.1",
            port=port,
            database_url=f"sqlite:///{folder}/bench.db",
            admin_token=TOKEN,
            log_level="error",
        )
        app = build(settings)
        ours = server(settings, app)
        serving = asyncio.ensure_future(ours.serve())
        while not ours.started:  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(0.01)
        loop = asyncio.get_running_loop()
        beside = await loop.create_server(Bare, "127.0.0.1", bare_port)
        house = app.state.doors.house
        asked = read_plan(a_plan(looks=60, models=35), lambda: Ref(f"r_{secrets.token_hex(16)}"))
        desk = await house.venue.create(asked, "Bench", OWNER)
        running = await house.venue.opened(desk.show_id)
        await ask(desk, BeginRun(kind=RunKind.SHOW))
        await ask(desk, OpenDay())
        for look in range(1, 61):  # every look's first mark says more than those after it
            await ask(desk, MarkLook(look=LookId(f"l{look}"), status="dressing"))
        before_kb = rss_kb()
        crowd = await Crowd.gather(port, bare_port, desk.show_id, TOKEN, screens)
        grown_kb = rss_kb() - before_kb
        figures = await _figures(Hall(running, crowd), rounds, screens)
        figures["memory_kb_per_screen"] = grown_kb / screens
        crowd.process.kill()
        ours.should_exit = True
        beside.close()
        await serving
        return figures


async def _figures(hall: Hall, rounds: int, screens: int) -> dict[str, float]:
    await hall.crowd.ask("bytes")
    await hall.ours_ms()
    frame_bytes = int(await hall.crowd.ask("bytes")) // screens
    one = await _in_turn(rounds, hall.ours_ms, lambda: hall.bare_ms(frame_bytes))
    hall.cpu_s = 0.0
    bare_cpu_s = []
    for _ in range(rounds):
        await hall.ours_ms()
        bare_cpu_s.append(await hall.bare_cpu_s(frame_bytes))
    our_cpu_s = hall.cpu_s / rounds
    burst = await _in_turn(
        max(3, rounds // 4),
        lambda: hall.ours_ms(BURST),
        lambda: hall.bare_ms(frame_bytes, BURST),
    )
    await hall.crowd.ask("bytes")
    await asyncio.sleep(IDLE_S)  # what is measured is a time in which nothing happens
    idle = int(await hall.crowd.ask("bytes")) / screens / IDLE_S
    well = median([await hall.ours_ms() for _ in range(rounds)])
    await hall.crowd.ask("deaf")
    with_deaf = median([await hall.ours_ms() for _ in range(rounds)])
    return {
        "fan_out_ms": one[0],
        "fan_out_bare_ms": one[1],
        "fan_out_ratio": one[0] / one[1],
        "cpu_ratio": our_cpu_s / median(bare_cpu_s),
        "burst_ms": burst[0],
        "burst_bare_ms": burst[1],
        "burst_ratio": burst[0] / burst[1],
        "deaf_ratio": with_deaf / well,
        "mark_bytes": float(frame_bytes),
        "idle_bytes_per_s": idle,
    }


async def _in_turn(
    rounds: int, ours: Callable[[], Awaitable[float]], bare: Callable[[], Awaitable[float]]
) -> tuple[float, float]:
    """Return both medians; the two take turns, so that a busy machine slows both."""
    pairs = [(await ours(), await bare()) for _ in range(rounds)]
    return median(a for a, _ in pairs), median(b for _, b in pairs)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure()), indent=1))
