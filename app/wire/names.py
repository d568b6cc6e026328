"""How classes are called on the wire: `GoCue` is `go_cue`."""

import re
from collections.abc import Mapping
from typing import Final, get_args

from app.show.show import Command, Event


def type_name(kind: type) -> str:
    """Return the word that stands in the field `type`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", kind.__name__).lower()


COMMANDS: Final[Mapping[str, type]] = {type_name(kind): kind for kind in get_args(Command)}
EVENTS: Final[Mapping[str, type]] = {type_name(kind): kind for kind in get_args(Event)}
NEVER_ASKED: Final = frozenset(
    {
        "load_plan",
        "add_pass",
        "revoke_pass",
        "ask_hold_owner",
        "ask_after_model",
        "pass_on_nudge",
        "tell_restored",
    }
)
"""Commands of the house itself: nobody outside may send them over the socket."""
