"""The way in, without a server: how much is let in at once, and who hangs up halfway."""

import asyncio
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send
from structlog.testing import capture_logs

from app.web.errors import CatchesFaults
from app.web.guard import LARGE_AT_ONCE, LARGE_BYTES, Guard, Names

SCOPE: dict[str, Any] = {
    "type": "http",
    "method": "POST",
    "path": "/api/v1/shows",
    "headers": [
        (b"host", b"localhost"),
        (b"authorization", b"Bearer x"),
        (b"transfer-encoding", b"chunked"),
    ],
}


async def unheard(_message: Message) -> None:
    """Let an answer go."""


def sending(size: int) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"x" * size, "more_body": False}

    return receive


class Counting:
    """Stays in each request until it is told to go on."""

    def __init__(self) -> None:
        self.inside = 0
        self.go_on = asyncio.Event()

    async def __call__(self, _scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()
        self.inside += 1
        await self.go_on.wait()


async def inside(size: int) -> tuple[int, int]:
    """Return how many of seven requests are inside at once, and in the end."""
    app = Counting()
    guard = Guard(app, Names.of((), ()))
    requests = [asyncio.ensure_future(guard(SCOPE, sending(size), unheard)) for _ in range(7)]
    for _turn in range(20):
        await asyncio.sleep(0)
    at_once = app.inside
    app.go_on.set()
    await asyncio.gather(*requests)
    return at_once, app.inside


async def test_few_large_bodies_are_inside_at_once_and_all_get_their_turn() -> None:
    assert await inside(LARGE_BYTES + 1) == (LARGE_AT_ONCE, 7)


async def test_small_bodies_do_not_wait_for_each_other() -> None:
    assert await inside(LARGE_BYTES) == (7, 7)


async def test_who_hangs_up_halfway_is_no_fault() -> None:
    async def hung_up(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ClientDisconnect

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    with capture_logs() as said:
        await CatchesFaults(hung_up)(SCOPE, sending(1), send)

    assert (said, sent) == ([], [])
