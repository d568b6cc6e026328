"""No file names a package index or somebody's own disk: a clone must work anywhere."""

from pathlib import Path
from typing import Final

import pytest

from tests.house.rooms import HOUSE, kept_files, shown

# Put together here, so that this page does not name them either.
INDEXES: Final = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("registry", "npmjs", "com"),
        ("registry", "yarnpkg", "com"),
    )
)
SOMEBODYS_DISK: Final = "/" + "work/"


def test_no_file_names_a_package_index_or_a_disk_of_ours() -> None:
    named = [
        f"{shown(path)}: {word}"
        for path in kept_files()
        for word in (*INDEXES, SOMEBODYS_DISK)
        if word in _text(path)
    ]

    assert named == []


@pytest.mark.parametrize("lock", ["run.lock", "dev.lock"])
def test_a_python_lock_holds_no_address(lock: str) -> None:
    assert "://" not in (HOUSE / "requirements" / lock).read_text()


def test_the_frontend_lock_tells_no_source() -> None:
    assert '"resolved"' not in (HOUSE / "frontend" / "package-lock.json").read_text()


def _text(path: Path) -> str:
    """Return what a file says; a picture says nothing."""
    return path.read_bytes().decode(errors="ignore")
