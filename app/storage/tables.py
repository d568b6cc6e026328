"""The tables of the log, the same in SQLite and PostgreSQL; `migrations/` makes them."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

REVISION: Final = (
    "0002"  # the migration that makes these tables; a database that says so is not migrated
)

metadata: Final = MetaData(
    naming_convention={
        "pk": "%(table_name)s_key",
        "uq": "%(table_name)s_once_%(column_0_name)s_%(column_1_name)s",
        "fk": "%(table_name)s_of_%(referred_table_name)s",
        "ix": "%(table_name)s_by_%(column_0_name)s",
    }
)

# STRICT: SQLite then refuses a text where a number belongs, as PostgreSQL does. It knows no BIGINT,
# its INTEGER has 64 bits.
_STRICT: Final[dict[str, Any]] = {"sqlite_strict": True}
# Rows lie in the key's own tree: an append then touches one page of the table instead of two.
_IN_KEY_ORDER: Final[dict[str, Any]] = {"sqlite_strict": True, "sqlite_with_rowid": False}


def _whole_number() -> BigInteger:
    return BigInteger().with_variant(Integer(), "sqlite")


shows: Final = Table(
    "shows",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("created_at_ms", _whole_number(), nullable=False),
    Column("epoch", Text, nullable=False),
    Column("seq", _whole_number(), nullable=False),  # of the last entry; 0 before the first
    Column("sum", Text, nullable=False),  # of the last entry: a lost tail is found by it
    Column("salt", LargeBinary, nullable=False),
    Column("seal", Text, nullable=False),  # of this row, see chain.py
    **_IN_KEY_ORDER,
)

# Texts and no blobs: anybody can read them, and SQLite's driver takes a text three times as fast.
entries: Final = Table(
    "entries",
    metadata,
    Column("show_id", Text, ForeignKey("shows.id"), primary_key=True),
    Column("seq", _whole_number(), primary_key=True, autoincrement=False),
    Column("command_id", Text, nullable=False),
    Column("at_ms", _whole_number(), nullable=False),
    Column("actor", Text, nullable=False),
    Column("command", Text, nullable=False),
    Column("events", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("sum", Text, nullable=False),  # chained over the entry before, see chain.py
    UniqueConstraint("show_id", "command_id"),
    **_IN_KEY_ORDER,
)

# What happens once in a show ("r2:exit:l16:1"). The desk knows it too; this row has the last word.
once: Final = Table(
    "once",
    metadata,
    Column("show_id", Text, ForeignKey("shows.id"), primary_key=True),
    Column("what", Text, primary_key=True),
    Column("seq", _whole_number(), nullable=False),
    **_IN_KEY_ORDER,
)

# Everything about a person lies here and nowhere else, so that a purge is a deletion and the log
# stays whole.
sides: Final = Table(
    "sides",
    metadata,
    Column("show_id", Text, ForeignKey("shows.id"), primary_key=True),
    Column("ref", Text, primary_key=True),
    Column("seq", _whole_number(), nullable=False),  # of the entry that brought it
    Column("kind", Text, nullable=False),  # "text", "json" or a picture's media type
    Column("value", LargeBinary, nullable=False),
    Column("sum", Text, nullable=False),
    **_STRICT,
)

checkpoints: Final = Table(
    "checkpoints",
    metadata,
    Column("show_id", Text, ForeignKey("shows.id"), primary_key=True),
    Column("seq", _whole_number(), primary_key=True, autoincrement=False),
    Column("epoch", Text, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("sum", Text, nullable=False),  # of the state
    Column("log_sum", Text, nullable=False),  # of the entry it was made after
    **_STRICT,
)

passes: Final = Table(
    "passes",
    metadata,
    Column("show_id", Text, ForeignKey("shows.id"), primary_key=True),
    Column("pass_id", Text, primary_key=True),
    Column("code_hash", Text),
    Column("pin_hash", Text),
    Column("expires_at_ms", _whole_number()),
    Index("passes_by_code", "code_hash", unique=True),
    **_STRICT,
)

# A pass may open several devices (a rack code has many uses): one token for each.
tokens: Final = Table(
    "tokens",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("show_id", Text, nullable=False),
    Column("pass_id", Text, nullable=False),
    ForeignKeyConstraint(
        ["show_id", "pass_id"], ["passes.show_id", "passes.pass_id"], ondelete="CASCADE"
    ),
    Index("tokens_by_pass", "show_id", "pass_id"),
    **_IN_KEY_ORDER,
)

settings: Final = Table(
    "settings",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    **_IN_KEY_ORDER,
)
