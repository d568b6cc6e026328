"""The live socket from hello to goodbye, as a client sees it."""

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.live.device import Device, hash_of
from tests.live.served import OWNER_TOKEN, Served


def owner_of(served: Served, show: str, **more: object) -> Device:
    return Device(served.socket_url, show, OWNER_TOKEN, **more)  # type: ignore[arg-type]


async def test_a_first_hello_is_answered_with_a_welcome_a_snapshot_and_a_beat(
    served: Served, show: str
) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()

    assert [frame["type"] for frame in owner.frames] == ["welcome", "snapshot", "beat"]
    assert owner.beat["hash"] == hash_of(owner.state)
    assert owner.state["show"]["title"] == "A test show"


async def test_a_welcome_says_who_the_device_is(served: Served, show: str) -> None:
    made = served.make_pass(show, "dresser", scope={"models": ["m1"]})

    async with Device(served.socket_url, show, made["token"]) as dresser:
        await dresser.greet()

    assert dresser.welcome["role"] == "dresser"
    assert dresser.welcome["pass"] == made["id"]
    assert dresser.welcome["label"] == "the dresser"
    assert dresser.welcome["scope"] == {"models": ["m1"]}


async def test_nothing_is_said_before_the_hello_and_after_5_s_it_is_over(
    served: Served, show: str
) -> None:
    async with owner_of(served, show) as mute:
        for _second in range(5):
            served.advance(1_000)

        assert await mute.closed() == 4408
        assert mute.frames == []


async def test_whoever_speaks_before_the_hello_is_hung_up_on(served: Served, show: str) -> None:
    async with owner_of(served, show) as rude:
        await rude.say({"type": "ping", "t": 1})

        assert await rude.closed() == 4400


async def test_a_second_hello_ends_the_conversation(served: Served, show: str) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()

        await owner.say({"type": "hello", "protocol": 1, "client": "c-test"})

        assert await owner.closed() == 4400


async def test_an_unknown_token_is_asked_who_it_is(served: Served, show: str) -> None:
    async with Device(served.socket_url, show, "nobody") as stranger:
        await stranger.say({"type": "hello", "protocol": 1, "client": "c", "token": "nobody"})

        assert await stranger.closed() == 4401
        assert stranger.frames == []


async def test_a_pass_of_another_show_finds_none_here(served: Served, show: str) -> None:
    other = served.make_show({"title": "Other", "looks": [{"number": "1"}]})
    token = served.make_pass(other, "dresser")["token"]

    async with Device(served.socket_url, show, token) as astray:
        await astray.say({"type": "hello", "protocol": 1, "client": "c", "token": token})

        assert await astray.closed() == 4404


async def test_a_show_that_is_not_there_is_said_so_to_the_owner(served: Served) -> None:
    async with owner_of(served, "s-none") as owner:
        await owner.say({"type": "hello", "protocol": 1, "client": "c", "token": OWNER_TOKEN})

        assert await owner.closed() == 4404


async def test_another_protocol_is_not_spoken(served: Served, show: str) -> None:
    async with owner_of(served, show) as later:
        await later.say({"type": "hello", "protocol": 2, "client": "c", "token": OWNER_TOKEN})

        assert await later.closed() == 4426


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"\x00\x01", 4400),
        ("not json", 4400),
        ('{"type":"dance"}', 4400),
        ('{"type":"ping","t":NaN}', 4400),
        ('{"type":"ping","t":1,"t":2}', 4400),
        ("x" * 16_385, 4413),
        ("x" * 1_000_000, 4413),
    ],
    ids=["binary", "not json", "unknown type", "NaN", "double key", "16 KiB + 1", "1 MB"],
)
async def test_what_is_no_message_ends_the_conversation_with_its_reason(
    served: Served, show: str, frame: str | bytes, code: int
) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()

        await owner.say(frame)

        assert await owner.closed() == code


