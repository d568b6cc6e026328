"""What is read from the log, and the check that it is what was written."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Row, and_, bindparam, select

from app.storage.chain import first_sum, is_whole_side, next_sum, seal_of
from app.storage.engine import Database, Link
from app.storage.entries import CorruptLog, Entry, Head, NoSuchShow, ShowRow, Side
from app.storage.tables import entries, shows, sides

_KEYS_IN_ONE_QUESTION: Final = 500
_LAST_SEQ: Final = 2**62

_ENTRY = (
    entries.c.seq,
    entries.c.command_id,
    entries.c.at_ms,
    entries.c.actor,
    entries.c.command,
    entries.c.events,
    entries.c.body_hash,
    entries.c.sum,
)


_KINDS: Final = (int, str, int, str, str, str, str, str)


class _NoEntry(Exception):
    """A damaged file yields what no table takes: a text for a number, or nothing at all."""


class Reading:
    """The questions to the log. Each is asked over a link on which reading has begun."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._sum_at = database.prepare(
            select(entries.c.sum).where(
                entries.c.show_id == bindparam("show_id"), entries.c.seq == bindparam("seq")
            ),
            "show_id",
            "seq",
        )
        self._between = database.prepare(
            select(*_ENTRY)
            .where(
                entries.c.show_id == bindparam("show_id"),
                entries.c.seq > bindparam("after"),
                entries.c.seq <= bindparam("until"),
            )
            .order_by(entries.c.seq),
            "show_id",
            "after",
            "until",
        )

    def shows(self, link: Link) -> list[ShowRow]:
        """Return every show, the oldest first."""
        rows = link.rows(select(shows).order_by(shows.c.created_at_ms, shows.c.id))
        return [_show(row) for row in rows]

    def show(self, link: Link, show_id: str) -> ShowRow | None:
        """Return one show."""
        row = link.first(select(shows).where(shows.c.id == show_id))
        return None if row is None else _show(row)

    def head(self, link: Link, show_id: str) -> Head | None:
        """Return where the log ends."""
        row = link.first(select(shows.c.epoch, shows.c.seq).where(shows.c.id == show_id))
        return None if row is None else Head(epoch=row.epoch, seq=row.seq)

    def salt(self, link: Link, show_id: str) -> bytes | None:
        """Return the show's random bytes."""
        row = link.first(select(shows.c.salt).where(shows.c.id == show_id))
        return None if row is None else bytes(row.salt)

    def entries(
        self, link: Link, show_id: str, after_seq: int, limit: int | None = None
    ) -> list[Entry]:
        """Return the entries after `after_seq`, each checked against the one before it."""
        found, corrupt = self.good_entries(link, show_id, after_seq, limit)
        if corrupt is not None:
            raise corrupt
        return found

    def good_entries(
        self, link: Link, show_id: str, after_seq: int, limit: int | None = None
    ) -> tuple[list[Entry], CorruptLog | None]:
        """Return the entries up to the first that is damaged, and that damage if there is any."""
        found: list[Entry] = []
        try:
            for entry in self._checked(link, show_id, after_seq, limit):
                found.append(entry)  # noqa: PERF402 - what came before the damage is kept
        except CorruptLog as corrupt:
            return found, corrupt
        return found, None

    def last_at(self, link: Link, show_id: str, seq: int) -> int | None:
        """Return when the last entry was written, if that is certain."""
        last = self.good_entries(link, show_id, seq - 1)[0] if seq else []
        return last[-1].at_ms if last else None

    def _checked(
        self, link: Link, show_id: str, after_seq: int, limit: int | None
    ) -> Iterator[Entry]:
        head = link.first(select(shows.c.seq, shows.c.sum).where(shows.c.id == show_id))
        if head is None:
            raise NoSuchShow(show_id)
        if after_seq > head.seq:
            return  # whoever asks has seen more than this log holds: it was restored
        seq, before = after_seq, self._sum_before(link, show_id, after_seq)
        for entry, stored in self._stored(link, show_id, after_seq, limit):
            seq += 1
            if entry.seq != seq:
                raise CorruptLog(show_id, seq, "this entry is missing")
            before = next_sum(before, seq, entry)
            if before != stored:
                raise CorruptLog(show_id, seq, "this entry is not what was written")
            yield entry
        if seq < head.seq and (limit is None or seq - after_seq < limit):
            raise CorruptLog(show_id, seq + 1, "this entry is missing")
        if seq > head.seq or (seq == head.seq and before != head.sum):
            raise CorruptLog(show_id, seq, "the log says that it ends otherwise")

    def find(self, link: Link, show_id: str, command_ids: Sequence[str]) -> dict[str, Entry]:
        """Return the entries under `command_ids`, each checked against the one before it."""
        earlier = entries.alias()
        statement = select(*_ENTRY, earlier.c.sum.label("before")).select_from(
            entries.outerjoin(
                earlier,
                and_(earlier.c.show_id == entries.c.show_id, earlier.c.seq == entries.c.seq - 1),
            )
        )
        found: dict[str, Entry] = {}
        for start in range(0, len(command_ids), _KEYS_IN_ONE_QUESTION):
            some = command_ids[start : start + _KEYS_IN_ONE_QUESTION]
            of_some = (entries.c.show_id == show_id, entries.c.command_id.in_(some))
            for row in link.rows(statement.where(*of_some)):
                try:
                    entry = _entry(row)
                except _NoEntry:
                    raise CorruptLog(show_id, None, "there is something that is no entry") from None
                before = first_sum(show_id) if entry.seq == 1 else row.before
                if before is None or next_sum(before, entry.seq, entry) != row.sum:
                    raise CorruptLog(show_id, entry.seq, "this entry is not what was written")
                found[entry.command_id] = entry
        return found

    def sides(self, link: Link, show_id: str) -> tuple[dict[str, Side], CorruptLog | None]:
        """Return what is about people, without the pictures, and what of it is damaged."""
        statement = select(sides).where(
            sides.c.show_id == show_id, sides.c.kind.in_(("text", "json"))
        )
        found: dict[str, Side] = {}
        corrupt: CorruptLog | None = None
        for row in link.rows(statement):
            try:
                found[row.ref] = _side(show_id, row)
            except CorruptLog as damage:
                corrupt = damage
        return found, corrupt

    def pictures(self, link: Link, show_id: str) -> dict[str, str]:
        """Return the media type of every picture, by reference, without opening one."""
        statement = select(sides.c.ref, sides.c.kind).where(
            sides.c.show_id == show_id, sides.c.kind.not_in(("text", "json"))
        )
        return {row.ref: row.kind for row in link.rows(statement)}

    def side(self, link: Link, show_id: str, ref: str) -> Side | None:
        """Return one side."""
        row = link.first(select(sides).where(sides.c.show_id == show_id, sides.c.ref == ref))
        return None if row is None else _side(show_id, row)

    def _sum_before(self, link: Link, show_id: str, seq: int) -> str:
        """Return the sum that entry `seq` + 1 is chained to."""
        if seq == 0:
            return first_sum(show_id)
        for (stored,) in link.run(self._sum_at, (show_id, seq)):
            return str(stored)
        raise CorruptLog(show_id, seq, "this entry is missing")

    def _stored(
        self, link: Link, show_id: str, after_seq: int, limit: int | None
    ) -> Iterator[tuple[Entry, str]]:
        seq = after_seq
        try:
            until = _LAST_SEQ if limit is None else after_seq + limit
            for row in link.stream(self._between, (show_id, after_seq, until)):
                entry = _entry(row)
                seq = entry.seq
                yield entry, row[-1]
        except _NoEntry:
            raise CorruptLog(show_id, seq + 1, "this is no entry") from None
        except self._database.error as error:
            if self._database.found_corruption(error):
                raise CorruptLog(show_id, seq + 1, str(error)) from error
            raise


def _entry(row: Sequence[Any]) -> Entry:
    """Return the entry in `row`, whose columns are `_ENTRY`. Raises _NoEntry."""
    if tuple(map(type, row[: len(_KINDS)])) != _KINDS:
        raise _NoEntry
    return Entry(
        seq=row[0],
        command_id=row[1],
        at_ms=row[2],
        actor=row[3].encode(),
        command=row[4].encode(),
        events=row[5].encode(),
        body_hash=row[6],
    )


def _show(row: Row[Any]) -> ShowRow:
    return ShowRow(
        id=row.id,
        title=row.title,
        created_at_ms=row.created_at_ms,
        epoch=row.epoch,
        seq=row.seq,
        salt=row.salt,
        whole=seal_of(row.id, row.title, row.created_at_ms, row.epoch, row.salt) == row.seal,
    )


def _side(show_id: str, row: Row[Any]) -> Side:
    if not is_whole_side(row):
        raise CorruptLog(show_id, None, f"side {row.ref} is not what was written")
    return Side(ref=row.ref, kind=row.kind, value=row.value)
