"""Making a broken show smaller, as long as the same promise stays broken: what is left is the reason."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from tests.simulation.case import Case, Fault, Outcome
from tests.simulation.evening import play

T = TypeVar("T")
PLAYS_MAX: Final = 350
EARLY_S: Final = (1.6, 2.6, 4.1, 6.2, 9.3, 13.0)
AFTER_S: Final = 0.5  # an evening need not go on for longer once it is broken


@dataclass
class Shrinking:
    """Tries smaller cases until `plays_max` were played."""

    found: Outcome
    plays_max: int = PLAYS_MAX
    plays: int = 0

    @property
    def case(self) -> Case:
        return self.found.case

    def attempt(self, case: Case) -> bool:
        """Play a smaller case; keep it if it breaks the same promise."""
        if self.plays >= self.plays_max or case == self.case:
            return False
        self.plays += 1
        assert self.found.broken is not None
        outcome = play(case)
        if outcome.broken is None or outcome.broken.promise != self.found.broken.promise:
            return False
        self.found = outcome
        return True

    def run(self) -> Outcome:
        """Return the smallest show that still breaks the promise."""
        assert self.found.broken is not None
        if self.found.broken.promise == "3":  # it shows sooner when everything is compared
            self.attempt(replace(self.case, closely=True))
        self._by_the_script()
        self._shorter()
        self._earlier()
        self._end_alone()
        before = None
        while self.case != before and self.plays < self.plays_max:
            before = self.case
            for reduce in (self._phones, self._faults, self._presses, self._looks, self._plainer):
                reduce()
            self._milder()
            self._shorter()
        return play(self.case, telling=True)

    # ---- one way each

    def _by_the_script(self) -> None:
        """Let phones press what was pressed, whatever their owners would think now."""
        self.attempt(replace(self.case, script=self.found.presses, surprises=()))

    def _end_alone(self) -> None:
        """Try the last presses without all that led up to them."""
        script, count = self.case.script or (), 1
        while count < len(script):
            if self.attempt(replace(self.case, script=script[-count:])):
                return
            count *= 2

    def _earlier(self) -> None:
        """Let things break while little has happened yet."""
        for place, fault in enumerate(self.case.faults):
            for at_s in EARLY_S:
                faults = list(self.case.faults)
                if at_s >= fault.at_s or place >= len(faults):
                    break
                faults[place] = replace(fault, at_s=at_s)
                if self.attempt(replace(self.case, faults=tuple(faults))):
                    self._shorter()
                    break

    def _shorter(self) -> None:
        assert self.found.broken is not None
        end_s = round(self.found.broken.at_s + AFTER_S, 3)
        if end_s >= self.case.acting_s:
            return
        script, faults = self.case.script, self.case.faults
        if script is not None:
            script = tuple(one for one in script if one.at_s <= end_s)
        faults = tuple(one for one in faults if one.at_s <= end_s)
        self.attempt(replace(self.case, acting_s=end_s, script=script, faults=faults))

    def _plainer(self) -> None:
        case = self.case
        for plainer in (
            replace(case, servers=1),
            replace(case, narrow=False),
            replace(case, rehearsal=False),
            replace(case, careless=frozenset()),
            replace(case, steady=True),
        ):
            # Each on top of what was kept before it.
            changed = {
                name: getattr(plainer, name)
                for name in ("servers", "narrow", "rehearsal", "careless", "steady")
                if getattr(plainer, name) != getattr(case, name)
            }
            if changed:
                self.attempt(replace(self.case, **changed))

    def _faults(self) -> None:
        self._fewer(self.case.faults, lambda kept: replace(self.case, faults=kept))
        self._fewer(self.case.surprises, lambda kept: replace(self.case, surprises=kept))

    def _phones(self) -> None:
        self._fewer(self.case.phones, lambda kept: _with_phones(self.case, kept))

    def _presses(self) -> None:
        if self.case.script is not None:
            self._fewer(self.case.script, lambda kept: replace(self.case, script=kept))

    def _looks(self) -> None:
        for looks in (2, 3, 4):
            if looks < self.case.looks and self.attempt(
                replace(self.case, looks=looks, models=max(2, looks * 2 // 3))
            ):
                return

    def _milder(self) -> None:
        for place, fault in enumerate(self.case.faults):
            for milder in _milder(fault):
                faults = list(self.case.faults)
                faults[place] = milder
                if self.attempt(replace(self.case, faults=tuple(faults))):
                    break

    def _fewer(self, whole: Sequence[T], case_with: Callable[[tuple[T, ...]], Case]) -> None:
        """Leave out as much as goes: halves first, then smaller parts (delta debugging)."""
        kept, size = list(whole), max(1, len(whole) // 2)
        while kept and self.plays < self.plays_max:
            start, left_out = 0, False
            while start < len(kept):
                fewer = kept[:start] + kept[start + size :]
                if self.attempt(case_with(tuple(fewer))):
                    kept, left_out = fewer, True
                else:
                    start += size
            if size == 1 and not left_out:
                return
            size = max(1, size // 2)


def shrunk(outcome: Outcome, plays_max: int = PLAYS_MAX) -> Outcome:
    """Return the smallest show found that breaks the same promise, with its story."""
    return Shrinking(outcome, plays_max).run()


def _with_phones(case: Case, phones: tuple[str, ...]) -> Case:
    gone = set(case.phones) - set(phones)
    script = case.script
    if script is not None:
        script = tuple(one for one in script if one.phone not in gone)
    faults = tuple(one for one in case.faults if one.target not in gone)
    return replace(case, phones=phones, script=script, faults=faults)


def _milder(fault: Fault) -> Iterator[Fault]:
    if fault.seconds > 0.2:
        yield replace(fault, seconds=round(fault.seconds / 4, 2))
        yield replace(fault, seconds=round(fault.seconds / 2, 2))
    if fault.more > 5:
        yield replace(fault, more=fault.more % 6)
