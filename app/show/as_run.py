"""The as-run report: what was planned at time zero against what really happened."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.show.cast import LOST, Presence
from app.show.cue import CueStage
from app.show.evening import Run, RunKind
from app.show.forecast import Forecast, forecast
from app.show.holding import HoldReason, HoldScope
from app.show.look import Look, LookDressed, LookDressing, Stage
from app.show.noted import Noted, changed, noted, went_wrong
from app.show.phase import RunBegan, ShowStarted
from app.show.repair import HelpKind, HelpRequested, HelpStage
from app.show.show import fold
from app.show.state import Show
from app.show.words import (
    Actor,
    CueId,
    HelpId,
    Instant,
    LookId,
    ModelId,
    Refused,
    RunId,
    Span,
    Stamp,
    Why,
)

if TYPE_CHECKING:
    from app.show.show import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedEntry:
    """One entry of the log, as far as the report needs it."""

    seq: int
    at_ms: Instant
    by: Actor
    events: "tuple[Event, ...]"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRun:
    """One look: `over_ms` is how much later than planned it left, less than nothing if earlier."""

    look: LookId
    number: str
    model: ModelId | None = None
    status: Stage
    planned_place: int | None = None  # counted from 1; absent if it was added or cut meanwhile
    place: int | None = None  # absent if it never left
    planned_exit_at: Instant | None = None
    exit_at: Instant | None = None
    over_ms: Span | None = None
    walk_ms: Span | None = None  # seen, not assumed
    change_ms: Span | None = None  # from the first touch to READY
    false_exits: int = 0
    instead_of: LookId | None = None  # somebody else's turn that it took


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldRun:
    scope: HoldScope
    reason: HoldReason
    since_at: Instant
    until_at: Instant
    held_ms: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldFor:
    reason: HoldReason
    times: int
    held_ms: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class CueRun:
    cue: CueId
    name: str
    status: CueStage
    planned_at: Instant | None = None
    go_at: Instant | None = None
    over_ms: Span | None = None
    assumed: bool = False  # nobody confirmed that it fired


@dataclass(frozen=True, slots=True, kw_only=True)
class LateModel:
    """A model who came after her call, or not at all; then `late_ms` is absent."""

    model: ModelId
    status: Presence
    call_at: Instant | None = None
    arrived_at: Instant | None = None
    late_ms: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRun:
    help: HelpId
    look: LookId
    kind: HelpKind
    status: HelpStage
    raised_at: Instant
    accepted_ms: Span | None = None  # until somebody took it
    took_ms: Span | None = None  # until it was over


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    run: RunId
    kind: RunKind
    title: str
    began_at: Instant
    t0_at: Instant | None = None
    ended_at: Instant | None = None
    planned_ms: Span | None = None
    actual_ms: Span | None = None
    over_ms: Span | None = None
    planned_order: tuple[LookId, ...] = ()
    order: tuple[LookId, ...] = ()  # as they left
    looks: tuple[LookRun, ...] = ()
    holds: tuple[HoldRun, ...] = ()
    held_for: tuple[HeldFor, ...] = ()
    cues: tuple[CueRun, ...] = ()
    late_models: tuple[LateModel, ...] = ()
    help: tuple[HelpRun, ...] = ()
    changes: tuple[Noted, ...] = ()
    incidents: tuple[Noted, ...] = ()


NO_FORECAST: Final = Forecast(looks={}, changes={}, cues={}, latest={})


def report(entries: Iterable[LoggedEntry], run_id: RunId) -> Report:
    """Fold the log as far as the run's end, and compare what it planned with what it became.

    Raises:
        Refused: if no such run ever began.
    """
    show, planned = Show(), NO_FORECAST
    planned_order: tuple[LookId, ...] = ()
    mine: list[LoggedEntry] = []
    for entry in entries:
        begins = [event.run for event in entry.events if isinstance(event, RunBegan)]
        if mine and begins:
            break
        stamp = Stamp(seq=entry.seq, at_ms=entry.at_ms, by=entry.by)
        show = fold(show, stamp, entry.events)
        if mine or run_id in begins:
            mine.append(entry)
            if any(isinstance(event, ShowStarted) for event in entry.events):
                planned = forecast(show)
                planned_order = tuple(look.id for look in show.to_go())
    if not mine or show.run is None:
        raise Refused(Why.UNKNOWN_ENTITY, f"There is no run {run_id}.")
    return _written(show, show.run, _Evidence(mine, planned, planned_order))


@dataclass(frozen=True, slots=True)
class _Evidence:
    entries: list[LoggedEntry]
    planned: Forecast
    planned_order: tuple[LookId, ...]


def _written(show: Show, run: Run, evidence: _Evidence) -> Report:
    actual_ms = _between(run.t0_at, run.ended_at)
    planned_ms = run.planned_ms
    holds = tuple(_holds(show, run))
    return Report(
        run=run.id,
        kind=run.kind,
        title=show.title,
        began_at=run.began_at,
        t0_at=run.t0_at,
        ended_at=run.ended_at,
        planned_ms=planned_ms,
        actual_ms=actual_ms,
        over_ms=None if None in (actual_ms, planned_ms) else _between(planned_ms, actual_ms),
        planned_order=evidence.planned_order,
        order=tuple(turn.look for turn in run.exits if not turn.false),
        looks=tuple(_looks(show, run, evidence)),
        holds=holds,
        held_for=tuple(_held_for(holds)),
        cues=tuple(_cues(show, evidence.planned)),
        late_models=tuple(_late_models(show)),
        help=tuple(_help(show, evidence.entries)),
        changes=tuple(noted(evidence.entries, changed)),
        incidents=tuple(noted(evidence.entries, went_wrong)),
    )


def _between(since: int | None, until: int | None) -> Span | None:
    return None if since is None or until is None else Span(until - since)


def _looks(show: Show, run: Run, evidence: _Evidence) -> Iterator[LookRun]:
    """Yield the looks as they left, then those that did not, in the line-up's order."""
    turns = {turn.look: turn for turn in run.exits if not turn.false}
    changes = _change_times(evidence.entries)
    left = list(turns)
    for look_id in (*left, *(i for i in show.order if i not in turns)):
        look, turn = show.looks[look_id], turns.get(look_id)
        planned = evidence.planned.looks.get(look_id)
        planned_at = planned.exit_at if planned else None
        yield LookRun(
            look=look_id,
            number=look.number,
            model=turn.model if turn else look.model,
            status=look.status,
            planned_place=_place(evidence.planned_order, look_id),
            place=_place(left, look_id),
            planned_exit_at=planned_at,
            exit_at=turn.at_ms if turn else None,
            over_ms=_between(planned_at, turn.at_ms) if turn else None,
            walk_ms=_walk(look),
            change_ms=changes.get(look_id),
            false_exits=sum(one.false for one in run.exits if one.look == look_id),
            instead_of=turn.instead_of if turn else None,
        )


