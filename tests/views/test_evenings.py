"""Any evening: whatever is commanded, whoever was fed with patches sees what a fresh look sees."""

from contextlib import suppress
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from app.show.bundle import (
    Bundle,
    BundleCrew,
    BundleCue,
    BundleGuest,
    BundleItem,
    BundleLook,
    BundleModel,
    BundleSeat,
    LoadPlan,
)
from app.show.cue import Anchor
from app.show.evening import Light, Party, RunKind
from app.show.forecast import forecast
from app.show.phase import BeginRun, CallFirstLooks, ConfirmLinedUp, OpenDay, SetRelease, StartShow
from app.show.show import Command, decide, fold
from app.show.state import Show
from app.show.words import (
    OWNER,
    Circumstances,
    CrewId,
    CueId,
    Department,
    Expect,
    GuestId,
    Instant,
    ItemId,
    LookId,
    ModelId,
    Refused,
    Role,
    RoomId,
    SeatId,
    Stamp,
)
from app.views.changes import Step
from app.views.hashes import Hashes, hash_of
from app.views.merge_patch import apply_patch
from app.views.see import Moment, see
from app.wire.names import COMMANDS
from tests.shows import IDS, REFS, TOLD, of_shows, values

BEGIN: Final = Instant(1_795_690_800_000)
PLAN: Final = Bundle(
    title="Any",
    starts_at=BEGIN,
    models=tuple(BundleModel(id=ModelId(one), name=REFS[2], contact=REFS[5]) for one in IDS),
    crew=tuple(BundleCrew(id=CrewId(one), role=Role.DRESSER, room=RoomId("B")) for one in IDS),
    looks=tuple(
        BundleLook(
            id=LookId(one),
            number=one,
            model=ModelId(one),
            dresser=CrewId(one),
            items=(BundleItem(id=ItemId(one), name="dress", required=False),),
        )
        for one in IDS
    ),
    cues=tuple(
        BundleCue(
            id=CueId(one),
            department=Department.LX,
            name=one,
            anchor=Anchor(look=LookId(one), at="exit"),
        )
        for one in IDS
    ),
    seats=tuple(
        BundleSeat(id=SeatId(one), block="A", row=1, number=place) for place, one in enumerate(IDS)
    ),
    guests=tuple(BundleGuest(id=GuestId(one), name=REFS[8]) for one in IDS),
)
UP_TO_T0: Final[tuple[Command, ...]] = (
    LoadPlan(plan=PLAN),
    BeginRun(kind=RunKind.SHOW),
    OpenDay(),
    CallFirstLooks(),
    ConfirmLinedUp(),
    *(SetRelease(party=party, light=Light.GREEN) for party in Party),
    StartShow(),
)
commands = st.sampled_from(sorted(COMMANDS)).flatmap(lambda name: values(COMMANDS[name]))


def said(show: Show, command: Command) -> Show:
    """Return the show after a command by its owner, who overrides what can be overridden."""
    following = show.next_look()
    around = Circumstances(
        by=OWNER,
        now_ms=Instant(BEGIN + show.seq * 1000),
        seen_at=Instant(BEGIN + show.seq * 1000),
        expect=Expect(next=following.id if following else None),
        override=REFS[2],
    )
    decided = decide(show, command, around)
    stamp = Stamp(seq=show.seq + 1, at_ms=around.now_ms, by=OWNER)
    return fold(show, stamp, decided.events)


def moment(show: Show) -> Moment:
    return Moment(show_id="s1", show=show, forecast=forecast(show), told=TOLD)


@of_shows
@given(st.lists(commands, max_size=30), st.integers(1, len(UP_TO_T0)))
def test_a_screen_fed_with_patches_sees_what_a_fresh_look_sees(
    asked: list[Command], begun: int
) -> None:
    show = Show()
    for command in UP_TO_T0[:begun]:
        show = said(show, command)
    last = moment(show)
    fed: dict[Role, object] = {role: see(last, role) for role in Role}
    hashes = Hashes.of_moment(last)

    for command in asked:
        with suppress(Refused):
            show = said(show, command)
        step = Step(last, moment(show))
        fed = {role: apply_patch(state, step.patch(role)) for role, state in fed.items()}
        hashes = hashes.after(step)
        last = step.after

    assert fed == {role: see(last, role) for role in Role}
    assert {role: hashes.of(role) for role in Role} == {r: hash_of(last, r) for r in Role}
