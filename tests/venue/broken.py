"""A server with one fault planted: `python -m tests.venue.broken NAME serve ...`, else as `standby`.

The faults are put over the product's own parts when it starts; the product knows nothing of them.
Each breaks one promise, and the checker has to say which.
"""

import asyncio
import json
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any, Final

from app.live import desk as the_desk
from app.live.asking import unavailable
from app.live.audience import Audience
from app.live.desk import Desk
from app.live.known import Known
from app.live.running_show import RunningShow
from app.live.watchers import Watchers
from app.show import exits, wardrobe
from app.show.look import Go, LookOut, MarkLook
from app.show.words import Decided, Role
from app.storage.event_log import EventLog
from app.storage.witness import Witness
from app.talk.freshness import Beats
from app.views.allow import ALLOWED
from app.views.changes import Step

DROPPED_AFTER: Final = 20  # appends: by then the show is on
LATE_S: Final = 0.4  # how long a write is put off that was acknowledged
BEHIND_S: Final = 9.0  # how old what a lying beat calls new
LOST: Final = 3  # entries that a server forgets when it starts

Part = Any  # what is planted takes what the product gives, whatever that is by now


def instead(owner: object, name: str, make: Callable[[Part], Part]) -> None:
    """Put something in place of a part of the product, which must be there."""
    setattr(owner, name, make(getattr(owner, name)))


# ---- 1: acknowledged, and not in the log


def acknowledges_what_it_drops() -> None:
    """After a while nothing more is written, and nobody is told."""
    written = count()

    def make(was: Part) -> Part:
        async def append(self: EventLog, show_id: str, after: int, entries: Sequence[Part]) -> None:
            if next(written) < DROPPED_AFTER:
                await was(self, show_id, after, entries)

        return append

    instead(EventLog, "append", make)


def acknowledges_before_it_writes() -> None:
    """The answer goes out first; what is lost then, a SIGKILL shows."""
    under_way: set[asyncio.Task[None]] = set()

    def make(was: Part) -> Part:
        async def append(self: EventLog, show_id: str, after: int, entries: Sequence[Part]) -> None:
            async def later() -> None:
                await asyncio.sleep(LATE_S)
                await was(self, show_id, after, entries)

            under_way.add(asyncio.ensure_future(later()))

        return append

    instead(EventLog, "append", make)


# ---- 2: an id takes effect twice


def does_a_repeated_id_again() -> None:
    """Nobody remembers an id, and the log takes it under another name."""
    taken: set[str] = set()

    def make(was: Part) -> Part:
        def written(entry: Part) -> Part:
            made = was(entry)
            while made.command_id in taken:
                made = replace(made, command_id=made.command_id + "+")
            taken.add(made.command_id)
            return made

        return written

    instead(Known, "get", lambda _was: lambda _self, _id: None)
    instead(EventLog, "find", lambda _was: _finds_nothing)
    instead(the_desk, "written", make)


async def _finds_nothing(_log: EventLog, _show_id: str, _ids: Sequence[str]) -> dict[str, Part]:
    return {}


# ---- 3: replicas differ


def patches_one_role_wrongly() -> None:
    """A dresser is told another status than everybody else."""

    def make(was: Part) -> Part:
        def patch(self: Step, role: Role) -> Part:
            found = was(self, role)
            if role is not Role.DRESSER or "looks" not in found:
                return found
            looks = {key: {**one, "status": "checked"} for key, one in found["looks"].items()}
            return {**found, "looks": looks}

        return patch

    instead(Step, "patch", make)


# ---- 4: gaps and repeats


def _with_deltas_of_dressers(write: Callable[[Part, Audience, bytes], None]) -> None:
    def make(was: Part) -> Part:
        def _write(self: Audience, frame: bytes) -> None:
            if self.role is Role.DRESSER and b'"type":"delta"' in frame[:40]:
                write(was, self, frame)
            else:
                was(self, frame)

        return _write

    instead(Audience, "_write", make)


def skips_a_delta_for_one_role() -> None:
    """Every third delta to the dressers is not sent."""
    sent = count(1)

    def write(was: Part, audience: Audience, frame: bytes) -> None:
        if next(sent) % 3:
            was(audience, frame)

    _with_deltas_of_dressers(write)


def tells_one_role_out_of_order() -> None:
    """Every other delta to the dressers comes after the one that follows it."""
    held: list[bytes] = []

    def write(was: Part, audience: Audience, frame: bytes) -> None:
        if not held:
            held.append(frame)
            return
        was(audience, frame)
        was(audience, held.pop())

    _with_deltas_of_dressers(write)


def uses_a_seq_again_after_a_restart() -> None:
    """A server that starts has lost the last entries, says nothing, and counts on from there."""
    instead(RunningShow, "is_behind", lambda _was: lambda _self, _position: False)
    instead(Witness, "_read", lambda _was: lambda _self: {})  # nobody knows how far it had come
    address = next(word for word in sys.argv if word.startswith("sqlite:///"))
    if not Path(address.removeprefix("sqlite:///")).exists():
        return
    with sqlite3.connect(address.removeprefix("sqlite:///")) as database:
        kept = f"(SELECT max(seq) - {LOST} FROM entries)"
        database.execute(f"DELETE FROM once WHERE seq > {kept}")
        database.execute(f"DELETE FROM entries WHERE seq > {kept}")
        last = "FROM entries ORDER BY seq DESC LIMIT 1"
        database.execute(f"UPDATE shows SET seq = (SELECT seq {last}), sum = (SELECT sum {last})")
    database.close()


