"""When each cue will come: its anchor's moment, as far as it is known."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from app.show.cue import Anchor, Cue, CueStage
from app.show.words import CueId, Instant, LookId

if TYPE_CHECKING:
    from app.show.state import Show

WAITING: Final = frozenset({CueStage.DRAFT, CueStage.ARMED, CueStage.STANDBY, CueStage.HELD})
CHAIN_MAX: Final = 50  # cues after cues after cues: a longer chain is a mistake in the plan


def cue_times(
    show: "Show", exits: Mapping[LookId, Instant], t0: Instant | None
) -> dict[CueId, Instant]:
    """Return the forecast instant of every cue that waits and hangs on something with a time."""
    if t0 is None:
        exits = {}
    found: dict[CueId, Instant] = {}
    for cue in show.cues.values():
        if cue.status not in WAITING or cue.anchor_lost:
            continue
        at = moment(show, cue.anchor, exits, t0)
        if at is not None:
            found[cue.id] = at
    return found


def moment(
    show: "Show",
    anchor: Anchor,
    exits: Mapping[LookId, Instant],
    t0: Instant | None,
    depth: int = 0,
) -> Instant | None:
    """Return the anchor's instant with its offset; None where it has none (by hand, or not to be known)."""
    if depth > CHAIN_MAX:
        return None
    at: int | None = None
    if anchor.t0:
        at = t0
    elif anchor.look is not None:
        at = _of_look(show, anchor, exits)
    elif anchor.cue is not None and anchor.cue in show.cues:
        before = show.cues[anchor.cue]
        at = before.go_at or moment(show, before.anchor, exits, t0, depth + 1)
    elif isinstance(anchor.at, int):
        at = anchor.at
    return None if at is None else Instant(at + anchor.offset_ms)


def _of_look(show: "Show", anchor: Anchor, exits: Mapping[LookId, Instant]) -> int | None:
    look = show.looks.get(anchor.look) if anchor.look else None
    if look is None:
        return None
    exit_at = look.exited_at if look.exited_at is not None else exits.get(look.id)
    if anchor.at == "exit" or exit_at is None:
        return exit_at
    if look.returned_at is not None:
        return look.returned_at
    return exit_at + show.walk_of(look)


def certain(show: "Show", cue: Cue) -> Instant | None:
    """Return when the cue is due by what has really happened: an automatic cue goes by nothing less."""
    return moment(show, _strict(show, cue.anchor), {}, show.t0_at)


def _strict(show: "Show", anchor: Anchor) -> Anchor:
    """Let an anchor count only once its look has really returned, or its cue has really gone."""
    look = show.looks.get(anchor.look) if anchor.look else None
    not_back = anchor.at == "return" and (look is None or look.returned_at is None)
    before = show.cues.get(anchor.cue) if anchor.cue else None
    not_gone = anchor.cue is not None and (before is None or before.go_at is None)
    return Anchor(manual=True) if not_back or not_gone else anchor
