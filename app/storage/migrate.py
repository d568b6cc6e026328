"""Brings a database to the tables of today, by Alembic, when it is not there yet."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from app.storage.engine import Database
from app.storage.tables import REVISION

_APP = Path(__file__).parents[1]


def migrate(database: Database) -> None:
    """Bring `database` to `REVISION`; servers may do so at once. A newer one is refused."""
    with database.engine.connect() as connection:
        revision = _revision(connection)
        if revision == REVISION:
            return  # the usual start, which then needs not even import Alembic
        from alembic import command  # noqa: PLC0415
        from alembic.config import Config  # noqa: PLC0415
        from alembic.util import CommandError  # noqa: PLC0415

        config = Config()
        config.set_main_option("script_location", str(migrations_folder()))
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise RuntimeError(
                f"This database ({revision}) was written by a newer version of Standby than this "
                f"one ({REVISION}). Start the newer one, or restore a backup."
            ) from error


def migrations_folder() -> Path:
    """Return where the migrations lie: beside the package, or inside it when it is installed."""
    for folder in (_APP.parent / "migrations", _APP / "_migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise FileNotFoundError("The migrations are missing from this installation of Standby.")


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
