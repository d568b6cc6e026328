"""Who may send what: command, kind and roles as one table, and what a pass's scope narrows it to."""

from typing import TYPE_CHECKING, Final

from app.show import (
    bundle,
    cast,
    crew,
    cue,
    decision,
    guest,
    hold,
    item,
    lineup,
    look,
    message,
    phase,
    repair,
    restored,
    seat,
)
from app.show.words import Actor, Kind, Refused, Role, Scope, Why

if TYPE_CHECKING:
    from app.show.show import Command
    from app.show.state import Show

R = Role
EVERYBODY: Final = frozenset(Role) - {R.CLOCK, R.SCREEN}
NOBODY: Final[frozenset[Role]] = frozenset()
CALLERS: Final = frozenset({R.CALLER})
SM: Final = frozenset({R.STAGE_MANAGER})
SC_SM: Final = frozenset({R.CALLER, R.STAGE_MANAGER})
WARDROBE: Final = frozenset(
    {R.DRESSER, R.HEAD_DRESSER, R.SEAMSTRESS, R.DESK, R.STYLIST, R.STAGE_MANAGER, R.CALLER}
)
PLANNERS: Final = frozenset({R.STAGE_MANAGER, R.STYLIST, R.CASTING, R.DESIGNER})
FRONT: Final = frozenset({R.FRONT_OF_HOUSE, R.USHER})
HOLDERS: Final = frozenset({R.CALLER, R.STAGE_MANAGER, R.FRONT_OF_HOUSE, R.OPERATOR, R.STARTER})

