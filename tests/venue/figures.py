"""What an evening came to, read from its history: `python -m tests.venue.figures FILE`."""

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.venue.history import Line, lines_of

LATE_S: Final = 4.0  # a mark that took longer was kept, and sent when that was possible again
AT_ONCE: Final = frozenset({"cut", "reset", "half-open"})  # faults that have no end


@dataclass
class Figures:
    """Counts of one history; `settled_s` is how long each phone took after the network's return."""

    seconds: float = 0.0
    taps: int = 0
    acked: int = 0
    late: int = 0
    superseded: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    kept_back: int = 0
    repeated: int = 0
    reconnects: int = 0
    frames: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    settled_s: list[float] = field(default_factory=list)
    busiest_s: int = 0  # taps in the fullest second
    back_t: float = 0.0
    connected: set[str] = field(default_factory=set)

    def __str__(self) -> str:
        refused = ", ".join(f"{count} {code}" for code, count in self.refused.most_common())
        faults = ", ".join(f"{count} {what}" for what, count in self.faults.most_common())
        settled = f"{max(self.settled_s):.1f} s" if self.settled_s else "-"
        return (
            f"{self.seconds:.0f} s, {self.taps} taps (at most {self.busiest_s} in a second): "
            f"{self.acked} acknowledged, {self.late} of them later than {LATE_S:.0f} s, "
            f"{self.superseded} superseded, {self.repeated} asked again and known; "
            f"{self.kept_back} orders kept back on the spot; refused: {refused or 'none'}\n"
            f"{self.reconnects} reconnects, {self.frames} frames heard; faults: {faults or 'none'}\n"
            f"worst time to settle after the network's return: {settled}"
        )


def figures_of(path: Path) -> Figures:
    """Count."""
    found = Figures()
    pressed: dict[str, float] = {}
    answered: set[str] = set()
    for line in lines_of(path):
        found.seconds = line.t
        if line.did == "pressed" and line.more.get("via") != "http":
            pressed[line.more["id"]] = line.t
        elif line.did == "heard":
            _heard(line, pressed, answered, found)
        else:
            _happened(line, found)
    found.taps = len(pressed)
    found.busiest_s = max(Counter(map(int, pressed.values())).values(), default=0)
    return found


def _happened(line: Line, found: Figures) -> None:
    match line.did:
        case "kept_back":
            found.kept_back += 1
        case "connected":
            found.reconnects += line.who in found.connected
            found.connected.add(line.who)
        case "fault" if line.more["active"] or line.more["what"] in AT_ONCE:
            found.faults[line.more["what"]] += 1
        case "network back":
            found.back_t = line.t
        case "settled" if found.back_t:
            found.settled_s.append(line.t - found.back_t)
        case _:
            pass


def _heard(line: Line, pressed: dict[str, float], answered: set[str], found: Figures) -> None:
    frame = line.frame
    found.frames += 1
    if frame["type"] == "welcome":
        acked = [key for key, one in frame["outcomes"].items() if one["outcome"] == "ack"]
    elif frame["type"] == "ack":
        acked = [frame["id"]]
        found.superseded += frame["effect"] == "superseded" and not frame["duplicate"]
        found.repeated += frame["duplicate"]
    else:
        acked = []
        if frame["type"] == "reject":
            found.refused[frame["code"]] += 1
    for command_id in set(acked) - answered:
        answered.add(command_id)
        found.acked += 1
        found.late += line.t - pressed.get(command_id, line.t) > LATE_S


if __name__ == "__main__":
    print(figures_of(Path(sys.argv[1])))
