"""A show taken to where a test begins, over HTTP as the owner."""

from typing import Any

from tests.live.device import new_id
from tests.live.served import Served

Json = dict[str, Any]


def send(
    served: Served, show: str, command: str, /, *, expect: Json | None = None, **fields: Any
) -> Json:
    """Send a command that must be taken; return its answer."""
    body: Json = {"id": new_id(), "command": {"type": command, **fields}}
    if expect is not None:
        body["expect"] = expect
    answer = served.owner.post(f"/shows/{show}/commands", json=body)
    assert answer.status_code == 200, f"{command}: {answer.text}"
    found: Json = answer.json()
    return found


def line_up(served: Served, show: str, looks: int = 6) -> None:
    """Begin a run and bring every look to the line, all lights green."""
    send(served, show, "begin_run", kind="show")
    send(served, show, "open_day")
    send(served, show, "call_first_looks")
    for n in range(1, looks + 1):
        send(served, show, "mark_look", look=f"l{n}", status="at_line")
    send(served, show, "confirm_lined_up")
    for party in ("backstage", "house", "technical"):
        send(served, show, "set_release", party=party, light="green")


def go_live(served: Served, show: str, looks: int = 6) -> None:
    """Start the show: look 1 is the next to go."""
    line_up(served, show, looks)
    send(served, show, "start_show")
    served.advance(1_000)


def state_of(served: Served, show: str, role: str | None = None) -> Json:
    """Return the whole state as the owner, or as a role, reads it."""
    answer = served.owner.get(f"/shows/{show}/state", params={"as": role} if role else {})
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found