# ---- 5 to 9


def sends_a_look_out_twice() -> None:
    """GO is never refused, and each exit of a look has a number of its own."""

    def go(show: Part, command: Go, _around: Part) -> Decided:
        look = show.the_look(command.look)
        return Decided(events=(LookOut(look=look.id, number=look.exits + 1),))

    instead(exits, "_go", lambda _was: go)


def clears_a_problem_with_an_old_mark() -> None:
    """Whoever says something last about a piece is right, whenever that was seen."""
    instead(wardrobe, "_is_old", lambda _was: lambda *_: False)


def takes_stale_orders() -> None:
    """An order counts however old the picture was."""
    instead(Beats, "fresh", lambda _was: lambda *_: True)


def lets_old_look_new() -> None:
    """Dressers hear everything 9 s late, from beats that say that this is all there is."""
    places: list[tuple[float, int, str]] = []

    def write(was: Part, audience: Audience, frame: bytes) -> None:
        asyncio.get_running_loop().call_later(BEHIND_S, was, audience, frame)

    def make(was: Part) -> Part:
        def _beat(self: Watchers, role: Role, *more: Part) -> Part:
            frame = was(self, role, *more)
            beat = json.loads(frame)
            if role is not Role.DRESSER:
                return frame
            places.append((time.monotonic(), beat["seq"], beat["hash"]))
            old = [one for one in places if one[0] < time.monotonic() - BEHIND_S] or places[:1]
            beat["seq"], beat["hash"] = old[-1][1:]
            return json.dumps(beat).encode()

        return _beat

    _with_deltas_of_dressers(write)
    instead(Watchers, "_beat", make)


def leaks_measurements() -> None:
    """A dresser reads what only casting may."""
    seen = ALLOWED[Role.DRESSER]
    allowed: Part = ALLOWED
    allowed[Role.DRESSER] = {**seen, "models": seen["models"] | {"measurements"}}


def keeps_talking_after_revocation() -> None:
    """A pass is taken back, and its screens hear everything all the same."""
    instead(
        Watchers,
        "send_out",
        lambda was: (
            lambda self, pass_id, *more: was(self, pass_id, *more) if pass_id is None else None
        ),
    )
    instead(RunningShow, "has_taken_back", lambda _was: lambda _self, _pass: False)


def says_unavailable_and_does_it() -> None:
    """A GO is written, and whoever pressed it is told that it was not."""

    def make(was: Part) -> Part:
        def _settle(self: Desk, draft: Part) -> None:
            answers = [
                (asking, unavailable() if isinstance(asking.command, Go) else answer)
                for asking, answer in draft.answers()
            ]
            draft.answers = lambda: answers
            was(self, draft)

        return _settle

    instead(Desk, "_settle", make)


# ---- 10: the log says something else than the state


def leaves_an_event_out_of_the_log() -> None:
    """A mark counts, and its entry says that nothing happened."""

    def make(was: Part) -> Part:
        def written(entry: Part) -> Part:
            made = was(entry)
            marked = isinstance(entry.asking.command, MarkLook)
            return replace(made, events=b"[]") if marked else made

        return written

    instead(the_desk, "written", make)


@dataclass(frozen=True)
class Fault:
    """One planted fault, the promise that it breaks, and what it takes to see it."""

    plant: Callable[[], None]
    promise: int
    shown_by: str = ""  # a part of the evening that is left out otherwise: it takes longer


FAULTS: Final = {
    fault.plant.__name__: fault
    for fault in (
        Fault(acknowledges_what_it_drops, 1),
        Fault(acknowledges_before_it_writes, 1, "kill"),
        Fault(does_a_repeated_id_again, 2),
        Fault(patches_one_role_wrongly, 3),
        Fault(skips_a_delta_for_one_role, 4),
        Fault(tells_one_role_out_of_order, 4),
        Fault(uses_a_seq_again_after_a_restart, 4, "kill"),
        Fault(sends_a_look_out_twice, 5),
        Fault(clears_a_problem_with_an_old_mark, 6),
        Fault(takes_stale_orders, 7, "old order"),
        Fault(lets_old_look_new, 7, "wait"),
        Fault(leaks_measurements, 8),
        Fault(keeps_talking_after_revocation, 8),
        Fault(says_unavailable_and_does_it, 9),
        Fault(leaves_an_event_out_of_the_log, 10),
    )
}


def main() -> None:
    """Plant the fault that is named first, and go on as `standby`."""
    from app.cli import main as standby  # noqa: PLC0415 - after the fault is in place

    name = sys.argv.pop(1)
    if name != "nothing":
        FAULTS[name].plant()
    standby()


if __name__ == "__main__":
    main()
