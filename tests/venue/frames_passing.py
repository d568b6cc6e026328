"""Finds the commands in the bytes that a browser sends, so that a proxy can cut at the right one."""

import re
from dataclasses import dataclass, field

_COMMAND = re.compile(rb'"type"\s*:\s*"command"')
_END_OF_HEAD = b"\r\n\r\n"


@dataclass
class CommandFinder:
    """Fed with one direction of a connection: an HTTP request, then masked WebSocket frames.

    `feed` returns for each command where it begins and ends, counted in bytes of `chunk`; the
    beginning may be negative when it lay in an earlier one.
    """

    _rest: bytes = b""
    _upgraded: bool = False
    commands: int = field(default=0)

    def feed(self, chunk: bytes) -> list[tuple[int, int]]:
        """Take what passes; return the commands that end in it."""
        before = len(self._rest)
        self._rest += chunk
        taken = 0
        if not self._upgraded:
            end = self._rest.find(_END_OF_HEAD)
            if end < 0:
                return []
            self._upgraded = True
            taken = end + len(_END_OF_HEAD)
        found: list[tuple[int, int]] = []
        while (size := _frame_size(self._rest[taken:])) is not None:
            if _COMMAND.search(_unmasked(self._rest[taken : taken + size])):
                found.append((taken - before, taken + size - before))
            taken += size
        self._rest = self._rest[taken:]
        self.commands += len(found)
        return found


def _frame_size(rest: bytes) -> int | None:
    """Return how many bytes the first frame has; None while it is not all here."""
    if len(rest) < 2:
        return None
    length, head = rest[1] & 0x7F, 2
    if length == 126:
        length, head = int.from_bytes(rest[2:4]), 4
    elif length == 127:
        length, head = int.from_bytes(rest[2:10]), 10
    size = head + 4 * bool(rest[1] & 0x80) + length
    return size if len(rest) >= max(size, head) else None


def _unmasked(frame: bytes) -> bytes:
    length = frame[1] & 0x7F
    head = 2 + (2 if length == 126 else 8 if length == 127 else 0)
    if not frame[1] & 0x80:
        return frame[head:]
    mask, body = frame[head : head + 4], frame[head + 4 :]
    return bytes(byte ^ mask[n % 4] for n, byte in enumerate(body))
