"""What is counted while the evening runs, for Prometheus: never a name, never an id of a person."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from app.live.asking import Answer
from app.show.words import Refused

_APPEND_S: Final = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 1.0)


def _outcome(answer: Answer) -> str:
    if isinstance(answer, Refused):
        return answer.why.value
    return "duplicate" if answer.duplicate else answer.effect


class Meters:
    """The counters of one house. Each has its own registry, so that tests do not share them."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self.commands = Counter(
            "standby_commands",
            "Commands by what became of them: applied, superseded, duplicate, or why not.",
            ("outcome",),
            registry=registry,
        )
        self.append_s = Histogram(
            "standby_append_seconds",
            "How long one turn of the desk took to become durable.",
            buckets=_APPEND_S,
            registry=registry,
        )
        self.delta_bytes = Counter(
            "standby_delta_bytes", "Bytes of deltas handed to screens.", registry=registry
        )
        self.screens = Gauge("standby_screens", "Connected screens.", ("role",), registry=registry)
        self.snapshots = Counter(
            "standby_snapshots", "Snapshots handed to screens.", registry=registry
        )
        self.too_slow = Counter(
            "standby_screens_too_slow", "Screens closed with 4408.", registry=registry
        )
        self.divergence = Counter(
            "standby_divergence",
            "Screens whose picture differed from ours at the same seq: must stay 0.",
            registry=registry,
        )
        self.clashes = Counter(
            "standby_clashes", "Turns decided again after another server wrote.", registry=registry
        )
        self.commands_fallen = Counter(
            "standby_commands_fallen",
            "Commands refused because of a fault of ours: must stay 0.",
            registry=registry,
        )
        self.rounds_fallen = Counter(
            "standby_rounds_fallen",
            "Times that one screen or show could not be looked after: must stay 0.",
            registry=registry,
        )
        self.damaged = Gauge(
            "standby_shows_damaged",
            "Shows whose log is not what was written, and which are read only: must stay 0.",
            registry=registry,
        )
        self.desks_fallen = Counter(
            "standby_desks_fallen", "Desks that stopped rather than guess.", registry=registry
        )

    def count(self, answer: Answer) -> None:
        """Count what became of a command."""
        self.commands.labels(_outcome(answer)).inc()

    def text(self) -> bytes:
        """Return all of them as Prometheus reads them."""
        return generate_latest(self._registry)
