"""Whether an order is fresh: it names the last beat seen before the press, and that beat is not 4 s old."""

from typing import Final

from app.show.words import Instant

BEAT_MS: Final = 2_000
FRESH_MS: Final = 4_000
REMEMBERED_MS: Final = 30_000  # longer ago than this a beat is as good as never sent
OBSERVED_MS: Final = (
    12 * 60 * 60 * 1000
)  # a mark may have waited as long as an evening with its rehearsals


class Beats:
    """The beats of one server process. Their numbers begin at its clock, so none is used again after a restart."""

    def __init__(self, now_ms: int) -> None:
        self._last = now_ms // 1000
        self._sent_ms: dict[int, int] = {}  # number -> when, oldest first

    def beat(self, now_ms: int) -> int:
        """Return the number of a beat that is sent now."""
        self._last += 1
        self._sent_ms[self._last] = now_ms
        while now_ms - next(iter(self._sent_ms.values())) > REMEMBERED_MS:
            del self._sent_ms[next(iter(self._sent_ms))]
        return self._last

    def latest(self, now_ms: int) -> int:
        """Return the number of the last beat for somebody who has just come; a new one where none is fresh."""
        sent_ms = self._sent_ms.get(self._last)
        if sent_ms is None or now_ms - sent_ms > BEAT_MS:
            return self.beat(now_ms)
        return self._last

    def sent_after(self, number: int, last: int) -> bool:
        """Tell whether a beat was sent here after the one with the number `last`."""
        return last < number <= self._last

    @property
    def last(self) -> int:
        """Return the number of the last beat that was sent."""
        return self._last

    def fresh(self, number: int | None, now_ms: int) -> bool:
        """Tell whether an order given after this beat still stands. No number, or one never sent, does not."""
        sent_ms = None if number is None else self._sent_ms.get(number)
        return sent_ms is not None and now_ms - sent_ms <= FRESH_MS


def observed_at(occurred_at: Instant | None, now_ms: int) -> Instant:
    """Return when something was observed: never later than now, nor before the last 12 h."""
    if occurred_at is None:
        return Instant(now_ms)
    return Instant(min(max(occurred_at, now_ms - OBSERVED_MS), now_ms))
