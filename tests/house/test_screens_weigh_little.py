"""A dresser's old phone on a full network: the first page must be small (DESIGN.md 5)."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.house.rooms import HOUSE

BUILT: Final = HOUSE / "app" / "static"
BYTES_MAX: Final = 60_000
OPENED: Final = ("index.html", "src/ShowPage.svelte", "src/screens/dresser/index.ts")
FONT: Final = "src/styles/fonts/hand.woff2"  # the only one that a phone fetches


@pytest.fixture
def manifest() -> dict[str, dict[str, object]]:
    """What the build says that each page is made of."""
    found = BUILT / ".vite" / "manifest.json"
    if not found.is_file():
        pytest.skip("the screens are not built: make test builds them")
    made: dict[str, dict[str, object]] = json.loads(found.read_text())
    return made


def test_the_first_load_of_the_dressers_screen_is_under_sixty_kilobytes(
    manifest: dict[str, dict[str, object]],
) -> None:
    files = {"index.html", str(manifest[FONT]["file"])}
    for page in OPENED:
        files.update(_needed(page, manifest))

    weights = {name: _weight(BUILT / name) for name in sorted(files)}

    assert sum(weights.values()) <= BYTES_MAX, weights


def _needed(page: str, manifest: dict[str, dict[str, object]]) -> Iterator[str]:
    """Yield the files that a page brings with it, and those that these bring."""
    waiting, seen = [page], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        chunk = manifest[name]
        yield str(chunk["file"])
        yield from _texts(chunk.get("css"))
        waiting.extend(_texts(chunk.get("imports")))


def _texts(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _weight(file: Path) -> int:
    body = file.read_bytes()
    return len(body) if file.suffix == ".woff2" else len(gzip.compress(body, 9))