# Producer and owner may send everything that stands here; the clock only what names it.
TABLE: Final[dict[type, tuple[Kind, frozenset[Role]]]] = {
    phase.BeginRun: (Kind.EDIT, SM),
    phase.OpenDay: (Kind.EDIT, SM),
    phase.OpenHouse: (Kind.EDIT, frozenset({R.FRONT_OF_HOUSE})),
    phase.CallFirstLooks: (Kind.EDIT, SM),
    phase.ConfirmLinedUp: (Kind.EDIT, SM),
    phase.SetRelease: (Kind.EDIT, frozenset({R.STAGE_MANAGER, R.FRONT_OF_HOUSE, R.OPERATOR})),
    phase.StartShow: (Kind.ORDER, CALLERS),
    phase.StartFinale: (Kind.ORDER, CALLERS),
    phase.EndShow: (Kind.ORDER, CALLERS),
    phase.WrapShow: (Kind.EDIT, frozenset({R.HEAD_DRESSER, R.DESK})),
    phase.StopShow: (Kind.STOP, frozenset({R.CALLER, R.STAGE_MANAGER, R.SECURITY})),
    phase.CancelShow: (Kind.EDIT, NOBODY),
    phase.TakeCall: (Kind.EDIT, CALLERS),
    phase.ReleaseCall: (Kind.EDIT, CALLERS),
    hold.Hold: (Kind.STOP, HOLDERS),
    hold.ReleaseHold: (Kind.ORDER, HOLDERS),
    hold.AskHoldOwner: (Kind.EDIT, frozenset({R.CLOCK})),
    look.MarkLook: (Kind.MARK, WARDROBE | {R.DESIGNER, R.STARTER}),
    look.Go: (Kind.ORDER, frozenset({R.CALLER, R.STARTER})),
    look.SomeoneElseWent: (Kind.MARK, frozenset({R.STARTER, R.CALLER, R.STAGE_MANAGER})),
    look.FalseExit: (Kind.ORDER, CALLERS),
    look.LookOff: (
        Kind.MARK,
        frozenset({R.STARTER, R.CALLER, R.STAGE_MANAGER, R.DRESSER, R.CLOCK}),
    ),
    look.SkipLook: (Kind.ORDER, frozenset({R.CALLER, R.STARTER, R.STAGE_MANAGER})),
    look.ReinsertLook: (Kind.ORDER, SC_SM),
    look.BackToDressing: (Kind.MARK, frozenset({R.STARTER, R.STAGE_MANAGER, R.CALLER})),
    lineup.AddLook: (Kind.EDIT, PLANNERS),
    lineup.EditLook: (Kind.EDIT, PLANNERS | {R.HEAD_DRESSER}),
    lineup.MoveLook: (Kind.ORDER, PLANNERS | {R.CALLER}),
    lineup.SwapLooks: (Kind.ORDER, PLANNERS | {R.CALLER}),
    lineup.CutLook: (Kind.ORDER, SM),
    lineup.AssignModel: (Kind.EDIT, frozenset({R.STYLIST, R.CASTING, R.STAGE_MANAGER})),
    lineup.PublishLineup: (Kind.EDIT, PLANNERS),
    lineup.FreezeLineup: (Kind.EDIT, SM),
    lineup.EditShow: (Kind.EDIT, SM),
    lineup.Undo: (Kind.EDIT, EVERYBODY),
    cast.AddModel: (Kind.EDIT, frozenset({R.CASTING, R.STAGE_MANAGER})),
    cast.EditModel: (Kind.EDIT, frozenset({R.CASTING, R.STAGE_MANAGER})),
    cast.CheckIn: (Kind.MARK, frozenset({R.CHECK_IN, R.CASTING, R.STAGE_MANAGER, R.BEAUTY})),
    cast.SetEta: (Kind.MARK, frozenset({R.CHECK_IN, R.CASTING, R.STAGE_MANAGER})),
    cast.MarkNoShow: (Kind.MARK, frozenset({R.CASTING, R.STAGE_MANAGER})),
    cast.MarkUnavailable: (Kind.MARK, frozenset({R.CASTING, R.STAGE_MANAGER})),
    cast.ReleaseModel: (
        Kind.MARK,
        frozenset({R.CASTING, R.CHECK_IN, R.STAGE_MANAGER, R.HEAD_DRESSER}),
    ),
    cast.MarkService: (Kind.MARK, frozenset({R.BEAUTY, R.CHECK_IN, R.CASTING, R.STAGE_MANAGER})),
    cast.AskAfterModel: (Kind.EDIT, frozenset({R.CLOCK})),
    crew.AddPass: (Kind.EDIT, SM),
    crew.RevokePass: (Kind.EDIT, SM),
    item.AddItem: (Kind.EDIT, WARDROBE - {R.DRESSER, R.CALLER}),
    item.EditItem: (Kind.EDIT, WARDROBE - {R.DRESSER, R.CALLER}),
    item.MarkItem: (Kind.MARK, WARDROBE | {R.STARTER}),
    item.SubstituteItem: (Kind.EDIT, WARDROBE - {R.CALLER}),
    item.HandOver: (Kind.MARK, WARDROBE),
    item.SignOut: (Kind.MARK, WARDROBE | {R.SECURITY}),
    item.SignIn: (Kind.MARK, WARDROBE | {R.SECURITY}),
    repair.RequestHelp: (Kind.MARK, WARDROBE | {R.STARTER, R.BEAUTY, R.DESIGNER}),
    repair.AcceptHelp: (Kind.MARK, WARDROBE),
    repair.FinishHelp: (Kind.MARK, WARDROBE),
    repair.DeclineHelp: (Kind.MARK, WARDROBE),
    cue.AddCue: (Kind.EDIT, SC_SM | {R.OPERATOR}),
    cue.EditCue: (Kind.EDIT, SC_SM | {R.OPERATOR}),
    cue.CallStandby: (Kind.ORDER, CALLERS | {R.CLOCK}),
    cue.ConfirmStandby: (Kind.MARK, frozenset({R.OPERATOR})),
    cue.GoCue: (Kind.ORDER, CALLERS | {R.CLOCK}),
    cue.ConfirmFired: (Kind.MARK, frozenset({R.OPERATOR, R.CLOCK})),
    cue.FailCue: (Kind.MARK, frozenset({R.OPERATOR, R.CALLER})),
    cue.SkipCue: (Kind.ORDER, CALLERS),
    cue.ReanchorCue: (Kind.EDIT, SC_SM),
    message.SendMessage: (Kind.MARK, EVERYBODY),
    message.Nudge: (
        Kind.MARK,
        frozenset({R.CALLER, R.STAGE_MANAGER, R.STARTER, R.HEAD_DRESSER, R.BEAUTY}),
    ),
    message.PassOnNudge: (Kind.EDIT, frozenset({R.CLOCK})),
    message.Acknowledge: (Kind.MARK, EVERYBODY),
    decision.ChooseOption: (Kind.EDIT, SC_SM),
    seat.SwapSeats: (Kind.EDIT, FRONT),
    seat.ReleaseSeat: (Kind.EDIT, FRONT),
    seat.MarkSeat: (Kind.MARK, FRONT),
    guest.SeatGuest: (Kind.EDIT, FRONT),
    guest.MoveGuest: (Kind.EDIT, FRONT),
    guest.CheckInGuest: (Kind.MARK, FRONT),
    guest.AddWalkIn: (Kind.MARK, FRONT),
    bundle.LoadPlan: (Kind.EDIT, NOBODY),
    restored.TellRestored: (Kind.EDIT, frozenset({R.CLOCK})),
}

