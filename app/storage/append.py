"""How a group of appends gets into the database: together, or singly when one is refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update

from app.storage.chain import next_sum, side_sum
from app.storage.crash import crash_point
from app.storage.engine import Database, Link
from app.storage.entries import Append, Clash, NewEntry, NoSuchShow, Unavailable, Unfit
from app.storage.tables import entries, once, shows, sides
from app.storage.witness import End, Witness


class InDoubt(Exception):
    """The commit itself failed (the cause says how), and its appends may be written or not."""

    def __init__(self, ends: Sequence["_End | Exception"]) -> None:
        self.ends = ends  # for each append where it ends if it was written, or why it was refused
        super().__init__()


class _Outrun(Exception):
    """A show's log has moved on since we remembered where it ends."""


class _End(NamedTuple):
    """Where a show's log ends."""

    show_id: str
    seq: int
    sum: str


@dataclass(slots=True)
class _Rows:
    """The rows of several appends, ready to be inserted."""

    moves: dict[str, tuple[_End, _End]] = field(default_factory=dict)  # show -> from, to
    entries: list[tuple[object, ...]] = field(default_factory=list)
    sides: list[tuple[object, ...]] = field(default_factory=list)
    once: list[tuple[object, ...]] = field(default_factory=list)

    def add(self, end: _End, new: Sequence[NewEntry]) -> _End:
        """Add the rows of one append after `end`; return where the log then ends."""
        show_id, seq, before = end.show_id, end.seq, end.sum
        for entry in new:
            seq += 1
            before = next_sum(before, seq, entry)
            self.entries.append(
                (
                    show_id,
                    seq,
                    entry.command_id,
                    entry.at_ms,
                    entry.actor.decode(),
                    entry.command.decode(),
                    entry.events.decode(),
                    entry.body_hash,
                    before,
                )
            )
            for side in entry.sides:
                side_s = side_sum(seq, side.ref, side.kind, side.value)
                self.sides.append((show_id, side.ref, seq, side.kind, side.value, side_s))
            for what in entry.once:
                self.once.append((show_id, what, seq))
        after = _End(show_id, seq, before)
        self.moves[show_id] = (self.moves[show_id][0] if show_id in self.moves else end, after)
        return after


