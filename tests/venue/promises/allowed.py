"""Who may read what, written from PROTOCOL.md 2 and DOMAIN.md: what is in no list is for nobody.

It is kept apart from the server's own table on purpose. A new field of the state has to be put here
too, by somebody who asks who should read it.
"""

from collections.abc import Mapping
from typing import Final


def _words(*lists: str) -> frozenset[str]:
    return frozenset(" ".join(lists).split())


EVERYBODY: Final = _words(
    "producer caller stage_manager starter head_dresser dresser seamstress desk stylist designer",
    "casting check_in beauty operator front_of_house usher pit security screen",
)
FRONT: Final = _words("front_of_house usher")
BACKSTAGE: Final = EVERYBODY - FRONT - _words("pit security operator")
AT_RACKS: Final = BACKSTAGE - _words("casting check_in beauty")
LEADERS: Final = _words("producer caller stage_manager")

# Which roles see anything of a part of the state.
PARTS: Final[Mapping[str, frozenset[str]]] = {
    "show": EVERYBODY,
    "run": EVERYBODY,
    "forecast": EVERYBODY,
    "messages": EVERYBODY,
    "passes": EVERYBODY,
    "looks": EVERYBODY - FRONT,
    "models": EVERYBODY - FRONT,
    "items": AT_RACKS | {"security"},
    "cues": LEADERS | {"operator"},
    "crew": BACKSTAGE,
    "rooms": BACKSTAGE,
    "help": BACKSTAGE,
    "decisions": LEADERS,
    "seats": FRONT | {"producer"},
    "guests": FRONT | {"producer"},
    "house": LEADERS | {"front_of_house"},
}

# Fields that only some of those may read.
NARROW: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    "models": {
        "measurements": _words("producer stage_manager casting head_dresser"),
        "contact": _words("producer stage_manager casting check_in"),
        "reason": _words("producer stage_manager casting"),
        **dict.fromkeys(
            ("call_at", "eta_at", "arrived_at", "status_at", "services", "asked_after"), BACKSTAGE
        ),
    },
    "guests": dict.fromkeys(("title", "party", "apart_from"), _words("producer front_of_house")),
    "passes": {
        **dict.fromkeys(("created_at", "expires_at"), LEADERS),
        # A wall names who of the crew has not acknowledged a change: whose looks it is about, and who still works.
        **dict.fromkeys(("scope", "revoked_at"), LEADERS | {"screen"}),
    },
    "help": {"note": AT_RACKS - {"screen"}},
    "looks": {
        **dict.fromkeys(("notes", "picture", "sent_back"), AT_RACKS - {"screen"}),
        **dict.fromkeys(
            _words("dresser items change_ms change_class dressing_at dressed_at exits cut_live")
            | _words("measured_change_ms measured_walk_ms marked_at marked_by marked_seq"),
            BACKSTAGE,
        ),
    },
    "items": {
        **dict.fromkeys(
            _words("size replaces marked_at marked_by marked_seq"), AT_RACKS - {"screen"}
        ),
        **dict.fromkeys(
            _words("location value_class signed_out_at signed_out_by signed_out_to"),
            AT_RACKS - {"screen"} | {"security"},
        ),
    },
    "run": dict.fromkeys(_words("exits spacings holds"), LEADERS),
    "forecast": {
        "changes": AT_RACKS,
        "cues": LEADERS | {"operator"},
        "latest": LEADERS | _words("casting check_in beauty"),
        "looks": EVERYBODY - FRONT - {"security"},
        **dict.fromkeys(
            _words("ready working problem"), EVERYBODY - FRONT - _words("pit security")
        ),
    },
}

# Everything else that a part may hold, for all who see the part at all.
PLAIN: Final[Mapping[str, frozenset[str]]] = {
    "show": _words(
        "title phase phase_before_stop house hold release lineup revision caller caller_since",
        "starts_at t0_at assembly rev spacing_ms walk_ms checks at_line_min order plan_order",
        "last_go_at restored",
    ),
    "run": _words("id kind began_at t0_at planned_ms ended_at rev"),
    "forecast": _words("next spacing_ms t0_at end_at over_ms"),
    "looks": _words("id number model status status_at exited_at returned_at return_assumed rev"),
    "models": _words("id name status rev"),
    "items": _words(
        "id look name kind required status status_at expected_at shared_by on_look handed_at rev"
    ),
    "cues": _words(
        "id department name anchor start auto action status standby_at confirmed_at go_at fired_at",
        "fired_assumed anchor_lost rev",
    ),
    "crew": _words("id role name room rev"),
    "rooms": _words("id name rev"),
    "help": _words(
        "id look kind item status raised_at raised_by accepted_by accepted_at ready_at ended_at rev"
    ),
    "messages": _words(
        "id kind to sent_at sent_by sent_role text code look other subject revision acks rev",
        "seq passed_on_at",
    ),
    "decisions": _words("id kind raised_at cue look options chosen chosen_by chosen_at rev"),
    "seats": _words("id block row number tier status guest marked_at rev"),
    "guests": _words("id name tier seat status checked_in_at rev"),
    "passes": _words("id role label rev"),
    "house": _words("seats guests checked_in seated front_row_missing"),
}

# What an event names, and the part that somebody must see to hear of it.
NAMED_BY_EVENTS: Final[Mapping[str, str]] = {
    "look": "looks",
    "model": "models",
    "item": "items",
    "cue": "cues",
    "help": "help",
    "decision": "decisions",
    "seat": "seats",
    "guest": "guests",
}


def may_read(role: str, part: str, name: str) -> bool:
    """Tell whether a role may read a field of a part of the state."""
    if role not in PARTS.get(part, ()):
        return False
    narrow = NARROW.get(part, {})
    return role in narrow[name] if name in narrow else name in PLAIN[part]
