"""The crowd: hundreds of screens in one process of their own, cheap enough not to be measured.

It is told what to do by lines of JSON on its standard input, and answers each with one line. Every
answer that says when something was there gives the machine's monotonic clock, which is the same in
all processes.
"""

import base64
import json
import resource
import select
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
KEY = base64.b64encode(bytes(16)).decode()
DELTA = b'{"type":"delta"'
SNAPSHOT = b'{"type":"snapshot"'
BEAT = b'{"type":"beat"'
ANSWER_S = 60


@dataclass(slots=True)
class One:
    """One socket, and what has come over it."""

    end: socket.socket
    upgraded: bool
    left: bytes = b""
    seq: int = 0
    delta_bytes: int = 0
    all_bytes: int = 0
    snapshots: int = 0
    beats: int = 0

    def read(self) -> None:
        try:
            got = self.end.recv(1 << 18)
        except BlockingIOError:
            return
        assert got, "hung up on"
        self.all_bytes += len(got)
        self.left = self.left + got if self.left else got
        if not self.upgraded:
            head, found, rest = self.left.partition(b"\r\n\r\n")
            if not found:
                return
            assert b" 101 " in head, head
            self.upgraded, self.left = True, rest
        self._frames()

    def _frames(self) -> None:
        data, at, end = self.left, 0, len(self.left)
        while end - at >= 2:
            size, start = data[at + 1], at + 2
            if size == 126:
                if end - at < 4:
                    break
                size, start = int.from_bytes(data[at + 2 : at + 4]), at + 4
            elif size == 127:
                if end - at < 10:
                    break
                size, start = int.from_bytes(data[at + 2 : at + 10]), at + 10
            if end - start < size:
                break
            self._frame(data, start, start + size)
            at = start + size
        self.left = data[at:]

    def _frame(self, data: bytes, start: int, end: int) -> None:
        if data.startswith(DELTA, start):
            self.delta_bytes += end - start
            place = data.index(b'"to":', start) + 5
            self.seq = int(data[place : data.index(b",", place)])
        elif data.startswith(SNAPSHOT, start):
            self.snapshots += 1
            place = data.index(b'"seq":', start) + 6
            self.seq = int(data[place : data.index(b",", place)])
        elif data.startswith(BEAT, start):
            self.beats += 1


