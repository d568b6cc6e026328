"""Promise 9: when the log can't be written the server says so, changes nothing, and goes on by itself."""

from dataclasses import dataclass, field
from typing import Final

from tests.venue.evening import Answer, Seen
from tests.venue.finding import Check
from tests.venue.history import Line

GRACE_S: Final = 10.0  # for the server to notice that it can write again
DOWN: Final = frozenset({"stopping", "killed", "frozen", "power cut"})


@dataclass
class Unavailable(Check):
    """Every `unavailable` against the log, and against what was done to the disk."""

    promise: int = field(default=9, init=False)
    _said: list[Answer] = field(default_factory=list)
    _sent_t: dict[str, float] = field(default_factory=dict)
    _acked: set[str] = field(default_factory=set)
    _acked_t: list[float] = field(default_factory=list)
    _troubles: list[tuple[float, float]] = field(default_factory=list)
    _begun: dict[str, float] = field(default_factory=dict)
    _disk_back: Line | None = None

    def see(self, seen: Seen) -> None:
        line = seen.line
        match line.did:
            case "sent":
                asked = [line.frame.get("id", ""), *line.frame.get("pending", ())]
                self._sent_t.update(dict.fromkeys(asked, line.t))
            case "fault" if line.more["what"].startswith("disk"):
                self._trouble(line.more["what"], line, active=line.more["active"])
            case "server":
                self._trouble("down", line, active=line.more["what"] in DOWN)
            case _:
                pass
        for answer in seen.answers:
            self._answered(answer)

    def _answered(self, answer: Answer) -> None:
        if answer.acked:
            self._acked.add(answer.id)
            if answer.duplicate is False:
                self._acked_t.append(answer.line.t)
        elif answer.code == "unavailable":
            self._said.append(answer)

    def _trouble(self, what: str, line: Line, *, active: bool) -> None:
        if active:
            self._begun.setdefault(what, line.t)
        elif what in self._begun:
            self._troubles.append((self._begun.pop(what), line.t + GRACE_S))
            self._disk_back = line if what.startswith("disk") else self._disk_back

    def end(self) -> None:
        log = {entry["id"]: entry["seq"] for entry in self.evening.log}
        self._troubles += [(begun, float("inf")) for begun in self._begun.values()]
        for answer in self._said:
            self.facts += 1
            again = self._sent_t.get(answer.id, 0.0) > answer.line.t
            if answer.id in log and answer.id not in self._acked and not again:
                said = f"{answer.id} was unavailable, and is entry {log[answer.id]}"
                self.broken(said, self.evening.presses.get(answer.id), answer.line)
            t = answer.line.t
            if not any(begun <= t <= over for begun, over in self._troubles):
                self.broken("unavailable, though nothing was wrong with the disk", answer.line)
        self._goes_on()

    def _goes_on(self) -> None:
        back = self._disk_back
        if back is None or self._begun:
            return
        self.facts += 1
        asked = [line for line in self.evening.presses.values() if line.t > back.t + GRACE_S]
        if asked and not any(t > back.t for t in self._acked_t):
            self.broken("nothing has been taken since the disk was well again", back, asked[0])
