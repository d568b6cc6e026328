"""A plan as a file: written so that reading it back gives the same plan, and read with every fault named."""

from codecs import BOM_UTF8
from collections.abc import Callable
from typing import Final

from app.files.faults import Fault, Faulty, faults
from app.show.cue import Anchor, Cue
from app.show.guest import Guest
from app.show.item import Item, ItemStage
from app.show.look import ChangeClass, Look, Stage
from app.show.seat import Seat, SeatStage
from app.show.state import Show
from app.show.words import LookId, Ref
from app.views.plain import plain
from app.views.see import Moment
from app.wire.strict_json import NotStrict, read_strict

Json = dict[str, object]
PictureOf = Callable[[Ref], str | None]

# A piece that has been worn is on its rack again when the plan is taken up anew.
BACK_ON_RACK: Final = frozenset(
    {ItemStage.WITH_MODEL, ItemStage.RETURNED, ItemStage.PACKED, ItemStage.READY}
)
BLANK: Final = Show()


def no_picture(_: Ref) -> None:
    """Leave pictures out."""


def export_bundle(moment: Moment, picture_of: PictureOf = no_picture) -> Json:
    """Return the show's plan; `picture_of` gives a picture as a data URI.

    What is as it would be by itself is not said. Looks cut from the plan are not part of it.
    """
    show, told = moment.show, moment.told
    looks = _looks_of_the_plan(show)
    kept = frozenset(look.id for look in looks)

    def say(ref: Ref | None) -> object | None:
        return told.get(ref) if ref else None

    def look_with_picture(look: Look) -> Json:
        picture = picture_of(look.picture) if look.picture else None
        return _said(_look(show, look, kept), notes=say(look.notes), picture=picture)

    return _said(
        {"standby": 1, "title": show.title},
        starts_at=show.starts_at,
        spacing_ms=show.spacing_ms,
        walk_ms=show.walk_ms,
        assembly=show.assembly if show.assembly != BLANK.assembly else None,
        checks=show.checks or None,
        models=[
            _said(
                {"id": model.id},
                name=say(model.name),
                call_at=model.call_at,
                measurements=say(model.measurements),
                contact=say(model.contact),
            )
            for model in show.models.values()
        ],
        crew=[
            _said({"id": one.id, "role": one.role.value}, name=say(one.name), room=one.room)
            for one in show.crew.values()
        ],
        looks=[look_with_picture(look) for look in looks],
        cues=[_cue(cue, kept) for cue in show.cues.values()],
        seats=[_seat(seat) for seat in show.seats.values()],
        guests=[
            _said(_guest(one), name=say(one.name), title=say(one.title), party=say(one.party))
            for one in show.guests.values()
        ],
    )


def read_bundle(raw: bytes) -> Json:
    """Return the plan in a file. Types and unknown fields are for `LoadPlan` to judge.

    Raises:
        Faulty: it is not JSON, not a plan, or something in it stands twice or leads nowhere.
    """
    try:
        found = read_strict(raw.removeprefix(BOM_UTF8))
    except NotStrict as wrong:
        raise Faulty([Fault(place="", says=str(wrong))]) from None
    if not isinstance(found, dict):
        raise Faulty([Fault(place="", says="A plan is a JSON object with a title and looks.")])
    if told := faults(found):
        raise Faulty(told)
    return found


def _said(first: Json, **more: object) -> Json:
    """Return what has something in it: no nulls, no empty lists."""
    return first | {name: value for name, value in more.items() if value not in (None, [], ())}


def _looks_of_the_plan(show: Show) -> list[Look]:
    order = show.plan_order or show.order
    looks = [show.looks[look] for look in order]
    return [look for look in looks if look.status is not Stage.CUT or look.cut_live]


def _look(show: Show, look: Look, kept: frozenset[LookId]) -> Json:
    usual = look.change_class is ChangeClass.USUAL
    return _said(
        {"id": look.id, "number": look.number},
        model=look.model,
        dresser=look.dresser,
        change_ms=look.change_ms,
        change_class=None if usual else look.change_class.value,
        items=[_item(show.items[item], kept) for item in look.items],
    )


def _item(item: Item, kept: frozenset[LookId]) -> Json:
    status = ItemStage.ON_RACK if item.status in BACK_ON_RACK else item.status
    return _said(
        {"id": item.id, "name": item.name, "kind": item.kind.value, "required": item.required},
        size=item.size,
        shared_by=[look for look in item.shared_by if look in kept],
        status=None if status is ItemStage.EXPECTED else status.value,
        expected_at=item.expected_at,
        location=item.location,
        value_class=item.value_class,
    )


def _cue(cue: Cue, kept: frozenset[LookId]) -> Json:
    return _said(
        {
            "id": cue.id,
            "department": cue.department.value,
            "name": cue.name,
            "anchor": _anchor(cue.anchor, kept),
        },
        start=cue.start or None,
        auto=cue.auto or None,
        action=plain(cue.action),
    )


def _anchor(anchor: Anchor, kept: frozenset[LookId]) -> Json:
    """Return an anchor by the one thing it names; a cue whose look has left the plan is called by hand."""
    offset: Json = {"offset_ms": anchor.offset_ms}
    if anchor.t0:
        return {"t0": True} | offset
    if anchor.look is not None and anchor.look in kept:
        return {"look": anchor.look, "at": anchor.at} | offset
    if anchor.cue is not None:
        return {"cue": anchor.cue} | offset
    named: Json = {"at": anchor.at} if isinstance(anchor.at, int) else {"manual": True}
    return named | (offset if anchor.offset_ms else {})


def _seat(seat: Seat) -> Json:
    return _said(
        {"id": seat.id, "block": seat.block, "row": seat.row, "number": seat.number},
        tier=seat.tier,
        held=seat.status is SeatStage.HELD or None,
    )


def _guest(guest: Guest) -> Json:
    return _said(
        {"id": guest.id}, tier=guest.tier, seat=guest.seat, apart_from=list(guest.apart_from)
    )
