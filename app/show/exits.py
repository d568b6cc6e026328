"""Sending looks out and taking them back in: GO, somebody else went, false exit, off, skipped, re-inserted."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from app.show.cast import Presence
from app.show.evening import Exit, Phase
from app.show.guard import weigh
from app.show.holding import HoldScope
from app.show.look import (
    GONE,
    WENT,
    ExitFalse,
    FalseExit,
    Go,
    Look,
    LookOff,
    LookOut,
    LookReinserted,
    LookReturned,
    LookSkipped,
    MarkSuperseded,
    ReinsertLook,
    SkipLook,
    SomeoneElseWent,
    Stage,
)
from app.show.message import ChangeCode
from app.show.notice import notice
from app.show.phase import FinaleStarted, OrderRebased
from app.show.reanchor import found_again, lose_anchors
from app.show.words import (
    Circumstances,
    Decided,
    Guard,
    LookId,
    ModelId,
    Refused,
    Role,
    Span,
    Stamp,
    Why,
)

if TYPE_CHECKING:
    from app.show.show import Event
    from app.show.state import Show

REARM_MS: Final = Span(700)  # a double tap is no second order
FALSE_EXIT_MS: Final = Span(10_000)  # later than that she has been seen
SPACINGS_KEPT: Final = 5

ExitCommand = Go | SomeoneElseWent | FalseExit | LookOff | SkipLook | ReinsertLook
ExitEvent = LookOut | ExitFalse | LookReturned | LookSkipped | LookReinserted


def decide_exit(show: "Show", command: ExitCommand, around: Circumstances) -> Decided:
    match command:
        case Go():
            return _go(show, command, around)
        case SomeoneElseWent():
            return _someone_else(show, command)
        case FalseExit():
            return _false_exit(show, command, around)
        case LookOff():
            return _off(show, command, around)
        case SkipLook():
            return _skip(show, command, around)
        case ReinsertLook():
            return _reinsert(show, command, around)
        case _:
            assert_never(command)


def must_have_the_call(show: "Show", around: Circumstances) -> None:
    """Refuse who would call the show while another device has the call; the starter sends people anyway."""
    if around.by.role is Role.STARTER or show.caller is None or show.caller == around.by.pass_id:
        return
    raise Refused(Why.NOT_CALLER, "Another device has the call.", more={"caller": show.caller})


def must_be_on_air(show: "Show") -> None:
    if not show.live:
        raise Refused(Why.INVALID_TRANSITION, f"The show is not live: it is {show.phase.value}.")


def must_be_to_go(look: Look) -> None:
    """Refuse for a look that is out, back, cut or on the side list."""
    said = {
        Stage.ON_RUNWAY: "is already on the runway",
        Stage.OFF: "has already been out",
        Stage.DONE: "has already been out",
        Stage.CUT: "is cut",
        Stage.SKIPPED: "is on the side list",
    }.get(look.status)
    if said:
        raise Refused(Why.INVALID_TRANSITION, f"Look {look.number} {said}.")


def _go(show: "Show", command: Go, around: Circumstances) -> Decided:
    look = show.the_look(command.look)
    must_be_on_air(show)
    must_be_to_go(look)
    must_have_the_call(show, around)
    held = show.hold is not None and show.hold.scope is HoldScope.EXITS
    if held and (around.by.role is Role.STARTER or around.override is None):
        raise Refused(Why.HELD, "Exits are on hold.")
    due = show.next_look()
    assert due is not None, "a look is to go, so there is a next one"
    if around.expect.next is None:
        raise Refused(Why.MALFORMED, "A GO names the look that was seen as next: expect.next.")
    if around.expect.next != due.id:
        raise Refused(Why.STALE, f"Look {due.number} is next now.", more={"next": due.id})
    if show.last_go_at is not None and around.now_ms - show.last_go_at < REARM_MS:
        wait_ms = REARM_MS - (around.now_ms - show.last_go_at)
        raise Refused(Why.REARMING, "Too soon after the last GO.", more={"retry_ms": wait_ms})
    warnings = (*weigh(_doubts(look, due), around), *_still_out(show, look))
    return Decided(events=_out(show, look), warnings=warnings)


def _still_out(show: "Show", look: Look) -> Iterator[Guard]:
    """Say that her look before is not known to be off: whoever sends her sees whether she stands there."""
    for one in show.out_now():
        if one.model is not None and one.model == look.model:
            yield Guard(code="model_out", detail=f"She is still out as look {one.number}.")


def _doubts(look: Look, due: Look) -> list[Guard]:
    doubts = []
    if look.id != due.id:
        doubts.append(Guard(code="out_of_order", detail=f"Look {due.number} is next."))
    if look.status is not Stage.AT_LINE:
        doubts.append(Guard(code="not_at_line", detail=f"Look {look.number} is not at the line."))
    return doubts


def _out(show: "Show", look: Look, instead_of: LookId | None = None) -> "tuple[Event, ...]":
    """Return the exit, and the finale where it was the last look."""
    out = LookOut(look=look.id, number=look.exits + 1, instead_of=instead_of)
    left = [one for one in show.to_go() if one.id != look.id]
    if not left and instead_of is None and show.phase.value == "live":
        return (out, FinaleStarted())
    return (out,)


def _someone_else(show: "Show", command: SomeoneElseWent) -> Decided:
    """A fact: she is out, whatever was called. The planned look goes back to the line, next to go."""
    must_be_on_air(show)
    went, planned = show.the_look(command.look), show.the_look(command.instead_of)
    if went.id == planned.id:
        raise Refused(Why.INVALID_TRANSITION, f"Look {went.number} can't go instead of itself.")
    if went.status not in (Stage.SKIPPED, Stage.CUT):  # she is out all the same
        must_be_to_go(went)
    sent = planned.status is Stage.ON_RUNWAY
    if not sent:
        must_be_to_go(planned)
    order = [i for i in show.order if i != went.id]
    order.insert(order.index(planned.id), went.id)
    back: tuple[Event, ...] = (ExitFalse(look=planned.id),) if sent else ()
    return Decided(
        events=(*back, OrderRebased(order=tuple(order)), *_out(show, went, planned.id)),
    )


def _false_exit(show: "Show", command: FalseExit, around: Circumstances) -> Decided:
    look = show.the_look(command.look)
    if look.status is not Stage.ON_RUNWAY or look.exited_at is None:
        raise Refused(Why.INVALID_TRANSITION, f"Look {look.number} is not on the runway.")
    if around.now_ms - look.exited_at > FALSE_EXIT_MS:
        raise Refused(
            Why.INVALID_TRANSITION, f"Look {look.number} has been out for more than 10 seconds."
        )
    return Decided(events=(ExitFalse(look=look.id),))


def _off(show: "Show", command: LookOff, around: Circumstances) -> Decided:
    look = show.the_look(command.look)
    if look.status not in WENT or look.exited_at is None:
        raise Refused(Why.INVALID_TRANSITION, f"Look {look.number} is not on the runway.")
    if around.seen_at < look.exited_at:
        return Decided(events=(MarkSuperseded(look=look.id, status="off", seen_at=around.seen_at),))
    assumed = around.by.role is Role.CLOCK
    if look.status is Stage.ON_RUNWAY or (look.return_assumed and not assumed):
        back = LookReturned(look=look.id, seen_at=around.seen_at, assumed=assumed)
        return Decided(events=(back,))
    return Decided()  # seen coming in by two people: once is enough


def _skip(show: "Show", command: SkipLook, around: Circumstances) -> Decided:
    look = show.the_look(command.look)
    must_be_on_air(show)
    must_be_to_go(look)
    must_have_the_call(show, around)
    told = notice(show, ChangeCode.LOOK_SKIPPED, look, around)
    lost = lose_anchors(show, look, around, made=len(told))
    return Decided(events=(LookSkipped(look=look.id), *told, *lost))


def _reinsert(show: "Show", command: ReinsertLook, around: Circumstances) -> Decided:
    look = show.the_look(command.look)
    if look.status not in (Stage.SKIPPED, Stage.CUT):
        raise Refused(Why.INVALID_TRANSITION, f"Look {look.number} is in the line-up.")
    if show.phase in (Phase.ENDED, Phase.WRAPPED, Phase.CANCELLED):
        raise Refused(Why.INVALID_TRANSITION, "This run is over.")
    order = placed(show, look.id, command.after)
    told = notice(show, ChangeCode.LOOK_REINSERTED, look, around, other=command.after)
    return Decided(events=(LookReinserted(look=look.id, order=order), *told))


def placed(show: "Show", look: LookId, after: LookId | None) -> tuple[LookId, ...]:
    """Return the order with `look` behind `after`; without one, as the first that has still to go.

    Raises:
        Refused: where somebody who goes later has already been out: the past can't be re-ordered.
    """
    rest = [i for i in show.order if i != look]
    went = [n for n, i in enumerate(rest) if show.looks[i].status in WENT]
    to_go = [n for n, i in enumerate(rest) if show.looks[i].status not in GONE]
    earliest = 0
    if went:  # somebody may have gone out of order: what counts is who is next
        earliest = to_go[0] if to_go else went[-1] + 1
    if after is None:
        place = earliest
    else:
        show.the_look(after)
        if after == look:
            raise Refused(Why.INVALID_TRANSITION, "A look can't go after itself.")
        place = rest.index(after) + 1
    if place < earliest:
        raise Refused(Why.INVALID_TRANSITION, "Later looks have been out already.")
    return (*rest[:place], look, *rest[place:])


# ---- what the show is afterwards


def evolve_exit(show: "Show", event: ExitEvent, stamp: Stamp) -> "Show":
    match event:
        case LookOut():
            return _went_out(show, event, stamp)
        case ExitFalse():
            return _came_back_at_once(show, event, stamp)
        case LookReturned():
            return _returned(show, event, stamp)
        case LookSkipped():
            look = replace(
                show.looks[event.look],
                status=Stage.SKIPPED,
                status_at=stamp.at_ms,
                marked_at=stamp.at_ms,
            )
            skipped = replace(show.with_look(look), revision=show.revision + 1)
            return leaves_the_line(skipped, look, stamp)
        case LookReinserted():
            look = show.looks[event.look]
            stage = Stage.ASSIGNED if look.model else Stage.PLANNED
            look = replace(
                look, status=stage, status_at=stamp.at_ms, marked_at=stamp.at_ms, cut_live=False
            )
            back = replace(
                found_again(show.with_look(look), look.id, stamp),
                order=event.order,
                revision=show.revision + 1,
            )
            return back if show.live else replace(back, plan_order=event.order)
        case _:
            assert_never(event)


def _went_out(show: "Show", event: LookOut, stamp: Stamp) -> "Show":
    look = show.looks[event.look]
    out = replace(
        look,
        status=Stage.ON_RUNWAY,
        status_at=stamp.at_ms,
        exited_at=stamp.at_ms,
        returned_at=None,
        return_assumed=False,
        exits=event.number,
        marked_at=stamp.at_ms,
    )
    show = replace(show.with_look(out), last_go_at=stamp.at_ms)
    show = model_is(show, look.model, Presence.OUT, stamp)
    if show.run is None:
        return show
    record = Exit(
        look=look.id,
        model=look.model,
        at_ms=stamp.at_ms,
        number=event.number,
        instead_of=event.instead_of,
    )
    return show.with_run(
        replace(show.run, exits=(*show.run.exits, record), spacings=_spacings(show, stamp))
    )


def _spacings(show: "Show", stamp: Stamp) -> tuple[Span, ...]:
    """Return the last five spacings: one that spans a hold or a false exit says nothing about the pace."""
    run = show.run
    assert run is not None, "asked for while a run is on"
    if not run.exits or run.exits[-1].false:
        return run.spacings
    last_ms = run.exits[-1].at_ms
    if show.hold is not None or any(hold.until_at > last_ms for hold in run.holds):
        return run.spacings
    return (*run.spacings, Span(stamp.at_ms - last_ms))[-SPACINGS_KEPT:]


def _came_back_at_once(show: "Show", event: ExitFalse, stamp: Stamp) -> "Show":
    look = show.looks[event.look]
    back = replace(
        look, status=Stage.AT_LINE, status_at=stamp.at_ms, exited_at=None, marked_at=stamp.at_ms
    )
    show = model_is(show.with_look(back), look.model, Presence.READY_LINE, stamp)
    if show.run is None:
        return show
    exits = list(show.run.exits)
    for place in reversed(range(len(exits))):
        if exits[place].look == look.id:
            exits[place] = replace(exits[place], false=True)
            break
    return show.with_run(replace(show.run, exits=tuple(exits)))


def _returned(show: "Show", event: LookReturned, stamp: Stamp) -> "Show":
    look = show.looks[event.look]
    first = look.status is Stage.ON_RUNWAY
    back = replace(
        look,
        status=Stage.OFF if first else look.status,
        status_at=stamp.at_ms if first else look.status_at,
        returned_at=event.seen_at,
        return_assumed=event.assumed,
        marked_at=event.seen_at,
    )
    show = show.with_look(back)
    if not first or look.model is None:
        return show
    more = any(one.status not in GONE for one in show.looks_of(look.model))
    return model_is(show, look.model, Presence.CHANGING if more else Presence.FINISHED, stamp)


def leaves_the_line(show: "Show", look: Look, stamp: Stamp) -> "Show":
    """Let a model whose look at the line is taken from her be where she was before it."""
    model = show.models.get(look.model) if look.model else None
    if model is None or model.status is not Presence.READY_LINE:
        return show
    hers = show.looks_of(model.id)
    if any(one.status is Stage.AT_LINE for one in hers):
        return show
    out = any(one.status in WENT for one in hers)
    more = any(one.status not in GONE for one in hers)
    after = Presence.CHANGING if more else Presence.FINISHED
    return model_is(show, model.id, after if out else Presence.ARRIVED, stamp)


def model_is(show: "Show", model: ModelId | None, presence: Presence, stamp: Stamp) -> "Show":
    if model is None or model not in show.models:
        return show
    return show.with_model(replace(show.models[model], status=presence, status_at=stamp.at_ms))
