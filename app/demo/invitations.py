"""Invitations: a link for each screen that a visitor may take over, open without typing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from app.demo.casting import crew
from app.demo.crew_sim.member import Green
from app.demo.crew_sim.rows import Json, word
from app.demo.crew_sim.scene import Myself
from app.demo.office import Office

# Which of the crew a visitor may be at once, in the order they are offered; a name where there are several.
OFFERED: Final = (
    ("caller", ""),
    ("starter", ""),
    ("dresser", "Pia Lindqvist"),
    ("dresser", "Oksana Hrytsenko"),
    ("stage_manager", ""),
)
BOARDS: Final[tuple[tuple[str, str, str], ...]] = (
    ("Backstage monitor", "", "backstage?tv=55&d=8"),
    ("Dressing room A", "A", "room/A?tv=55&d=5"),
    ("Dressing room B", "B", "room/B?tv=55&d=5"),
)
NAMES: Final[Mapping[str, str]] = {
    "caller": "Show caller",
    "starter": "Starter at the exit",
    "dresser": "Dresser",
    "stage_manager": "Stage manager",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One screen: what it is, whose place it is, how it opens."""

    screen: str
    whose: str
    url: str


async def invite(
    office: Office, show: str, green: Green, base: str | None = None
) -> list[Invitation]:
    """Make a pass for each screen. `base` is how visitors reach us, where the server can't know."""
    found = []
    for role, name in OFFERED:
        hand = next(one for one in crew() if one.role == role and name in ("", one.name))
        scope: Json = {"crew": hand.id, "room": hand.room} if hand.room else {"crew": hand.id}
        wanted = {"role": role, "label": f"Visitor for {hand.short}", "scope": scope, "pin": False}
        made = await office.make_pass(show, wanted)
        guest = Myself(pass_id=word(made, "id"), role=role, crew=hand.id, room=hand.room or "")
        green.guests[guest.pass_id] = guest
        url = _at(base, word(made, "join_url"))
        found.append(Invitation(screen=NAMES[role], whose=hand.name, url=url))
    for screen, room, page in BOARDS:
        scope = {"room": room} if room else {}
        made = await office.make_pass(show, {"role": "screen", "label": screen, "scope": scope})
        joined = urlsplit(_at(base, word(made, "join_url")))
        board = f"to={page.replace('&', '%26')}"
        url = urlunsplit(joined._replace(query=board))
        found.append(Invitation(screen=screen, whose="TV", url=url))
    return found


def _at(base: str | None, url: str) -> str:
    """Put another server's name in front of a link."""
    if base is None:
        return url
    parts, wanted = urlsplit(url), urlsplit(base)
    return urlunsplit(parts._replace(scheme=wanted.scheme, netloc=wanted.netloc))
