"""Getting a look ready: dressing, dressed, checked, at the line, done; and sending one back from the line."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from app.show.cast import LOST, NOT_HERE, Presence
from app.show.decision import Decision, DecisionKind, DecisionRaised, Option
from app.show.evening import Phase
from app.show.item import ItemStage
from app.show.look import (
    BEFORE_THE_LINE,
    WENT,
    BackToDressing,
    Look,
    LookAtLine,
    LookChecked,
    LookDone,
    LookDressed,
    LookDressing,
    LookReturned,
    LookSentBack,
    MarkLook,
    MarkSuperseded,
    Stage,
)
from app.show.message import ChangeCode
from app.show.notice import notice
from app.show.phase import LinedUp, OrderRebased
from app.show.repair import Help, HelpKind, HelpRequested
from app.show.words import (
    Circumstances,
    Decided,
    DecisionId,
    Guard,
    HelpId,
    Refused,
    Stamp,
    Why,
)

if TYPE_CHECKING:
    from app.show.show import Event
    from app.show.state import Show

DressingCommand = MarkLook | BackToDressing
DressingEvent = (
    LookDressing | LookDressed | LookChecked | LookAtLine | LookDone | LookSentBack | MarkSuperseded
)

Mark = LookDressing | LookDressed | LookChecked | LookAtLine | LookDone
MARKS: Final[dict[str, type[Mark]]] = {
    "dressing": LookDressing,
    "dressed": LookDressed,
    "checked": LookChecked,
    "at_line": LookAtLine,
    "done": LookDone,
}
STAGES: Final[dict[type[Mark], Stage]] = {
    LookDressing: Stage.DRESSING,
    LookDressed: Stage.DRESSED,
    LookChecked: Stage.CHECKED,
    LookAtLine: Stage.AT_LINE,
    LookDone: Stage.DONE,
}
WITH_HER: Final = frozenset({ItemStage.WITH_MODEL, ItemStage.READY, ItemStage.REPLACED})


def decide_dressing(show: "Show", command: DressingCommand, around: Circumstances) -> Decided:
    match command:
        case MarkLook():
            return _mark(show, command, around)
        case BackToDressing():
            return _send_back(show, command, around)
        case _:
            assert_never(command)


def _mark(show: "Show", command: MarkLook, around: Circumstances) -> Decided:
    """A mark is a fact: it is never refused for coming early, and one that comes late changes nothing."""
    look = show.the_look(command.look)
    if show.phase in (Phase.WRAPPED, Phase.CANCELLED):
        raise Refused(Why.INVALID_TRANSITION, "This run is over.")
    of_another_run = show.run is not None and around.seen_at < show.run.began_at
    if of_another_run or (look.marked_at is not None and around.seen_at < look.marked_at):
        late = MarkSuperseded(look=look.id, status=command.status, seen_at=around.seen_at)
        return Decided(events=(late,))
    if command.status == "done":
        return Decided(events=_done(look, around))
    _must_be_markable(look, command)
    mark: Event = MARKS[command.status](look=look.id, seen_at=around.seen_at)
    events: list[Event] = [mark, *_clash(show, look, command, around)]
    if command.status == "at_line" and _lines_up(show, look):
        events.append(LinedUp())
    return Decided(events=tuple(events), warnings=tuple(_doubts(show, look, command)))


def _must_be_markable(look: Look, command: MarkLook) -> None:
    if look.status in BEFORE_THE_LINE:
        return
    if look.status is Stage.AT_LINE and command.status == "at_line":
        return
    said = {
        Stage.AT_LINE: "is at the line: send it back with a reason",
        Stage.CUT: "is cut",
        Stage.SKIPPED: "is on the side list",
    }.get(look.status, "has already been out")
    raise Refused(Why.INVALID_TRANSITION, f"Look {look.number} {said}.")


def _done(look: Look, around: Circumstances) -> "tuple[Event, ...]":
    done = LookDone(look=look.id, seen_at=around.seen_at)
    if look.status is Stage.ON_RUNWAY:
        return (LookReturned(look=look.id, seen_at=around.seen_at), done)
    if look.status in WENT:
        return (done,)
    raise Refused(Why.INVALID_TRANSITION, f"Look {look.number} has not been out yet.")


def _lines_up(show: "Show", look: Look) -> bool:
    """Tell whether the first looks are all at the line with this one."""
    if show.phase is not Phase.FIRST_LOOKS:
        return False
    models = set()
    for one in show.to_go()[: show.at_line_min]:
        second = one.model is not None and one.model in models  # she can't stand there twice
        models.add(one.model)
        if not second and one.id != look.id and one.status is not Stage.AT_LINE:
            return False
    return True


def _doubts(show: "Show", look: Look, command: MarkLook) -> Iterator[Guard]:
    """Say what speaks against the mark; it is taken all the same."""
    if command.status == "dressing":
        yield from _doubts_of_dressing(show, look)
    if command.status in ("dressed", "checked"):
        left = [
            item.name
            for item in show.items_of(look.id)
            if item.required and item.status not in WITH_HER
        ]
        if left:
            yield Guard(code="items_unticked", detail=f"Not ticked: {', '.join(left)}.")
    if command.status == "at_line" and look.status not in (Stage.DRESSED, Stage.CHECKED):
        yield Guard(code="not_dressed", detail=f"Look {look.number} was not marked dressed.")
    if command.status == "at_line" and show.checks and look.status is Stage.DRESSED:
        yield Guard(code="not_checked", detail=f"Look {look.number} was not checked.")


def _doubts_of_dressing(show: "Show", look: Look) -> Iterator[Guard]:
    model = show.models.get(look.model) if look.model else None
    if model is None:
        yield Guard(code="no_model", detail=f"Look {look.number} has no model.")
    elif model.status in NOT_HERE | LOST:
        yield Guard(code="model_not_here", detail="Its model has not arrived.")
    if look.model and any(
        one.status is Stage.ON_RUNWAY for one in show.looks_of(look.model) if one.id != look.id
    ):
        yield Guard(code="look_before_out", detail="Her look before this one is not off yet.")
    missing = [
        i.name for i in show.items_of(look.id) if i.required and i.status is ItemStage.MISSING
    ]
    if missing:
        yield Guard(code="item_missing", detail=f"Missing: {', '.join(missing)}.")


def _clash(
    show: "Show", look: Look, command: MarkLook, around: Circumstances
) -> "tuple[Event, ...]":
    """Ask the caller where a late READY meets a problem that was raised after it was seen."""
    if command.status not in ("dressed", "checked", "at_line"):
        return ()
    later = [
        one
        for one in show.help.values()
        if one.look == look.id and one.unsolved and one.raised_at > around.seen_at
    ]
    if not later:
        return ()
    decision = Decision(
        id=DecisionId(f"d{show.made + 1}"),
        kind=DecisionKind.CLASH,
        raised_at=around.now_ms,
        look=look.id,
        options=(
            Option(id="ready", label="keep READY", status=command.status),
            Option(id="problem", label="keep PROBLEM"),
        ),
    )
    return (DecisionRaised(decision=decision),)


def _send_back(show: "Show", command: BackToDressing, around: Circumstances) -> Decided:
    look = show.the_look(command.look)
    if look.status is not Stage.AT_LINE:
        raise Refused(Why.INVALID_TRANSITION, f"Look {look.number} is not at the line.")
    told = notice(show, ChangeCode.SENT_BACK, look, around)
    repair = Help(
        id=HelpId(f"h{show.made + len(told) + 1}"),
        look=look.id,
        kind=HelpKind.OTHER,
        note=command.reason,
        raised_at=around.now_ms,
        raised_by=around.by.pass_id,
    )
    return Decided(
        events=(
            LookSentBack(look=look.id, reason=command.reason),
            *_promote_the_next(show, look),
            *told,
            HelpRequested(help=repair),
        )
    )


def _promote_the_next(show: "Show", look: Look) -> "tuple[Event, ...]":
    """Let the look behind go first, where the one that goes back was next and the show is live."""
    to_go = show.to_go()
    if not show.live or len(to_go) < 2 or to_go[0].id != look.id:
        return ()
    order = [i for i in show.order if i != look.id]
    order.insert(order.index(to_go[1].id) + 1, look.id)
    return (OrderRebased(order=tuple(order)),)


# ---- what the show is afterwards


def evolve_dressing(show: "Show", event: DressingEvent, stamp: Stamp) -> "Show":
    look = show.looks[event.look]
    match event:
        case MarkSuperseded():
            return show
        case LookSentBack():
            back = replace(
                look,
                status=Stage.DRESSING,
                status_at=stamp.at_ms,
                dressing_at=stamp.at_ms,
                sent_back=event.reason,
                marked_at=stamp.at_ms,
            )
            return _follow(replace(show.with_look(back), revision=show.revision + 1), back, stamp)
        case LookDressing() | LookDressed() | LookChecked() | LookAtLine() | LookDone():
            marked = _marked(look, event, stamp)
            return _follow(show.with_look(marked), marked, stamp)
        case _:
            assert_never(event)


def _marked(
    look: Look,
    event: Mark,
    stamp: Stamp,
) -> Look:
    stage = STAGES[type(event)]
    begun = event.seen_at if stage is Stage.DRESSING else look.dressing_at
    ready = event.seen_at if stage is Stage.DRESSED else look.dressed_at
    return replace(
        look,
        status=stage,
        status_at=look.status_at if look.status is stage else event.seen_at,
        dressing_at=begun,
        dressed_at=None if stage is Stage.DRESSING else ready,
        marked_at=event.seen_at,
        marked_by=stamp.by.pass_id,
        marked_seq=stamp.seq,
    )


PRESENCE: Final = {
    Stage.DRESSING: Presence.FIRST_LOOK,
    Stage.DRESSED: Presence.FIRST_LOOK,
    Stage.CHECKED: Presence.FIRST_LOOK,
    Stage.AT_LINE: Presence.READY_LINE,
}


def _follow(show: "Show", look: Look, stamp: Stamp) -> "Show":
    """Let the model be where her look is: in her first look, changing, or at the line."""
    presence = PRESENCE.get(look.status)
    model = show.models.get(look.model) if look.model else None
    if presence is None or model is None or model.status is Presence.OUT:
        return show
    been_out = any(one.status in WENT for one in show.looks_of(model.id))
    if been_out and presence is Presence.FIRST_LOOK:
        presence = Presence.CHANGING
    if model.status is presence:
        return show
    arrived = model.arrived_at if model.arrived_at is not None else stamp.at_ms
    return show.with_model(
        replace(model, status=presence, status_at=stamp.at_ms, arrived_at=arrived)
    )
