"""The show as it stands: one frozen value, folded from the log, from which every screen is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from app.show.cast import Model
from app.show.crew import Crew, Pass, Room
from app.show.cue import Cue
from app.show.decision import Decision
from app.show.evening import ON_AIR, House, Lineup, Phase, Release, Run
from app.show.guest import Guest
from app.show.holding import Holding
from app.show.item import Item
from app.show.look import GONE, Look, Stage
from app.show.message import Message
from app.show.repair import Help
from app.show.seat import Seat
from app.show.words import (
    CrewId,
    CueId,
    DecisionId,
    GuestId,
    HelpId,
    Instant,
    ItemId,
    LookId,
    MessageId,
    ModelId,
    PassId,
    Refused,
    RoomId,
    SeatId,
    Span,
    Why,
)

MESSAGES_KEPT: Final = 200  # a busy evening sends about 100; older ones are in the log
UNDOABLE_KEPT: Final = 100  # about 20 marks for each of the five busiest dressers


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable:
    """What an entry found before it changed it: enough to take it back, as long as nothing else touched it."""

    seq: int
    by: PassId
    touched: tuple[str, ...] = ()  # the ids of all of them
    looks: tuple[Look, ...] = ()
    items: tuple[Item, ...] = ()
    models: tuple[Model, ...] = ()
    order: tuple[LookId, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    title: str = ""
    phase: Phase = Phase.PLANNED
    phase_before_stop: Phase | None = None
    house: House = House.CLOSED
    hold: Holding | None = None
    release: Release = field(default_factory=Release)
    lineup: Lineup = Lineup.OPEN
    revision: int = 1
    caller: PassId | None = None
    caller_since: Instant | None = None
    spacing_ms: Span = Span(15_000)
    walk_ms: Span = Span(40_000)
    starts_at: Instant | None = None
    assembly: str = "Leave by the nearest exit and meet at the assembly point."
    checks: bool = False  # looks must be checked before they line up
    at_line_min: int = 8  # as many first looks at the line make "lined up"
    order: tuple[LookId, ...] = ()  # of this run
    plan_order: tuple[LookId, ...] = ()  # as published: the next run begins from it
    last_go_at: Instant | None = None
    at: Instant = Instant(0)  # of the last entry
    seq: int = 0
    rev: int = 1
    made: int = 0  # counts the ids that the show itself has made
    run: Run | None = None
    looks: Mapping[LookId, Look] = field(default_factory=dict)
    models: Mapping[ModelId, Model] = field(default_factory=dict)
    items: Mapping[ItemId, Item] = field(default_factory=dict)
    cues: Mapping[CueId, Cue] = field(default_factory=dict)
    crew: Mapping[CrewId, Crew] = field(default_factory=dict)
    rooms: Mapping[RoomId, Room] = field(default_factory=dict)
    help: Mapping[HelpId, Help] = field(default_factory=dict)
    messages: Mapping[MessageId, Message] = field(default_factory=dict)
    decisions: Mapping[DecisionId, Decision] = field(default_factory=dict)
    seats: Mapping[SeatId, Seat] = field(default_factory=dict)
    guests: Mapping[GuestId, Guest] = field(default_factory=dict)
    passes: Mapping[PassId, Pass] = field(default_factory=dict)
    undoable: tuple[Undoable, ...] = ()

    def the_look(self, look: LookId) -> Look:
        if look not in self.looks:
            raise Refused(Why.UNKNOWN_ENTITY, f"There is no look {look}.")
        return self.looks[look]

    def the_model(self, model: ModelId) -> Model:
        if model not in self.models:
            raise Refused(Why.UNKNOWN_ENTITY, f"There is no model {model}.")
        return self.models[model]

    def the_cue(self, cue: CueId) -> Cue:
        if cue not in self.cues:
            raise Refused(Why.UNKNOWN_ENTITY, f"There is no cue {cue}.")
        return self.cues[cue]

    @property
    def t0_at(self) -> Instant | None:
        return self.run.t0_at if self.run else None

    @property
    def live(self) -> bool:
        return self.phase in ON_AIR

    def next_look(self) -> Look | None:
        """Return the first look in this run's order that has still to leave."""
        for look_id in self.order:
            look = self.looks[look_id]
            if look.status not in GONE:
                return look
        return None

    def to_go(self) -> tuple[Look, ...]:
        """Return the looks that have still to leave, in order."""
        return tuple(
            look for look_id in self.order if (look := self.looks[look_id]).status not in GONE
        )

    def walk_of(self, look: Look) -> Span:
        """Return how long the look is on the runway: as a run has measured it, else as planned."""
        return look.measured_walk_ms if look.measured_walk_ms is not None else self.walk_ms

    def out_now(self) -> tuple[Look, ...]:
        return tuple(look for look in self.looks.values() if look.status is Stage.ON_RUNWAY)

    def looks_of(self, model: ModelId) -> tuple[Look, ...]:
        """Return one model's looks in this run's order."""
        return tuple(look for i in self.order if (look := self.looks[i]).model == model)

    def items_of(self, look: LookId) -> tuple[Item, ...]:
        return tuple(
            item for item in self.items.values() if item.look == look or look in item.shared_by
        )

    # Each `with_…` puts one changed entity in its place and counts its revision up.
    def with_look(self, look: Look) -> "Show":
        return replace(self, looks={**self.looks, look.id: replace(look, rev=look.rev + 1)})

    def with_model(self, model: Model) -> "Show":
        return replace(self, models={**self.models, model.id: replace(model, rev=model.rev + 1)})

    def with_item(self, item: Item) -> "Show":
        return replace(self, items={**self.items, item.id: replace(item, rev=item.rev + 1)})

    def with_cue(self, cue: Cue) -> "Show":
        return replace(self, cues={**self.cues, cue.id: replace(cue, rev=cue.rev + 1)})

    def with_help(self, one: Help) -> "Show":
        return replace(self, help={**self.help, one.id: replace(one, rev=one.rev + 1)})

    def with_message(self, message: Message) -> "Show":
        kept = {**self.messages, message.id: replace(message, rev=message.rev + 1)}
        while len(kept) > MESSAGES_KEPT:
            del kept[next(iter(kept))]
        return replace(self, messages=kept)

    def with_decision(self, one: Decision) -> "Show":
        return replace(self, decisions={**self.decisions, one.id: replace(one, rev=one.rev + 1)})

    def with_seat(self, seat: Seat) -> "Show":
        return replace(self, seats={**self.seats, seat.id: replace(seat, rev=seat.rev + 1)})

    def with_guest(self, guest: Guest) -> "Show":
        return replace(self, guests={**self.guests, guest.id: replace(guest, rev=guest.rev + 1)})

    def with_pass(self, one: Pass) -> "Show":
        return replace(self, passes={**self.passes, one.id: replace(one, rev=one.rev + 1)})

    def with_run(self, run: Run) -> "Show":
        return replace(self, run=replace(run, rev=run.rev + 1))
