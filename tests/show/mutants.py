"""Planted faults: each is a small slip in app/show that the tests must find (`make bite`)."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """`was` stands exactly once in the page; in its place comes `slip`."""

    page: str
    was: str
    slip: str
    means: str


MUTANTS: Final = (
    Mutant(
        page="exits.py",
        was="    must_be_to_go(look)\n    must_have_the_call(show, around)\n    held =",
        slip="    must_have_the_call(show, around)\n    held =",
        means="a look goes out twice",
    ),
    Mutant(
        page="exits.py",
        was="REARM_MS: Final = Span(700)",
        slip="REARM_MS: Final = Span(100)",
        means="a double tap sends two looks",
    ),
    Mutant(
        page="exits.py",
        was="    if held and (around.by.role is Role.STARTER or around.override is None):",
        slip="    if held and around.override is None:",
        means="the starter passes a hold with a reason",
    ),
    Mutant(
        page="exits.py",
        was="    held = show.hold is not None and show.hold.scope is HoldScope.EXITS\n",
        slip="    held = show.hold is not None and show.hold.overdue\n",
        means="a look goes while exits are held",
    ),
    Mutant(
        page="exits.py",
        was="    if around.now_ms - look.exited_at > FALSE_EXIT_MS:",
        slip="    if around.now_ms - look.exited_at > 6 * FALSE_EXIT_MS:",
        means="a false exit after a minute",
    ),
    Mutant(
        page="exits.py",
        was="    if place < earliest:",
        slip="    if place < earliest - 1:",
        means="a look comes back before one that was out",
    ),
    Mutant(
        page="look.py",
        was="GONE: Final = frozenset({Stage.ON_RUNWAY, Stage.OFF, Stage.DONE, Stage.CUT, Stage.SKIPPED})",
        slip="GONE: Final = frozenset({Stage.ON_RUNWAY, Stage.OFF, Stage.DONE, Stage.SKIPPED})",
        means="a cut look is next",
    ),
    Mutant(
        page="dressing.py",
        was="(look.marked_at is not None and around.seen_at < look.marked_at):",
        slip="(look.marked_at is not None and around.seen_at < look.marked_at - 10_000):",
        means="an older mark of a look wins",
    ),
    Mutant(
        page="wardrobe.py",
        was="        late = ItemMarkSuperseded(item=item.id, status=command.status, seen_at=around.seen_at)",
        slip="        late = ItemMarked(item=item.id, status=command.status, seen_at=around.seen_at)",
        means="an older mark clears a problem of a piece",
    ),
    Mutant(
        page="repair.py",
        was="    if item.marked_at is not None and around.seen_at < item.marked_at:\n        return ()\n",
        slip="",
        means="a repair finished earlier hides that the piece is damaged since",
    ),
    Mutant(
        page="wardrobe.py",
        was="    if holder.id != look.id and holder.status not in LET_GO:",
        slip="    if holder.id != look.id and holder.status not in LET_GO and holder.exits:",
        means="shared shoes leave a look that waits in them",
    ),
    Mutant(
        page="calling.py",
        was="def _must_be_waiting(cue: Cue) -> None:\n    if cue.status in (CueStage.GO_SENT, ",
        slip="def _must_be_waiting(cue: Cue) -> None:\n    if cue.status in (",
        means="a cue's second GO is refused with the wrong code",
    ),
    Mutant(
        page="calling.py",
        was="CAN_GO: Final = frozenset({CueStage.ARMED,",
        slip="CAN_GO: Final = frozenset({CueStage.FAILED, CueStage.ARMED,",
        means="a failed cue is called again",
    ),
    Mutant(
        page="reanchor.py",
        was="        events += (CueAnchorLost(cue=cue.id), DecisionRaised(decision=card))",
        slip="        events += (CueAnchorLost(cue=cue.id),)",
        means="a cut look's cue is dropped silently",
    ),
    Mutant(
        page="decision.py",
        was="    if one.chosen is not None:",
        slip='    if one.chosen == "manual":',
        means="a decision is settled twice",
    ),
    Mutant(
        page="steps.py",
        was="    if show.hold is not None:\n        raise Refused(Why.HELD, ",
        slip="    if show.hold is not None and show.hold.overdue:\n        raise Refused(Why.HELD, ",
        means="a held start is called",
    ),
    Mutant(
        page="steps.py",
        was="        hard = around.by.role not in PRODUCERS",
        slip="        hard = False",
        means="a caller starts without the three releases",
    ),
    Mutant(
        page="steps.py",
        was="            _must_be(show, Phase.FINALE)",
        slip="            _must_be(show, Phase.FINALE, Phase.LIVE)",
        means="a live show ends without its finale",
    ),
    Mutant(
        page="hold.py",
        was="    if around.by.role not in CALLS_THE_SHOW and around.by.pass_id != show.hold.owner:",
        slip="    if around.by.role not in CALLS_THE_SHOW and around.override is None:",
        means="anybody who may hold releases anybody's hold",
    ),
    Mutant(
        page="new_run.py",
        was="        exits=0,\n",
        slip="",
        means="an exit of the rehearsal counts in the show",
    ),
    Mutant(
        page="replan.py",
        was="        if one.order is not None:\n            show = _ordered(show, one.order)\n",
        slip="",
        means="undo leaves the order as it was changed",
    ),
    Mutant(
        page="state.py",
        was="        return replace(self, looks={**self.looks, look.id: replace(look, rev=look.rev + 1)})",
        slip="        return replace(self, looks={**self.looks, look.id: look})",
        means="a look changes under the same revision",
    ),
    Mutant(
        page="change_window.py",
        was="LINE_LEAD_SPACINGS: Final = 2",
        slip="LINE_LEAD_SPACINGS: Final = 1",
        means="every change window is one spacing too long",
    ),
    Mutant(
        page="due.py",
        was="STANDBY_MS: Final = Span(8_000)",
        slip="STANDBY_MS: Final = Span(3_000)",
        means="standbys come too late",
    ),
    Mutant(
        page="seating.py",
        was="    if seat.status not in TO_GIVE or seat.guest is not None:",
        slip="    if seat.status is SeatStage.BLOCKED:",
        means="two guests get one seat",
    ),
    Mutant(
        page="permission.py",
        was='    "at_line": frozenset({R.STARTER, R.STAGE_MANAGER, R.CALLER}),',
        slip='    "at_line": WARDROBE | {R.STARTER},',
        means="a dresser says who is at the line",
    ),
    Mutant(
        page="show.py",
        was="        at=max(show.at, stamp.at_ms),",
        slip="        at=show.at,",
        means="the show does not know how late it is",
    ),
)
