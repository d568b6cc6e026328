"""The whole state of a role at one seq, encoded once for all who ask, compressed when first asked."""

import gzip
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import orjson

from app.live.frame import framed
from app.show.words import Role
from app.views.hashes import hash_of
from app.views.see import Moment, see

_LEVEL: Final = 4  # 112 KB in 1.5 ms to 14 KB; level 9 takes six times as long for 1 KB less


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """`state` is JSON; `hash` is that of the role's state (PROTOCOL.md 4)."""

    role: Role
    epoch: str
    seq: int
    hash: str
    state: bytes

    @classmethod
    def of_moment(
        cls, moment: Moment, role: Role, epoch: str, known: str | None = None
    ) -> "Snapshot":
        """Return what `role` sees; `known` is its hash, where that is known."""
        return cls(
            role=role,
            epoch=epoch,
            seq=moment.show.seq,
            hash=known or hash_of(moment, role),
            state=orjson.dumps(see(moment, role)),
        )

    @cached_property
    def body(self) -> bytes:
        """Return it as HTTP gives it."""
        return b'{"epoch":%b,"seq":%d,"hash":"%b","state":%b}' % (
            orjson.dumps(self.epoch),
            self.seq,
            self.hash.encode(),
            self.state,
        )

    @cached_property
    def frame(self) -> bytes:
        """Return it as a socket gives it."""
        return framed(b'{"type":"snapshot",' + self.body[1:])

    @cached_property
    def gzipped(self) -> bytes:
        """Return the body, compressed."""
        return gzip.compress(self.body, _LEVEL, mtime=0)

    @property
    def etag(self) -> str:
        """Return what tells this state from every other."""
        return f'"{self.epoch}-{self.seq}-{self.role.value}"'
