"""A venue's network made of real ones: the server in a network of its own, and a cable to each room.

Here is the phones' end of every cable. What happens to a room (out of reach, slow, its address
changed, its cable pulled) happens in the kernel, to real packets, and to nobody else.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count

_TOOLS = ("ip", "nft", "tc")
_venues = count(1)


def why_no_netns() -> str:
    """Why this machine can make no networks, or ""."""
    if os.name != "posix" or os.geteuid() != 0:
        return "only root may make networks"
    missing = [tool for tool in _TOOLS if shutil.which(tool) is None]
    if missing:
        return f"{', '.join(missing)} not installed"
    name = f"try{os.getpid()}"
    tried = [
        ("ip", "netns", "add", name),
        ("ip", "link", "add", name, "type", "veth", "peer", "name", "to", "netns", name),
        ("ip", "netns", "exec", name, "nft", "add table inet venue"),
        ("ip", "netns", "exec", name, "tc", *_slow("to", 64)),
    ]
    try:
        failed = next((words for words in tried if not _runs(words)), None)
    finally:
        _runs(("ip", "netns", "del", name))
    return f"this kernel refuses: {' '.join(failed)}" if failed else ""


class Room:
    """One cable. `server` is the server's address as this room sees it."""

    def __init__(self, space: str, number: int, net: str) -> None:
        self._space, self._net = space, net
        self._here, self._there = f"{space}r{number}", f"room{number}"
        self._at = 2
        self.server = f"{net}.1"
        _run("ip", "link", "add", self._here, "type", "veth", "peer", "name", self._there)
        _run("ip", "link", "set", self._there, "netns", space)
        self._inside("ip", "addr", "add", f"{self.server}/24", "dev", self._there)
        self._inside("ip", "link", "set", self._there, "up")
        _run("ip", "addr", "add", f"{net}.{self._at}/24", "dev", self._here)
        _run("ip", "link", "set", self._here, "up")

    def goes_dark(self) -> None:
        """Packets vanish both ways, and nobody is told: a black hole."""
        for way in ("arrives iifname", "leaves oifname"):
            self._inside("nft", f"add rule inet venue {way} {self._there} drop")

    def is_lit(self) -> None:
        """Everything of every room goes through again."""
        self._inside("nft", "flush table inet venue")

    def is_slow(self, kbit: int) -> None:
        """So many kbit/s each way, and what waits longer than a second is dropped."""
        _run("tc", *_slow(self._here, kbit))
        self._inside("tc", *_slow(self._there, kbit))

    def is_fast(self) -> None:
        _run("tc", "qdisc", "del", "dev", self._here, "root")
        self._inside("tc", "qdisc", "del", "dev", self._there, "root")

    def roams(self) -> None:
        """The phones get another address; what they had open is never answered again."""
        old, self._at = self._at, self._at + 1
        _run("ip", "addr", "add", f"{self._net}.{self._at}/24", "dev", self._here)
        _run("ip", "addr", "del", f"{self._net}.{old}/24", "dev", self._here)
        # the kernel takes a subnet's later addresses away with the first one
        _runs(("ip", "addr", "add", f"{self._net}.{self._at}/24", "dev", self._here))

    def is_pulled(self) -> None:
        _run("ip", "link", "set", self._here, "down")

    def is_plugged(self) -> None:
        _run("ip", "link", "set", self._here, "up")

    def _inside(self, *words: str) -> None:
        _run("ip", "netns", "exec", self._space, *words)


class Venue:
    """The server's network. `inside` stands before the words that start something in it."""

    def __init__(self, space: str, rooms: int) -> None:
        _run("ip", "netns", "add", space)
        self.inside = ("ip", "netns", "exec", space)
        _run(*self.inside, "ip", "link", "set", "lo", "up")
        _run(*self.inside, "nft", "add table inet venue")
        for name, hook in (("arrives", "input"), ("leaves", "output")):
            chain = f"add chain inet venue {name} {{ type filter hook {hook} priority 0; }}"
            _run(*self.inside, "nft", chain)
        nets = _free_nets()
        self.rooms = [Room(space, number, next(nets)) for number in range(rooms)]


@contextmanager
def venue(rooms: int) -> Iterator[Venue]:
    """Make the networks, and take them away with all that runs in them gone before."""
    # A name of its own each time: the kernel takes the cables of the last one away when it has time.
    space = f"sb{os.getpid() % 100_000}n{next(_venues)}"
    try:
        yield Venue(space, rooms)
    finally:
        _runs(("ip", "netns", "del", space))  # the cables go with it


def _free_nets() -> Iterator[str]:
    """Yield networks that nobody here uses."""
    taken = subprocess.run(("ip", "-o", "addr"), check=True, capture_output=True, text=True).stdout
    return (net for n in range(1, 255) if f"{(net := f'10.213.{n}')}." not in taken)


def _slow(device: str, kbit: int) -> Sequence[str]:
    # a bucket that holds one full packet, so that it is this slow from the first byte
    words = f"qdisc add dev {device} root tbf rate {kbit}kbit burst 2000 latency 1s"
    return words.split()


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}: {done.stderr}"


def _runs(words: Sequence[str]) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode == 0
