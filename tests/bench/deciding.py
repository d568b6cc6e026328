"""How long one mark takes from the command to a patch for every role, without disk and network."""

import time
from statistics import median
from typing import Final

import orjson

from app.show.evening import RunKind
from app.show.forecast import forecast
from app.show.look import MarkLook
from app.show.phase import BeginRun, OpenDay
from app.show.show import Command, decide, fold
from app.show.state import Show
from app.show.words import OWNER, Circumstances, Instant, Ref, Role, Stamp
from app.views.allow import ALLOWED
from app.views.changes import Step
from app.views.hashes import Hashes
from app.views.see import Moment, see
from app.wire.commands import read_plan
from tests.acceptance.a_plan import a_plan

LOOKS: Final = 60
MODELS: Final = 35
ROUNDS: Final = 9
BEGUN_AT: Final = 1_795_705_000_000


class Evening:
    """A show of 60 looks whose day is open, as the desk holds it."""

    def __init__(self) -> None:
        refs = iter(range(10**9))
        asked = read_plan(a_plan(looks=LOOKS, models=MODELS), lambda: Ref(f"r_{next(refs)}"))
        self.show = Show()
        for command in (asked.command, BeginRun(kind=RunKind.SHOW), OpenDay()):
            self.show = self._after(command)
        self.moment = self._moment()
        self.hashes = Hashes.of_moment(self.moment)

    def _moment(self) -> Moment:
        return Moment(show_id="s_bench", show=self.show, forecast=forecast(self.show), told={})

    def _after(self, command: Command) -> Show:
        now_ms = Instant(BEGUN_AT + self.show.seq)
        around = Circumstances(by=OWNER, now_ms=now_ms, seen_at=now_ms)
        decided = decide(self.show, command, around)
        stamp = Stamp(seq=self.show.seq + 1, at_ms=now_ms, by=OWNER)
        return fold(self.show, stamp, decided.events)

    def mark(self, command: MarkLook) -> int:
        """Take one mark all the way; return how many bytes of patches came of it."""
        self.show = self._after(command)
        after = self._moment()
        step = Step(self.moment, after)
        size = sum(len(orjson.dumps(step.patch(role))) for role in ALLOWED)
        self.hashes = self.hashes.after(step)
        self.moment = after
        return size


def measure(rounds: int = ROUNDS) -> dict[str, float]:
    """Return milliseconds for a mark, for the whole state of one role, and that state's bytes."""
    evening = Evening()
    marks: list[float] = []
    for n in range(rounds):
        for look in evening.show.order:
            command = MarkLook(look=look, status="dressing" if n % 2 == 0 else "dressed")
            begun = time.perf_counter()
            evening.mark(command)
            marks.append((time.perf_counter() - begun) * 1000)
    states: list[float] = []
    state = b""
    for _ in range(rounds):
        begun = time.perf_counter()
        state = orjson.dumps(see(evening.moment, Role.CALLER))
        states.append((time.perf_counter() - begun) * 1000)
    return {
        "mark_ms": median(marks),
        "snapshot_ms": median(states),
        "snapshot_bytes": float(len(state)),
    }


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name}\t{value:.3f}")
