"""Promises 3 and 10: one role, one seq, one state, whichever way it came; replaying is such a way."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from tests.venue.evening import Seen
from tests.venue.finding import Check
from tests.venue.history import Json, Line
from tests.venue.replicas import Picture, picture
from tests.venue.wire import canonical, hash_of

Place = tuple[str, str, int]  # role, epoch, seq
COMPARED_MAX: Final = 2_000  # whole states kept, to say where two differ


@dataclass
class EqualReplicas(Check):
    """Pictures of one place in history, from sockets and from HTTP, and the hash of each."""

    promise: int = field(default=3, init=False)
    known: dict[Place, tuple[str, Line]] = field(default_factory=dict)
    states: OrderedDict[Place, Json] = field(default_factory=OrderedDict)

    def see(self, seen: Seen) -> None:
        line, moved = seen.line, seen.moved
        if seen.client is not None and moved is not None and moved.how in {"snapshot", "applied"}:
            assert moved.after is not None
            self._compared(seen.client.role, moved.after, line)
            if moved.how == "snapshot" and moved.first:
                self._hashed(line.frame["hash"], moved.after, line)
        elif line.did == "heard" and line.frame["type"] == "beat":
            held = self.evening.replicas.of.get(line.who)
            if held is not None and held.seq == line.frame["seq"]:
                self._hashed(line.frame["hash"], held, line)
        elif line.did == "read" and line.more["path"] == "state" and "at" not in line.more:
            self._read(line)

    def _read(self, line: Line) -> None:
        if line.more["status"] == 200:
            one = picture(line.more["body"])
            self._compared(line.more["as"], one, line)
            self._hashed(line.more["body"]["hash"], one, line)

    def _compared(self, role: str, one: Picture, line: Line) -> None:
        self.facts += 1
        place = (role, one.epoch, one.seq)
        name, first = self.known.setdefault(place, (one.name, line))
        if name != one.name:
            where = first_difference(self.states.get(place), one.state)
            said = f"two states of a {role} at {one.seq}; they differ at {where}"
            self.broken(said, first, line)
        elif first is line:
            self.states[place] = one.state
            if len(self.states) > COMPARED_MAX:
                self.states.popitem(last=False)

    def _hashed(self, told: str, one: Picture, line: Line) -> None:
        self.facts += 1
        own = self.evening.replicas.hash_of(one)
        if told != own:
            self.broken(f"at {one.seq} the hash is told as {told}, and is {own}", line)


@dataclass
class ReplayIsTheState(Check):
    """What the log folds to (`?at=SEQ`, the command line) against what the clients held then."""

    promise: int = field(default=10, init=False)
    live: EqualReplicas | None = None
    _replays: list[Line] = field(default_factory=list)
    _told: list[Line] = field(default_factory=list)

    def see(self, seen: Seen) -> None:
        line = seen.line
        if line.did == "cli":
            self._told.append(line)
        elif line.did == "read" and "at" in line.more:
            self._replays.append(line)
            if line.more["status"] != 200:
                self.broken(f"the log does not replay up to {line.more['at']}", line)

    def end(self) -> None:
        assert self.live is not None
        for line in self._replays:
            if line.more["status"] == 200:
                self._replayed(line, self.live)
        log = [canonical(entry) for entry in self.evening.log]
        for line in self._told:
            told = [canonical(entry) for entry in line.more["lines"]]
            self.facts += 1
            if told != log[: len(told)]:
                self.broken("the command line tells another log than the server", line)

    def _replayed(self, line: Line, live: EqualReplicas) -> None:
        body = line.more["body"]
        one = picture(body)
        place = (line.more["as"], one.epoch, one.seq)
        if one.seq != line.more["at"]:
            self.broken(f"asked for {line.more['at']} and told {one.seq}", line)
        elif place in live.known:
            self.facts += 1
            name, first = live.known[place]
            if name != one.name:
                where = first_difference(live.states.get(place), one.state)
                self.broken(f"the log folds to another state at {one.seq}: {where}", first, line)
        if hash_of(body["state"]) != body["hash"]:
            self.broken(f"the replayed state at {one.seq} has another hash", line)


def first_difference(one: object, other: object, path: str = "") -> str:
    """Return where two states differ first: its path, and what stands there in both."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted({*one, *other}, key=str):
            if one.get(key) != other.get(key):
                return first_difference(one.get(key), other.get(key), f"{path}/{key}")
    return f"{path or '/'}: {str(one)[:80]} and {str(other)[:80]}"
