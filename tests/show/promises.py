"""What must hold between a show before an entry and after it, whatever the entry was."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.show.cast import MarkService
from app.show.change_window import grade
from app.show.cue import CueFailed, CueFired, CueGone, CueSkipped
from app.show.cue_times import WAITING
from app.show.decision import ChooseOption, DecisionRaised
from app.show.due import due
from app.show.evening import BEFORE_LIVE, Phase
from app.show.forecast import Forecast, forecast
from app.show.guard import PRODUCERS
from app.show.hold import ReleaseHold
from app.show.holding import HoldScope
from app.show.item import HandOver, ItemHandedOver, ItemMarked, ItemStage, MarkItem
from app.show.lineup import MoveLook, Undo
from app.show.look import (
    GONE,
    WENT,
    ExitFalse,
    FalseExit,
    Go,
    LookOut,
    MarkLook,
    ReinsertLook,
    Stage,
)
from app.show.message import MessageSent
from app.show.phase import RunBegan, ShowStarted, StopLifted
from app.show.repair import HelpRequested
from app.show.seat import MarkSeat
from app.show.show import Command, Event
from app.show.state import Show
from app.show.wardrobe import holder_of
from app.show.words import Circumstances, CueId, Instant, ItemId, LookId, Role

STEPS: Final = {
    (Phase.PLANNED, Phase.PREP),
    (Phase.PREP, Phase.FIRST_LOOKS),
    (Phase.FIRST_LOOKS, Phase.LINED_UP),
    (Phase.LINED_UP, Phase.LIVE),
    (Phase.LIVE, Phase.FINALE),
    (Phase.FINALE, Phase.ENDED),
    (Phase.ENDED, Phase.WRAPPED),
    *((phase, Phase.CANCELLED) for phase in BEFORE_LIVE),
    *((phase, Phase.STOPPED) for phase in set(Phase) - {Phase.WRAPPED, Phase.CANCELLED}),
}
PROBLEMS: Final = frozenset({ItemStage.MISSING, ItemStage.DAMAGED, ItemStage.IN_ALTERATION})
COLLECTIONS: Final = (
    *("looks", "models", "items", "cues", "crew", "rooms"),
    *("help", "messages", "decisions", "seats", "guests", "passes"),
)


@dataclass
class Promises:
    """Keeps its own books of what has happened, beside the show's."""

    out: set[LookId] = field(default_factory=set)  # has left, and it was not a false exit
    last_out_at: Instant | None = None
    gone: set[CueId] = field(default_factory=set)
    fired: set[CueId] = field(default_factory=set)
    given_up: set[CueId] = field(default_factory=set)
    problem_seen_at: dict[ItemId, Instant] = field(default_factory=dict)

    def check(
        self,
        before: Show,
        after: Show,
        command: Command,
        around: Circumstances,
        events: tuple[Event, ...],
    ) -> None:
        self._judge_orders(before, command, around, events)
        _the_past_is_not_re_ordered(before, command, after, events)
        _shared_pieces_are_let_go_first(before, events)
        for event in events:
            self._write_down(event, around)
        _phases_follow_the_diagram(before, after, events)
        _older_marks_change_nothing(before, after, command, around)
        _revisions_grow_with_changes(before, after)
        assert after.at == around.now_ms, "the show knows how late it is"
        _new_ids_are_new(before, events)
        _the_books_agree(after)
        self._problems_stand(after, events)
        told = forecast(after)
        _the_order_holds_each_look_once(after, told)
        _the_forecast_is_consistent(after, told)

    def _judge_orders(
        self, before: Show, command: Command, around: Circumstances, events: tuple[Event, ...]
    ) -> None:
        if isinstance(command, Go):
            assert before.phase in (Phase.LIVE, Phase.FINALE), "no GO before the show is live"
            assert before.looks[command.look].status not in GONE
            assert (
                before.hold is None
                or before.hold.scope is not HoldScope.EXITS
                or (around.override is not None and around.by.role is not Role.STARTER)
            ), "no GO while exits are held, but with a reason"
            assert self.last_out_at is None or around.now_ms - self.last_out_at >= 700
            assert [e.look for e in events if isinstance(e, LookOut)] == [command.look]
        if isinstance(command, FalseExit):
            exited_at = before.looks[command.look].exited_at
            assert exited_at is not None
            assert around.now_ms - exited_at <= 10_000, "after ten seconds she has been seen"
        if isinstance(command, ReleaseHold) and before.hold and command.scope != "stop":
            calls = around.by.role in (Role.CALLER, Role.PRODUCER, Role.OWNER)
            assert calls or around.by.pass_id == before.hold.owner
        if isinstance(command, ChooseOption):
            assert before.decisions[command.decision].chosen is None, "settled twice"
        if any(isinstance(event, ShowStarted) for event in events):
            assert before.phase is Phase.LINED_UP
            assert before.hold is None, "a held start can't be called"
            overruled = around.override is not None and around.by.role in PRODUCERS
            assert before.release.green or overruled

    def _write_down(self, event: Event, around: Circumstances) -> None:
        match event:
            case RunBegan():
                self.out.clear()
                self.gone.clear()
                self.fired.clear()
                self.given_up.clear()
                self.last_out_at = None
            case LookOut():
                assert event.look not in self.out, f"{event.look} left twice"
                self.out.add(event.look)
                self.last_out_at = around.now_ms
            case ExitFalse():
                assert event.look in self.out, "only who went can have gone falsely"
                self.out.discard(event.look)
            case CueGone():
                assert event.cue not in self.gone, f"{event.cue} went twice"
                assert event.cue not in self.given_up, f"{event.cue} had failed or was skipped"
                self.gone.add(event.cue)
            case CueFired():
                assert event.cue in self.gone, f"{event.cue} fired without a GO"
                assert event.cue not in self.fired or not event.assumed
                self.fired.add(event.cue)
            case CueFailed() | CueSkipped():
                self.given_up.add(event.cue)
            case _:
                pass

    def _problems_stand(self, after: Show, events: tuple[Event, ...]) -> None:
        """A problem ends by what was seen after it, or by a decision; never by an older mark."""
        for event in events:
            if (
                isinstance(event, ItemMarked | ItemHandedOver)
                and event.item in self.problem_seen_at
            ):
                assert event.seen_at >= self.problem_seen_at[event.item]
        self.problem_seen_at = {
            item.id: item.marked_at
            for item in after.items.values()
            if item.status in PROBLEMS and item.marked_at is not None
        }


