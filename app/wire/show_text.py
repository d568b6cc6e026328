"""A whole show as canonical JSON: for checkpoints, and to tell whether two shows are the same."""

from collections.abc import Mapping
from typing import Final

import orjson

from app.show.state import Show
from app.views.allow import COLLECTIONS
from app.views.plain import plain, plain_fields
from app.wire.adapters import Malformed, reader_of

FORMAT: Final = 2  # raise it when a field changes its meaning: older checkpoints are then made anew


class Unreadable(ValueError):
    """A checkpoint of another version: fold the show from its log instead."""


def show_to_json(show: Show) -> bytes:
    """Return a show as bytes: the same show, the same bytes.

    Entities stand in lists, in the order in which the show holds them: the oldest message is the first.
    """
    found = plain_fields(show)
    for name in COLLECTIONS:
        found[name] = [plain(one) for one in getattr(show, name).values()]
    return orjson.dumps({"format": FORMAT, "show": found}, option=orjson.OPT_SORT_KEYS)


def show_from_json(written: bytes) -> Show:
    """Return the show that `show_to_json` wrote.

    Raises:
        Unreadable: it was written by another version, or is damaged.
    """
    try:
        found = orjson.loads(written)
        if not isinstance(found, Mapping) or found.get("format") != FORMAT:
            raise Unreadable("The checkpoint has another format.")
        fields = dict(found["show"])
        for name in COLLECTIONS:
            fields[name] = {one["id"]: one for one in fields[name]}
        return reader_of(Show).from_log(fields)
    except (orjson.JSONDecodeError, Malformed, LookupError, TypeError) as wrong:
        raise Unreadable(f"The checkpoint can't be read: {wrong}") from wrong
