"""A show that fells its desk is opened anew; where it falls again it is shown as it last stood."""

from collections.abc import Callable

import pytest

from app.live import desk as desk_file
from app.live import reopening
from app.show.forecast import Forecast, forecast
from app.show.state import Show
from tests.live.device import Device, Json, new_id
from tests.live.evening import send, state_of
from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN, Served

POISON = "The title that nobody can read"


def falls_over(title: str, *, times: int | None = None) -> Callable[[Show], Forecast]:
    """Return a forecast with a fault in it, which mends itself after so many falls."""
    left = [times]

    def fall(show: Show) -> Forecast:
        if show.title != title or left[0] == 0:
            return forecast(show)
        if left[0] is not None:
            left[0] -= 1
        raise ZeroDivisionError

    return fall


def retitle(title: str) -> Json:
    command = {"type": "edit_show", "title": title}
    return {"type": "command", "id": new_id(), "command": command}


@pytest.fixture
def poisoned(own: Served, monkeypatch: pytest.MonkeyPatch) -> Served:
    """A server that can't show a show with a certain title."""
    fall = falls_over(POISON)
    monkeypatch.setattr(desk_file, "forecast", fall)
    monkeypatch.setattr(reopening, "forecast", fall)
    return own


async def test_a_desk_that_has_fallen_is_opened_anew_with_all_it_has_acknowledged(
    own: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    show = own.make_show(a_plan())
    monkeypatch.setattr(desk_file, "forecast", falls_over(POISON, times=1))
    async with Device(own.socket_url, show, OWNER_TOKEN) as screen:
        await screen.greet()
        await screen.say(retitle(POISON))
        assert await screen.closed() == 1012

    after = state_of(own, show)
    more = send(own, show, "edit_show", title="Another")

    assert (after["seq"], after["state"]["show"]["title"], more["seq"]) == (2, POISON, 3)
    own.faults.clear()


async def test_where_it_falls_again_it_is_shown_as_it_last_stood_and_says_so(
    poisoned: Served,
) -> None:
    show = poisoned.make_show(a_plan())
    async with Device(poisoned.socket_url, show, OWNER_TOKEN) as screen:
        await screen.greet()
        await screen.say(retitle(POISON))
        assert await screen.closed() == 1012

    async with Device(poisoned.socket_url, show, OWNER_TOKEN, client="c-back") as back:
        await back.greet()
        refused = await back.ask("edit_show", title="Another")

    assert (back.seq, back.state["show"]["title"]) == (2, "A test show")
    assert back.beat["saving"] is False
    assert (refused["type"], refused["code"]) == ("reject", "unavailable")
    assert "entry 2" in refused["detail"]
    poisoned.faults.clear()


async def test_another_show_does_not_notice(poisoned: Served) -> None:
    bad, good = poisoned.make_show(a_plan()), poisoned.make_show(a_plan())
    async with Device(poisoned.socket_url, good, OWNER_TOKEN) as screen:
        await screen.greet()
        body = {"id": new_id(), "command": {"type": "edit_show", "title": POISON}}
        poisoned.owner.post(f"/shows/{bad}/commands", json=body)
        state_of(poisoned, bad)

        ack = await screen.ask("edit_show", title="As ever")

    assert (ack["type"], ack["seq"]) == ("ack", 2)
    poisoned.faults.clear()


async def test_nothing_that_was_acknowledged_is_lost_by_it(poisoned: Served) -> None:
    show = poisoned.make_show(a_plan())
    ack = send(poisoned, show, "edit_show", title=POISON)
    state_of(poisoned, show)

    entries = poisoned.owner.get(f"/shows/{show}/log").json()["entries"]

    assert entries[-1]["seq"] == ack["seq"]
    poisoned.faults.clear()
