"""The script of the demo's evening: what goes wrong, where, and which looks it happens to.

Every show has a broken zip, a late model, a house hold, a missed exit, a wrong model, a technical hold,
a swap and a cut whose cue asks for another anchor. Places are counted from 1 in the planned order.
"""

from typing import Final

LOOKS: Final = 40
ADDED_AT: Final = 15  # printed 14A: an addition renumbers nobody

ZIP: Final = 8  # bursts while it is put on
LATE: Final = 18  # its model comes after first looks are called
LOST_SHOES: Final = 11  # size not in the box: a pair from the reserve takes their place
LENDS_SHOES: Final = 13
BORROWS_SHOES: Final = 26
MISSED: Final = 12  # not at the line at her turn: skipped
BACK_IN_AFTER: Final = 15  # and re-inserted behind this one
WRONG: Final = 19  # called, but the next one walked
WENT: Final = 20
TECHNICAL_HOLD_AFTER: Final = 23
SWAPPED: Final = (29, 30)
SWAP_WHEN_OUT: Final = 24
CUT: Final = 35
CUT_WHEN_OUT: Final = 28
CUT_CUE: Final = "q8"
NUDGED: Final = 33

# Changes that are tight or too tight for the pace, in milliseconds, by place of the look put on.
TIGHT_CHANGE_MS: Final = {24: 55_000, 26: 90_000, 28: 90_000}


def look_id(place: int) -> str:
    return f"l{place}"


def number(place: int) -> str:
    """Return what is printed on the card of the look in this place."""
    if place < ADDED_AT:
        return str(place)
    return f"{ADDED_AT - 1}A" if place == ADDED_AT else str(place - 1)
