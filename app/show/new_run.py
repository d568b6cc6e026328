"""A new run begins: the line-up as published, everybody where they are, and what the last run has taught."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from app.show.cast import LOST, NOT_HERE, Model, Presence
from app.show.cue import Cue, CueStage
from app.show.decision import Decision
from app.show.evening import House, Phase, Release, Run
from app.show.item import Item, ItemStage
from app.show.look import Look, Stage
from app.show.phase import RunBegan
from app.show.repair import Help, HelpStage
from app.show.words import CueId, Instant, LookId, Span, Stamp

if TYPE_CHECKING:
    from app.show.state import Show

BACK_ON_RACK: Final = frozenset(
    {ItemStage.WITH_MODEL, ItemStage.RETURNED, ItemStage.PACKED, ItemStage.READY}
)


def begun(show: "Show", event: RunBegan, stamp: Stamp) -> "Show":
    """Begin from the plan: statuses start anew, arrivals, cuts of the plan and broken pieces stay."""
    order = show.plan_order or show.order
    looks = {i: _fresh_look(look) for i, look in show.looks.items()}
    cues = {i: _fresh_cue(cue, looks) for i, cue in show.cues.items()}
    return replace(
        show,
        phase=Phase.PLANNED,
        phase_before_stop=None,
        house=House.CLOSED,
        hold=None,
        release=Release(),
        order=order,
        plan_order=order,
        last_go_at=None,
        made=show.made + 1,
        undoable=(),
        run=Run(id=event.run, kind=event.kind, began_at=stamp.at_ms),
        looks=looks,
        models={i: _fresh_model(model, stamp.at_ms) for i, model in show.models.items()},
        items={i: _fresh_item(item) for i, item in show.items.items()},
        cues=cues,
        help={i: _closed(one, stamp.at_ms) for i, one in show.help.items()},
        decisions={i: one for i, one in show.decisions.items() if _lasts(one, cues)},
    )


def _fresh_look(look: Look) -> Look:
    cut = look.status is Stage.CUT and not look.cut_live
    stage = Stage.CUT if cut else Stage.ASSIGNED if look.model else Stage.PLANNED
    change_ms = _measured(look.dressing_at, look.dressed_at, look.measured_change_ms)
    walked_ms = None if look.return_assumed else look.returned_at
    return replace(
        look,
        status=stage,
        status_at=None,
        dressing_at=None,
        dressed_at=None,
        exited_at=None,
        returned_at=None,
        return_assumed=False,
        exits=0,
        cut_live=False,
        sent_back=None,
        measured_change_ms=change_ms,
        measured_walk_ms=_measured(look.exited_at, walked_ms, look.measured_walk_ms),
        marked_at=None,
        marked_by=None,
        marked_seq=None,
        rev=look.rev + 1,
    )


def _measured(since: Instant | None, until: Instant | None, known: Span | None) -> Span | None:
    if since is None or until is None or until <= since:
        return known
    return Span(until - since)


def _fresh_model(model: Model, now_ms: Instant) -> Model:
    """Whoever is in the building stays there; who was given up or has left is expected again."""
    gone = model.status in LOST or model.status is Presence.RELEASED
    if model.status in NOT_HERE and not model.asked_after:
        return model
    status = Presence.EXPECTED if gone or model.arrived_at is None else Presence.ARRIVED
    return replace(
        model,
        status=status,
        status_at=None if status is Presence.EXPECTED else now_ms,  # nothing is known of her yet
        arrived_at=None if gone else model.arrived_at,
        asked_after=False,
        rev=model.rev + 1,
    )


def _fresh_item(item: Item) -> Item:
    if item.status not in BACK_ON_RACK and item.on_look is None and item.marked_at is None:
        return item
    status = ItemStage.ON_RACK if item.status in BACK_ON_RACK else item.status
    return replace(
        item,
        status=status,
        on_look=None,
        handed_at=None,
        marked_at=None,
        marked_by=None,
        rev=item.rev + 1,
    )


def _lasts(card: Decision, cues: Mapping[CueId, Cue]) -> bool:
    """Keep what was settled, and the cards of cues whose look stays cut: none is dropped silently."""
    if card.chosen is not None:
        return True
    return card.cue is not None and cues[card.cue].anchor_lost


def _fresh_cue(cue: Cue, looks: Mapping[LookId, Look]) -> Cue:
    look = looks.get(cue.anchor.look) if cue.anchor.look else None
    back = look is not None and look.status is not Stage.CUT
    return replace(
        cue,
        status=CueStage.ARMED,
        standby_at=None,
        confirmed_at=None,
        go_at=None,
        fired_at=None,
        fired_assumed=False,
        anchor_lost=cue.anchor_lost and not back,
        rev=cue.rev + 1,
    )


def _closed(one: Help, now_ms: Instant) -> Help:
    if not one.unsolved:
        return one
    return replace(one, status=HelpStage.DECLINED, ended_at=now_ms, rev=one.rev + 1)
