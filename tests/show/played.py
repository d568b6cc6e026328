"""An evening as a test plays it: commands in, the log and the show out, on a clock that the test turns."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypedDict, Unpack

from app.show.as_run import LoggedEntry
from app.show.bundle import Bundle, LoadPlan
from app.show.due import due
from app.show.evening import Light, Party, RunKind
from app.show.forecast import Forecast, forecast
from app.show.look import Go, LookOff, MarkLook
from app.show.phase import (
    BeginRun,
    CallFirstLooks,
    ConfirmLinedUp,
    OpenDay,
    SetRelease,
    StartShow,
)
from app.show.show import Command, Event, decide, fold
from app.show.state import Show
from app.show.words import (
    CLOCK,
    OWNER,
    Actor,
    Circumstances,
    Decided,
    Expect,
    Instant,
    LookId,
    Ref,
    Refused,
    RunId,
    Scope,
    Stamp,
)
from tests.show.makers import (
    CALLER,
    FRONT,
    MORNING,
    OPERATOR,
    REASON,
    SM,
    STARTER,
    STARTS_AT,
    a_plan,
)

FIVE_MINUTES_MS: Final = 300_000


class Rest(TypedDict, total=False):
    """What a command comes with, where it matters."""

    seen_at: int
    override: Ref | None
    expect: Expect
    scope: Scope
    offered_again: bool


@dataclass(kw_only=True)
class Evening:
    """Plays commands as the desk does: decided, folded, written down. Refused ones leave no trace."""

    show: Show = field(default_factory=Show)
    now_ms: Instant = MORNING
    log: list[LoggedEntry] = field(default_factory=list)

    def around(self, by: Actor, **rest: Unpack[Rest]) -> Circumstances:
        return Circumstances(
            by=by,
            now_ms=self.now_ms,
            seen_at=Instant(rest.get("seen_at", self.now_ms)),
            scope=rest.get("scope", Scope()),
            expect=rest.get("expect", Expect()),
            override=rest.get("override"),
            offered_again=rest.get("offered_again", False),
        )

    def do(self, command: Command, by: Actor = CALLER, **rest: Unpack[Rest]) -> Decided:
        decided = decide(self.show, command, self.around(by, **rest))
        stamp = Stamp(seq=self.show.seq + 1, at_ms=self.now_ms, by=by)
        self.show = fold(self.show, stamp, decided.events)
        self.log.append(LoggedEntry(seq=stamp.seq, at_ms=stamp.at_ms, by=by, events=decided.events))
        return decided

    def refusal(self, command: Command, by: Actor = CALLER, **rest: Unpack[Rest]) -> Refused:
        """Return how the command is refused; it is an error of the test if it is not."""
        try:
            decided = decide(self.show, command, self.around(by, **rest))
        except Refused as refused:
            return refused
        raise AssertionError(f"taken: {decided}")

    def wait(self, ms: int) -> None:
        self.now_ms = Instant(self.now_ms + ms)

    def tick(self, ms: int) -> None:
        """Let time pass with the clock at work: it asks what is due, each thing at its time."""
        until = Instant(self.now_ms + ms)
        asked: set[str] = set()
        while True:
            waiting = [one for one in due(self.show, self.forecast) if one.id not in asked]
            if not waiting or waiting[0].at_ms > until:
                break
            self.now_ms = max(self.now_ms, waiting[0].at_ms)
            asked.add(waiting[0].id)
            try:
                self.do(waiting[0].command, CLOCK)
            except Refused:
                continue
        self.now_ms = until

    @property
    def forecast(self) -> Forecast:
        return forecast(self.show)

    @property
    def run_id(self) -> RunId:
        assert self.show.run is not None, "a run is on"
        return self.show.run.id

    # ---- what people do all evening

    def mark(self, status: str, *looks: LookId, by: Actor = OWNER) -> None:
        for look in looks:
            self.do(MarkLook(look=look, status=status), by)  # type: ignore[arg-type]  # a stage

    def go(self, look: LookId, by: Actor = CALLER, *, override: Ref | None = None) -> Decided:
        """Press GO as the caller does: seeing what is next."""
        following = self.show.next_look()
        expect = Expect(next=following.id if following else None)
        return self.do(Go(look=look), by, expect=expect, override=override)

    def go_refused(
        self, look: LookId, by: Actor = CALLER, *, override: Ref | None = None
    ) -> Refused:
        following = self.show.next_look()
        expect = Expect(next=following.id if following else None)
        return self.refusal(Go(look=look), by, expect=expect, override=override)

    def walk(self, *looks: LookId, spacing_ms: int = 15_000) -> None:
        """Send these out in turn, one spacing apart; each is at the line before."""
        for look in looks:
            self.mark("at_line", look)
            self.go(look)
            self.wait(spacing_ms)

    def off(self, *looks: LookId) -> None:
        for look in looks:
            self.do(LookOff(look=look), STARTER)

    # ---- how far an evening has come

    def to_prep(self, kind: RunKind = RunKind.SHOW) -> "Evening":
        self.do(BeginRun(kind=kind), SM)
        self.do(OpenDay(), SM)
        return self

    def to_prep_again(self, kind: RunKind = RunKind.SHOW) -> "Evening":
        """Begin another run while the last one may still be on."""
        self.do(BeginRun(kind=kind), SM, override=REASON)
        self.do(OpenDay(), SM)
        return self

    def to_first_looks(self, kind: RunKind = RunKind.SHOW) -> "Evening":
        return self.to_prep(kind).from_prep_to_first_looks()

    def from_prep_to_first_looks(self) -> "Evening":
        self.do(CallFirstLooks(), SM, override=REASON)
        return self

    def to_lined_up(self, kind: RunKind = RunKind.SHOW) -> "Evening":
        return self.to_first_looks(kind).from_first_looks_to_lined_up()

    def from_first_looks_to_lined_up(self) -> "Evening":
        self.now_ms = Instant(max(self.now_ms, STARTS_AT - FIVE_MINUTES_MS))
        self.mark("at_line", *(look.id for look in self.show.to_go()[:1]))
        self.do(ConfirmLinedUp(), SM)
        return self

    def to_released(self, kind: RunKind = RunKind.SHOW) -> "Evening":
        return self.to_lined_up(kind).from_lined_up_to_released()

    def from_lined_up_to_released(self) -> "Evening":
        for party, by in (
            (Party.BACKSTAGE, SM),
            (Party.HOUSE, FRONT),
            (Party.TECHNICAL, OPERATOR),
        ):
            self.do(SetRelease(party=party, light=Light.GREEN), by)
        return self

    def to_live(self, kind: RunKind = RunKind.SHOW, *, at_line: int = 99) -> "Evening":
        """Start on time, with the line-up at the line."""
        return self.to_prep(kind).from_prep_to_live(at_line=at_line)

    def from_prep_to_live(self, *, at_line: int = 99) -> "Evening":
        self.from_prep_to_first_looks().from_first_looks_to_lined_up().from_lined_up_to_released()
        self.now_ms = Instant(max(self.now_ms, STARTS_AT))
        for look in self.show.to_go()[:at_line]:
            self.mark("at_line", look.id)
        self.do(StartShow(), CALLER)
        return self


def an_evening(plan: Bundle | None = None) -> Evening:
    """Return a show with its plan loaded, in the morning."""
    evening = Evening()
    evening.do(LoadPlan(plan=plan or a_plan()), OWNER)
    evening.wait(1000)
    return evening


def kinds(events: Iterable[Event]) -> list[str]:
    return [type(event).__name__ for event in events]
