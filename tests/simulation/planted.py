"""Faults planted in the real server, one at a time, which the simulation must find; and where they show best."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from unittest.mock import patch

from app.live import draft as drafts
from app.live import opening
from app.live.audience import Audience
from app.live.desk import Desk
from app.live.known import Known
from app.live.watchers import Watchers
from app.show import exits, wardrobe
from app.show.item import ItemMarked
from app.show.words import Decided, Role
from app.talk.deltas import Waiting
from app.talk.freshness import Beats
from app.talk.recall import Recall
from app.views import allow
from app.views.hashes import Hashes
from tests.simulation.case import Outcome, Weather, drawn
from tests.simulation.disk import Book
from tests.simulation.evening import play
from tests.simulation.shrinking import shrunk
from tests.simulation.story import told

Plant = Callable[[ExitStack], None]


@dataclass(frozen=True, kw_only=True)
class Planted:
    """`means` is what it would do to people; `breaks` are the promises that may tell of it first."""

    means: str
    breaks: frozenset[str]
    plant: Plant
    weather: Weather = field(default_factory=Weather)
    first: int = 0  # the show from which on it is looked for, where it is seldom seen


@contextmanager
def planted(fault: Planted) -> Iterator[None]:
    """Let the server have this fault."""
    with ExitStack() as stack:
        fault.plant(stack)
        yield


def _put(owner: Any, name: str, slip: Any) -> Plant:
    return lambda stack: stack.enter_context(patch.object(owner, name, slip))


def _all(*plants: Plant) -> Plant:
    def put(stack: ExitStack) -> None:
        for one in plants:
            one(stack)

    return put


def _only(*kinds: str, **more: Any) -> Weather:
    weather = {"two_servers": 0.0, "large": 0.0, "strength": 2.0, **more}
    return Weather(only=frozenset(kinds), **weather)


_written = Desk._written


async def _hasty(self: Desk, draft: Any) -> None:
    """Begin to write, and answer at once."""
    asyncio.get_running_loop().create_task(_written(self, draft))


_misfit = Book.misfit


def _takes_ids_twice(self: Book, after_seq: int, new: Any) -> Any:
    clash = _misfit(self, after_seq, new)
    return None if clash is not None and clash.on == "id" else clash


def _goes_again(show: Any, command: Any, _: Any) -> Decided:
    look = show.the_look(command.look)
    exits.must_be_on_air(show)
    return Decided(events=exits._out(show, look))


_take, _since, _tell = Waiting.take, Recall.since, Audience.tell


def _tells_an_old_picture(self: Audience, *args: Any) -> int:
    known = self.snapshot
    told = _tell(self, *args)
    self.snapshot = known
    return told


_move_on = Desk._move_on


def _hard_of_hearing(self: Desk, show: Any, entries: Any, new: Any) -> None:
    """Move on without telling those who watch, now and then."""
    if show.seq % 9:
        _move_on(self, show, entries, new)
        return
    with patch.object(self, "listeners", self.listeners[1:]):
        _move_on(self, show, entries, new)


async def _knows_nobody(*_: Any) -> tuple[dict[Any, Any], None]:
    return {}, None


async def _sees_nothing_new(_: Desk) -> bool:
    return False


def _leaky(stack: ExitStack) -> None:
    models = allow.ALLOWED[Role.DRESSER]["models"] | {"contact"}
    known = {**allow.ALLOWED[Role.DRESSER], "models": models}
    stack.enter_context(patch.dict(allow.ALLOWED, {Role.DRESSER: known}))


PLANTED: Final[Mapping[str, Planted]] = {
    "hasty": Planted(
        means="a tap is acknowledged before it is on the disk",
        breaks=frozenset({"1", "3"}),
        plant=_put(Desk, "_written", _hasty),
        weather=_only(),
    ),
    "forgetful": Planted(
        means="a tap that is sent twice counts twice",
        breaks=frozenset({"2"}),
        plant=_all(
            _put(Known, "get", lambda _self, _id: None),
            _put(Book, "misfit", _takes_ids_twice),
        ),
        weather=_only("twice", "cut"),
    ),
    "twice out": Planted(
        means="a look goes out twice",
        breaks=frozenset({"5"}),
        plant=_all(
            _put(exits, "_go", _goes_again), _put(drafts, "once_rows", lambda _show, _events: ())
        ),
        weather=_only("stall", "cut", surprises=("double_go",)),
    ),
    "patient": Planted(
        means="a GO that was stuck in a dead network goes through later",
        breaks=frozenset({"order"}),
        first=20,
        plant=_put(Beats, "fresh", lambda _self, _number, _now_ms: True),
        weather=_only(
            "stall",
            strength=6.0,
            brief=0.3,
            surprises=("cut_look", "swap_looks", "move_look", "skip_look"),
        ),
    ),
    "careless with the slow": Planted(
        means="a slow phone misses a change",
        breaks=frozenset({"4", "3"}),
        plant=_put(Waiting, "take", lambda self: _take(self)[1:]),
        first=20,
        weather=_only("slow_reader", narrow=1.0, strength=3.0),
    ),
    "short of memory": Planted(
        means="a phone that comes back misses a change",
        breaks=frozenset({"4", "3"}),
        plant=_put(Recall, "since", lambda self, seq: (_since(self, seq) or ())[1:] or None),
        weather=_only("cut"),
    ),
    "old pictures": Planted(
        means="who comes new is shown the show as it was",
        breaks=frozenset({"3", "4", "7", "live"}),
        plant=_put(Audience, "tell", _tells_an_old_picture),
        weather=_only("phone_dies", "kill"),
    ),
    "soft on the revoked": Planted(
        means="a phone whose pass was taken back goes on listening",
        breaks=frozenset({"8"}),
        plant=_put(Watchers, "send_out", lambda *_: None),
        weather=_only("revoke", strength=3.0),
    ),
    "leaky": Planted(
        means="dressers read the models' telephone numbers",
        breaks=frozenset({"8"}),
        plant=_leaky,
        weather=_only(),
    ),
    "gullible": Planted(
        means="a mark made earlier clears a problem seen later",
        breaks=frozenset({"6"}),
        plant=_put(wardrobe, "ItemMarkSuperseded", ItemMarked),
        weather=_only(
            "stall", "sleep", surprises=("piece_missing", "piece_found", "late_mark", "late_mark")
        ),
    ),
    "hard of hearing": Planted(
        means="a change is written and never told",
        breaks=frozenset({"3", "4", "7", "fault", "live"}),
        plant=_put(Desk, "_move_on", _hard_of_hearing),
        weather=_only(),
    ),
    "wrong sums": Planted(
        means="phones are told that they are wrong when they are not",
        breaks=frozenset({"3"}),
        plant=_put(Hashes, "after", lambda self, _step: self),
        weather=_only(),
    ),
    "nameless": Planted(
        means="after a restart nobody has a name",
        breaks=frozenset({"3", "10"}),
        plant=_put(opening, "told_as_far_as_whole", _knows_nobody),
        weather=_only("kill", "restart"),
    ),
    "stubborn": Planted(
        means="after a write in doubt that was made, nothing is ever written again",
        breaks=frozenset({"live", "7", "2"}),
        plant=_put(Desk, "_catch_up", _sees_nothing_new),
        weather=_only("doubt", strength=3.0),
    ),
    "unmoved": Planted(
        means="phones are not told that history has begun anew",
        breaks=frozenset({"3", "4", "7", "live", "2", "1"}),
        plant=_put(Watchers, "begin_anew", lambda _self: None),
        first=35,
        weather=_only("older_copy", strength=9.0),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Found:
    """A planted fault that was found: after how many shows, and its story."""

    shows: int
    outcome: Outcome
    story: str


def found_in(
    fault: Planted, *, name: str = "planted", shows_max: int = 150, plays_max: int = 250
) -> Found | None:
    """Plant a fault, play until a promise is broken, and make that show small."""
    with planted(fault):
        for count in range(fault.first, fault.first + shows_max):
            outcome = play(drawn(f"{name}-{count}", fault.weather))
            if outcome.broken is not None:
                small = shrunk(outcome, plays_max) if plays_max else outcome
                return Found(
                    shows=count + 1 - fault.first,
                    outcome=small,
                    story=told(small, drawn_as_ever=False),
                )
    return None
