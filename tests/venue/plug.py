"""A disk that somebody unplugs: a real ext4 on a loop device, cut off without warning and found again.

Two ways to lose the power. A *shut* file system (ext4's own shutdown, its journal not flushed)
loses all that had not gone to the drive. A *forgetful* drive (tests/venue/drive.py) loses also
what had gone there and was not flushed, any sectors of it, in any order.
"""

import fcntl
import os
import random
import struct
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DISK_BYTES = 64 << 20
LET_GO_TRIES = 100
MIDDLE_WRITES = 12  # of a few commits, each of which gives the drive two or three
EXT4_IOC_SHUTDOWN = 0x8004587D
NO_LOG_FLUSH = struct.pack("I", 2)
_TOOLS = ("mkfs.ext4", "e2fsck", "mount", "umount", "losetup")


def why_no_plug() -> str:
    """Why this machine can cut no disk off, or "" if it can."""
    if os.name != "posix" or os.geteuid() != 0:
        return "only root may mount a disk"
    missing = [tool for tool in _TOOLS if not _runs("which", tool)]
    if missing:
        return f"{', '.join(missing)} not installed"
    if not any(Path("/dev").glob("loop[0-9]*")):
        return "no loop devices here"
    return "" if _runs("unshare", "--mount", "true") else "this container may not mount"


def why_no_drive() -> str:
    """Why a forgetful drive can't be had, or ""."""
    return why_no_plug() or ("" if Path("/dev/fuse").exists() else "no /dev/fuse here")


@dataclass(frozen=True, slots=True)
class Lost:
    """What a cut left of the sectors that the drive had taken and not yet written."""

    unflushed: int = 0
    kept: int = 0


class Disk(ABC):
    """`folder` is where the database lies. After `cut` nothing reaches it until `back`."""

    def __init__(self, place: Path) -> None:
        self.folder = place / "disk"
        self._image = place / "image"
        self.folder.mkdir()
        self._image.touch()
        os.truncate(self._image, DISK_BYTES)
        _run("mkfs.ext4", "-q", "-F", "-E", "nodiscard,lazy_itable_init=0", str(self._image))

    @abstractmethod
    def plug_in(self) -> None:
        """Mount it."""

    @abstractmethod
    def cut(self, chance: random.Random) -> Lost:
        """Take the power away in the middle of the work."""

    @abstractmethod
    def unplug(self) -> None:
        """Take the dead file system away. Whoever had files open on it has ended."""

    def back(self) -> None:
        """Bring the power back: the file system repairs itself from its journal, or this fails."""
        self.unplug()
        self.plug_in()
        self.whole()

    def whole(self) -> None:
        """Fail unless the file system itself came through: then a loss would be none of ours."""
        state = _run("dumpe2fs", "-h", self._device()).lower()
        assert "with errors" not in state, state

    def _device(self) -> str:
        return _run("findmnt", "-no", "SOURCE", str(self.folder)).strip()

    def _mount(self, what: Path) -> None:
        _run("mount", "-o", "loop,nodiscard", str(what), str(self.folder))


class ShutDisk(Disk):
    """The file system is shut in the middle of its work: nothing more goes to the drive."""

    def plug_in(self) -> None:
        self._mount(self._image)

    def cut(self, chance: random.Random) -> Lost:
        top = os.open(self.folder, os.O_RDONLY)
        fcntl.ioctl(top, EXT4_IOC_SHUTDOWN, NO_LOG_FLUSH)
        os.close(top)
        return Lost()

    def unplug(self) -> None:
        _unmount(self.folder)


class ForgetfulDisk(Disk):
    """The drive below loses its cache as well."""

    def __init__(self, place: Path) -> None:
        super().__init__(place)
        self._shown = place / "shown"
        self._shown.mkdir()
        self._drive: subprocess.Popen[str] | None = None

    def plug_in(self) -> None:
        words = [sys.executable, "-m", "tests.venue.drive", str(self._image), str(self._shown)]
        self._drive = subprocess.Popen(
            words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._heard() == "ready", "the drive does not turn"
        self._mount(self._shown / "drive")

    def cut(self, chance: random.Random) -> Lost:
        # in the middle of what is being written, so somebody has to be writing
        self._say(f"cut {chance.getrandbits(32)} {chance.randrange(MIDDLE_WRITES)}")
        kept, unflushed = self._heard().split()
        return Lost(int(unflushed), int(kept))

    def unplug(self) -> None:
        _unmount(self.folder)
        if self._drive is not None:
            _unmount(self._shown)  # which ends the drive
            with self._drive:
                self._drive.wait(20)
            self._drive = None

    def _say(self, words: str) -> None:
        assert self._drive is not None
        assert self._drive.stdin is not None
        self._drive.stdin.write(f"{words}\n")
        self._drive.stdin.flush()

    def _heard(self) -> str:
        assert self._drive is not None
        assert self._drive.stdout is not None
        return self._drive.stdout.readline().strip()


@contextmanager
def plugged_in(kind: type[Disk], place: Path) -> Iterator[Disk]:
    """A disk of that kind in the folder `place`, taken away again whatever happens."""
    disk = kind(place)
    disk.plug_in()
    try:
        yield disk
    finally:
        disk.unplug()


def _unmount(folder: Path) -> None:
    """Unmount, as soon as those who were killed have let go of it."""
    for _try in range(LET_GO_TRIES):
        if not os.path.ismount(folder) or _runs("umount", str(folder)):
            return
        time.sleep(0.05)
    _run("umount", str(folder))


def _run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}"
    return done.stdout


def _runs(*words: str) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode == 0
