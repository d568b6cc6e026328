"""A client's copy of the show: a snapshot, and every delta since, applied as merge patches (RFC 7396)."""

from binascii import crc32
from typing import Final, Literal

from app.demo.crew_sim.rows import Json, Row, row, rows, whole, word

COLLECTIONS: Final = (
    "looks", "models", "items", "cues", "crew", "rooms",
    "help", "messages", "decisions", "seats", "guests", "passes",
)  # fmt: skip


class Mirror:
    """What the server has told, up to `seq` of `epoch`."""

    def __init__(self) -> None:
        self.epoch = ""
        self.seq = -1
        self.state: Json = {}

    def take(self, snapshot: Row) -> None:
        self.epoch = word(snapshot, "epoch")
        self.seq = whole(snapshot, "seq") or 0
        self.state = dict(row(snapshot, "state"))

    def apply(self, delta: Row) -> Literal["applied", "known", "gap"]:
        first, last = whole(delta, "from") or 0, whole(delta, "to") or 0
        if last <= self.seq:
            return "known"
        if first > self.seq + 1 or not self.state:
            return "gap"
        self.state = merged(self.state, row(delta, "patch"))
        self.seq = last
        return "applied"

    def hash(self) -> str:
        """Return the check that every beat carries: equal at an equal seq, or we have diverged."""
        total = sum(
            crc32(f"{name}/{key}:{one.get('rev')}".encode())
            for name in COLLECTIONS
            for key, one in rows(self.state, name).items()
        )
        return f"{total % 2**32:08x}"


def merged(target: Row, patch: Row) -> Json:
    """Return the target with the patch merged in; what is null goes."""
    result = dict(target)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            before = result.get(name)
            result[name] = merged(before if isinstance(before, dict) else {}, value)
        else:
            result[name] = value
    return result
