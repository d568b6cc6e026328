"""The people who work there, the rooms they work in, and the passes that let their devices in."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Annotated, assert_never

from app.show.guard import PRODUCERS
from app.show.words import (
    NAME,
    Circumstances,
    CrewId,
    Decided,
    Instant,
    PassId,
    Ref,
    Refused,
    Role,
    RoomId,
    Scope,
    Stamp,
    Why,
)

if TYPE_CHECKING:
    from app.show.state import Show


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    id: CrewId
    role: Role
    name: Ref | None = None
    room: RoomId | None = None
    rev: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    id: RoomId
    name: str
    rev: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """A role in this show for one device or person. Its secrets lie in the keyring, never here."""

    id: PassId
    role: Role
    label: Ref | None = None
    scope: Scope = field(default_factory=Scope)
    created_at: Instant
    expires_at: Instant | None = None
    revoked_at: Instant | None = None
    rev: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPass:
    """Sent by `POST /passes` alone, never over the socket."""

    pass_id: PassId
    role: Role
    label: Annotated[Ref, NAME]
    scope: Scope = field(default_factory=Scope)
    expires_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokePass:
    """Sent by `DELETE /passes/{id}` alone, never over the socket."""

    pass_id: PassId


@dataclass(frozen=True, slots=True, kw_only=True)
class PassAdded:
    holder: Pass


@dataclass(frozen=True, slots=True, kw_only=True)
class PassRevoked:
    pass_id: PassId


CrewCommand = AddPass | RevokePass
CrewEvent = PassAdded | PassRevoked


def decide_crew(show: "Show", command: CrewCommand, around: Circumstances) -> Decided:
    match command:
        case AddPass():
            return _add(show, command, around)
        case RevokePass():
            holder = show.passes.get(command.pass_id)
            if holder is None:
                raise Refused(Why.UNKNOWN_ENTITY, f"There is no pass {command.pass_id}.")
            _must_not_reach_up(holder.role, around)
            if holder.revoked_at is not None:
                return Decided()  # the first time counts
            return Decided(events=(PassRevoked(pass_id=command.pass_id),))
        case _:
            assert_never(command)


def _must_not_reach_up(role: Role, around: Circumstances) -> None:
    """Refuse a stage manager who would make or unmake a producer."""
    if role is Role.PRODUCER and around.by.role not in PRODUCERS:
        raise Refused(Why.FORBIDDEN, "Only a producer gives or takes a producer's pass.")


def _add(show: "Show", command: AddPass, around: Circumstances) -> Decided:
    if command.role in (Role.OWNER, Role.CLOCK):
        raise Refused(Why.MALFORMED, f"There are no passes for the {command.role.value}.")
    _must_not_reach_up(command.role, around)
    if command.pass_id in show.passes:
        return Decided()
    scope = command.scope
    for model in scope.models:
        show.the_model(model)
    if scope.crew is not None and scope.crew not in show.crew:
        raise Refused(Why.UNKNOWN_ENTITY, f"Nobody in the crew is called {scope.crew}.")
    if scope.room is not None and scope.room not in show.rooms:
        raise Refused(Why.UNKNOWN_ENTITY, f"There is no room {scope.room}.")
    holder = Pass(
        id=command.pass_id,
        role=command.role,
        label=command.label,
        scope=scope,
        created_at=around.now_ms,
        expires_at=command.expires_at,
    )
    return Decided(events=(PassAdded(holder=holder),))


def evolve_crew(show: "Show", event: CrewEvent, stamp: Stamp) -> "Show":
    match event:
        case PassAdded():
            return show.with_pass(replace(event.holder, rev=0))
        case PassRevoked():
            return show.with_pass(replace(show.passes[event.pass_id], revoked_at=stamp.at_ms))
        case _:
            assert_never(event)
