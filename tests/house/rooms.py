"""Where the house's files lie, for the tests that walk through it."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

HOUSE: Final = Path(__file__).parents[2]
WRITTEN_BY_HAND: Final = ("app", "frontend/src", "tests")


def kept_files() -> Iterator[Path]:
    """Yield every file that git keeps, or would keep if it were added."""
    git = ["git", "-c", f"safe.directory={HOUSE}", "-C", str(HOUSE), "ls-files", "-z"]
    listed = subprocess.run(
        [*git, "--cached", "--others", "--exclude-standard"], check=True, capture_output=True
    )
    for name in listed.stdout.decode().split("\0"):
        path = HOUSE / name
        if name and path.is_file():
            yield path


def pages(*endings: str) -> Iterator[Path]:
    """Yield the files that people write and read, by ending: `.py`, `.svelte`."""
    for path in kept_files():
        place = path.relative_to(HOUSE).as_posix()
        if place.startswith(WRITTEN_BY_HAND) and path.name.endswith(endings):
            yield path


def shown(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()
