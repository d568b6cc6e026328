"""What PROTOCOL.md section 4 says about states, as anybody could write it from that page alone."""

import hashlib
import zlib
from typing import Any

import orjson

Json = dict[str, Any]
COLLECTIONS = (
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


def merged(state: object, patch: object) -> Any:
    """Return a state after an RFC 7396 merge patch; what the patch leaves alone is shared, not copied."""
    if not isinstance(patch, dict):
        return patch
    made = dict(state) if isinstance(state, dict) else {}
    for key, value in patch.items():
        if value is None:
            made.pop(key, None)
        else:
            made[key] = merged(made.get(key), value)
    return made


def hash_of(state: Json) -> str:
    """Return the sum of CRC-32 of `collection/id:rev`, as a beat tells it."""
    total = 0
    for name in COLLECTIONS:
        for key, entity in state.get(name, {}).items():
            total += zlib.crc32(f"{name}/{key}:{entity['rev']}".encode())
    return f"{total % 2**32:08x}"


def canonical(found: object) -> bytes:
    """Return JSON with sorted keys: the same value is the same bytes."""
    return orjson.dumps(found, option=orjson.OPT_SORT_KEYS)


def digest(state: object) -> str:
    """Return a short name of a state: two states with one name are the same byte for byte."""
    return hashlib.blake2b(canonical(state), digest_size=12).hexdigest()


# ---- the four kinds of command (PROTOCOL.md 4 and 5)


def _words(*lists: str) -> frozenset[str]:
    return frozenset(" ".join(lists).split())


STOPS = _words("hold stop_show")
MARKS = _words(
    "mark_look mark_item mark_service mark_seat check_in check_in_guest set_eta mark_no_show",
    "mark_unavailable release_model add_walk_in request_help accept_help finish_help decline_help",
    "look_off someone_else_went back_to_dressing confirm_standby confirm_fired fail_cue",
    "hand_over sign_out sign_in send_message nudge acknowledge",
)
ORDERS = _words(
    "go go_cue start_show release_hold cut_look swap_looks move_look",
    "false_exit skip_look reinsert_look call_standby skip_cue",
)


def kind_of(command: str) -> str:
    """Return mark, order, stop or edit."""
    if command in STOPS:
        return "stop"
    if command in MARKS:
        return "mark"
    return "order" if command in ORDERS else "edit"
