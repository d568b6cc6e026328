"""Plans for tests: as small as a show can be and still be one."""

from typing import Any

Json = dict[str, Any]


def a_plan(*, looks: int = 6, models: int = 3, **more: Any) -> Json:
    """Return a bundle with one piece a look."""
    return {
        "standby": 1,
        "title": "A test show",
        "starts_at": 1_795_690_800_000,
        "models": [
            {
                "id": f"m{n}",
                "name": f"Model{n} Surname{n}",
                "measurements": {"height_cm": 178},
                "contact": f"agency {n}",
            }
            for n in range(1, models + 1)
        ],
        "crew": [{"id": "c1", "name": "Pia Helper", "role": "dresser", "room": "B"}],
        "looks": [
            {
                "id": f"l{n}",
                "number": str(n),
                "model": f"m{(n - 1) % models + 1}",
                "dresser": "c1",
                "items": [{"id": f"i{n}", "name": "dress", "status": "on_rack"}],
            }
            for n in range(1, looks + 1)
        ],
        "cues": [
            {
                "id": "q0",
                "department": "MU",
                "name": "SND 1",
                "anchor": {"t0": True, "offset_ms": 0},
                "start": True,
            }
        ],
        "guests": [{"id": "g1", "name": "Guest Secret"}],
        **more,
    }
