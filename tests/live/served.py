"""A real server in this process: uvicorn on a thread, SQLite in a folder, a clock that we set."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import httpx
import structlog
import uvicorn

from app.live.clock import Clock, SetClock
from app.live.house import House
from app.live.logs import set_up_logs
from app.main import Settings, server
from app.storage.event_log import EventLog
from app.web.app import build_app
from app.web.doors import Doors
from app.web.entrances import Entrances
from app.web.guard import Names
from app.web.pages import Pages

T = TypeVar("T")

OWNER_TOKEN = "owner-token-of-the-tests"
STARTED_AT = 1_795_690_000_000
Json = dict[str, Any]


@dataclass
class Served:
    """A house with its doors open. `call` runs something in the house's own loop."""

    house: House
    port: int
    loop: asyncio.AbstractEventLoop
    uvicorn: uvicorn.Server
    faults: list[str]  # what was logged as a fault: a test that causes one clears it
    https_port: int | None = None
    owner: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.owner = self.api()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def call(self, work: Awaitable[T]) -> T:
        async def run() -> T:
            return await work

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result(20)

    def do(self, act: Callable[[], T]) -> T:
        async def run() -> T:
            return act()

        return self.call(run())

    def advance(self, by_ms: int) -> None:
        """Let time pass in the house; a set clock alone can."""
        clock = self.house.clock
        assert isinstance(clock, SetClock)
        self.do(lambda: clock.advance(by_ms))

    def api(self, token: str | None = OWNER_TOKEN) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=f"{self.url}/api/v1", headers=headers, timeout=20)

    def make_show(self, plan: Json) -> str:
        made = self.owner.post("/shows", json=plan)
        assert made.status_code == 201, made.text
        return str(made.json()["id"])

    def make_pass(self, show: str, role: str, **more: object) -> Json:
        wanted = {"role": role, "label": f"the {role}", **more}
        made = self.owner.post(f"/shows/{show}/passes", json=wanted)
        assert made.status_code == 201, made.text
        found: Json = made.json()
        return found


@contextmanager
def serving(folder: Path, clock: Clock | None = None, ws: Any = None) -> Iterator[Served]:
    """Serve what lies in `folder` until the end of the block; over https where it has a `tls`."""
    faults: list[str] = []
    _note_faults(faults)
    doorway = Entrances("127.0.0.1", 0, https_port=0, tls_folder=folder / "tls")
    doorway.open()
    house = House(
        EventLog.open(f"sqlite:///{folder / 'standby.db'}"), clock or SetClock(STARTED_AT)
    )
    doors = Doors(house=house, names=Names.of((), ()), pages=Pages(folder / "static"))
    begun = threading.Event()
    loops: list[asyncio.AbstractEventLoop] = []

    async def introduce() -> None:
        await house.keep_owner(OWNER_TOKEN)
        loops.append(asyncio.get_running_loop())

    app = build_app(doors, introduce)
    uvicorn_server = server(Settings(port=doorway.port), app, doorway)
    if ws is not None:
        uvicorn_server.config.ws = ws
    thread = threading.Thread(target=_run, args=(uvicorn_server, begun))
    thread.start()
    try:
        assert begun.wait(20), "the server does not start"
        served = Served(house, doorway.port, loops[0], uvicorn_server, faults, doorway.https_port)
        with served.owner:
            yield served
    finally:
        uvicorn_server.should_exit = True
        thread.join(20)
        doorway.close()
    assert faults == []
    assert not thread.is_alive(), "the server does not stop"


def _note_faults(faults: list[str]) -> None:
    """Write the log as the server does, and keep what it calls a fault."""
    set_up_logs("console", "warning")

    def noting(_log: object, _name: str, said: MutableMapping[str, Any]) -> Any:
        if said.get("exception") or said.get("exc_info"):
            faults.append(f"{said['event']}: {said.get('task', said.get('method'))}")
        return said

    processors = structlog.get_config()["processors"]
    structlog.configure(processors=[noting, *processors], cache_logger_on_first_use=False)


def _run(running: uvicorn.Server, begun: threading.Event) -> None:
    startup = running.startup

    async def noted(sockets: list[socket.socket] | None = None) -> None:
        await startup(sockets)
        begun.set()

    running.startup = noted  # type: ignore[method-assign]  # to hear when it listens
    running.run()
