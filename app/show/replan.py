"""Changing the line-up: adding, moving, swapping, cutting and re-casting looks, and taking a step back."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from app.show.cast import LOST, Presence
from app.show.evening import Lineup, Phase
from app.show.exits import leaves_the_line, must_be_to_go, placed
from app.show.forecast import Grade, forecast
from app.show.guard import OVERRIDERS, weigh
from app.show.lineup import (
    AddLook,
    AssignModel,
    CutLook,
    EditLook,
    EditShow,
    FreezeLineup,
    LineupCommand,
    LineupEvent,
    LineupFrozen,
    LineupPublished,
    LookAdded,
    LookAssigned,
    LookCut,
    LookEdited,
    LookMoved,
    LooksSwapped,
    MoveLook,
    PublishLineup,
    ShowEdited,
    SwapLooks,
    Undo,
    Undone,
)
from app.show.look import Look, Stage
from app.show.message import ChangeCode
from app.show.notice import notice
from app.show.reanchor import lose_anchors
from app.show.words import (
    Circumstances,
    CrewId,
    Decided,
    Guard,
    LookId,
    Refused,
    Role,
    Stamp,
    Why,
    given,
    unused,
)

if TYPE_CHECKING:
    from app.show.state import Show

LATE_EDITORS = frozenset({Role.PRODUCER, Role.STAGE_MANAGER, Role.CALLER, Role.OWNER})


def decide_lineup(show: "Show", command: LineupCommand, around: Circumstances) -> Decided:  # noqa: C901, PLR0911, PLR0912 - one line a command
    match command:
        case AddLook():
            return _add(show, command, around)
        case EditLook():
            return _edit(show, command, around)
        case MoveLook():
            return _move(show, command, around)
        case SwapLooks():
            return _swap(show, command, around)
        case CutLook():
            return _cut(show, command, around)
        case AssignModel():
            return _assign(show, command, around)
        case PublishLineup():
            if show.live:
                raise Refused(Why.INVALID_TRANSITION, "The show is live: the plan stands.")
            return Decided(events=(LineupPublished(revision=show.revision + 1),))
        case FreezeLineup():
            return Decided(events=(LineupFrozen(frozen=command.frozen),))
        case EditShow():
            return _edit_show(command)
        case Undo():
            return _undo(show, command, around)
        case _:
            assert_never(command)


def _may_change_lineup(show: "Show", around: Circumstances) -> tuple[Guard, ...]:
    """From first looks on, only the stage manager, the caller and producers change the line-up."""
    if show.phase not in (Phase.PLANNED, Phase.PREP) and around.by.role not in LATE_EDITORS:
        raise Refused(Why.FORBIDDEN, "From first looks on, ask the stage manager.")
    if show.phase in (Phase.ENDED, Phase.WRAPPED, Phase.CANCELLED):
        raise Refused(Why.INVALID_TRANSITION, "This run is over.")
    if show.lineup is Lineup.FROZEN and not show.live:
        return (Guard(code="lineup_frozen", detail="The line-up is frozen."),)
    return ()


def _must_know(show: "Show", dresser: CrewId | None) -> None:
    if dresser is not None and dresser not in show.crew:
        raise Refused(Why.UNKNOWN_ENTITY, f"There is no crew member {dresser}.")


def _add(show: "Show", command: AddLook, around: Circumstances) -> Decided:
    guards = list(_may_change_lineup(show, around))
    if any(look.number == command.number for look in show.looks.values()):
        guards.append(
            Guard(code="number_taken", detail=f"There is a look {command.number}.", hard=True)
        )
    look_id = command.look or LookId(unused("lx", show.made, show.looks))
    if look_id in show.looks:
        guards.append(Guard(code="id_taken", detail=f"The id {look_id} is taken.", hard=True))
    if command.model is not None:
        show.the_model(command.model)
    _must_know(show, command.dresser)
    warnings = weigh(guards, around)
    look = Look(
        id=look_id,
        number=command.number,
        model=command.model,
        dresser=command.dresser,
        change_ms=command.change_ms,
        change_class=command.change_class,
        notes=command.notes,
        status=Stage.ASSIGNED if command.model else Stage.PLANNED,
    )
    after = command.after or (show.order[-1] if show.order else None)
    order = placed(show, look_id, after) if after else (look_id,)
    return Decided(events=(LookAdded(look=look, order=order),), warnings=warnings)


def _edit(show: "Show", command: EditLook, around: Circumstances) -> Decided:
    look = show.the_look(command.look)
    if command.number is not None and any(
        one.number == command.number for one in show.looks.values() if one.id != look.id
    ):
        taken = Guard(code="number_taken", detail=f"There is a look {command.number}.", hard=True)
        weigh((taken,), around)
    _must_know(show, command.dresser)
    event = LookEdited(
        look=look.id,
        number=command.number,
        dresser=command.dresser,
        change_ms=command.change_ms,
        change_class=command.change_class,
        notes=command.notes,
        picture=command.picture,
    )
    return Decided(events=(event,))


def _move(show: "Show", command: MoveLook, around: Circumstances) -> Decided:
    look = show.the_look(command.look)
    guards = _may_change_lineup(show, around)
    must_be_to_go(look)
    order = placed(show, look.id, command.after)
    if order == show.order:
        return Decided()
    moved = LookMoved(look=look.id, order=order)
    told = notice(show, ChangeCode.LOOK_MOVED, look, around, other=command.after)
    return Decided(
        events=(moved, *told), warnings=(*weigh(guards, around), *_prices(show, moved, around))
    )


def _swap(show: "Show", command: SwapLooks, around: Circumstances) -> Decided:
    look, other = show.the_look(command.look), show.the_look(command.other)
    guards = _may_change_lineup(show, around)
    if look.id == other.id:
        raise Refused(Why.INVALID_TRANSITION, "A look can't be swapped with itself.")
    must_be_to_go(look)
    must_be_to_go(other)
    there = {look.id: other.id, other.id: look.id}
    order = tuple(there.get(i, i) for i in show.order)
    swapped = LooksSwapped(look=look.id, other=other.id, order=order)
    told = notice(show, ChangeCode.LOOKS_SWAPPED, look, around, other=other.id)
    return Decided(
        events=(swapped, *told), warnings=(*weigh(guards, around), *_prices(show, swapped, around))
    )


def _cut(show: "Show", command: CutLook, around: Circumstances) -> Decided:
    look = show.the_look(command.look)
    guards = _may_change_lineup(show, around)
    if look.status is Stage.SKIPPED:
        lost = lose_anchors(show, look, around, made=0)
        return Decided(events=(LookCut(look=look.id), *lost))
    must_be_to_go(look)
    cut = LookCut(look=look.id)
    told = notice(show, ChangeCode.LOOK_CUT, look, around)
    return Decided(
        events=(cut, *told, *lose_anchors(show, look, around, made=len(told))),
        warnings=(*weigh(guards, around), *_prices(show, cut, around)),
    )


def _assign(show: "Show", command: AssignModel, around: Circumstances) -> Decided:
    look, model = show.the_look(command.look), show.the_model(command.model)
    frozen = _may_change_lineup(show, around)
    must_be_to_go(look)
    assigned = LookAssigned(look=look.id, model=model.id)
    guards = [*frozen]
    if model.status is Presence.RELEASED:
        guards.append(Guard(code="model_released", detail="She has been released.", hard=True))
    if model.status in LOST:
        guards.append(Guard(code="model_lost", detail="She is not coming.", hard=True))
    if model.measurements is None:
        guards.append(Guard(code="fit_unknown", detail="Her measurements are not known."))
    guards.extend(_impossible(show, assigned, around))
    told = notice(show, ChangeCode.LOOK_ASSIGNED, look, around)
    return Decided(events=(assigned, *told), warnings=weigh(guards, around))


def _impossible(show: "Show", event: LookAssigned, around: Circumstances) -> Iterator[Guard]:
    """While the run is on, nobody is given a look whose change she can't make."""
    before, after = forecast(show), forecast(_with(show, event, around))
    for look_id, change in after.changes.items():
        mine = after.changes[look_id].grade is Grade.IMPOSSIBLE
        was = before.changes.get(look_id)
        if mine and (was is None or was.grade is not Grade.IMPOSSIBLE):
            number = show.looks[look_id].number
            yield Guard(
                code="change_impossible",
                detail=f"She can't change into look {number}: {change.window_ms // 1000} s.",
                hard=show.live,
            )


