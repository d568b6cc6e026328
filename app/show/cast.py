"""The people who walk: where each model is, what has been done to her, and when she is needed.

expected → en_route → arrived ⇄ in_service → first_look → ready_line → out ⇄ changing → finished → released
side exits: no_show, unavailable (both end when she is checked in), substituted
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final

from app.show.words import MEASUREMENTS, NAME, NOTE, Instant, ModelId, Ref, Word


class Presence(Word):
    EXPECTED = "expected"
    EN_ROUTE = "en_route"
    ARRIVED = "arrived"
    IN_SERVICE = "in_service"
    FIRST_LOOK = "first_look"
    READY_LINE = "ready_line"
    OUT = "out"
    CHANGING = "changing"
    FINISHED = "finished"
    RELEASED = "released"
    NO_SHOW = "no_show"
    UNAVAILABLE = "unavailable"
    SUBSTITUTED = "substituted"


NOT_HERE: Final = frozenset({Presence.EXPECTED, Presence.EN_ROUTE})
LOST: Final = frozenset({Presence.NO_SHOW, Presence.UNAVAILABLE, Presence.SUBSTITUTED})


class Service(Word):
    HAIR = "hair"
    MAKEUP = "makeup"
    NAILS = "nails"
    REHEARSAL = "rehearsal"
    FITTING = "fitting"


class ServiceStage(Word):
    TODO = "todo"
    DOING = "doing"
    INTERRUPTED = "interrupted"
    DONE = "done"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    id: ModelId
    name: Ref | None = None
    measurements: Ref | None = None
    contact: Ref | None = None
    call_at: Instant | None = None
    eta_at: Instant | None = None
    arrived_at: Instant | None = None
    status: Presence = Presence.EXPECTED
    status_at: Instant | None = None  # when that was seen
    services: Mapping[Service, ServiceStage] = field(default_factory=dict)
    asked_after: bool = False  # past her latest arrival: casting has been asked
    reason: Ref | None = None  # why she is unavailable: private to producer and stage manager
    services_at: Mapping[Service, Instant] = field(default_factory=dict)  # when each was seen
    rev: int = 1


# ---- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class AddModel:
    name: Annotated[Ref, NAME]
    model: ModelId | None = None  # made by the show where absent
    call_at: Instant | None = None
    measurements: Annotated[Ref, MEASUREMENTS] | None = None
    contact: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditModel:
    """Change what is given; what is absent stays."""

    model: ModelId
    name: Annotated[Ref, NAME] | None = None
    call_at: Instant | None = None
    measurements: Annotated[Ref, MEASUREMENTS] | None = None
    contact: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    model: ModelId


@dataclass(frozen=True, slots=True, kw_only=True)
class SetEta:
    model: ModelId
    eta_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkNoShow:
    model: ModelId


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkUnavailable:
    model: ModelId
    reason: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseModel:
    model: ModelId


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkService:
    model: ModelId
    service: Service
    status: ServiceStage


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAfterModel:
    """Sent by the clock at a model's latest arrival: casting and the stage manager are asked."""

    model: ModelId


# ---- events


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAdded:
    model: Model


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEdited:
    model: ModelId
    name: Ref | None = None
    call_at: Instant | None = None
    measurements: Ref | None = None
    contact: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelArrived:
    model: ModelId
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEnRoute:
    model: ModelId
    eta_at: Instant
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAskedAfter:
    """Her latest arrival has passed without her."""

    model: ModelId


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelNoShow:
    model: ModelId
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUnavailable:
    model: ModelId
    seen_at: Instant
    reason: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReleased:
    model: ModelId


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceMarked:
    model: ModelId
    service: Service
    status: ServiceStage
    seen_at: Instant


CastCommand = (
    AddModel
    | EditModel
    | CheckIn
    | SetEta
    | MarkNoShow
    | MarkUnavailable
    | ReleaseModel
    | MarkService
    | AskAfterModel
)
CastEvent = (
    ModelAdded
    | ModelEdited
    | ModelArrived
    | ModelEnRoute
    | ModelAskedAfter
    | ModelNoShow
    | ModelUnavailable
    | ModelReleased
    | ServiceMarked
)