def _place(order: Iterable[LookId], look: LookId) -> int | None:
    return next((place for place, one in enumerate(order, start=1) if one == look), None)


def _walk(look: Look) -> Span | None:
    return None if look.return_assumed else _between(look.exited_at, look.returned_at)


def _change_times(entries: Iterable[LoggedEntry]) -> Mapping[LookId, Span]:
    """Return how long each look took from the first touch to READY; the last time counts."""
    begun: dict[LookId, Instant] = {}
    took: dict[LookId, Span] = {}
    for event in (event for entry in entries for event in entry.events):
        if isinstance(event, LookDressing):
            begun[event.look] = event.seen_at
        elif isinstance(event, LookDressed) and event.look in begun:
            took[event.look] = Span(max(0, event.seen_at - begun[event.look]))
    return took


def _holds(show: Show, run: Run) -> Iterator[HoldRun]:
    """Yield the holds; one that nobody released counts until the end, or until now."""
    for one in run.holds:
        yield _hold(one.scope, one.reason, one.since_at, one.until_at)
    if (on := show.hold) is not None:
        until_at = run.ended_at if run.ended_at is not None else show.at
        yield _hold(on.scope, on.reason, on.since_at, until_at)


def _hold(scope: HoldScope, reason: HoldReason, since_at: Instant, until_at: Instant) -> HoldRun:
    return HoldRun(
        scope=scope,
        reason=reason,
        since_at=since_at,
        until_at=until_at,
        held_ms=Span(max(0, until_at - since_at)),
    )


def _held_for(holds: tuple[HoldRun, ...]) -> Iterator[HeldFor]:
    for reason in HoldReason:
        spans = [hold.held_ms for hold in holds if hold.reason is reason]
        if spans:
            yield HeldFor(reason=reason, times=len(spans), held_ms=Span(sum(spans)))


def _cues(show: Show, planned: Forecast) -> Iterator[CueRun]:
    for cue in show.cues.values():
        planned_at = show.t0_at if cue.start else planned.cues.get(cue.id)
        yield CueRun(
            cue=cue.id,
            name=cue.name,
            status=cue.status,
            planned_at=planned_at,
            go_at=cue.go_at,
            over_ms=_between(planned_at, cue.go_at),
            assumed=cue.fired_assumed,
        )


def _late_models(show: Show) -> Iterator[LateModel]:
    for model in show.models.values():
        late_ms = _between(model.call_at, model.arrived_at)
        if model.status in LOST or (late_ms is not None and late_ms > 0):
            yield LateModel(
                model=model.id,
                status=model.status,
                call_at=model.call_at,
                arrived_at=model.arrived_at,
                late_ms=None if model.status in LOST else late_ms,
            )


def _help(show: Show, entries: Iterable[LoggedEntry]) -> Iterator[HelpRun]:
    raised = [
        event.help.id
        for entry in entries
        for event in entry.events
        if isinstance(event, HelpRequested)
    ]
    for one in (show.help[i] for i in raised):
        yield HelpRun(
            help=one.id,
            look=one.look,
            kind=one.kind,
            status=one.status,
            raised_at=one.raised_at,
            accepted_ms=_between(one.raised_at, one.accepted_at),
            took_ms=_between(one.raised_at, one.ended_at),
        )
