"""Disks that fail while somebody writes: broken, slow or read-only on demand, and really full."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.venue.plug import why_no_plug
from tests.venue.preloaded import built, why_not_preloaded

why_no_bad_disk = why_not_preloaded
why_no_small_disk = why_no_plug


class BadDisk:
    """Answers for the files in `folder` of a server that was started with `env`."""

    def __init__(self, folder: Path) -> None:
        self._said = folder / "bad-disk"
        self.env = {
            "LD_PRELOAD": str(built("bad_disk.c", folder)),
            "STANDBY_BAD_FOLDER": str(folder.resolve()),
        }

    def fails(self, how: str) -> None:
        """From now on: "EIO", "EROFS", "ENOSPC", "sync EIO", "half EIO", "slow 700"."""
        fresh = self._said.with_name("bad-disk.new")
        fresh.write_text(how)
        fresh.rename(self._said)

    def heals(self) -> None:
        self._said.unlink(missing_ok=True)


class SmallDisk:
    """A file system of its own, soon full."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "filler"

    def fill(self, left_bytes: int = 0) -> None:
        """Take all there is, but `left_bytes`."""
        free = shutil.disk_usage(self.folder).free - left_bytes
        with self._filler.open("ab") as filler:
            while free > 0:
                free -= filler.write(bytes(min(free, 1 << 16)))

    def free(self) -> None:
        self._filler.unlink()


@contextmanager
def small_disk(folder: Path, size_mib: int) -> Iterator[SmallDisk]:
    """A disk of so many MiB on `folder`. Whoever uses it has ended before it does."""
    words = ["mount", "-t", "tmpfs", "-o", f"size={size_mib}m", "standby-small", str(folder)]
    subprocess.run(words, check=True, capture_output=True)
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)
