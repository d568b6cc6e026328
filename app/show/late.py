"""A mark that came late: something newer is known, or it belongs to a run that is over. Kept, changes nothing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.show.cue import ConfirmFired, ConfirmStandby, FailCue
from app.show.item import ItemMarkSuperseded
from app.show.look import BackToDressing, LookOff, MarkSuperseded, SomeoneElseWent
from app.show.repair import AcceptHelp, DeclineHelp, FinishHelp, HelpMarkSuperseded, RequestHelp
from app.show.words import Circumstances, Decided, Instant

if TYPE_CHECKING:
    from app.show.show import Command
    from app.show.state import Show


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationLate:
    """`subject` is the id of what was seen."""

    subject: str
    seen_at: Instant


LateEvent = ObservationLate
SUPERSEDED: Final = MarkSuperseded | ItemMarkSuperseded | HelpMarkSuperseded | ObservationLate

OF_THE_RUN: Final = (
    BackToDressing
    | RequestHelp
    | AcceptHelp
    | FinishHelp
    | DeclineHelp
    | ConfirmStandby
    | ConfirmFired
    | FailCue
    | LookOff
    | SomeoneElseWent
)


def too_late(subject: str, around: Circumstances) -> Decided:
    """Answer a mark that something newer has overtaken."""
    return Decided(events=(ObservationLate(subject=subject, seen_at=around.seen_at),))


def of_another_run(show: "Show", command: "Command", around: Circumstances) -> Decided | None:
    """Answer what waited in a phone since an earlier run: it says nothing about this one."""
    if show.run is None or not isinstance(command, OF_THE_RUN):
        return None
    if around.seen_at >= show.run.began_at:
        return None
    match command:
        case BackToDressing() | RequestHelp() | LookOff() | SomeoneElseWent():
            return too_late(command.look, around)
        case AcceptHelp() | FinishHelp() | DeclineHelp():
            return too_late(command.help, around)
        case _:
            return too_late(command.cue, around)
