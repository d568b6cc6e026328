"""The show's functions: `decide` says what follows from a command, `evolve` what the show is afterwards."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, TypeVar, assert_never

from app.show.attendance import decide_cast, evolve_cast
from app.show.bundle import BundleCommand, BundleEvent
from app.show.calling import decide_cue, evolve_cue
from app.show.cast import (
    CastCommand,
    CastEvent,
    ModelArrived,
    ModelEnRoute,
    ModelNoShow,
    ServiceMarked,
)
from app.show.crew import CrewCommand, CrewEvent, decide_crew, evolve_crew
from app.show.cue import CueCommand, CueEvent
from app.show.decision import DecisionCommand, DecisionEvent, decide_decision, evolve_decision
from app.show.dressing import DressingCommand, DressingEvent, decide_dressing, evolve_dressing
from app.show.exits import ExitCommand, ExitEvent, decide_exit, evolve_exit
from app.show.expected import must_be_as_expected
from app.show.guest import GuestCommand, GuestEvent
from app.show.hold import HoldCommand, HoldEvent, decide_hold, evolve_hold
from app.show.item import (
    ItemCommand,
    ItemEdited,
    ItemEvent,
    ItemMarked,
)
from app.show.late import LateEvent, of_another_run
from app.show.lineup import (
    LineupCommand,
    LineupEvent,
    LookAssigned,
    LookEdited,
    LookMoved,
    LooksSwapped,
)
from app.show.look import LookAtLine, LookChecked, LookDone, LookDressed, LookDressing
from app.show.message import (
    MessageCommand,
    MessageEvent,
    MessageSent,
    decide_message,
    evolve_message,
)
from app.show.permission import kind_of, must_be_allowed
from app.show.phase import PhaseCommand, PhaseEvent
from app.show.planning import decide_bundle, evolve_bundle
from app.show.repair import RepairCommand, RepairEvent, decide_repair, evolve_repair
from app.show.replan import decide_lineup, evolve_lineup
from app.show.restored import (
    RestoredCommand,
    RestoredEvent,
    decide_restored,
    evolve_restored,
    only_recorded,
)
from app.show.seat import SeatCommand, SeatEvent
from app.show.seating import decide_guest, decide_seat, evolve_guest, evolve_seat
from app.show.state import UNDOABLE_KEPT, Show, Undoable
from app.show.steps import decide_phase, evolve_phase
from app.show.wardrobe import decide_item, evolve_item
from app.show.words import Circumstances, Decided, Stamp

Command = (
    PhaseCommand
    | HoldCommand
    | DressingCommand
    | ExitCommand
    | LineupCommand
    | CastCommand
    | CrewCommand
    | ItemCommand
    | RepairCommand
    | CueCommand
    | MessageCommand
    | DecisionCommand
    | SeatCommand
    | GuestCommand
    | BundleCommand
    | RestoredCommand
)
Event = (
    PhaseEvent
    | HoldEvent
    | DressingEvent
    | ExitEvent
    | LineupEvent
    | CastEvent
    | CrewEvent
    | ItemEvent
    | RepairEvent
    | CueEvent
    | MessageEvent
    | DecisionEvent
    | SeatEvent
    | GuestEvent
    | BundleEvent
    | LateEvent
    | RestoredEvent
)

# Taken back by `undo` as long as nothing else has touched what they changed.
UNDOES: Final = (
    LookDressing
    | LookDressed
    | LookChecked
    | LookAtLine
    | LookDone
    | LookMoved
    | LooksSwapped
    | LookAssigned
    | LookEdited
    | ItemMarked
    | ItemEdited
    | ModelArrived
    | ModelEnRoute
    | ModelNoShow
    | ServiceMarked
    | MessageSent
)


K = TypeVar("K")
V = TypeVar("V")


def decide(show: Show, command: Command, around: Circumstances) -> Decided:
    """Say what follows from the command.

    Raises:
        Refused: with the reason for programs and the sentence for people; nothing has changed.
    """
    must_be_allowed(show, command, around.by, around.scope)
    recorded = only_recorded(command, kind_of(type(command)), around)
    if recorded is not None:
        return recorded
    must_be_as_expected(show, command, around)
    return of_another_run(show, command, around) or _decide(show, command, around)


def _decide(show: Show, command: Command, around: Circumstances) -> Decided:  # noqa: C901, PLR0911, PLR0912 - one line a machine
    if isinstance(command, PhaseCommand):
        return decide_phase(show, command, around)
    if isinstance(command, HoldCommand):
        return decide_hold(show, command, around)
    if isinstance(command, DressingCommand):
        return decide_dressing(show, command, around)
    if isinstance(command, ExitCommand):
        return decide_exit(show, command, around)
    if isinstance(command, LineupCommand):
        return decide_lineup(show, command, around)
    if isinstance(command, CastCommand):
        return decide_cast(show, command, around)
    if isinstance(command, CrewCommand):
        return decide_crew(show, command, around)
    if isinstance(command, ItemCommand):
        return decide_item(show, command, around)
    if isinstance(command, RepairCommand):
        return decide_repair(show, command, around)
    if isinstance(command, CueCommand):
        return decide_cue(show, command, around)
    if isinstance(command, MessageCommand):
        return decide_message(show, command, around)
    if isinstance(command, DecisionCommand):
        return decide_decision(show, command, around)
    if isinstance(command, SeatCommand):
        return decide_seat(show, command, around)
    if isinstance(command, GuestCommand):
        return decide_guest(show, command, around)
    if isinstance(command, BundleCommand):
        return decide_bundle(show, command, around)
    if isinstance(command, RestoredCommand):
        return decide_restored(show, around)
    assert_never(command)


def evolve(show: Show, event: Event, stamp: Stamp) -> Show:  # noqa: C901, PLR0911, PLR0912 - one line a machine
    """Return the show after the event. Takes every event ever written, also what `decide` would refuse today."""
    if isinstance(event, PhaseEvent):
        return evolve_phase(show, event, stamp)
    if isinstance(event, HoldEvent):
        return evolve_hold(show, event, stamp)
    if isinstance(event, DressingEvent):
        return evolve_dressing(show, event, stamp)
    if isinstance(event, ExitEvent):
        return evolve_exit(show, event, stamp)
    if isinstance(event, LineupEvent):
        return evolve_lineup(show, event, stamp)
    if isinstance(event, CastEvent):
        return evolve_cast(show, event, stamp)
    if isinstance(event, CrewEvent):
        return evolve_crew(show, event, stamp)
    if isinstance(event, ItemEvent):
        return evolve_item(show, event, stamp)
    if isinstance(event, RepairEvent):
        return evolve_repair(show, event, stamp)
    if isinstance(event, CueEvent):
        return evolve_cue(show, event, stamp)
    if isinstance(event, MessageEvent):
        return evolve_message(show, event, stamp)
    if isinstance(event, DecisionEvent):
        return evolve_decision(show, event, stamp)
    if isinstance(event, SeatEvent):
        return evolve_seat(show, event, stamp)
    if isinstance(event, GuestEvent):
        return evolve_guest(show, event, stamp)
    if isinstance(event, BundleEvent):
        return evolve_bundle(show, event, stamp)
    if isinstance(event, LateEvent):
        return show
    if isinstance(event, RestoredEvent):
        return evolve_restored(show, event)
    assert_never(event)


def fold(show: Show, stamp: Stamp, events: Iterable[Event]) -> Show:
    """Return the show after one entry of the log."""
    assert stamp.seq == show.seq + 1, "entries are folded one by one, in order"
    after, caused = show, tuple(events)
    for event in caused:
        after = evolve(after, event, stamp)
    own = _own(show) != _own(after)
    return replace(
        after,
        at=max(show.at, stamp.at_ms),
        seq=stamp.seq,
        rev=show.rev + 1 if own else show.rev,
        undoable=_undoable(show, after, stamp, caused),
    )


def _own(show: Show) -> tuple[object, ...]:
    """Return what belongs to the show itself, apart from its collections."""
    return (
        show.title,
        show.phase,
        show.house,
        show.hold,
        show.release,
        show.lineup,
        show.revision,
        show.caller,
        show.spacing_ms,
        show.walk_ms,
        show.starts_at,
        show.assembly,
        show.checks,
        show.at_line_min,
        show.order,
        show.plan_order,
        show.last_go_at,
    )


def _undoable(
    before: Show, after: Show, stamp: Stamp, events: tuple[Event, ...]
) -> tuple[Undoable, ...]:
    """Keep what the entry found before it, and forget what it has made impossible to take back."""
    looks = tuple(_changed(before.looks, after.looks))
    items = tuple(_changed(before.items, after.items))
    models = tuple(_changed(before.models, after.models))
    moved = before.order != after.order
    touched = frozenset(
        (*(one.id for one in looks), *(one.id for one in items), *(one.id for one in models))
    )
    if not touched and not moved:
        return after.undoable
    kept = [one for one in after.undoable if not _collides(one, touched, moved=moved)]
    if events and all(isinstance(event, UNDOES) for event in events):
        found = Undoable(
            seq=stamp.seq,
            by=stamp.by.pass_id,
            touched=tuple(sorted(touched)),
            looks=looks,
            items=items,
            models=models,
            order=before.order if moved else None,
        )
        kept.append(found)
    return tuple(kept[-UNDOABLE_KEPT:])


def _changed(before: Mapping[K, V], after: Mapping[K, V]) -> Iterator[V]:
    if before is after:
        return
    for key, value in before.items():
        if after.get(key) is not value:
            yield value


def _collides(one: Undoable, touched: frozenset[str], *, moved: bool) -> bool:
    return (moved and one.order is not None) or not touched.isdisjoint(one.touched)
