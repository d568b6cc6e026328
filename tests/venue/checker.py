"""Reads a history and says of each of the ten promises whether it held: `python -m tests.venue.checker FILE`."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.venue.evening import Evening
from tests.venue.finding import PROMISES, Check, Finding
from tests.venue.history import Json, lines_of
from tests.venue.promises.acknowledged import AcknowledgedIsInTheLog
from tests.venue.promises.equal_replicas import EqualReplicas, ReplayIsTheState
from tests.venue.promises.kept_problems import KeptProblems
from tests.venue.promises.old_as_new import OldAsNew
from tests.venue.promises.once_each import EachIdOnce
from tests.venue.promises.own_role import OwnRole
from tests.venue.promises.single_exits import SingleExits
from tests.venue.promises.unavailable import Unavailable
from tests.venue.promises.unbroken_sequence import UnbrokenSequence


@dataclass(frozen=True)
class Verdict:
    """What the history shows of each promise: findings, and how much there was to find them in."""

    began: Json
    findings: tuple[Finding, ...]
    facts: dict[int, int]
    lines: int

    @property
    def broken(self) -> frozenset[int]:
        """Return which promises were broken."""
        return frozenset(one.promise for one in self.findings)

    def __str__(self) -> str:
        """Return the whole report."""
        told = [f"seed {self.began['seed']}, {self.began['what']}: {self.lines} lines"]
        for number, words in PROMISES.items():
            mark = "BROKEN" if number in self.broken else "held" if self.facts[number] else "-"
            told.append(f"{number:>3}  {mark:<6} {self.facts[number]:>8} facts  {words}")
        firsts = [next(f for f in self.findings if f.promise == n) for n in sorted(self.broken)]
        return "\n".join([*told, *map(str, firsts)])


def check(path: Path) -> Verdict:
    """Hold all ten promises against a history."""
    evening = Evening()
    checks = _checks(evening)
    began: Json = {}
    count = 0
    for line in lines_of(path):
        count = line.n
        if line.did == "began":
            began = line.more
            continue
        seen = evening.see(line)
        for one in checks:
            one.see(seen)
    for one in checks:
        one.end()
    findings = sorted((found for one in checks for found in one.findings), key=lambda f: f.t)
    facts = {one.promise: one.facts for one in checks}
    return Verdict(began, tuple(findings), facts, count)


def _checks(evening: Evening) -> Sequence[Check]:
    equal = EqualReplicas(evening)
    return (
        AcknowledgedIsInTheLog(evening),
        EachIdOnce(evening),
        equal,
        UnbrokenSequence(evening),
        SingleExits(evening),
        KeptProblems(evening),
        OldAsNew(evening),
        OwnRole(evening),
        Unavailable(evening),
        ReplayIsTheState(evening, live=equal),
    )


if __name__ == "__main__":
    verdict = check(Path(sys.argv[1]))
    print(verdict)
    sys.exit(bool(verdict.findings))
