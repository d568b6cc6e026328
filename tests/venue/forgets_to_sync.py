"""A server that is broken on purpose: its log says "written" before the disk has it.

The power cuts must find it out; if they did not, they would prove nothing about the real one.
"""

from typing import Any

from app.storage import engine


def main() -> None:
    """Serve like the real one, with SQLite told that nobody needs to wait for the disk."""
    careful = engine._set_up_sqlite

    def careless(connection: Any, _record: object) -> None:  # a driver's connection
        careful(connection, _record)
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()

    engine._set_up_sqlite = careless
    from app.cli import main as cli  # noqa: PLC0415  # after it has been broken

    cli()


if __name__ == "__main__":
    main()
