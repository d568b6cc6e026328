"""Commands over the socket: durable first, once each, and refused with a reason."""

import asyncio
from collections import Counter

from tests.live.device import Device, new_id
from tests.live.evening import go_live, send, state_of
from tests.live.served import OWNER_TOKEN, Served
from tests.rules import rule


def owner_of(served: Served, show: str, **more: object) -> Device:
    return Device(served.socket_url, show, OWNER_TOKEN, **more)  # type: ignore[arg-type]


@rule("P1")
async def test_an_acknowledged_command_is_in_the_log(served: Served, show: str) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()

        ack = await owner.ask("edit_show", title="Another")

        entries = served.call(served.house.event_log.read(show, 0))
        assert ack["effect"] == "applied"
        assert [entry.command_id for entry in entries if entry.seq == ack["seq"]] == [ack["id"]]


async def test_a_delta_tells_who_did_what_and_what_it_changed(served: Served, show: str) -> None:
    token = served.make_pass(show, "dresser")["token"]
    async with Device(served.socket_url, show, token) as dresser:
        await dresser.greet()

        await dresser.ask("mark_look", look="l1", status="dressed")

        delta = await dresser.next("delta")
        entry = delta["entries"][0]
        assert entry["actor"]["role"] == "dresser"
        assert entry["actor"]["label"] == "the dresser"
        assert entry["events"][0]["type"] == "look_dressed"
        assert delta["patch"]["looks"]["l1"]["status"] == "dressed"


@rule("P2")
async def test_the_same_id_again_is_the_same_answer_and_changes_nothing(
    served: Served, show: str
) -> None:
    command_id = new_id()
    async with owner_of(served, show) as owner:
        await owner.greet()
        first = await owner.ask("check_in", command_id=command_id, model="m1")

        again = await owner.ask("check_in", command_id=command_id, model="m1")

    assert (again["seq"], again["duplicate"]) == (first["seq"], True)
    assert state_of(served, show)["seq"] == first["seq"]


async def test_the_same_id_with_another_body_is_refused(served: Served, show: str) -> None:
    command_id = new_id()
    async with owner_of(served, show) as owner:
        await owner.greet()
        await owner.ask("check_in", command_id=command_id, model="m1")

        other = await owner.ask("check_in", command_id=command_id, model="m2")

    assert other["code"] == "id_reused"


async def test_personal_texts_tell_two_bodies_apart(served: Served, show: str) -> None:
    command_id = new_id()
    async with owner_of(served, show) as owner:
        await owner.greet()
        first = await owner.ask("send_message", command_id=command_id, to="all", text="one")

        same = await owner.ask("send_message", command_id=command_id, to="all", text="one")
        other = await owner.ask("send_message", command_id=command_id, to="all", text="two")

    assert (same["seq"], same["duplicate"]) == (first["seq"], True)
    assert other["code"] == "id_reused"


async def test_a_refused_command_leaves_its_id_unused(served: Served, show: str) -> None:
    command_id = new_id()
    async with owner_of(served, show) as owner:
        await owner.greet()
        refused = await owner.ask("check_in", command_id=command_id, model="m-none")

        taken = await owner.ask("check_in", command_id=command_id, model="m1")

    assert refused["code"] == "unknown_entity"
    assert (taken["type"], taken["duplicate"]) == ("ack", False)


async def test_a_role_may_not_send_what_is_not_its_own(served: Served, show: str) -> None:
    token = served.make_pass(show, "dresser")["token"]
    async with Device(served.socket_url, show, token) as dresser:
        await dresser.greet()

        refused = await dresser.ask("edit_show", title="Mine")

    assert refused["code"] == "forbidden"


async def test_an_order_after_an_old_beat_dies(served: Served, show: str) -> None:
    go_live(served, show)
    async with owner_of(served, show) as caller:
        await caller.greet()
        served.advance(4_001)

        refused = await caller.ask("go", look="l1", expect={"next": "l1"})

    assert refused["code"] == "stale_order"


