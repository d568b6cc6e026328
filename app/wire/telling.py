"""Which fields of the state each event tells of, so that no role hears of what it may not see.

A line names first what the event says by having happened: a role that does not see all of it hears nothing.
Then come its fields with what each tells. Ids need no mention; what has no line is told to nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.show.words import Role
from app.views.allow import ALLOWED

_LINES: Final = """
run_began: run.began_at; run=run.id kind=run.kind
day_opened: show.phase
house_opened: show.phase
first_looks_called: show.phase
lined_up: show.phase
release_set: show.release; party=show.release light=show.release department=show.release
show_started: show.phase; planned_ms=run.planned_ms
finale_started: show.phase
show_ended: show.phase
show_wrapped: show.phase
show_stopped: show.phase
stop_lifted: show.phase
show_cancelled: show.phase
call_taken: show.caller; caller=show.caller
call_released: show.caller
order_rebased: show.order; order=show.order
hold_began: show.hold
hold_overdue: show.hold
hold_released: show.hold; scope=show.hold
look_dressing: looks.status; seen_at=looks.dressing_at
look_dressed: looks.status; seen_at=looks.dressed_at
look_checked: looks.status; seen_at=looks.status_at
look_at_line: looks.status; seen_at=looks.status_at
look_done: looks.status; seen_at=looks.status_at
look_sent_back: looks.status
mark_superseded: looks.marked_at; status=looks.marked_at seen_at=looks.marked_at
observation_late: looks.marked_at; seen_at=looks.marked_at
look_out: looks.exited_at; number=looks.exits
exit_false: looks.status
look_returned: looks.returned_at; seen_at=looks.returned_at assumed=looks.return_assumed
look_skipped: looks.status
look_reinserted: looks.status; order=show.order
look_added: looks.id; order=show.order
look_edited: looks.number; dresser=looks.dresser change_ms=looks.change_ms change_class=looks.change_class
look_moved: show.order; order=show.order
looks_swapped: show.order; order=show.order
look_cut: looks.status
look_assigned: looks.model; model=looks.model
lineup_published: show.revision; revision=show.revision
lineup_frozen: show.lineup; frozen=show.lineup
show_edited: show.title; starts_at=show.starts_at spacing_ms=show.spacing_ms walk_ms=show.walk_ms
show_edited: show.title; checks=show.checks at_line_min=show.at_line_min
undone: show.order; undone=show.order
model_added: models.id
model_edited: models.id; call_at=models.call_at
model_arrived: models.status; seen_at=models.arrived_at
model_en_route: models.status; eta_at=models.eta_at seen_at=models.status_at
model_asked_after: models.asked_after
model_no_show: models.status; seen_at=models.status_at
model_unavailable: models.status; seen_at=models.status_at
model_released: models.status
service_marked: models.services; service=models.services status=models.services seen_at=models.services
pass_added: passes.id
pass_revoked: passes.revoked_at
item_added: items.id
item_edited: items.id; kind=items.kind required=items.required shared_by=items.shared_by
item_edited: items.id; expected_at=items.expected_at
item_marked: items.status; status=items.status seen_at=items.status_at
item_mark_superseded: items.marked_at; status=items.marked_at seen_at=items.marked_at
item_substituted: items.replaces
item_handed_over: items.on_look; look=items.on_look seen_at=items.handed_at
item_signed_out: items.signed_out_at; model=items.signed_out_to
item_signed_in: items.signed_out_at
help_requested: help.id
help_accepted: help.status; seen_at=help.accepted_at ready_at=help.ready_at
help_finished: help.status; seen_at=help.ended_at
help_declined: help.status; seen_at=help.ended_at
help_mark_superseded: help.status; seen_at=help.accepted_at
cue_added: cues.id
cue_edited: cues.id; department=cues.department anchor=cues.anchor auto=cues.auto
standby_called: cues.standby_at
standby_confirmed: cues.confirmed_at
cue_gone: cues.go_at
cue_fired: cues.fired_at; assumed=cues.fired_assumed
cue_failed: cues.status
cue_skipped: cues.status
cue_reanchored: cues.anchor; anchor=cues.anchor
cue_anchor_lost: cues.anchor_lost
message_sent: messages.id
acknowledged: messages.acks; seen_at=messages.acks
decision_raised: decisions.id
option_chosen: decisions.chosen; option=decisions.chosen
seats_swapped: seats.guest
seat_released: seats.guest
seat_marked: seats.status; status=seats.status seen_at=seats.marked_at
guest_seated: guests.seat; seat=guests.seat
guest_checked_in: guests.status; seen_at=guests.checked_in_at
guest_added: guests.id
plan_loaded: show.title
history_restored: show.phase
order_recorded: show.phase; order=show.phase
"""


@dataclass(frozen=True, slots=True)
class Tells:
    """What an event says by having happened, and what each of its fields says."""

    fact: str
    fields: Mapping[str, str]


def may_see(role: Role, path: str) -> bool:
    """Tell whether a role sees a field of the state, such as `looks.status`."""
    part, _, name = path.partition(".")
    return name in ALLOWED[role].get(part, ())


def _read(lines: str) -> Mapping[str, Tells]:
    found: dict[str, Tells] = {}
    for line in lines.strip().splitlines():
        name, _, rest = line.partition(": ")
        fact, _, told = rest.partition("; ")
        known = found[name].fields if name in found else {}
        found[name] = Tells(fact, {**known, **dict(part.split("=") for part in told.split())})
    return found


TELLS: Final[Mapping[str, Tells]] = _read(_LINES)
