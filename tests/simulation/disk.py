"""A disk that outlives the servers which write on it: the log of each show, and what lies beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from app.storage.event_log import Checkpoint, Clash, Entry, Head, NewEntry, ShowRow, Side
from app.storage.keyring import Key


@dataclass
class Book:
    """The log of one show, with what lies beside it."""

    id: str
    title: str
    created_at_ms: int
    epoch: str
    salt: bytes
    entries: list[Entry] = field(default_factory=list)
    ids: dict[str, int] = field(default_factory=dict)
    once: dict[str, int] = field(default_factory=dict)
    sides: dict[str, Side] = field(default_factory=dict)
    checkpoints: list[Checkpoint] = field(default_factory=list)

    @property
    def head(self) -> Head:
        return Head(epoch=self.epoch, seq=len(self.entries))

    @property
    def row(self) -> ShowRow:
        return ShowRow(
            id=self.id,
            title=self.title,
            created_at_ms=self.created_at_ms,
            epoch=self.epoch,
            seq=len(self.entries),
            salt=self.salt,
        )

    def copy(self) -> "Book":
        return replace(
            self,
            entries=list(self.entries),
            ids=dict(self.ids),
            once=dict(self.once),
            sides=dict(self.sides),
            checkpoints=list(self.checkpoints),
        )

    def misfit(self, after_seq: int, new: Sequence[NewEntry]) -> Clash | None:
        """Return what speaks against appending `new`."""
        if after_seq != len(self.entries):
            return Clash("seq", str(len(self.entries)))
        ids = {**self.ids}
        for entry in new:
            if entry.command_id in ids:
                return Clash("id", entry.command_id)
            ids[entry.command_id] = 0
        once = set(self.once)
        for entry in new:
            for what in entry.once:
                if what in once:
                    return Clash("once", what)
                once.add(what)
        return None

    def append(self, new: Sequence[NewEntry]) -> list[Entry]:
        """Add what fits; return it as it is read."""
        made = []
        for one in new:
            entry = Entry(
                seq=len(self.entries) + 1,
                command_id=one.command_id,
                at_ms=one.at_ms,
                actor=one.actor,
                command=one.command,
                events=one.events,
                body_hash=one.body_hash,
            )
            self.entries.append(entry)
            self.ids[one.command_id] = entry.seq
            self.once.update(dict.fromkeys(one.once, entry.seq))
            self.sides.update((side.ref, side) for side in one.sides)
            made.append(entry)
        return made


Committed = Callable[[Book, list[Entry]], None]


@dataclass
class Disk:
    """What is left when every server is dead. `down` while nobody can write or read."""

    books: dict[str, Book] = field(default_factory=dict)
    keys: dict[tuple[str, str], Key] = field(default_factory=dict)
    tokens: dict[str, tuple[str, str]] = field(default_factory=dict)
    owner_hash: str | None = None
    down: bool = False
    doubted: int = 0  # commits of which their server does not know that they were made
    doubtful: int = 0  # so many of the next commits end in doubt
    epochs: int = 0
    witness: dict[str, tuple[int, str]] = field(default_factory=dict)  # how far each had come
    hears: Committed = lambda _book, _entries: None  # called for each commit

    def set_back(self) -> tuple[str, ...]:
        """Begin a new epoch in each show that the witness has seen further on; return those."""
        missing = []
        for book in self.books.values():
            seq, command_id = self.witness.get(book.id, (0, ""))
            if seq and (seq > len(book.entries) or book.entries[seq - 1].command_id != command_id):
                book.epoch = self.new_epoch("r")
                missing.append(book.id)
                self.hears(book, [])
        self.have_witnessed()
        return tuple(missing)

    def have_witnessed(self) -> None:
        """Write down how far each show has come."""
        self.witness = {
            book.id: (len(book.entries), book.entries[-1].command_id)
            for book in self.books.values()
            if book.entries
        }

    def new_epoch(self, kind: str) -> str:
        self.epochs += 1
        return f"{kind}{self.epochs}"
