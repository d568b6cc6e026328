"""Changes a database behind the log's back, as a broken disk or a curious hand would."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pysqlite3


@dataclass(frozen=True)
class Tamper:
    """Call it with SQL that says the same to both databases."""

    url: str
    sqlite_file: Path

    async def __call__(self, *statements: str) -> None:
        await asyncio.to_thread(self._run, statements)

    def _run(self, statements: tuple[str, ...]) -> None:
        if self.url.startswith("sqlite"):
            connection = pysqlite3.connect(self.sqlite_file)
            for statement in statements:
                connection.execute(statement)
            connection.commit()
            connection.close()
            return
        with psycopg.connect(self.url.replace("+psycopg", "")) as postgres:
            for statement in statements:
                postgres.execute(statement.encode())
