"""The forecast: when each look will leave, how much time each change has, when it will be over."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.show.words import CueId, Instant, LookId, ModelId, Span


class Grade(StrEnum):
    """How a change window stands (DOMAIN.md 2); `class` on the wire."""

    IMPOSSIBLE = "impossible"
    RED = "red"
    AMBER = "amber"
    OK = "ok"


class Block(StrEnum):
    NONE = "none"
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookForecast:
    exit_at: Instant | None = None  # of a look still to go
    return_at: Instant | None = None  # of a look that is out
    block: Block = Block.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeForecast:
    """The change from `after` into the look this is filed under."""

    after: LookId
    window_ms: Span
    needed_ms: Span
    slack_ms: Span
    grade: Grade
    source: str  # where `needed_ms` comes from: measured, plan, class


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    next: LookId | None = None
    spacing_ms: Span = Span(15_000)
    t0_at: Instant | None = None
    end_at: Instant | None = None
    over_ms: Span = Span(0)
    ready: int = 0
    working: int = 0
    problem: int = 0
    looks: Mapping[LookId, LookForecast]
    changes: Mapping[LookId, ChangeForecast]
    cues: Mapping[CueId, Instant]
    latest: Mapping[ModelId, Instant]  # latest arrival of each model who is not here yet
