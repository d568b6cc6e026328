"""A hold: a deliberate wait, with an owner, a reason and an expected end."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal, assert_never

from app.show.cue import CueStage
from app.show.evening import BEFORE_LIVE, Phase
from app.show.guard import weigh
from app.show.holding import Holding, HoldReason, HoldRecord, HoldScope
from app.show.message import ChangeCode
from app.show.notice import question
from app.show.phase import StopLifted
from app.show.words import (
    NOTE,
    Circumstances,
    Decided,
    Guard,
    Instant,
    Ref,
    Refused,
    Role,
    Stamp,
    Why,
)

if TYPE_CHECKING:
    from app.show.state import Show


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    scope: HoldScope
    reason: HoldReason
    expected_end_at: Instant
    note: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseHold:
    """Release a hold; `stop` lets a producer take back an emergency stop."""

    scope: Literal["start", "exits", "stop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHoldOwner:
    """Sent by the clock when a hold has run past its expected end. Nothing releases itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldBegan:
    holding: Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOverdue:
    """The expected end has passed; the owner is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReleased:
    scope: HoldScope


HoldCommand = Hold | ReleaseHold | AskHoldOwner
HoldEvent = HoldBegan | HoldOverdue | HoldReleased


CALLS_THE_SHOW = frozenset({Role.CALLER, Role.PRODUCER, Role.OWNER})


def decide_hold(show: "Show", command: HoldCommand, around: Circumstances) -> Decided:
    match command:
        case Hold():
            return _hold(show, command, around)
        case ReleaseHold():
            return _release(show, command, around)
        case AskHoldOwner():
            return _ask_owner(show, around)
        case _:
            assert_never(command)


def _hold(show: "Show", command: Hold, around: Circumstances) -> Decided:
    """A stop is taken however old the screen is; only one that makes no sense is refused."""
    if show.phase in (Phase.ENDED, Phase.WRAPPED, Phase.CANCELLED, Phase.STOPPED):
        raise Refused(Why.INVALID_TRANSITION, f"The show is {show.phase.value}.")
    if command.scope is HoldScope.START and show.phase not in BEFORE_LIVE:
        raise Refused(Why.INVALID_TRANSITION, "The show has started: hold the exits.")
    if around.by.role is Role.STARTER and command.scope is HoldScope.START:
        raise Refused(Why.FORBIDDEN, "The starter holds exits, not the start.")
    if command.expected_end_at <= around.now_ms:
        past = Guard(code="end_in_the_past", detail="The expected end has passed.", hard=True)
        weigh((past,), around)
    on = show.hold
    if on is not None and not _may_change(on, around):
        return _one_more_voice(on, command)
    same = on is not None and on.scope is command.scope and on.reason is command.reason
    holding = Holding(
        scope=command.scope,
        reason=command.reason,
        owner=around.by.pass_id,
        owner_role=around.by.role,
        since_at=on.since_at if same and on else around.now_ms,
        expected_end_at=command.expected_end_at,
        note=command.note,
    )
    return Decided(events=(HoldBegan(holding=holding),))


def _may_change(on: Holding, around: Circumstances) -> bool:
    return around.by.role in CALLS_THE_SHOW or around.by.pass_id == on.owner


def _one_more_voice(on: Holding, command: Hold) -> Decided:
    """Somebody else wants a hold too: the one that is on stays its owner's, and lasts the longer of both."""
    known = Guard(code="held_already", detail=f"On hold already: {on.reason.value}.")
    if command.expected_end_at <= on.expected_end_at:
        return Decided(warnings=(known,))
    longer = replace(on, expected_end_at=command.expected_end_at, overdue=False)
    return Decided(events=(HoldBegan(holding=longer),), warnings=(known,))


def _release(show: "Show", command: ReleaseHold, around: Circumstances) -> Decided:
    if command.scope == "stop":
        if show.phase is not Phase.STOPPED:
            raise Refused(Why.INVALID_TRANSITION, "The show is not stopped.")
        if around.by.role not in (Role.PRODUCER, Role.OWNER):
            raise Refused(Why.FORBIDDEN, "Only a producer goes on after an emergency stop.")
        return Decided(events=(StopLifted(),))
    if show.hold is None or show.hold.scope.value != command.scope:
        raise Refused(Why.INVALID_TRANSITION, "There is no such hold.")
    if around.by.role not in CALLS_THE_SHOW and around.by.pass_id != show.hold.owner:
        raise Refused(Why.FORBIDDEN, "Only its owner or the caller releases a hold.")
    return Decided(events=(HoldReleased(scope=show.hold.scope),))


def _ask_owner(show: "Show", around: Circumstances) -> Decided:
    if show.hold is None or show.hold.overdue or around.now_ms < show.hold.expected_end_at:
        return Decided()
    asked = (f"pass:{show.hold.owner}", f"role:{Role.CALLER.value}")
    return Decided(events=(HoldOverdue(), question(show, ChangeCode.HOLD_OVERDUE, asked, around)))


# ---- what the show is afterwards


def evolve_hold(show: "Show", event: HoldEvent, stamp: Stamp) -> "Show":
    match event:
        case HoldBegan():
            on = show.hold
            if on is not None and on.since_at != event.holding.since_at:
                show = _recorded(show, stamp)
            held = replace(show, hold=event.holding)
            return _frozen(held) if event.holding.scope is HoldScope.EXITS else held
        case HoldOverdue():
            return replace(show, hold=replace(show.hold, overdue=True) if show.hold else None)
        case HoldReleased():
            return _thawed(replace(_recorded(show, stamp), hold=None))
        case _:
            assert_never(event)


def _recorded(show: "Show", stamp: Stamp) -> "Show":
    if show.run is None or show.hold is None:
        return show
    record = HoldRecord(
        scope=show.hold.scope,
        reason=show.hold.reason,
        since_at=show.hold.since_at,
        until_at=stamp.at_ms,
    )
    return show.with_run(replace(show.run, holds=(*show.run.holds, record)))


def _frozen(show: "Show") -> "Show":
    """Cues that stand by wait with the exits."""
    for cue in show.cues.values():
        if cue.status is CueStage.STANDBY:
            show = show.with_cue(replace(cue, status=CueStage.HELD))
    return show


def _thawed(show: "Show") -> "Show":
    """Held cues are armed again: their standby comes anew, at the new time."""
    for cue in show.cues.values():
        if cue.status is CueStage.HELD:
            armed = replace(cue, status=CueStage.ARMED, standby_at=None, confirmed_at=None)
            show = show.with_cue(armed)
    return show
