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


@dataclass(frozen=True, slots=True, kw_only=True)
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
    Row(what="change to the last of 300 screens, beside a bare broadcast", figure="fan_out_ratio", unit="x", at_most=1.25, aim=1.05),
    Row(what="server CPU for it, beside the same", figure="cpu_ratio", unit="x", at_most=1.25, aim=1.05),
    Row(what="the others while one screen does not read", figure="deaf_ratio", unit="x", at_most=1.1, aim=1.02),
    Row(what="50 marks at once, beside 50 bare broadcasts", figure="burst_ratio", unit="x", at_most=0.2, aim=0.1),
    Row(what="durable append beside write + fdatasync, paced", figure="paced_ratio", unit="x", at_most=3, aim=2.2),
    Row(what="the same in a closed loop", figure="closed_ratio", unit="x", at_most=2, aim=1.3),
    Row(what="64 appends in flight", figure="in_flight_per_s", unit="/s", at_most=50_000, aim=90_000, least=True),
    Row(what="decide, fold, forecast, patches of all roles: 60 looks", figure="mark_ms", unit="ms", at_most=1, aim=0.3),
    Row(what="one mark on the wire", figure="mark_bytes", unit="B", at_most=600, aim=300),
    Row(what="idle show, a second and screen", figure="idle_bytes_per_s", unit="B", at_most=60, aim=40),
    Row(what="memory of a connected screen", figure="memory_kb_per_screen", unit="KB", at_most=40, aim=15),
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
