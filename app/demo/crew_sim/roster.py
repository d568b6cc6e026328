"""The roster: who of the cast list stands where, with which pass, and what they do there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from app.demo.casting import Hand, crew
from app.demo.crew_sim import arrivals, dressing_room, front, prompt_desk, runway
from app.demo.crew_sim.arrivals import STATIONS
from app.demo.crew_sim.mind import Wants
from app.demo.crew_sim.rows import Json
from app.demo.crew_sim.scene import Myself

WANTS: Final[Mapping[str, Wants]] = {
    "stage_manager": prompt_desk.stage_manager,
    "caller": runway.caller,
    "starter": runway.starter,
    "head_dresser": dressing_room.head_dresser,
    "dresser": dressing_room.dresser,
    "seamstress": dressing_room.seamstress,
    "desk": dressing_room.desk,
    "casting": arrivals.casting,
    "check_in": arrivals.check_in,
    "beauty": arrivals.beauty,
    "operator": front.operator,
    "front_of_house": front.front_of_house,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A place in the evening, before it has a pass."""

    hand: Hand
    service: str = ""

    @property
    def scope(self) -> Json:
        """Return what the pass is narrowed to."""
        scope: Json = {"crew": self.hand.id}
        if self.hand.room:
            scope["room"] = self.hand.room
        if self.hand.department:
            scope["department"] = self.hand.department
        return scope

    @property
    def wants(self) -> Wants:
        return WANTS[self.hand.role]

    def myself(self, pass_id: str) -> Myself:
        return Myself(
            pass_id=pass_id,
            role=self.hand.role,
            crew=self.hand.id,
            room=self.hand.room or "",
            department=self.hand.department or "",
            service=self.service,
        )


def posts() -> Iterator[Post]:
    """Yield everybody; the three of beauty have a service each."""
    stations = iter(STATIONS)
    for hand in crew():
        yield Post(hand=hand, service=next(stations) if hand.role == "beauty" else "")
