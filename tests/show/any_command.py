"""Any command, from anybody: drawn so that most of them make sense, and some do not."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar, get_args

from hypothesis import strategies as st

from app.show import permission
from app.show.cast import (
    AddModel,
    AskAfterModel,
    CheckIn,
    EditModel,
    MarkNoShow,
    MarkService,
    MarkUnavailable,
    ReleaseModel,
    Service,
    ServiceStage,
    SetEta,
)
from app.show.crew import AddPass, RevokePass
from app.show.cue import (
    AddCue,
    Anchor,
    CallStandby,
    ConfirmFired,
    ConfirmStandby,
    CueStage,
    EditCue,
    FailCue,
    GoCue,
    ReanchorCue,
    SkipCue,
)
from app.show.decision import ChooseOption
from app.show.evening import Light, Party, RunKind
from app.show.guest import AddWalkIn, CheckInGuest, MoveGuest, SeatGuest
from app.show.hold import AskHoldOwner, Hold, ReleaseHold
from app.show.holding import HoldReason, HoldScope
from app.show.item import (
    AddItem,
    EditItem,
    HandOver,
    ItemStage,
    MarkItem,
    SignIn,
    SignOut,
    SubstituteItem,
)
from app.show.lineup import (
    AddLook,
    AssignModel,
    CutLook,
    EditLook,
    EditShow,
    FreezeLineup,
    MoveLook,
    PublishLineup,
    SwapLooks,
    Undo,
)
from app.show.look import (
    BackToDressing,
    FalseExit,
    Go,
    LookOff,
    MarkLook,
    ReinsertLook,
    SkipLook,
    SomeoneElseWent,
    Stage,
)
from app.show.message import Acknowledge, Nudge, PassOnNudge, SendMessage
from app.show.phase import (
    BeginRun,
    CallFirstLooks,
    CancelShow,
    ConfirmLinedUp,
    EndShow,
    OpenDay,
    OpenHouse,
    ReleaseCall,
    SetRelease,
    StartFinale,
    StartShow,
    StopShow,
    TakeCall,
    WrapShow,
)
from app.show.repair import AcceptHelp, DeclineHelp, FinishHelp, HelpKind, RequestHelp
from app.show.restored import TellRestored
from app.show.seat import MarkSeat, ReleaseSeat, SeatStage, SwapSeats
from app.show.show import Command
from app.show.state import Show
from app.show.words import (
    Actor,
    CueId,
    DecisionId,
    Department,
    GuestId,
    HelpId,
    Instant,
    ItemId,
    LookId,
    MessageId,
    ModelId,
    PassId,
    Ref,
    Role,
    SeatId,
    Span,
)

T = TypeVar("T")
KINDS: Final = tuple(kind for kind in get_args(Command) if kind.__name__ != "LoadPlan")
STAGES: Final = ("dressing", "dressed", "checked", "at_line", "done")
NOTE: Final = Ref("r_note")


@dataclass(frozen=True)
class Picker:
    """Draws what a command needs from the show as it stands; now and then what is not there."""

    data: st.DataObject
    show: Show
    now_ms: Instant

    def one(self, among: Sequence[T]) -> T:
        return self.data.draw(st.sampled_from(among))

    def flag(self, *, one_in: int = 2) -> bool:
        return self.data.draw(st.integers(1, one_in)) == one_in

    def maybe(self, value: T, *, one_in: int = 2) -> T | None:
        return value if self.flag(one_in=one_in) else None

    def id(self, among: Iterable[str], fit: Iterable[str] = ()) -> str:
        """Draw an id; where some fit the command it is mostly one of them, rarely one of nobody."""
        fitting, all_ = list(fit), list(among)
        if fitting and not self.flag(one_in=5):
            return self.one(fitting)
        return self.one([*all_, *all_, *all_, "nobody"])

    def look(self, *stages: Stage) -> LookId:
        fit = [look.id for look in self.show.looks.values() if look.status in stages]
        return LookId(self.id(self.show.looks, fit))

    def near(self) -> LookId:
        """Draw a look that is about to go, or has just been out: what people's hands are on."""
        order = list(self.show.order)
        due = self.show.next_look()
        place = order.index(due.id) if due else len(order) - 1
        return self.one(order[max(0, place - 2) : place + 4] or order)

    def model(self) -> ModelId:
        return ModelId(self.id(self.show.models))

    def item(self, *, out: bool = False) -> ItemId:
        fit = [i.id for i in self.show.items.values() if out and i.signed_out_at is not None]
        return ItemId(self.id(self.show.items, fit))

    def cue(self, *stages: CueStage) -> CueId:
        fit = [cue.id for cue in self.show.cues.values() if cue.status in stages]
        return CueId(self.id(self.show.cues, fit))

    def seat(self, *stages: SeatStage) -> SeatId:
        fit = [seat.id for seat in self.show.seats.values() if seat.status in stages]
        return SeatId(self.id(self.show.seats, fit))

    def guest(self, *, seated: bool = False) -> GuestId:
        fit = [g.id for g in self.show.guests.values() if seated and g.seat is not None]
        return GuestId(self.id(self.show.guests, fit))

    def help(self) -> HelpId:
        fit = [one.id for one in self.show.help.values() if one.unsolved]
        return HelpId(self.id(self.show.help, fit))

    def later_ms(self) -> Instant:
        return Instant(self.now_ms + self.one((-1_000, 1_000, 30_000, 600_000)))

    def span(self) -> Span:
        return Span(self.one((0, 1_000, 12_000, 45_000, 240_000)))

    def anchor(self) -> Anchor:
        offset = Span(self.one((-5_000, 0, 3_000)))
        return self.one(
            (
                Anchor(t0=True, offset_ms=offset),
                Anchor(look=self.look(), at=self.one(("exit", "return")), offset_ms=offset),
                Anchor(cue=self.cue(), offset_ms=offset),
                Anchor(at=self.later_ms()),
                Anchor(manual=True),
                Anchor(),
            )
        )


