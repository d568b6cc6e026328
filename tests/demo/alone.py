"""An evening without a network: the crew's minds and the show's own rules at one table, on a false clock."""

import base64
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Final

import orjson

from app.demo.crew_sim.mind import Mind
from app.demo.crew_sim.mirror import Mirror
from app.demo.crew_sim.roster import posts
from app.demo.crew_sim.scene import Directions, Wish
from app.demo.plan import Pace, plan_bundle
from app.show.crew import AddPass
from app.show.due import due
from app.show.forecast import Forecast, forecast
from app.show.show import Command, Event, decide, fold
from app.show.state import Show
from app.show.words import (
    CLOCK,
    OWNER,
    Actor,
    Circumstances,
    Expect,
    Instant,
    PassId,
    Ref,
    Refused,
    Role,
    Scope,
    Stamp,
)
from app.views.changes import Step
from app.views.plain import plain_fields
from app.views.see import Moment, see
from app.wire.adapters import reader_of
from app.wire.commands import read_command, read_plan

NOW: Final = 1_795_690_000_000
SHORTEST_STEP_MS: Final = 5  # as long as the way to the server and back
LONGEST_STEP_MS: Final = 1_000


@dataclass
class Table:
    """Everybody round one table. What happened is in `events`, what was refused in `refusals`."""

    pace: Pace
    now_ms: int = NOW
    show: Show = field(default_factory=Show)
    told: dict[Ref, object] = field(default_factory=dict)
    events: list[tuple[int, Actor, Event]] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)
    minds: list[tuple[Mind, Scope]] = field(default_factory=list)
    mirrors: dict[Role, Mirror] = field(default_factory=dict)
    directions: Directions = field(default_factory=Directions)
    _refs: Iterator[int] = field(default_factory=lambda: count(1))
    _again: dict[str, tuple[int, int]] = field(default_factory=dict)
    _foreseen: tuple[int, Forecast | None] = (-1, None)
    _fired: set[str] = field(default_factory=set)

    def set_up(self, seed: int = 7) -> None:
        plan = plan_bundle(seed, starts_at=self.now_ms, pace=self.pace, pictures=False)
        asked = read_plan(plan, self._ref)
        self._keep(asked.sides)
        self._happens(asked.command, OWNER, Scope(), {})
        for nth, post in enumerate(posts(), start=1):
            pass_id, scope = PassId(f"p{nth}"), reader_of(Scope).from_outside(post.scope)
            role = Role(post.hand.role)
            add = AddPass(pass_id=pass_id, role=role, label=self._ref(), scope=scope)
            self._happens(add, OWNER, Scope(), {})
            self.minds.append((Mind(post.myself(pass_id), post.wants, self.pace), scope))
        for mind, _ in self.minds:
            role = Role(mind.me.role)
            mirror = self.mirrors[role] = Mirror()
            mirror.take({"epoch": "e1", "seq": self.show.seq, "state": see(self._moment(), role)})

    def direct(self, kind: str, lead_ms: int) -> None:
        after = self.show.run.id if self.show.run else ""
        starts_at = self.now_ms + self.pace.ms(lead_ms)
        self.directions = Directions(kind=kind, after_run=after, starts_at=starts_at)

    def play_until(self, phase: str, minutes: float) -> bool:
        """Let time pass until the show is in this phase; say whether it came to that."""
        until = self.now_ms + self.pace.ms(minutes * 60_000)
        while self.show.phase != phase and self.now_ms < until:
            self.step()
        return self.show.phase == phase

    def step(self) -> None:
        """Do all that is ripe, then go to the moment of the next thing."""
        next_at = self.now_ms + LONGEST_STEP_MS
        for one in due(self.show, self._forecast()):
            if one.id in self._fired:
                continue
            if one.at_ms > self.now_ms:
                next_at = min(next_at, one.at_ms)
                break
            self._fired.add(one.id)
            self._happens(one.command, CLOCK, Scope(), {})
        for mind, scope in self.minds:
            seq, again = self._again.get(mind.me.pass_id, (-1, 0))
            if seq != self.show.seq or again <= self.now_ms:
                again = self._act(mind, scope)
                self._again[mind.me.pass_id] = (self.show.seq, again)
            next_at = min(next_at, again)
        self.now_ms = max(next_at, self.now_ms + SHORTEST_STEP_MS)

    def _forecast(self) -> Forecast:
        seq, found = self._foreseen
        if seq != self.show.seq or found is None:
            found = forecast(self.show)
            self._foreseen = (self.show.seq, found)
        return found

    def _act(self, mind: Mind, scope: Scope) -> int:
        role = Role(mind.me.role)
        ripe, again = mind.think(
            self.mirrors[role].state, self.show.seq, self.now_ms, self.directions
        )
        for wish in ripe:
            mind.begins(wish)
            refused = self._ask(wish, Actor(pass_id=PassId(mind.me.pass_id), role=role), scope)
            if refused is None:
                mind.taken(wish, self.show.seq)
            else:
                self.refusals[f"{role} {wish.command['type']} {refused.why}: {refused.detail}"] += 1
                retry = refused.more.get("retry_ms", 0)
                mind.refused(wish, retry if isinstance(retry, int) else 0, self.now_ms)
        return again

    def _ask(self, wish: Wish, by: Actor, scope: Scope) -> Refused | None:
        try:
            asked = read_command(wish.command, self._ref)
            self._keep(asked.sides)
            around = {"expect": wish.expect, "seen_at": wish.seen_at, "override": asked.override}
            self._happens(asked.command, by, scope, around)
        except Refused as refused:
            return refused
        return None

    def happens(self, command: Command, by: Actor, expect: Expect | None = None) -> None:
        """Let somebody who is not of the crew do something."""
        around = {} if expect is None else {"expect": plain_fields(expect)}
        self._happens(command, by, Scope(), around)

    def _happens(
        self, command: Command, by: Actor, scope: Scope, around: Mapping[str, object]
    ) -> None:
        now = Instant(self.now_ms)
        seen, expect, why = around.get("seen_at"), around.get("expect"), around.get("override")
        circumstances = Circumstances(
            by=by,
            now_ms=now,
            seen_at=Instant(min(seen, now)) if isinstance(seen, int) else now,
            scope=scope,
            expect=reader_of(Expect).from_outside(expect) if isinstance(expect, dict) else Expect(),
            override=Ref(why) if isinstance(why, str) else None,
        )
        before = self._moment()
        events = decide(self.show, command, circumstances).events
        self.show = fold(self.show, Stamp(seq=self.show.seq + 1, at_ms=now, by=by), events)
        self.events.extend((self.now_ms, by, event) for event in events)
        self._tell(before)

    def _moment(self) -> Moment:
        return Moment(show_id="s1", show=self.show, forecast=self._forecast(), told=self.told)

    def _tell(self, before: Moment) -> None:
        """Let every role hear what changed, as the server would: one patch each."""
        step, seq = Step(before, self._moment()), self.show.seq
        for role, mirror in self.mirrors.items():
            mirror.apply({"from": seq, "to": seq, "patch": step.patch(role)})

    def _ref(self) -> Ref:
        return Ref(f"r_{next(self._refs)}")

    def _keep(self, sides: tuple[object, ...]) -> None:
        for side in sides:
            kind, value, ref = side.kind, side.value, side.ref  # type: ignore[attr-defined]
            if kind == "json":
                self.told[ref] = orjson.loads(value)
            else:
                self.told[ref] = value.decode() if kind == "text" else base64.b64encode(value)
