"""Who is connected, by address: one that fills the house with silence gives way to others, and to itself."""

from typing import Final, Protocol

OF_ONE_MAX: Final = 4_000  # connections of one address: a large show behind one router, twice
OF_ALL_MAX: Final = 10_000  # 300 MB at the very worst


class Comer(Protocol):
    """A connection, as far as we need to know it."""

    def turn_away(self) -> None:
        """End it at once."""


class WaitingRoom:
    """Counts connections. Where there are too many, whoever has been silent longest has to go.

    Only then: a whole house that comes at once is silent for a while, too.
    """

    def __init__(self, *, of_one_max: int = OF_ONE_MAX, of_all_max: int = OF_ALL_MAX) -> None:
        self._of_one_max = of_one_max
        self._of_all_max = of_all_max
        self._here: dict[str, int] = {}
        self._all = 0
        self._silent: dict[str, dict[Comer, None]] = {}  # the longest first

    def come(self, address: str) -> bool:
        """Count a new connection; say whether there is room for it. `go` follows in any case."""
        self._here[address] = self._here.get(address, 0) + 1
        self._all += 1
        if self._here[address] > self._of_one_max:
            return self._turn_one_away(address)
        if self._all > self._of_all_max and self._silent:
            return self._turn_one_away(max(self._silent, key=lambda one: len(self._silent[one])))
        return self._all <= self._of_all_max

    def go(self, address: str) -> None:
        """Forget a connection that has ended."""
        left = self._here.get(address, 0) - 1
        self._all -= 1
        if left > 0:
            self._here[address] = left
        else:
            self._here.pop(address, None)

    def wait(self, address: str, comer: Comer) -> None:
        """Note that somebody is here and has yet to say something."""
        self._silent.setdefault(address, {})[comer] = None

    def spoke(self, address: str, comer: Comer) -> None:
        """Note that somebody has said something, or has gone. Harmless when repeated."""
        silent = self._silent.get(address)
        if silent is not None:
            silent.pop(comer, None)
            if not silent:
                del self._silent[address]

    @property
    def silent(self) -> int:
        """Return how many have said nothing yet."""
        return sum(map(len, self._silent.values()))

    def _turn_one_away(self, address: str) -> bool:
        """Make room at the cost of who has been silent longest there; say whether there was one."""
        longest = next(iter(self._silent.get(address, ())), None)
        if longest is None:
            return False
        self.spoke(address, longest)
        longest.turn_away()
        return True
