"""The words of the log: what is written into it, what is read from it, and how it says no."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

UNSEALED: Final = "its line in the list of shows is not what was written"
EVERY_SHOW: Final = "*"  # in place of a show's id, where something is about all of them
EPOCH_FIRST: Final = "e"
EPOCH_AGAIN: Final = "r"  # an epoch that took the place of another


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What is about a person, kept beside the log under a reference, so that it can go."""

    ref: str  # random, unique in its show
    kind: str  # "text", "json", or a picture's media type such as "image/webp"
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """One accepted command, to be written. Bytes are canonical JSON in UTF-8."""

    command_id: str
    at_ms: int
    actor: bytes
    command: bytes
    events: bytes
    body_hash: str  # of the command as it was asked: the same id with another body is `id_reused`
    sides: tuple[Side, ...] = ()
    once: tuple[str, ...] = ()  # what can happen once in this show, e.g. "r2:exit:l16:1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One written command."""

    seq: int
    command_id: str
    at_ms: int
    actor: bytes
    command: bytes
    events: bytes
    body_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a log ends: `seq` 0 before the first entry; a new `epoch` if a suffix may be lost."""

    epoch: str
    seq: int

    @property
    def restored(self) -> bool:
        """Tell whether history has begun anew in this show."""
        return begun_anew(self.epoch)


def begun_anew(epoch: str) -> bool:
    """Tell whether an epoch is not the first of its show: a suffix of the log may be lost."""
    return epoch.startswith(EPOCH_AGAIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowRow:
    """One line of the list of shows."""

    id: str
    title: str
    created_at_ms: int
    epoch: str
    seq: int
    salt: bytes = b""
    whole: bool = True  # False where the line itself is not what was written


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A state folded from the entries up to `seq`. A cache: the entries alone are the truth."""

    epoch: str
    seq: int
    state: bytes


class Append(NamedTuple):
    """Entries for one show that are written all or not at all, as `after_seq` + 1 and following."""

    show_id: str
    after_seq: int
    entries: Sequence[NewEntry]


class Clash(Exception):
    """Somebody else wrote first: nothing was written. Read what they wrote, and decide again."""

    def __init__(self, on: Literal["seq", "id", "once", "show"], what: str) -> None:
        self.on = on
        self.what = (
            what  # the seq that the log has now, the command id, or the once row that is taken
        )
        super().__init__(f"{on} is taken: {what}")


class Unavailable(Exception):
    """The log can't be written or read now, and nothing was changed. The next call tries again.

    With `unsure` the connection broke in the middle of a commit and did not come back in time: the
    entries may be in the log. A reader then finds them there, and the same ids asked again are
    answered from there.
    """

    def __init__(self, reason: str, *, unsure: bool = False) -> None:
        self.unsure = unsure
        super().__init__(reason)


class CannotOpen(RuntimeError):
    """The database can't be opened; the sentence says why, and what to do."""


class CorruptLog(Exception):
    """What was read is not what was written. Names the show and the first such entry."""

    def __init__(self, show_id: str, seq: int | None, reason: str) -> None:
        self.show_id = show_id
        self.reason = reason
        self.seq = seq  # None when it is not an entry, but what lies beside the log
        at = "" if seq is None else f", entry {seq}"
        super().__init__(f"show {show_id}{at}: {reason}")


class NoSuchShow(LookupError):
    """There is no show under this id."""


class Unfit(ValueError):
    """The caller's mistake: no database can hold this entry, e.g. for a reference used twice."""
