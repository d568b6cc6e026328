"""The proxy does to a connection what it says, and nothing else."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidMessage

from tests.venue.pace import Weather
from tests.venue.proxy import Line, Proxy

PATIENCE_S = 20


@pytest.fixture
async def heard() -> list[str]:
    """What the server heard, in order."""
    return []


@pytest.fixture
async def line(heard: list[str]) -> AsyncIterator[Line]:
    """The line of one client to a server that says everything back."""

    async def echo(connection: ServerConnection) -> None:
        async for text in connection:
            heard.append(str(text))
            await connection.send(text)

    async with serve(echo, "127.0.0.1", 0, compression=None, close_timeout=0.2) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        with Proxy(port, seed=5) as proxy:
            yield proxy.line("c-1")


def client(line: Line) -> connect:
    return connect(line.socket_url, compression=None, ping_interval=None, close_timeout=0.2)


async def test_what_is_said_comes_through_in_any_weather(line: Line) -> None:
    worst = Weather(
        latency_s=0.01, jitter_s=0.05, rate_bits_s=800_000, stalls_s_each=0.05, stall_s=0.02
    )
    line.blow(worst)
    said = [f"{n} " + "x" * n for n in range(0, 3_000, 100)]

    async with asyncio.timeout(PATIENCE_S), client(line) as socket:
        for text in said:
            await socket.send(text)
        echoed = [await socket.recv() for _ in said]

    assert echoed == said


async def test_a_slow_line_takes_the_time_that_its_rate_says(line: Line) -> None:
    line.blow(Weather(rate_bits_s=64_000))
    begun = asyncio.get_running_loop().time()

    async with asyncio.timeout(PATIENCE_S), client(line) as socket:
        await socket.send("x" * 2_000)
        await socket.recv()

    assert asyncio.get_running_loop().time() - begun >= 0.49


async def test_a_black_hole_keeps_what_is_said_and_lets_it_through_afterwards(
    line: Line, heard: list[str]
) -> None:
    async with asyncio.timeout(PATIENCE_S), client(line) as socket:
        await socket.send("before")
        await socket.recv()
        line.hang("up")
        await socket.send("meanwhile")
        await asyncio.sleep(0.2)
        in_the_dark = list(heard)
        line.resume()
        echoed = await socket.recv()

    assert (in_the_dark, echoed) == (["before"], "meanwhile")


async def test_an_answer_is_lost_after_its_command_went_through(
    line: Line, heard: list[str]
) -> None:
    async with asyncio.timeout(PATIENCE_S), client(line) as socket:
        await socket.send('{"type":"ping"}')
        await socket.recv()
        line.lose_next_ack()
        await socket.send('{"type":"command"}')
        with pytest.raises(ConnectionClosed):
            await socket.recv()

    assert heard == ['{"type":"ping"}', '{"type":"command"}']


async def test_a_command_that_is_cut_in_the_middle_never_arrives(
    line: Line, heard: list[str]
) -> None:
    async with asyncio.timeout(PATIENCE_S), client(line) as socket:
        line.cut_in_next_command(at_byte=9)
        await socket.send('{"type":"command"}')
        with pytest.raises(ConnectionClosed):
            await socket.recv()
    async with asyncio.timeout(PATIENCE_S), client(line) as socket:
        await socket.send('{"type":"command","again":true}')
        await socket.recv()

    assert heard == ['{"type":"command","again":true}']


@pytest.mark.parametrize("how", ["cut", "reset", "leave_half_open"])
async def test_a_client_notices_that_its_connection_is_gone(line: Line, how: str) -> None:
    async with asyncio.timeout(PATIENCE_S), client(line) as socket:
        getattr(line, how)()

        with pytest.raises(ConnectionClosed):
            await socket.recv()


async def test_who_is_turned_away_gets_in_when_that_is_over(line: Line) -> None:
    line.refuse(True)
    with pytest.raises((InvalidMessage, OSError)):
        await client(line)
    line.refuse(False)

    async with asyncio.timeout(PATIENCE_S), client(line) as socket:
        await socket.send("here")

        assert await socket.recv() == "here"
