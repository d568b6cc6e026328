"""Runs the migrations over the server's connection, all or nothing, one server at a time."""

from alembic import context
from sqlalchemy import Connection, text

from app.storage.crash import crash_point

_ONE_AT_A_TIME = 8420_0001  # any number that nobody else in this database uses


def run_migrations(connection: Connection) -> None:
    """Run what is missing, all or nothing."""
    on_postgres = connection.dialect.name == "postgresql"
    connection.execute(text("BEGIN" if on_postgres else "BEGIN IMMEDIATE"))
    try:
        if on_postgres:
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
        context.configure(connection=connection, transactional_ddl=False)
        context.run_migrations()
        crash_point("in-migration")
    except BaseException:
        connection.execute(text("ROLLBACK"))
        raise
    connection.execute(text("COMMIT"))


connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("The server migrates its database when it starts: standby serve")
run_migrations(connection)