async def test_an_order_after_a_beat_never_sent_dies(served: Served, show: str) -> None:
    go_live(served, show)
    async with owner_of(served, show) as caller:
        await caller.greet()
        caller.beat = {"n": 7}

        refused = await caller.ask("go", look="l1", expect={"next": "l1"})

    assert refused["code"] == "stale_order"


async def test_a_fresh_go_sends_the_look_out(served: Served, show: str) -> None:
    go_live(served, show)
    async with owner_of(served, show) as caller:
        await caller.greet()

        taken = await caller.ask("go", look="l1", expect={"next": "l1"})
        await caller.up_to(taken["seq"])

    assert caller.state["looks"]["l1"]["status"] == "on_runway"


async def test_an_order_taken_before_is_acknowledged_again_however_old_its_beat(
    served: Served, show: str
) -> None:
    go_live(served, show)
    command_id = new_id()
    async with owner_of(served, show) as caller:
        await caller.greet()
        first = await caller.ask("go", command_id=command_id, look="l1", expect={"next": "l1"})
        served.advance(10_000)

        again = await caller.ask("go", command_id=command_id, look="l1", expect={"next": "l1"})

    assert (again["seq"], again["duplicate"]) == (first["seq"], True)


async def test_a_stop_is_taken_however_old_the_screen_is(served: Served, show: str) -> None:
    go_live(served, show)
    async with owner_of(served, show) as caller:
        await caller.greet()
        served.advance(10_000)

        stopped = await caller.ask("stop_show")

    assert stopped["type"] == "ack"


async def test_two_callers_who_press_at_once_send_the_look_once(served: Served, show: str) -> None:
    go_live(served, show)
    tokens = [served.make_pass(show, "caller")["token"] for _ in "ab"]
    async with (
        Device(served.socket_url, show, tokens[0]) as ana,
        Device(served.socket_url, show, tokens[1]) as bo,
    ):
        await ana.greet()
        await bo.greet()

        answers = await asyncio.gather(
            *(one.ask("go", look="l1", expect={"next": "l1"}) for one in (ana, bo))
        )

    assert Counter(answer["type"] for answer in answers) == {"ack": 1, "reject": 1}
    assert len(state_of(served, show)["state"]["run"]["exits"]) == 1


async def test_a_mark_that_comes_late_is_kept_and_changes_nothing(
    served: Served, show: str
) -> None:
    send(served, show, "begin_run", kind="show")
    before = served.house.clock.now_ms()
    served.advance(5_000)
    send(served, show, "mark_item", item="i1", status="missing")

    with served.api() as api:
        late = api.post(
            f"/shows/{show}/commands",
            json={
                "id": new_id(),
                "command": {"type": "mark_item", "item": "i1", "status": "with_model"},
                "occurred_at": before,
            },
        ).json()

    assert late["effect"] == "superseded"
    assert state_of(served, show)["state"]["items"]["i1"]["status"] == "missing"


async def test_an_observation_from_the_future_is_one_of_now(served: Served, show: str) -> None:
    now_ms = served.house.clock.now_ms()

    with served.api() as api:
        api.post(
            f"/shows/{show}/commands",
            json={
                "id": new_id(),
                "command": {"type": "check_in", "model": "m1"},
                "occurred_at": now_ms + 3_600_000,
            },
        )

    assert state_of(served, show)["state"]["models"]["m1"]["arrived_at"] == now_ms


async def test_a_burst_in_one_turn_comes_as_few_deltas_without_a_gap(
    served: Served, show: str
) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()

        answers = await asyncio.gather(
            *(asyncio.to_thread(send, served, show, "nudge", to="all") for _ in range(30))
        )
        await owner.up_to(max(answer["seq"] for answer in answers))

    entries = [
        entry["seq"]
        for frame in owner.frames
        if frame["type"] == "delta"
        for entry in frame["entries"]
    ]
    assert entries == list(range(2, 32))
    assert owner.gaps == 0


async def test_internal_commands_are_unknown_outside(served: Served, show: str) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()

        refused = await owner.ask("add_pass", pass_id="p1", role="producer", label="me")

    assert refused["code"] == "unknown_command"
