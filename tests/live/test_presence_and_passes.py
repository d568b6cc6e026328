"""Who is with us, and who is not any more."""

from tests.live.device import Device, Json
from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN, Served
from tests.rules import rule


def with_pass(served: Served, show: str, role: str, **more: object) -> Device:
    made = served.make_pass(show, role, **more)
    return Device(served.socket_url, show, made["token"], client=f"c-{role}")


def standings(presence: dict[str, list[dict[str, str]]]) -> dict[str, str]:
    return {one["client"]: one["standing"] for one in presence["screens"]}


async def test_a_caller_hears_who_has_come(served: Served, show: str) -> None:
    async with with_pass(served, show, "caller") as caller:
        await caller.greet()
        async with with_pass(served, show, "dresser") as dresser:
            await dresser.greet()
            served.advance(1_000)

            heard = await caller.next("presence")

    assert standings(heard) == {"c-caller": "live", "c-dresser": "live"}
    assert {one["label"] for one in heard["screens"]} == {"the caller", "the dresser"}


async def test_a_caller_hears_who_has_fallen_silent(served: Served, show: str) -> None:
    async with (
        with_pass(served, show, "caller") as caller,
        with_pass(served, show, "dresser") as dresser,
    ):
        await caller.greet()
        await dresser.greet()

        for _second in range(11):
            served.advance(1_000)
            await caller.say({"type": "seen", "n": caller.beat["n"], "seq": caller.seq})
            await caller.say({"type": "ping", "t": 1})
            await caller.next("pong")
    news = [frame for frame in caller.frames if frame["type"] == "presence"]
    heard = [standings(frame)["c-dresser"] for frame in news]

    assert heard == ["live", "delayed", "stale"]


async def test_a_caller_hears_who_has_gone(served: Served, show: str) -> None:
    async with with_pass(served, show, "caller") as caller:
        await caller.greet()
        async with with_pass(served, show, "dresser") as dresser:
            await dresser.greet()
        gone = None
        while gone != "gone":
            served.advance(1_000)
            await caller.say({"type": "ping", "t": 1})
            await caller.next("pong")
            news = [frame for frame in caller.frames if frame["type"] == "presence"]
            gone = standings(news[-1]).get("c-dresser") if news else None

    assert gone == "gone"


def abilities(presence: dict[str, list[Json]], client: str) -> list[Json | None]:
    return [one.get("device") for one in presence["screens"] if one["client"] == client]


async def test_a_caller_hears_what_a_screen_can_do_and_when_that_changes(
    served: Served, show: str
) -> None:
    async with (
        with_pass(served, show, "caller") as caller,
        with_pass(served, show, "dresser") as dresser,
    ):
        await caller.greet()
        await dresser.greet(device={"system": "iOS 16", "wake_lock": "on"})
        served.advance(1_000)
        first = await caller.next("presence")
        await dresser.say({"type": "device", "device": {"system": "iOS 16", "wake_lock": "off"}})
        await dresser.say({"type": "ping", "t": 1})
        await dresser.next("pong")
        served.advance(1_000)
        later = await caller.next("presence")

    assert abilities(first, "c-dresser") == [{"system": "iOS 16", "wake_lock": "on"}]
    assert abilities(later, "c-dresser") == [{"system": "iOS 16", "wake_lock": "off"}]


async def test_what_a_screen_says_of_itself_before_its_welcome_outlives_its_hello(
    served: Served, show: str
) -> None:
    made = served.make_pass(show, "dresser")
    async with Device(served.socket_url, show, made["token"]) as dresser:
        hello = {"type": "hello", "protocol": 1, "client": "c", "token": made["token"]}
        await dresser.say({**hello, "device": {"wake_lock": "on"}})
        await dresser.say({"type": "device", "device": {"wake_lock": "off"}})
        await dresser.say({"type": "ping", "t": 1})
        await dresser.next("pong")
        with served.api() as api:
            listed = api.get(f"/shows/{show}/devices").json()

    assert abilities({"screens": listed}, "c") == [{"wake_lock": "off"}]


async def test_a_dresser_does_not_hear_who_is_here(served: Served, show: str) -> None:
    async with with_pass(served, show, "dresser") as dresser:
        await dresser.greet()
        served.advance(2_000)
        await dresser.next("beat")

    assert "presence" not in {frame["type"] for frame in dresser.frames}


async def test_devices_are_listed(served: Served, show: str) -> None:
    async with with_pass(served, show, "dresser") as dresser:
        await dresser.greet()

        with served.api() as api:
            listed = api.get(f"/shows/{show}/devices").json()

    assert [(one["client"], one["role"], one["standing"]) for one in listed] == [
        ("c-dresser", "dresser", "live")
    ]


@rule("P8")
async def test_taking_a_pass_back_closes_its_sockets_at_once(served: Served, show: str) -> None:
    made = served.make_pass(show, "dresser")
    async with Device(served.socket_url, show, made["token"]) as dresser:
        await dresser.greet()

        with served.api() as api:
            assert api.delete(f"/shows/{show}/passes/{made['id']}").status_code == 204

        assert await dresser.closed() == 4403
        assert "delta" not in {frame["type"] for frame in dresser.frames}


async def test_a_pass_that_was_taken_back_is_told_so_when_it_comes_again(
    served: Served, show: str
) -> None:
    made = served.make_pass(show, "dresser")
    with served.api() as api:
        api.delete(f"/shows/{show}/passes/{made['id']}")

    async with Device(served.socket_url, show, made["token"]) as dresser:
        await dresser.say({"type": "hello", "protocol": 1, "client": "c", "token": made["token"]})

        assert await dresser.closed() == 4403
        assert dresser.frames == []


async def test_a_pass_that_has_run_out_is_hung_up_on(served: Served, show: str) -> None:
    async with with_pass(served, show, "dresser", expires_in_ms=3_000) as dresser:
        await dresser.greet()

        for _second in range(4):
            served.advance(1_000)

        assert await dresser.closed() == 4403


async def test_a_command_after_the_pass_has_run_out_is_refused(served: Served, show: str) -> None:
    made = served.make_pass(show, "dresser", expires_in_ms=500)
    async with Device(served.socket_url, show, made["token"]) as dresser:
        await dresser.greet()
        served.advance(600)

        refused = await dresser.ask("mark_look", look="l1", status="dressed")

    assert refused["code"] == "forbidden"


@rule("P8")
async def test_personal_fields_reach_only_the_roles_that_may_read_them(
    served: Served, show: str
) -> None:
    seen = {}
    for role in ("dresser", "casting", "front_of_house", "caller"):
        async with with_pass(served, show, role) as device:
            await device.greet()
            seen[role] = device.state

    assert seen["dresser"]["models"]["m1"]["name"] == "Model1 S."
    assert "measurements" not in seen["dresser"]["models"]["m1"]
    assert seen["casting"]["models"]["m1"]["measurements"] == {"height_cm": 178}
    assert seen["front_of_house"]["guests"]["g1"]["name"] == "Guest Secret"
    assert "guests" not in seen["caller"]


async def test_screens_are_counted_by_role(own: Served) -> None:
    show = own.make_show(a_plan())
    async with Device(own.socket_url, show, OWNER_TOKEN) as owner:
        await owner.greet()

        assert b'standby_screens{role="producer"} 1.0' in own.house.meters.text()
