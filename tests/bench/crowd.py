"""A crowd of screens in a process of its own: raw sockets that note when the last of them has heard.

    python -m tests.bench.crowd PORT BARE_PORT SHOW TOKEN COUNT

Half of its lines go to the server as live sockets, half to a bare broadcaster beside it. It is told what to do
over its standard input, a word a line, and answers with a line of JSON each:

    ready        when every screen has its beat
    heard WHO N  then the nanosecond (monotonic) at which the last of `live` or `bare` had heard up to mark N
    bytes        how many bytes the live ones have got since the last time they were asked
    deaf         the first live screen reads no more; it is not waited for
"""

import asyncio
import base64
import json
import os
import struct
import sys
import time
from functools import partial
from typing import Final

MARK: Final = b'"to":'  # of a delta: followed by the number it brings a screen to
HELLO_S: Final = 30
SEEN_S: Final = 4


class Ear(asyncio.Protocol):
    """One screen: shakes hands, says hello, and remembers the highest number it has heard."""

    def __init__(self, greeting: bytes, hello: bytes = b"") -> None:
        self.greeting, self.hello = greeting, hello
        self.heard = 0
        self.heard_ns = 0
        self.bytes_in = 0
        self.live = asyncio.get_running_loop().create_future()
        self.tail = b""
        self.transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport), "TCP"
        self.transport = transport
        transport.write(self.greeting)

    def data_received(self, data: bytes) -> None:
        now_ns = time.monotonic_ns()
        self.bytes_in += len(data)
        text = self.tail + data
        if self.hello and b"\r\n\r\n" in text:  # the upgrade is answered
            self.transport.write(self.hello)
            self.hello = b""
        if not self.live.done() and (b'"type":"beat"' in text or b"bare" in text):
            self.live.set_result(None)
        place = text.rfind(MARK)
        if place >= 0:
            digits = text[place + len(MARK) : place + len(MARK) + 12].split(b",")[0]
            if digits.isdigit() and int(digits) > self.heard:
                self.heard, self.heard_ns = int(digits), now_ns
        self.tail = text[-24:]


def upgrade(port: int, show: str) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    return (
        f"GET /api/v1/shows/{show}/live HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: standby.v1\r\n\r\n"
    ).encode()


def hello(token: str, nth: int) -> bytes:
    return masked({"type": "hello", "protocol": 1, "token": token, "client": f"c-bench-{nth}"})


def masked(said: dict[str, object]) -> bytes:
    """Return a frame as a client sends it."""
    text = json.dumps(said).encode()
    length = (
        bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + struct.pack(">H", len(text))
    )
    return b"\x81" + length + bytes(4) + text  # a mask of zeros changes nothing


async def connected(port: int, ears: list[Ear]) -> list[Ear]:
    loop = asyncio.get_running_loop()
    for ear in ears:
        await loop.create_connection(partial(_same, ear), "127.0.0.1", port)
    await asyncio.wait_for(asyncio.gather(*(ear.live for ear in ears)), HELLO_S)
    return ears


def _same(ear: Ear) -> Ear:
    return ear


async def keep_awake(ears: list[Ear]) -> None:
    """Say now and then that we are there, as every screen does: the server gives up a silent one."""
    seen = masked({"type": "seen", "n": 1, "seq": 1})
    while True:
        await asyncio.sleep(SEEN_S)
        for ear in ears:
            ear.transport.write(seen)


async def all_heard(ears: list[Ear], mark: int) -> int:
    while any(ear.heard < mark for ear in ears):  # noqa: ASYNC110 - asked once a turn of the loop
        await asyncio.sleep(0)  # the instants are noted as the bytes come in
    return max(ear.heard_ns for ear in ears)


async def main() -> None:
    port, bare_port, count = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[5])
    show, token = sys.argv[3], sys.argv[4]
    live = await connected(port, [Ear(upgrade(port, show), hello(token, n)) for n in range(count)])
    bare = await connected(bare_port, [Ear(b"hello") for _ in range(count)])
    print("ready", flush=True)
    still_there = asyncio.ensure_future(keep_awake(live))
    loop = asyncio.get_running_loop()
    while asked := (await loop.run_in_executor(None, sys.stdin.readline)).split():
        if asked[0] == "heard":
            ears = live if asked[1] == "live" else bare
            print(await all_heard(ears, int(asked[2])), flush=True)
        elif asked[0] == "bytes":
            print(sum(ear.bytes_in for ear in live), flush=True)
            for ear in live:
                ear.bytes_in = 0
        elif asked[0] == "deaf":
            live.pop(0).transport.pause_reading()
            print("deaf", flush=True)
    still_there.cancel()


if __name__ == "__main__":
    asyncio.run(main())
