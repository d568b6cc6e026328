"""What is wrong with a plan, each fault with its place: doubles, and names that nothing in the plan has."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

FAULTS_MAX: Final = 100  # more than that is another kind of file
ANCHORS: Final = ("t0", "look", "cue", "manual")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`place` is the way to it as one would write it: `looks[3].model`."""

    place: str
    says: str

    def __str__(self) -> str:
        return f"{self.place}: {self.says}" if self.place else self.says


class Faulty(ValueError):
    """A file that is no plan, or a plan that contradicts itself."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


def faults(plan: Mapping[str, object]) -> list[Fault]:
    """Return what contradicts itself in a plan; types and unknown fields are for `LoadPlan` to judge."""
    return list(islice(_faults(plan), FAULTS_MAX))


def _faults(plan: Mapping[str, object]) -> Iterator[Fault]:
    if plan.get("standby", 1) != 1:
        yield Fault(place="standby", says="This is a plan of a later version: it says standby 1.")
    if not isinstance(plan.get("title"), str):
        yield Fault(place="title", says="The show has no title.")
    if not _rows(plan, "looks"):
        yield Fault(place="looks", says="There is no look in it.")
    known = _Known(plan)
    for collection in ("models", "crew", "looks", "cues", "seats", "guests"):
        ids = ((place, row.get("id")) for place, row in _rows(plan, collection))
        yield from _doubles(ids, "id")
    yield from _doubles(_numbers(plan), "number")
    yield from _doubles(known.items, "id")
    yield from _of_looks(plan, known)
    yield from _of_cues(plan, known)
    yield from _of_guests(plan, known)


class _Known:
    """The ids that the plan has, by collection."""

    def __init__(self, plan: Mapping[str, object]) -> None:
        self.models = _ids(plan, "models")
        self.crew = _ids(plan, "crew")
        self.cues = _ids(plan, "cues")
        self.seats = _ids(plan, "seats")
        self.guests = _ids(plan, "guests")
        self.looks = frozenset(
            str(row.get("id", f"l{nth}")) for nth, (_, row) in enumerate(_rows(plan, "looks"), 1)
        )
        self.items = [
            (f"{at}.{place}", item.get("id"))
            for at, look in _rows(plan, "looks")
            for place, item in _rows(look, "items")
        ]


def _rows(of: Mapping[str, object], name: str) -> list[tuple[str, Mapping[str, object]]]:
    """Return the objects of a list, each with its place."""
    rows = of.get(name)
    if not isinstance(rows, list):
        return []
    return [(f"{name}[{i}]", row) for i, row in enumerate(rows) if isinstance(row, dict)]


def _ids(plan: Mapping[str, object], collection: str) -> frozenset[object]:
    return frozenset(
        row["id"] for _, row in _rows(plan, collection) if isinstance(row.get("id"), str)
    )


def _numbers(plan: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Yield the printed numbers: `14a` and ` 14A` would be one and the same on a wall."""
    for place, row in _rows(plan, "looks"):
        number = row.get("number")
        yield place, number.strip().upper() if isinstance(number, str) else None


def _doubles(named: Iterable[tuple[str, object]], field: str) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for place, name in named:
        if not isinstance(name, str):
            continue
        if name in first:
            yield Fault(place=f"{place}.{field}", says=f"{name} stands in {first[name]} already.")
        first.setdefault(name, place)


def _leads_nowhere(
    place: str, name: object, known: frozenset[object], what: str
) -> Iterator[Fault]:
    if isinstance(name, str) and name not in known:
        yield Fault(place=place, says=f"There is no {what} {name}.")


def _of_looks(plan: Mapping[str, object], known: _Known) -> Iterator[Fault]:
    for place, look in _rows(plan, "looks"):
        yield from _leads_nowhere(f"{place}.model", look.get("model"), known.models, "model")
        yield from _leads_nowhere(
            f"{place}.dresser", look.get("dresser"), known.crew, "crew member"
        )
        for at, item in _rows(look, "items"):
            for shared in _texts(item.get("shared_by")):
                yield from _leads_nowhere(f"{place}.{at}.shared_by", shared, known.looks, "look")


def _of_cues(plan: Mapping[str, object], known: _Known) -> Iterator[Fault]:
    starts = [place for place, cue in _rows(plan, "cues") if cue.get("start") is True]
    for place in starts[1:]:
        yield Fault(place=f"{place}.start", says=f"{starts[0]} starts the show already.")
    behind: dict[object, object] = {}
    for place, cue in _rows(plan, "cues"):
        anchor = cue.get("anchor")
        if not isinstance(anchor, dict):
            continue
        yield from _of_anchor(f"{place}.anchor", anchor, known)
        behind[cue.get("id")] = anchor.get("cue")
    for place, cue in _rows(plan, "cues"):
        if _waits_for_itself(cue.get("id"), behind):
            yield Fault(place=f"{place}.anchor.cue", says="This cue waits for itself.")


def _of_anchor(place: str, anchor: Mapping[str, object], known: _Known) -> Iterator[Fault]:
    named = [name for name in ANCHORS if anchor.get(name)]
    if isinstance(anchor.get("at"), int):
        named.append("at")
    if len(named) != 1:
        yield Fault(place=place, says="A cue hangs on one of t0, look, cue, at, manual.")
    yield from _leads_nowhere(f"{place}.look", anchor.get("look"), known.looks, "look")
    yield from _leads_nowhere(f"{place}.cue", anchor.get("cue"), known.cues, "cue")
    if anchor.get("look") and anchor.get("at") not in ("exit", "return"):
        yield Fault(place=f"{place}.at", says="At the look's exit, or at its return?")


def _waits_for_itself(cue: object, behind: Mapping[object, object]) -> bool:
    seen = {cue}
    while (before := behind.get(cue)) is not None:
        if before in seen:
            return True
        seen.add(before)
        cue = before
    return False


def _of_guests(plan: Mapping[str, object], known: _Known) -> Iterator[Fault]:
    seated: dict[str, str] = {}
    for place, guest in _rows(plan, "guests"):
        seat = guest.get("seat")
        yield from _leads_nowhere(f"{place}.seat", seat, known.seats, "seat")
        if isinstance(seat, str):
            if seat in seated:
                yield Fault(place=f"{place}.seat", says=f"{seated[seat]} sits in {seat} already.")
            seated.setdefault(seat, place)
        for other in _texts(guest.get("apart_from")):
            yield from _leads_nowhere(f"{place}.apart_from", other, known.guests, "guest")


def _texts(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
