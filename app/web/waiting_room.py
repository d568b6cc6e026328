"""Who has connected and said nothing yet: not too many of one address, and none in anybody's way."""

from typing import Final, Protocol

SILENT_OF_ONE_MAX: Final = 256  # connections of one address that have said nothing for a while
A_WHILE_S: Final = 1.0  # a whole house that comes at once is let through sooner
OF_ONE_MAX: Final = 4_000  # connections of one address: half as many again as the largest show has
OF_ALL_MAX: Final = 10_000  # 300 MB at the very worst


class Comer(Protocol):
    """A connection, as far as we need to know it."""

    def turn_away(self) -> None:
        """End it at once."""


class WaitingRoom:
    """Counts connections by address. Who says nothing gives way to who comes later."""

    def __init__(self, *, of_one_max: int = OF_ONE_MAX, of_all_max: int = OF_ALL_MAX) -> None:
        self._of_one_max = of_one_max
        self._of_all_max = of_all_max
        self._here: dict[str, int] = {}
        self._all = 0
        self._silent: dict[str, dict[Comer, float]] = {}  # each since when, the longest first

    def come(self, address: str) -> bool:
        """Count a new connection; say whether there is room for it. `go` follows in any case."""
        self._here[address] = self._here.get(address, 0) + 1
        self._all += 1
        if self._all > self._of_all_max:
            self._make_room()
        return self._here[address] <= self._of_one_max and self._all <= self._of_all_max

    def go(self, address: str) -> None:
        """Forget a connection that has ended."""
        left = self._here.get(address, 0) - 1
        self._all -= 1
        if left > 0:
            self._here[address] = left
        else:
            self._here.pop(address, None)

    def wait(self, address: str, comer: Comer, now_s: float) -> None:
        """Note that somebody is here and has yet to say something."""
        silent = self._silent.setdefault(address, {})
        silent[comer] = now_s
        if len(silent) > SILENT_OF_ONE_MAX:
            longest = next(iter(silent))
            if now_s - silent[longest] >= A_WHILE_S:
                self._turn_away(address, longest)

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

    def _make_room(self) -> None:
        """Turn away whoever has been silent longest, of the address that has most of them."""
        if self._silent:
            address = max(self._silent, key=lambda one: len(self._silent[one]))
            self._turn_away(address, next(iter(self._silent[address])))

    def _turn_away(self, address: str, comer: Comer) -> None:
        self.spoke(address, comer)
        comer.turn_away()
