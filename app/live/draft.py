"""One turn of the desk on paper: what each of those who ask would be told if it can be written."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from typing import Final

import structlog

from app.live.asking import Acked, Answer, Asking, Effect, unavailable
from app.live.known import Known, Remembered, answer_again
from app.live.once import once_rows
from app.show.late import SUPERSEDED
from app.show.restored import OrderRecorded
from app.show.show import Event, decide, fold
from app.show.state import Show
from app.show.words import (
    CLOCK,
    OWNER,
    Circumstances,
    Guard,
    Instant,
    Refused,
    Role,
    Stamp,
    Why,
)
from app.talk.freshness import observed_at

log = structlog.get_logger(__name__)

FAULT: Final = "Something is broken in the server: this was not done, and it was noted."


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """An entry that is not written yet."""

    seq: int
    at_ms: Instant
    asking: Asking
    events: tuple[Event, ...]
    warnings: tuple[Guard, ...]
    once: tuple[str, ...]

    @property
    def remembered(self) -> Remembered:
        """Return what a repetition is compared with."""
        return Remembered(self.seq, self.asking.fingerprint, effect_of(self.events))


def effect_of(events: Iterable[Event]) -> Effect:
    """Say whether an entry is a mark that came too late, or an order that was only written down."""
    told = tuple(events)
    if any(isinstance(one, OrderRecorded) for one in told):
        return "recorded"
    return "superseded" if any(isinstance(one, SUPERSEDED) for one in told) else "applied"


class Draft:
    """Decides a batch in order, each on top of what the ones before it would change."""

    def __init__(
        self, show: Show, now_ms: Instant, known: Known, barred: Set[str] = frozenset()
    ) -> None:
        """Begin from `show`; `barred` ids are of what the log says has already happened."""
        self.before = show
        self.show = show
        self.entries: list[Drafted] = []
        self.faults: list[Exception] = []  # of ours, met while deciding
        self._now_ms = Instant(max(now_ms, show.at))
        self._known = known
        self._barred = barred
        self._made: dict[str, Remembered] = {}
        # The answer, and how many entries it rests on.
        self._answers: list[tuple[Asking, Answer, int]] = []

    def take(self, batch: Iterable[Asking]) -> None:
        """Decide each of `batch`."""
        for asking in batch:
            self._answers.append((asking, self._decided(asking), len(self.entries)))

    @property
    def doubtful(self) -> list[str]:
        """Return the ids of those refused whose id may be in the log, out of memory's reach."""
        if self._known.complete:
            return []
        return [
            asking.id
            for asking, answer, _ in self._answers
            if isinstance(answer, Refused) and answer.why is not Why.ID_REUSED
        ]

    def correct(self, found: Mapping[str, Remembered]) -> None:
        """Answer those again whose id was found in the log."""
        self._answers = [
            (asking, answer_again(asking, found[asking.id]), rests_on)
            if isinstance(answer, Refused) and asking.id in found
            else (asking, answer, rests_on)
            for asking, answer, rests_on in self._answers
        ]

    def answers(self) -> list[tuple[Asking, Answer]]:
        """Return what everybody is told once the entries are durable."""
        return [(asking, answer) for asking, answer, _ in self._answers]

    def answers_unwritten(self) -> list[tuple[Asking, Answer]]:
        """Return what everybody is told after a failed write; what rests on nothing new holds."""
        return [
            (asking, unavailable() if rests_on else answer)
            for asking, answer, rests_on in self._answers
        ]

    def _decided(self, asking: Asking) -> Answer:
        taken = self._known.get(asking.id) or self._made.get(asking.id)
        if taken is not None:
            return answer_again(asking, taken)
        try:
            return self._taken(asking)
        except Refused as refused:
            return refused
        except Exception as fault:  # ours: it costs this one its command, and nobody else the show
            log.exception("command fell", command=type(asking.command).__name__, id=asking.id)
            self.faults.append(fault)
            return Refused(Why.UNAVAILABLE, FAULT)

    def _taken(self, asking: Asking) -> Acked:
        """Decide one, and go on from there. Nothing has changed when this raises."""
        _must_be_let_in(self.show, asking, self._now_ms)
        if not asking.offered_again:
            _must_be_fresh(asking)
        _must_be_the_first(asking, self._barred)
        decided = decide(self.show, asking.command, self._circumstances(asking))
        entry = Drafted(
            seq=self.show.seq + 1,
            at_ms=self._now_ms,
            asking=asking,
            events=decided.events,
            warnings=decided.warnings,
            once=once_rows(self.show, decided.events),
        )
        stamp = Stamp(seq=entry.seq, at_ms=entry.at_ms, by=asking.actor)
        after = fold(self.show, stamp, entry.events)
        known = entry.remembered
        self.show = after
        self.entries.append(entry)
        self._made[asking.id] = known
        return Acked(id=asking.id, seq=entry.seq, effect=known.effect, warnings=decided.warnings)

    def _circumstances(self, asking: Asking) -> Circumstances:
        return Circumstances(
            by=asking.actor,
            now_ms=self._now_ms,
            seen_at=observed_at(asking.occurred_at, self._now_ms),
            scope=asking.scope,
            expect=asking.expect,
            override=asking.override,
            offered_again=asking.offered_again,
        )


def _must_be_fresh(asking: Asking) -> None:
    if not asking.fresh:
        raise Refused(Why.STALE_ORDER, "Your screen was too far behind. Look, then press again.")


def _must_be_the_first(asking: Asking, barred: Set[str]) -> None:
    if asking.id in barred:
        raise Refused(Why.ALREADY_FIRED, "That has already happened in this run.")


def _must_be_let_in(show: Show, asking: Asking, now_ms: Instant) -> None:
    """Refuse a pass that was taken back or has run out since its device was let in."""
    if asking.actor in {OWNER, CLOCK}:
        return
    held = show.passes.get(asking.actor.pass_id)
    if held is None or held.role is not asking.actor.role or asking.actor.role is Role.OWNER:
        raise Refused(Why.FORBIDDEN, "This show does not know your pass.")
    if held.revoked_at is not None:
        raise Refused(Why.FORBIDDEN, "Your pass was taken back.")
    if held.expires_at is not None and held.expires_at <= now_ms:
        raise Refused(Why.FORBIDDEN, "Your pass has run out.")
