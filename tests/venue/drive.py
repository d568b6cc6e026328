"""A drive with a cache that forgets: what was not flushed is lost, or only in part, when its power goes.

python -m tests.venue.drive IMAGE FOLDER   shows FOLDER/drive, which is IMAGE seen through the cache,
until somebody unmounts it, and listens on its standard input: "cut SEED 5" takes the power away with
the fifth write from then.

A file system on a loop device on FOLDER/drive then meets what a real power cut leaves: everything
that it flushed, and of the rest any sectors, in any order. It speaks FUSE to the kernel by itself,
so that nothing has to be installed.
"""

import ctypes
import errno
import os
import random
import select
import struct
import sys
from collections.abc import Callable
from pathlib import Path

SECTOR = 512  # what a drive writes whole or not at all
ASKED_BYTES = 1 << 17  # the largest write we let the kernel make
ROOT, DRIVE = 1, 2
HEAD = struct.Struct("<IIQQIIII")  # length, what, number, node, and who asks
ANSWER = struct.Struct("<IiQ")
LOOKUP, GETATTR, SETATTR, OPEN, READ, WRITE = 1, 3, 4, 14, 15, 16
STATFS, RELEASE, FSYNC, FLUSH, INIT, OPENDIR, RELEASEDIR = 17, 18, 20, 25, 26, 27, 29
SILENT = {2, 36, 42}  # forgotten nodes and interruptions want no answer


