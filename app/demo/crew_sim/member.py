"""One of the crew at work: a mind, a line to the server, and manners towards visitors."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from app.demo.crew_sim.line import Line
from app.demo.crew_sim.mind import Mind
from app.demo.crew_sim.roster import Post
from app.demo.crew_sim.rows import Row, row, rows, word
from app.demo.crew_sim.scene import Directions, Myself, Wish
from app.demo.plan import Pace

LEADERS: Final = frozenset({"owner", "producer"})
PARTS: Final[Mapping[str, frozenset[str]]] = {
    "caller": frozenset({"call_taken", "look_out", "look_skipped", "show_started", "cue_gone"}),
    "starter": frozenset({"look_at_line", "look_returned"}),
}
BREATH_S: Final = 0.015  # several changes in a burst are one thing to think about


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A pass and its token."""

    pass_id: str
    token: str


@dataclass(slots=True, kw_only=True)
class Green:
    """The green room: what the whole crew shares. `ours` are the crew's passes, `guests` the visitors'."""

    pace: Pace
    directions: Directions = field(default_factory=Directions)
    ours: set[str] = field(default_factory=set)
    guests: dict[str, Myself] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)


def _events(entry: Row) -> list[Row]:
    events = entry.get("events")
    return [one for one in events if isinstance(one, dict)] if isinstance(events, list) else []


class Member:
    """Runs until cancelled."""

    def __init__(self, post: Post, badge: Badge, url: str, green: Green) -> None:
        """Take the post; `url` is the show's live socket."""
        self.mind = Mind(post.myself(badge.pass_id), post.wants, green.pace)
        self.line = Line(url, badge.token, self.heard)
        self.tells: Callable[[Row], None] | None = None  # whoever wants to hear every entry too
        self._green = green

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.line.run(), name=f"line of {self.mind.me.crew}")
            tasks.create_task(self._work(), name=f"work of {self.mind.me.crew}")

    async def _work(self) -> None:
        while True:
            self.line.changed.clear()
            pause_s = BREATH_S
            if self.line.ready:
                pause_s = await self._do_one_thing()
            with suppress(TimeoutError):
                async with asyncio.timeout(pause_s):
                    await self.line.changed.wait()
                    await asyncio.sleep(BREATH_S)

    async def _do_one_thing(self) -> float:
        """Do what is ripe, one thing at a time; return how long there is nothing else to do."""
        mirror, now_ms = self.line.mirror, self.line.now_ms()
        ripe, again = self.mind.think(mirror.state, mirror.seq, now_ms, self._green.directions)
        if ripe:
            await self._ask(ripe[0])
            return 0.0
        return max(0.0, (again - now_ms) / 1000)

    async def _ask(self, wish: Wish) -> None:
        self.mind.begins(wish)
        answer = await self.line.ask(wish.command, wish.expect, seen_at=wish.seen_at)
        if answer.taken:
            self.mind.taken(wish, answer.seq)
            return
        self.mind.refused(wish, answer.retry_ms, self.line.now_ms())
        said = f"{self.mind.me.role}: {wish.about}: {answer.code}: {answer.detail}"
        self._green.refusals.append(said)

    def heard(self, entry: Row) -> None:
        """Make way for a real device that has pressed something in my place."""
        if self.tells is not None:
            self.tells(entry)
        actor = row(entry, "actor")
        who, role = word(actor, "pass"), word(actor, "role")
        if who in self._green.ours:
            return
        mine = role == self.mind.me.role and self._stands_in_for_me(who, entry)
        if mine or (role in LEADERS and self._done_for_me(entry)):
            self.mind.make_way(self.line.now_ms())

    def _done_for_me(self, entry: Row) -> bool:
        """Tell whether a producer, or the owner on the caller's page, has done what is my part."""
        kinds = PARTS.get(self.mind.me.role, frozenset())
        return any(word(event, "type") in kinds for event in _events(entry))

    def _stands_in_for_me(self, who: str, entry: Row) -> bool:
        me, guest = self.mind.me, self._green.guests.get(who)
        if guest is not None and (guest.crew or guest.department):
            return guest.crew == me.crew if guest.crew else guest.department == me.department
        if me.role not in ("dresser", "operator"):
            return True
        return any(self._is_mine(event) for event in _events(entry))

    def _is_mine(self, event: Row) -> bool:
        state, me = self.line.mirror.state, self.mind.me
        item = rows(state, "items").get(word(event, "item"), {})
        look = word(event, "look") or word(item, "look")
        cue = rows(state, "cues").get(word(event, "cue"), {})
        dresser = word(rows(state, "looks").get(look, {}), "dresser")
        return dresser == me.crew or (bool(cue) and word(cue, "department") == me.department)
