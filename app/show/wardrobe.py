"""What becomes of a piece: ticked, lost, found, replaced, handed over, signed out and in."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from app.show.guard import weigh
from app.show.item import (
    BLOCKING,
    AddItem,
    EditItem,
    HandOver,
    Item,
    ItemAdded,
    ItemCommand,
    ItemEdited,
    ItemEvent,
    ItemHandedOver,
    ItemMarked,
    ItemMarkSuperseded,
    ItemSignedIn,
    ItemSignedOut,
    ItemStage,
    ItemSubstituted,
    MarkItem,
    SignIn,
    SignOut,
    SubstituteItem,
)
from app.show.look import Stage
from app.show.repair import Help, HelpFinished, HelpKind, HelpRequested
from app.show.words import (
    Circumstances,
    Decided,
    Guard,
    HelpId,
    ItemId,
    LookId,
    Refused,
    Stamp,
    Why,
    unused,
)

if TYPE_CHECKING:
    from app.show.show import Event
    from app.show.state import Show

FOUND: Final = frozenset({ItemStage.ON_RACK, ItemStage.WITH_MODEL, ItemStage.READY})
AWAY: Final = frozenset({ItemStage.RETURNED, ItemStage.PACKED, ItemStage.WRITTEN_OFF})
LET_GO: Final = frozenset({Stage.OFF, Stage.DONE, Stage.CUT, Stage.SKIPPED})
NO_HAND_OVER: Final = {
    ItemStage.DAMAGED: "Damaged",
    ItemStage.IN_ALTERATION: "Being altered",
    ItemStage.REPLACED: "Replaced",
    ItemStage.WRITTEN_OFF: "Written off",
}


def decide_item(show: "Show", command: ItemCommand, around: Circumstances) -> Decided:
    match command:
        case AddItem():
            return _add(show, command)
        case EditItem():
            return _edit(show, command)
        case MarkItem():
            return _mark(show, command, around)
        case SubstituteItem():
            return _substitute(show, command, around)
        case HandOver():
            return _hand_over(show, command, around)
        case SignOut() | SignIn():
            return _sign(show, command)
        case _:
            assert_never(command)


def the_item(show: "Show", item: ItemId) -> Item:
    if item not in show.items:
        raise Refused(Why.UNKNOWN_ENTITY, f"There is no piece {item}.")
    return show.items[item]


def holder_of(show: "Show", item: Item) -> LookId:
    """Return which look has a shared piece: as handed over, else the first that needs it."""
    if item.on_look is not None:
        return item.on_look
    needing = {item.look, *item.shared_by}
    return next((look for look in show.order if look in needing), item.look)


def _add(show: "Show", command: AddItem) -> Decided:
    for look in (command.look, *command.shared_by):
        show.the_look(look)
    if command.item is not None and command.item in show.items:
        raise Refused(Why.INVALID_TRANSITION, f"There is a piece {command.item} already.")
    item = Item(
        id=command.item or ItemId(unused("i", show.made, show.items)),
        look=command.look,
        name=command.name,
        kind=command.kind,
        required=command.required,
        size=command.size,
        shared_by=tuple(look for look in command.shared_by if look != command.look),
        expected_at=command.expected_at,
        value_class=command.value_class,
        location=command.location,
    )
    return Decided(events=(ItemAdded(item=item),))


def _edit(show: "Show", command: EditItem) -> Decided:
    item = the_item(show, command.item)
    for look in command.shared_by or ():
        show.the_look(look)
    edited = ItemEdited(
        item=item.id,
        name=command.name,
        kind=command.kind,
        required=command.required,
        size=command.size,
        shared_by=command.shared_by,
        expected_at=command.expected_at,
        value_class=command.value_class,
        location=command.location,
    )
    return Decided(events=(edited,))


def _mark(show: "Show", command: MarkItem, around: Circumstances) -> Decided:
    item = the_item(show, command.item)
    if command.status is ItemStage.REPLACED:
        raise Refused(Why.INVALID_TRANSITION, f"Say what replaces the {item.name}.")
    if _is_old(show, item, command, around):
        late = ItemMarkSuperseded(item=item.id, status=command.status, seen_at=around.seen_at)
        return Decided(events=(late,))
    marked = ItemMarked(item=item.id, status=command.status, seen_at=around.seen_at)
    warnings: tuple[Guard, ...] = ()
    if command.status is ItemStage.PACKED and item.signed_out_at is not None:
        warnings = (Guard(code="signed_out", detail=f"Still signed out: the {item.name}."),)
    return Decided(events=(marked, *_runner_task(show, item, command, around)), warnings=warnings)


def _is_old(show: "Show", item: Item, command: MarkItem, around: Circumstances) -> bool:
    """Tell whether something newer is known; a tick of the last run ticks nothing in this one."""
    if item.marked_at is not None and around.seen_at < item.marked_at:
        return True
    of_another_run = show.run is not None and around.seen_at < show.run.began_at
    return of_another_run and command.status not in BLOCKING


def _runner_task(
    show: "Show", item: Item, command: MarkItem, around: Circumstances
) -> "tuple[Event, ...]":
    """Return the search that a missing piece starts, or the end of the one that found it."""
    searches = _searches(show, item)
    if command.status in FOUND:
        return tuple(HelpFinished(help=one.id, seen_at=around.seen_at) for one in searches)
    if command.status is not ItemStage.MISSING or searches or not item.required:
        return ()
    search = Help(
        id=HelpId(f"h{show.made + 1}"),
        look=holder_of(show, item),
        kind=HelpKind.MISSING_ITEM,
        item=item.id,
        raised_at=around.seen_at,
        raised_by=around.by.pass_id,
    )
    return (HelpRequested(help=search),)


def _searches(show: "Show", item: Item) -> list[Help]:
    return [
        one
        for one in show.help.values()
        if one.item == item.id and one.kind is HelpKind.MISSING_ITEM and one.unsolved
    ]


def _substitute(show: "Show", command: SubstituteItem, around: Circumstances) -> Decided:
    item = the_item(show, command.item)
    if item.status is ItemStage.REPLACED:
        raise Refused(Why.INVALID_TRANSITION, f"Replaced already: the {item.name}.")
    other = Item(
        id=ItemId(unused("i", show.made, show.items)),
        look=item.look,
        name=command.name,
        kind=item.kind,
        required=item.required,
        size=command.size or item.size,
        status=ItemStage.ON_RACK,  # somebody holds it in her hand
        shared_by=item.shared_by,
        on_look=item.on_look,
        location=command.location,
        replaces=item.id,
    )
    found = tuple(
        HelpFinished(help=one.id, seen_at=around.seen_at) for one in _searches(show, item)
    )
    return Decided(events=(ItemSubstituted(item=item.id, by=other), *found))


def _hand_over(show: "Show", command: HandOver, around: Circumstances) -> Decided:
    item = the_item(show, command.item)
    look = show.the_look(command.look)
    if look.id != item.look and look.id not in item.shared_by:
        raise Refused(Why.INVALID_TRANSITION, f"Look {look.number} does not have the {item.name}.")
    if item.status in NO_HAND_OVER:
        raise Refused(Why.INVALID_TRANSITION, f"{NO_HAND_OVER[item.status]}: the {item.name}.")
    if item.marked_at is not None and around.seen_at < item.marked_at:
        late = ItemMarkSuperseded(item=item.id, status=ItemStage.ON_RACK, seen_at=around.seen_at)
        return Decided(events=(late,))
    holder = show.looks[holder_of(show, item)]
    if holder.id != look.id and holder.status not in LET_GO:
        still = f"Look {holder.number} still has the {item.name}: it is {_spoken(holder.status)}."
        weigh([Guard(code="shared_piece", detail=still, hard=True)], around)
    handed = ItemHandedOver(item=item.id, look=look.id, seen_at=around.seen_at)
    return Decided(events=(handed,))


def _spoken(stage: Stage) -> str:
    return stage.value.replace("_", " ")


def _sign(show: "Show", command: SignOut | SignIn) -> Decided:
    item = the_item(show, command.item)
    out = item.signed_out_at is not None
    if isinstance(command, SignIn):
        if not out:
            raise Refused(Why.INVALID_TRANSITION, f"Not signed out: the {item.name}.")
        return Decided(events=(ItemSignedIn(item=item.id),))
    if command.model is not None:
        show.the_model(command.model)
    if out:
        raise Refused(Why.INVALID_TRANSITION, f"Signed out already: the {item.name}.")
    taken = ItemSignedOut(item=item.id, model=command.model, note=command.note)
    return Decided(events=(taken,))


# ---- what the show is afterwards


def evolve_item(show: "Show", event: ItemEvent, stamp: Stamp) -> "Show":
    match event:
        case ItemAdded():
            return _with_new(show, event.item)
        case ItemSubstituted():
            return _substituted(show, event, stamp)
        case ItemMarkSuperseded():
            return show
        case _:
            item = show.items[event.item]
            after = _after(item, event, stamp)
            return show if after == item else show.with_item(after)


def _after(
    item: Item,
    event: ItemEdited | ItemMarked | ItemHandedOver | ItemSignedOut | ItemSignedIn,
    stamp: Stamp,
) -> Item:
    match event:
        case ItemEdited():
            return _edited(item, event)
        case ItemMarked():
            return _marked(item, event, stamp)
        case ItemHandedOver():
            return _handed_over(item, event, stamp)
        case ItemSignedOut():
            return replace(
                item,
                signed_out_at=stamp.at_ms,
                signed_out_by=stamp.by.pass_id,
                signed_out_to=event.model,
            )
        case ItemSignedIn():
            return replace(item, signed_out_at=None, signed_out_by=None, signed_out_to=None)
        case _:
            assert_never(event)


def _with_new(show: "Show", item: Item) -> "Show":
    look = show.looks[item.look]
    show = show.with_look(replace(look, items=(*look.items, item.id)))
    return replace(show.with_item(replace(item, rev=0)), made=show.made + 1)


def _edited(item: Item, event: ItemEdited) -> Item:
    return replace(
        item,
        name=item.name if event.name is None else event.name,
        kind=item.kind if event.kind is None else event.kind,
        required=item.required if event.required is None else event.required,
        size=item.size if event.size is None else event.size,
        shared_by=item.shared_by if event.shared_by is None else event.shared_by,
        expected_at=item.expected_at if event.expected_at is None else event.expected_at,
        value_class=item.value_class if event.value_class is None else event.value_class,
        location=item.location if event.location is None else event.location,
    )


def _marked(item: Item, event: ItemMarked, stamp: Stamp) -> Item:
    same = item.status is event.status
    return replace(
        item,
        status=event.status,
        status_at=item.status_at if same else event.seen_at,
        on_look=None if event.status in AWAY else item.on_look,
        handed_at=None if event.status in AWAY else item.handed_at,
        marked_at=event.seen_at,
        marked_by=stamp.by.pass_id,
        marked_seq=stamp.seq,
    )


def _handed_over(item: Item, event: ItemHandedOver, stamp: Stamp) -> Item:
    """Put it on the rack of its next look, whose dresser ticks it anew."""
    return replace(
        item,
        status=ItemStage.ON_RACK,
        status_at=event.seen_at,
        on_look=event.look,
        handed_at=event.seen_at,
        marked_at=event.seen_at,
        marked_by=stamp.by.pass_id,
        marked_seq=stamp.seq,
    )


def _substituted(show: "Show", event: ItemSubstituted, stamp: Stamp) -> "Show":
    old, new = show.items[event.item], event.by
    look = show.looks[old.look]
    pieces = tuple(new.id if piece == old.id else piece for piece in look.items)
    show = show.with_look(replace(look, items=pieces))
    # No longer required, so that a late "missing" of the old piece blocks nobody.
    gone = replace(
        old,
        status=ItemStage.REPLACED,
        required=False,
        status_at=stamp.at_ms,
        marked_at=stamp.at_ms,
        marked_by=stamp.by.pass_id,
        marked_seq=stamp.seq,
    )
    fresh = replace(new, status_at=stamp.at_ms, marked_at=stamp.at_ms, rev=0)
    show = show.with_item(gone).with_item(fresh)
    return replace(show, made=show.made + 1)
