"""Taking the evening from one phase to the next: who may, what speaks against it, what it sets going."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from app.show.cast import Service, ServiceStage
from app.show.cue import CueGone, CueStage
from app.show.evening import BEFORE_LIVE, UNDER_WAY, House, Light, Party, Phase, Release, RunKind
from app.show.exits import must_have_the_call
from app.show.forecast import planned_length_ms
from app.show.guard import PRODUCERS, weigh
from app.show.item import ItemStage
from app.show.look import Stage
from app.show.message import ChangeCode
from app.show.new_run import begun
from app.show.notice import call
from app.show.phase import (
    BeginRun,
    CallFirstLooks,
    CallReleased,
    CallTaken,
    CancelShow,
    ConfirmLinedUp,
    DayOpened,
    EndShow,
    FinaleStarted,
    FirstLooksCalled,
    HouseOpened,
    LinedUp,
    OpenDay,
    OpenHouse,
    OrderRebased,
    PhaseCommand,
    PhaseEvent,
    ReleaseCall,
    ReleaseSet,
    RunBegan,
    SetRelease,
    ShowCancelled,
    ShowEnded,
    ShowStarted,
    ShowStopped,
    ShowWrapped,
    StartFinale,
    StartShow,
    StopLifted,
    StopShow,
    TakeCall,
    WrapShow,
)
from app.show.words import Circumstances, Decided, Department, Guard, Refused, RunId, Stamp, Why

if TYPE_CHECKING:
    from app.show.state import Show

BEAUTY_SHARE: Final = 0.7  # of hair and make-up done before first looks are called


def decide_phase(show: "Show", command: PhaseCommand, around: Circumstances) -> Decided:  # noqa: C901, PLR0911, PLR0912 - one line a step
    match command:
        case BeginRun():
            return _begin_run(show, command, around)
        case OpenDay():
            return _open_day(show, around)
        case OpenHouse():
            return _open_house(show, around)
        case CallFirstLooks():
            return _call_first_looks(show, around)
        case ConfirmLinedUp():
            if show.phase is Phase.LINED_UP:
                return Decided()  # the last of the first looks had just done it
            _must_be(show, Phase.FIRST_LOOKS)
            return Decided(events=(LinedUp(),))
        case SetRelease():
            return _release(show, command, around)
        case StartShow():
            return start(show, around)
        case StartFinale():
            return _finale(show, around)
        case EndShow():
            _must_be(show, Phase.FINALE)
            return Decided(events=(ShowEnded(),))
        case WrapShow():
            return _wrap(show, around)
        case StopShow():
            return _stop(show)
        case CancelShow():
            return _cancel(show, command)
        case TakeCall():
            return _take_call(show, command, around)
        case ReleaseCall():
            must_have_the_call(show, around)
            return Decided(events=(CallReleased(),) if show.caller else ())
        case _:
            assert_never(command)


def _must_be(show: "Show", *phases: Phase) -> None:
    if show.phase not in phases:
        wanted = " or ".join(phase.value for phase in phases)
        raise Refused(
            Why.INVALID_TRANSITION, f"The show is {show.phase.value}; that belongs to {wanted}."
        )


def _begin_run(show: "Show", command: BeginRun, around: Circumstances) -> Decided:
    if show.phase is Phase.STOPPED and around.by.role not in PRODUCERS:
        raise Refused(Why.FORBIDDEN, "Only a producer goes on after an emergency stop.")
    guards = []
    if show.phase in UNDER_WAY and show.phase is not Phase.STOPPED:
        guards.append(Guard(code="run_under_way", detail="A run is under way."))
    run = RunBegan(run=RunId(f"r{show.made + 1}"), kind=RunKind(command.kind))
    return Decided(events=(run,), warnings=weigh(guards, around))


def _open_day(show: "Show", around: Circumstances) -> Decided:
    _must_be(show, Phase.PLANNED)
    if not show.order:
        weigh((Guard(code="no_looks", detail="There is no look yet.", hard=True),), around)
    if show.run is None or show.run.ended_at is not None:
        begun = RunBegan(run=RunId(f"r{show.made + 1}"), kind=RunKind.SHOW)
        return Decided(events=(begun, DayOpened()))
    return Decided(events=(DayOpened(),))


def _open_house(show: "Show", around: Circumstances) -> Decided:
    if show.phase not in UNDER_WAY or show.phase is Phase.STOPPED:
        _must_be(show, Phase.PREP, Phase.FIRST_LOOKS, Phase.LINED_UP)
    guards = []
    if show.run is not None and show.run.kind is RunKind.REHEARSAL:
        guards.append(Guard(code="rehearsal_on", detail="The rehearsal is not over."))
    return Decided(events=(HouseOpened(),), warnings=weigh(guards, around))


def _call_first_looks(show: "Show", around: Circumstances) -> Decided:
    _must_be(show, Phase.PREP)
    guards = []
    if (share := _beauty_share(show)) < BEAUTY_SHARE:
        guards.append(
            Guard(code="beauty", detail=f"Hair and make-up are {share:.0%} done, not 70 %.")
        )
    told = call(show, ChangeCode.FIRST_LOOKS, ("all",), around)
    return Decided(events=(FirstLooksCalled(), told), warnings=weigh(guards, around))


def _beauty_share(show: "Show") -> float:
    """Return how much of hair and make-up is done; 1 for a house that does not track it."""
    wanted = [
        model.services.get(service, ServiceStage.TODO)
        for model in show.models.values()
        for service in (Service.HAIR, Service.MAKEUP)
        if show.looks_of(model.id)
    ]
    if not wanted or not any(model.services for model in show.models.values()):
        return 1.0
    done = sum(stage in (ServiceStage.DONE, ServiceStage.WAIVED) for stage in wanted)
    return done / len(wanted)


def _release(show: "Show", command: SetRelease, around: Circumstances) -> Decided:
    if show.phase not in BEFORE_LIVE:
        raise Refused(Why.INVALID_TRANSITION, "The releases are for the start.")
    party, light = Party(command.party), Light(command.light)
    guards = []
    if party is Party.BACKSTAGE and light is Light.GREEN and show.phase is not Phase.LINED_UP:
        guards.append(Guard(code="not_lined_up", detail="The first looks are not lined up."))
    department = around.scope.department if party is Party.TECHNICAL else None
    event = ReleaseSet(party=party, light=light, department=department)
    return Decided(events=(event,), warnings=weigh(guards, around))


def start(show: "Show", around: Circumstances) -> Decided:
    """Fire the start cue: T0."""
    if show.live or (show.t0_at is not None and show.phase is Phase.ENDED):
        raise Refused(Why.ALREADY_FIRED, "The show has started.")
    _must_be(show, Phase.LINED_UP)
    must_have_the_call(show, around)
    if show.hold is not None:
        raise Refused(Why.HELD, "The start is on hold.")
    guards = []
    if not show.release.green:
        hard = around.by.role not in PRODUCERS
        guards.append(Guard(code="not_released", detail="Not all three have released.", hard=hard))
    first = show.next_look()
    if first is not None and first.status is not Stage.AT_LINE:
        guards.append(Guard(code="not_at_line", detail=f"Look {first.number} is not at the line."))
    warnings = weigh(guards, around)
    cues = [
        cue.id
        for cue in show.cues.values()
        if cue.start and cue.status is not CueStage.FAILED  # a dead desk does not stop the show
    ]
    fired = [CueGone(cue=cue) for cue in cues]
    return Decided(
        events=(ShowStarted(planned_ms=planned_length_ms(show)), *fired), warnings=warnings
    )


def _finale(show: "Show", around: Circumstances) -> Decided:
    if show.phase is Phase.FINALE:
        return Decided()  # the last look out had just done it
    _must_be(show, Phase.LIVE)
    guards = []
    if left := show.to_go():
        numbers = ", ".join(look.number for look in left)
        guards.append(Guard(code="looks_left", detail=f"Still to go: {numbers}."))
    return Decided(events=(FinaleStarted(),), warnings=weigh(guards, around))


def _wrap(show: "Show", around: Circumstances) -> Decided:
    _must_be(show, Phase.ENDED)
    out = [
        item.name
        for item in show.items.values()
        if item.signed_out_at is not None and item.status is not ItemStage.WRITTEN_OFF
    ]
    guards = [Guard(code="signed_out", detail=f"Not back: {', '.join(out)}.")] if out else []
    return Decided(events=(ShowWrapped(),), warnings=weigh(guards, around))


def _stop(show: "Show") -> Decided:
    if show.phase is Phase.STOPPED:
        return Decided()
    if show.phase in (Phase.WRAPPED, Phase.CANCELLED):
        raise Refused(Why.INVALID_TRANSITION, "There is nothing to stop.")
    return Decided(events=(ShowStopped(),))


def _cancel(show: "Show", command: CancelShow) -> Decided:
    _must_be(show, *sorted(BEFORE_LIVE))
    if command.word != "CANCEL":
        raise Refused(Why.MALFORMED, "Type CANCEL to cancel the show.")
    return Decided(events=(ShowCancelled(),))


def _take_call(show: "Show", command: TakeCall, around: Circumstances) -> Decided:
    if show.caller == around.by.pass_id:
        return Decided()
    if show.caller is not None and not command.force:
        raise Refused(Why.NOT_CALLER, "Another device has the call.", more={"caller": show.caller})
    return Decided(events=(CallTaken(caller=around.by.pass_id),))


# ---- what the show is afterwards


def evolve_phase(show: "Show", event: PhaseEvent, stamp: Stamp) -> "Show":  # noqa: C901, PLR0911, PLR0912 - one line an event
    match event:
        case RunBegan():
            return begun(show, event, stamp)
        case DayOpened():
            return replace(show, phase=Phase.PREP)
        case HouseOpened():
            return replace(show, house=House.OPEN)
        case FirstLooksCalled():
            return replace(show, phase=Phase.FIRST_LOOKS)
        case LinedUp():
            return replace(show, phase=Phase.LINED_UP)
        case ReleaseSet():
            return replace(show, release=_released(show, event))
        case ShowStarted():
            return _started(show, event, stamp)
        case FinaleStarted():
            return replace(show, phase=Phase.FINALE)
        case ShowEnded():
            return _ended(show, stamp)
        case ShowWrapped():
            return replace(show, phase=Phase.WRAPPED)
        case ShowStopped():
            return replace(show, phase=Phase.STOPPED, phase_before_stop=show.phase)
        case StopLifted():
            return replace(show, phase=show.phase_before_stop or Phase.PREP, phase_before_stop=None)
        case ShowCancelled():
            return replace(show, phase=Phase.CANCELLED)
        case CallTaken():
            return replace(show, caller=event.caller, caller_since=stamp.at_ms)
        case CallReleased():
            return replace(show, caller=None, caller_since=None)
        case OrderRebased():
            return replace(show, order=event.order, revision=show.revision + 1)
        case _:
            assert_never(event)


def _released(show: "Show", event: ReleaseSet) -> Release:
    now = show.release
    if event.party is Party.BACKSTAGE:
        return replace(now, backstage=event.light)
    if event.party is Party.HOUSE:
        return replace(now, house=event.light)
    if event.department is None:
        confirmed_by_all = now.confirmed if event.light is Light.GREEN else ()
        return replace(now, technical=event.light, confirmed=confirmed_by_all)
    operating = {cue.department for cue in show.cues.values()} - {Department.FL}
    operating.add(event.department)
    confirmed = set(now.confirmed) - {event.department}
    if event.light is Light.GREEN:
        confirmed.add(event.department)
        light = Light.GREEN if confirmed >= operating else Light.AMBER
    else:
        light = event.light
    return replace(now, technical=light, confirmed=tuple(sorted(confirmed)))


def _started(show: "Show", event: ShowStarted, stamp: Stamp) -> "Show":
    live = replace(show, phase=Phase.LIVE)
    if show.run is None:
        return live
    return live.with_run(replace(show.run, t0_at=stamp.at_ms, planned_ms=event.planned_ms))


def _ended(show: "Show", stamp: Stamp) -> "Show":
    ended = replace(show, phase=Phase.ENDED, house=House.CLEARING)
    for cue in show.cues.values():
        if cue.status is CueStage.FIRED:
            ended = ended.with_cue(replace(cue, status=CueStage.DONE))
    return ended if ended.run is None else ended.with_run(replace(ended.run, ended_at=stamp.at_ms))
