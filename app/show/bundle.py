"""A plan bundle: the whole plan of a show in one document (PROTOCOL.md section 7)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from app.show.cue import Anchor
from app.show.item import ItemKind, ItemStage
from app.show.look import ChangeClass
from app.show.words import (
    MEASUREMENTS,
    NAME,
    NOTE,
    PICTURE,
    CrewId,
    CueId,
    Department,
    GuestId,
    Instant,
    ItemId,
    LookId,
    ModelId,
    Ref,
    Role,
    RoomId,
    SeatId,
    Span,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleModel:
    id: ModelId
    name: Annotated[Ref, NAME] | None = None
    call_at: Instant | None = None
    measurements: Annotated[Ref, MEASUREMENTS] | None = None
    contact: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleCrew:
    id: CrewId
    role: Role
    name: Annotated[Ref, NAME] | None = None
    room: RoomId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleItem:
    id: ItemId
    name: str
    kind: ItemKind = ItemKind.GARMENT
    required: bool = True
    size: str | None = None
    shared_by: tuple[LookId, ...] = ()
    status: ItemStage = ItemStage.EXPECTED
    expected_at: Instant | None = None
    location: str | None = None
    value_class: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleLook:
    """Only `number` is required; a look without an id gets one from its place in the list."""

    number: str
    id: LookId | None = None
    model: ModelId | None = None
    dresser: CrewId | None = None
    change_ms: Span | None = None
    change_class: ChangeClass = ChangeClass.USUAL
    notes: Annotated[Ref, NOTE] | None = None
    picture: Annotated[Ref, PICTURE] | None = None
    items: tuple[BundleItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleCue:
    id: CueId
    department: Department
    name: str
    anchor: Anchor
    start: bool = False
    auto: bool = False
    action: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleSeat:
    id: SeatId
    block: str
    row: int
    number: int
    tier: int | None = None
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleGuest:
    id: GuestId
    name: Annotated[Ref, NAME] | None = None
    title: Annotated[Ref, NAME] | None = None
    party: Annotated[Ref, NAME] | None = None
    tier: int | None = None
    seat: SeatId | None = None
    apart_from: tuple[GuestId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    title: str
    looks: tuple[BundleLook, ...]
    standby: Literal[1] = 1
    starts_at: Instant | None = None
    spacing_ms: Span | None = None
    walk_ms: Span | None = None
    assembly: str | None = None
    checks: bool | None = None
    models: tuple[BundleModel, ...] = ()
    crew: tuple[BundleCrew, ...] = ()
    cues: tuple[BundleCue, ...] = ()
    seats: tuple[BundleSeat, ...] = ()
    guests: tuple[BundleGuest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadPlan:
    """The first entry of every show: sent by `POST /shows` alone."""

    plan: Bundle


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLoaded:
    plan: Bundle


BundleCommand = LoadPlan
BundleEvent = PlanLoaded