def _the_past_is_not_re_ordered(
    before: Show, command: Command, after: Show, events: tuple[Event, ...]
) -> None:
    """A look is placed behind all who have left, but for those who left out of order."""
    if not isinstance(command, MoveLook | ReinsertLook) or not events:
        return
    rest = [look for look in before.order if look != command.look]
    to_go = [n for n, look in enumerate(rest) if before.looks[look].status not in GONE]
    past = rest[: to_go[0]] if to_go else rest
    behind = after.order[after.order.index(command.look) + 1 :]
    assert not [look for look in behind if look in past and after.looks[look].status in WENT]


def _shared_pieces_are_let_go_first(before: Show, events: tuple[Event, ...]) -> None:
    for event in events:
        if isinstance(event, ItemHandedOver):
            holder = holder_of(before, before.items[event.item])
            let_go = (Stage.OFF, Stage.DONE, Stage.CUT, Stage.SKIPPED)
            assert holder == event.look or before.looks[holder].status in let_go


def _phases_follow_the_diagram(before: Show, after: Show, events: tuple[Event, ...]) -> None:
    if before.phase is after.phase:
        return
    if any(isinstance(event, RunBegan) for event in events):
        assert after.phase in (Phase.PLANNED, Phase.PREP)
    elif any(isinstance(event, StopLifted) for event in events):
        assert (before.phase, after.phase) == (Phase.STOPPED, before.phase_before_stop)
    else:
        assert (before.phase, after.phase) in STEPS


def _older_marks_change_nothing(
    before: Show, after: Show, command: Command, around: Circumstances
) -> None:
    seen_at, collection = _last_seen(before, command)
    if seen_at is not None and around.seen_at < seen_at:
        assert getattr(after, collection) == getattr(before, collection)


def _last_seen(show: Show, command: Command) -> tuple[Instant | None, str]:
    """Return when what the command marks was last seen, and where it is kept."""
    match command:
        case MarkLook():
            return show.looks[command.look].marked_at, "looks"
        case MarkItem() | HandOver():
            return show.items[command.item].marked_at, "items"
        case MarkSeat():
            return show.seats[command.seat].marked_at, "seats"
        case MarkService():
            return show.models[command.model].services_at.get(command.service), "models"
        case _:
            return None, ""


