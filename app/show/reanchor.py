"""What becomes of the cues of a look that is cut: each asks for another anchor, none is dropped silently."""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.show.cue import Anchor, Cue, CueAnchorLost, CueStage
from app.show.decision import Decision, DecisionKind, DecisionRaised, Option
from app.show.look import GONE, Look, Stage
from app.show.words import Circumstances, CueId, DecisionId, LookId, Stamp

if TYPE_CHECKING:
    from app.show.show import Event
    from app.show.state import Show

SETTLED: Final = "settled"  # what stands on a card that was overtaken
WAITING = frozenset({CueStage.DRAFT, CueStage.ARMED, CueStage.STANDBY, CueStage.HELD})


def lose_anchors(
    show: "Show", look: Look, around: Circumstances, *, made: int
) -> "tuple[Event, ...]":
    """Return, for each cue of a cut or skipped look, its loss and the card that asks for another anchor.

    `made` counts the ids which the same entry has made before.
    """
    hanging = [
        cue
        for cue in show.cues.values()
        if cue.anchor.look == look.id and cue.status in WAITING and not cue.anchor_lost
    ]
    events: list[Event] = []
    for nth, cue in enumerate(hanging, start=1):
        card = Decision(
            id=DecisionId(f"d{show.made + made + nth}"),
            kind=DecisionKind.REANCHOR,
            raised_at=around.now_ms,
            cue=cue.id,
            look=look.id,
            options=_options(show, look, cue),
        )
        events += (CueAnchorLost(cue=cue.id), DecisionRaised(decision=card))
    return tuple(events)


def _options(show: "Show", look: Look, cue: Cue) -> tuple[Option, ...]:
    """Offer the look before, the look after, and calling it by hand."""
    place = show.order.index(look.id)
    before = [show.looks[i] for i in show.order[:place] if _stands(show.looks[i])]
    behind = [show.looks[i] for i in show.order[place + 1 :] if show.looks[i].status not in GONE]
    found = []
    if before:
        found.append(_with_look("previous", before[-1], cue))
    if behind:
        found.append(_with_look("next", behind[0], cue))
    by_hand = Option(id="manual", label="call it by hand", anchor=Anchor(manual=True))
    return (*found, by_hand)


def _stands(look: Look) -> bool:
    return look.status not in (Stage.CUT, Stage.SKIPPED)


def _with_look(option: str, look: Look, cue: Cue) -> Option:
    anchor = Anchor(look=look.id, at=cue.anchor.at, offset_ms=cue.anchor.offset_ms)
    return Option(id=option, label=f"with look {look.number}", anchor=anchor)


def settled(show: "Show", cue: CueId, stamp: Stamp) -> "Show":
    """Put the cue's open cards away: it hangs on something again."""
    for one in show.decisions.values():
        if one.cue == cue and one.kind is DecisionKind.REANCHOR and one.chosen is None:
            away = replace(one, chosen=SETTLED, chosen_at=stamp.at_ms, chosen_by=stamp.by.pass_id)
            show = show.with_decision(away)
    return show


def found_again(show: "Show", look: LookId, stamp: Stamp) -> "Show":
    """Tie the cues of a look that goes again to it as before."""
    for cue in show.cues.values():
        if cue.anchor_lost and cue.anchor.look == look:
            show = settled(show, cue.id, stamp).with_cue(replace(cue, anchor_lost=False))
    return show
