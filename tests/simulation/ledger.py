"""The truth beside the server: every committed entry folded anew, and what must hold of the log alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import orjson

from app.live.entries import read_back
from app.live.opening import told_by
from app.show.as_run import LoggedEntry
from app.show.crew import PassRevoked
from app.show.cue import CueFired, CueGone
from app.show.forecast import forecast
from app.show.item import ItemMarked, ItemStage
from app.show.look import ExitFalse, LookOut
from app.show.phase import RunBegan
from app.show.show import fold
from app.show.state import Show
from app.show.words import Instant, ItemId, Ref, Role, Stamp
from app.storage.event_log import Entry, Side
from app.views.see import Moment, see

PROBLEMS: Final = frozenset({ItemStage.MISSING, ItemStage.DAMAGED, ItemStage.IN_ALTERATION})


class Untrue(Exception):
    """The log itself says what can't be."""

    def __init__(self, promise: str, what: str) -> None:
        self.promise, self.what = promise, what
        super().__init__(f"{promise}: {what}")


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry, and whose it was."""

    seq: int
    by: str


class Ledger:
    """One history, entry by entry. `show_at(seq)` is what was true then."""

    def __init__(self, show_id: str) -> None:
        self.show_id = show_id
        self.shows: list[Show] = [Show()]
        self.ids: dict[str, int] = {}
        self.told: Mapping[Ref, object] = {}
        self.events: list[tuple[str, ...]] = [()]  # what happened in each entry, in words
        self.revoked: dict[str, int] = {}  # pass: in which entry
        self._seen: dict[tuple[int, Role], bytes] = {}
        self._begin_run()

    @property
    def seq(self) -> int:
        return len(self.shows) - 1

    def copy(self, until: int) -> "Ledger":
        """Return the same history, ended at an earlier entry; what can happen once is not looked at."""
        made = Ledger(self.show_id)
        made.shows = self.shows[: until + 1]
        made.events = self.events[: until + 1]
        made.ids = {key: seq for key, seq in self.ids.items() if seq <= until}
        made.revoked = {key: seq for key, seq in self.revoked.items() if seq <= until}
        made.told = dict(self.told)
        return made

    def add(self, entry: Entry, sides: Mapping[str, Side]) -> LoggedEntry:
        """Take the next entry. Raises Untrue where it can't be."""
        logged = read_back(entry)
        if entry.seq != self.seq + 1:
            raise Untrue("4", f"entry {entry.seq} follows on {self.seq}")
        if entry.command_id in self.ids:
            raise Untrue("2", f"{entry.command_id} took effect twice")
        if logged.at_ms < self.shows[-1].at:
            raise Untrue("4", f"entry {entry.seq} is earlier than the one before")
        self.ids[entry.command_id] = entry.seq
        stamp = Stamp(seq=entry.seq, at_ms=Instant(entry.at_ms), by=logged.by)
        self.shows.append(fold(self.shows[-1], stamp, logged.events))
        self.events.append(tuple(type(event).__name__ for event in logged.events))
        if len(sides) != len(self.told):
            self.told = told_by(sides.values())
        self._look_at(logged)
        return logged

    def show_at(self, seq: int) -> Show | None:
        return self.shows[seq] if 0 <= seq < len(self.shows) else None

    def seen(self, seq: int, role: str) -> bytes | None:
        """Return what a role saw after an entry, as canonical JSON."""
        show = self.show_at(seq)
        if show is None:
            return None
        key = (seq, Role(role))
        if key not in self._seen:
            moment = Moment(
                show_id=self.show_id, show=show, forecast=forecast(show), told=self.told
            )
            self._seen[key] = orjson.dumps(see(moment, key[1]), option=orjson.OPT_SORT_KEYS)
        return self._seen[key]

    # ---- what can happen once

    def _begin_run(self) -> None:
        self._out: set[str] = set()
        self._gone: set[str] = set()
        self._fired: set[str] = set()
        self._seen_fire: set[str] = set()
        self._problem_seen: dict[ItemId, int] = {}

    def learn(self, entries: list[Entry]) -> None:
        """Learn from the entries up to here what has happened in this run."""
        self._begin_run()
        for entry in entries:
            self._look_at(read_back(entry))

    def _look_at(self, logged: LoggedEntry) -> None:
        for event in logged.events:
            match event:
                case RunBegan():
                    self._begin_run()
                case LookOut():
                    self._once(self._out, event.look, "went out twice")
                case ExitFalse():
                    self._out.discard(event.look)
                case CueGone() | CueFired():
                    self._cue(event)
                case ItemMarked():
                    self._item(event)
                case PassRevoked():
                    self.revoked[event.pass_id] = logged.seq
                case _:
                    pass

    def _cue(self, event: CueGone | CueFired) -> None:
        if isinstance(event, CueGone):
            self._once(self._gone, event.cue, "was called twice")
        elif event.assumed:
            self._once(self._fired, event.cue, "fired twice")
        else:  # seen by its operator, perhaps after it was assumed
            self._fired.add(event.cue)
            self._once(self._seen_fire, event.cue, "was seen to fire twice")

    def _once(self, known: set[str], what: str, said: str) -> None:
        if what in known:
            raise Untrue("5", f"{what} {said}")
        known.add(what)

    def _item(self, marked: ItemMarked) -> None:
        if marked.status in PROBLEMS:
            self._problem_seen[marked.item] = marked.seen_at
        elif marked.seen_at < self._problem_seen.get(marked.item, 0):
            raise Untrue("6", f"{marked.item}: a mark made before its problem has cleared it")
