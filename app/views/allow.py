"""Who may see what: role by collection by field, as a table. What is not in it is seen by nobody.

Every role sees the evening's course (`show`), the calls addressed to it (`messages`), and who a pass belongs to.
Beyond that each sees what its job needs and no more (PROTOCOL.md 2, DOMAIN.md 1.10, SCREENS.md 4).
"""

from collections.abc import Mapping
from typing import Final

from app.show.words import Role

COLLECTIONS: Final = (
    "looks",
    "models",
    "items",
    "cues",
    "crew",
    "rooms",
    "help",
    "messages",
    "decisions",
    "seats",
    "guests",
    "passes",
)
PARTS: Final = ("show", "run", *COLLECTIONS, "forecast", "house")  # in the order of a state

Fields = frozenset[str]
Allowed = Mapping[str, Fields]


def _fields(*lists: str) -> Fields:
    return frozenset(" ".join(lists).split())


# ---- the evening
_SHOW = _fields(
    "title phase phase_before_stop house hold release lineup revision caller caller_since",
    "starts_at t0_at assembly rev",
)
_ORDER = _fields("spacing_ms walk_ms checks at_line_min order plan_order last_go_at")
_RUN = _fields("id kind began_at t0_at planned_ms ended_at rev")
_AS_RUN = _fields("exits spacings holds")

# ---- looks
_LOOK = _fields("id number model status status_at exited_at returned_at return_assumed rev")
_DRESSING = _fields(
    "dresser items change_ms change_class dressing_at dressed_at exits cut_live",
    "measured_change_ms measured_walk_ms marked_at marked_by marked_seq",
)
_CARD = _fields("notes picture sent_back")

# ---- people who walk
_WALKS = _fields("id name status rev")
_WHEREABOUTS = _fields("call_at eta_at arrived_at status_at services asked_after")

# ---- things
_ITEM = _fields(
    "id look name kind required status status_at expected_at shared_by on_look handed_at rev"
)
_PIECE = _fields(
    "size location value_class signed_out_at signed_out_by signed_out_to replaces",
    "marked_at marked_by marked_seq",
)
_VALUABLE = _fields(
    "id look name kind status status_at location value_class",
    "signed_out_at signed_out_by signed_out_to rev",
)
_CUE = _fields(
    "id department name anchor start auto action status standby_at confirmed_at go_at fired_at fired_assumed",
    "anchor_lost rev",
)

# ---- people who work
_CREW = _fields("id role name room rev")
_ROOM = _fields("id name rev")
_PASS = _fields("id role label rev")
_DEVICES = _fields("scope created_at expires_at revoked_at")

# ---- what is said and settled
_HELP = _fields(
    "id look kind item status raised_at raised_by accepted_by accepted_at ready_at ended_at rev"
)
_NOTE = _fields("note")
_MESSAGE = _fields(
    "id kind to sent_at sent_by sent_role text code look other subject revision acks",
    "seq passed_on_at rev",
)
_DECISION = _fields("id kind raised_at cue look options chosen chosen_by chosen_at rev")

# ---- the house
_SEAT = _fields("id block row number tier status guest marked_at rev")
_GUEST = _fields("id name title party tier seat apart_from status checked_in_at rev")
_HOUSE = _fields("seats guests checked_in seated front_row_missing")

# ---- what is derived
_CLOCK = _fields("next spacing_ms t0_at end_at over_ms")
_DUE = _CLOCK | _fields("ready working problem looks")
_MARGINS = _DUE | _fields("changes")

_EVERYBODY: Final[Allowed] = {
    "show": _SHOW,
    "run": _RUN,
    "messages": _MESSAGE,
    "passes": _PASS,
    "forecast": _CLOCK,
}
_BACKSTAGE: Final[Allowed] = {
    **_EVERYBODY,
    "show": _SHOW | _ORDER,
    "looks": _LOOK | _DRESSING,
    "models": _WALKS | _WHEREABOUTS,
    "crew": _CREW,
    "rooms": _ROOM,
    "help": _HELP,
    "forecast": _DUE,
}
_AT_THE_RAIL: Final[Allowed] = {
    **_BACKSTAGE,
    "looks": _LOOK | _DRESSING | _CARD,
    "items": _ITEM | _PIECE,
    "help": _HELP | _NOTE,
    "forecast": _MARGINS,
}
_CALLER: Final[Allowed] = {
    **_AT_THE_RAIL,
    "run": _RUN | _AS_RUN,
    "cues": _CUE,
    "decisions": _DECISION,
    "passes": _PASS | _DEVICES,
    "forecast": _MARGINS | _fields("cues latest"),
    "house": _HOUSE,
}
_STAGE_MANAGER: Final[Allowed] = {
    **_CALLER,
    "models": _WALKS | _WHEREABOUTS | _fields("measurements contact reason"),
}
_PRODUCER: Final[Allowed] = {**_STAGE_MANAGER, "seats": _SEAT, "guests": _GUEST}
_SEATING: Final[Allowed] = {**_EVERYBODY, "seats": _SEAT}

