"""What the sender saw, held against what is: an edit or order made on an old picture is refused as stale."""

from typing import TYPE_CHECKING, Final

from app.show.permission import kind_of
from app.show.words import Circumstances, Kind, Refused, Why

if TYPE_CHECKING:
    from app.show.show import Command
    from app.show.state import Show

SUBJECTS: Final = ("item", "cue", "look", "model", "seat", "guest", "help", "decision")
COLLECTIONS: Final = {name: f"{name}s" for name in SUBJECTS} | {"help": "help"}


def must_be_as_expected(show: "Show", command: "Command", around: Circumstances) -> None:
    """Refuse an order or edit whose `expect` names another phase, revision or status than there is.

    Marks merge whatever their sender had seen, and stops need nothing.
    """
    if kind_of(type(command)) not in (Kind.ORDER, Kind.EDIT):
        return
    expect = around.expect
    if expect.phase is not None and expect.phase != show.phase.value:
        raise Refused(
            Why.STALE, f"The show is {show.phase.value} now.", more={"current": show.phase.value}
        )
    if expect.rev is None and expect.status is None:
        return
    subject = _subject(show, command)
    if expect.rev is not None and expect.rev != getattr(subject, "rev", expect.rev):
        raise _stale(subject)
    status = getattr(subject, "status", None)
    if expect.status is not None and status is not None and expect.status != status:
        raise _stale(subject)


def _subject(show: "Show", command: "Command") -> object | None:
    """Return the entity that the command is about; the show itself where it names none."""
    for name in SUBJECTS:
        named = getattr(command, name, None)
        if named is not None:
            found: object | None = getattr(show, COLLECTIONS[name]).get(named)
            return found
    return show


def _stale(subject: object) -> Refused:
    current = {
        name: str(value) if name == "status" else value
        for name in ("rev", "status", "marked_at")
        if (value := getattr(subject, name, None)) is not None
    }
    return Refused(Why.STALE, "That has changed meanwhile.", more={"current": current})
