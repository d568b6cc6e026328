"""The built screens, kept in memory with their gzip."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_WORTH_GZIP: Final = ("text/", "application/javascript", "application/json", "image/svg+xml")
_ENTRY: Final = re.compile(rb"/assets/index-([\w-]+)\.js")
_KINDS: Final = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}


@dataclass(frozen=True, slots=True)
class Page:
    """A file as it is sent."""

    body: bytes
    gzipped: bytes | None
    kind: str
    etag: str


class Pages:
    """The built screens. Read again when they were built anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._built_ns = 0
        self._pages: dict[str, Page] = {}
        self.page("")  # now, and not while somebody waits

    def page(self, path: str) -> Page | None:
        """Return a file by its path; nothing outside the folder can be named."""
        index = self._folder / "index.html"
        built_ns = index.stat().st_mtime_ns if index.is_file() else 0
        if built_ns != self._built_ns:
            self._pages = {name: _read(file) for name, file in self._files()} if built_ns else {}
            self._built_ns = built_ns
        return self._pages.get(path)

    @property
    def build(self) -> str:
        """Return a word that changes when the screens do."""
        index = self.page("index.html")
        return index.etag.strip('"')[:12] if index else "none"

    @property
    def entry(self) -> str:
        """Return what the page calls itself: the name of its first script."""
        index = self.page("index.html")
        found = _ENTRY.search(index.body) if index else None
        return found[1].decode() if found else "none"

    def _files(self) -> list[tuple[str, Path]]:
        files = [file for file in self._folder.rglob("*") if file.is_file()]
        return [(file.relative_to(self._folder).as_posix(), file) for file in files]


def _read(file: Path) -> Page:
    body = file.read_bytes()
    kind = _KINDS.get(file.suffix) or mimetypes.guess_type(file.name)[0]
    kind = kind or "application/octet-stream"
    gzipped = gzip.compress(body, 9, mtime=0) if kind.startswith(_WORTH_GZIP) else None
    etag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    return Page(body, gzipped, kind, etag)