ALLOWED: Final[Mapping[Role, Allowed]] = {
    Role.PRODUCER: _PRODUCER,
    Role.OWNER: _PRODUCER,
    Role.STAGE_MANAGER: _STAGE_MANAGER,
    Role.CALLER: _CALLER,
    Role.STARTER: _AT_THE_RAIL,
    Role.HEAD_DRESSER: {
        **_AT_THE_RAIL,
        "models": _WALKS | _WHEREABOUTS | _fields("measurements"),
    },
    Role.DRESSER: _AT_THE_RAIL,
    Role.SEAMSTRESS: _AT_THE_RAIL,
    Role.DESK: _AT_THE_RAIL,
    Role.STYLIST: _AT_THE_RAIL,
    Role.DESIGNER: _AT_THE_RAIL,
    Role.CASTING: {
        **_BACKSTAGE,
        "models": _WALKS | _WHEREABOUTS | _fields("measurements contact reason"),
        "forecast": _DUE | _fields("latest"),
    },
    Role.CHECK_IN: {
        **_BACKSTAGE,
        "models": _WALKS | _WHEREABOUTS | _fields("contact"),
        "forecast": _DUE | _fields("latest"),
    },
    Role.BEAUTY: {**_BACKSTAGE, "forecast": _DUE | _fields("latest")},
    Role.OPERATOR: {
        **_EVERYBODY,
        "show": _SHOW | _ORDER,
        "looks": _LOOK,
        "models": _WALKS,
        "cues": _CUE,
        "forecast": _DUE | _fields("cues"),
    },
    Role.FRONT_OF_HOUSE: {**_SEATING, "guests": _GUEST, "house": _HOUSE},
    Role.USHER: {**_SEATING, "guests": _GUEST - _fields("title party apart_from")},
    Role.PIT: {
        **_EVERYBODY,
        "show": _SHOW | _fields("order"),
        "looks": _LOOK,
        "models": _WALKS,
        "forecast": _CLOCK | _fields("looks"),
    },
    Role.SECURITY: {
        **_EVERYBODY,
        "looks": _fields("id number status rev"),
        "models": _WALKS,
        "items": _VALUABLE,
    },
    Role.SCREEN: {
        **_BACKSTAGE,
        "items": _ITEM,
        "forecast": _MARGINS,
        "passes": _PASS | _fields("scope revoked_at"),  # who of the crew has not acknowledged
    },
    Role.CLOCK: {},  # the house itself looks at the show, not at a view of it
}

# Everybody else reads "Ada K.": no surname on a wall or on a phone that lies about.
WHOLE_NAMES: Final = frozenset(
    {
        Role.PRODUCER,
        Role.OWNER,
        Role.STAGE_MANAGER,
        Role.CASTING,
        Role.CHECK_IN,
        Role.FRONT_OF_HOUSE,
    }
)
# A hold's note may name a guest or a model; these screens stand where anybody reads them.
NO_HOLD_NOTES: Final = frozenset({Role.SCREEN, Role.PIT, Role.USHER})
# These hear every message; the others what is addressed to them, and what the show itself announces.
HEAR_ALL: Final = frozenset({Role.PRODUCER, Role.OWNER, Role.STAGE_MANAGER, Role.CALLER})
# A room's messages reach who works in it, and its screen.
IN_ROOMS: Final = frozenset(
    {
        Role.HEAD_DRESSER,
        Role.DRESSER,
        Role.SEAMSTRESS,
        Role.DESK,
        Role.STYLIST,
        Role.BEAUTY,
        Role.SCREEN,
    }
)


def collections_of(role: Role) -> frozenset[str]:
    """Return the collections of which a role sees anything."""
    return frozenset(ALLOWED[role]).intersection(COLLECTIONS)
