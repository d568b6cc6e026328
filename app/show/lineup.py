"""The line-up: which looks there are, in which order, and on whom."""

from dataclasses import dataclass
from typing import Annotated

from app.show.look import ChangeClass, Look
from app.show.words import NOTE, PICTURE, CrewId, Instant, LookId, ModelId, Ref, Span

# ---- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class AddLook:
    """An addition is numbered like 14A, so that no printed number changes. `after` absent means last."""

    number: str
    look: LookId | None = None  # made by the show where absent
    after: LookId | None = None
    model: ModelId | None = None
    dresser: CrewId | None = None
    change_ms: Span | None = None
    change_class: ChangeClass = ChangeClass.USUAL
    notes: Annotated[Ref, NOTE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditLook:
    """Change what is given; what is absent stays."""

    look: LookId
    number: str | None = None
    dresser: CrewId | None = None
    change_ms: Span | None = None
    change_class: ChangeClass | None = None
    notes: Annotated[Ref, NOTE] | None = None
    picture: Annotated[Ref, PICTURE] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveLook:
    """`after` absent means first; while the show is live, that is the next to go."""

    look: LookId
    after: LookId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapLooks:
    look: LookId
    other: LookId


@dataclass(frozen=True, slots=True, kw_only=True)
class CutLook:
    look: LookId


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignModel:
    look: LookId
    model: ModelId


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishLineup:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class FreezeLineup:
    frozen: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EditShow:
    """Change what is given; what is absent stays."""

    title: str | None = None
    starts_at: Instant | None = None
    spacing_ms: Span | None = None
    walk_ms: Span | None = None
    assembly: str | None = None
    checks: bool | None = None
    at_line_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Take back the entry with this number, by a compensating one: nothing is deleted."""

    seq: int


# ---- events


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAdded:
    look: Look
    order: tuple[LookId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookEdited:
    look: LookId
    number: str | None = None
    dresser: CrewId | None = None
    change_ms: Span | None = None
    change_class: ChangeClass | None = None
    notes: Ref | None = None
    picture: Ref | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookMoved:
    look: LookId
    order: tuple[LookId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LooksSwapped:
    look: LookId
    other: LookId
    order: tuple[LookId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookCut:
    look: LookId


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAssigned:
    look: LookId
    model: ModelId


@dataclass(frozen=True, slots=True, kw_only=True)
class LineupPublished:
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineupFrozen:
    frozen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEdited:
    title: str | None = None
    starts_at: Instant | None = None
    spacing_ms: Span | None = None
    walk_ms: Span | None = None
    assembly: str | None = None
    checks: bool | None = None
    at_line_min: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undone:
    """What entry `undone` changed stands again as it was before it."""

    undone: int


LineupCommand = (
    AddLook
    | EditLook
    | MoveLook
    | SwapLooks
    | CutLook
    | AssignModel
    | PublishLineup
    | FreezeLineup
    | EditShow
    | Undo
)
LineupEvent = (
    LookAdded
    | LookEdited
    | LookMoved
    | LooksSwapped
    | LookCut
    | LookAssigned
    | LineupPublished
    | LineupFrozen
    | ShowEdited
    | Undone
)
