"""How a person of the crew goes about things: what comes to mind, when it is ripe, what was done once.

No clock and no network in here: what was seen comes in, what is to be asked comes out.
"""

from collections.abc import Callable, Iterator
from typing import Final

from app.demo.chance import Chance
from app.demo.crew_sim.rows import Row, row, word
from app.demo.crew_sim.scene import Directions, Moment, Myself, Scene, Wish
from app.demo.plan import Pace

Wants = Callable[[Scene], Iterator[Wish]]

HURRIED: Final = 0.8
SLOW: Final = 1.25
STEP_BACK_MS: Final = (
    60_000  # somebody real has my place: I go on when they have done nothing for so long
)
THINK_AGAIN_MS: Final = 2_500  # after a refusal
SOON_MS: Final = 150  # no answer is asked for again more often than this


class Mind:
    """One person's. `wants` says what the scene calls for; this says what of it is done now."""

    def __init__(self, me: Myself, wants: Wants, pace: Pace) -> None:
        self.me = me
        self.quiet_until = 0
        self._wants = wants
        self._pace = pace
        self._run = ""
        self._done: set[str] = set()
        self._noticed: dict[str, int] = {}
        self._resting: dict[str, int] = {}
        self._under_way: set[str] = set()
        self._settled: dict[str, int] = {}  # taken at this seq: not again before that has come back

    def think(
        self, state: Row, seq: int, now_ms: int, directions: Directions
    ) -> tuple[list[Wish], int]:
        """Return what is to be done now, and when to think again if nothing changes."""
        scene = self._look_around(state, now_ms, directions)
        wishes = {wish.about: wish for wish in self._wants(scene)}
        self._noticed = {about: self._noticed.get(about, now_ms) for about in wishes}
        if now_ms < self.quiet_until:
            return [], self.quiet_until
        ripe: list[Wish] = []
        again = now_ms + THINK_AGAIN_MS
        for about, wish in wishes.items():
            if about in self._under_way or self._settled.get(about, -1) > seq:
                continue
            if wish.once and about in self._done:
                continue
            at = self._ripe_at(wish)
            if at <= now_ms:
                ripe.append(wish)
            again = min(again, max(at, now_ms + 1))
        return ripe, again

    def begins(self, wish: Wish) -> None:
        self._under_way.add(wish.about)

    def taken(self, wish: Wish, seq: int) -> None:
        self._under_way.discard(wish.about)
        self._settled[wish.about] = seq
        self._noticed.pop(wish.about, None)
        if wish.once:
            self._done.add(wish.about)

    def refused(self, wish: Wish, retry_ms: int, now_ms: int) -> None:
        """Try later: the show is not as it was thought to be, or it was too soon."""
        self._under_way.discard(wish.about)
        wait_ms = retry_ms or max(SOON_MS, self._pace.ms(THINK_AGAIN_MS))
        self._resting[wish.about] = now_ms + wait_ms

    def make_way(self, now_ms: int) -> None:
        """Step back: a real device has pressed something in my place."""
        self.quiet_until = now_ms + max(SOON_MS, self._pace.ms(STEP_BACK_MS))

    def _look_around(self, state: Row, now_ms: int, directions: Directions) -> Scene:
        run = word(row(state, "run"), "id")
        if run != self._run:
            self._run = run
            self._done.clear()
            self._settled.clear()
        moment = Moment(
            now_ms=now_ms, pace=self._pace, directions=directions, done=frozenset(self._done)
        )
        return Scene(state, self.me, moment)

    def _ripe_at(self, wish: Wish) -> int:
        takes = wish.after_ms * Chance(self.me.role, self._run, wish.about).between(HURRIED, SLOW)
        thought = self._noticed[wish.about] + self._pace.ms(takes)
        return max(thought, wish.at_ms, self._resting.get(wish.about, 0))
