"""The change window: the seconds between a return and the next need at the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.show.look import BEFORE_THE_LINE, WENT, ChangeClass, Look, Stage
from app.show.words import Instant, LookId, ModelId, Span, Word

if TYPE_CHECKING:
    from app.show.state import Show

TRANSIT_MS: Final = Span(25_000)  # from the runway's end to the rail
LINE_LEAD_SPACINGS: Final = 2  # she is wanted at the line two exits ahead
SHORTEST_WINDOW_MS: Final = 10_000
TIGHT_MS: Final = 20_000
CLASS_MS: Final = {
    ChangeClass.SIMPLE: Span(60_000),
    ChangeClass.USUAL: Span(120_000),
    ChangeClass.GOWN: Span(180_000),
    ChangeClass.COUTURE: Span(600_000),
}
CHANGED: Final = frozenset({Stage.DRESSED, Stage.CHECKED, Stage.AT_LINE})


class Grade(Word):
    """How a change window stands (DOMAIN.md 2); `class` on the wire."""

    IMPOSSIBLE = "impossible"
    RED = "red"
    AMBER = "amber"
    OK = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeForecast:
    """The change from `after` into the look this is filed under."""

    after: LookId
    window_ms: Span
    needed_ms: Span
    slack_ms: Span
    grade: Grade
    source: str  # where `needed_ms` comes from: rehearsal, plan, class


def changes(
    show: "Show", exits: Mapping[LookId, Instant], spacing_ms: Span
) -> dict[LookId, ChangeForecast]:
    """Return every change still to be made, filed under the look that is put on."""
    before = _worn_before(show)
    found: dict[LookId, ChangeForecast] = {}
    for look_id, exit_at in exits.items():
        look = show.looks[look_id]
        if look.model is None:
            continue
        worn = before.get(look.model)
        before[look.model] = look
        if worn is None or look.status in CHANGED or look.status not in BEFORE_THE_LINE:
            continue
        found[look_id] = _change(show, worn, look, exits, exit_at - _lead_ms(spacing_ms))
    return found


def _lead_ms(spacing_ms: Span) -> int:
    return LINE_LEAD_SPACINGS * spacing_ms


def _worn_before(show: "Show") -> dict[ModelId, Look]:
    """Return what each model wore at her latest exit, as it really was."""
    worn: dict[ModelId, Look] = {}
    out = sorted(
        (
            look
            for look in show.looks.values()
            if look.status in WENT and look.exited_at is not None
        ),
        key=lambda look: look.exited_at or 0,
    )
    for look in out:
        if look.model is not None:
            worn[look.model] = look
    return worn


def _change(
    show: "Show", worn: Look, look: Look, exits: Mapping[LookId, Instant], wanted_at: int
) -> ChangeForecast:
    """Window = wanted at the line - back from the runway - transit (DOMAIN.md 2)."""
    if worn.returned_at is not None:
        back_at = worn.returned_at
    else:
        out_at = worn.exited_at if worn.exited_at is not None else exits[worn.id]
        back_at = Instant(out_at + show.walk_of(worn))
    window_ms = Span(wanted_at - back_at - TRANSIT_MS)
    needed, source = needed_ms(look)
    slack_ms = Span(window_ms - needed)
    return ChangeForecast(
        after=worn.id,
        window_ms=window_ms,
        needed_ms=needed,
        slack_ms=slack_ms,
        grade=grade(window_ms, needed),
        source=source,
    )


def needed_ms(look: Look) -> tuple[Span, str]:
    """Return how long the look takes to put on, and where that is known from."""
    if look.measured_change_ms is not None:
        return look.measured_change_ms, "rehearsal"
    if look.change_ms is not None:
        return look.change_ms, "plan"
    return CLASS_MS[look.change_class], "class"


def grade(window_ms: int, needed_ms: int) -> Grade:
    slack_ms = window_ms - needed_ms
    if slack_ms < -needed_ms or window_ms < SHORTEST_WINDOW_MS:
        return Grade.IMPOSSIBLE
    if slack_ms < 0:
        return Grade.RED
    return Grade.AMBER if slack_ms < TIGHT_MS else Grade.OK
