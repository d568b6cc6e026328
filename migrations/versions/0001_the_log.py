"""The log of a show, what is about people beside it, and the keys to the door."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STRICT: dict[str, Any] = {"sqlite_strict": True}
IN_KEY_ORDER: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}


def whole_number() -> sa.types.TypeEngine[int]:
    """Return 64 bits in either database."""
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def of_show(table: str) -> sa.ForeignKeyConstraint:
    """Return the reference to the show."""
    return sa.ForeignKeyConstraint(["show_id"], ["shows.id"], name=f"{table}_of_shows")


def upgrade() -> None:
    """Make every table of the first version."""
    make_log()
    make_sides()
    make_keys()


def make_log() -> None:
    """Make the shows and their entries."""
    op.create_table(
        "shows",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("created_at_ms", whole_number(), nullable=False),
        sa.Column("epoch", sa.Text, nullable=False),
        sa.Column("seq", whole_number(), nullable=False),
        sa.Column("sum", sa.Text, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="shows_key"),
        **IN_KEY_ORDER,
    )
    op.create_table(
        "entries",
        sa.Column("show_id", sa.Text, nullable=False),
        sa.Column("seq", whole_number(), nullable=False, autoincrement=False),
        sa.Column("command_id", sa.Text, nullable=False),
        sa.Column("at_ms", whole_number(), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("command", sa.Text, nullable=False),
        sa.Column("events", sa.Text, nullable=False),
        sa.Column("body_hash", sa.Text, nullable=False),
        sa.Column("sum", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("show_id", "seq", name="entries_key"),
        sa.UniqueConstraint("show_id", "command_id", name="entries_once_show_id_command_id"),
        of_show("entries"),
        **IN_KEY_ORDER,
    )
    op.create_table(
        "once",
        sa.Column("show_id", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("seq", whole_number(), nullable=False),
        sa.PrimaryKeyConstraint("show_id", "what", name="once_key"),
        of_show("once"),
        **IN_KEY_ORDER,
    )


def make_sides() -> None:
    """Make what lies beside the log: what is about people, and checkpoints."""
    op.create_table(
        "sides",
        sa.Column("show_id", sa.Text, nullable=False),
        sa.Column("ref", sa.Text, nullable=False),
        sa.Column("seq", whole_number(), nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.Column("sum", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("show_id", "ref", name="sides_key"),
        of_show("sides"),
        **STRICT,
    )
    op.create_table(
        "checkpoints",
        sa.Column("show_id", sa.Text, nullable=False),
        sa.Column("seq", whole_number(), nullable=False, autoincrement=False),
        sa.Column("epoch", sa.Text, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("sum", sa.Text, nullable=False),
        sa.Column("log_sum", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("show_id", "seq", name="checkpoints_key"),
        of_show("checkpoints"),
        **STRICT,
    )


def make_keys() -> None:
    """Make what opens the door: hashes only, never a secret itself."""
    op.create_table(
        "passes",
        sa.Column("show_id", sa.Text, nullable=False),
        sa.Column("pass_id", sa.Text, nullable=False),
        sa.Column("code_hash", sa.Text),
        sa.Column("pin_hash", sa.Text),
        sa.Column("expires_at_ms", whole_number()),
        sa.PrimaryKeyConstraint("show_id", "pass_id", name="passes_key"),
        of_show("passes"),
        **STRICT,
    )
    op.create_index("passes_by_code", "passes", ["code_hash"], unique=True)
    op.create_table(
        "tokens",
        sa.Column("token_hash", sa.Text, nullable=False),
        sa.Column("show_id", sa.Text, nullable=False),
        sa.Column("pass_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="tokens_key"),
        sa.ForeignKeyConstraint(
            ["show_id", "pass_id"],
            ["passes.show_id", "passes.pass_id"],
            name="tokens_of_passes",
            ondelete="CASCADE",
        ),
        **IN_KEY_ORDER,
    )
    op.create_index("tokens_by_pass", "tokens", ["show_id", "pass_id"])
    op.create_table(
        "settings",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="settings_key"),
        **IN_KEY_ORDER,
    )


def downgrade() -> None:
    """There is no way back: restore a backup."""
    raise NotImplementedError
