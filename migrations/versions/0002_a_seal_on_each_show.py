"""A sum over each show's own row: a changed title, epoch or salt shows."""

import sqlalchemy as sa
from alembic import op

from app.storage.chain import seal_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SHOWS = sa.table(
    "shows",
    sa.column("id", sa.Text),
    sa.column("title", sa.Text),
    sa.column("created_at_ms", sa.BigInteger),
    sa.column("epoch", sa.Text),
    sa.column("salt", sa.LargeBinary),
    sa.column("seal", sa.Text),
)


def upgrade() -> None:
    """Seal what is there."""
    op.add_column("shows", sa.Column("seal", sa.Text, nullable=False, server_default=""))
    connection = op.get_bind()
    for row in connection.execute(sa.select(SHOWS)).all():
        seal = seal_of(row.id, row.title, row.created_at_ms, row.epoch, bytes(row.salt))
        connection.execute(SHOWS.update().where(SHOWS.c.id == row.id).values(seal=seal))
