"""Who may see what, stated from PROTOCOL.md section 2 and DOMAIN.md, without a look at the server's own table."""

from collections.abc import Mapping
from typing import Final

ROLES: Final[Mapping[str, str]] = {  # by the name of a phone, which is also its pass
    "caller1": "caller",
    "caller2": "caller",
    "stage": "stage_manager",
    "starter": "starter",
    "dresser1": "dresser",
    "dresser2": "dresser",
    "head": "head_dresser",
    "sewing": "seamstress",
    "sound": "operator",
    "front": "front_of_house",
    "boss": "producer",
    "casting": "casting",
    "wall1": "screen",
    "wall2": "screen",
    "pit": "pit",
}

# What the plan says about people: each stands in one place only, and is found wherever it leaks to.
CONTACT: Final = "Secretcontact"
GUEST: Final = "Secretguest"
SURNAME: Final = "Secretname"
REASON: Final = "Secretreason"
HEIGHT: Final = 178.375
_REF: Final = b'"r_'  # what stands in the log in place of all that

_MAY_READ: Final[Mapping[bytes, frozenset[str]]] = {
    CONTACT.encode(): frozenset({"producer", "stage_manager", "casting", "check_in"}),
    GUEST.encode(): frozenset({"producer", "front_of_house", "usher"}),
    SURNAME.encode(): frozenset(
        {"producer", "stage_manager", "casting", "check_in", "front_of_house"}
    ),
    REASON.encode(): frozenset({"producer", "stage_manager", "casting"}),
    str(HEIGHT).encode(): frozenset({"producer", "stage_manager", "casting", "head_dresser"}),
    _REF: frozenset(),
}

_EVERYBODY: Final = frozenset({"show", "run", "messages", "passes", "forecast"})
_BACKSTAGE: Final = _EVERYBODY | {"looks", "models", "crew", "rooms", "help"}
_RAIL: Final = _BACKSTAGE | {"items"}
_CALLING: Final = _RAIL | {"cues", "decisions", "house"}
_PARTS: Final[Mapping[str, frozenset[str]]] = {
    "caller": _CALLING,
    "stage_manager": _CALLING,
    "producer": _CALLING | {"seats", "guests"},
    **dict.fromkeys(("starter", "dresser", "head_dresser", "seamstress", "screen"), _RAIL),
    "casting": _BACKSTAGE,
    "operator": _EVERYBODY | {"looks", "models", "cues"},
    "front_of_house": _EVERYBODY | {"seats", "guests", "house"},
    "pit": _EVERYBODY | {"looks", "models"},
}


def secret_in(text: bytes, role: str) -> str | None:
    """Return what stands in a frame that this role must not read."""
    for secret, readers in _MAY_READ.items():
        if role not in readers and secret in text:
            return secret.decode()
    return None


def part_beyond(parts: Mapping[str, object], role: str) -> str | None:
    """Return a part of a state or patch that this role must not see."""
    return next(iter(parts.keys() - _PARTS[role]), None)
