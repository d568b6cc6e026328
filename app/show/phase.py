"""The evening's course, from the first call to the report, and who has the call.

planned → prep → first_looks → lined_up → live → finale → ended → wrapped
before live: → cancelled;  any: → stopped, which only a producer leaves
"""

from dataclasses import dataclass

from app.show.evening import Light, Party, RunKind
from app.show.words import Department, LookId, PassId, RunId, Span

# ---- commands


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginRun:
    kind: RunKind


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDay:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenHouse:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CallFirstLooks:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmLinedUp:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRelease:
    party: Party
    light: Light


@dataclass(frozen=True, slots=True, kw_only=True)
class StartShow:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class StartFinale:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class EndShow:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class WrapShow:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class StopShow:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelShow:
    """`word` must be CANCEL, typed by the producer."""

    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeCall:
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCall:
    pass


# ---- events


@dataclass(frozen=True, slots=True, kw_only=True)
class RunBegan:
    run: RunId
    kind: RunKind


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOpened:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseOpened:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLooksCalled:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class LinedUp:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSet:
    """With a department, the technical side's light follows from all that operate."""

    party: Party
    light: Light
    department: Department | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStarted:
    """T0: the start cue has fired. `planned_ms` is the length planned at this moment."""

    planned_ms: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class FinaleStarted:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowEnded:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowWrapped:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStopped:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLifted:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCancelled:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTaken:
    caller: PassId


@dataclass(frozen=True, slots=True, kw_only=True)
class CallReleased:
    pass


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRebased:
    """The run goes on in another order than planned, because somebody else really went."""

    order: tuple[LookId, ...]


PhaseCommand = (
    BeginRun
    | OpenDay
    | OpenHouse
    | CallFirstLooks
    | ConfirmLinedUp
    | SetRelease
    | StartShow
    | StartFinale
    | EndShow
    | WrapShow
    | StopShow
    | CancelShow
    | TakeCall
    | ReleaseCall
)
PhaseEvent = (
    RunBegan
    | DayOpened
    | HouseOpened
    | FirstLooksCalled
    | LinedUp
    | ReleaseSet
    | ShowStarted
    | FinaleStarted
    | ShowEnded
    | ShowWrapped
    | ShowStopped
    | StopLifted
    | ShowCancelled
    | CallTaken
    | CallReleased
    | OrderRebased
)
