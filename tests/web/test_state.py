"""The state over HTTP: whole, compressed, asked for once, and looked back at."""

import gzip

import httpx
import pytest

from tests.live.device import hash_of
from tests.live.evening import send
from tests.live.plans import a_plan
from tests.live.served import Served


def test_the_state_is_given_with_its_seq_epoch_and_hash(owner: httpx.Client, show: str) -> None:
    found = owner.get(f"/shows/{show}/state").json()

    assert found["seq"] == 1
    assert found["hash"] == hash_of(found["state"])
    assert found["epoch"]


def test_a_state_that_is_known_is_not_sent_again(owner: httpx.Client, show: str) -> None:
    first = owner.get(f"/shows/{show}/state")

    again = owner.get(f"/shows/{show}/state", headers={"If-None-Match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_state_that_has_changed_is_sent_again(
    served: Served, owner: httpx.Client, show: str
) -> None:
    first = owner.get(f"/shows/{show}/state")
    send(served, show, "edit_show", title="Another")

    again = owner.get(f"/shows/{show}/state", headers={"If-None-Match": first.headers["etag"]})

    assert again.json()["state"]["show"]["title"] == "Another"


def test_the_state_comes_compressed_to_who_can_read_that(owner: httpx.Client, show: str) -> None:
    with owner.stream("GET", f"/shows/{show}/state", headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    plain = owner.get(f"/shows/{show}/state", headers={"Accept-Encoding": "identity"})

    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 2


def test_two_roles_are_never_taken_for_each_other(served: Served, show: str) -> None:
    etags = set()
    for role in ("dresser", "caller", "usher"):
        token = served.make_pass(show, role)["token"]
        with served.api(token) as guest:
            etags.add(guest.get(f"/shows/{show}/state").headers["etag"].rpartition("-")[2])

    assert len(etags) == 3


def test_the_owner_may_look_as_another(owner: httpx.Client, show: str) -> None:
    as_usher = owner.get(f"/shows/{show}/state", params={"as": "usher"}).json()["state"]

    assert "models" not in as_usher


def test_nobody_else_may_look_as_another(served: Served, show: str) -> None:
    token = served.make_pass(show, "dresser")["token"]

    with served.api(token) as dresser:
        answer = dresser.get(f"/shows/{show}/state", params={"as": "producer"})

    assert answer.status_code == 403


def test_the_owner_may_look_back(served: Served, owner: httpx.Client, show: str) -> None:
    first = owner.get(f"/shows/{show}/state").json()
    send(served, show, "edit_show", title="Another")
    send(served, show, "edit_show", title="A third")

    back = owner.get(f"/shows/{show}/state", params={"at": 1}).json()

    assert back == first


@pytest.mark.parametrize("at", ["0", "-1", "99", "x", str(2**63)])
def test_what_never_was_can_not_be_looked_back_at(owner: httpx.Client, show: str, at: str) -> None:
    answer = owner.get(f"/shows/{show}/state", params={"at": at})

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_state_is_kept_by_nobody_between(owner: httpx.Client, show: str) -> None:
    answer = owner.get(f"/shows/{show}/state")

    assert answer.headers["cache-control"] == "private, no-cache"


def test_a_show_that_is_not_there_is_not_found(owner: httpx.Client) -> None:
    answer = owner.get("/shows/s-none/state")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_shows_are_listed_for_the_owner(own: Served) -> None:
    ids = [own.make_show(a_plan(title=f"Show {n}")) for n in (1, 2)]

    listed = own.owner.get("/shows").json()

    assert {one["id"]: one["title"] for one in listed} == {ids[0]: "Show 1", ids[1]: "Show 2"}
