"""Promise 1: an acknowledged command is in the log, and nobody hears of anything that is not."""

from dataclasses import dataclass, field

from tests.venue.evening import Answer, Seen
from tests.venue.finding import Check
from tests.venue.history import Json, Line


@dataclass
class AcknowledgedIsInTheLog(Check):
    """Every ack and every entry told, held against each reading of the log made later."""

    promise: int = field(default=1, init=False)
    _acked: dict[str, Answer] = field(default_factory=dict)
    _told: dict[tuple[str, int], tuple[str, Line]] = field(default_factory=dict)
    _epochs: dict[str, Line] = field(default_factory=dict)

    def see(self, seen: Seen) -> None:
        for answer in seen.answers:
            if answer.acked:
                self._acked.setdefault(answer.id, answer)
        line = seen.line
        if line.did == "heard" and line.frame["type"] == "welcome":
            self._no_new_epoch(line)
        if seen.moved is not None and seen.moved.first and line.frame["type"] == "delta":
            assert seen.moved.before is not None
            for entry in line.frame["entries"]:
                key = (seen.moved.before.epoch, entry["seq"])
                self._told.setdefault(key, (entry["id"], line))
        if line.did == "read" and line.more["path"] == "log" and line.more["status"] == 200:
            self._held_against(line.more["body"], line)

    def _no_new_epoch(self, line: Line) -> None:
        epoch = line.frame["epoch"]
        if self._epochs and epoch not in self._epochs and not self.evening.restored:
            said = f"a new epoch {epoch}: the log has lost its end, and nobody had put an old copy back"
            self.broken(said, next(iter(self._epochs.values())), line)
        self._epochs.setdefault(epoch, line)

    def _held_against(self, log: list[Json], line: Line) -> None:
        asked_t, epoch = line.more["asked_t"], self.evening.epoch
        by_id = {entry["id"]: entry["seq"] for entry in log}
        by_seq = {entry["seq"]: entry["id"] for entry in log}
        for answer in self._acked.values():
            if answer.epoch != epoch or answer.line.t > asked_t:
                continue
            self.facts += 1
            if by_id.get(answer.id) != answer.seq:
                where = by_id.get(answer.id, "nowhere")
                said = (
                    f"{answer.id} was acknowledged as {answer.seq}, and the log has it at {where}"
                )
                self.broken(said, answer.line, _short(line), who=answer.who)
        for (told_epoch, seq), (command_id, told) in self._told.items():
            if told_epoch != epoch or told.t > asked_t:
                continue
            self.facts += 1
            if by_seq.get(seq) != command_id:
                said = f"{command_id} was told as {seq}, where the log has {by_seq.get(seq)}"
                self.broken(said, told, _short(line), who=told.who)


def _short(line: Line) -> Line:
    """Return a reading of the log without the log."""
    shown = {**line.more, "body": f"{len(line.more['body'])} entries"}
    return Line(line.n, line.t, line.did, line.who, shown, {})
