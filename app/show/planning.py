"""Taking a plan in: a bundle becomes looks, people, pieces, cues and seats; the first entry of every show."""

from collections.abc import Container, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from app.show.bundle import (
    Bundle,
    BundleEvent,
    BundleLook,
    BundleSeat,
    LoadPlan,
    PlanLoaded,
)
from app.show.cast import Model
from app.show.crew import Crew, Room
from app.show.cue import Cue
from app.show.guest import Guest
from app.show.item import Item
from app.show.look import Look, Stage
from app.show.seat import Seat, SeatStage
from app.show.words import (
    Circumstances,
    Decided,
    GuestId,
    LookId,
    Refused,
    RoomId,
    Stamp,
    Why,
    given,
)

if TYPE_CHECKING:
    from app.show.state import Show

PLAN_FIELDS = ("starts_at", "spacing_ms", "walk_ms", "assembly", "checks")


def decide_bundle(show: "Show", command: LoadPlan, _: Circumstances) -> Decided:
    if show.looks or show.seq:
        raise Refused(Why.INVALID_TRANSITION, "This show has its plan already.")
    plan = command.plan
    named = _with_ids(plan)
    _must_be_single("look", (look.id or "" for look in named.looks))
    _must_be_single("look number", (look.number.strip().upper() for look in named.looks))
    _must_be_single("piece", (item.id for look in named.looks for item in look.items))
    _must_be_single("model", (model.id for model in plan.models))
    _must_be_single("crew member", (one.id for one in plan.crew))
    _must_be_single("cue", (cue.id for cue in plan.cues))
    _must_be_single("seat", (seat.id for seat in plan.seats))
    _must_be_single("guest", (guest.id for guest in plan.guests))
    _must_be_single("guest's seat", (guest.seat for guest in plan.guests if guest.seat))
    _must_be_known(named)
    _must_make_sense(named)
    return Decided(events=(PlanLoaded(plan=named),))


def _with_ids(plan: Bundle) -> Bundle:
    """Give each look without an id one from its place in the list."""
    looks = tuple(
        look if look.id else replace(look, id=LookId(f"l{place}"))
        for place, look in enumerate(plan.looks, start=1)
    )
    return replace(plan, looks=looks)


def _must_be_single(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise Refused(Why.MALFORMED, f"The {what} {one} stands twice in the plan.")
        seen.add(one)


def _must_be_known(plan: Bundle) -> None:
    """Refuse a plan that names a model, a look, a cue or a seat which it does not have."""
    models = {model.id for model in plan.models}
    looks = {look.id for look in plan.looks}
    cues = {cue.id for cue in plan.cues}
    seats = {seat.id for seat in plan.seats}
    crew = {one.id for one in plan.crew}
    for look in plan.looks:
        _must_have("model", look.model, models, f"look {look.number}")
        _must_have("crew member", look.dresser, crew, f"look {look.number}")
        for item in look.items:
            for shared in item.shared_by:
                _must_have("look", shared, looks, f"piece {item.id}")
    for cue in plan.cues:
        if not cue.anchor.is_one_moment:
            raise Refused(Why.MALFORMED, f"The anchor of cue {cue.name} is not exactly one moment.")
        _must_have("look", cue.anchor.look, looks, f"cue {cue.name}")
        _must_have("cue", cue.anchor.cue, cues, f"cue {cue.name}")
    guests = {guest.id for guest in plan.guests}
    for guest in plan.guests:
        for other in guest.apart_from:
            _must_have("guest", other, guests, f"guest {guest.id}")
        _must_have("seat", guest.seat, seats, f"guest {guest.id}")


def _must_make_sense(plan: Bundle) -> None:
    if not plan.title.strip():
        raise Refused(Why.MALFORMED, "The plan has no title.")
    if any(not look.number.strip() for look in plan.looks):
        raise Refused(Why.MALFORMED, "A look has no number.")
    if sum(cue.start for cue in plan.cues) > 1:
        raise Refused(Why.MALFORMED, "Only one cue makes T0: several have `start`.")
    before = {cue.id: cue.anchor.cue for cue in plan.cues}
    for cue in plan.cues:
        chain, behind = {cue.id}, cue.anchor.cue
        while behind is not None:
            if behind in chain:
                raise Refused(Why.MALFORMED, f"Cue {cue.name} waits for itself.")
            chain.add(behind)
            behind = before[behind]


def _must_have(what: str, named: str | None, known: Container[str | None], where: str) -> None:
    if named is not None and named not in known:
        raise Refused(Why.MALFORMED, f"There is no {what} {named}, which {where} names.")


# ---- what the show is afterwards


def evolve_bundle(show: "Show", event: BundleEvent, stamp: Stamp) -> "Show":
    plan = event.plan
    looks = {look.id: _look(look) for look in plan.looks if look.id is not None}
    rooms = sorted({one.room for one in plan.crew if one.room is not None})
    taken = {guest.seat: guest.id for guest in plan.guests if guest.seat is not None}
    order = tuple(looks)
    return replace(
        show,
        title=plan.title,
        at=stamp.at_ms,
        order=order,
        plan_order=order,
        looks=looks,
        models={
            m.id: Model(
                id=m.id,
                name=m.name,
                measurements=m.measurements,
                contact=m.contact,
                call_at=m.call_at,
            )
            for m in plan.models
        },
        items={item.id: item for look in plan.looks for item in _items(look)},
        crew={c.id: Crew(id=c.id, role=c.role, name=c.name, room=c.room) for c in plan.crew},
        rooms={room: Room(id=room, name=str(room)) for room in map(RoomId, rooms)},
        cues={
            q.id: Cue(
                id=q.id,
                department=q.department,
                name=q.name,
                anchor=q.anchor,
                start=q.start,
                auto=q.auto,
                action=q.action,
            )
            for q in plan.cues
        },
        seats={seat.id: _seat(seat, taken.get(seat.id)) for seat in plan.seats},
        guests={
            g.id: Guest(
                id=g.id,
                name=g.name,
                title=g.title,
                party=g.party,
                tier=g.tier,
                seat=g.seat,
                apart_from=g.apart_from,
            )
            for g in plan.guests
        },
        **given(plan, *PLAN_FIELDS),
    )


def _look(look: BundleLook) -> Look:
    assert look.id is not None, "decided with ids"
    return Look(
        id=look.id,
        number=look.number,
        model=look.model,
        dresser=look.dresser,
        change_ms=look.change_ms,
        change_class=look.change_class,
        notes=look.notes,
        picture=look.picture,
        items=tuple(item.id for item in look.items),
        status=Stage.ASSIGNED if look.model else Stage.PLANNED,
    )


def _items(look: BundleLook) -> list[Item]:
    assert look.id is not None, "decided with ids"
    return [
        Item(
            id=item.id,
            look=look.id,
            name=item.name,
            kind=item.kind,
            required=item.required,
            size=item.size,
            status=item.status,
            expected_at=item.expected_at,
            shared_by=item.shared_by,
            location=item.location,
            value_class=item.value_class,
        )
        for item in look.items
    ]


def _seat(seat: BundleSeat, guest: GuestId | None) -> Seat:
    free = SeatStage.HELD if seat.held else SeatStage.FREE
    return Seat(
        id=seat.id,
        block=seat.block,
        row=seat.row,
        number=seat.number,
        tier=seat.tier,
        status=SeatStage.ASSIGNED if guest else free,
        guest=guest,
    )
