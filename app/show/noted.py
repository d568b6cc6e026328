"""What the report notes beside the figures: what was changed, and what went wrong."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.show.cast import ModelNoShow, ModelUnavailable
from app.show.cue import CueFailed, CueReanchored, CueSkipped
from app.show.item import ItemSubstituted
from app.show.lineup import LookAdded, LookAssigned, LookCut, LookMoved, LooksSwapped, Undone
from app.show.look import ExitFalse, LookOut, LookReinserted, LookSentBack, LookSkipped
from app.show.phase import ShowStopped
from app.show.restored import OrderRecorded
from app.show.words import Instant, LookId, PassId, Role

if TYPE_CHECKING:
    from app.show.as_run import LoggedEntry
    from app.show.show import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Which entry, by whom, about what."""

    seq: int
    at_ms: Instant
    by: PassId
    role: Role
    what: str
    look: LookId | None = None
    subject: str | None = None  # the cue, model, piece or other look


def noted(
    entries: "Iterable[LoggedEntry]", word: "Callable[[Event], str | None]"
) -> Iterator[Noted]:
    """Yield a note for each event that `word` has a word for."""
    for entry in entries:
        for event in entry.events:
            what = word(event)
            if what is not None:
                yield Noted(
                    seq=entry.seq,
                    at_ms=entry.at_ms,
                    by=entry.by.pass_id,
                    role=entry.by.role,
                    what=what,
                    look=_look_of(event),
                    subject=_subject_of(event),
                )


def changed(event: "Event") -> str | None:
    return {
        LookAdded: "look_added",
        LookAssigned: "look_assigned",
        LookCut: "look_cut",
        LookMoved: "look_moved",
        LooksSwapped: "looks_swapped",
        LookReinserted: "look_reinserted",
        CueReanchored: "cue_reanchored",
        ItemSubstituted: "item_substituted",
        Undone: "undone",
    }.get(type(event))


def went_wrong(event: "Event") -> str | None:
    if isinstance(event, LookOut) and event.instead_of is not None:
        return "someone_else_went"
    return {
        ExitFalse: "exit_false",
        LookSentBack: "look_sent_back",
        LookSkipped: "look_skipped",
        CueFailed: "cue_failed",
        CueSkipped: "cue_skipped",
        ModelNoShow: "model_no_show",
        ModelUnavailable: "model_unavailable",
        ShowStopped: "show_stopped",
        OrderRecorded: "order_recorded",
    }.get(type(event))


def _look_of(event: "Event") -> LookId | None:
    match event:
        case LookAdded():
            return event.look.id
        case ItemSubstituted():
            return event.by.look
        case LookOut() | ExitFalse() | LookSentBack() | LookSkipped() | LookReinserted():
            return event.look
        case LookCut() | LookMoved() | LooksSwapped() | LookAssigned() | OrderRecorded():
            return event.look
        case _:
            return None


def _subject_of(event: "Event") -> str | None:
    match event:
        case LookOut():
            return event.instead_of
        case LooksSwapped():
            return event.other
        case CueReanchored() | CueFailed() | CueSkipped() | OrderRecorded():
            return event.cue
        case LookAssigned() | ModelNoShow() | ModelUnavailable():
            return event.model
        case ItemSubstituted():
            return event.item
        case _:
            return None
