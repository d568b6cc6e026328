"""The clock's hand: asks the desk, at the right moment, for what the show says is due."""

from collections.abc import Callable, Iterator
from typing import Final

from app.live.asking import Acked, Answer, Asking
from app.live.clock import Bell, Clock
from app.live.desk import Desk, Turn
from app.show.due import Due, due
from app.show.restored import TellRestored
from app.show.words import CLOCK, Instant, Why
from app.storage.event_log import begun_anew
from app.wire.commands import body_fingerprint, command_json

ASK_AGAIN_MS: Final = 1_000  # after the log could not be written
REARM_MS: Final = 700  # between two GOs (DOMAIN.md 3.2)
_FOR_NOW: Final = {Why.UNAVAILABLE: ASK_AGAIN_MS, Why.REARMING: REARM_MS}


class Alarms:
    """One bell for one show, set anew after every change.

    The ids say what each is about, so that two servers, or one before and one after a crash, ask
    for the same thing once.
    """

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk = desk
        self._clock = clock
        self._bell: Bell | None = None
        self._asked: set[str] = set()  # on its way, or done
        self._refused: dict[str, int] = {}  # at which seq: to be tried again after a change
        self._again_at: dict[str, Instant] = {}  # not before, whatever happens meanwhile
        self._on = True
        desk.listeners.append(self._changed)
        desk.at_the_end.append(self.stop)

    def start(self) -> None:
        """Ask at once for what is due already, and set the bell for the rest."""
        if self._desk.saving.damaged is not None:
            self.stop()
        self.ring()

    def stop(self) -> None:
        """Ring no more. Harmless when repeated."""
        self._on = False
        self._hush()

    def _changed(self, _turn: Turn) -> None:
        self._refused.clear()
        self._set()

    def _set(self) -> None:
        self._hush()
        times = [self._at(one) for one in self._waiting()] if self._on else []
        if times:
            self._bell = self._clock.ring_at(min(times), self.ring)

    def _hush(self) -> None:
        if self._bell is not None:
            self._bell.cancel()
            self._bell = None

    def ring(self) -> None:
        """Ask for what is due now."""
        if not self._on:
            return
        now_ms = self._clock.now_ms()
        for one in self._waiting():
            if self._at(one) <= now_ms:
                self._ask(one)
        self._set()

    def _at(self, one: Due) -> Instant:
        return max(one.at_ms, self._again_at.get(one.id, one.at_ms))

    def _waiting(self) -> list[Due]:
        moment = self._desk.moment
        found = (*self._restored(), *due(moment.show, moment.forecast))
        return [one for one in found if one.id not in self._asked and one.id not in self._refused]

    def _restored(self) -> Iterator[Due]:
        """In a new epoch, people are told first of all; the log knows by the id that they were."""
        epoch = self._desk.epoch
        if begun_anew(epoch):
            command = TellRestored()
            yield Due(at_ms=Instant(0), id=f"clock:restored:{epoch}", command=command)

    def _ask(self, one: Due) -> None:
        self._asked.add(one.id)
        asking = Asking(
            id=one.id,
            command=one.command,
            actor=CLOCK,
            fingerprint=body_fingerprint(command_json(one.command), self._desk.salt),
            answer=self._hearing(one.id),
        )
        self._desk.ask(asking)

    def _hearing(self, command_id: str) -> Callable[[Answer], None]:
        def hear(answer: Answer) -> None:
            self._again_at.pop(command_id, None)
            if isinstance(answer, Acked):
                return
            self._asked.discard(command_id)
            again_ms = _FOR_NOW.get(answer.why)
            if again_ms is None:
                self._refused[command_id] = self._desk.seq
            else:
                self._again_at[command_id] = Instant(self._clock.now_ms() + again_ms)
                self._set()

        return hear