def _prices(show: "Show", event: LineupEvent, around: Circumstances) -> Iterator[Guard]:
    """Say which change windows the event shrinks into trouble."""
    before, after = forecast(show), forecast(_with(show, event, around))
    for look_id, change in after.changes.items():
        was = before.changes.get(look_id)
        if was is None or change.window_ms >= was.window_ms or change.grade is Grade.OK:
            continue
        spare_s = change.slack_ms // 1000
        detail = (
            f"The change into look {show.looks[look_id].number} falls "
            f"from {was.window_ms // 1000} to {change.window_ms // 1000} s; it needs "
            f"{change.needed_ms // 1000} s: {abs(spare_s)} s {'short' if spare_s < 0 else 'to spare'}."
        )
        yield Guard(code="window_shrinks", detail=detail)


def _with(show: "Show", event: LineupEvent, around: Circumstances) -> "Show":
    return evolve_lineup(show, event, Stamp(seq=show.seq, at_ms=around.now_ms, by=around.by))


def _edit_show(command: EditShow) -> Decided:
    event = ShowEdited(
        title=command.title,
        starts_at=command.starts_at,
        spacing_ms=command.spacing_ms,
        walk_ms=command.walk_ms,
        assembly=command.assembly,
        checks=command.checks,
        at_line_min=command.at_line_min,
    )
    return Decided(events=(event,))


