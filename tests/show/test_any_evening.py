"""Any evening: whatever people do, in whatever order, the promises hold."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final, Unpack

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.show.bundle import Bundle, BundleItem, LoadPlan
from app.show.cast import CheckIn, MarkNoShow, MarkService
from app.show.cue import (
    CallStandby,
    ConfirmFired,
    ConfirmStandby,
    FailCue,
    GoCue,
    ReanchorCue,
    SkipCue,
)
from app.show.decision import ChooseOption
from app.show.evening import Light, Party, Phase, RunKind
from app.show.guest import MoveGuest, SeatGuest
from app.show.hold import Hold, ReleaseHold
from app.show.holding import HoldReason, HoldScope
from app.show.item import HandOver, ItemStage, MarkItem, SubstituteItem
from app.show.lineup import AssignModel, CutLook, EditLook, MoveLook, SwapLooks, Undo
from app.show.look import (
    BackToDressing,
    FalseExit,
    Go,
    LookOff,
    MarkLook,
    ReinsertLook,
    SkipLook,
    SomeoneElseWent,
)
from app.show.message import Acknowledge
from app.show.phase import (
    BeginRun,
    CallFirstLooks,
    ConfirmLinedUp,
    EndShow,
    OpenDay,
    SetRelease,
    StartFinale,
    StartShow,
    TakeCall,
    WrapShow,
)
from app.show.repair import AcceptHelp, FinishHelp, RequestHelp
from app.show.seat import MarkSeat, SwapSeats
from app.show.show import Command, fold
from app.show.state import Show
from app.show.words import (
    OWNER,
    Actor,
    Decided,
    Expect,
    Instant,
    LookId,
    Refused,
    SeatId,
    Span,
    Stamp,
)
from tests.rules import rule as holds
from tests.show.any_command import KINDS, Picker, any_actor, any_command
from tests.show.makers import (
    CALLER,
    REASON,
    STARTER,
    STARTS_AT,
    a_cue,
    a_guest,
    a_look,
    a_plan,
    a_seat,
    an_item,
    the_start_cue,
    with_look,
)
from tests.show.played import Evening, Rest
from tests.show.promises import Promises, undo_restores

EXAMPLES: Final = 125
STEPS: Final = 60
reached: Counter[Phase] = Counter()
taken: Counter[str] = Counter()
refused: Counter[str] = Counter()


class Watched(Evening):
    """An evening whose every entry is checked."""

    def __init__(self) -> None:
        super().__init__(now_ms=Instant(STARTS_AT - 3_600_000))
        self.promises = Promises()
        self.history: dict[int, Show] = {0: self.show}

    def do(self, command: Command, by: Actor = OWNER, **rest: Unpack[Rest]) -> Decided:
        before = self.show
        decided = super().do(command, by, **rest)
        around = self.around(by, **rest)
        self.history[self.show.seq] = self.show
        self.promises.check(before, self.show, command, around, decided.events)
        if isinstance(command, Undo):
            undo_restores(self.history, command, self.show)
        taken[type(command).__name__] += 1
        return decided

    def attempt(self, command: Command, by: Actor = OWNER, **rest: Unpack[Rest]) -> bool:
        try:
            self.do(command, by, **rest)
        except Refused as no:
            refused[no.why.value] += 1
            return False
        return True


@st.composite
def any_plan(draw: st.DrawFn) -> Bundle:
    """Draw four to nine looks on two to five models, with shared shoes and cues on exits."""
    count = draw(st.integers(4, 9))
    models = draw(st.integers(2, 5))
    looks = tuple(
        a_look(f"l{n}", f"m{draw(st.integers(1, models))}", items=_pieces(draw, n, count))
        for n in range(1, count + 1)
    )
    cues = (
        the_start_cue(),
        a_cue("q1", with_look(LookId("l2"))),
        a_cue("q2", with_look(LookId("l3"), 2_000, at="return"), auto=True),
        a_cue("q3"),
    )
    return a_plan(
        *looks,
        cues=cues,
        spacing_ms=Span(draw(st.sampled_from((12_000, 15_000, 30_000)))),
        seats=tuple(a_seat(n, held=n == 3) for n in range(1, 5)),
        guests=(a_guest("g1", seat=SeatId("A1")), a_guest("g2", apart_from=("g1",))),
    )


def _pieces(draw: st.DrawFn, n: int, count: int) -> tuple[BundleItem, ...]:
    if not draw(st.booleans()):
        return ()
    shared = (LookId(f"l{n % count + 1}"),) if draw(st.booleans()) else ()
    status = draw(st.sampled_from((ItemStage.EXPECTED, ItemStage.ON_RACK)))
    return (an_item(f"i{n}", status=status, shared_by=shared),)


AT_THE_EXIT: Final = (Go, SomeoneElseWent, FalseExit, LookOff, SkipLook, ReinsertLook, Hold)
AT_THE_DESKS: Final = (GoCue, GoCue, CallStandby, ConfirmFired, FailCue, SkipCue, ReanchorCue)
AT_THE_START: Final = (Hold, StartShow, StartShow, GoCue, SetRelease, ReleaseHold)
SURPRISES: Final = (
    *(MarkLook, MarkItem, HandOver, MarkService, Undo, BackToDressing, CutLook, MoveLook),
    *(RequestHelp, AcceptHelp, FinishHelp, ChooseOption, GoCue, ConfirmFired, TakeCall, Hold),
    *(ReleaseHold, SetRelease, AssignModel, CheckIn, MarkNoShow, SubstituteItem),
    *(SeatGuest, MoveGuest, MarkSeat, SwapSeats, Acknowledge, ConfirmStandby, ReanchorCue),
)
LATE_BY: Final = (0, 1, 700, 9_000, 60_000)
SLIPS: Final = (MarkLook, MarkItem, MarkService, MoveLook, SwapLooks, EditLook, AssignModel)
NEXT_STEP: Final[Mapping[Phase, tuple[Command, ...]]] = {
    Phase.PLANNED: (OpenDay(),),
    Phase.PREP: (CallFirstLooks(),),
    Phase.FIRST_LOOKS: (
        ConfirmLinedUp(),
        *(SetRelease(party=party, light=Light.GREEN) for party in Party),
    ),
    Phase.LINED_UP: (StartShow(),),
    Phase.ENDED: (WrapShow(),),
    Phase.STOPPED: (ReleaseHold(scope="stop"),),
    Phase.WRAPPED: (BeginRun(kind=RunKind.SHOW),),
    Phase.CANCELLED: (BeginRun(kind=RunKind.SHOW),),
}


class AnyEvening(RuleBasedStateMachine):
    """Half of the steps carry the evening on, half are whatever anybody may think of."""

    @initialize(plan=any_plan(), ahead=st.integers(0, 16))
    def open_the_doors(self, plan: Bundle, ahead: int) -> None:
        self.evening = Watched()
        self.evening.do(LoadPlan(plan=plan))
        for _ in range(ahead):
            self._carry_on()

    @rule(spacing_ms=st.sampled_from((700, 3_000, 15_000)), times=st.integers(1, 4))
    def carry_on(self, spacing_ms: int, times: int) -> None:
        for _ in range(times):
            self.evening.wait(spacing_ms)
            self._carry_on()

    @rule(data=st.data(), kinds=st.lists(st.sampled_from(KINDS), min_size=2, max_size=8))
    def people_do_things(self, data: st.DataObject, kinds: list[type[Command]]) -> None:
        for kind in kinds:
            self._anything(data, kind)

    @rule(data=st.data(), kinds=st.lists(st.sampled_from(SURPRISES), min_size=2, max_size=6))
    def people_surprise(self, data: st.DataObject, kinds: list[type[Command]]) -> None:
        for kind in kinds:
            self.evening.wait(900)
            self._anything(data, kind)

    @rule(data=st.data(), kind=st.sampled_from(SLIPS), between=st.sampled_from((None, *SLIPS)))
    def somebody_takes_a_slip_back(
        self, data: st.DataObject, kind: type[Command], between: type[Command] | None
    ) -> None:
        """The same hand undoes what it has just done, sometimes after somebody else's."""
        before = self.evening.show.seq
        self._anything(data, kind)
        slip = self.evening.log[-1]
        if self.evening.show.seq > before:
            if between is not None:
                self._anything(data, between)
            self.evening.attempt(Undo(seq=slip.seq), slip.by)

    @precondition(lambda self: self.evening.show.live)
    @rule(data=st.data(), kinds=st.lists(st.sampled_from(AT_THE_EXIT), min_size=1, max_size=5))
    def things_happen_at_the_exit(self, data: st.DataObject, kinds: list[type[Command]]) -> None:
        for kind in kinds:
            self._anything(data, kind)

    @rule(data=st.data(), kind=st.sampled_from((MarkLook, MarkItem)), ago=st.sampled_from(LATE_BY))
    def a_phone_reports_late(
        self, data: st.DataObject, kind: type[MarkLook | MarkItem], ago: int
    ) -> None:
        """Somebody marks; then comes another mark of the same thing, seen before or just then."""
        pick = Picker(data, self.evening.show, self.evening.now_ms)
        first, second = any_command(pick, kind), any_command(pick, kind)
        match first, second:
            case MarkLook(), MarkLook():
                second = replace(second, look=first.look)
            case MarkItem(), MarkItem():
                second = replace(second, item=first.item)
            case _:
                pass
        self.evening.attempt(first)
        self.evening.attempt(second, seen_at=self.evening.now_ms - ago)

    @precondition(lambda self: self.evening.show.live)
    @rule(data=st.data(), kinds=st.lists(st.sampled_from(AT_THE_DESKS), min_size=2, max_size=5))
    def things_happen_at_the_desks(self, data: st.DataObject, kinds: list[type[Command]]) -> None:
        for kind in kinds:
            self._anything(data, kind)

    @precondition(lambda self: self.evening.show.phase is Phase.LINED_UP)
    @rule(data=st.data(), kinds=st.lists(st.sampled_from(AT_THE_START), min_size=2, max_size=5))
    def the_start_is_tried(self, data: st.DataObject, kinds: list[type[Command]]) -> None:
        for kind in kinds:
            self._anything(data, kind)

    @precondition(lambda self: self.evening.show.live and self.evening.show.run.exits)
    @rule(ms=st.sampled_from((0, 350, 699, 700, 20_000)), same=st.booleans())
    def somebody_presses_go_again(self, ms: int, same: bool) -> None:
        """A double tap: for the look that has just left, or for the one behind it."""
        evening = self.evening
        evening.wait(ms)
        assert evening.show.run is not None
        following = evening.show.next_look()
        last = evening.show.run.exits[-1].look
        following_id = following.id if following else last
        again = Go(look=last if same else following_id)
        evening.attempt(again, override=REASON, expect=Expect(next=following_id))

    @precondition(lambda self: self.evening.show.live)
    @rule(tries=st.lists(st.tuples(st.sampled_from((STARTER, CALLER)), st.booleans())))
    def exits_are_held_and_people_press_go(self, tries: list[tuple[Actor, bool]]) -> None:
        evening = self.evening
        end_at = Instant(evening.now_ms + 30_000)
        evening.attempt(Hold(scope=HoldScope.EXITS, reason=HoldReason.VIP, expected_end_at=end_at))
        for who, reasoned in tries:
            evening.wait(1_000)
            following = evening.show.next_look()
            if following is not None:
                evening.attempt(
                    Go(look=following.id),
                    who,
                    override=REASON if reasoned else None,
                    expect=Expect(next=following.id),
                )

    @rule(ms=st.sampled_from((1, 699, 700, 2_000, 9_000, 60_000)))
    def time_passes(self, ms: int) -> None:
        self.evening.wait(ms)

    @rule(ms=st.sampled_from((1_000, 8_000, 45_000)))
    def the_clock_works(self, ms: int) -> None:
        self.evening.tick(ms)

    def teardown(self) -> None:
        if not hasattr(self, "evening"):
            return
        again = Show()
        for entry in self.evening.log:
            reached[again.phase] += 1
            stamp = Stamp(seq=entry.seq, at_ms=entry.at_ms, by=entry.by)
            again = fold(again, stamp, entry.events)
        assert again == self.evening.show, "the log, replayed, is the show"

    def _anything(self, data: st.DataObject, kind: type[Command]) -> None:
        pick = Picker(data, self.evening.show, self.evening.now_ms)
        command = any_command(pick, kind)
        following = self.evening.show.next_look()
        seen = following.id if following and not pick.flag(one_in=10) else None
        ago = pick.one((0, 0, 0, 400, 5_000, 40_000))
        self.evening.attempt(
            command,
            any_actor(pick, command),
            seen_at=self.evening.now_ms - ago,
            override=REASON if pick.flag() else None,
            expect=Expect(next=seen),
        )

    def _carry_on(self) -> None:
        """Do what the evening needs next, as a house does that goes by the book."""
        show = self.evening.show
        if show.hold is not None:
            self.evening.attempt(ReleaseHold(scope=show.hold.scope.value))
        if show.live:
            self._send_the_next()
        if show.phase is Phase.PLANNED and show.run is None:
            self.evening.attempt(BeginRun(kind=RunKind.REHEARSAL))
        for command in NEXT_STEP.get(show.phase, ()):
            self.evening.attempt(command, override=REASON)

    def _send_the_next(self) -> None:
        evening = self.evening
        for look in evening.show.out_now()[:-1]:
            evening.attempt(LookOff(look=look.id))
        following = evening.show.next_look()
        if following is not None:
            evening.attempt(MarkLook(look=following.id, status="at_line"))
            expect = Expect(next=following.id)
            evening.attempt(Go(look=following.id), override=REASON, expect=expect)
        elif evening.show.phase is Phase.LIVE:
            evening.attempt(StartFinale(), override=REASON)
        else:
            evening.attempt(EndShow())


@cache
def many_evenings() -> None:
    run_state_machine_as_test(
        AnyEvening,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@holds("S1", "L19", "G1", "G3", "P4", "P5", "P6", "P10")
def test_whatever_people_do_the_promises_hold() -> None:
    many_evenings()


def test_any_evening_goes_everywhere_and_tries_nearly_everything() -> None:
    many_evenings()

    never = {kind.__name__ for kind in KINDS} - set(taken)
    assert len(never) < 4, f"never taken: {never}"
    assert min(reached[phase] for phase in (Phase.LIVE, Phase.FINALE, Phase.ENDED)) > 50
    assert min(taken["Go"], taken["Undo"], refused["held"]) > 20
