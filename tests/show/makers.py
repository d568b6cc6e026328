"""Makers with dull defaults: a test names only what matters to it."""

from dataclasses import replace
from typing import Final

from app.show.bundle import (
    Bundle,
    BundleCrew,
    BundleCue,
    BundleGuest,
    BundleItem,
    BundleLook,
    BundleModel,
    BundleSeat,
)
from app.show.cue import Anchor
from app.show.words import (
    OWNER,
    Actor,
    CrewId,
    CueId,
    Department,
    GuestId,
    Instant,
    ItemId,
    LookId,
    ModelId,
    PassId,
    Ref,
    Role,
    RoomId,
    SeatId,
    Span,
)

STARTS_AT: Final = Instant(1_795_690_800_000)
MORNING: Final = Instant(STARTS_AT - 6 * 3_600_000)
REASON: Final = Ref("r_because")

PRODUCER: Final = Actor(pass_id=PassId("p_producer"), role=Role.PRODUCER)
CALLER: Final = Actor(pass_id=PassId("p_caller"), role=Role.CALLER)
SM: Final = Actor(pass_id=PassId("p_sm"), role=Role.STAGE_MANAGER)
STARTER: Final = Actor(pass_id=PassId("p_starter"), role=Role.STARTER)
HEAD_DRESSER: Final = Actor(pass_id=PassId("p_head"), role=Role.HEAD_DRESSER)
DRESSER: Final = Actor(pass_id=PassId("p_dresser"), role=Role.DRESSER)
SEAMSTRESS: Final = Actor(pass_id=PassId("p_seamstress"), role=Role.SEAMSTRESS)
DESK: Final = Actor(pass_id=PassId("p_desk"), role=Role.DESK)
STYLIST: Final = Actor(pass_id=PassId("p_stylist"), role=Role.STYLIST)
CASTING: Final = Actor(pass_id=PassId("p_casting"), role=Role.CASTING)
CHECK_IN: Final = Actor(pass_id=PassId("p_check_in"), role=Role.CHECK_IN)
BEAUTY: Final = Actor(pass_id=PassId("p_beauty"), role=Role.BEAUTY)
OPERATOR: Final = Actor(pass_id=PassId("p_operator"), role=Role.OPERATOR)
FRONT: Final = Actor(pass_id=PassId("p_front"), role=Role.FRONT_OF_HOUSE)
USHER: Final = Actor(pass_id=PassId("p_usher"), role=Role.USHER)
SECURITY: Final = Actor(pass_id=PassId("p_security"), role=Role.SECURITY)
SCREEN: Final = Actor(pass_id=PassId("p_screen"), role=Role.SCREEN)

L1, L2, L3, L4, L5, L6 = (LookId(f"l{n}") for n in range(1, 7))
M1, M2, M3, M4, M5, M6 = (ModelId(f"m{n}") for n in range(1, 7))
M9: Final = ModelId("m9")  # the stand-in: wears nothing yet
C1: Final = CrewId("c1")
START: Final = CueId("q0")
AT_T0: Final = Anchor(t0=True)
BY_HAND: Final = Anchor(manual=True)


def an_item(item: str = "i1", name: str = "black dress", **given: object) -> BundleItem:
    return replace(BundleItem(id=ItemId(item), name=name), **given)  # type: ignore[arg-type]  # a maker


def a_look(look: str = "l1", model: str | None = None, **given: object) -> BundleLook:
    """Return look `l7`: printed number 7, worn by model m7, nothing to tick."""
    number = look.removeprefix("l")
    made = BundleLook(id=LookId(look), number=number, model=ModelId(model or f"m{number}"))
    return replace(made, **given)  # type: ignore[arg-type]  # a maker


def a_cue(cue: str = "q1", anchor: Anchor = BY_HAND, **given: object) -> BundleCue:
    made = BundleCue(id=CueId(cue), department=Department.LX, name=f"LX {cue[1:]}", anchor=anchor)
    return replace(made, **given)  # type: ignore[arg-type]  # a maker


def the_start_cue() -> BundleCue:
    return BundleCue(id=START, department=Department.MU, name="SND 1", anchor=AT_T0, start=True)


def with_look(look: LookId, offset_ms: int = 0, *, at: str = "exit") -> Anchor:
    return Anchor(look=look, at="return" if at == "return" else "exit", offset_ms=Span(offset_ms))


def a_seat(number: int = 1, **given: object) -> BundleSeat:
    made = BundleSeat(id=SeatId(f"A{number}"), block="A", row=1, number=number)
    return replace(made, **given)  # type: ignore[arg-type]  # a maker


def a_guest(guest: str = "g1", **given: object) -> BundleGuest:
    return replace(BundleGuest(id=GuestId(guest)), **given)  # type: ignore[arg-type]  # a maker


def a_plan(*looks: BundleLook, **given: object) -> Bundle:
    """Return a plan of these looks, else of six; a model for each and one to spare, the start cue."""
    looks = looks or tuple(a_look(f"l{n}") for n in range(1, 7))
    models = dict.fromkeys((*(look.model for look in looks if look.model), M9))
    plan = Bundle(
        title="SS27",
        looks=looks,
        starts_at=STARTS_AT,
        models=tuple(
            BundleModel(id=model, measurements=Ref(f"r_size_{model}")) for model in models
        ),
        crew=(BundleCrew(id=C1, role=Role.DRESSER, room=RoomId("B")),),
        cues=(the_start_cue(),),
    )
    return replace(plan, **given)  # type: ignore[arg-type]  # a maker


__all__ = ["OWNER"]
