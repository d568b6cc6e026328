"""A history as the checks read it: each line with what it answers and what it does to a picture."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.venue.history import Json, Line
from tests.venue.replicas import Moved, Replicas


@dataclass(frozen=True, slots=True)
class Client:
    """Who somebody is. The owner sees what a producer sees."""

    who: str
    role: str
    pass_id: str
    direct: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody was told about a command: by an ack, a reject, a welcome, or over HTTP."""

    who: str
    id: str
    acked: bool
    epoch: str
    seq: int
    duplicate: bool | None  # None where a welcome says it
    effect: str
    code: str
    line: Line


@dataclass(frozen=True, slots=True)
class Seen:
    """One line, and what follows from it."""

    line: Line
    client: Client | None
    answers: tuple[Answer, ...]
    moved: Moved | None


@dataclass
class Heads:
    """When anybody was first told that an epoch had come so far."""

    times: list[float] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)

    def told(self, t: float, seq: int) -> None:
        if not self.seqs or seq > self.seqs[-1]:
            self.times.append(t)
            self.seqs.append(seq)

    def since(self, seq: int) -> float | None:
        """Return when somebody was first told `seq` or more."""
        at = bisect_left(self.seqs, seq)
        return self.times[at] if at < len(self.seqs) else None

    def at(self, t: float) -> int:
        """Return how far anybody had been told at a time."""
        at = bisect_left(self.times, t)
        return self.seqs[at - 1] if at else 0


@dataclass
class Evening:
    """What is known so far. `log` is the last whole reading of it."""

    clients: dict[str, Client] = field(default_factory=dict)
    presses: dict[str, Line] = field(default_factory=dict)
    heads: dict[str, Heads] = field(default_factory=dict)
    epoch: str = ""  # the newest anybody heard of
    epoch_of: dict[str, str] = field(default_factory=dict)
    log: list[Json] = field(default_factory=list)
    log_line: Line | None = None
    replicas: Replicas = field(default_factory=Replicas)
    restored: bool = False  # an older copy was put in place: history may have lost its end
    end_t: float = 0.0

    def see(self, line: Line) -> Seen:
        """Take the next line."""
        self.end_t = line.t
        if line.did == "client":
            role = "producer" if line.more["role"] == "owner" else line.more["role"]
            more = line.more
            self.clients[line.who] = Client(line.who, role, more["pass"], more["direct"])
        elif line.did == "pressed":
            self.presses[line.more["id"]] = line
        elif line.did == "server" and line.more["what"] == "restored":
            self.restored = True
        elif line.did == "forgot":
            self.replicas.forget(line.who)
        elif line.did == "read":
            self._read(line)
        moved = self._heard(line) if line.did == "heard" else None
        answers = tuple(self._answers(line))
        for answer in answers:
            if answer.acked:
                self._told(line.t, answer.epoch, answer.seq)
        return Seen(line, self.clients.get(line.who), answers, moved)

    def _heard(self, line: Line) -> Moved | None:
        frame = line.frame
        match frame["type"]:
            case "welcome" | "snapshot":
                self.epoch = self.epoch_of[line.who] = frame["epoch"]
                self._told(line.t, frame["epoch"], frame["seq"])
            case "beat":
                self._told(line.t, self.epoch_of.get(line.who, ""), frame["seq"])
            case "delta":
                self._told(line.t, self.epoch_of.get(line.who, ""), frame["to"])
            case _:
                pass
        return self.replicas.hear(line.who, frame, line.frame_no)

    def _told(self, t: float, epoch: str, seq: int) -> None:
        self.heads.setdefault(epoch, Heads()).told(t, seq)

    def _read(self, line: Line) -> None:
        if line.more["status"] != 200:
            return
        if line.more["path"] == "log":
            self.log, self.log_line = line.more["body"], line
        elif line.more["path"] == "state" and "at" not in line.more:
            body = line.more["body"]
            self.epoch = body["epoch"]
            self._told(line.t, body["epoch"], body["seq"])

    def _answers(self, line: Line) -> Iterator[Answer]:
        if line.did == "answered":  # over HTTP
            yield self._answer(line, line.more)
        elif line.did != "heard":
            return
        elif line.frame["type"] in {"ack", "reject"}:
            yield self._answer(line, line.frame)
        elif line.frame["type"] == "welcome":
            for command_id, outcome in line.frame["outcomes"].items():
                if outcome["outcome"] == "ack":
                    epoch, seq = line.frame["epoch"], outcome["seq"]
                    yield Answer(line.who, command_id, True, epoch, seq, None, "", "", line)

    def _answer(self, line: Line, said: Json) -> Answer:
        return Answer(
            who=line.who,
            id=said["id"],
            acked="code" not in said,
            epoch=self.epoch_of.get(line.who, self.epoch),
            seq=said.get("seq", 0),
            duplicate=said.get("duplicate"),
            effect=said.get("effect", ""),
            code=said.get("code", ""),
            line=line,
        )