@dataclass
class Crowd:
    groups: dict[str, list[One]] = field(default_factory=dict)
    poll: select.epoll = field(default_factory=select.epoll)
    by_fd: dict[int, One] = field(default_factory=dict)

    def run(self) -> None:
        for line in sys.stdin:
            asked = json.loads(line)
            answer = getattr(self, "do_" + asked.pop("do"))(**asked)
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()

    def do_bare(self, port: int, count: int) -> Json:
        self.groups["bare"] = [self._open(port, upgraded=True) for _ in range(count)]
        return {}

    def do_screens(self, port: int, show: str, token: str, count: int, group: str) -> Json:
        """Connect, greet, and wait until each is live: its first beat is there."""
        begun_s = time.monotonic()
        found = [self._open(port, upgraded=False) for _ in range(count)]
        self.groups[group] = found
        request = (
            f"GET /api/v1/shows/{show}/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n"
            "Sec-WebSocket-Protocol: standby.v1\r\n\r\n"
        ).encode()
        for one in found:
            one.end.sendall(request)
        self._until(found, lambda one: one.upgraded)
        for n, one in enumerate(found):
            hello = {"type": "hello", "protocol": 1, "client": f"{group}-{n}", "token": token}
            self._say(one, hello)
        self._until(found, lambda one: one.beats > 0)
        return {"took_s": time.monotonic() - begun_s}

    def do_arm(self, group: str) -> Json:
        """Note where everybody is, so that `bytes` counts from here."""
        self._drain()
        self._marks = {id(one): one.delta_bytes for one in self.groups[group]}
        return {}

    def do_upto(self, group: str, seq: int) -> Json:
        """Wait until each has everything up to `seq`."""
        self._until(self.groups[group], lambda one: one.seq >= seq)
        return {"at_s": time.monotonic()}

    def do_bytes(self, group: str, count: int) -> Json:
        """Wait until each has got so many bytes of deltas since `arm`."""
        marks = self._marks
        self._until(self.groups[group], lambda one: one.delta_bytes - marks[id(one)] >= count)
        return {"at_s": time.monotonic()}

    def do_snapshots(self, group: str, ask: bool) -> Json:
        """Let each ask for a snapshot, or only wait for one more."""
        found = self.groups[group]
        before = {id(one): one.snapshots for one in found}
        if ask:
            for one in found:
                self._say(one, {"type": "resume", "epoch": "x", "seq": 0})
        begun_s = time.monotonic()
        self._until(found, lambda one: one.snapshots > before[id(one)])
        return {"at_s": time.monotonic(), "took_s": time.monotonic() - begun_s}

    def do_idle(self, group: str, beats: int) -> Json:
        """Do nothing for so many beats; say what came to each meanwhile, a second."""
        found = self.groups[group]
        self._until(found, lambda one, more=found[0].beats + 1: one.beats >= more)
        begun_s, before = time.monotonic(), sum(one.all_bytes for one in found)
        first = found[0].beats
        self._until(found, lambda one: one.beats >= first + beats)
        took_s = time.monotonic() - begun_s
        return {"bytes_per_s": (sum(one.all_bytes for one in found) - before) / took_s / len(found)}

    def do_forget(self, group: str, keep: int) -> Json:
        """Close all but some."""
        found = self.groups[group]
        for one in found[keep:]:
            self.poll.unregister(one.end.fileno())
            del self.by_fd[one.end.fileno()]
            one.end.close()
        self.groups[group] = found[:keep]
        return {}

    def do_turn_away(self, group: str, count: int, read: bool = False) -> Json:
        """Make some of a group a group of their own; they read no more, or only for now."""
        found = self.groups[group]
        self.groups["away"], self.groups[group] = found[:count], found[count:]
        return {} if read else self.do_deaf("away")

    def do_deaf(self, group: str) -> Json:
        """Let a group read no more."""
        for one in self.groups[group]:
            self.poll.unregister(one.end.fileno())
        return {}

    def do_spread(self, group: str, seq: int) -> Json:
        """Say when each had everything up to `seq`."""
        at_s: list[float] = []

        def there(one: One) -> bool:
            if one.seq < seq:
                return False
            at_s.append(time.monotonic())
            return True

        self._until(self.groups[group], there)
        return {"at_s": at_s}

    def _open(self, port: int, *, upgraded: bool) -> One:
        end = socket.create_connection(("127.0.0.1", port))
        end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        end.setblocking(False)
        one = One(end, upgraded)
        self.by_fd[end.fileno()] = one
        self.poll.register(end.fileno(), select.EPOLLIN)
        return one

    def _say(self, one: One, frame: Json) -> None:
        text = json.dumps(frame).encode()
        head = (
            bytes((0x81, 0x80 | len(text)))
            if len(text) < 126
            else (bytes((0x81, 0x80 | 126)) + len(text).to_bytes(2))
        )
        one.end.sendall(head + bytes(4) + text)  # a mask of zeros leaves the text as it is

    def _until(self, found: list[One], there: Any) -> None:
        waiting = {id(one) for one in found if not there(one)}
        end_s = time.monotonic() + ANSWER_S
        while waiting:
            assert time.monotonic() < end_s, f"{len(waiting)} are still waiting"
            for fd, _event in self.poll.poll(0.5, 512):
                one = self.by_fd[fd]
                one.read()
                if id(one) in waiting and there(one):
                    waiting.discard(id(one))

    def _drain(self) -> None:
        while events := self.poll.poll(0, 512):
            for fd, _event in events:
                self.by_fd[fd].read()


if __name__ == "__main__":
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))  # each screen is a file
    Crowd().run()