def any_actor(pick: Picker, command: Command) -> Actor:
    """Draw somebody who may send it, and one time in ten anybody; some roles have two devices."""
    allowed = [role for role in Role if permission.may(role, command)]
    roles = list(Role) if pick.flag(one_in=10) else allowed or list(Role)
    role = pick.one(roles)
    second = "2" if pick.flag(one_in=5) else ""
    return Actor(pass_id=PassId(f"p_{role.value}{second}"), role=role)


def any_command(pick: Picker, kind: type[Command]) -> Command:
    return MAKERS[kind](pick)


def _add_cue(p: Picker) -> Command:
    return AddCue(department=p.one(tuple(Department)), name="LX", anchor=p.anchor(), auto=p.flag())


def _edit_show(p: Picker) -> Command:
    return EditShow(
        spacing_ms=p.maybe(Span(p.one((10_000, 20_000)))), checks=p.maybe(p.flag(), one_in=4)
    )


def _choose(p: Picker) -> Command:
    waiting = [one.id for one in p.show.decisions.values() if one.chosen is None]
    card = p.show.decisions.get(DecisionId(p.id(p.show.decisions, p.one((waiting, ())))))
    if card is None:
        return ChooseOption(decision=DecisionId("nobody"), option="manual")
    return ChooseOption(decision=card.id, option=p.one([o.id for o in card.options] + ["no"]))


def _hand_over(p: Picker) -> Command:
    item = p.item()
    piece = p.show.items.get(item)
    sharing = (piece.look, *piece.shared_by) if piece else ()
    return HandOver(item=item, look=LookId(p.id(p.show.looks, sharing)))


def _undo(p: Picker) -> Command:
    undoable = [one.seq for one in p.show.undoable]
    return Undo(seq=p.one([*undoable[-3:], *undoable[-3:], p.show.seq, 1]))


def _pass(p: Picker, among: Iterable[str]) -> PassId:
    return PassId(p.id(("p1", "p2", "p3"), among))


