"""The evening: its phases, the releases, and a run of it with the record of what really happened."""

from dataclasses import dataclass
from typing import Final

from app.show.holding import HoldRecord
from app.show.words import Department, Instant, LookId, ModelId, RunId, Span, Word


class Phase(Word):
    """planned → prep → first_looks → lined_up → live → finale → ended → wrapped; cancelled, stopped."""

    PLANNED = "planned"
    PREP = "prep"
    FIRST_LOOKS = "first_looks"
    LINED_UP = "lined_up"
    LIVE = "live"
    FINALE = "finale"
    ENDED = "ended"
    WRAPPED = "wrapped"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


BEFORE_LIVE: Final = frozenset({Phase.PLANNED, Phase.PREP, Phase.FIRST_LOOKS, Phase.LINED_UP})
ON_AIR: Final = frozenset({Phase.LIVE, Phase.FINALE})
UNDER_WAY: Final = frozenset(
    {Phase.PREP, Phase.FIRST_LOOKS, Phase.LINED_UP, Phase.LIVE, Phase.FINALE, Phase.STOPPED}
)


class House(Word):
    CLOSED = "closed"
    OPEN = "open"
    CLEARING = "clearing"


class Light(Word):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


class Party(Word):
    BACKSTAGE = "backstage"
    HOUSE = "house"
    TECHNICAL = "technical"


class Lineup(Word):
    OPEN = "open"
    FROZEN = "frozen"


class RunKind(Word):
    REHEARSAL = "rehearsal"
    SHOW = "show"


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """The three sides' permission to start."""

    backstage: Light = Light.RED
    house: Light = Light.RED
    technical: Light = Light.RED
    confirmed: tuple[Department, ...] = ()  # technical turns green once every operating one has

    @property
    def green(self) -> bool:
        return self.backstage is self.house is self.technical is Light.GREEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Exit:
    """One look's turn on the runway, as it really happened."""

    look: LookId
    model: ModelId | None = None
    at_ms: Instant
    number: int  # 1 for the look's first exit in this run; a false exit makes a second possible
    instead_of: LookId | None = None
    false: bool = False  # she had not really gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One rehearsal or the show, with the as-run record of its exits and holds."""

    id: RunId
    kind: RunKind
    began_at: Instant
    t0_at: Instant | None = None
    planned_ms: Span | None = (
        None  # length as planned at T0: the clock's over and under refer to it
    )
    ended_at: Instant | None = None
    exits: tuple[Exit, ...] = ()
    spacings: tuple[Span, ...] = ()  # the last five between exits, holds left out
    holds: tuple[HoldRecord, ...] = ()
    rev: int = 1
