"""Which screens are with us: each tells what it has seen, and falls silent when its network does."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.show.words import Instant, PassId, Role
from app.views.plain import plain_fields
from app.wire.device import Device
from app.wire.messages import ScreenOut, Standing

LIVE_MS: Final = 6_000  # a client reports at least every 5 s; more than 6 s behind it is never live
STALE_MS: Final = 10_000
GONE_KEPT_MS: Final = (
    10 * 60 * 1000
)  # who left is worth a line for as long as somebody would look for them
GONE_KEPT_MAX: Final = 200
NEWS_MS: Final = 1_000  # a caller reads no faster


@dataclass(slots=True, kw_only=True)
class _Screen:
    client: str
    pass_id: PassId
    role: Role
    label: str | None
    seq: int
    seen_ms: int
    sockets: int = 0
    standing: Standing = "live"
    since_ms: int = 0
    device: Device | None = None


class Presence:
    """The screens of one show. A screen is a client of a pass: it may change sockets."""

    def __init__(self) -> None:
        self._screens: dict[tuple[PassId, str], _Screen] = {}
        self._changed = False
        self._told_ms: int | None = None
        self._awaited = 0  # up to where screens should have heard: a change that people must see

    def joined(
        self, pass_id: PassId, client: str, *, role: Role, label: str | None, now_ms: int
    ) -> None:
        """A screen has gone live; a newer socket of it takes the older one's place."""
        known = self._screens.pop((pass_id, client), None)
        self._screens[pass_id, client] = _Screen(
            client=client,
            pass_id=pass_id,
            role=role,
            label=label,
            seq=known.seq if known else 0,
            seen_ms=now_ms,
            sockets=known.sockets + 1 if known else 1,
            since_ms=now_ms,
        )
        self._changed = True

    def seen(self, pass_id: PassId, client: str, *, seq: int, now_ms: int) -> None:
        """A screen says up to where it has heard."""
        screen = self._screens.get((pass_id, client))
        if screen is not None:
            self._changed |= screen.seq < self._awaited <= seq
            screen.seq = seq
            screen.seen_ms = now_ms

    def waits_for(self, seq: int) -> None:
        """Something was said in this entry: it is news when a screen has heard so far."""
        self._awaited = seq

    def can_do(self, pass_id: PassId, client: str, device: Device) -> None:
        """A screen says what it can do, when it has come and whenever that changes."""
        screen = self._screens.get((pass_id, client))
        if screen is not None and screen.device != device:
            screen.device = device
            self._changed = True

    def left(self, pass_id: PassId, client: str) -> None:
        """A socket of a screen is closed."""
        screen = self._screens.get((pass_id, client))
        if screen is not None:
            screen.sockets -= 1

    def screens(self, now_ms: int) -> list[ScreenOut]:
        """Return how each screen stands now, in the order in which they came."""
        self._look(now_ms)
        return [_told(one) for one in self._screens.values()]

    def news(self, now_ms: int) -> list[ScreenOut] | None:
        """Return the screens where one has come or stands otherwise: at most once a second, else None."""
        self._look(now_ms)
        if not self._changed or (self._told_ms is not None and now_ms - self._told_ms < NEWS_MS):
            return None
        self._changed = False
        self._told_ms = now_ms
        return [_told(one) for one in self._screens.values()]

    def _look(self, now_ms: int) -> None:
        for one in self._screens.values():
            standing = _standing(one, now_ms)
            if standing != one.standing:
                one.standing, one.since_ms = standing, now_ms
                self._changed = True
        for key in list(self._forgotten(now_ms)):
            del self._screens[key]
            self._changed = True

    def _forgotten(self, now_ms: int) -> Iterator[tuple[PassId, str]]:
        gone = [(key, one) for key, one in self._screens.items() if one.standing == "gone"]
        gone.sort(key=lambda pair: -pair[1].since_ms)
        for place, (key, one) in enumerate(gone):
            if place >= GONE_KEPT_MAX or now_ms - one.since_ms > GONE_KEPT_MS:
                yield key


def _standing(screen: _Screen, now_ms: int) -> Standing:
    if screen.sockets < 1:
        return "gone"
    silent_ms = now_ms - screen.seen_ms
    if silent_ms <= LIVE_MS:
        return "live"
    return "delayed" if silent_ms <= STALE_MS else "stale"


def _told(screen: _Screen) -> ScreenOut:
    said: ScreenOut = {
        "client": screen.client,
        "pass": screen.pass_id,
        "role": screen.role,
        "seq": screen.seq,
        "standing": screen.standing,
        "since_at": Instant(screen.since_ms),
        "seen_at": Instant(screen.seen_ms),
    }
    if screen.label is not None:
        said["label"] = screen.label
    if screen.device is not None:
        said["device"] = plain_fields(screen.device)
    return said
