"""Takes out of a damaged database what is whole: of each show the entries before its first damaged one."""

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, insert, select

from app.storage.archive import COMPANIONS, CannotCopy
from app.storage.cannot_open import why_not_opened
from app.storage.chain import first_sum, is_whole_side, next_sum, seal_of
from app.storage.engine import Database, Link, open_database
from app.storage.entries import CorruptLog, Entry
from app.storage.migrate import migrate
from app.storage.reading import Reading
from app.storage.tables import entries, once, passes, settings, shows, sides, tokens

# What entries say that can happen only once, and in which of them.
OnceIn = Callable[[Sequence[Entry]], Iterable[tuple[str, int]]]


def salvage(damaged: Path, finished: Path, once_in: OnceIn) -> list[str]:
    """Write a new database `finished`; return in sentences what was left behind. Raises CannotCopy."""
    beside = finished.with_name("damaged.db")
    try:
        for end in ("", *COMPANIONS):  # whoever opens a database changes it: so not the only one
            source = Path(f"{damaged}{end}")
            if source.exists() or not end:
                shutil.copyfile(source, f"{beside}{end}")
        with closing(_opened(beside)) as old, closing(_opened(finished)) as new:
            return _Salvaging(old, new, once_in).all()
    except (OSError, RuntimeError, ValueError) as why:
        raise CannotCopy(f"Nothing can be taken out of {damaged}: {why_not_opened(why)}") from why


def _opened(file: Path) -> Database:
    database = open_database(f"sqlite:///{file}")
    try:
        migrate(database)
    except BaseException as why:
        database.close()
        said = why_not_opened(why, database).replace(str(file), file.name)
        raise CannotCopy(f"Nothing can be taken out of it: {said}") from why
    return database


class _Salvaging:
    """From one database into another."""

    def __init__(self, old: Database, new: Database, once_in: OnceIn) -> None:
        self._old, self._new, self._once_in = old, new, once_in
        self._reading = Reading(old)
        self._lost: list[str] = []

    def all(self) -> list[str]:
        old, new = self._old.connect(), self._new.connect()
        new.begin_write()
        for row in self._rows(old, shows, "the list of shows"):
            self._show(old, new, row)
        self._keys(old, new)
        for row in self._rows(old, settings, settings.name):
            new.execute(insert(settings), _values(row))
        new.commit()
        old.close()
        new.close()
        return self._lost

    def _show(self, old: Link, new: Link, row: Row[Any]) -> None:
        try:
            found, corrupt = self._reading.good_entries(old, row.id, 0)
        except self._old.error as why:
            found, corrupt = [], CorruptLog(row.id, None, str(why))
        if corrupt is not None:
            self._lost.append(f"{row.title}: {corrupt}, and what came after it")
        if not found:
            return
        sums = list(_sums(row.id, found))
        seal = seal_of(row.id, row.title, row.created_at_ms, row.epoch, row.salt)
        values = {**_values(row), "seq": len(found), "sum": sums[-1], "seal": seal}
        new.execute(insert(shows), values)
        for entry, its_sum in zip(found, sums, strict=True):
            new.execute(insert(entries), _entry_values(row.id, entry, its_sum))
        self._beside(old, new, row.id, found)

    def _beside(self, old: Link, new: Link, show_id: str, found: Sequence[Entry]) -> None:
        # Not what stands there, which may be damaged too: the entries say it all.
        for what, seq in self._once_in(found):
            new.execute(insert(once), {"show_id": show_id, "what": what, "seq": seq})
        of_show = sides.c.show_id == show_id
        for row in self._rows(old, sides, sides.name, of_show):
            if row.seq > len(found):
                continue
            if is_whole_side(row):
                new.execute(insert(sides), _values(row))
            else:
                self._lost.append(f"side {row.ref}: it is not what was written")

    def _keys(self, old: Link, new: Link) -> None:
        """Take what opens passes: a token without its pass opens nothing."""
        taken = {row.id for row in new.rows(select(shows.c.id))}
        whole = [row for row in self._rows(old, passes, passes.name) if row.show_id in taken]
        for row in whole:
            new.execute(insert(passes), _values(row))
        opened = {(row.show_id, row.pass_id) for row in whole}
        shut = 0
        for row in self._rows(old, tokens, tokens.name):
            if (row.show_id, row.pass_id) in opened:
                new.execute(insert(tokens), _values(row))
            else:
                shut += row.show_id in taken
        if shut:
            self._lost.append(f"passes: those of {shut} devices, which join anew")

    def _rows(
        self, old: Link, table: Table, name: str, *which: ColumnElement[bool]
    ) -> Sequence[Row[Any]]:
        try:
            return old.rows(select(table).where(*which))
        except self._old.error as why:
            self._lost.append(f"{name}: {why}")
            return ()


def _sums(show_id: str, found: Sequence[Entry]) -> Iterator[str]:
    before = first_sum(show_id)
    for entry in found:
        before = next_sum(before, entry.seq, entry)
        yield before


def _values(row: Row[Any]) -> Mapping[str, Any]:
    return dict(row._mapping)  # noqa: SLF001 - so SQLAlchemy calls what is public


def _entry_values(show_id: str, entry: Entry, its_sum: str) -> Mapping[str, Any]:
    return {
        "show_id": show_id,
        "seq": entry.seq,
        "command_id": entry.command_id,
        "at_ms": entry.at_ms,
        "actor": entry.actor.decode(),
        "command": entry.command.decode(),
        "events": entry.events.decode(),
        "body_hash": entry.body_hash,
        "sum": its_sum,
    }
