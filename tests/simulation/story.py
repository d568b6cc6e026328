"""What happened, for people: a few lines in virtual time."""

from collections.abc import Iterator
from typing import Final

from tests.simulation.case import Case, Outcome, Told

LINES_MAX: Final = 60
_BEFORE_THE_DOORS: Final = ("owner add_pass", "owner load_plan", "owner revoke")


def told(outcome: Outcome, *, drawn_as_ever: bool = True) -> str:
    """Return the story of a show that broke a promise, ready to print.

    Where it was not drawn as shows are drawn by default, its seed alone does not bring it back.
    """
    lines = list(_lines(outcome))
    if outcome.broken is not None and drawn_as_ever:
        lines.append(f"  again: python -m tests.simulation --show {outcome.case.seed}")
    return "\n".join(lines)


def lines_of(outcome: Outcome) -> list[str]:
    """Return the story alone, without what everybody does before the doors open."""
    return [_line(one) for one in outcome.story if not _is_preparation(one)]


def _lines(outcome: Outcome) -> Iterator[str]:
    case, broken = outcome.case, outcome.broken
    if broken is None:
        yield f"Show {case.seed}: every promise was kept."
        return
    yield f"Show {case.seed} breaks promise {broken.promise} after {broken.at_s:.1f} s:"
    yield f"  {broken.what}"
    yield f"  {_cast(case)}"
    lines = lines_of(outcome)
    if len(lines) > LINES_MAX:
        yield f"  ... {len(lines) - LINES_MAX} lines before that"
    yield from (f"  {line}" for line in lines[-LINES_MAX:])


def _cast(case: Case) -> str:
    servers = "" if case.servers == 1 else f", {case.servers} servers"
    return f"{case.looks} looks{servers}; phones: {', '.join(case.phones) or 'none'}"


def _line(one: Told) -> str:
    return f"{one.at_s:8.3f}  {one.who:<9} {one.what}"


def _is_preparation(one: Told) -> bool:
    return one.who == "log" and any(words in one.what for words in _BEFORE_THE_DOORS[:2])
