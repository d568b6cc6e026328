"""What a phone holds of the show: a snapshot with every delta applied to it (PROTOCOL.md 4)."""

import zlib
from functools import lru_cache
from typing import Any, Final, Literal

import orjson

Json = dict[str, Any]
COLLECTIONS: Final = (
    *("looks", "models", "items", "cues", "crew", "rooms"),
    *("help", "messages", "decisions", "seats", "guests", "passes"),
)


class Mirror:
    """Values are shared between the mirrors of a role, and never written to."""

    def __init__(self) -> None:
        self.state: Json = {}
        self.epoch = ""
        self.seq = -1
        self._agreed: tuple[str, int] = ("", -1)

    @property
    def empty(self) -> bool:
        return self.epoch == ""

    def take(self, frame: Json) -> None:
        """Begin anew from a snapshot."""
        self.state, self.epoch, self.seq = frame["state"], frame["epoch"], frame["seq"]

    def apply(self, frame: Json) -> Literal["applied", "had", "gap"]:
        """Take a delta where it joins on."""
        if frame["to"] <= self.seq:
            return "had"
        if self.empty or frame["from"] != self.seq + 1:
            return "gap"
        if frame["patch"]:
            self.state = merged(self.state, frame["patch"])
        self.seq = frame["to"]
        return "applied"

    def agrees(self, state_hash: str) -> bool:
        """Tell whether a hash is that of what is here."""
        if self._agreed != (self.epoch + state_hash, self.seq):
            if hash_of(self.state) != state_hash:
                return False
            self._agreed = (self.epoch + state_hash, self.seq)
        return True

    def text(self) -> bytes:
        """Return the state as canonical JSON."""
        return orjson.dumps(self.state, option=orjson.OPT_SORT_KEYS)


def merged(state: Any, patch: Any) -> Any:
    """Apply a merge patch (RFC 7396)."""
    if not isinstance(patch, dict):
        return patch
    made = dict(state) if isinstance(state, dict) else {}
    for key, value in patch.items():
        if value is None:
            made.pop(key, None)
        elif isinstance(value, dict):
            made[key] = merged(made.get(key), value)
        else:
            made[key] = value
    return made


def hash_of(state: Json) -> str:
    """Sum the CRC-32 of `collection/id:rev` over the entities of a state."""
    total = 0
    for name in COLLECTIONS:
        for key, entity in state.get(name, {}).items():
            total += _mark(name, key, entity["rev"])
    return f"{total % 2**32:08x}"


@lru_cache(maxsize=20_000)
def _mark(name: str, key: str, rev: int) -> int:
    return zlib.crc32(f"{name}/{key}:{rev}".encode())


@lru_cache(maxsize=512)
def read(text: bytes) -> Json:
    """Read a frame; a role's phones are sent the same bytes, and share what was read."""
    found: Json = orjson.loads(text)
    return found