def _revisions_grow_with_changes(before: Show, after: Show) -> None:
    for name in COLLECTIONS:
        old: Mapping[str, object] = getattr(before, name)
        new: Mapping[str, object] = getattr(after, name)
        if old is new:
            continue
        for key, value in new.items():
            if key in old and old[key] is not value:
                _grew(name, old[key], value)
    assert after.rev >= before.rev
    assert after.seq == before.seq + 1


def _grew(name: str, old: object, new: object) -> None:
    rev_before, rev_after = old.rev, new.rev  # type: ignore[attr-defined]  # every entity has one
    assert rev_after >= rev_before, f"{name}: a revision went back"
    if replace(old, rev=0) != replace(new, rev=0):  # type: ignore[type-var]  # entities are dataclasses
        assert rev_after > rev_before, f"{name}: changed under the same revision"


def _new_ids_are_new(before: Show, events: tuple[Event, ...]) -> None:
    made: list[str] = []
    for event in events:
        match event:
            case HelpRequested():
                assert event.help.id not in before.help
                made.append(event.help.id)
            case MessageSent():
                assert event.message.id not in before.messages
                made.append(event.message.id)
            case DecisionRaised():
                assert event.decision.id not in before.decisions
                made.append(event.decision.id)
            case _:
                pass
    assert len(made) == len(set(made)), "two things of one entry under one id"


def _the_books_agree(show: Show) -> None:
    """What is written down in two places says the same in both."""
    sitting = {seat.guest: seat.id for seat in show.seats.values() if seat.guest is not None}
    assert sitting == {g.id: g.seat for g in show.guests.values() if g.seat is not None}
    asked = {card.cue for card in show.decisions.values() if card.chosen is None}
    lost = {cue.id for cue in show.cues.values() if cue.anchor_lost and cue.status in WAITING}
    assert lost <= asked, "a cue without its look has a card, or it is dropped silently"
    for look in show.looks.values():
        assert all(show.items[item].look == look.id for item in look.items)
    if show.run is not None:
        turns = [turn.look for turn in show.run.exits if not turn.false]
        for look in show.looks.values():
            assert look.exits == sum(turn.look == look.id for turn in show.run.exits)
        went = [look.id for look in show.looks.values() if look.status in WENT]
        assert sorted(turns) == sorted(went), "who has left is who is written down as having left"


def _the_order_holds_each_look_once(show: Show, told: Forecast) -> None:
    assert sorted(show.order) == sorted(show.looks)
    due_look = show.next_look()
    assert due_look is None or due_look.status not in (Stage.CUT, Stage.SKIPPED, *GONE)
    assert told.next == (due_look.id if due_look else None)


def _the_forecast_is_consistent(show: Show, told: Forecast) -> None:
    exits = [told.looks[i].exit_at for i in show.order if i in told.looks]
    known = [at for at in exits if at is not None]
    assert known == sorted(known), "exits follow the order"
    assert told.ready + told.working + told.problem <= len(show.to_go())
    for look_id, change in told.changes.items():
        look, worn = show.looks[look_id], show.looks[change.after]
        assert look.model == worn.model
        assert change.slack_ms == change.window_ms - change.needed_ms
        assert change.grade is grade(change.window_ms, change.needed_ms)
        wanted = told.looks[look_id].exit_at if look_id in told.looks else None
        left = worn.exited_at if worn.exited_at is not None else _exit_of(told.looks, worn.id)
        if wanted is None or left is None:
            continue
        walk = worn.measured_walk_ms if worn.measured_walk_ms is not None else show.walk_ms
        back = worn.returned_at if worn.returned_at is not None else left + walk
        assert change.window_ms == wanted - 2 * told.spacing_ms - back - 25_000
    times = [one.at_ms for one in due(show, told)]
    assert times == sorted(times)


def _exit_of(looks: Mapping[LookId, object], look: LookId) -> Instant | None:
    return getattr(looks.get(look), "exit_at", None)


def undo_restores(history: Mapping[int, Show], undo: Undo, after: Show) -> None:
    """What the entry changed stands as it stood before it; revisions have gone on."""
    before, then = history[undo.seq - 1], history[undo.seq]
    for name in ("looks", "items", "models"):
        for key, value in getattr(before, name).items():
            if getattr(then, name)[key] != value:
                restored = getattr(after, name)[key]
                assert replace(restored, rev=0) == replace(value, rev=0), f"{name} {key}"
    if before.order != then.order:
        assert after.order == before.order
