"""Promise 2: each id takes effect at most once, and who keeps asking gets it done exactly once."""

from collections import Counter
from dataclasses import dataclass, field

from tests.venue.evening import Answer, Seen
from tests.venue.finding import Check
from tests.venue.history import Line

HOUSE = frozenset({"owner", "clock"})


@dataclass
class EachIdOnce(Check):
    """Acks against acks, answers against the log, presses against both."""

    promise: int = field(default=2, init=False)
    _acks: dict[tuple[str, str], Answer] = field(default_factory=dict)  # (epoch, id) -> the first
    _fresh: dict[tuple[str, str], Answer] = field(default_factory=dict)  # those not `duplicate`
    _last: dict[str, Answer] = field(default_factory=dict)
    _sent_t: dict[str, float] = field(default_factory=dict)
    _kept_back: dict[str, Line] = field(default_factory=dict)
    _settled: set[str] = field(default_factory=set)

    def see(self, seen: Seen) -> None:
        line = seen.line
        match line.did:
            case "sent" if line.frame["type"] == "command":
                self._sent_t[line.frame["id"]] = line.t
            case "kept_back":
                self._kept_back[line.more["id"]] = line
            case "settled":
                self._settled.add(line.who)
            case _:
                pass
        for answer in seen.answers:
            self._last[answer.id] = answer
            if answer.acked:
                self._acknowledged(answer)

    def _acknowledged(self, answer: Answer) -> None:
        self.facts += 1
        key = (answer.epoch, answer.id)
        first = self._acks.setdefault(key, answer)
        if first.seq != answer.seq:
            said = f"{answer.id} was acknowledged as {first.seq} and as {answer.seq}"
            self.broken(said, first.line, answer.line)
        if answer.duplicate is not False:
            return
        fresh = self._fresh.setdefault(key, answer)
        if fresh is not answer:
            said = f"{answer.id} was acknowledged twice as if for the first time"
            self.broken(said, fresh.line, answer.line)

    def end(self) -> None:
        log = self.evening.log
        for command_id, count in Counter(entry["id"] for entry in log).items():
            if count > 1:
                self.broken(f"{command_id} stands {count} times in the log", who="the log")
        self._nobody_asked()
        self._refused_is_not_done()
        self._all_answered()

    def _nobody_asked(self) -> None:
        """An entry under a pass whose devices we all know, and under an id that none of them used."""
        passes = {one.pass_id for one in self.evening.clients.values()} - HOUSE
        for entry in self.evening.log:
            if entry["actor"]["pass"] in passes and entry["id"] not in self.evening.presses:
                said = f"entry {entry['seq']} has the id {entry['id']}, which nobody sent"
                self.broken(said, who="the log")

    def _refused_is_not_done(self) -> None:
        log = {entry["id"]: entry["seq"] for entry in self.evening.log}
        for answer in self._last.values():
            again = self._sent_t.get(answer.id, 0.0) > answer.line.t
            if answer.acked or again or answer.code in {"id_reused", "unavailable"}:
                continue
            self.facts += 1
            if answer.id in log:
                said = f"{answer.id} was refused ({answer.code}), and is entry {log[answer.id]}"
                self.broken(said, self.evening.presses.get(answer.id), answer.line)

    def _all_answered(self) -> None:
        for command_id, press in self.evening.presses.items():
            if press.who not in self._settled or command_id in self._kept_back:
                continue
            self.facts += 1
            if command_id not in self._last:
                self.broken(f"{command_id} was never answered", press)
