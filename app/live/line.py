"""The wire to one device, as seen from here: it is written to, and never waited for."""

from typing import Protocol


class Line(Protocol):
    """What carries frames. The door makes it; `frames.py` and `socket.py` have one each."""

    @property
    def clear(self) -> bool:
        """Tell whether the far end keeps up with what is written."""

    @property
    def unsent_bytes(self) -> int:
        """Return how much of what was written still lies in our memory."""

    def write(self, frame: bytes) -> None:
        """Send a whole frame, as `framed` made it; after the end this does nothing."""

    def hang_up(self, code: int, reason: str) -> None:
        """Say goodbye; nothing more is heard."""
