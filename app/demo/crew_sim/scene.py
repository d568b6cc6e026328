"""What one of the crew sees at a moment: their own view of the show, and the script of the evening."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.demo import script
from app.demo.crew_sim.rows import Row, row, rows, whole, word, words
from app.demo.plan import Pace

GONE: Final = frozenset({"on_runway", "off", "done", "cut", "skipped"})
WENT: Final = frozenset({"on_runway", "off", "done"})
BEFORE_LINE: Final = frozenset({"planned", "assigned", "dressing", "dressed", "checked"})
BEFORE_LIVE: Final = frozenset({"planned", "prep", "first_looks", "lined_up"})
ON_AIR: Final = frozenset({"live", "finale"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Something a person means to do. It vanishes by itself once the show no longer calls for it.

    `after_ms` is what it takes them, in real time, from the moment it comes to mind; `at_ms` the show's
    time before which it makes no sense. What is `once` is done once a run.
    """

    about: str
    command: Row
    after_ms: float = 1_500
    at_ms: int = 0
    expect: Row | None = None
    seen_at: int | None = None
    once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Myself:
    """Who is looking: a pass, and what it is narrowed to."""

    pass_id: str
    role: str
    crew: str = ""
    room: str = ""
    department: str = ""
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directions:
    """What the director has said: a run of this kind begins once `after_run` is over."""

    kind: str = ""
    after_run: str = ""
    starts_at: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is not in the state: the time, the pace, what was directed, and what I have done once this run."""

    now_ms: int
    pace: Pace
    directions: Directions
    done: frozenset[str]


class Scene:
    """A reading of the state; made anew whenever it has changed."""

    def __init__(self, state: Row, me: Myself, moment: Moment) -> None:
        """Read `state` with the eyes of `me`."""
        self.state = state
        self.me = me
        self.now_ms = moment.now_ms
        self.pace = moment.pace
        self.directions = moment.directions
        self.done = moment.done
        self.show = row(state, "show")
        self.run = row(state, "run")
        self.phase = word(self.show, "phase")
        self.order = words(self.show, "order")

    @cached_property
    def looks(self) -> dict[str, Row]:
        return rows(self.state, "looks")

    @cached_property
    def models(self) -> dict[str, Row]:
        return rows(self.state, "models")

    @cached_property
    def items(self) -> dict[str, Row]:
        return rows(self.state, "items")

    @cached_property
    def cues(self) -> dict[str, Row]:
        return rows(self.state, "cues")

    @cached_property
    def help(self) -> dict[str, Row]:
        """Return the calls for help of this run."""
        began = whole(self.run, "began_at") or 0
        return {
            i: one
            for i, one in rows(self.state, "help").items()
            if (whole(one, "raised_at") or 0) >= began
        }

    @property
    def live(self) -> bool:
        return self.phase in ON_AIR

    @property
    def incidents(self) -> bool:
        """A rehearsal goes as planned, as far as it can."""
        return word(self.run, "kind") == "show"

    @property
    def hold(self) -> str:
        return word(row(self.show, "hold"), "scope")

    def place(self, place: int) -> Row:
        """Return the look that the script means by its place in the plan."""
        return self.looks.get(script.look_id(place), {})

    def status(self, look: str) -> str:
        return word(self.looks.get(look, {}), "status")

    def is_out(self, place: int) -> bool:
        """Tell whether the look in this place of the plan has left, in this run."""
        return word(self.place(place), "status") in WENT

    def to_go(self) -> list[str]:
        return [look for look in self.order if self.status(look) not in GONE]

    def looks_of(self, model: str) -> Iterator[tuple[str, Row]]:
        """Yield a model's looks in the order they go."""
        for look in self.order:
            if word(self.looks.get(look, {}), "model") == model:
                yield look, self.looks[look]

    def items_of(self, look: str) -> Iterator[tuple[str, Row]]:
        for item, piece in self.items.items():
            if word(piece, "look") == look or look in words(piece, "shared_by"):
                yield item, piece
