"""Who may send what, cell by cell: the table of DOMAIN.md 3 as people would write it on a wall."""

import dataclasses
from typing import Final, get_args

import pytest

from app.show import permission
from app.show.crew import AddPass
from app.show.evening import Light, Party
from app.show.item import HandOver, ItemStage, MarkItem
from app.show.look import MarkLook
from app.show.phase import SetRelease
from app.show.repair import HelpKind, RequestHelp
from app.show.show import Command, decide
from app.show.words import (
    Actor,
    ItemId,
    Kind,
    LookId,
    PassId,
    Ref,
    Refused,
    Role,
    RoomId,
    Scope,
    Why,
)
from tests.rules import rule
from tests.show.makers import C1, DRESSER, L1, L2, M1, SM, a_look, a_plan, an_item
from tests.show.played import an_evening

R = Role
SHORT: Final = {
    "SC": R.CALLER,
    "SM": R.STAGE_MANAGER,
    "ST": R.STARTER,
    "HD": R.HEAD_DRESSER,
    "DR": R.DRESSER,
    "SE": R.SEAMSTRESS,
    "SD": R.DESK,
    "SY": R.STYLIST,
    "DS": R.DESIGNER,
    "CD": R.CASTING,
    "WR": R.CHECK_IN,
    "HM": R.BEAUTY,
    "OP": R.OPERATOR,
    "FL": R.FRONT_OF_HOUSE,
    "US": R.USHER,
    "PIT": R.PIT,
    "SEC": R.SECURITY,
    "CLOCK": R.CLOCK,
}
ALL: Final = "SC SM ST HD DR SE SD SY DS CD WR HM OP FL US PIT SEC"
WARDROBE: Final = "SC SM HD DR SE SD SY"

# Producer and owner are left out: they may send all of it but what only the clock sends.
WALL: Final = {
    "BeginRun": ("edit", "SM"),
    "OpenDay": ("edit", "SM"),
    "OpenHouse": ("edit", "FL"),
    "CallFirstLooks": ("edit", "SM"),
    "ConfirmLinedUp": ("edit", "SM"),
    "StartShow": ("order", "SC"),
    "StartFinale": ("order", "SC"),
    "EndShow": ("order", "SC"),
    "WrapShow": ("edit", "HD SD"),
    "StopShow": ("stop", "SC SM SEC"),
    "CancelShow": ("edit", ""),
    "TakeCall": ("edit", "SC"),
    "ReleaseCall": ("edit", "SC"),
    "Hold": ("stop", "SC SM ST FL OP"),
    "ReleaseHold": ("order", "SC SM ST FL OP"),
    "AskHoldOwner": ("edit", "CLOCK"),
    "Go": ("order", "SC ST"),
    "SomeoneElseWent": ("mark", "SC SM ST"),
    "FalseExit": ("order", "SC"),
    "LookOff": ("mark", "SC SM ST DR CLOCK"),
    "SkipLook": ("order", "SC SM ST"),
    "ReinsertLook": ("order", "SC SM"),
    "BackToDressing": ("mark", "SC SM ST"),
    "AddLook": ("edit", "SM SY CD DS"),
    "EditLook": ("edit", "SM SY CD DS HD"),
    "MoveLook": ("order", "SC SM SY CD DS"),
    "SwapLooks": ("order", "SC SM SY CD DS"),
    "CutLook": ("order", "SM"),
    "AssignModel": ("edit", "SM SY CD"),
    "PublishLineup": ("edit", "SM SY CD DS"),
    "FreezeLineup": ("edit", "SM"),
    "EditShow": ("edit", "SM"),
    "Undo": ("edit", ALL),
    "AddModel": ("edit", "SM CD"),
    "EditModel": ("edit", "SM CD"),
    "CheckIn": ("mark", "SM CD WR HM"),
    "SetEta": ("mark", "SM CD WR"),
    "MarkNoShow": ("mark", "SM CD"),
    "MarkUnavailable": ("mark", "SM CD"),
    "ReleaseModel": ("mark", "SM CD WR HD"),
    "MarkService": ("mark", "SM CD WR HM"),
    "AskAfterModel": ("edit", "CLOCK"),
    "TellRestored": ("edit", "CLOCK"),
    "AddPass": ("edit", "SM"),
    "RevokePass": ("edit", "SM"),
    "AddItem": ("edit", "SM HD SE SD SY"),
    "EditItem": ("edit", "SM HD SE SD SY"),
    "MarkItem": ("mark", f"{WARDROBE} ST"),
    "SubstituteItem": ("edit", "SM HD DR SE SD SY"),
    "HandOver": ("mark", WARDROBE),
    "SignOut": ("mark", f"{WARDROBE} SEC"),
    "SignIn": ("mark", f"{WARDROBE} SEC"),
    "RequestHelp": ("mark", f"{WARDROBE} ST HM DS"),
    "AcceptHelp": ("mark", WARDROBE),
    "FinishHelp": ("mark", WARDROBE),
    "DeclineHelp": ("mark", WARDROBE),
    "AddCue": ("edit", "SC SM OP"),
    "EditCue": ("edit", "SC SM OP"),
    "CallStandby": ("order", "SC CLOCK"),
    "ConfirmStandby": ("mark", "OP"),
    "GoCue": ("order", "SC CLOCK"),
    "ConfirmFired": ("mark", "OP CLOCK"),
    "FailCue": ("mark", "SC OP"),
    "SkipCue": ("order", "SC"),
    "ReanchorCue": ("edit", "SC SM"),
    "SendMessage": ("mark", ALL),
    "Nudge": ("mark", "SC SM ST HD HM"),
    "PassOnNudge": ("edit", "CLOCK"),
    "Acknowledge": ("mark", ALL),
    "ChooseOption": ("edit", "SC SM"),
    "SwapSeats": ("edit", "FL US"),
    "ReleaseSeat": ("edit", "FL US"),
    "MarkSeat": ("mark", "FL US"),
    "SeatGuest": ("edit", "FL US"),
    "MoveGuest": ("edit", "FL US"),
    "CheckInGuest": ("mark", "FL US"),
    "AddWalkIn": ("mark", "FL US"),
    "LoadPlan": ("edit", ""),
}
STAGES: Final = {
    "dressing": WARDROBE,
    "dressed": WARDROBE,
    "checked": "HD SY DS",
    "at_line": "SC SM ST",
    "done": WARDROBE,
}
SIDES: Final = {Party.BACKSTAGE: "SM", Party.HOUSE: "FL", Party.TECHNICAL: "OP"}


