"""Everybody who sees the show as the same role: told the same bytes, made once."""

from dataclasses import dataclass, field

from app.live.desk import Turn
from app.live.frame import framed
from app.live.line import Line
from app.live.screen import Screen
from app.live.snapshot import Snapshot
from app.show.words import PassId, Role
from app.talk import frames
from app.talk.deltas import Delta, delta
from app.talk.recall import Recall
from app.views.changes import Step
from app.views.see import Moment
from app.wire.events import entry_events_outward
from app.wire.messages import EntryOut


@dataclass(slots=True)
class Audience:
    """The screens of one role, and what they may have missed."""

    role: Role
    recall: Recall[Delta]
    screens: set[Screen] = field(default_factory=set)
    snapshot: Snapshot | None = None
    # The lines of those who keep up, and who does not; found anew when that has changed.
    _lines: tuple[Line, ...] = ()
    _behind: tuple[Screen, ...] = ()
    _grouped: bool = False

    def regroup(self) -> None:
        """Find out anew who keeps up: somebody has come, gone, fallen behind or caught up."""
        self._grouped = False

    def tell(self, turn: Turn, step: Step) -> int:
        """Tell all of them what a turn changed; return how many bytes that were."""
        last = turn.entries[-1].logged
        made = delta(
            first=turn.entries[0].logged.seq,
            last=last.seq,
            at_ms=last.at_ms,
            entries=entries_told(turn, self.role),
            patch=step.patch(self.role),
        )
        self.snapshot = None
        self.recall.add(made)
        frame = framed(made.frame)
        self._write(frame)
        for screen in self._behind:
            screen.put_aside(made)
        return len(frame) * len(self.screens)

    def say(self, text: bytes) -> None:
        """Send the same frame to all who keep up; who does not gets a newer one later."""
        self._write(framed(text))

    def snapshot_of(self, moment: Moment, epoch: str, state_hash: str) -> Snapshot:
        """Return the whole state, encoded once for each seq."""
        if self.snapshot is None:
            self.snapshot = Snapshot.of_moment(moment, self.role, epoch, state_hash)
        return self.snapshot

    def _write(self, frame: bytes) -> None:
        """Write to everybody who keeps up. A write may block its line, which counts from the next on."""
        if not self._grouped:
            self._grouped = True
            self._lines = tuple(one.line for one in self.screens if one.line.clear)
            self._behind = tuple(one for one in self.screens if not one.line.clear)
        for line in self._lines:
            line.write(frame)  # looked up each time: a line that has ended writes nowhere

    def begin_anew(self, head: int) -> None:
        """Forget what was told: history has another end than it had."""
        self.recall.forget(head)
        self.snapshot = None


def entries_told(turn: Turn, role: Role) -> list[EntryOut]:
    """Return a turn's entries as a role hears of them."""
    return [
        {
            "seq": told.logged.seq,
            "id": told.command_id,
            "actor": frames.actor(
                told.logged.by.pass_id,
                told.logged.by.role,
                label_of(turn.after, told.logged.by.pass_id),
            ),
            "events": entry_events_outward(told.logged.events, role, turn.after.show),
        }
        for told in turn.entries
    ]


def label_of(moment: Moment, pass_id: PassId) -> str | None:
    """Return what is written on a pass."""
    held = moment.show.passes.get(pass_id)
    label = moment.told.get(held.label) if held is not None and held.label else None
    return None if label is None else str(label)
