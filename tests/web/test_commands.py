"""Commands over HTTP: the same desk, with answers as documents."""

import httpx
import pytest

from tests.live.device import Json, new_id
from tests.live.evening import go_live, line_up, send, state_of
from tests.live.served import Served


def ask(owner: httpx.Client, show: str, command: Json, **more: object) -> httpx.Response:
    return owner.post(f"/shows/{show}/commands", json={"id": new_id(), "command": command, **more})


def test_a_command_is_answered_with_its_seq(owner: httpx.Client, show: str) -> None:
    answer = ask(owner, show, {"type": "check_in", "model": "m1"})

    body = answer.json()
    assert answer.status_code == 200
    assert (body["seq"], body["duplicate"], body["effect"], body["warnings"]) == (
        2,
        False,
        "applied",
        [],
    )


def test_the_same_id_again_is_answered_with_the_first_seq(owner: httpx.Client, show: str) -> None:
    body = {"id": new_id(), "command": {"type": "check_in", "model": "m1"}}
    owner.post(f"/shows/{show}/commands", json=body)

    again = owner.post(f"/shows/{show}/commands", json=body).json()

    assert (again["seq"], again["duplicate"]) == (2, True)


@pytest.mark.parametrize(
    ("command", "status", "code"),
    [
        ({"type": "dance"}, 400, "unknown_command"),
        ({"type": "load_plan", "plan": {}}, 400, "unknown_command"),
        ({"type": "check_in"}, 400, "malformed"),
        ({"type": "check_in", "model": "m1", "mood": "good"}, 400, "malformed"),
        ({"type": "check_in", "model": "none"}, 404, "unknown_entity"),
        ({"type": "go", "look": "l1"}, 409, "invalid_transition"),
        ({"type": "start_show"}, 409, "invalid_transition"),
    ],
)
def test_a_command_that_is_not_taken_says_why(
    owner: httpx.Client, show: str, command: Json, status: int, code: str
) -> None:
    answer = ask(owner, show, command)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["id"]


def test_guards_are_listed_each_soft_or_hard(
    served: Served, owner: httpx.Client, show: str
) -> None:
    line_up(served, show)
    send(served, show, "set_release", party="house", light="red")

    answer = ask(owner, show, {"type": "start_show"})

    assert (answer.status_code, answer.json()["code"]) == (422, "guard")
    assert {guard["weight"] for guard in answer.json()["guards"]} <= {"soft", "hard"}


def test_a_reason_passes_a_soft_guard_and_is_kept_beside_the_log(
    served: Served, owner: httpx.Client, show: str
) -> None:
    line_up(served, show)
    send(served, show, "set_release", party="house", light="red")

    answer = ask(owner, show, {"type": "start_show", "override": "the minister waits"})

    assert answer.status_code == 200
    assert answer.json()["warnings"] != []
    assert "minister" not in served.owner.get(f"/shows/{show}/log.ndjson").text


def test_a_go_over_http_needs_what_was_seen_as_next_and_no_beat(
    served: Served, owner: httpx.Client, show: str
) -> None:
    go_live(served, show)

    blind = ask(owner, show, {"type": "go", "look": "l1"})
    seeing = ask(owner, show, {"type": "go", "look": "l1"}, expect={"next": "l1"})

    assert (blind.status_code, seeing.status_code) == (400, 200)


def test_a_second_go_at_once_is_told_when_it_may_come(
    served: Served, owner: httpx.Client, show: str
) -> None:
    go_live(served, show)
    ask(owner, show, {"type": "go", "look": "l1"}, expect={"next": "l1"})

    answer = ask(owner, show, {"type": "go", "look": "l2"}, expect={"next": "l2"})

    assert (answer.status_code, answer.json()["code"]) == (409, "rearming")
    assert answer.json()["retry_ms"] == 700
    assert answer.headers["retry-after"] == "1"


def test_a_pass_that_hurries_is_told_to_wait(served: Served, show: str) -> None:
    token = served.make_pass(show, "dresser")["token"]
    with served.api(token) as dresser:
        command = {"type": "mark_look", "look": "l1", "status": "dressing"}
        answers = [ask(dresser, show, command).status_code for _ in range(31)]

    assert answers == [200] * 30 + [429]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"command": {"type": "check_in", "model": "m1"}},
        {"id": "short", "command": {"type": "check_in", "model": "m1"}},
        {"id": "x" * 65, "command": {"type": "check_in", "model": "m1"}},
        {"id": "clock:r1:off", "command": {"type": "check_in", "model": "m1"}},
        {"id": "long-enough-1", "command": "check_in"},
        {"id": "long-enough-2", "command": {"type": "check_in", "model": "m1"}, "mood": 1},
    ],
)
def test_a_body_that_is_no_command_is_malformed(owner: httpx.Client, show: str, body: Json) -> None:
    answer = owner.post(f"/shows/{show}/commands", json=body)

    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")


def test_a_picture_comes_back_redrawn(served: Served, owner: httpx.Client, show: str) -> None:
    png = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
        "WjR9awAAAABJRU5ErkJggg=="
    )
    ask(
        owner,
        show,
        {"type": "edit_look", "look": "l1", "picture": f"data:image/png;base64,{png}"},
        expect={"rev": state_of(served, show)["state"]["looks"]["l1"]["rev"]},
    )

    address = state_of(served, show)["state"]["looks"]["l1"]["picture"]
    picture = owner.get(address.removeprefix("/api/v1"))

    assert picture.headers["content-type"] == "image/webp"
    assert picture.content.startswith(b"RIFF")


def test_a_picture_is_only_for_roles_whose_state_names_it(served: Served, show: str) -> None:
    token = served.make_pass(show, "usher")["token"]

    with served.api(token) as usher:
        answer = usher.get(f"/shows/{show}/pictures/r_any")

    assert answer.status_code == 404
