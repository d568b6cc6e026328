"""The people who work there, the rooms they work in, and the passes that let their devices in."""

from dataclasses import dataclass, field
from typing import Annotated

from app.show.words import NAME, CrewId, Instant, PassId, Ref, Role, RoomId, Scope


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