# A mark says more than its command: who may claim which stage (DOMAIN.md 3.2).
MARKERS: Final[dict[str, frozenset[Role]]] = {
    "dressing": WARDROBE,
    "dressed": WARDROBE,
    "checked": frozenset({R.STYLIST, R.HEAD_DRESSER, R.DESIGNER}),
    "at_line": frozenset({R.STARTER, R.STAGE_MANAGER, R.CALLER}),
    "done": WARDROBE,
}
RELEASERS: Final[dict[str, frozenset[Role]]] = {
    "backstage": SM,
    "house": frozenset({R.FRONT_OF_HOUSE}),
    "technical": frozenset({R.OPERATOR}),
}
ALL_POWERFUL: Final = frozenset({R.PRODUCER, R.OWNER})
SCOPED: Final = frozenset({R.DRESSER, R.SEAMSTRESS, R.DESK})  # a room or models narrow their marks


def kind_of(command: type) -> Kind:
    return TABLE[command][0]


def may(role: Role, command: "Command") -> bool:
    """Tell whether the role may send the command at all; the phase and the scope are looked at besides."""
    _, roles = TABLE[type(command)]
    if role in ALL_POWERFUL:
        return R.CLOCK not in roles or len(roles) > 1
    if isinstance(command, look.MarkLook):
        return role in MARKERS[command.status]
    if isinstance(command, phase.SetRelease):
        return role in RELEASERS[command.party]
    return role in roles


def must_be_allowed(show: "Show", command: "Command", by: Actor, scope: Scope) -> None:
    """Refuse what the role may not send, or what lies outside the scope of its pass."""
    if not may(by.role, command):
        role = by.role.value.replace("_", " ")
        raise Refused(Why.FORBIDDEN, f"A {role} may not do that.")
    if by.role in SCOPED and not _in_scope(show, command, scope):
        raise Refused(Why.FORBIDDEN, "That is not one of yours.")


def _in_scope(show: "Show", command: "Command", scope: Scope) -> bool:
    if not scope.models and scope.room is None:
        return True
    subject = _look_of(show, command)
    if subject is None:
        return True
    if scope.models:
        return subject.model in scope.models
    dresser = show.crew.get(subject.dresser) if subject.dresser else None
    return dresser is None or dresser.room is None or dresser.room == scope.room


def _look_of(show: "Show", command: "Command") -> "look.Look | None":
    if isinstance(command, look.MarkLook | look.LookOff | repair.RequestHelp):
        return show.looks.get(command.look)
    if isinstance(command, item.MarkItem | item.HandOver | item.SubstituteItem):
        piece = show.items.get(command.item)
        return show.looks.get(piece.look) if piece and not piece.shared_by else None
    return None
