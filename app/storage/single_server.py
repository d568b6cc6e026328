"""One server at a time on one SQLite file: a lock beside it that dies with its process."""

import contextlib
import errno
import fcntl
import os
import socket
from pathlib import Path


class AlreadyServed(Exception):
    """Another server holds this database; the sentence names it."""


class ServerLock:
    """A lock file beside the database, held until `release` or the end of the process."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        self._fd: int | None = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(self._fd, 200, 0).decode(errors="replace").strip()
            self._drop()
            if error.errno not in {errno.EAGAIN, errno.EACCES}:
                raise
            by = holder or "a process that is just starting"
            raise AlreadyServed(
                f"{database} is already served by {by}. "
                "Stop it first, or use PostgreSQL for several servers."
            ) from None
        # A child made by fork shares the lock, and would keep it alive when this process is killed.
        os.register_at_fork(after_in_child=self._drop)
        with contextlib.suppress(OSError):  # on a full disk it is nameless, and holds all the same
            os.ftruncate(self._fd, 0)
            os.pwrite(self._fd, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)

    def release(self) -> None:
        """Let the next server in. The file stays: it might be another's by now."""
        if self._fd is not None:
            with contextlib.suppress(OSError):
                os.ftruncate(self._fd, 0)
            fcntl.flock(self._fd, fcntl.LOCK_UN)  # also where a child has not closed its copy yet
            self._drop()

    def _drop(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None
