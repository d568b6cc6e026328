"""The chairs: whoever sits in one is finished, whatever a hurried dresser does meanwhile."""

import pytest

from app.demo.crew_sim.arrivals import beauty
from app.demo.crew_sim.scene import Directions, Moment, Myself, Scene
from app.demo.plan import Pace
from tests.demo.alone import NOW


@pytest.mark.parametrize("status", ["in_service", "first_look"])
def test_a_model_in_the_chair_is_finished_also_when_her_dresser_has_begun(status: str) -> None:
    one = {"id": "m1", "status": status, "services": {"hair": "done", "makeup": "doing"}}
    state: dict[str, object] = {
        "show": {"phase": "first_looks", "order": ["l1"]},
        "looks": {"l1": {"id": "l1", "model": "m1", "status": "dressing"}},
        "models": {"m1": one},
    }
    moment = Moment(now_ms=NOW, pace=Pace(), directions=Directions(), done=frozenset())

    wished = beauty(Scene(state, Myself(pass_id="p1", role="beauty", service="makeup"), moment))

    assert [wish.command["status"] for wish in wished] == ["done"]
