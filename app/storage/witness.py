"""A witness beside the database: how far each show had come, so that an older copy put in its place is noticed."""

import contextlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import select

from app.storage.crash import crash_point
from app.storage.engine import Database, Link
from app.storage.epochs import renew_epoch
from app.storage.tables import entries, shows

BESIDE: Final = ".witness"  # standby.db.witness
WRITE_EVERY_S: Final = 1.0  # what it does not know yet is noticed by the clients, who do


class End(NamedTuple):
    """Where a show's log ends, durably."""

    seq: int
    sum: str


class Witness:
    """Told after each commit, never before: what it says was on the disk once."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + BESIDE)
        self._ends: dict[str, End] = {}
        self._news = False

    def note(self, ends: Mapping[str, End]) -> None:
        """Remember where logs end now."""
        self._ends.update(ends)
        self._news = True

    def write(self) -> None:
        """Put down what is new. It is rather missing than in anybody's way."""
        if not self._news:
            return
        self._news = False
        fresh = self._path.with_name(self._path.name + ".new")
        with contextlib.suppress(OSError):
            file = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            with os.fdopen(file, "w") as out:
                json.dump({"shows": self._ends}, out)
            crash_point("in-witness")
            fresh.replace(self._path)

    def missing_from(self, database: Database) -> tuple[str, ...]:
        """Begin a new epoch in every show that had come further than the database knows; return those.

        Shows that the database does not know at all are among them: nobody can be told in those.
        """
        known = self._read()
        link = database.connect()
        try:
            missing = tuple(sorted(_missing(link, known)))
            if missing:
                link.begin_write()
                for show_id in missing:
                    renew_epoch(link, show_id)
                link.commit()
            self._ends = {row.id: End(row.seq, row.sum) for row in link.rows(select(shows))}
        finally:
            link.rollback()
            link.close()
        self._news = self._ends != known
        self.write()
        return missing

    def _read(self) -> dict[str, End]:
        try:
            said = json.loads(self._path.read_bytes())["shows"]
            return {str(show): End(int(seq), str(log_sum)) for show, (seq, log_sum) in said.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}  # none yet, or torn: then only the clients notice


def _missing(link: Link, known: Mapping[str, End]) -> Iterator[str]:
    for show_id, end in known.items():
        if end.seq == 0:
            continue
        found = link.first(
            select(entries.c.sum).where(entries.c.show_id == show_id, entries.c.seq == end.seq)
        )
        if found is None or found.sum != end.sum:
            yield show_id
