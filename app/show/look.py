"""A look: one outfit on one person, from the rail to the runway and back.

planned → assigned → dressing → dressed → checked → at_line → on_runway → off → done
before on_runway: → cut (comes back as planned);  dressed, checked, at_line: → skipped (the side list)
on_runway → at_line is a false exit;  at_line → dressing sends it back with a reason
"""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

from app.show.words import (
    NOTE,
    CrewId,
    Instant,
    ItemId,
    LookId,
    ModelId,
    PassId,
    Ref,
    Span,
    Word,
)


class Stage(Word):
    PLANNED = "planned"
    ASSIGNED = "assigned"
    DRESSING = "dressing"
    DRESSED = "dressed"
    CHECKED = "checked"
    AT_LINE = "at_line"
    ON_RUNWAY = "on_runway"
    OFF = "off"
    DONE = "done"
    CUT = "cut"
    SKIPPED = "skipped"


BEFORE_THE_LINE: Final = frozenset(
    {Stage.PLANNED, Stage.ASSIGNED, Stage.DRESSING, Stage.DRESSED, Stage.CHECKED}
)
GONE: Final = frozenset({Stage.ON_RUNWAY, Stage.OFF, Stage.DONE, Stage.CUT, Stage.SKIPPED})
WENT: Final = frozenset({Stage.ON_RUNWAY, Stage.OFF, Stage.DONE})


class ChangeClass(Word):
    """How hard a look is to put on, where neither a rehearsal nor the plan says how long it takes."""

    SIMPLE = "simple"
    USUAL = "usual"
    GOWN = "gown"
    COUTURE = "couture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One look in this run. `exits` counts its exits: more than one only after a false exit."""

    id: LookId
    number: str  # as printed: never changes, and is no id
    model: ModelId | None = None
    dresser: CrewId | None = None
    change_ms: Span | None = None
    change_class: ChangeClass = ChangeClass.USUAL
    notes: Ref | None = None
    picture: Ref | None = None
    items: tuple[ItemId, ...] = ()
    status: Stage = Stage.PLANNED
    status_at: Instant | None = None  # since when it has this status
    dressing_at: Instant | None = None
    dressed_at: Instant | None = None
    exited_at: Instant | None = None
    returned_at: Instant | None = None
    return_assumed: bool = False
    exits: int = 0
    cut_live: bool = False  # cut during a run: comes back for the next one
    sent_back: Ref | None = None  # why it went from the line to dressing again
    measured_change_ms: Span | None = None  # in the latest run that measured it
    measured_walk_ms: Span | None = None
    marked_at: Instant | None = None  # when the newest observation of it was made
    marked_by: PassId | None = None
    marked_seq: int | None = None
    rev: int = 1


# ---- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLook:
    look: LookId
    status: Literal["dressing", "dressed", "checked", "at_line", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Go:
    look: LookId


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeoneElseWent:
    look: LookId  # who is out
    instead_of: LookId


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseExit:
    look: LookId


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOff:
    look: LookId


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipLook:
    look: LookId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinsertLook:
    """Bring a skipped or cut look back, behind `after`; absent means it is the next to go."""

    look: LookId
    after: LookId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BackToDressing:
    look: LookId
    reason: Annotated[Ref, NOTE]


# ---- events


@dataclass(frozen=True, slots=True, kw_only=True)
class LookDressing:
    look: LookId
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class LookDressed:
    look: LookId
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class LookChecked:
    look: LookId
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAtLine:
    look: LookId
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class LookDone:
    look: LookId
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSuperseded:
    """A mark that came late: something newer is known of the look. Kept, and changes nothing."""

    look: LookId
    status: str
    seen_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class LookOut:
    """The look is on the runway. `number` counts its exits in this run."""

    look: LookId
    number: int = 1
    instead_of: LookId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitFalse:
    look: LookId


@dataclass(frozen=True, slots=True, kw_only=True)
class LookReturned:
    look: LookId
    seen_at: Instant
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LookSkipped:
    look: LookId


@dataclass(frozen=True, slots=True, kw_only=True)
class LookReinserted:
    look: LookId
    order: tuple[LookId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookSentBack:
    look: LookId
    reason: Ref


LookCommand = (
    MarkLook | Go | SomeoneElseWent | FalseExit | LookOff | SkipLook | ReinsertLook | BackToDressing
)
LookEvent = (
    LookDressing
    | LookDressed
    | LookChecked
    | LookAtLine
    | LookDone
    | MarkSuperseded
    | LookOut
    | ExitFalse
    | LookReturned
    | LookSkipped
    | LookReinserted
    | LookSentBack
)
