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

import uvicorn
from rich.console import Console
from rich.table import Table

from app.live.logs import set_up_logs
from tests.bench import append, deciding, fan_out, reopening, storm

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
    Row("commands with 300 screens", "commands_per_s", "/s", 5_000, 9_000, least=True),
    Row("300 screens take a snapshot, beside the same bytes", "snapshots_ratio", "x", 5, 1.6),
    Row("durable append beside write + fdatasync, paced", "paced_ratio", "x", 3, 2.2),
    Row("the same in a closed loop", "closed_ratio", "x", 2, 1.3),
    Row("64 appends in flight", "in_flight_per_s", "/s", 50_000, 90_000, least=True),
    Row("decide, fold, forecast, patches of all roles: 60 looks", "mark_ms", "ms", 1, 0.3),
    Row("one mark on the wire", "mark_bytes", "B", 600, 300),
    Row("idle show, a second and screen", "idle_bytes_per_s", "B", 60, 40),
    Row("memory of a connected screen", "memory_kb_per_screen", "KB", 40, 15),
    Row("1,000 screens come at once, until all are live", "connect_1000_s", "s", 4, 1.5),
    Row("p99 of the others while 100 of 1,000 do not read, beside all reading", "p99_100_deaf_ratio", "x", 2, 1.2),
    Row("memory of one of 1,000 that does not read", "deaf_kb_each", "KB", 400, 200),
    Row("2,000 screens come at once, until all are live", "come_2000_s", "s", 8, 3),
    Row("an ack for who is in meanwhile, p99", "come_2000_ack_p99_ms", "ms", 500, 100),
    Row("5,000 connections that say nothing", "silent_mb", "MB", 100, 25),
    Row("100,000 entries, opened again", "reopen_100k_s", "s", 1, 0.6),
)  # fmt: skip


def measured(*, smoke: bool) -> dict[str, float]:
    """Return all figures. The server is measured on the loop it runs on, and so is what stands beside it."""
    loop = uvicorn.Config(lambda: None, log_config=None).get_loop_factory()
    figures = dict(deciding.measure(2 if smoke else deciding.ROUNDS))
    with tempfile.TemporaryDirectory(prefix="standby-bench-") as made:
        folder = Path(made)
        # First, while the memory of this process is that of a fresh server.
        with asyncio.Runner(loop_factory=loop) as as_served:
            size = fan_out.SMOKE if smoke else fan_out.Size()
            figures |= as_served.run(fan_out.measure(folder, size))
            crowd = storm.SMOKE if smoke else storm.Size()
            figures |= as_served.run(storm.measure(folder, crowd))
        with asyncio.Runner() as runner:
            figures |= runner.run(append.measure(folder, 1 if smoke else append.ROUNDS))
            entries = 2_000 if smoke else reopening.ENTRIES
            figures |= runner.run(reopening.measure(folder, entries))
    return figures


def main() -> None:
    set_up_logs("console", "error")
    figures = measured(smoke="--smoke" in sys.argv)
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
