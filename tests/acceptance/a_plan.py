"""A made plan of any size, for machines that have no real one."""

from tests.live.device import Json


def a_plan(*, looks: int, models: int) -> Json:
    """Return a bundle in which every model walks `looks / models` times, three pieces a look."""
    return {
        "standby": 1,
        "title": f"A made show of {looks} looks",
        "starts_at": 1_795_716_000_000,
        "spacing_ms": 15_000,
        "walk_ms": 40_000,
        "models": [
            {
                "id": f"m{n}",
                "name": f"Model {n} Made",
                "call_at": 1_795_705_200_000,
                "measurements": {"height_cm": 178.0, "dress_eu": 36.0, "shoe_eu": 39.5},
            }
            for n in range(1, models + 1)
        ],
        "crew": [
            {"id": f"c{n}", "name": f"Dresser {n}", "role": "dresser", "room": "AB"[n % 2]}
            for n in range(1, 19)
        ],
        "looks": [_look(n, models) for n in range(1, looks + 1)],
        "cues": [
            {
                "id": "q0",
                "department": "MU",
                "name": "SND 1",
                "anchor": {"t0": True, "offset_ms": 0},
                "start": True,
            },
            {
                "id": "q1",
                "department": "LX",
                "name": "LX 10",
                "anchor": {"look": "l1", "at": "exit", "offset_ms": 0},
            },
        ],
        "seats": [
            {"id": f"A-1-{n}", "block": "A", "row": 1, "number": n, "tier": 1} for n in range(1, 21)
        ],
        "guests": [
            {"id": f"g{n}", "name": f"Guest {n}", "title": "press", "tier": 1, "seat": f"A-1-{n}"}
            for n in range(1, 11)
        ],
    }


def _look(n: int, models: int) -> Json:
    return {
        "id": f"l{n}",
        "number": str(n),
        "model": f"m{(n - 1) % models + 1}",
        "dresser": f"c{(n - 1) % 18 + 1}",
        "change_ms": 90_000,
        "notes": "gloves on last",
        "items": [
            {
                "id": f"i{n}-{k}",
                "name": f"piece {k}",
                "kind": kind,
                "required": True,
                "size": "38",
            }
            for k, kind in enumerate(("garment", "shoe", "accessory"), start=1)
        ],
    }
