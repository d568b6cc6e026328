"""Calling cues: standby, GO, fired or assumed, failed, skipped. None fires twice."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from app.show.cue import (
    AddCue,
    Anchor,
    CallStandby,
    ConfirmFired,
    ConfirmStandby,
    Cue,
    CueAdded,
    CueAnchorLost,
    CueCommand,
    CueEdited,
    CueEvent,
    CueFailed,
    CueFired,
    CueGone,
    CueReanchored,
    CueSkipped,
    CueStage,
    EditCue,
    FailCue,
    GoCue,
    ReanchorCue,
    SkipCue,
    StandbyCalled,
    StandbyConfirmed,
)
from app.show.evening import Phase
from app.show.exits import must_have_the_call
from app.show.guard import weigh
from app.show.holding import HoldScope
from app.show.look import Stage
from app.show.reanchor import settled
from app.show.steps import start
from app.show.words import (
    Circumstances,
    CueId,
    Decided,
    Guard,
    Refused,
    Role,
    Stamp,
    Why,
    given,
    unused,
)

if TYPE_CHECKING:
    from app.show.state import Show

CAN_GO: Final = frozenset({CueStage.ARMED, CueStage.STANDBY, CueStage.DRAFT, CueStage.HELD})
CUE_FIELDS: Final = ("department", "name", "anchor", "auto", "action")


def decide_cue(show: "Show", command: CueCommand, around: Circumstances) -> Decided:  # noqa: C901, PLR0911 - one line a command
    match command:
        case AddCue():
            return _add(show, command, around)
        case EditCue():
            cue = show.the_cue(command.cue)
            _must_be_own_department(cue, around)
            _must_have_a_moment(show, command.anchor, cue.id)
            return Decided(events=(CueEdited(cue=cue.id, **given(command, *CUE_FIELDS)),))
        case CallStandby():
            return _standby(show, command, around)
        case ConfirmStandby():
            return _stand_by(show, command, around)
        case GoCue():
            return _go(show, command, around)
        case ConfirmFired():
            return _fired(show, command, around)
        case FailCue():
            return _fail(show, command, around)
        case SkipCue():
            return _skip(show, command, around)
        case ReanchorCue():
            cue = show.the_cue(command.cue)
            _must_be_waiting(cue)
            _must_have_a_moment(show, command.anchor, cue.id)
            return Decided(events=(CueReanchored(cue=cue.id, anchor=command.anchor),))
        case _:
            assert_never(command)


def _must_be_waiting(cue: Cue) -> None:
    if cue.status in (CueStage.GO_SENT, CueStage.FIRED, CueStage.DONE):
        raise Refused(Why.ALREADY_FIRED, f"{cue.name} has been given its GO.")
    if cue.status not in CAN_GO:
        raise Refused(Why.INVALID_TRANSITION, f"{cue.name} is {cue.status.value}.")


def _must_have_a_moment(show: "Show", anchor: Anchor | None, own: CueId | None) -> None:
    """Refuse an anchor that names nothing, several things, what is unknown, or itself."""
    if anchor is None:
        return
    if not anchor.is_one_moment:
        raise Refused(Why.MALFORMED, "An anchor is one of t0, look and at, cue, at, manual.")
    if anchor.look is not None:
        look = show.the_look(anchor.look)
        if look.status in (Stage.CUT, Stage.SKIPPED):
            raise Refused(Why.INVALID_TRANSITION, f"Look {look.number} does not go.")
    behind, seen = anchor.cue, {own}
    while behind is not None:
        if behind in seen:
            raise Refused(Why.MALFORMED, "A cue can't wait for itself.")
        seen.add(behind)
        behind = show.the_cue(behind).anchor.cue


def _add(show: "Show", command: AddCue, around: Circumstances) -> Decided:
    cue_id = command.cue or CueId(unused("qx", show.made, show.cues))
    if cue_id in show.cues:
        taken = Guard(code="id_taken", detail=f"The id {cue_id} is taken.", hard=True)
        weigh((taken,), around)
    _must_have_a_moment(show, command.anchor, cue_id)
    if command.start and (show.t0_at is not None or any(c.start for c in show.cues.values())):
        raise Refused(Why.INVALID_TRANSITION, "There is a start cue already.")
    cue = Cue(
        id=cue_id,
        department=command.department,
        name=command.name,
        anchor=command.anchor,
        start=command.start,
        auto=command.auto,
        action=command.action,
        status=CueStage.ARMED if show.run else CueStage.DRAFT,
    )
    return Decided(events=(CueAdded(cue=cue),))


def _standby(show: "Show", command: CallStandby, around: Circumstances) -> Decided:
    cue = show.the_cue(command.cue)
    if around.by.role is Role.CLOCK and cue.status is not CueStage.ARMED:
        return Decided()  # called by hand in the meantime
    _must_be_waiting(cue)
    if cue.status is CueStage.STANDBY:
        return Decided()
    return Decided(events=(StandbyCalled(cue=cue.id),))


def _stand_by(show: "Show", command: ConfirmStandby, around: Circumstances) -> Decided:
    cue = show.the_cue(command.cue)
    _must_be_own_department(cue, around)
    if cue.status in (CueStage.GO_SENT, CueStage.FIRED, CueStage.DONE):
        return Decided()  # the tap crossed the GO on its way
    _must_be_waiting(cue)
    return Decided(events=(StandbyConfirmed(cue=cue.id),))


def _must_be_own_department(cue: Cue, around: Circumstances) -> None:
    if around.scope.department is not None and around.scope.department is not cue.department:
        raise Refused(Why.FORBIDDEN, f"{cue.name} belongs to {cue.department.value}.")


def _go(show: "Show", command: GoCue, around: Circumstances) -> Decided:
    cue = show.the_cue(command.cue)
    _must_be_waiting(cue)
    if around.expect.status is not None and around.expect.status != cue.status.value:
        raise Refused(
            Why.STALE, f"{cue.name} is {cue.status.value}.", more={"current": cue.status.value}
        )
    if cue.start:
        return start(show, around)
    clock = around.by.role is Role.CLOCK
    if show.phase in (Phase.STOPPED, Phase.WRAPPED, Phase.CANCELLED) or show.run is None:
        raise Refused(Why.INVALID_TRANSITION, f"The show is {show.phase.value}.")
    if not clock:
        must_have_the_call(show, around)
    held = show.hold is not None and show.hold.scope is HoldScope.EXITS
    if held and around.override is None:
        raise Refused(Why.HELD, "Exits are on hold.")
    return Decided(events=(CueGone(cue=cue.id),))


def _fired(show: "Show", command: ConfirmFired, around: Circumstances) -> Decided:
    cue = show.the_cue(command.cue)
    assumed = around.by.role is Role.CLOCK
    if not assumed:
        _must_be_own_department(cue, around)
    if cue.status is CueStage.GO_SENT:
        return Decided(events=(CueFired(cue=cue.id, assumed=assumed),))
    if cue.status in (CueStage.FIRED, CueStage.DONE):
        confirmed = cue.fired_assumed and not assumed
        return Decided(events=(CueFired(cue=cue.id),) if confirmed else ())
    if assumed:
        return Decided()
    raise Refused(Why.INVALID_TRANSITION, f"{cue.name} has not been given its GO.")


def _fail(show: "Show", command: FailCue, around: Circumstances) -> Decided:
    cue = show.the_cue(command.cue)
    _must_be_own_department(cue, around)
    if cue.status in (CueStage.DONE, CueStage.SKIPPED, CueStage.FAILED):
        raise Refused(Why.INVALID_TRANSITION, f"{cue.name} is {cue.status.value}.")
    return Decided(events=(CueFailed(cue=cue.id),))


def _skip(show: "Show", command: SkipCue, around: Circumstances) -> Decided:
    cue = show.the_cue(command.cue)
    must_have_the_call(show, around)
    _must_be_waiting(cue)
    if cue.start and show.t0_at is None:
        raise Refused(Why.INVALID_TRANSITION, "The start cue makes T0 and can't be skipped.")
    return Decided(events=(CueSkipped(cue=cue.id),))


# ---- what the show is afterwards


def evolve_cue(show: "Show", event: CueEvent, stamp: Stamp) -> "Show":
    if isinstance(event, CueAdded):
        cues = {**show.cues, event.cue.id: event.cue}
        return replace(show, cues=cues, made=show.made + 1)
    cue = _after(show.cues[event.cue], event, stamp)
    tied_anew = isinstance(event, CueReanchored) or (
        isinstance(event, CueEdited) and event.anchor is not None
    )
    return (settled(show, cue.id, stamp) if tied_anew else show).with_cue(cue)


def _after(cue: Cue, event: CueEvent, stamp: Stamp) -> Cue:  # noqa: C901, PLR0911, PLR0912 - one line an event
    match event:
        case CueAdded():
            return event.cue
        case CueEdited():
            lost = cue.anchor_lost and event.anchor is None
            return replace(cue, **given(event, *CUE_FIELDS), anchor_lost=lost)
        case StandbyCalled():
            return replace(cue, status=CueStage.STANDBY, standby_at=stamp.at_ms)
        case StandbyConfirmed():
            since = cue.standby_at if cue.standby_at is not None else stamp.at_ms
            return replace(cue, status=CueStage.STANDBY, standby_at=since, confirmed_at=stamp.at_ms)
        case CueGone():
            return replace(cue, status=CueStage.GO_SENT, go_at=stamp.at_ms)
        case CueFired():
            fired = cue.fired_at if cue.fired_at is not None else stamp.at_ms
            stage = cue.status if cue.status is CueStage.DONE else CueStage.FIRED
            return replace(cue, status=stage, fired_at=fired, fired_assumed=event.assumed)
        case CueFailed():
            return replace(cue, status=CueStage.FAILED)
        case CueSkipped():
            return replace(cue, status=CueStage.SKIPPED)
        case CueReanchored():
            again = (
                CueStage.ARMED if cue.status in (CueStage.STANDBY, CueStage.HELD) else cue.status
            )
            return replace(
                cue,
                anchor=event.anchor,
                anchor_lost=False,
                status=again,
                standby_at=None,
                confirmed_at=None,
            )
        case CueAnchorLost():
            waits = cue.status in (CueStage.STANDBY, CueStage.HELD)
            return replace(cue, anchor_lost=True, status=CueStage.ARMED if waits else cue.status)
        case _:
            assert_never(event)
