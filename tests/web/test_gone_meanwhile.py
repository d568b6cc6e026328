"""Who goes, or reads late, while the server is at it costs themselves the connection, and nobody else theirs."""

import asyncio
import socket
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from app.web import patience
from app.web.frames import Line
from app.web.handshakes import AT_ONCE, Handshakes
from app.web.patience import Patient
from tests.live.served import serving

SOON_S = 0.05
ASK = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


class _Gone:
    """A socket whose other end has gone: some systems then take no option for it."""

    family = socket.AF_INET

    def getsockname(self) -> tuple[str, int]:
        return "127.0.0.1", 1

    getpeername = getsockname

    def setsockopt(self, *_option: object) -> None:
        raise OSError(22, "Invalid argument")


class Pipe(asyncio.Transport):
    """A transport that keeps what the system has not taken yet."""

    def __init__(self, *, takes: bool = True) -> None:
        super().__init__({"socket": _Gone()})
        self.takes = takes
        self.waiting = 0
        self.cut = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.waiting += 0 if self.takes else len(data)

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None: ...
    def pause_reading(self) -> None: ...
    def resume_reading(self) -> None: ...

    def is_closing(self) -> bool:
        return self.cut

    def close(self) -> None:
        self.cut = True

    def abort(self) -> None:
        self.cut = True


async def answers(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"here"})


def config() -> uvicorn.Config:
    return uvicorn.Config(answers, ws=Line, http=Patient, lifespan="off", log_config=None)


async def test_a_handshake_that_fails_costs_nobody_else_theirs() -> None:
    done: list[int] = []
    handshakes = Handshakes()
    asyncio.get_running_loop().set_exception_handler(lambda _loop, _fault: None)

    def fail() -> None:
        raise OSError("gone")

    handshakes.ask(fail)
    for nth in range(2 * AT_ONCE):
        handshakes.ask(lambda nth=nth: done.append(nth))  # type: ignore[misc]
    for _round in range(5):
        await asyncio.sleep(0)
    handshakes.ask(lambda: done.append(99))
    await asyncio.sleep(0)

    assert done == [*range(2 * AT_ONCE), 99]


async def test_a_screen_that_has_gone_before_its_handshake_makes_no_fault() -> None:
    line = Line(config(), ServerState(), {})

    line.connection_made(Pipe())

    assert line.clear


@pytest.mark.parametrize(
    ("reads", "cut"), [(True, False), (False, True)], ids=["has read", "has not read"]
)
async def test_only_who_has_not_read_in_time_is_cut_off(
    monkeypatch: pytest.MonkeyPatch, reads: bool, cut: bool
) -> None:
    monkeypatch.setattr(patience, "UNREAD_S", SOON_S)
    pipe = Pipe(takes=False)
    reader = Patient(config(), ServerState(), {})
    reader.connection_made(pipe)
    reader.data_received(ASK)
    while not pipe.waiting:  # noqa: ASYNC110 - it rings no bell
        await asyncio.sleep(0)

    if reads:
        pipe.waiting = 0
    await asyncio.sleep(2 * SOON_S)

    assert pipe.cut is cut
    reader.connection_lost(None)


@pytest.mark.parametrize(
    "first_line",
    [
        b"GET / HTTP/1.1\r\nContent-Length: 3",
        b"GET /api/v1/shows/" + b"s" * 9_000 + b"/live HTTP/1.1",
    ],
    ids=["a body", "too long"],
)
def test_what_is_no_handshake_is_told_so(tmp_path: Path, first_line: bytes) -> None:
    head = (
        b"\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with (
        serving(tmp_path) as served,
        socket.create_connection(("127.0.0.1", served.port), 20) as end,
    ):
        end.sendall(first_line + head)

        assert end.recv(100).startswith(b"HTTP/1.1 400 ")
