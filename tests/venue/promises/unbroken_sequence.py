"""Promise 4: seq has no gap and no repeat within an epoch, and goes back for nobody."""

from dataclasses import dataclass, field
from typing import Final

from tests.venue.evening import Seen
from tests.venue.finding import Check
from tests.venue.history import Line

TOLD_AT_ONCE: Final = 200  # entries in a merged delta; of more the older ones may be left out


@dataclass
class UnbrokenSequence(Check):
    """What each connection is told, and what stands under each number."""

    promise: int = field(default=4, init=False)
    _ids: dict[tuple[str, int], tuple[str, Line]] = field(default_factory=dict)
    _beats: dict[str, tuple[str, int, Line]] = field(default_factory=dict)

    def see(self, seen: Seen) -> None:
        line = seen.line
        if line.did == "read" and line.more["path"] == "log" and line.more["status"] == 200:
            self._log_counts(line)
        for answer in seen.answers:
            if answer.acked:
                self._is(answer.epoch, answer.seq, answer.id, answer.line)
        if line.did == "heard":
            self._heard(seen, line)

    def _heard(self, seen: Seen, line: Line) -> None:
        match line.frame["type"]:
            case "welcome":
                self._beats.pop(line.who, None)
                self._not_back(line, line.frame["seq"], line.frame["epoch"])
            case "snapshot":
                self._snapshot(seen)
            case "delta":
                self._delta(seen)
            case "beat":
                self._beat(line)
            case _:
                pass

    def _log_counts(self, line: Line) -> None:
        self.facts += 1
        numbers = [entry["seq"] for entry in line.more["body"]]
        if numbers != list(range(1, len(numbers) + 1)):
            at = next(n for n, seq in enumerate(numbers, start=1) if n != seq)
            self.broken(f"where the log should have entry {at} it has {numbers[at - 1]}")

    def _is(self, epoch: str, seq: int, command_id: str, line: Line) -> None:
        self.facts += 1
        known, first = self._ids.setdefault((epoch, seq), (command_id, line))
        if known != command_id:
            self.broken(f"{seq} is {known} and is {command_id}", first, line)

    def _not_back(self, line: Line, seq: int, epoch: str) -> None:
        self.facts += 1
        held = self.evening.replicas.of.get(line.who)
        if held is not None and held.epoch == epoch and seq < held.seq:
            self.broken(f"the server is at {seq}, and told this client {held.seq} before", line)

    def _snapshot(self, seen: Seen) -> None:
        assert seen.moved is not None
        before, after = seen.moved.before, seen.moved.after
        self.facts += 1
        if before and after and before.epoch == after.epoch and after.seq < before.seq:
            self.broken(f"back from {before.seq} to {after.seq}", seen.line)

    def _delta(self, seen: Seen) -> None:
        line, frame, moved = seen.line, seen.line.frame, seen.moved
        if moved is None or moved.before is None:
            self.broken("a delta before there was anything to apply it to", line)
            return
        self.facts += 1
        if moved.how == "gap":
            said = f"a gap: this client holds {moved.before.seq} and is told {frame['from']}"
            self.broken(said, line)
        if moved.first:
            self._entries(line, moved.before.epoch)

    def _entries(self, line: Line, epoch: str) -> None:
        frame = line.frame
        told = [entry["seq"] for entry in frame["entries"]]
        whole = list(range(frame["from"], frame["to"] + 1))
        if told != whole[-max(len(told), min(len(whole), TOLD_AT_ONCE)) :]:
            self.broken(f"{frame['from']} to {frame['to']} come with the entries {told}", line)
        for entry in frame["entries"]:
            self._is(epoch, entry["seq"], entry["id"], line)

    def _beat(self, line: Line) -> None:
        seq, epoch = line.frame["seq"], self.evening.epoch_of.get(line.who, "")
        self._not_back(line, seq, epoch)
        before = self._beats.get(line.who)
        if before is not None and before[0] == epoch and seq < before[1]:
            self.broken(f"beats go back from {before[1]} to {seq}", before[2], line)
        self._beats[line.who] = (epoch, seq, line)
