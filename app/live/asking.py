"""What is asked of the desk, and what it answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal

from app.show.show import Command
from app.show.words import Actor, Expect, Guard, Instant, Ref, Refused, Scope, Why
from app.storage.event_log import Side
from app.wire.commands import Asked
from app.wire.messages import Damaged

Effect = Literal["applied", "superseded", "recorded"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Acked:
    """The command is in the log. `duplicate`: it was there before, and nothing happened now."""

    id: str
    seq: int
    effect: Effect
    duplicate: bool = False
    warnings: tuple[Guard, ...] = ()


Answer = Acked | Refused
Hear = Callable[[Answer], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """A command on its way to the desk, with whoever sent it.

    `sides` are what it says about people, under the references that stand in `command`.
    `fingerprint` tells the same body from another one under the same id. `fresh` is False for an
    order whose sender saw too old a beat; `offered_again` is True for what was taken once, in a history that
    was lost since. `answer` is called once, in the desk's turn.
    """

    id: str
    command: Command
    actor: Actor
    scope: Scope = field(default_factory=Scope)
    fingerprint: str
    sides: tuple[Side, ...] = ()
    override: Ref | None = None
    expect: Expect = field(default_factory=Expect)
    occurred_at: Instant | None = None
    fresh: bool = True
    offered_again: bool = False
    answer: Hear = lambda _answer: None


def sides_of(asked: Asked) -> tuple[Side, ...]:
    """Return what a command says about people, as the log keeps it beside."""
    return tuple(Side(ref=one.ref, kind=one.kind, value=one.value) for one in asked.sides)


UNAVAILABLE: Final = "The log can't be written just now: nothing was changed. Try again."


def damaged(damage: Damaged) -> Refused:
    """Return the answer to everybody who asks a show whose log is not what was written."""
    where = f"at entry {damage['seq']}" if "seq" in damage else "beside its entries"
    detail = (
        f"The log of this show is damaged {where} ({damage['what']}): nothing is written to it. "
        "You see its last good state."
    )
    return Refused(Why.UNAVAILABLE, detail)


def unavailable() -> Refused:
    """Return the answer to everybody who asks while nothing can be saved."""
    return Refused(Why.UNAVAILABLE, UNAVAILABLE)