async def test_a_message_in_two_frames_is_one_message(served: Served, show: str) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()

        await owner.socket.send(['{"type":"pi', 'ng","t":5}'])

        assert (await owner.next("pong"))["t"] == 5


async def test_a_pong_tells_the_servers_time(served: Served, show: str) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()

        await owner.say({"type": "ping", "t": 17.2})

        pong = await owner.next("pong")
        assert pong["t"] == 17.2
        assert pong["received_at"] == served.house.clock.now_ms()


async def test_a_device_silent_for_15_s_is_given_up(served: Served, show: str) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()

        for _second in range(15):
            served.advance(1_000)

        assert await owner.closed() == 4408


async def test_a_device_that_reports_is_kept(served: Served, show: str) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()

        for _second in range(20):
            served.advance(1_000)
            await owner.say({"type": "seen", "n": owner.beat["n"], "seq": owner.seq})
            await owner.say({"type": "ping", "t": 1})
            await owner.next("pong")

        assert served.house.screens != set()


async def test_beats_come_every_other_second_and_count_up(served: Served, show: str) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()
        first = owner.beat["n"]

        for _second in range(4):
            served.advance(1_000)
        beats = [await owner.next("beat"), await owner.next("beat")]

        assert [beat["n"] for beat in beats] == [first + 1, first + 2]


async def test_a_newer_socket_of_the_same_client_takes_the_place_of_the_older(
    served: Served, show: str
) -> None:
    async with owner_of(served, show) as older:
        await older.greet()
        async with owner_of(served, show) as newer:
            await newer.greet()

            assert await older.closed() == 4409


async def test_another_client_of_the_same_pass_stays(served: Served, show: str) -> None:
    async with owner_of(served, show) as one:
        await one.greet()
        async with owner_of(served, show, client="c-other") as other:
            await other.greet()
            await one.say({"type": "ping", "t": 1})

            assert (await one.next("pong"))["t"] == 1


async def test_a_browsers_page_from_elsewhere_gets_no_socket(served: Served, show: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await owner_of(served, show, origin="http://evil.example").connect()

    assert refused.value.response.status_code == 403


async def test_the_servers_own_page_gets_a_socket(served: Served, show: str) -> None:
    async with owner_of(served, show, origin=served.url) as page:
        await page.greet()

    assert page.welcome["role"] == "owner"


async def test_without_the_subprotocol_there_is_no_socket(served: Served, show: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await connect(f"{served.socket_url}/api/v1/shows/{show}/live")

    assert refused.value.response.status_code == 426


async def test_what_is_said_while_the_server_looks_who_it_is_is_heard_afterwards(
    served: Served, show: str
) -> None:
    async with owner_of(served, show) as eager:
        await eager.say({"type": "hello", "protocol": 1, "client": "c", "token": OWNER_TOKEN})
        await eager.say({"type": "ping", "t": 1})
        await eager.say({"type": "ping", "t": 2})

        assert [(await eager.next("pong"))["t"] for _ in "ab"] == [1, 2]


async def test_a_flood_of_pings_ends_the_conversation(served: Served, show: str) -> None:
    token = served.make_pass(show, "dresser")["token"]
    async with Device(served.socket_url, show, token) as flood:
        await flood.greet()

        for number in range(500):
            await flood.say({"type": "ping", "t": number})

        assert await flood.closed() == 4429


async def test_a_flood_of_bare_pings_ends_the_connection(served: Served, show: str) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()
        for _ping in range(200):
            await owner.socket.ping()

        assert await owner.closed() == 4429


async def test_a_picture_does_not_come_in_over_the_socket(served: Served, show: str) -> None:
    async with owner_of(served, show) as owner:
        await owner.greet()
        picture = "data:image/png;base64,iVBORw0KGgo="
        answer = await owner.ask("edit_look", look="l1", picture=picture)

    assert (answer["type"], answer["code"]) == ("reject", "malformed")
