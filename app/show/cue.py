"""A cue: light, sound or picture, tied to a moment of the show. It never fires twice.

draft → armed → standby → go_sent → fired → done;  side exits: skipped, failed;  held while exits are held
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from app.show.words import CueId, Department, Instant, LookId, Span, Word


class CueStage(Word):
    DRAFT = "draft"
    ARMED = "armed"
    STANDBY = "standby"
    GO_SENT = "go_sent"
    FIRED = "fired"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a cue is tied to: exactly one of `t0`, `look`, `cue`, a clock time in `at`, `manual`."""

    t0: bool = False
    look: LookId | None = None
    at: Literal["exit", "return"] | Instant | None = None  # of the look; or the clock time alone
    cue: CueId | None = None
    offset_ms: Span = Span(0)
    manual: bool = False

    @property
    def is_one_moment(self) -> bool:
        clock = isinstance(self.at, int)
        named = (self.t0, self.look is not None, self.cue is not None, clock, self.manual)
        return sum(named) == 1 and (self.look is None or self.at in ("exit", "return"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    id: CueId
    department: Department
    name: str
    anchor: Anchor = field(default_factory=lambda: Anchor(manual=True))
    start: bool = False  # the cue that makes T0
    auto: bool = False  # fires at its anchor without a caller
    action: Mapping[str, str] | None = None
    status: CueStage = CueStage.DRAFT
    standby_at: Instant | None = None
    confirmed_at: Instant | None = None  # the department stands by
    go_at: Instant | None = None
    fired_at: Instant | None = None
    fired_assumed: bool = False
    anchor_lost: bool = False  # its look was cut: a decision is waiting
    rev: int = 1


# ---- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class AddCue:
    department: Department
    name: str
    anchor: Anchor
    cue: CueId | None = None  # made by the show where absent
    start: bool = False
    auto: bool = False
    action: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditCue:
    """Change what is given; what is absent stays."""

    cue: CueId
    department: Department | None = None
    name: str | None = None
    anchor: Anchor | None = None
    auto: bool | None = None
    action: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallStandby:
    cue: CueId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmStandby:
    cue: CueId


@dataclass(frozen=True, slots=True, kw_only=True)
class GoCue:
    cue: CueId


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmFired:
    cue: CueId


@dataclass(frozen=True, slots=True, kw_only=True)
class FailCue:
    cue: CueId


@dataclass(frozen=True, slots=True, kw_only=True)
class SkipCue:
    cue: CueId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReanchorCue:
    cue: CueId
    anchor: Anchor


# ---- events


@dataclass(frozen=True, slots=True, kw_only=True)
class CueAdded:
    cue: Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class CueEdited:
    cue: CueId
    department: Department | None = None
    name: str | None = None
    anchor: Anchor | None = None
    auto: bool | None = None
    action: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandbyCalled:
    cue: CueId


@dataclass(frozen=True, slots=True, kw_only=True)
class StandbyConfirmed:
    cue: CueId


@dataclass(frozen=True, slots=True, kw_only=True)
class CueGone:
    """GO was given for the cue: from here on it can't be given again in this run."""

    cue: CueId


@dataclass(frozen=True, slots=True, kw_only=True)
class CueFired:
    cue: CueId
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CueFailed:
    cue: CueId


@dataclass(frozen=True, slots=True, kw_only=True)
class CueSkipped:
    cue: CueId


@dataclass(frozen=True, slots=True, kw_only=True)
class CueReanchored:
    cue: CueId
    anchor: Anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class CueAnchorLost:
    """The look that the cue hung on was cut."""

    cue: CueId


CueCommand = (
    AddCue
    | EditCue
    | CallStandby
    | ConfirmStandby
    | GoCue
    | ConfirmFired
    | FailCue
    | SkipCue
    | ReanchorCue
)
CueEvent = (
    CueAdded
    | CueEdited
    | StandbyCalled
    | StandbyConfirmed
    | CueGone
    | CueFired
    | CueFailed
    | CueSkipped
    | CueReanchored
    | CueAnchorLost
)
