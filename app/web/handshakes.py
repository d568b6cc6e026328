"""Handshakes in small handfuls: when a whole house comes at once, those who are in go on being heard."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Final

AT_ONCE: Final = 8  # in one round of the loop; each takes about half a millisecond


class Handshakes:
    """Does what is asked of it in order, a few in each round of the loop."""

    def __init__(self) -> None:
        self._waiting: deque[Callable[[], None]] = deque()

    def ask(self, shake: Callable[[], None]) -> None:
        """Do it in its turn: in the next round where nobody waits."""
        self._waiting.append(shake)
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._some)

    def _some(self) -> None:
        try:
            for _one in range(min(AT_ONCE, len(self._waiting))):
                self._waiting.popleft()()
        finally:  # one that fails is alone in that: the loop logs it, and the others have their turn
            if self._waiting:
                asyncio.get_running_loop().call_soon(self._some)
