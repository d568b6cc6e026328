"""A whole state as one role sees it, ready for JSON."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseCounts:
    """The house in numbers, for those who may not read its list of guests."""

    seats: int
    guests: int
    checked_in: int  # seated ones among them
    seated: int
    front_row_missing: int
