"""The way between a phone and a server: in each direction what is sent arrives late, in order, or not at all."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Final

from app.live.frame import unframed
from tests.simulation.virtual_time import VirtualLoop

if TYPE_CHECKING:
    from app.live.screen import Screen
    from tests.simulation.phone import Phone
    from tests.simulation.server import Server

FAREWELL_S: Final = 2.0  # a server waits so long for its goodbye to be read
CUT: Final = 1006  # what a phone says when nobody said goodbye
NEVER_S: Final = 1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Air:
    """What the network is like: the least and the most a frame takes, and what fits on its way."""

    least_s: float = 0.001
    most_s: float = 0.03
    kernel_bytes: int = 24_000
    high_bytes: int = 8_000
    low_bytes: int = 2_000


@dataclass(frozen=True, slots=True)
class Farewell:
    """A close frame."""

    code: int
    reason: str


Parcel = bytes | Farewell


class Direction:
    """One half of a connection. Nothing overtakes anything."""

    def __init__(
        self,
        loop: VirtualLoop,
        key: int,
        chance: Random,
        air: Air,
        deliver: Callable[[Parcel], None],
    ) -> None:
        self.queued_bytes = 0
        self.when_it_moves: Callable[[], None] | None = None
        self._loop, self._key, self._chance, self._air = loop, key, chance, air
        self._deliver = deliver
        self._queue: deque[tuple[float, Parcel]] = deque()
        self._held_until_s = 0.0
        self._last_s = 0.0
        self._ringing = False
        self._over = False

    def send(self, parcel: Parcel) -> None:
        if self._over:
            return
        least, most = self._air.least_s, self._air.most_s
        at_s = self._loop.time() + least + (most - least) * self._chance.random()
        self._last_s = at_s = max(at_s, self._last_s)
        self._queue.append((at_s, parcel))
        self.queued_bytes += _size(parcel)
        self._ring()

    def hold(self, seconds: float) -> None:
        """Deliver nothing for a while."""
        self._held_until_s = max(self._held_until_s, self._loop.time() + seconds)

    def let_go(self) -> None:
        """End a hold."""
        self._held_until_s = 0.0
        self._ring()

    def end(self, keep: int = 0) -> None:
        """Deliver nothing more, but the first `keep` of what is on its way."""
        while len(self._queue) > keep:
            self.queued_bytes -= _size(self._queue.pop()[1])
        self._over = True

    def _ring(self) -> None:
        if not self._ringing and self._queue:
            self._ringing = True
            at_s = max(self._queue[0][0], min(self._held_until_s, NEVER_S))
            self._loop.call_in_order(at_s, self._key, self._arrive)

    def _arrive(self) -> None:
        self._ringing = False
        now_s = self._loop.time()
        if now_s < self._held_until_s:
            self._ring()
            return
        while self._queue and self._queue[0][0] <= now_s >= self._held_until_s:
            _at_s, parcel = self._queue.popleft()
            self.queued_bytes -= _size(parcel)
            self._deliver(parcel)
        if self.when_it_moves is not None:
            self.when_it_moves()
        self._ring()


class Link:
    """One connection. To the server it is a `Line`; the phone calls `say` and `leave`."""

    def __init__(self, phone: "Phone", server: "Server", index: int, air: Air) -> None:
        loop, chance = server.loop, Random(f"{phone.seed}/link/{index}")
        self.phone, self.server, self.index, self.air = phone, server, index, air
        self.history = server.world.judge.histories
        self.clear = True
        self.closing = False  # the server has said goodbye: it writes and hears nothing more
        self.screen: Screen | None = None
        self.up = Direction(loop, 2 * index, chance, air, self._heard_by_server)
        self.down = Direction(loop, 2 * index + 1, chance, air, self._heard_by_phone)
        self.down.when_it_moves = self._drain
        self._loop = loop
        self._phone_has_it = True

    # ---- what the server asks of a line

    @property
    def unsent_bytes(self) -> int:
        return max(0, self.down.queued_bytes - self.air.kernel_bytes)

    def write(self, frame: bytes) -> None:
        if self.closing or self.screen is None or self.server.dead:
            return
        text = unframed(frame)
        self.server.world.judge.told(self, text)
        self.down.send(text)
        if self.clear and self.unsent_bytes > self.air.high_bytes:
            self.clear = False
            self.screen.blocked()

    def hang_up(self, code: int, reason: str) -> None:
        if self.closing or self.server.dead:
            return
        self.closing = True
        self.down.send(Farewell(code, reason))
        self._loop.call_in_order(
            self._loop.time() + FAREWELL_S, 2 * self.index, self.server_notices_the_end
        )

    def _drain(self) -> None:
        if not self.clear and self.unsent_bytes <= self.air.low_bytes and not self.closing:
            self.clear = True
            if self.screen is not None and not self.server.dead:
                self.screen.drained()

    # ---- what the phone does

    def say(self, text: bytes) -> None:
        self.up.send(text)

    def leave(self) -> None:
        """The phone abandons the socket; the server hears of it, if the network lets it."""
        self._phone_has_it = False
        self.down.end()
        self.up.send(Farewell(CUT, ""))

    # ---- what befalls it

    def cut(
        self, *, phone_notices: bool = True, server_notices: bool = True, keep: int = 0
    ) -> None:
        """End the connection. Who does not notice finds out by silence."""
        self.up.end()
        self.down.end(keep)
        if server_notices:
            self.server_notices_the_end()
        if phone_notices:
            soon_s = self._loop.time() + 0.05
            self._loop.call_in_order(soon_s, 2 * self.index + 1, self._phone_notices, CUT, "")

    def swallow(self) -> None:
        """Become a black hole: nothing arrives, nobody is told."""
        self.up.hold(NEVER_S)
        self.down.hold(NEVER_S)

    def server_notices_the_end(self) -> None:
        screen, self.screen = self.screen, None
        self.up.end()
        if self.closing:
            self.down.end(0 if self.down.queued_bytes > 0 else 1)
        if screen is not None:
            self.server.part(self, screen)

    def _phone_notices(self, code: int, reason: str) -> None:
        if self._phone_has_it:
            self._phone_has_it = False
            self.phone.lost(self, code, reason)

    def _heard_by_server(self, parcel: Parcel) -> None:
        if self.server.dead or self.screen is None:
            return
        if isinstance(parcel, Farewell):
            self.server_notices_the_end()
        elif not self.closing:
            self.screen.hear(parcel)

    def _heard_by_phone(self, parcel: Parcel) -> None:
        if not self._phone_has_it:
            return
        if isinstance(parcel, Farewell):
            self._phone_notices(parcel.code, parcel.reason)
            self.up.send(parcel)
        else:
            self.phone.hear(self, parcel)


def _size(parcel: Parcel) -> int:
    return len(parcel) if isinstance(parcel, bytes) else 0
