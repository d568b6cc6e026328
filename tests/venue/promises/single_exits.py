"""Promise 5: a look exits at most once per run unless a false exit came between; a cue fires once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.venue.evening import Answer, Seen
from tests.venue.finding import Check
from tests.venue.history import Json, Line

EXITS = {"go": "look"}
CUES = {"go_cue": "cue"}


@dataclass
class SingleExits(Check):
    """The log read as a story, by its commands and by its events; and what was acknowledged."""

    promise: int = field(default=5, init=False)
    _acks: dict[str, Answer] = field(default_factory=dict)

    def see(self, seen: Seen) -> None:
        for answer in seen.answers:
            if answer.acked and answer.duplicate is not True:
                self._acks.setdefault(answer.id, answer)

    def end(self) -> None:
        out: dict[str, Json] = {}
        fired: dict[str, Json] = {}
        for entry in self.evening.log:
            kind = entry.get("command", {}).get("type", "")
            if kind == "begin_run" or _told(entry, "run_began"):
                out, fired = {}, {}
            for look in _fields(entry, "exit_false", "look", {"false_exit": "look"}):
                out.pop(look, None)
            for look in _fields(entry, "look_out", "look", EXITS):
                self._once("look", look, out, entry)
            for cue in _fields(entry, "cue_gone", "cue", CUES):
                self._once("cue", cue, fired, entry)
            if kind == "start_show":
                self._once("start", "T0", fired, entry)

    def _once(self, what: str, which: str, happened: dict[str, Json], entry: Json) -> None:
        self.facts += 1
        if which in happened:
            first = happened[which]["seq"]
            said = f"{what} {which} went at {first} and again at {entry['seq']}"
            self.broken(said, self._line(happened[which]), self._line(entry))
        happened[which] = entry

    def _line(self, entry: Json) -> Line | None:
        answer = self._acks.get(entry["id"])
        return answer.line if answer else self.evening.presses.get(entry["id"])


def _told(entry: Json, event: str) -> list[Json]:
    return [one for one in entry["events"] if one["type"] == event]


def _fields(entry: Json, event: str, name: str, commands: dict[str, str]) -> Iterable[str]:
    """Return what an entry says by its events; what its command names, where they are silent."""
    by_events = [str(one[name]) for one in _told(entry, event)]
    command = entry.get("command", {})
    asked = commands.get(command.get("type", ""))
    recorded = _told(entry, "order_recorded")
    if asked is None or by_events or recorded:
        return by_events
    return [str(command[asked])]