class Sectors:
    """An image, and the writes to it that nobody has flushed yet."""

    def __init__(self, image: Path) -> None:
        self._file = image.open("r+b", buffering=0)
        self.size = image.stat().st_size
        self._unflushed: dict[int, bytes] = {}
        self._powered = True
        self._chance: random.Random | None = None
        self._writes_left = 0

    def read(self, at: int, count: int) -> bytes:
        found = bytearray(os.pread(self._file.fileno(), count, at))
        for sector in range(at // SECTOR, -(-(at + count) // SECTOR)):
            if sector in self._unflushed:
                start = sector * SECTOR - at
                found[start : start + SECTOR] = self._unflushed[sector]
        return bytes(found)

    def write(self, at: int, what: bytes) -> None:
        if not self._powered:
            raise OSError(errno.EIO, "no power")
        assert at % SECTOR == len(what) % SECTOR == 0, "the kernel writes whole sectors"
        for start in range(0, len(what), SECTOR):
            self._unflushed[(at + start) // SECTOR] = what[start : start + SECTOR]
        self._writes_left -= 1
        if self._chance is not None and self._writes_left <= 0:
            print(self._cut(self._chance), flush=True)

    def flush(self) -> None:
        if not self._powered:
            raise OSError(errno.EIO, "no power")
        self._keep(list(self._unflushed))

    def cut_after(self, writes: int, chance: random.Random) -> None:
        """Lose the power with so many more writes; say then how much of what waited was kept."""
        self._writes_left, self._chance = writes, chance
        if not writes:
            print(self._cut(chance), flush=True)

    def _cut(self, chance: random.Random) -> str:
        # of what waited, a share decided by chance has reached the disk
        self._powered, self._chance = False, None
        waited, share = len(self._unflushed), chance.choice((0.0, 0.5, chance.random()))
        kept = [sector for sector in self._unflushed if chance.random() < share]
        self._keep(kept)
        self._unflushed.clear()
        return f"{len(kept)} {waited}"

    def _keep(self, sectors: list[int]) -> None:
        for sector in sectors:
            os.pwrite(self._file.fileno(), self._unflushed.pop(sector), sector * SECTOR)


class Talk:
    """The kernel's side of it: one request after the other."""

    def __init__(self, sectors: Sectors, fuse: int) -> None:
        self._sectors = sectors
        self._fuse = fuse
        self._answers: dict[int, Callable[[int, bytes], bytes]] = {
            INIT: self._init,
            LOOKUP: self._lookup,
            GETATTR: lambda node, _: struct.pack("<QII", 3600, 0, 0) + self._attr(node),
            SETATTR: lambda node, _: struct.pack("<QII", 3600, 0, 0) + self._attr(node),
            OPEN: lambda _node, _: struct.pack("<QII", 0, 0, 0),
            OPENDIR: lambda _node, _: struct.pack("<QII", 0, 0, 0),
            READ: self._read,
            WRITE: self._write,
            FSYNC: self._fsync,
            FLUSH: lambda _node, _: b"",
            RELEASE: lambda _node, _: b"",
            RELEASEDIR: lambda _node, _: b"",
            STATFS: lambda _node, _: struct.pack("<5QIIII24x", 0, 0, 0, 0, 0, 4096, 255, 4096, 0),
        }

    def hear(self) -> bool:
        """Answer one request; False when the drive was unmounted."""
        try:
            asked = os.read(self._fuse, ASKED_BYTES + 4096)
        except OSError as gone:
            if gone.errno == errno.ENODEV:
                return False
            raise
        _, what, number, node, *_ = HEAD.unpack_from(asked)
        if what not in SILENT:
            self._answer(what, number, node, asked[HEAD.size :])
        return True

    def _answer(self, what: int, number: int, node: int, body: bytes) -> None:
        error, told = 0, b""
        try:
            answer = self._answers.get(what)
            if answer is None:
                error = errno.ENOSYS
            else:
                told = answer(node, body)
        except OSError as failed:
            error = failed.errno or errno.EIO
        os.write(self._fuse, ANSWER.pack(ANSWER.size + len(told), -error, number) + told)

    def _init(self, _node: int, body: bytes) -> bytes:
        _, minor = struct.unpack_from("<II", body)
        limits = struct.pack("<HHIIHHII24x", 12, 9, ASKED_BYTES, 1, 32, 0, 0, 0)
        return struct.pack("<IIII", 7, min(minor, 31), 1 << 16, 1 << 5 | 1 << 22) + limits

    def _lookup(self, node: int, body: bytes) -> bytes:
        if node != ROOT or body.rstrip(b"\0") != b"drive":
            raise OSError(errno.ENOENT, "only the drive is here")
        return struct.pack("<QQQQII", DRIVE, 1, 3600, 3600, 0, 0) + self._attr(DRIVE)

    def _attr(self, node: int) -> bytes:
        drive = node == DRIVE
        size, mode = (self._sectors.size, 0o100600) if drive else (0, 0o040700)
        return struct.pack(
            "<QQQQQQIIIIIIIIII",
            node,
            size,
            size // 512,
            0,
            0,
            0,
            0,
            0,
            0,
            mode,
            1,
            0,
            0,
            0,
            4096,
            0,
        )

    def _read(self, _node: int, body: bytes) -> bytes:
        _, at, count = struct.unpack_from("<QQI", body)
        return self._sectors.read(at, count)

    def _write(self, _node: int, body: bytes) -> bytes:
        _, at, count = struct.unpack_from("<QQI", body)
        self._sectors.write(at, body[40 : 40 + count])
        return struct.pack("<II", count, 0)

    def _fsync(self, _node: int, _body: bytes) -> bytes:
        self._sectors.flush()
        return b""


def main(image: Path, folder: Path) -> None:
    """Serve the drive until told to end."""
    sectors = Sectors(image)
    fuse = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
    options = f"fd={fuse},rootmode=40000,user_id=0,group_id=0,allow_other"
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(b"standby-drive", str(folder).encode(), b"fuse", 0, options.encode()):
        raise OSError(ctypes.get_errno(), "this system lets us mount no drive")
    talk = Talk(sectors, fuse)
    print("ready", flush=True)
    while True:
        ready, _, _ = select.select([fuse, sys.stdin], [], [])
        if sys.stdin in ready:
            words = sys.stdin.readline().split()
            if not words:
                return  # whoever started it has ended
            sectors.cut_after(int(words[2]), random.Random(words[1]))
        elif not talk.hear():
            return


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
