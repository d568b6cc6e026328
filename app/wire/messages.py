"""The messages of the live socket, both ways (PROTOCOL.md section 4)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Final, Literal, NotRequired, TypedDict

from pydantic import Field

from app.show.words import Expect, Instant, LookId, PassId, Role, Scope, Why
from app.wire.device import Device

PROTOCOL: Final = 1
PENDING_MAX: Final = 200  # an outbox of one evening's worst hour
COMMAND_ID: Final = re.compile(r"[!-~]{8,64}")

Seq = Annotated[int, Field(ge=0)]
Epoch = Annotated[str, Field(min_length=1, max_length=64)]
NOWHERE: Final = "-"  # the epoch from which a client resumes that wants a whole picture
Client = Annotated[str, Field(pattern=r"^[!-~]{1,64}$")]
CommandId = Annotated[str, Field(pattern=r"^[!-~]{8,64}$")]
Token = Annotated[str, Field(max_length=256)]

# ---- what a client says, as read by `codec`


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Up to where a client has heard. An epoch is one unbroken history."""

    epoch: Epoch
    seq: Seq


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """`pending` are ids of commands that the client has had no answer to."""

    protocol: int
    client: Client
    token: Token | None = None
    resume: Position | None = None
    pending: tuple[CommandId, ...] = ()
    device: Device | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandAsked:
    """A command as it was asked, not read yet: with this a repetition of its id is compared."""

    id: str
    command: Mapping[str, object]
    expect: Expect = field(default_factory=Expect)
    occurred_at: Annotated[Instant, Field(ge=0)] | None = None
    beat: Seq | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandUnread:
    """A command whose frame is wrong but has an id, so that it can be answered."""

    id: str
    why: Why
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    n: Seq
    seq: Seq


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """`t` is of the client's own clock, and given back untouched."""

    t: int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    epoch: Epoch
    seq: Seq


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceChanged:
    """What the device can do now takes the place of what it said before."""

    device: Device


ClientMessage = Hello | CommandAsked | CommandUnread | Seen | Ping | Resume | DeviceChanged

# ---- what the server says, as made by `app.talk.frames`

StateJson = Annotated[Mapping[str, object], "State"]
PatchJson = Annotated[Mapping[str, object], "Patch"]
EventJson = Annotated[Mapping[str, object], "EventOut"]
DeviceJson = Annotated[Mapping[str, object], "Device"]
Effect = Literal["applied", "superseded", "recorded"]
Standing = Literal["live", "delayed", "stale", "gone"]


class Warned(TypedDict):
    """A guard: one that was passed, or one that speaks against."""

    code: str
    detail: str
    weight: Literal["soft", "hard"]


class OutcomeAck(TypedDict):
    outcome: Literal["ack"]
    seq: int


class OutcomeUnknown(TypedDict):
    outcome: Literal["unknown"]


Outcome = OutcomeAck | OutcomeUnknown

WelcomeFrame = TypedDict(
    "WelcomeFrame",
    {
        "type": Literal["welcome"],
        "protocol": Literal[1],
        "role": Role,
        "pass": PassId,
        "label": NotRequired[str],
        "scope": Scope,
        "show": str,
        "epoch": str,
        "seq": int,
        "now_at": Instant,
        "beat_ms": int,
        "outcomes": Mapping[str, Outcome],
    },
)


class SnapshotFrame(TypedDict):
    type: Literal["snapshot"]
    epoch: str
    seq: int
    state: StateJson
    hash: str


ActorOut = TypedDict("ActorOut", {"pass": PassId, "role": Role, "label": NotRequired[str]})


class EntryOut(TypedDict):
    """One accepted command as the screens hear of it: ids, words and instants."""

    seq: int
    id: str
    actor: ActorOut
    events: Sequence[EventJson]


DeltaFrame = TypedDict(
    "DeltaFrame",
    {
        "type": Literal["delta"],
        "from": int,
        "to": int,
        "at": Instant,
        "entries": Sequence[EntryOut],
        "patch": PatchJson,
    },
)


class AckFrame(TypedDict):
    type: Literal["ack"]
    id: str
    seq: int
    effect: Effect
    duplicate: bool
    warnings: Sequence[Warned]


class RejectFrame(TypedDict):
    """`current` and `changed` come with `stale`, `retry_ms` with `rearming` and `too_many`."""

    type: Literal["reject"]
    id: str
    code: Why
    detail: str
    seq: int
    guards: NotRequired[Sequence[Warned]]
    retry_ms: NotRequired[int]
    current: NotRequired[Annotated[object, "unknown"]]
    changed: NotRequired[Annotated[object, "unknown"]]
    next: NotRequired[LookId]
    caller: NotRequired[PassId]


class Damaged(TypedDict):
    """What is wrong with a show's log: the first entry that is not what was written, where it is one."""

    seq: NotRequired[int]
    what: str


class BeatFrame(TypedDict):
    """`saving` is there while the log can't be written; `damaged` when it never will be again as it is."""

    type: Literal["beat"]
    n: int
    seq: int
    hash: str
    now_at: Instant
    saving: NotRequired[Literal[False]]
    damaged: NotRequired[Damaged]


class PongFrame(TypedDict):
    type: Literal["pong"]
    t: int | float
    received_at: Instant
    sent_at: Instant


ScreenOut = TypedDict(
    "ScreenOut",
    {
        "client": str,
        "pass": PassId,
        "role": Role,
        "label": NotRequired[str],
        "seq": int,
        "standing": Standing,
        "since_at": Instant,
        "seen_at": Instant,
        "device": NotRequired[DeviceJson],
    },
)


class PresenceFrame(TypedDict):
    type: Literal["presence"]
    screens: Sequence[ScreenOut]


ServerFrame = (
    WelcomeFrame
    | SnapshotFrame
    | DeltaFrame
    | AckFrame
    | RejectFrame
    | BeatFrame
    | PongFrame
    | PresenceFrame
)


class Problem(TypedDict):
    """An RFC 9457 problem document: why an HTTP request was refused."""

    type: str
    title: str
    status: int
    code: Why | Literal["unauthorized", "not_found"]
    detail: str
    id: NotRequired[str]
    at: NotRequired[str]
    guards: NotRequired[Sequence[Warned]]
    retry_ms: NotRequired[int]
    current: NotRequired[Annotated[object, "unknown"]]
    changed: NotRequired[Annotated[object, "unknown"]]
    next: NotRequired[LookId]
    caller: NotRequired[PassId]
