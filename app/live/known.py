"""Which commands the desk has seen: the same id again changes nothing, whoever brings it."""

from dataclasses import dataclass
from typing import Final

from app.live.asking import Acked, Answer, Asking, Effect
from app.show.words import Refused, Why

# About an hour of a busy evening; older ids are looked up in the log, which keeps them for ever.
KNOWN_MAX: Final = 20_000


@dataclass(frozen=True, slots=True)
class Remembered:
    """A command that is in the log."""

    seq: int
    fingerprint: str
    effect: Effect


class Known:
    """The newest command ids of one show."""

    def __init__(self, *, complete: bool, known_max: int = KNOWN_MAX) -> None:
        """Begin with nothing; `complete` when the log has no entries that are not told from now."""
        self._known: dict[str, Remembered] = {}
        self._known_max = known_max
        self.complete = complete  # an id that is not here is nowhere

    def get(self, command_id: str) -> Remembered | None:
        """Return what is remembered of an id."""
        return self._known.get(command_id)

    def remember(self, command_id: str, entry: Remembered) -> None:
        """Keep an id, and forget the oldest when there are too many."""
        self._known[command_id] = entry
        if len(self._known) > self._known_max:
            del self._known[next(iter(self._known))]
            self.complete = False


def answer_again(asking: Asking, entry: Remembered) -> Answer:
    """Return the answer to a command whose id is taken: by itself, or by another command."""
    if asking.fingerprint != entry.fingerprint:
        return Refused(Why.ID_REUSED, "This id was used for another command. Make a new one.")
    return Acked(id=asking.id, seq=entry.seq, effect=entry.effect, duplicate=True)
