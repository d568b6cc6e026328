"""What speaks against a command, and who may go on regardless."""

from collections.abc import Iterable
from typing import Final

from app.show.words import Circumstances, Guard, Refused, Role, Why

OVERRIDERS: Final = frozenset({Role.PRODUCER, Role.CALLER, Role.STAGE_MANAGER, Role.OWNER})
PRODUCERS: Final = frozenset({Role.PRODUCER, Role.OWNER})


def weigh(guards: Iterable[Guard], around: Circumstances) -> tuple[Guard, ...]:
    """Return the soft guards that an override passes; refuse where one is hard or no reason was given."""
    found = tuple(guards)
    if not found:
        return ()
    said = " ".join(guard.detail for guard in found)
    if any(guard.hard for guard in found):
        raise Refused(Why.GUARD, said, guards=found)
    if around.override is None or around.by.role not in OVERRIDERS:
        raise Refused(Why.GUARD, said, guards=found)
    return found
