"""A screen that does not read: it gets less, then everything at once, and stops nobody."""

from tests.live.device import Device
from tests.live.evening import send, state_of
from tests.live.served import OWNER_TOKEN, Served
from tests.live.slow import SlowDevice

BIG = "💃" * 500  # 2 KB, so that a hundred of them fill what the kernel holds


def all_keep_up(served: Served) -> bool:
    return served.do(lambda: all(screen.line.clear for screen in served.house.screens))


def flood(served: Served, show: str) -> None:
    """Change things until a screen can't be written to any more."""
    while all_keep_up(served):
        for _message in range(10):
            send(served, show, "send_message", to="all", text=BIG)


async def test_a_slow_screen_is_given_everything_at_once_when_it_reads_again(
    served: Served, show: str
) -> None:
    async with SlowDevice(served, show, OWNER_TOKEN) as slow:
        await slow.greet_and_stop_reading()
        flood(served, show)
        for _message in range(100):
            send(served, show, "send_message", to="all", text=BIG)
        head = state_of(served, show)

        await slow.read_up_to(head["seq"])

    assert slow.state == head["state"]
    assert slow.gaps == 0
    assert slow.deltas < head["seq"] - 1


async def test_the_others_are_told_while_one_does_not_read(served: Served, show: str) -> None:
    async with (
        SlowDevice(served, show, OWNER_TOKEN) as slow,
        Device(served.socket_url, show, OWNER_TOKEN, client="c-fast") as fast,
    ):
        await slow.greet_and_stop_reading()
        await fast.greet()
        while all_keep_up(served):
            answer = send(served, show, "send_message", to="all", text=BIG)
            await fast.up_to(answer["seq"])

        last = send(served, show, "edit_show", title="still here")
        await fast.up_to(last["seq"])

    assert fast.gaps == 0
    assert fast.state["show"]["title"] == "still here"


async def test_a_screen_that_does_not_read_for_15_s_is_hung_up_on(
    served: Served, show: str
) -> None:
    async with SlowDevice(served, show, OWNER_TOKEN) as slow:
        await slow.greet_and_stop_reading()
        flood(served, show)

        for _second in range(16):
            await slow.ping()
            served.advance(1_000)

        assert served.do(lambda: served.house.venue.running[-1].watchers.count) == 0
    assert b"standby_screens_too_slow_total 1.0" in served.house.meters.text()
