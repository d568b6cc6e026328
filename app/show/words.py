"""The words everything else is said in: ids, instants, roles, kinds of command, refusals."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, Literal, NewType

if TYPE_CHECKING:
    from app.show.show import Event

LookId = NewType("LookId", str)
ModelId = NewType("ModelId", str)
ItemId = NewType("ItemId", str)
CueId = NewType("CueId", str)
CrewId = NewType("CrewId", str)
RoomId = NewType("RoomId", str)
HelpId = NewType("HelpId", str)
MessageId = NewType("MessageId", str)
DecisionId = NewType("DecisionId", str)
SeatId = NewType("SeatId", str)
GuestId = NewType("GuestId", str)
PassId = NewType("PassId", str)
RunId = NewType("RunId", str)

Instant = NewType("Instant", int)  # Unix milliseconds of the server's clock
Span = NewType("Span", int)  # a length of time in milliseconds
Ref = NewType("Ref", str)  # stands in the log for something about a person, kept in a side table


class Word(StrEnum):
    """One of a closed set of words. Hashed as the text it is: an Enum's own hash costs ten times as much."""

    __hash__ = str.__hash__


@dataclass(frozen=True, slots=True)
class Personal:
    """Marks a command's field as being about a person: outside the show a `Ref` takes its place.

    `text` is cut to `graphemes_max`; `measurements` is an object; `picture` a data URI.
    """

    kind: Literal["text", "measurements", "picture"] = "text"
    graphemes_max: int = 500


NAME: Final = Personal("text", 80)
NOTE: Final = Personal("text", 500)
MEASUREMENTS: Final = Personal("measurements")
PICTURE: Final = Personal("picture")


class Role(Word):
    """Who is asking. Owner and clock are no passes: the one has the token, the other is the house."""

    PRODUCER = "producer"
    CALLER = "caller"
    STAGE_MANAGER = "stage_manager"
    STARTER = "starter"
    HEAD_DRESSER = "head_dresser"
    DRESSER = "dresser"
    SEAMSTRESS = "seamstress"
    DESK = "desk"
    STYLIST = "stylist"
    DESIGNER = "designer"
    CASTING = "casting"
    CHECK_IN = "check_in"
    BEAUTY = "beauty"
    OPERATOR = "operator"
    FRONT_OF_HOUSE = "front_of_house"
    USHER = "usher"
    PIT = "pit"
    SECURITY = "security"
    SCREEN = "screen"
    OWNER = "owner"
    CLOCK = "clock"


class Department(Word):
    MU = "MU"
    LX = "LX"
    VX = "VX"
    SET = "SET"
    FL = "FL"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a pass is narrowed to; all empty means the whole show."""

    models: tuple[ModelId, ...] = ()
    crew: CrewId | None = None
    room: RoomId | None = None
    department: Department | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who sends a command: the pass it came with, and the role that the pass gives."""

    pass_id: PassId
    role: Role


OWNER: Final = Actor(pass_id=PassId("owner"), role=Role.OWNER)
CLOCK: Final = Actor(pass_id=PassId("clock"), role=Role.CLOCK)


class Kind(Word):
    """PROTOCOL.md 4: marks may wait offline, orders must be fresh, stops always pass, edits name a revision."""

    MARK = "mark"
    ORDER = "order"
    STOP = "stop"
    EDIT = "edit"


class Why(Word):
    """Why a command was refused: the closed list of PROTOCOL.md section 6."""

    MALFORMED = "malformed"
    UNKNOWN_COMMAND = "unknown_command"
    UNKNOWN_ENTITY = "unknown_entity"
    FORBIDDEN = "forbidden"
    INVALID_TRANSITION = "invalid_transition"
    GUARD = "guard"
    STALE = "stale"
    STALE_ORDER = "stale_order"
    NOT_CALLER = "not_caller"
    ALREADY_FIRED = "already_fired"
    HELD = "held"
    REARMING = "rearming"
    ID_REUSED = "id_reused"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """One thing that speaks against a command. A soft one yields to an override reason, a hard one never."""

    code: str
    detail: str
    hard: bool = False


class Refused(Exception):
    """A command that was not taken: `why` for programs, `detail` for people."""

    def __init__(
        self,
        why: Why,
        detail: str,
        *,
        guards: tuple[Guard, ...] = (),
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.why = why
        self.detail = detail
        self.guards = guards
        self.more: Mapping[str, object] = more or {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What the sender saw: an order names what it starts from, an edit the revision it was made against."""

    next: LookId | None = None
    rev: int | None = None
    status: str | None = None
    phase: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """When and by whom an entry was written; events do not repeat it."""

    seq: int
    at_ms: Instant
    by: Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What surrounds a command when it is decided.

    `seen_at` is when the sender observed what it reports: never after `now_ms`, and within the last 12 h.
    `override` refers to the reason given for passing soft guards. `offered_again`: it was taken once, in a
    history that was lost since.
    """

    by: Actor
    now_ms: Instant
    seen_at: Instant
    scope: Scope = field(default_factory=Scope)
    expect: Expect = field(default_factory=Expect)
    override: Ref | None = None
    offered_again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What follows from a command: events, and the soft guards that it passed or that a fact overruled."""

    events: "tuple[Event, ...]" = ()
    warnings: tuple[Guard, ...] = ()


def given(event: object, *names: str) -> dict[str, Any]:
    """Return those of the named fields that the event gives, to be put in place by `replace`."""
    return {name: value for name in names if (value := getattr(event, name)) is not None}


def later(at: Instant, by: int) -> Instant:
    return Instant(at + by)


def unused(prefix: str, made: int, taken: Container[str]) -> str:
    """Return the next id that the show makes itself, leaving out those that a plan brought."""
    number = made + 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"
