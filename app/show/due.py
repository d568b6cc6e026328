"""What the clock will ask next: standbys, automatic cues, assumptions, questions. It only ever asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.show.cast import AskAfterModel
from app.show.cue import CallStandby, ConfirmFired, Cue, CueStage, GoCue
from app.show.cue_times import certain
from app.show.evening import BEFORE_LIVE, UNDER_WAY, Phase
from app.show.forecast import Forecast
from app.show.hold import AskHoldOwner
from app.show.holding import HoldScope
from app.show.look import LookOff
from app.show.message import PassOnNudge, unanswered_at
from app.show.restored import TellRestored
from app.show.words import Instant, RunId, Span

if TYPE_CHECKING:
    from app.show.state import Show

STANDBY_MS: Final = Span(8_000)  # before the anchor
ASSUME_FIRED_MS: Final = Span(2_000)  # after the GO
WORKING: Final = UNDER_WAY - {Phase.STOPPED}
CALLS_CUES: Final = frozenset({Phase.LINED_UP, Phase.LIVE, Phase.FINALE})

Asked = (
    CallStandby
    | GoCue
    | ConfirmFired
    | LookOff
    | AskHoldOwner
    | AskAfterModel
    | PassOnNudge
    | TellRestored
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A command that the clock will send. Its id says what it is about, so that it is sent once by whoever."""

    at_ms: Instant
    id: str
    command: Asked


def due(show: "Show", forecast: Forecast) -> tuple[Due, ...]:
    """Return what the clock has to ask, the earliest first."""
    if show.run is None or show.phase is Phase.STOPPED:
        return ()
    run = show.run.id
    found = [*_returns(show, run), *_questions(show, forecast, run)]
    for cue in show.cues.values():
        found.extend(_of_cue(show, forecast, cue))
    return tuple(sorted(found, key=lambda one: (one.at_ms, one.id)))


def _returns(show: "Show", run: RunId) -> Iterator[Due]:
    """A look nobody saw coming back is assumed back after its walk and a quarter of it."""
    for look in show.out_now():
        if look.exited_at is None:
            continue
        walked = show.walk_of(look)
        yield Due(
            at_ms=Instant(look.exited_at + walked + walked // 4),
            id=f"clock:{run}:off:{look.id}:{look.exits}",
            command=LookOff(look=look.id),
        )


def _questions(show: "Show", forecast: Forecast, run: RunId) -> Iterator[Due]:
    if show.hold is not None and not show.hold.overdue:
        yield Due(
            at_ms=show.hold.expected_end_at,
            id=f"clock:{run}:hold:{show.hold.expected_end_at}",
            command=AskHoldOwner(),
        )
    for message in show.messages.values():
        at_ms = unanswered_at(show, message)
        if at_ms is not None:
            asked = PassOnNudge(nudge=message.id)
            yield Due(at_ms=at_ms, id=f"clock:{run}:nudge:{message.id}", command=asked)
    if show.phase not in BEFORE_LIVE or show.phase is Phase.PLANNED:
        return
    for model, at in forecast.latest.items():
        if not show.models[model].asked_after:
            yield Due(at_ms=at, id=f"clock:{run}:late:{model}", command=AskAfterModel(model=model))


def _of_cue(show: "Show", forecast: Forecast, cue: Cue) -> Iterator[Due]:
    assert show.run is not None, "the caller has looked"
    about = f"clock:{show.run.id}:{{}}:{cue.id}:{cue.rev}"
    if cue.status is CueStage.GO_SENT and cue.go_at is not None:
        fired_at = Instant(cue.go_at + ASSUME_FIRED_MS)
        yield Due(at_ms=fired_at, id=about.format("fired"), command=ConfirmFired(cue=cue.id))
    held = show.hold is not None and show.hold.scope is HoldScope.EXITS
    by_the_wall = isinstance(cue.anchor.at, int)  # "doors": long before the show
    if held or cue.anchor_lost or show.phase not in (WORKING if by_the_wall else CALLS_CUES):
        return
    expected = forecast.cues.get(cue.id)
    if cue.status is CueStage.ARMED and expected is not None and not _waits_for_start(show, cue):
        yield Due(
            at_ms=Instant(expected - STANDBY_MS),
            id=about.format("standby"),
            command=CallStandby(cue=cue.id),
        )
    ready = cue.auto and not cue.start and cue.status in (CueStage.ARMED, CueStage.STANDBY)
    at = certain(show, cue) if ready else None
    if at is not None and (show.live or by_the_wall):
        yield Due(at_ms=at, id=about.format("go"), command=GoCue(cue=cue.id))


def _waits_for_start(show: "Show", cue: Cue) -> bool:
    """While the start is held, only the wall clock brings a standby."""
    return show.hold is not None and not isinstance(cue.anchor.at, int)
