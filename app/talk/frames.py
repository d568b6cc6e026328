"""The frames that the server sends, as bytes: made once, written to everybody who is to have them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from app.show.words import Guard, Instant, PassId, Refused, Role, Scope
from app.talk.freshness import BEAT_MS
from app.views.plain import plain_fields
from app.wire.messages import (
    PROTOCOL,
    ActorOut,
    BeatFrame,
    Damaged,
    Effect,
    EntryOut,
    Outcome,
    PongFrame,
    PresenceFrame,
    ScreenOut,
)
from app.wire.problems import refusal, warned


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What keeps a show from being written."""

    saving: bool = True
    damaged: Damaged | None = None


NO_TROUBLE: Final = Trouble()


def welcome(  # noqa: PLR0913 - as many things as a client wants to know first
    *,
    role: Role,
    pass_id: PassId,
    label: str | None,
    scope: Scope,
    show_id: str,
    epoch: str,
    seq: int,
    now_ms: int,
    outcomes: Mapping[str, Outcome],
) -> bytes:
    """Say to a client who it is, where the show stands, and what became of its commands."""
    said: dict[str, object] = {
        "type": "welcome",
        "protocol": PROTOCOL,
        "role": role.value,
        "pass": pass_id,
        "scope": plain_fields(scope),
        "show": show_id,
        "epoch": epoch,
        "seq": seq,
        "now_at": now_ms,
        "beat_ms": BEAT_MS,
        "outcomes": outcomes,
    }
    if label is not None:
        said["label"] = label
    return orjson.dumps(said)


def snapshot(*, epoch: str, seq: int, state: Mapping[str, object], state_hash: str) -> bytes:
    """Give a role's whole state."""
    return orjson.dumps(
        {"type": "snapshot", "epoch": epoch, "seq": seq, "state": state, "hash": state_hash}
    )


def actor(pass_id: PassId, role: Role, label: str | None) -> ActorOut:
    """Say who did something."""
    said: ActorOut = {"pass": pass_id, "role": role}
    if label is not None:
        said["label"] = label
    return said


def delta(
    *,
    first: int,
    last: int,
    at_ms: Instant,
    entries: Sequence[EntryOut],
    patch: Mapping[str, object],
) -> bytes:
    """Tell what entries `first` to `last` changed."""
    return orjson.dumps(
        {
            "type": "delta",
            "from": first,
            "to": last,
            "at": at_ms,
            "entries": entries,
            "patch": patch,
        }
    )


def ack(
    *,
    command_id: str,
    seq: int,
    effect: Effect = "applied",
    duplicate: bool = False,
    warnings: Sequence[Guard] = (),
) -> bytes:
    """Say that a command is on disk."""
    return orjson.dumps(
        {
            "type": "ack",
            "id": command_id,
            "seq": seq,
            "effect": effect,
            "duplicate": duplicate,
            "warnings": warned(warnings),
        }
    )


def reject(*, command_id: str, refused: Refused, seq: int) -> bytes:
    """Say why a command was not taken."""
    return orjson.dumps({**refusal(refused), "type": "reject", "id": command_id, "seq": seq})


def beat(
    *, number: int, seq: int, state_hash: str, now_ms: int, trouble: Trouble = NO_TROUBLE
) -> bytes:
    """Prove that the server is there, up to where it is, and whether it can write."""
    frame: BeatFrame = {
        "type": "beat",
        "n": number,
        "seq": seq,
        "hash": state_hash,
        "now_at": Instant(now_ms),
    }
    if not trouble.saving:
        frame["saving"] = False
    if trouble.damaged is not None:
        frame["damaged"] = trouble.damaged
    return orjson.dumps(frame)


def pong(*, t: int | float, received_ms: int, sent_ms: int) -> bytes:
    """Answer a ping, for the client's idea of our clock."""
    frame: PongFrame = {
        "type": "pong",
        "t": t,
        "received_at": Instant(received_ms),
        "sent_at": Instant(sent_ms),
    }
    return orjson.dumps(frame)


def presence(screens: Sequence[ScreenOut]) -> bytes:
    """Tell which screens are live, delayed, stale or gone."""
    frame: PresenceFrame = {"type": "presence", "screens": screens}
    return orjson.dumps(frame)
