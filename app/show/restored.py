"""A show restored from an older copy: people are told, and orders of before are written down and no more."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from app.show.lineup import Undo
from app.show.message import ChangeCode
from app.show.notice import alarm
from app.show.words import Circumstances, CueId, Decided, Kind, LookId, Role

if TYPE_CHECKING:
    from app.show.show import Command
    from app.show.state import Show

ALARMED: Final = tuple(
    f"role:{role.value}" for role in (Role.CALLER, Role.STARTER, Role.STAGE_MANAGER, Role.PRODUCER)
)
IDS_APART: Final = 1_000  # more than an evening makes: what was lost and what comes share no id


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRestored:
    """Sent by the clock, first of all in a new epoch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRestored:
    """From here on the show makes ids that none of the lost entries can have made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRecorded:
    """An order, stop or undo of before the loss, offered again: it is known, and moves nothing now."""

    order: str
    look: LookId | None = None
    cue: CueId | None = None


RestoredCommand = TellRestored
RestoredEvent = HistoryRestored | OrderRecorded


def decide_restored(show: "Show", around: Circumstances) -> Decided:
    """Raise the alarm."""
    apart = replace(show, made=_ids_apart(show))
    told = alarm(apart, ChangeCode.HISTORY_RESTORED, ALARMED, around)
    return Decided(events=(HistoryRestored(), told))


def only_recorded(command: "Command", kind: Kind, around: Circumstances) -> Decided | None:
    """Answer what was ordered in the history that was lost; marks and edits are judged as ever.

    What it moved then may stand otherwise now: to do it a second time, somebody presses again. An undo names
    an entry by a number that belongs to another one by now.
    """
    moves = kind in {Kind.ORDER, Kind.STOP} or isinstance(command, Undo)
    if not around.offered_again or not moves:
        return None
    order = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(command).__name__).lower()
    look, cue = getattr(command, "look", None), getattr(command, "cue", None)
    return Decided(events=(OrderRecorded(order=order, look=look, cue=cue),))


def evolve_restored(show: "Show", event: RestoredEvent) -> "Show":
    return replace(show, made=_ids_apart(show)) if isinstance(event, HistoryRestored) else show


def _ids_apart(show: "Show") -> int:
    return (show.made // IDS_APART + 1) * IDS_APART
