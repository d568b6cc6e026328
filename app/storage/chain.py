"""The checksum of an entry, chained over the one before: what was changed or lost shows."""

import struct
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import Row

from app.storage.entries import Entry, NewEntry

SUM_BYTES: Final = 16  # enough that chance never makes two alike

# The lengths stand before the texts: no letter can wander from one field into the next unseen.
_FRAME: Final = struct.Struct(">qqIIIII")


def first_sum(show_id: str) -> str:
    """Return what the first entry is chained to: one that strayed in from elsewhere won't fit."""
    return sum_of(show_id.encode())


def next_sum(before: str, seq: int, entry: NewEntry | Entry) -> str:
    """Return the sum of `entry` as number `seq`, after an entry whose sum is `before`."""
    command_id, body_hash = entry.command_id.encode(), entry.body_hash.encode()
    actor, command, events = entry.actor, entry.command, entry.events
    frame = _FRAME.pack(
        seq,
        entry.at_ms,
        len(command_id),
        len(body_hash),
        len(actor),
        len(command),
        len(events),
    )
    text = b"".join((before.encode(), frame, command_id, body_hash, actor, command, events))
    return blake2b(text, digest_size=SUM_BYTES).hexdigest()


def seal_of(show_id: str, title: str, created_at_ms: int, epoch: str, salt: bytes) -> str:
    """Return the sum of what stands in a show's own row, apart from where its log ends.

    A damaged file yields what can't stand there: that has no sum.
    """
    found = (show_id, title, created_at_ms, epoch, salt)
    if tuple(map(type, found)) != (str, str, int, str, bytes):
        return ""
    parts = (show_id.encode(), title.encode(), b"%d" % created_at_ms, epoch.encode(), salt)
    return sum_of(b"".join(b"%d:%b" % (len(part), part) for part in parts))


def side_sum(seq: int, ref: str, kind: str, value: bytes) -> str:
    """Return the sum of a side: of what it says, and of what it is called, and with which entry it came."""
    parts = (ref.encode(), kind.encode(), value)
    return sum_of(b"%d:" % seq + b"".join(b"%d:%b" % (len(part), part) for part in parts))


def is_whole_side(row: Row[Any]) -> bool:
    """Tell whether a row of sides is what was written; older ones have a sum of what they say alone."""
    found = (row.seq, row.ref, row.kind, row.value)
    if tuple(map(type, found)) != (int, str, str, bytes):
        return False
    return row.sum in {side_sum(row.seq, row.ref, row.kind, row.value), sum_of(row.value)}


def sum_of(value: bytes) -> str:
    """Return the sum of something that stands alone, such as a checkpoint's state; "" of no bytes."""
    if type(value) is not bytes:
        return ""
    return blake2b(value, digest_size=SUM_BYTES).hexdigest()
