"""What goes past the framework: the frames are right, the memory has an end, and one may do without."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import uvicorn
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from app.live.frame import framed, unframed
from app.live.screen import UNSENT_BYTES_MAX
from app.web.frames import EXTENSION, Line
from app.web.socket import QueuedLine
from tests.live.device import Device
from tests.live.evening import send, state_of
from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN, Served, serving
from tests.live.slow import SlowDevice


class Noting:
    """Ears that write down what they hear."""

    def __init__(self, heard: list[bytes]) -> None:
        self.hear = heard.append

    def blocked(self) -> None: ...
    def drained(self) -> None: ...


Talk = Callable[[Line], Awaitable[None]]


async def spoken_by(talk: Talk) -> tuple[str, uvicorn.Server, asyncio.Task[None]]:
    """Serve an application of one line, and return where it is."""

    async def app(scope: dict[str, object], receive: object, send_: object) -> None:
        if scope["type"] == "websocket":
            await send_({"type": "websocket.accept"})  # type: ignore[operator]
            extensions = scope["extensions"]
            assert isinstance(extensions, dict)
            line = extensions[EXTENSION]["line"]
            assert isinstance(line, Line)
            await talk(line)

    config = uvicorn.Config(app, ws=Line, ws_max_size=100_000, lifespan="off", log_config=None)
    listener = socket.create_server(("127.0.0.1", 0))
    running = uvicorn.Server(config)
    serving_ = asyncio.ensure_future(running.serve(sockets=[listener]))
    return f"ws://127.0.0.1:{listener.getsockname()[1]}", running, serving_


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 70_000])
async def test_a_frame_of_any_size_is_read_by_a_client_as_it_was_written(size: int) -> None:
    text = b"x" * size

    async def talk(line: Line) -> None:
        line.write(framed(text))
        line.hang_up(4400, "enough")
        await line.until_gone()

    url, running, serving_ = await spoken_by(talk)
    async with connect(url, max_size=None, compression=None) as client:
        heard = await client.recv()
        with pytest.raises(ConnectionClosed) as end:
            await client.recv()
    running.should_exit = True
    await serving_

    assert heard == text.decode()
    assert unframed(framed(text)) == text
    assert end.value.rcvd is not None
    assert (end.value.rcvd.code, end.value.rcvd.reason) == (4400, "enough")


async def test_after_the_end_nothing_more_is_written_or_heard() -> None:
    heard: list[bytes] = []

    async def talk(line: Line) -> None:
        line.listen(Noting(heard))
        line.hang_up(4403, "")
        line.write(framed(b"too late"))
        line.hang_up(4400, "")
        await line.until_gone()

    url, running, serving_ = await spoken_by(talk)
    frames: list[str | bytes] = []
    async with connect(url, compression=None) as client:
        with suppress(ConnectionClosed):
            await client.send("still here")
        with pytest.raises(ConnectionClosed) as end:
            frames.append(await client.recv())
    running.should_exit = True
    await serving_

    assert (frames, heard) == ([], [])
    assert end.value.rcvd is not None
    assert end.value.rcvd.code == 4403


async def test_a_line_whose_far_end_reads_nothing_is_cut_after_the_goodbye() -> None:
    gone = asyncio.Event()

    async def talk(line: Line) -> None:
        line.write(framed(b"x" * 10_000_000))
        line.hang_up(4408, "")
        await line.until_gone()
        gone.set()

    url, running, serving_ = await spoken_by(talk)
    with socket.socket() as deaf:
        deaf.setblocking(False)
        port = int(url.rpartition(":")[2])
        await asyncio.get_running_loop().sock_connect(deaf, ("127.0.0.1", port))
        await asyncio.get_running_loop().sock_sendall(
            deaf,
            b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
        )
        await asyncio.wait_for(gone.wait(), 20)
    running.should_exit = True
    await serving_

    assert gone.is_set()


async def test_what_is_unsent_for_one_screen_has_an_end(tmp_path: Path) -> None:
    with serving(tmp_path) as served:
        show = served.make_show(a_plan())
        async with SlowDevice(served, show, OWNER_TOKEN) as slow:
            await slow.greet_and_stop_reading()
            screen = served.do(lambda: next(iter(served.house.screens)))
            answer = b"x" * 100_000

            for _answer in range(2 * UNSENT_BYTES_MAX // len(answer)):
                served.do(lambda: screen.send(answer))

            assert served.do(lambda: screen.line.unsent_bytes) < UNSENT_BYTES_MAX + 2 * len(answer)
            assert served.do(lambda: screen.seat) is None


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Served]:
    """A server that frames by itself."""
    with serving(tmp_path, ws="websockets-sansio") as running:
        yield running


async def test_a_server_that_frames_by_itself_tells_the_same(elsewhere: Served) -> None:
    show = elsewhere.make_show(a_plan())
    async with Device(elsewhere.socket_url, show, OWNER_TOKEN) as device:
        await device.greet()
        seq = send(elsewhere, show, "edit_show", title="Another")["seq"]
        ack = await device.ask("check_in", model="m1")
        await device.up_to(ack["seq"])

    assert (seq, ack["seq"]) == (2, 3)
    assert device.state == state_of(elsewhere, show)["state"]


async def test_a_server_that_frames_by_itself_hangs_up_with_our_codes(elsewhere: Served) -> None:
    show = elsewhere.make_show(a_plan())
    async with Device(elsewhere.socket_url, show, OWNER_TOKEN) as device:
        await device.greet()

        await device.say(json.dumps({"type": "dance"}))

        assert await device.closed() == 4400


async def test_a_queued_line_is_clear_when_everything_has_gone_out() -> None:
    line = QueuedLine()
    line.write(framed(b"one"))
    line.write(framed(b"two"))
    before = (line.clear, line.unsent_bytes)

    texts = [await line.next(), await line.next()]

    assert before == (False, 6)
    assert texts == [b"one", b"two"]
    assert (line.clear, line.unsent_bytes) == (True, 0)


async def test_a_queued_line_says_goodbye_after_what_is_queued() -> None:
    line = QueuedLine()
    line.write(framed(b"one"))
    line.hang_up(4400, "enough")
    line.write(framed(b"too late"))

    assert [await line.next(), await line.next()] == [b"one", None]
    assert line.farewell == (4400, "enough")