def _undo(show: "Show", command: Undo, around: Circumstances) -> Decided:
    """Only what nothing else has touched since can be taken back: the show keeps a list of those."""
    for one in show.undoable:
        if one.seq == command.seq:
            if one.by != around.by.pass_id and around.by.role not in OVERRIDERS:
                raise Refused(Why.FORBIDDEN, "Only who did it, or the caller, can take it back.")
            return Decided(events=(Undone(undone=one.seq),))
    raise Refused(Why.INVALID_TRANSITION, "That can't be taken back any more.")


# ---- what the show is afterwards


def evolve_lineup(show: "Show", event: LineupEvent, stamp: Stamp) -> "Show":  # noqa: C901, PLR0911 - one line an event
    match event:
        case LookAdded():
            grown = replace(show, looks={**show.looks, event.look.id: event.look})
            planned = replace(grown, made=show.made + 1, plan_order=_with_addition(show, event))
            return _ordered(planned, event.order)
        case LookEdited():
            return show.with_look(replace(show.looks[event.look], **given(event, *LOOK_FIELDS)))
        case LookMoved() | LooksSwapped():
            return _ordered(show, event.order)
        case LookCut():
            look = replace(
                show.looks[event.look],
                status=Stage.CUT,
                status_at=stamp.at_ms,
                cut_live=show.t0_at is not None,
                marked_at=stamp.at_ms,
            )
            return leaves_the_line(_revised(show.with_look(look)), look, stamp)
        case LookAssigned():
            look = replace(
                show.looks[event.look],
                model=event.model,
                status=Stage.ASSIGNED,
                status_at=stamp.at_ms,
                dressing_at=None,
                dressed_at=None,
                marked_at=stamp.at_ms,
            )
            before = replace(look, model=show.looks[event.look].model)
            return leaves_the_line(_revised(show.with_look(look)), before, stamp)
        case LineupPublished():
            return replace(show, revision=event.revision, plan_order=show.order)
        case LineupFrozen():
            return replace(show, lineup=Lineup.FROZEN if event.frozen else Lineup.OPEN)
        case ShowEdited():
            return replace(show, **given(event, *SHOW_FIELDS))
        case Undone():
            return _taken_back(show, event)
        case _:
            assert_never(event)


LOOK_FIELDS = ("number", "dresser", "change_ms", "change_class", "notes", "picture")
SHOW_FIELDS = (
    "title",
    "starts_at",
    "spacing_ms",
    "walk_ms",
    "assembly",
    "checks",
    "at_line_min",
)


def _ordered(show: "Show", order: tuple[LookId, ...]) -> "Show":
    """Put the looks in another order; before time zero that is the plan for later runs too."""
    plan = show.plan_order if show.t0_at is not None else order
    return _revised(replace(show, order=order, plan_order=plan))


def _with_addition(show: "Show", event: LookAdded) -> tuple[LookId, ...]:
    """Return the plan with the added look behind the one it follows: an addition is for every run."""
    place = event.order.index(event.look.id)
    rest = show.plan_order
    before = event.order[place - 1] if place else None
    at = rest.index(before) + 1 if before in rest else 0
    return (*rest[:at], event.look.id, *rest[at:])


def _revised(show: "Show") -> "Show":
    """Count the revision up once people work by the line-up."""
    if show.phase is Phase.PLANNED:
        return show
    return replace(show, revision=show.revision + 1)


def _taken_back(show: "Show", event: Undone) -> "Show":
    for one in show.undoable:
        if one.seq != event.undone:
            continue
        for look in one.looks:
            show = show.with_look(replace(look, rev=show.looks[look.id].rev))
        for item in one.items:
            show = show.with_item(replace(item, rev=show.items[item.id].rev))
        for model in one.models:
            show = show.with_model(replace(model, rev=show.models[model.id].rev))
        if one.order is not None:
            show = _ordered(show, one.order)
        break
    return show
