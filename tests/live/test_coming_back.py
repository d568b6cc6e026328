"""A screen that was away: told what it missed, or everything anew; never half."""

import asyncio
from typing import Any

import pytest

from tests.live.device import Device, hash_of, new_id
from tests.live.evening import send, state_of
from tests.live.served import OWNER_TOKEN, Served
from tests.rules import rule


def owner_of(served: Served, show: str, **more: object) -> Device:
    return Device(served.socket_url, show, OWNER_TOKEN, **more)  # type: ignore[arg-type]


async def left_at_the_first_seq(served: Served, show: str) -> Device:
    device = owner_of(served, show)
    async with device:
        await device.greet()
    device.frames.clear()
    device._read_to = 0
    return device


async def test_after_a_short_absence_only_what_was_missed_is_sent(
    served: Served, show: str
) -> None:
    away = await left_at_the_first_seq(served, show)
    for n in (1, 2, 3):
        send(served, show, "check_in", model=f"m{n}")

    async with away:
        await away.greet()

    assert [frame["type"] for frame in away.frames] == ["welcome", *["delta"] * 3, "beat"]
    assert away.state == state_of(served, show)["state"]


async def test_who_missed_nothing_is_sent_nothing(served: Served, show: str) -> None:
    away = await left_at_the_first_seq(served, show)

    async with away:
        await away.greet()

    assert [frame["type"] for frame in away.frames] == ["welcome", "beat"]


async def test_after_a_long_absence_everything_is_sent_at_once(served: Served, show: str) -> None:
    away = await left_at_the_first_seq(served, show)
    for _press in range(70):
        send(served, show, "send_message", to="all", text="hello")

    async with away:
        await away.greet()

    assert [frame["type"] for frame in away.frames] == ["welcome", "snapshot", "beat"]
    assert away.state == state_of(served, show)["state"]


async def test_another_epoch_is_answered_with_everything(served: Served, show: str) -> None:
    away = await left_at_the_first_seq(served, show)
    away.epoch = "e-before-the-backup"

    async with away:
        await away.greet()

    assert [frame["type"] for frame in away.frames] == ["welcome", "snapshot", "beat"]


async def test_a_screen_that_knows_more_than_the_log_begins_a_new_epoch_for_all(
    own: Served,
) -> None:
    show = own.make_show({"title": "Restored", "looks": [{"number": "1"}]})
    async with owner_of(own, show) as here:
        await here.greet()
        before = here.epoch
        ahead = owner_of(own, show, client="c-ahead", epoch=before, seq=99)

        async with ahead:
            await ahead.greet()
            told = await here.next("snapshot")

        assert ahead.epoch == told["epoch"] != before
        assert ahead.seq == 1


async def test_a_screen_that_disagrees_gets_everything_and_is_counted(own: Served) -> None:
    show = own.make_show({"title": "One", "looks": [{"number": "1"}]})
    async with owner_of(own, show) as odd:
        await odd.greet()

        await odd.say({"type": "resume", "epoch": "-", "seq": odd.seq})
        again = await odd.next("snapshot")

    assert again["hash"] == hash_of(again["state"])
    assert b"standby_divergence_total 1.0" in own.house.meters.text()


async def test_a_gap_is_closed_by_resume_without_being_counted(own: Served) -> None:
    show = own.make_show({"title": "One", "looks": [{"number": "1"}]})
    async with owner_of(own, show) as odd:
        await odd.greet()
        send(own, show, "edit_show", title="Two")
        await odd.up_to(2)

        await odd.say({"type": "resume", "epoch": odd.epoch, "seq": 1})
        again = await odd.next("delta")

    assert (again["from"], again["to"]) == (2, 2)
    assert b"standby_divergence_total 0.0" in own.house.meters.text()


async def test_a_welcome_tells_what_became_of_pending_commands(served: Served, show: str) -> None:
    known, never_sent = new_id(), new_id()
    async with owner_of(served, show) as owner:
        await owner.greet()
        taken = await owner.ask("edit_show", command_id=known, title="Known")
    async with owner_of(served, show) as owner:
        await owner.greet(pending=[known, never_sent])

    assert owner.welcome["outcomes"] == {
        known: {"outcome": "ack", "seq": taken["seq"]},
        never_sent: {"outcome": "unknown"},
    }


@rule("P3")
@pytest.mark.parametrize("role", ["caller", "dresser", "casting", "usher", "operator", "screen"])
async def test_deltas_add_up_to_the_same_state_as_a_fresh_look_for_every_role(
    served: Served, show: str, role: str
) -> None:
    token = served.make_pass(show, role)["token"]
    async with Device(served.socket_url, show, token) as fed:
        await fed.greet()
        seq = 0
        for kind, fields in EVERYTHING:
            seq = send(served, show, kind, **fields)["seq"]
        await fed.up_to(seq)
        fresh = state_of(served, show, role)

    assert fed.gaps == 0
    assert fed.state == fresh["state"]
    assert hash_of(fed.state) == fresh["hash"]


EVERYTHING: tuple[tuple[str, dict[str, Any]], ...] = (
    ("begin_run", {"kind": "rehearsal"}),
    ("open_day", {}),
    ("check_in", {"model": "m1"}),
    ("mark_service", {"model": "m1", "service": "hair", "status": "done"}),
    ("call_first_looks", {"override": "no time"}),
    ("mark_look", {"look": "l1", "status": "dressing"}),
    ("mark_item", {"item": "i1", "status": "missing"}),
    ("request_help", {"look": "l1", "kind": "zip_sew", "note": "the long one"}),
    ("send_message", {"to": "role:dresser", "text": "to the door"}),
    ("add_look", {"number": "3A", "after": "l3"}),
    ("cut_look", {"look": "l2"}),
    ("swap_looks", {"look": "l4", "other": "l5"}),
    ("mark_unavailable", {"model": "m3", "reason": "private"}),
    ("hold", {"scope": "start", "reason": "vip", "expected_end_at": 1_895_690_000_000}),
)


async def test_screens_that_come_at_once_and_know_more_than_the_log_are_all_told_of_the_new_epoch(
    own: Served,
) -> None:
    show = own.make_show({"title": "Restored", "looks": [{"number": "1"}]})
    async with owner_of(own, show) as here:
        await here.greet()
        before = here.epoch
    ahead = [owner_of(own, show, client=f"c-{n}", epoch=before, seq=99) for n in range(5)]
    for screen in ahead:
        await screen.connect()

    await asyncio.gather(*(screen.greet() for screen in ahead))

    welcomed = {screen.welcome["epoch"] for screen in ahead}
    for screen in ahead:
        await screen.socket.close()
    assert len(welcomed) == 1
    assert before not in welcomed
