"""A decision card: something that a person must settle, with the ways out on it. Nothing settles itself."""

from dataclasses import dataclass
from enum import StrEnum

from app.show.cue import Anchor
from app.show.words import CueId, DecisionId, Instant, LookId, PassId


class DecisionKind(StrEnum):
    REANCHOR = "reanchor"  # a cue's look was cut
    CLASH = "clash"  # a late mark disagrees with what is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    id: str
    label: str
    anchor: Anchor | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    id: DecisionId
    kind: DecisionKind
    raised_at: Instant
    cue: CueId | None = None
    look: LookId | None = None
    options: tuple[Option, ...] = ()
    chosen: str | None = None
    chosen_by: PassId | None = None
    chosen_at: Instant | None = None
    rev: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseOption:
    decision: DecisionId
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRaised:
    decision: Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionChosen:
    decision: DecisionId
    option: str


DecisionCommand = ChooseOption
DecisionEvent = DecisionRaised | OptionChosen