MAKERS: Final[Mapping[type, Callable[[Picker], Command]]] = {
    BeginRun: lambda p: BeginRun(kind=p.one(tuple(RunKind))),
    OpenDay: lambda _: OpenDay(),
    OpenHouse: lambda _: OpenHouse(),
    CallFirstLooks: lambda _: CallFirstLooks(),
    ConfirmLinedUp: lambda _: ConfirmLinedUp(),
    SetRelease: lambda p: SetRelease(party=p.one(tuple(Party)), light=p.one(tuple(Light))),
    StartShow: lambda _: StartShow(),
    StartFinale: lambda _: StartFinale(),
    EndShow: lambda _: EndShow(),
    WrapShow: lambda _: WrapShow(),
    StopShow: lambda _: StopShow(),
    CancelShow: lambda p: CancelShow(word=p.one(("CANCEL", "CANCEL", "no"))),
    TakeCall: lambda p: TakeCall(force=p.flag()),
    ReleaseCall: lambda _: ReleaseCall(),
    Hold: lambda p: Hold(
        scope=p.one(tuple(HoldScope)),
        reason=p.one(tuple(HoldReason)),
        expected_end_at=p.later_ms(),
    ),
    ReleaseHold: lambda p: ReleaseHold(scope=p.one(("start", "exits", "stop"))),
    AskHoldOwner: lambda _: AskHoldOwner(),
    MarkLook: lambda p: MarkLook(look=p.near(), status=p.one(STAGES)),
    Go: lambda p: Go(look=p.near()),
    SomeoneElseWent: lambda p: SomeoneElseWent(look=p.near(), instead_of=p.near()),
    FalseExit: lambda p: FalseExit(look=p.look(Stage.ON_RUNWAY)),
    LookOff: lambda p: LookOff(look=p.look(Stage.ON_RUNWAY)),
    SkipLook: lambda p: SkipLook(look=p.near()),
    ReinsertLook: lambda p: ReinsertLook(
        look=p.look(Stage.CUT, Stage.SKIPPED), after=p.maybe(p.near())
    ),
    BackToDressing: lambda p: BackToDressing(look=p.look(Stage.AT_LINE), reason=NOTE),
    AddLook: lambda p: AddLook(
        number=f"{p.show.made}A", after=p.maybe(p.look()), model=p.maybe(p.model())
    ),
    EditLook: lambda p: EditLook(look=p.look(), change_ms=p.maybe(p.span()), notes=p.maybe(NOTE)),
    MoveLook: lambda p: MoveLook(look=p.near(), after=p.maybe(p.near())),
    SwapLooks: lambda p: SwapLooks(look=p.near(), other=p.near()),
    CutLook: lambda p: CutLook(look=p.look()),
    AssignModel: lambda p: AssignModel(look=p.look(), model=p.model()),
    PublishLineup: lambda _: PublishLineup(),
    FreezeLineup: lambda p: FreezeLineup(frozen=p.flag()),
    EditShow: _edit_show,
    Undo: _undo,
    AddModel: lambda p: AddModel(name=NOTE, measurements=p.maybe(NOTE)),
    EditModel: lambda p: EditModel(model=p.model(), call_at=p.maybe(p.later_ms())),
    CheckIn: lambda p: CheckIn(model=p.model()),
    SetEta: lambda p: SetEta(model=p.model(), eta_at=p.later_ms()),
    MarkNoShow: lambda p: MarkNoShow(model=p.model()),
    MarkUnavailable: lambda p: MarkUnavailable(model=p.model(), reason=p.maybe(NOTE)),
    ReleaseModel: lambda p: ReleaseModel(model=p.model()),
    MarkService: lambda p: MarkService(
        model=p.model(), service=p.one(tuple(Service)), status=p.one(tuple(ServiceStage))
    ),
    AskAfterModel: lambda p: AskAfterModel(model=p.model()),
    TellRestored: lambda _: TellRestored(),
    AddPass: lambda p: AddPass(pass_id=_pass(p, ()), role=p.one(tuple(Role)), label=NOTE),
    RevokePass: lambda p: RevokePass(pass_id=_pass(p, p.show.passes)),
    AddItem: lambda p: AddItem(look=p.look(), name="hat", shared_by=(p.look(),)),
    EditItem: lambda p: EditItem(item=p.item(), required=p.maybe(p.flag()), size=p.maybe("38")),
    MarkItem: lambda p: MarkItem(item=p.item(), status=p.one(tuple(ItemStage))),
    SubstituteItem: lambda p: SubstituteItem(item=p.item(), name="another"),
    HandOver: _hand_over,
    SignOut: lambda p: SignOut(item=p.item(), model=p.maybe(p.model())),
    SignIn: lambda p: SignIn(item=p.item(out=True)),
    RequestHelp: lambda p: RequestHelp(
        look=p.near(), kind=p.one(tuple(HelpKind)), item=p.maybe(p.item())
    ),
    AcceptHelp: lambda p: AcceptHelp(help=p.help(), estimate_ms=p.maybe(p.span())),
    FinishHelp: lambda p: FinishHelp(help=p.help()),
    DeclineHelp: lambda p: DeclineHelp(help=p.help()),
    AddCue: _add_cue,
    EditCue: lambda p: EditCue(cue=p.cue(), anchor=p.maybe(p.anchor()), auto=p.maybe(p.flag())),
    CallStandby: lambda p: CallStandby(cue=p.cue()),
    ConfirmStandby: lambda p: ConfirmStandby(cue=p.cue()),
    GoCue: lambda p: GoCue(cue=p.cue(*p.one(((), (CueStage.ARMED, CueStage.STANDBY))))),
    ConfirmFired: lambda p: ConfirmFired(cue=p.cue(CueStage.GO_SENT)),
    FailCue: lambda p: FailCue(cue=p.cue()),
    SkipCue: lambda p: SkipCue(cue=p.cue()),
    ReanchorCue: lambda p: ReanchorCue(cue=p.cue(), anchor=p.anchor()),
    SendMessage: lambda p: SendMessage(to=p.one(("all", "dresser", "p1", "B", "no")), text=NOTE),
    Nudge: lambda p: Nudge(to="dresser", look=p.maybe(p.look())),
    PassOnNudge: lambda p: PassOnNudge(nudge=MessageId(p.id(p.show.messages))),
    Acknowledge: lambda p: Acknowledge(subject=MessageId(p.id(p.show.messages))),
    ChooseOption: _choose,
    SwapSeats: lambda p: SwapSeats(
        seat=p.seat(SeatStage.ASSIGNED, SeatStage.CLAIMED), other=p.seat()
    ),
    ReleaseSeat: lambda p: ReleaseSeat(seat=p.seat(SeatStage.HELD, SeatStage.ASSIGNED)),
    MarkSeat: lambda p: MarkSeat(seat=p.seat(), status=p.one(tuple(SeatStage))),
    SeatGuest: lambda p: SeatGuest(guest=p.guest(), seat=p.seat()),
    MoveGuest: lambda p: MoveGuest(guest=p.guest(seated=True), seat=p.seat(SeatStage.FREE)),
    CheckInGuest: lambda p: CheckInGuest(guest=p.guest()),
    AddWalkIn: lambda _: AddWalkIn(name=NOTE),
}
