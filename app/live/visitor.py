"""Somebody who was let in: as what, narrowed to what, until when."""

from dataclasses import dataclass, field
from typing import Final

from app.show.crew import Pass
from app.show.state import Show
from app.show.words import OWNER, Actor, Instant, PassId, Ref, Role, Scope


class Stranger(Exception):
    """Nobody knows this token."""


class NotAnyMore(Exception):
    """The pass was taken back, or has run out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who was let in. The owner is at home in every show."""

    actor: Actor
    scope: Scope = field(default_factory=Scope)
    label: Ref | None = None
    expires_at: Instant | None = None

    @property
    def role(self) -> Role:
        """Return as what the visitor is here."""
        return self.actor.role

    def is_over(self, now_ms: int) -> bool:
        """Tell whether the pass has run out."""
        return self.expires_at is not None and self.expires_at <= now_ms

    @property
    def is_owner(self) -> bool:
        """Tell whether the visitor has the owner's token."""
        return self.actor == OWNER


THE_OWNER: Final = Visitor(actor=OWNER)


def visitor(show: Show, pass_id: PassId, now_ms: Instant) -> Visitor:
    """Return who holds this pass. Raises Stranger or NotAnyMore."""
    held = show.passes.get(pass_id)
    if held is None:
        raise Stranger
    if over(held, now_ms):
        raise NotAnyMore
    return Visitor(
        actor=Actor(pass_id=held.id, role=held.role),
        scope=held.scope,
        label=held.label,
        expires_at=held.expires_at,
    )


def over(held: Pass, now_ms: Instant) -> bool:
    """Tell whether a pass was taken back or has run out."""
    run_out = held.expires_at is not None and held.expires_at <= now_ms
    return run_out or held.revoked_at is not None
