"""Who is here: check-in, expected arrivals, hair and make-up, no-shows, and letting people go."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final, assert_never

from app.show.cast import (
    LOST,
    NOT_HERE,
    AddModel,
    AskAfterModel,
    CastCommand,
    CastEvent,
    CheckIn,
    EditModel,
    MarkNoShow,
    MarkService,
    MarkUnavailable,
    Model,
    ModelAdded,
    ModelArrived,
    ModelAskedAfter,
    ModelEdited,
    ModelEnRoute,
    ModelNoShow,
    ModelReleased,
    ModelUnavailable,
    Presence,
    ReleaseModel,
    ServiceMarked,
    ServiceStage,
    SetEta,
)
from app.show.guard import weigh
from app.show.item import ItemStage
from app.show.late import too_late
from app.show.message import ChangeCode
from app.show.notice import question
from app.show.words import (
    Circumstances,
    Decided,
    Guard,
    ModelId,
    Refused,
    Stamp,
    Why,
    given,
    unused,
)

if TYPE_CHECKING:
    from app.show.state import Show

ASKED_ABOUT_MODELS: Final = ("role:casting", "role:stage_manager", "role:check_in")
AT_WORK: Final = frozenset({Presence.OUT, Presence.READY_LINE})
HERS: Final = frozenset({ItemStage.WITH_MODEL})
MODEL_FIELDS: Final = ("name", "call_at", "measurements", "contact")


def decide_cast(show: "Show", command: CastCommand, around: Circumstances) -> Decided:  # noqa: C901, PLR0911 - one line a command
    match command:
        case AddModel():
            return _add(show, command, around)
        case EditModel():
            return _edit(show, command)
        case CheckIn():
            return _check_in(show, command, around)
        case SetEta():
            return _eta(show, command, around)
        case MarkNoShow():
            return _no_show(show, command, around)
        case MarkUnavailable():
            return _unavailable(show, command, around)
        case ReleaseModel():
            return _release(show, command, around)
        case MarkService():
            return _service(show, command, around)
        case AskAfterModel():
            return _ask_after(show, command, around)
        case _:
            assert_never(command)


def must_not_be_at_work(model: Model) -> None:
    if model.status in AT_WORK:
        raise Refused(
            Why.INVALID_TRANSITION, f"She is here: {model.status.value.replace('_', ' ')}."
        )


def _add(show: "Show", command: AddModel, around: Circumstances) -> Decided:
    model_id = command.model or ModelId(unused("mx", show.made, show.models))
    if model_id in show.models:
        taken = Guard(code="id_taken", detail=f"The id {model_id} is taken.", hard=True)
        weigh((taken,), around)
    model = Model(
        id=model_id,
        name=command.name,
        call_at=command.call_at,
        measurements=command.measurements,
        contact=command.contact,
    )
    return Decided(events=(ModelAdded(model=model),))


def _edit(show: "Show", command: EditModel) -> Decided:
    model = show.the_model(command.model)
    return Decided(events=(ModelEdited(model=model.id, **given(command, *MODEL_FIELDS)),))


def _check_in(show: "Show", command: CheckIn, around: Circumstances) -> Decided:
    """A fact: she stands at the door, whatever was thought of her before."""
    model = show.the_model(command.model)
    here = model.status not in NOT_HERE | LOST and model.status is not Presence.RELEASED
    if here:
        return Decided()
    if _overtaken(model, around):
        return too_late(model.id, around)
    return Decided(events=(ModelArrived(model=model.id, seen_at=around.seen_at),))


def _overtaken(model: Model, around: Circumstances) -> bool:
    """Tell whether where she is was seen after this was."""
    return model.status_at is not None and around.seen_at < model.status_at


def _no_show(show: "Show", command: MarkNoShow, around: Circumstances) -> Decided:
    model = show.the_model(command.model)
    if _overtaken(model, around):
        return too_late(model.id, around)
    must_not_be_at_work(model)
    if model.status is Presence.NO_SHOW:
        return Decided()
    return Decided(events=(ModelNoShow(model=model.id, seen_at=around.seen_at),))


def _unavailable(show: "Show", command: MarkUnavailable, around: Circumstances) -> Decided:
    model = show.the_model(command.model)
    if _overtaken(model, around):
        return too_late(model.id, around)
    must_not_be_at_work(model)
    gone = ModelUnavailable(model=model.id, seen_at=around.seen_at, reason=command.reason)
    return Decided(events=(gone,))


def _eta(show: "Show", command: SetEta, around: Circumstances) -> Decided:
    model = show.the_model(command.model)
    if _overtaken(model, around):
        return too_late(model.id, around)
    if model.status not in NOT_HERE | LOST:
        raise Refused(Why.INVALID_TRANSITION, "She has arrived already.")
    return Decided(
        events=(ModelEnRoute(model=model.id, eta_at=command.eta_at, seen_at=around.seen_at),)
    )


def _release(show: "Show", command: ReleaseModel, around: Circumstances) -> Decided:
    model = show.the_model(command.model)
    must_not_be_at_work(model)
    guards = []
    hers = [
        item.name
        for look in show.looks_of(model.id)
        for item in show.items_of(look.id)
        if item.status in HERS
    ]
    if hers:
        guards.append(Guard(code="items_out", detail=f"Not counted: {', '.join(hers)}."))
    to_go = [look.number for look in show.to_go() if look.model == model.id]
    if to_go:
        guards.append(Guard(code="looks_left", detail=f"Still to go: {', '.join(to_go)}."))
    return Decided(events=(ModelReleased(model=model.id),), warnings=weigh(guards, around))


def _service(show: "Show", command: MarkService, around: Circumstances) -> Decided:
    model = show.the_model(command.model)
    if around.seen_at < model.services_at.get(command.service, around.seen_at):
        return too_late(model.id, around)
    marked = ServiceMarked(
        model=model.id, service=command.service, status=command.status, seen_at=around.seen_at
    )
    return Decided(events=(marked,))


def _ask_after(show: "Show", command: AskAfterModel, around: Circumstances) -> Decided:
    model = show.models.get(command.model)
    if model is None or model.asked_after or model.status not in NOT_HERE:
        return Decided()
    asked = question(show, ChangeCode.MODEL_LATE, ASKED_ABOUT_MODELS, around, subject=model.id)
    return Decided(events=(ModelAskedAfter(model=model.id), asked))


# ---- what the show is afterwards


def evolve_cast(show: "Show", event: CastEvent, stamp: Stamp) -> "Show":
    if isinstance(event, ModelAdded):
        models = {**show.models, event.model.id: event.model}
        return replace(show, models=models, made=show.made + 1)
    return show.with_model(_after(show.models[event.model], event, stamp))


def _after(model: Model, event: CastEvent, stamp: Stamp) -> Model:  # noqa: C901, PLR0911 - one line an event
    match event:
        case ModelAdded():
            return event.model
        case ModelEdited():
            return replace(model, **given(event, *MODEL_FIELDS))
        case ModelArrived():
            return replace(
                model,
                status=Presence.ARRIVED,
                status_at=event.seen_at,
                arrived_at=event.seen_at,
                reason=None,
            )
        case ModelEnRoute():
            return replace(
                model, status=Presence.EN_ROUTE, status_at=event.seen_at, eta_at=event.eta_at
            )
        case ModelAskedAfter():
            return replace(model, asked_after=True)
        case ModelNoShow():
            return replace(model, status=Presence.NO_SHOW, status_at=event.seen_at)
        case ModelUnavailable():
            return replace(
                model, status=Presence.UNAVAILABLE, status_at=event.seen_at, reason=event.reason
            )
        case ModelReleased():
            return replace(model, status=Presence.RELEASED, status_at=stamp.at_ms)
        case ServiceMarked():
            return _served(model, event)
        case _:
            assert_never(event)


def _served(model: Model, event: ServiceMarked) -> Model:
    """Write the service down; while one is being done, that is where she is."""
    services = {**model.services, event.service: event.status}
    status = model.status
    if status in (Presence.ARRIVED, Presence.IN_SERVICE):
        busy = ServiceStage.DOING in services.values()
        status = Presence.IN_SERVICE if busy else Presence.ARRIVED
    changed = status is not model.status
    return replace(
        model,
        services=services,
        status=status,
        status_at=event.seen_at if changed else model.status_at,
        services_at={**model.services_at, event.service: event.seen_at},
    )
