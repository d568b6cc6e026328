"""The notices that the show itself sends when its line-up changes: to whom, about what, to be acknowledged."""

from typing import TYPE_CHECKING

from app.show.evening import Phase
from app.show.look import Look
from app.show.message import ChangeCode, Message, MessageKind, MessageSent
from app.show.words import Circumstances, Department, LookId, MessageId, Role

if TYPE_CHECKING:
    from app.show.state import Show

ALWAYS_TOLD = (f"role:{Role.CALLER.value}", f"role:{Role.STARTER.value}")


def notice(
    show: "Show",
    code: ChangeCode,
    look: Look,
    around: Circumstances,
    *,
    other: LookId | None = None,
) -> tuple[MessageSent, ...]:
    """Tell a change to the caller, the exit, the dressers of both looks and the desks whose cues hang on it.

    Empty while the show is only planned: nobody works by the line-up yet.
    """
    if show.phase is Phase.PLANNED:
        return ()
    concerned = [look] + ([show.looks[other]] if other is not None else [])
    dressers = [f"crew:{one.dresser}" for one in concerned if one.dresser]
    desks = [
        f"department:{cue.department.value}"
        for cue in show.cues.values()
        if cue.anchor.look == look.id and cue.department is not Department.FL
    ]
    told = tuple(dict.fromkeys((*ALWAYS_TOLD, *dressers, *desks)))
    message = Message(
        id=MessageId(f"n{show.made + 1}"),
        kind=MessageKind.CHANGE,
        to=told,
        sent_at=around.now_ms,
        sent_by=around.by.pass_id,
        sent_role=around.by.role,
        code=code,
        look=look.id,
        other=other,
        revision=show.revision + 1,
    )
    return (MessageSent(message=message),)


def question(
    show: "Show",
    code: ChangeCode,
    to: tuple[str, ...],
    around: Circumstances,
    subject: str | None = None,
) -> MessageSent:
    """Ask people something: the clock has noticed, a person answers."""
    return _told(show, MessageKind.QUESTION, code, to, around, subject)


def call(show: "Show", code: ChangeCode, to: tuple[str, ...], around: Circumstances) -> MessageSent:
    """Make a call to everybody it concerns, as a step of the evening."""
    return _told(show, MessageKind.CALL, code, to, around, None)


def alarm(
    show: "Show", code: ChangeCode, to: tuple[str, ...], around: Circumstances
) -> MessageSent:
    """Tell who runs the evening that the house itself is in trouble."""
    return _told(show, MessageKind.ALARM, code, to, around, None)


def _told(  # noqa: PLR0913, PLR0917 - a notice has this many sides, and only those above call it
    show: "Show",
    kind: MessageKind,
    code: ChangeCode,
    to: tuple[str, ...],
    around: Circumstances,
    subject: str | None,
) -> MessageSent:
    return MessageSent(
        message=Message(
            id=MessageId(f"n{show.made + 1}"),
            kind=kind,
            to=to,
            sent_at=around.now_ms,
            sent_by=around.by.pass_id,
            sent_role=around.by.role,
            code=code,
            subject=subject,
        )
    )
