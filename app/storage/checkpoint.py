"""Checkpoints: a folded state that spares a restart the whole log. A cache, never the truth."""

from typing import Final

from sqlalchemy import delete, insert, select

from app.storage.chain import first_sum, sum_of
from app.storage.crash import crash_point
from app.storage.engine import Link
from app.storage.entries import Checkpoint
from app.storage.tables import checkpoints, entries, shows

KEPT: Final = 2  # the newest, and one more in case the newest is damaged


def save(link: Link, show_id: str, point: Checkpoint) -> None:
    """Keep `point` if it fits the log as it is now, and let go of older ones."""
    log_sum = _log_sum(link, show_id, point.seq)
    if log_sum is None or _epoch(link, show_id) != point.epoch:
        return
    of_show = checkpoints.c.show_id == show_id
    link.execute(delete(checkpoints).where(of_show, checkpoints.c.seq == point.seq))
    link.execute(
        insert(checkpoints),
        {
            "show_id": show_id,
            "seq": point.seq,
            "epoch": point.epoch,
            "state": point.state,
            "sum": sum_of(point.state),
            "log_sum": log_sum,
        },
    )
    crash_point("in-checkpoint")
    newest_first = select(checkpoints.c.seq).where(of_show).order_by(checkpoints.c.seq.desc())
    kept = [row.seq for row in link.rows(newest_first.limit(KEPT))]
    link.execute(delete(checkpoints).where(of_show, checkpoints.c.seq.not_in(kept)))


def newest(link: Link, show_id: str) -> Checkpoint | None:
    """Return the newest whole checkpoint made from exactly the entries that the log holds now."""
    epoch = _epoch(link, show_id)
    rows = link.rows(
        select(checkpoints)
        .where(checkpoints.c.show_id == show_id, checkpoints.c.epoch == epoch)
        .order_by(checkpoints.c.seq.desc())
    )
    for row in rows:
        whole = sum_of(row.state) == row.sum
        if whole and row.log_sum == _log_sum(link, show_id, row.seq):
            return Checkpoint(epoch=row.epoch, seq=row.seq, state=row.state)
    return None


def _epoch(link: Link, show_id: str) -> str | None:
    row = link.first(select(shows.c.epoch).where(shows.c.id == show_id))
    return None if row is None else str(row.epoch)


def _log_sum(link: Link, show_id: str, seq: int) -> str | None:
    """Return the sum of entry `seq`, or None if the log does not hold it."""
    if seq == 0:
        return first_sum(show_id)
    row = link.first(
        select(entries.c.sum).where(entries.c.show_id == show_id, entries.c.seq == seq)
    )
    return None if row is None else str(row.sum)
