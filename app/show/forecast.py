"""The forecast: when each look will leave, how much time each change has, when it will be over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.show.cast import NOT_HERE, Presence
from app.show.change_window import ChangeForecast, Grade, changes, needed_ms
from app.show.cue_times import cue_times
from app.show.holding import HoldScope
from app.show.item import BLOCKING, ItemStage
from app.show.look import WENT, Look, Stage
from app.show.words import CueId, Instant, LookId, ModelId, Span, Word

if TYPE_CHECKING:
    from app.show.state import Show

FINALE_MS: Final = Span(90_000)  # joint walk and bow
FAST_SERVICE_MS: Final = Span(20 * 60_000)  # hair and make-up in a hurry (DOMAIN.md 3.3)
LATE_STEP_MS: Final = (
    5_000  # an overdue exit drags the rest along in steps: marks stay small messages
)
SPACINGS_MEANT: Final = 5
PACE_MAX_MS: Final = (
    60_000  # no show walks slower (DOMAIN.md 1): longer is a standstill, not a pace
)
READY: Final = frozenset({Stage.DRESSED, Stage.CHECKED, Stage.AT_LINE})


class Block(Word):
    NONE = "none"
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True, slots=True, kw_only=True)
class LookForecast:
    exit_at: Instant | None = None  # of a look still to go
    return_at: Instant | None = None  # of a look that is out
    block: Block = Block.NONE


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


def forecast(show: "Show") -> Forecast:
    """Say when everything still to come will happen, if the pace stays what it is.

    A pure function of the show: it moves when something happens, not when time passes.
    """
    spacing_ms = rolling_spacing_ms(show)
    exits = _exits(show, spacing_ms)
    blocks = _blocks(show)
    looks = {
        look.id: LookForecast(
            exit_at=exits.get(look.id),
            return_at=_return_at(show, look),
            block=blocks.get(look.id, Block.NONE),
        )
        for look in show.looks.values()
        if look.id in exits or look.status is Stage.ON_RUNWAY or look.id in blocks
    }
    windows = changes(show, exits, spacing_ms)
    end_at = _end_at(show, exits)
    ready, working, problem = _counts(show, blocks)
    return Forecast(
        next=next(iter(exits), None),
        spacing_ms=spacing_ms,
        t0_at=expected_t0(show),
        end_at=end_at,
        over_ms=_over_ms(show, end_at),
        ready=ready,
        working=working,
        problem=problem,
        looks=looks if show.starts_at is not None or show.t0_at is not None else _untimed(looks),
        changes=windows,
        cues=cue_times(show, exits, expected_t0(show)),
        latest=_latest(show, exits, spacing_ms),
    )


def rolling_spacing_ms(show: "Show") -> Span:
    """Return the mean of the last five spacings; the planned one stands in for those not yet there.

    It stands in for a standstill too: whatever it was, the looks to come won't wait as long each.
    """
    if show.run is None or not show.live:
        return show.spacing_ms
    known = [spacing for spacing in show.run.spacings if spacing <= PACE_MAX_MS]
    planned = show.spacing_ms * (SPACINGS_MEANT - len(known))
    return Span((sum(known) + planned) // SPACINGS_MEANT)


def planned_length_ms(show: "Show") -> Span:
    """Return the planned length from T0: spacings, the last walk, the finale."""
    left = len(show.to_go())
    return Span(max(0, left - 1) * show.spacing_ms + show.walk_ms + FINALE_MS)


def expected_t0(show: "Show") -> Instant | None:
    """Return T0, or when it is to be expected: late by hold, or by the time that has passed without it."""
    if show.t0_at is not None:
        return show.t0_at
    if show.starts_at is None:
        return None
    at = max(show.starts_at, _stepped(show.at))
    if show.hold is not None:
        at = max(at, show.hold.expected_end_at)
    return Instant(at)


def _stepped(at_ms: Instant) -> int:
    return at_ms - at_ms % LATE_STEP_MS


def _exits(show: "Show", spacing_ms: Span) -> dict[LookId, Instant]:
    """Return the forecast exit of each look still to go, in order; relative to 0 without a start time."""
    at = _next_exit(show, spacing_ms)
    found: dict[LookId, Instant] = {}
    for look in show.to_go():
        found[look.id] = Instant(at)
        at += spacing_ms
    return found


def _next_exit(show: "Show", spacing_ms: Span) -> int:
    t0 = expected_t0(show)
    if t0 is None or not show.live:
        return t0 or 0
    real = [one.at_ms for one in (show.run.exits if show.run else ()) if not one.false]
    at = real[-1] + spacing_ms if real else t0
    if show.hold is not None and show.hold.scope is HoldScope.EXITS:
        at = max(at, show.hold.expected_end_at)
    return max(at, _stepped(show.at))


def _return_at(show: "Show", look: Look) -> Instant | None:
    if look.status is not Stage.ON_RUNWAY or look.exited_at is None:
        return None
    return Instant(look.exited_at + show.walk_of(look))


def _end_at(show: "Show", exits: Mapping[LookId, Instant]) -> Instant | None:
    if show.run is not None and show.run.ended_at is not None:
        return show.run.ended_at
    if show.starts_at is None and show.t0_at is None:
        return None
    last = max(exits.values(), default=None)
    if last is None:
        out = [one.at_ms for one in (show.run.exits if show.run else ())]
        last = out[-1] if out else expected_t0(show)
    return None if last is None else Instant(last + show.walk_ms + FINALE_MS)


def _over_ms(show: "Show", end_at: Instant | None) -> Span:
    """Return how much later than planned it will end; before T0, how late the start will be."""
    t0 = expected_t0(show)
    if show.t0_at is None:
        late = t0 - show.starts_at if t0 is not None and show.starts_at is not None else 0
        return Span(late)
    planned_ms = show.run.planned_ms if show.run else None
    if end_at is None or planned_ms is None:
        return Span(0)
    return Span(end_at - (show.t0_at + planned_ms))


def _blocks(show: "Show") -> dict[LookId, Block]:
    """Say what keeps looks from leaving: pieces that are not there, and people."""
    found: dict[LookId, Block] = {}
    for item in show.items.values():
        if not item.required or item.status not in BLOCKING:
            continue
        if item.status is ItemStage.MISSING or item.status is ItemStage.DAMAGED:
            found[item.look] = Block.HARD
            found.update(dict.fromkeys(item.shared_by, Block.HARD))
        else:
            found.setdefault(item.look, Block.SOFT)
            for look_id in item.shared_by:
                found.setdefault(look_id, Block.SOFT)
    for look in show.looks.values():
        model = show.models.get(look.model) if look.model else None
        if model is None or model.status in (Presence.NO_SHOW, Presence.UNAVAILABLE):
            found[look.id] = Block.HARD
        elif model.status in NOT_HERE:
            found.setdefault(look.id, Block.SOFT)
    gone = (*WENT, Stage.CUT)
    return {i: b for i, b in found.items() if i in show.looks and show.looks[i].status not in gone}


def _counts(show: "Show", blocks: Mapping[LookId, Block]) -> tuple[int, int, int]:
    """Count the looks still to go that are ready, being worked on, and in trouble; each counts once."""
    in_trouble = {one.look for one in show.help.values() if one.unsolved}
    in_trouble |= {i for i, block in blocks.items() if block is Block.HARD}
    ready = working = problem = 0
    for look in show.to_go():
        if look.id in in_trouble:
            problem += 1
        elif look.status in READY:
            ready += 1
        elif look.status is Stage.DRESSING:
            working += 1
    return ready, working, problem


def _untimed(looks: Mapping[LookId, LookForecast]) -> dict[LookId, LookForecast]:
    """Without a start time nothing has an instant; what blocks is known all the same."""
    return {i: LookForecast(block=one.block) for i, one in looks.items()}


def _latest(
    show: "Show", exits: Mapping[LookId, Instant], spacing_ms: Span
) -> dict[ModelId, Instant]:
    """Return when each model who is not here must come at the latest (DOMAIN.md 3.3)."""
    if show.starts_at is None and show.t0_at is None:
        return {}
    found: dict[ModelId, Instant] = {}
    for look_id, exit_at in exits.items():
        look = show.looks[look_id]
        model = show.models.get(look.model) if look.model else None
        if model is None or model.id in found or model.status not in NOT_HERE:
            continue
        dressing_ms = needed_ms(look)[0]
        found[model.id] = Instant(exit_at - FAST_SERVICE_MS - dressing_ms - 2 * spacing_ms)
    return found


__all__ = ["Block", "ChangeForecast", "Forecast", "Grade", "LookForecast", "forecast"]
