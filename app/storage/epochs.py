"""Epochs: a history that may have lost its end goes on under another name."""

import secrets
from typing import Final

from sqlalchemy import select, update

from app.storage.chain import seal_of
from app.storage.engine import Link
from app.storage.entries import EPOCH_AGAIN
from app.storage.tables import shows

_EPOCH_BYTES: Final = 6  # an epoch has to differ from the few that its show ever had, not from all


def new_epoch(kind: str) -> str:
    """Return a name for a history that begins, or begins again."""
    return kind + secrets.token_hex(_EPOCH_BYTES)


def another_epoch() -> str:
    """Return a name for a history that has taken the place of another."""
    return new_epoch(EPOCH_AGAIN)


def renew_epoch(link: Link, show_id: str, instead_of: str | None = None) -> None:
    """Begin a new epoch; where `instead_of` is no longer the old one, somebody else has done so."""
    row = link.first(select(shows).where(shows.c.id == show_id))
    if row is None or (instead_of is not None and row.epoch != instead_of):
        return
    epoch = another_epoch()
    link.execute(
        update(shows)
        .where(shows.c.id == show_id, shows.c.epoch == row.epoch)
        .values(epoch=epoch, seal=seal_of(row.id, row.title, row.created_at_ms, epoch, row.salt))
    )
