"""A decision card: what a person must settle, with the ways out on it. Nothing settles itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, assert_never

from app.show.cue import Anchor, CueReanchored, CueStage
from app.show.look import (
    LookAtLine,
    LookChecked,
    LookDressed,
    LookDressing,
    Stage,
)
from app.show.words import (
    Circumstances,
    CueId,
    Decided,
    DecisionId,
    Instant,
    LookId,
    PassId,
    Refused,
    Stamp,
    Why,
    Word,
)

if TYPE_CHECKING:
    from app.show.show import Event
    from app.show.state import Show


class DecisionKind(Word):
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

Mark = LookDressing | LookDressed | LookChecked | LookAtLine

GIVEN: Final = frozenset({CueStage.GO_SENT, CueStage.FIRED, CueStage.DONE, CueStage.SKIPPED})
WAY: Final = (
    Stage.PLANNED,
    Stage.ASSIGNED,
    Stage.DRESSING,
    Stage.DRESSED,
    Stage.CHECKED,
    Stage.AT_LINE,
)
MARKED: Final[Mapping[Stage, type[Mark]]] = {
    Stage.DRESSING: LookDressing,
    Stage.DRESSED: LookDressed,
    Stage.CHECKED: LookChecked,
    Stage.AT_LINE: LookAtLine,
}


def decide_decision(show: "Show", command: DecisionCommand, around: Circumstances) -> Decided:
    if command.decision not in show.decisions:
        raise Refused(Why.UNKNOWN_ENTITY, f"There is no decision {command.decision}.")
    one = show.decisions[command.decision]
    option = next((option for option in one.options if option.id == command.option), None)
    if option is None:
        raise Refused(Why.UNKNOWN_ENTITY, f"There is no way out called {command.option}.")
    if one.chosen is not None:
        raise Refused(Why.INVALID_TRANSITION, "This has been settled already.")
    match one.kind:
        case DecisionKind.REANCHOR:
            follows = _anchored(show, one, option)
        case DecisionKind.CLASH:
            follows = _kept(show, one, option, around)
        case _:
            assert_never(one.kind)
    return Decided(events=(OptionChosen(decision=one.id, option=option.id), *follows))


def _anchored(show: "Show", one: Decision, option: Option) -> "tuple[Event, ...]":
    """Return the cue's new anchor; none where its GO was given while the card lay there."""
    cue = show.cues.get(one.cue) if one.cue else None
    if cue is None or option.anchor is None or cue.status in GIVEN:
        return ()
    look = show.looks.get(option.anchor.look) if option.anchor.look else None
    if look is not None and look.status in (Stage.CUT, Stage.SKIPPED):
        raise Refused(
            Why.INVALID_TRANSITION, f"Look {look.number} does not go either: choose another."
        )
    return (CueReanchored(cue=cue.id, anchor=option.anchor),)


def _kept(
    show: "Show", one: Decision, option: Option, around: Circumstances
) -> "tuple[Event, ...]":
    """Return the mark that was chosen, unless the look has got further meanwhile."""
    look = show.looks.get(one.look) if one.look else None
    if look is None or option.status is None or look.status not in WAY:
        return ()
    stage = Stage(option.status)
    if stage not in MARKED or WAY.index(stage) <= WAY.index(look.status):
        return ()
    return (MARKED[stage](look=look.id, seen_at=around.seen_at),)


def evolve_decision(show: "Show", event: DecisionEvent, stamp: Stamp) -> "Show":
    match event:
        case DecisionRaised():
            one = replace(event.decision, rev=0)
            return replace(show.with_decision(one), made=show.made + 1)
        case OptionChosen():
            chosen = replace(
                show.decisions[event.decision],
                chosen=event.option,
                chosen_by=stamp.by.pass_id,
                chosen_at=stamp.at_ms,
            )
            return show.with_decision(chosen)
        case _:
            assert_never(event)
