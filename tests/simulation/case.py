"""One simulated show as a value: all that was left to chance, to be told, repeated and made smaller."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any, Final, Literal

Json = dict[str, Any]
Restored = Literal["by standby", "by hand", "with its folder"]  # how an older copy came back

LOOKS: Final = (4, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8, 10, 12)  # a small show holds all that can clash
CREW: Final = ("caller1", "caller2", "stage", "starter", "dresser1", "head", "sound", "front")
EXTRAS: Final = ("dresser2", "sewing", "boss", "casting", "wall1", "wall2", "pit")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that breaks. What `more` means depends on the kind."""

    at_s: float
    kind: str
    target: str = ""
    seconds: float = 0.0
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """Something that people do beside the script."""

    at_s: float
    kind: str
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A press as it was made, to be made again without its owner's thinking."""

    at_s: float
    phone: str
    command: Json
    expect: Json | None = None
    late_ms: int = 0
    careless: bool = False
    again: bool = False  # the very same as the press before, once more


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything else follows from it."""

    seed: str
    looks: int
    models: int
    phones: tuple[str, ...]
    faults: tuple[Fault, ...] = ()
    surprises: tuple[Surprise, ...] = ()
    script: tuple[Pressed, ...] | None = None  # in place of people who think
    acting_s: float = 45.0  # how long people act and things break
    servers: int = 1
    careless: frozenset[str] = frozenset()  # whose phones send orders however old the screen is
    narrow: bool = False  # a network that holds little
    steady: bool = False  # every frame takes equally long
    rehearsal: bool = False
    closely: bool = False  # every phone's whole state is compared after every delta


# How often each fault comes in a show in which it may come, and how long it lasts at most.
KNOBS: Final[Mapping[str, tuple[float, float]]] = {
    "stall": (0.9, 12.0),
    "cut": (0.9, 0.0),
    "half_open": (0.5, 0.0),
    "black_hole": (0.4, 0.0),
    "sleep": (0.5, 14.0),
    "phone_dies": (0.4, 10.0),
    "twice": (0.6, 0.0),
    "slow_reader": (0.4, 20.0),
    "no_network": (0.2, 8.0),
    "kill": (0.35, 2.0),
    "kill_at_commit": (0.25, 2.0),
    "power_cut": (0.15, 2.0),
    "restart": (0.15, 1.0),
    "older_copy": (0.12, 12.0),
    "outage": (0.25, 8.0),
    "doubt": (0.25, 0.0),
    "clock_jump": (0.15, 1.0),
    "checkpoint": (0.3, 0.0),
    "revoke": (0.15, 0.0),
}
PHONE_FAULTS: Final = frozenset(
    {
        *("stall", "cut", "half_open", "black_hole", "sleep", "phone_dies", "twice"),
        *("slow_reader", "revoke"),
    }
)
NEVER_REVOKED: Final = frozenset({"stage", "caller1", "boss"})  # who would carry the evening on?
SURPRISES: Final = (
    *("cut_look", "swap_looks", "move_look", "false_exit", "someone_else", "skip_look"),
    *("reinsert_look", "hold", "hold", "undo", "undo", "send_back", "edit_look", "assign_model"),
    *("message", "message", "take_call", "take_call", "late_mark", "late_mark", "piece_missing"),
    *("piece_found", "help", "cue_by_hand", "cue_fails", "id_reused", "unavailable", "nonsense"),
    *("stop_show", "cancel_show", "acknowledge", "double_go", "double_go"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """What may befall a show: a share of each knob, 0 for never."""

    only: frozenset[str] = frozenset(KNOBS)
    strength: float = 1.0
    large: float = 0.005  # share of shows with 40 looks
    two_servers: float = 0.12
    narrow: float = 0.3
    brief: float = 1.5  # the more, the sooner most faults end
    surprises: tuple[str, ...] = ()  # in place of all there are


CALM: Final = Weather(only=frozenset(), two_servers=0.0, large=0.0)


def drawn(seed: str, weather: Weather | None = None) -> Case:
    """Return the show that belongs to a seed."""
    weather = weather or Weather()
    chance = Random(f"{seed}/case")
    large = chance.random() < weather.large
    looks = 40 if large else chance.choice(LOOKS)
    phones = _phones(chance, large=large)
    acting_s = 120.0 if large else 17.0 + 2.4 * looks + chance.uniform(0, 6)
    case = Case(
        seed=seed,
        looks=looks,
        models=max(2, looks * 2 // 3),
        phones=phones,
        acting_s=acting_s,
        servers=2 if chance.random() < weather.two_servers else 1,
        careless=frozenset(p for p in phones if chance.random() < 0.2),
        narrow=chance.random() < weather.narrow,
        rehearsal=chance.random() < 0.1,
        surprises=_surprises(chance, acting_s, weather.surprises or SURPRISES),
    )
    return replace(case, faults=_faults(chance, case, weather))


def _phones(chance: Random, *, large: bool) -> tuple[str, ...]:
    extras = [one for one in EXTRAS if chance.random() < (0.9 if large else 0.2)]
    crew = [one for one in CREW if one != "caller2" or chance.random() < 0.8]
    return (*crew, *extras)


def _surprises(chance: Random, acting_s: float, kinds: tuple[str, ...]) -> tuple[Surprise, ...]:
    found = [
        Surprise(
            at_s=round(chance.uniform(3.0, acting_s), 2),
            kind=chance.choice(kinds),
            more=chance.randrange(1_000),
        )
        for _ in range(chance.randint(0, 9))
    ]
    return tuple(sorted(found, key=lambda one: one.at_s))


def _faults(chance: Random, case: Case, weather: Weather) -> tuple[Fault, ...]:
    if chance.random() < 0.08:  # now and then an evening on which nothing breaks
        return ()
    found = []
    for kind, (share, most_s) in KNOBS.items():
        often = share * weather.strength
        while kind in weather.only and chance.random() < min(0.9, often * 0.6):
            found.append(_fault(chance, case, kind, most_s * chance.random() ** weather.brief))
            often *= 0.6
    return tuple(sorted(found, key=lambda one: one.at_s))


def _fault(chance: Random, case: Case, kind: str, seconds: float) -> Fault:
    targets = [f"server{n + 1}" for n in range(case.servers)]
    if kind in PHONE_FAULTS:
        targets = [p for p in case.phones if kind != "revoke" or p not in NEVER_REVOKED]
    return Fault(
        at_s=round(chance.uniform(1.0, case.acting_s), 3),
        kind=kind,
        target=chance.choice(targets),
        seconds=round(seconds, 3),
        more=chance.randrange(1_000),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the story."""

    at_s: float
    who: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A promise that was not kept."""

    promise: str
    at_s: float
    what: str


@dataclass(kw_only=True)
class Outcome:
    """What became of a show."""

    case: Case
    broken: Broken | None = None
    entries: int = 0
    presses: tuple[Pressed, ...] = ()
    story: tuple[Told, ...] = ()
    reached: str = ""  # the phase at the end
    commands: Mapping[str, int] = field(default_factory=dict)  # taken, by kind
    answers: Mapping[str, int] = field(default_factory=dict)
    steps: int = 0
    digest: str = ""
    virtual_s: float = 0.0
