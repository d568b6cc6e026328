"""`make bench`: the figures that Standby is held to, as ratios to references of the same run.

`python -m tests.bench --smoke` takes few rounds and says only that everything can be measured.
"""

import asyncio
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from tests.bench import append, deciding, fan_out

RESULT: Final = Path("bench.json")


@dataclass(frozen=True, slots=True)
class Row:
    """A figure of the design: what is measured, the most it may be, and what we aim at."""

    what: str
    figure: str
    unit: str
    at_most: float
    aim: float
    least: bool = False  # the more, the better

    def verdict(self, value: float) -> str:
        if self.least:
            return "aim" if value >= self.aim else "ok" if value >= self.at_most else "OVER"
        return "aim" if value <= self.aim else "ok" if value <= self.at_most else "OVER"


ROWS: Final = (
    Row("change to the last of 300 screens, beside a bare broadcast", "fan_out_ratio", "x", 1.25, 1.05),
    Row("server CPU for it, beside the same", "cpu_ratio", "x", 1.25, 1.05),
    Row("the others while one screen does not read", "deaf_ratio", "x", 1.1, 1.02),
    Row("50 marks at once, beside 50 bare broadcasts", "burst_ratio", "x", 0.2, 0.1),
    Row("durable append beside write + fdatasync, paced", "paced_ratio", "x", 3, 2.2),
    Row("the same in a closed loop", "closed_ratio", "x", 2, 1.3),
    Row("64 appends in flight", "in_flight_per_s", "/s", 50_000, 90_000, least=True),
    Row("decide, fold, forecast, patches of all roles: 60 looks", "mark_ms", "ms", 1, 0.3),
    Row("one mark on the wire", "mark_bytes", "B", 600, 300),
    Row("idle show, a second and screen", "idle_bytes_per_s", "B", 60, 40),
    Row("memory of a connected screen", "memory_kb_per_screen", "KB", 40, 15),
)  # fmt: skip


async def measured(*, smoke: bool) -> dict[str, float]:
    figures = dict(deciding.measure(2 if smoke else deciding.ROUNDS))
    with tempfile.TemporaryDirectory(prefix="standby-bench-") as folder:
        figures |= await append.measure(Path(folder), 1 if smoke else append.ROUNDS)
    rounds, screens = (3, 30) if smoke else (fan_out.ROUNDS, fan_out.SCREENS)
    return figures | await fan_out.measure(rounds, screens)


def main() -> None:
    figures = asyncio.run(measured(smoke="--smoke" in sys.argv))
    table = Table("what", "measured", "at most", "aim", "")
    for row in ROWS:
        value = figures[row.figure]
        bound = "at least " if row.least else ""
        table.add_row(
            row.what,
            f"{value:,.2f} {row.unit}",
            f"{bound}{row.at_most:,}",
            f"{row.aim:,}",
            row.verdict(value),
        )
    Console().print(table)
    RESULT.write_text(json.dumps(figures, indent=1, sort_keys=True))
    Console().print(f"All figures are in {RESULT}.")


if __name__ == "__main__":
    main()