class Appender:
    """Writes groups of appends over one connection, and remembers where each log ends."""

    def __init__(self, database: Database, witness: Witness | None = None) -> None:
        self._database = database
        self._refusals: tuple[type[Exception], ...] = (_Outrun, *database.refusals)
        # It may be behind, when another server wrote or a commit was in doubt; every use finds out.
        self._ends: dict[str, _End] = {}
        self._sql = _Sql(database)
        self._witness = witness

    def write(self, link: Link, group: Sequence[Append]) -> list[Exception | None]:
        """Write `group` in one transaction; return for each append None, or why it was refused.

        Raises InDoubt when the commit failed, and the driver's error when nothing was written.
        """
        try:
            return self._write_together(link, group)
        except self._refusals:
            # Rare: two servers, a repeated id. It may cost more then, and tell who is at fault.
            link.rollback()
            return self._write_one_by_one(link, group)

    def settle(self, link: Link, doubt: InDoubt) -> list[Exception | None]:
        """Look up what became of a commit in doubt; return the answers that `write` owes."""
        self._database.settle(link)
        link.begin_write()
        # This waits for the broken transaction, which its server may not have given up yet.
        self._lock(link, sorted({end.show_id for end in doubt.ends if isinstance(end, _End)}))
        answers: list[Exception | None] = []
        for end in doubt.ends:
            if isinstance(end, Exception):
                answers.append(end)
                continue
            found = next(iter(link.run(self._sql.sum_at, (end.show_id, end.seq))), None)
            written = found is not None and found[0] == end.sum
            answers.append(None if written else Unavailable(str(doubt.__cause__)))
        link.rollback()
        return answers

    def _write_together(self, link: Link, group: Sequence[Append]) -> list[Exception | None]:
        crash_point("before-write")
        link.begin_write()
        ends = self._ends_before(link, group)
        rows = _Rows()
        outcome: list[_End | Exception] = []
        for append in group:
            end = ends.get(append.show_id)
            refusal = _misfit(append, end)
            if end is None or refusal is not None:
                outcome.append(refusal or NoSuchShow(append.show_id))
                continue
            ends[append.show_id] = after = rows.add(end, append.entries)
            outcome.append(after)
        self._insert(link, rows)
        self._commit(link, outcome)
        self._remember(ends)
        return [None if isinstance(end, _End) else end for end in outcome]

    def _write_one_by_one(self, link: Link, group: Sequence[Append]) -> list[Exception | None]:
        link.begin_write()
        ends = self._lock(link, sorted({append.show_id for append in group}))
        outcome: list[_End | Exception] = []
        for append in group:
            link.run("SAVEPOINT append")
            try:
                end = ends.get(append.show_id)
                self._refuse(link, append, end)
                assert end is not None
                rows = _Rows()
                after = rows.add(end, append.entries)
                self._insert(link, rows)
            except (Clash, NoSuchShow) as refusal:
                outcome.append(refusal)
            except self._database.refusals as error:
                link.run("ROLLBACK TO SAVEPOINT append")
                outcome.append(Unfit(str(error)))
            else:
                ends[append.show_id] = after
                outcome.append(after)
            link.run("RELEASE SAVEPOINT append")
        self._commit(link, outcome)
        self._remember(ends)
        return [None if isinstance(end, _End) else end for end in outcome]

    def _ends_before(self, link: Link, group: Sequence[Append]) -> dict[str, _End]:
        """Return where the logs of `group` end: from memory, if each append goes on from there."""
        ends: dict[str, _End] = {}
        for append in group:
            if append.show_id in ends:
                continue
            known = self._ends.get(append.show_id)
            if known is None or known.seq != append.after_seq:
                return self._lock(link, sorted({a.show_id for a in group}))
            ends[append.show_id] = known
        return ends

    def _remember(self, ends: dict[str, _End]) -> None:
        self._ends.update(ends)
        if self._witness is not None:
            self._witness.note({end.show_id: End(end.seq, end.sum) for end in ends.values()})

    def _lock(self, link: Link, show_ids: Sequence[str]) -> dict[str, _End]:
        # Always in the order of the ids, so that two servers can't wait for each other's shows.
        ends: dict[str, _End] = {}
        for show_id in show_ids:
            for seq, before in link.run(self._sql.lock, (show_id,)):
                ends[show_id] = _End(show_id, seq, before)
        return ends

    def _insert(self, link: Link, rows: _Rows) -> None:
        if not rows.entries:
            return
        moves = [
            (to.seq, to.sum, show_id, start.seq, start.sum)
            for show_id, (start, to) in sorted(rows.moves.items())
        ]
        # This update is the arbiter between two servers: it moves nothing when the log no longer
        # ends where we think.
        if link.run_many(self._sql.move, moves) != len(moves):
            raise _Outrun
        link.run_many(self._sql.entry, rows.entries)
        if rows.sides:
            link.run_many(self._sql.side, rows.sides)
        if rows.once:
            link.run_many(self._sql.once, rows.once)

    def _commit(self, link: Link, outcome: Sequence[_End | Exception]) -> None:
        crash_point("before-commit")
        try:
            link.commit()
        except self._database.error as error:
            if self._database.surely_lost(error):
                raise
            raise InDoubt(outcome) from error
        crash_point("after-commit")

    def _refuse(self, link: Link, append: Append, end: _End | None) -> None:
        """Raise what speaks against `append`, as exactly as the database can tell."""
        if end is None:
            raise NoSuchShow(append.show_id)
        refusal = _misfit(append, end)
        if refusal is not None:
            raise refusal
        ids = [entry.command_id for entry in append.entries]
        whats = [what for entry in append.entries for what in entry.once]
        for command_id in self._taken(link, self._sql.has_id, append.show_id, ids):
            raise Clash("id", command_id)
        for what in self._taken(link, self._sql.has_once, append.show_id, whats):
            raise Clash("once", what)

    def _taken(self, link: Link, sql: str, show_id: str, keys: Sequence[str]) -> Iterator[str]:
        seen: set[str] = set()
        for key in keys:
            if key in seen or any(link.run(sql, (show_id, key))):
                yield key
            seen.add(key)


def _misfit(append: Append, end: _End | None) -> Clash | None:
    if end is not None and end.seq != append.after_seq:
        return Clash("seq", str(end.seq))
    return None


class _Sql:
    """The statements of the path of a command, compiled once."""

    def __init__(self, database: Database) -> None:
        prepare = database.prepare
        self.lock = prepare(
            select(shows.c.seq, shows.c.sum).where(shows.c.id == bindparam("id")).with_for_update(),
            "id",
        )
        self.move = prepare(
            update(shows)
            .values(seq=bindparam("to_seq"), sum=bindparam("to_sum"))
            .where(
                shows.c.id == bindparam("show_id"),
                shows.c.seq == bindparam("from_seq"),
                shows.c.sum == bindparam("from_sum"),
            ),
            "to_seq",
            "to_sum",
            "show_id",
            "from_seq",
            "from_sum",
        )
        self.entry = prepare(insert(entries), *entries.c.keys())
        self.side = prepare(insert(sides), *sides.c.keys())
        self.once = prepare(insert(once), *once.c.keys())
        self.has_id = prepare(
            select(entries.c.seq).where(
                entries.c.show_id == bindparam("show_id"),
                entries.c.command_id == bindparam("command_id"),
            ),
            "show_id",
            "command_id",
        )
        self.has_once = prepare(
            select(once.c.seq).where(
                once.c.show_id == bindparam("show_id"), once.c.what == bindparam("what")
            ),
            "show_id",
            "what",
        )
        self.sum_at = prepare(
            select(entries.c.sum).where(
                entries.c.show_id == bindparam("show_id"), entries.c.seq == bindparam("seq")
            ),
            "show_id",
            "seq",
        )
