"""The plan of a simulated show, as a bundle: small, and with something of everything that can clash."""

from random import Random
from typing import Any

from tests.simulation.case import Case
from tests.simulation.roles import CONTACT, GUEST, HEIGHT, SURNAME

Json = dict[str, Any]
STARTS_AT = 1_795_690_060_000
DEPARTMENTS = ("LX", "MU", "VX")


def plan_of(case: Case) -> Json:
    """Return the plan bundle of a case."""
    chance = Random(f"{case.seed}/plan")
    return {
        "standby": 1,
        "title": "A simulated show",
        "starts_at": STARTS_AT,
        "spacing_ms": 3_000,
        "walk_ms": 4_000,
        "models": [_model(n) for n in range(1, case.models + 1)],
        "crew": [
            {"id": "c1", "name": f"Pia {SURNAME}", "role": "dresser", "room": "B"},
            {"id": "c2", "name": f"Tom {SURNAME}", "role": "dresser"},
        ],
        "looks": [_look(n, case, chance) for n in range(1, case.looks + 1)],
        "cues": [_start_cue(), *(_cue(n, case, chance) for n in range(1, chance.randint(2, 4)))],
        "guests": [{"id": f"g{n}", "name": f"{GUEST} {n}", "tier": 1} for n in (1, 2)],
        "seats": [{"id": "A1", "block": "A", "row": 1, "number": 1, "tier": 1}],
    }


def _model(n: int) -> Json:
    return {
        "id": f"m{n}",
        "name": f"Ada {SURNAME}",
        "measurements": {"height_cm": HEIGHT},
        "contact": f"{CONTACT} {n}",
    }


def _look(n: int, case: Case, chance: Random) -> Json:
    pieces: list[Json] = [
        {"id": f"i{n}", "name": "dress", "status": chance.choice(("on_rack", "expected"))},
    ]
    if chance.random() < 0.3:
        pieces.append({"id": f"s{n}", "name": "shoes", "shared_by": [f"l{n % case.looks + 1}"]})
    return {
        "id": f"l{n}",
        "number": str(n),
        "model": f"m{(n - 1) % case.models + 1}",
        "dresser": chance.choice(("c1", "c2")),
        "change_ms": 20_000,
        "items": pieces,
    }


def _start_cue() -> Json:
    anchor = {"t0": True, "offset_ms": 0}
    return {"id": "q0", "department": "MU", "name": "SND 1", "anchor": anchor, "start": True}


def _cue(n: int, case: Case, chance: Random) -> Json:
    look = f"l{chance.randint(1, case.looks)}"
    anchor = chance.choice(
        (
            {"look": look, "at": "exit", "offset_ms": 500},
            {"look": look, "at": "return", "offset_ms": 0},
            {"t0": True, "offset_ms": 4_000},
            {"cue": "q0", "offset_ms": 2_000},
        )
    )
    department = chance.choice(DEPARTMENTS)
    cue = {"id": f"q{n}", "department": department, "name": f"{department} {n}", "anchor": anchor}
    return {**cue, "auto": chance.random() < 0.6}
