"""Promise 6: a later problem is never cleared by a mark made before it; `occurred_at` decides."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.venue.evening import Seen
from tests.venue.finding import Check
from tests.venue.history import Json, Line

CLAMPED_MS: Final = 12 * 60 * 60 * 1000

# What stands for a problem in each collection, and what no longer does.
GOOD: Final = {
    "items": frozenset({"on_rack", "with_model", "ready", "returned", "packed"}),
    "looks": frozenset({"dressed", "checked", "at_line"}),
    "help": frozenset({"finished", "done", "declined", "ended"}),
}
BAD_ITEMS: Final = frozenset({"missing", "damaged", "in_alteration"})

Thing = tuple[str, str]  # collection, id


@dataclass
class KeptProblems(Check):
    """Wherever a thing is seen to be well, something said so that was observed after its last problem."""

    promise: int = field(default=6, init=False)
    _well: list[tuple[Thing, str, int, Line]] = field(default_factory=list)

    def see(self, seen: Seen) -> None:
        """Note every change to something good that a client was told."""
        moved = seen.moved
        if moved is None or not moved.first or moved.after is None:
            return
        before = moved.before.state if moved.before and moved.how == "applied" else {}
        changes = seen.line.frame.get("patch", moved.after.state)
        for name, good in GOOD.items():
            for key, fields in (changes.get(name) or {}).items():
                status = (fields or {}).get("status")
                was = before.get(name, {}).get(key, {}).get("status")
                if status in good and was not in good:
                    place = ((name, key), moved.after.epoch, moved.after.seq, seen.line)
                    self._well.append(place)

    def end(self) -> None:
        observed = [(entry, self._observed_ms(entry)) for entry in self.evening.log]
        problems: dict[Thing, list[tuple[int, Json]]] = {}
        touched: dict[Thing, list[tuple[int, Json]]] = {}
        for entry, at in observed:
            thing = _problem(entry)
            if thing is not None:
                problems.setdefault(thing, []).append((at, entry))
                continue
            for other in _touched(entry):
                touched.setdefault(other, []).append((at, entry))
        for thing, said in problems.items():
            late = [at for at, _ in touched.get(thing, []) if at < max(one[0] for one in said)]
            self.facts += len(late)  # each might have cleared it, and was to leave it alone
        for thing, epoch, seq, line in self._well:
            if epoch == self.evening.epoch and thing in problems:
                self._cleared_later(problems[thing], touched, (thing, seq), line)

    def _cleared_later(
        self,
        problems: list[tuple[int, Json]],
        touched: dict[Thing, list[tuple[int, Json]]],
        where: tuple[Thing, int],
        line: Line,
    ) -> None:
        thing, seq = where
        until = [(at, entry) for at, entry in problems if entry["seq"] <= seq]
        if not until:
            return
        self.facts += 1
        problem_ms, problem = max(until, key=lambda one: one[0])
        said_later = [*touched.get(thing, []), *touched.get(("", ""), [])]
        if not any(at >= problem_ms and entry["seq"] <= seq for at, entry in said_later):
            said = (
                f"{thing[0]}/{thing[1]} is well at {seq}, though nothing observed after the problem of "
                f"entry {problem['seq']} says so"
            )
            self.broken(said, self.evening.presses.get(problem["id"]), line)

    def _observed_ms(self, entry: Json) -> int:
        """Return when what an entry says was observed, clamped as PROTOCOL.md 4 says."""
        at: int = entry["at"]
        press = self.evening.presses.get(entry["id"])
        said = entry.get("command", {}).get("occurred_at")
        if said is None and press is not None:
            said = press.more.get("occurred_at")
        return at if said is None else min(max(int(said), at - CLAMPED_MS), at)


def _problem(entry: Json) -> Thing | None:
    """Return what an entry says is wrong."""
    command = entry.get("command", {})
    match command.get("type"):
        case "mark_item" if command["status"] in BAD_ITEMS:
            return "items", str(command["item"])
        case "back_to_dressing":
            return "looks", str(command["look"])
        case _:
            return None


def _touched(entry: Json) -> Iterator[Thing]:
    """Yield what else an entry may have set right: all that it names, or everything."""
    command = entry.get("command", {})
    if command.get("type") in {"begin_run", "undo", None}:
        yield "", ""
    for said in (command, *entry["events"]):
        for name, collection in (("item", "items"), ("look", "looks"), ("help", "help")):
            if name in said and isinstance(said[name], str):
                yield collection, said[name]
            elif isinstance(said.get(name), dict):
                yield collection, str(said[name].get("id"))
