"""What a check says: which promise was broken, for whom, when, and by which lines of the history."""

from dataclasses import dataclass, field
from typing import Final

from tests.venue.evening import Evening, Seen
from tests.venue.history import Line

KEPT_MAX: Final = 50  # findings of one promise: the first is what matters

PROMISES: Final = {
    1: "An acknowledged command is in the log.",
    2: "Each id takes effect at most once; retried until acknowledged, exactly once.",
    3: "All replicas of one role's state at one seq are equal.",
    4: "seq has no gap and no repeat within an epoch; a client's sequence never goes back.",
    5: "A look exits at most once per run unless a false exit came between; a cue fires once.",
    6: "A later problem is never cleared by a mark made before it.",
    7: "A screen never shows old data as if it were new.",
    8: "Nobody receives a field outside their role, nor any message after revocation.",
    9: "When the log can't be written the server says unavailable and changes nothing.",
    10: "Replaying the log from its first entry gives the current state.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation. `lines` are those of the history that prove it, the violating one last."""

    promise: int
    who: str
    t: float
    said: str
    lines: tuple[Line, ...] = ()

    def __str__(self) -> str:
        """Return it as it stands in a report."""
        head = f"promise {self.promise} at {self.t:.3f} s, {self.who or 'everybody'}: {self.said}"
        return "\n".join([head, *(f"    {line}" for line in self.lines)])


@dataclass
class Check:
    """Holds one promise against what happened: `see` each line, then `end`."""

    evening: Evening
    findings: list[Finding] = field(default_factory=list)
    facts: int = 0  # how often there was something to check: none is no proof

    promise: int = field(default=0, init=False)

    def see(self, seen: Seen) -> None:
        """Look at the next line."""

    def end(self) -> None:
        """Look at the whole."""

    def broken(self, said: str, *lines: Line | None, who: str = "") -> None:
        """Write down a violation; the last of `lines` is when it happened."""
        there = tuple(line for line in lines if line is not None)
        at = there[-1] if there else None
        if len(self.findings) < KEPT_MAX:
            t = at.t if at else self.evening.end_t
            found = Finding(self.promise, who or (at.who if at else ""), t, said, there)
            self.findings.append(found)