def roles(short: str) -> set[Role]:
    return {SHORT[one] for one in short.split()}


def every_command() -> list[type]:
    return list(get_args(Command))


def blank(kind: type) -> Command:
    """Return any command of this kind: what it says does not matter to the table."""
    needed = [
        field.name
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    ]
    made: Command = kind(**dict.fromkeys(needed, "x"))
    return made


def who_may(command: Command) -> set[Role]:
    return {role for role in Role if permission.may(role, command)}


@rule("G9")
@pytest.mark.parametrize("name", sorted(WALL))
def test_the_table_is_as_written_on_the_wall(name: str) -> None:
    (kind,) = (kind for kind in every_command() if kind.__name__ == name)
    expected = roles(WALL[name][1])
    if expected != {R.CLOCK}:
        expected |= {R.PRODUCER, R.OWNER}

    assert (permission.kind_of(kind).value, who_may(blank(kind))) == (WALL[name][0], expected)


@rule("G9")
def test_every_command_stands_on_the_wall() -> None:
    told_by_field = {"MarkLook", "SetRelease"}

    assert {kind.__name__ for kind in every_command()} - told_by_field == set(WALL)


@rule("G9", "L4", "L5")
@pytest.mark.parametrize("status", STAGES)
def test_each_stage_of_a_look_is_claimed_by_those_who_see_it(status: str) -> None:
    mark = MarkLook(look=L1, status=status)  # type: ignore[arg-type]  # a stage

    assert who_may(mark) == roles(STAGES[status]) | {R.PRODUCER, R.OWNER}


@rule("G9", "S21")
@pytest.mark.parametrize("party", SIDES)
def test_each_side_gives_its_own_release(party: Party) -> None:
    release = SetRelease(party=party, light=Light.GREEN)

    assert who_may(release) == roles(SIDES[party]) | {R.PRODUCER, R.OWNER}


