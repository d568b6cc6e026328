"""A call for help from the dressing room: raised, taken with a time, finished or declined.

open → accepted → done;  open, accepted → declined
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Final, assert_never

from app.show.item import ItemMarked, ItemStage
from app.show.words import (
    NOTE,
    Circumstances,
    Decided,
    HelpId,
    Instant,
    ItemId,
    LookId,
    PassId,
    Ref,
    Refused,
    Span,
    Stamp,
    Why,
    Word,
    later,
)

if TYPE_CHECKING:
    from app.show.show import Event
    from app.show.state import Show


class HelpKind(Word):
    ZIP_SEW = "zip_sew"
    SHOE = "shoe"
    MISSING_ITEM = "missing_item"
    MODEL_MISSING = "model_missing"
    HANDS = "hands"
    OTHER = "other"


class HelpStage(Word):
    OPEN = "open"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    id: HelpId
    look: LookId
    kind: HelpKind
    item: ItemId | None = None
    note: Ref | None = None
    status: HelpStage = HelpStage.OPEN
    raised_at: Instant
    raised_by: PassId
    accepted_by: PassId | None = None
    accepted_at: Instant | None = None
    ready_at: Instant | None = None  # when whoever took it expects to be done
    ended_at: Instant | None = None
    rev: int = 1

    @property
    def unsolved(self) -> bool:
        return self.status in (HelpStage.OPEN, HelpStage.ACCEPTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestHelp:
    look: LookId
    kind: HelpKind
    item: ItemId | None = None
    note: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptHelp:
    help: HelpId
    estimate_ms: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishHelp:
    help: HelpId


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineHelp:
    """It can't be done, or was a false call."""

    help: HelpId
    note: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpRequested:
    help: Help


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAccepted:
    help: HelpId
    seen_at: Instant
    ready_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpFinished:
    help: HelpId
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpDeclined:
    help: HelpId
    seen_at: Instant
    note: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpMarkSuperseded:
    """Seen before the call was made: it says nothing about it. Kept, and changes nothing."""

    help: HelpId
    seen_at: Instant


RepairCommand = RequestHelp | AcceptHelp | FinishHelp | DeclineHelp
RepairEvent = HelpRequested | HelpAccepted | HelpFinished | HelpDeclined | HelpMarkSuperseded


def decide_repair(show: "Show", command: RepairCommand, around: Circumstances) -> Decided:
    match command:
        case RequestHelp():
            return _request(show, command, around)
        case AcceptHelp():
            return _accept(show, command, around)
        case FinishHelp():
            return _finish(show, command, around)
        case DeclineHelp():
            one = _raised(show, command.help)
            if around.seen_at < one.raised_at:
                return Decided(events=_late(one, around))
            if one.status is HelpStage.DECLINED:
                return Decided()
            one = _unsolved(show, command.help)
            no = HelpDeclined(help=one.id, seen_at=around.seen_at, note=command.note)
            return Decided(events=(no,))
        case _:
            assert_never(command)


PUTS: Final = {HelpKind.ZIP_SEW: ItemStage.IN_ALTERATION, HelpKind.MISSING_ITEM: ItemStage.MISSING}
FREES: Final = {ItemStage.IN_ALTERATION: ItemStage.READY, ItemStage.MISSING: ItemStage.ON_RACK}


def _request(show: "Show", command: RequestHelp, around: Circumstances) -> Decided:
    """A fact, even for a look that is cut or out: somebody stands there and needs hands."""
    look = show.the_look(command.look)
    if command.item is not None:
        item = show.items.get(command.item)
        if item is None:
            raise Refused(Why.UNKNOWN_ENTITY, f"There is no piece {command.item}.")
        if look.id != item.look and look.id not in item.shared_by:
            raise Refused(
                Why.INVALID_TRANSITION, f"Look {look.number} does not have the {item.name}."
            )
    asked = Help(
        id=HelpId(f"h{show.made + 1}"),
        look=look.id,
        kind=command.kind,
        item=command.item,
        note=command.note,
        raised_at=around.seen_at,
        raised_by=around.by.pass_id,
    )
    moved = _item_is(show, command.item, PUTS.get(command.kind), around)
    return Decided(events=(HelpRequested(help=asked), *moved))


def _accept(show: "Show", command: AcceptHelp, around: Circumstances) -> Decided:
    one = _unsolved(show, command.help)
    if one.accepted_by not in (None, around.by.pass_id):
        raise Refused(
            Why.INVALID_TRANSITION, f"Somebody else is on it for look {_number(show, one)}."
        )
    if command.estimate_ms is not None and command.estimate_ms < 0:
        raise Refused(Why.MALFORMED, "An estimate is not less than nothing.")
    ready = None if command.estimate_ms is None else later(around.seen_at, command.estimate_ms)
    taken = HelpAccepted(help=one.id, seen_at=around.seen_at, ready_at=ready)
    return Decided(events=(taken,))


def _finish(show: "Show", command: FinishHelp, around: Circumstances) -> Decided:
    one = _raised(show, command.help)
    if around.seen_at < one.raised_at:
        return Decided(events=_late(one, around))
    if one.status is HelpStage.DONE:
        return Decided()  # two people saw it done
    one = _unsolved(show, command.help)
    item = show.items.get(one.item) if one.item else None
    frees = item is not None and PUTS.get(one.kind) is item.status
    stage = FREES[item.status] if item is not None and frees else None
    moved = _item_is(show, one.item, stage, around)
    return Decided(events=(HelpFinished(help=one.id, seen_at=around.seen_at), *moved))


def _item_is(
    show: "Show", item_id: ItemId | None, stage: ItemStage | None, around: Circumstances
) -> "tuple[Event, ...]":
    """Return the piece's new status, unless something newer is known of it."""
    if item_id is None or stage is None:
        return ()
    item = show.items[item_id]
    if item.marked_at is not None and around.seen_at < item.marked_at:
        return ()
    return (ItemMarked(item=item.id, status=stage, seen_at=around.seen_at),)


def _late(one: Help, around: Circumstances) -> "tuple[Event, ...]":
    """Keep what was seen before the call was made; it can't have ended it."""
    return (HelpMarkSuperseded(help=one.id, seen_at=around.seen_at),)


def _raised(show: "Show", help_id: HelpId) -> Help:
    if help_id not in show.help:
        raise Refused(Why.UNKNOWN_ENTITY, f"There is no call for help {help_id}.")
    return show.help[help_id]


def _unsolved(show: "Show", help_id: HelpId) -> Help:
    one = _raised(show, help_id)
    if not one.unsolved:
        raise Refused(
            Why.INVALID_TRANSITION,
            f"The call for help at look {_number(show, one)} is {one.status.value} already.",
        )
    return one


def _number(show: "Show", one: Help) -> str:
    return show.looks[one.look].number


def evolve_repair(show: "Show", event: RepairEvent, stamp: Stamp) -> "Show":
    match event:
        case HelpRequested():
            return replace(show.with_help(replace(event.help, rev=0)), made=show.made + 1)
        case HelpMarkSuperseded():
            return show
        case HelpAccepted():
            one = replace(
                show.help[event.help],
                status=HelpStage.ACCEPTED,
                accepted_by=stamp.by.pass_id,
                accepted_at=event.seen_at,
                ready_at=event.ready_at,
            )
        case HelpFinished():
            one = replace(show.help[event.help], status=HelpStage.DONE, ended_at=event.seen_at)
        case HelpDeclined():
            one = replace(show.help[event.help], status=HelpStage.DECLINED, ended_at=event.seen_at)
        case _:
            assert_never(event)
    return show.with_help(one)
