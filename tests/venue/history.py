"""What everybody did and was told, line by line: the only thing that the checker reads.

A history is a file of JSON lines. The first says with which seed and what for; every other one has
`t` (seconds of the machine's steady clock since the run began), `did`, and mostly `who`:

    client    role, pass, direct (no proxy between)     connected / cut (code, by)
    sent      frame                                      heard   frame: what was on the wire
    pressed   id, command, kind, occurred_at, beat       kept_back  id, why: refused on the spot
    read      path, as, at, status, body, asked_t        painted standby, epoch, seq, age_ms
    fault     what, on, active                           server  what (started, killed, restored, ...)
    revoked   pass                                       planted text, roles (who may read it)
    cli       command, lines                             settled who has nothing left to say

A frame that several were told is written once and then named by its number: `frame` is then an
integer, and `text` stands beside it where it comes first.
"""

import json
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import orjson

Json = dict[str, Any]

# The reader keeps as many: a frame that comes again after more others than this is written again.
FRAMES_KEPT: Final = 2_048


class History:
    """Writes down what happens, in the order in which it is told. Any thread may tell."""

    def __init__(self, path: Path, *, seed: int, what: str, **more: object) -> None:
        self.path = path
        self._begun_s = time.monotonic()
        self._lock = threading.Lock()
        self._numbers: OrderedDict[bytes, int] = OrderedDict()
        self._next = 0
        self._file = path.open("wb", buffering=1 << 20)
        self._write({"t": 0.0, "did": "began", "seed": seed, "what": what, **more})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish the file; what is told later is lost."""
        with self._lock:
            self._file.close()

    def save(self) -> Path:
        """Bring what was told so far into the file, and return where it is."""
        with self._lock:
            self._file.flush()
        return self.path

    def now(self) -> float:
        """Return the seconds since the run began, as every line has them."""
        return time.monotonic() - self._begun_s

    def note(self, did: str, who: str = "", /, **more: object) -> None:
        """Write one line."""
        line: Json = {"t": round(self.now(), 6), "did": did}
        if who:
            line["who"] = who
        line.update(more)
        self._write(line)

    # ---- what a client does and is told

    def client(self, who: str, *, role: str, pass_id: str, direct: bool = False) -> None:
        """Say who somebody is; `direct` when no network of ours lies between."""
        self.note("client", who, role=role, **{"pass": pass_id}, direct=direct)

    def sent(self, who: str, text: str | bytes) -> None:
        """A frame was given to the network."""
        self._frame("sent", who, text)

    def heard(self, who: str, text: str | bytes) -> None:
        """A frame came."""
        self._frame("heard", who, text)

    def pressed(self, who: str, frame: Json, kind: str) -> None:
        """Somebody meant something: written before it is sent."""
        self.note("pressed", who, kind=kind, **{k: v for k, v in frame.items() if k != "type"})

    def kept_back(self, who: str, command_id: str, why: str) -> None:
        """A press was refused on the spot: an order over an old picture."""
        self.note("kept_back", who, id=command_id, why=why)

    def fault(self, what: str, on: str = "", *, active: bool, **more: object) -> None:
        """Something was done to the network, the disk or a process, or undone again."""
        self.note("fault", on, what=what, active=active, **more)

    def painted(self, who: str, *, standby: str, epoch: str, seq: int, age_ms: int) -> None:
        """A page shows this (PROTOCOL.md 9)."""
        self.note("painted", who, standby=standby, epoch=epoch, seq=seq, age_ms=age_ms)

    def read(self, path: str, asked_t: float, status: int, body: object, **more: object) -> None:
        """Something was read over HTTP; `asked_t` is when the question left."""
        said = {"as": more.pop("seen_as")} if "seen_as" in more else {}
        self.note("read", path=path, asked_t=asked_t, status=status, body=body, **said, **more)

    def _frame(self, did: str, who: str, text: str | bytes) -> None:
        raw = text.encode() if isinstance(text, str) else text
        head = b'{"t":%.6f,"did":"%b","who":%b,"frame":' % (
            self.now(),
            did.encode(),
            orjson.dumps(who),
        )
        with self._lock:
            if self._file.closed:
                return
            number = self._numbers.get(raw)
            if number is not None and self._next - number < FRAMES_KEPT:
                self._file.write(head + b"%d}\n" % number)
                return
            number, self._next = self._next, self._next + 1
            self._numbers[raw] = number
            while len(self._numbers) > FRAMES_KEPT:
                self._numbers.popitem(last=False)
            self._file.write(head + b'%d,"text":%b}\n' % (number, _one_line(raw)))

    def _write(self, line: Json) -> None:
        made = orjson.dumps(line) + b"\n"
        with self._lock:
            if not self._file.closed:
                self._file.write(made)


def _one_line(raw: bytes) -> bytes:
    """Return what was on the wire as JSON on one line; as a string where it is not JSON at all."""
    try:
        found = json.loads(raw)
    except ValueError:
        return orjson.dumps({"type": "not json", "raw": raw.decode(errors="replace")})
    return raw if b"\n" not in raw else json.dumps(found).encode()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history. `frame` is what was on the wire, `frame_no` its number."""

    n: int
    t: float
    did: str
    who: str
    more: Json
    frame: Json
    frame_no: int = -1

    def __str__(self) -> str:
        """Return what somebody wants to read of it in a report."""
        shown = {k: v for k, v in self.frame.items() if k not in {"state", "patch"}} or self.more
        text = json.dumps(shown)
        return f"line {self.n}, {self.t:.3f} s, {self.who or '-'} {self.did}: {text[:400]}"


def lines_of(path: Path) -> Iterator[Line]:
    """Yield the lines of a history, in the order in which they were written."""
    frames: OrderedDict[int, Json] = OrderedDict()
    with path.open("rb") as file:
        for n, raw in enumerate(file, start=1):
            found: Json = orjson.loads(raw)
            t, did, who = found.pop("t"), found.pop("did"), found.pop("who", "")
            if did not in {"sent", "heard"}:
                yield Line(n, t, did, who, found, {})
                continue
            number = found["frame"]
            if "text" in found:
                frames[number] = found["text"]
                while len(frames) > FRAMES_KEPT:
                    frames.popitem(last=False)
            yield Line(n, t, did, who, {}, frames[number], number)