@rule("G9")
def test_a_wall_screen_and_the_pit_change_nothing_of_the_show() -> None:
    sent = {
        kind.__name__
        for kind in every_command()
        for role in (R.SCREEN, R.PIT)
        if kind is not MarkLook and kind is not SetRelease and permission.may(role, blank(kind))
    }

    assert sent == {"SendMessage", "Acknowledge", "Undo"}


@rule("G9")
@pytest.mark.parametrize("kind", [k for k in every_command() if k not in (MarkLook, SetRelease)])
def test_what_the_table_forbids_is_refused_before_anything_else_is_looked_at(kind: type) -> None:
    evening = an_evening()
    command = blank(kind)

    for role in set(Role) - who_may(command):
        around = evening.around(Actor(pass_id=PassId("p"), role=role))
        with pytest.raises(Refused) as refused:
            decide(evening.show, command, around)
        assert refused.value.why is Why.FORBIDDEN


@rule("G9")
def test_stops_are_exactly_hold_and_stop() -> None:
    stops = {k.__name__ for k in every_command() if permission.kind_of(k) is Kind.STOP}

    assert stops == {"Hold", "StopShow"}


# ---- scope


@rule("G11")
def test_a_dresser_marks_only_her_own_models() -> None:
    evening = an_evening()
    hers = Scope(models=(M1,))
    evening.do(MarkLook(look=L1, status="dressed"), DRESSER, scope=hers)

    refused = evening.refusal(MarkLook(look=L2, status="dressed"), DRESSER, scope=hers)
    assert (refused.why, refused.detail) == (Why.FORBIDDEN, "That is not one of yours.")


@rule("G11")
@pytest.mark.parametrize(
    "command",
    [
        MarkItem(item=ItemId("i2"), status=ItemStage.MISSING),
        HandOver(item=ItemId("i2"), look=L2),
        RequestHelp(look=L2, kind=HelpKind.HANDS),
    ],
)
def test_a_dresser_reaches_no_piece_of_another_model(
    command: MarkItem | HandOver | RequestHelp,
) -> None:
    evening = an_evening(
        a_plan(a_look("l1", items=(an_item("i1"),)), a_look("l2", items=(an_item("i2"),)))
    )

    refused = evening.refusal(command, DRESSER, scope=Scope(models=(M1,)))
    assert refused.why is Why.FORBIDDEN


@rule("G11")
def test_a_room_is_where_a_looks_dresser_works() -> None:
    evening = an_evening(a_plan(a_look("l1", dresser=C1), a_look("l2")))
    mark = MarkLook(look=L1, status="dressed")
    elsewhere = evening.refusal(mark, DRESSER, scope=Scope(room=RoomId("A")))
    evening.do(mark, DRESSER, scope=Scope(room=RoomId("B")))

    assert elsewhere.why is Why.FORBIDDEN


@rule("G11")
def test_the_stage_manager_is_not_narrowed() -> None:
    evening = an_evening()
    evening.do(MarkLook(look=L2, status="dressed"), SM, scope=Scope(models=(M1,)))

    assert evening.show.looks[L2].dressed_at is not None


@rule("G9", "G10")
def test_a_stage_manager_makes_no_producer() -> None:
    added = AddPass(pass_id=PassId("p9"), role=R.PRODUCER, label=Ref("r_eve"))

    assert an_evening().refusal(added, SM).why is Why.FORBIDDEN


@rule("G10")
@pytest.mark.parametrize("role", [R.OWNER, R.CLOCK])
def test_there_are_no_passes_for_the_owner_and_the_clock(role: Role) -> None:
    added = AddPass(pass_id=PassId("p9"), role=role, label=Ref("r_eve"))

    assert (
        an_evening().refusal(added, Actor(pass_id=PassId("o"), role=R.OWNER)).why is Why.MALFORMED
    )


def test_a_refusal_of_the_table_does_not_tell_whether_the_thing_exists() -> None:
    mark = MarkLook(look=LookId("l99"), status="at_line")

    assert an_evening().refusal(mark, DRESSER).why is Why.FORBIDDEN
