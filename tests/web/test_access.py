"""How devices come in: passes, codes, PINs, cookies, and the owner's link."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from app.live.ids import CODE_LETTERS
from tests.live.device import Device
from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN, Served


def a_browser(served: Served) -> httpx.Client:
    return httpx.Client(base_url=served.url, headers={"Origin": served.url}, timeout=20)


def test_a_new_pass_tells_its_secrets_once(owner: httpx.Client, show: str) -> None:
    made = owner.post(f"/shows/{show}/passes", json={"role": "dresser", "label": "Pia"}).json()

    listed = owner.get(f"/shows/{show}/passes").json()

    assert re.fullmatch(f"[{CODE_LETTERS}]{{8}}", made["code"])
    assert made["join_url"].endswith(f"/join#{made['code']}")
    assert [one["label"] for one in listed] == ["Pia"]
    assert made["token"] not in str(listed)
    assert made["code"] not in str(listed)


def test_a_code_lets_a_device_in_and_its_cookie_is_kept_from_scripts(
    served: Served, show: str, browser: httpx.Client
) -> None:
    made = served.make_pass(show, "dresser")

    joined = browser.post("/api/v1/join", json={"code": made["code"]})

    assert joined.json() == {"show": show, "role": "dresser", "label": "the dresser"}
    cookies = joined.headers.get_list("set-cookie")
    assert all("HttpOnly" in one and "SameSite=lax" in one for one in cookies)
    assert browser.get(f"/api/v1/shows/{show}/state").status_code == 200


@pytest.mark.parametrize(
    "typed",
    [str.lower, lambda code: f" {code[:4]}-{code[4:]} ", lambda code: f"{code[:4]} {code[4:]}"],
    ids=["small letters", "with a hyphen", "with a space"],
)
def test_a_code_may_be_typed_as_people_type(
    served: Served, show: str, browser: httpx.Client, typed: Callable[[str], str]
) -> None:
    made = served.make_pass(show, "dresser")

    joined = browser.post("/api/v1/join", json={"code": typed(made["code"])})

    assert joined.status_code == 200


def test_one_code_lets_several_devices_in(served: Served, show: str) -> None:
    made = served.make_pass(show, "dresser")

    for _device in range(3):
        with a_browser(served) as browser:
            joined = browser.post("/api/v1/join", json={"code": made["code"]})

            assert joined.status_code == 200


@pytest.mark.parametrize("role", ["caller", "producer"])
def test_a_pass_that_can_stop_a_show_needs_a_pin_beside_its_code(
    served: Served, show: str, browser: httpx.Client, role: str
) -> None:
    made = served.make_pass(show, role)
    code = made["code"]

    without = browser.post("/api/v1/join", json={"code": code})
    wrong = browser.post("/api/v1/join", json={"code": code, "pin": "000000x"})
    right = browser.post("/api/v1/join", json={"code": code, "pin": made["pin"]})

    assert [one.status_code for one in (without, wrong, right)] == [403, 403, 200]
    assert [without.json()["code"], wrong.json()["code"]] == ["pin_needed", "pin_wrong"]


def test_a_dressers_pass_needs_no_pin(served: Served, show: str) -> None:
    assert "pin" not in served.make_pass(show, "dresser")


def test_the_owner_alone_hands_out_a_callers_pass_without_its_pin(
    served: Served, show: str
) -> None:
    wanted = {"role": "caller", "label": "Ana", "pin": False}
    producer = {"Authorization": f"Bearer {served.make_pass(show, 'producer')['token']}"}

    made = served.owner.post(f"/shows/{show}/passes", json=wanted)
    refused = served.owner.post(f"/shows/{show}/passes", json=wanted, headers=producer)

    assert "pin" not in made.json()
    assert (made.status_code, refused.status_code) == (201, 403)


def test_a_code_that_nobody_made_opens_nothing(browser: httpx.Client) -> None:
    assert browser.post("/api/v1/join", json={"code": "ABCDEFGH"}).status_code == 403


def test_codes_can_not_be_tried_out_from_one_address(own: Served) -> None:
    with a_browser(own) as browser:
        tried = [browser.post("/api/v1/join", json={"code": f"ABCDEF{n:02d}"}) for n in range(11)]

    assert [one.status_code for one in tried] == [403] * 10 + [429]
    assert int(tried[-1].headers["retry-after"]) > 0


def test_after_a_while_a_code_may_be_tried_again(own: Served) -> None:
    show = own.make_show(a_plan())
    made = own.make_pass(show, "dresser")
    with a_browser(own) as browser:
        for n in range(10):
            browser.post("/api/v1/join", json={"code": f"ABCDEF{n:02d}"})
        own.advance(6_000)

        joined = browser.post("/api/v1/join", json={"code": made["code"]})

    assert joined.status_code == 200


def test_a_crew_of_thirty_behind_one_address_joins_without_waiting(own: Served) -> None:
    show = own.make_show(a_plan())
    made = own.make_pass(show, "dresser")
    with a_browser(own) as browser:
        joined = [browser.post("/api/v1/join", json={"code": made["code"]}) for _ in range(30)]

    assert {one.status_code for one in joined} == {200}


def test_a_pin_can_not_be_tried_out(own: Served) -> None:
    show = own.make_show(a_plan())
    made = own.make_pass(show, "caller")
    with a_browser(own) as browser:
        tried = [
            browser.post("/api/v1/join", json={"code": made["code"], "pin": f"x{n}"})
            for n in range(6)
        ]

    assert [one.status_code for one in tried] == [403] * 5 + [429]


def test_a_code_of_a_pass_that_was_taken_back_opens_nothing(
    served: Served, show: str, browser: httpx.Client
) -> None:
    made = served.make_pass(show, "dresser")
    served.owner.delete(f"/shows/{show}/passes/{made['id']}")

    joined = browser.post("/api/v1/join", json={"code": made["code"]})

    assert joined.status_code == 403


def test_a_token_of_a_pass_that_was_taken_back_opens_nothing(served: Served, show: str) -> None:
    made = served.make_pass(show, "dresser")
    served.owner.delete(f"/shows/{show}/passes/{made['id']}")

    with served.api(made["token"]) as dresser:
        answer = dresser.get(f"/shows/{show}/state")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


async def test_a_cookie_opens_the_socket(served: Served, show: str) -> None:
    made = served.make_pass(show, "dresser")
    with a_browser(served) as browser:
        browser.post("/api/v1/join", json={"code": made["code"]})
        cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())

    async with Device(served.socket_url, show, cookie=cookie, origin=served.url) as page:
        await page.greet()

    assert page.welcome["role"] == "dresser"


def test_a_browser_with_two_passes_says_as_which_it_asks(served: Served, show: str) -> None:
    with a_browser(served) as browser:
        for role in ("dresser", "usher"):
            code = served.make_pass(show, role)["code"]
            browser.post("/api/v1/join", json={"code": code})

        newest = browser.get(f"/api/v1/shows/{show}/state")
        dresser = browser.get(f"/api/v1/shows/{show}/state", params={"role": "dresser"})

    assert newest.headers["etag"].strip('"').endswith("usher")
    assert dresser.headers["etag"].strip('"').endswith("dresser")


def test_the_owners_link_becomes_a_cookie(served: Served, browser: httpx.Client) -> None:
    before = browser.get("/api/v1/shows")

    browser.post("/api/v1/login", json={"token": OWNER_TOKEN})

    assert before.status_code == 401
    assert browser.get("/api/v1/shows").status_code == 200


def test_a_wrong_owner_token_is_refused(browser: httpx.Client) -> None:
    assert browser.post("/api/v1/login", json={"token": "x" * 40}).status_code == 403


def test_the_owners_token_is_made_once(own: Served) -> None:
    again = own.call(own.house.keep_owner(None))

    assert again is None


def test_without_any_token_nobody_is_told_whether_a_show_is_there(
    served: Served, show: str
) -> None:
    with served.api(None) as nobody:
        answers = [nobody.get(f"/shows/{one}/state") for one in (show, "s-none")]

    assert [(one.status_code, one.json()["code"]) for one in answers] == [(401, "unauthorized")] * 2


def test_a_pass_sees_its_own_show_only(served: Served, show: str) -> None:
    other = served.make_show(a_plan())
    token = served.make_pass(show, "producer")["token"]

    with served.api(token) as producer:
        listed = producer.get("/shows").json()
        elsewhere = producer.get(f"/shows/{other}/state")
        absent = producer.get("/shows/s-none/state")

    assert [one["id"] for one in listed] == [show]
    assert elsewhere.status_code == absent.status_code == 404
    assert elsewhere.json() == absent.json()


@pytest.mark.parametrize(
    "path", ["passes", "log", "log.ndjson", "report", "export.json", "devices"]
)
def test_a_dresser_reads_no_lists_of_the_leaders(served: Served, show: str, path: str) -> None:
    token = served.make_pass(show, "dresser")["token"]

    with served.api(token) as dresser:
        answer = dresser.get(f"/shows/{show}/{path}")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")


def test_only_a_producer_lets_in_another_producer(served: Served, show: str) -> None:
    token = served.make_pass(show, "stage_manager")["token"]
    wanted = {"label": "Me", "role": "producer"}

    with served.api(token) as manager:
        producer = manager.post(f"/shows/{show}/passes", json=wanted)
        dresser = manager.post(f"/shows/{show}/passes", json={**wanted, "role": "dresser"})

    assert (producer.status_code, dresser.status_code) == (403, 201)


@pytest.mark.parametrize("role", ["owner", "clock", "king"])
def test_no_pass_is_made_for_whoever_is_no_guest(owner: httpx.Client, show: str, role: str) -> None:
    made = owner.post(f"/shows/{show}/passes", json={"role": role, "label": "Me"})

    assert made.status_code in {400, 422}


def test_a_scope_is_checked(owner: httpx.Client, show: str) -> None:
    wanted = {"role": "dresser", "label": "Pia", "scope": {"planet": "B"}}

    made = owner.post(f"/shows/{show}/passes", json=wanted)

    assert made.status_code == 422
    assert "planet" in made.json()["detail"]


def test_the_qr_code_is_a_picture_of_the_join_link(owner: httpx.Client, show: str) -> None:
    made = owner.post(f"/shows/{show}/passes", json={"role": "dresser", "label": "Pia"}).json()

    drawn = owner.get(made["qr_svg_url"].removeprefix("/api/v1"))

    assert drawn.headers["content-type"] == "image/svg+xml"
    assert b"<svg" in drawn.content
    assert made["code"].encode() not in drawn.content


def test_join_links_name_a_number(owner: httpx.Client, show: str) -> None:
    made = owner.post(f"/shows/{show}/passes", json={"role": "dresser", "label": "Pia"}).json()

    host = httpx.URL(made["join_url"]).host

    assert re.fullmatch(r"[\d.]+", host)


def test_labels_and_secrets_are_not_in_the_log(served: Served, show: str) -> None:
    made = served.make_pass(show, "dresser", label="Pia Karlsson")

    log = served.owner.get(f"/shows/{show}/log.ndjson").text

    assert "Pia" not in log
    assert made["token"] not in log
    assert made["code"] not in log


def test_pins_that_are_tried_at_once_are_counted_like_one_after_the_other(own: Served) -> None:
    code = own.make_pass(own.make_show(a_plan()), "caller")["code"]

    def tried(_n: int) -> int:
        with a_browser(own) as browser:
            return browser.post("/api/v1/join", json={"code": code, "pin": "wrong"}).status_code

    with ThreadPoolExecutor(12) as many:
        answers = sorted(many.map(tried, range(12)))

    assert answers == [403] * 5 + [429] * 7


def test_a_good_pin_costs_no_try(own: Served) -> None:
    made = own.make_pass(own.make_show(a_plan()), "caller")
    right = {"code": made["code"], "pin": made["pin"]}

    with a_browser(own) as browser:
        answers = {browser.post("/api/v1/join", json=right).status_code for _try in range(12)}

    assert answers == {200}


def test_who_guesses_tokens_has_to_wait_and_nobody_else_has(own: Served) -> None:
    show = own.make_show(a_plan())
    token = own.make_pass(show, "dresser")["token"]

    with own.api("a-guess") as guesser:
        guesses = [guesser.get(f"/shows/{show}/state").status_code for _try in range(31)]
        guesses.append(guesser.post("/shows", json=a_plan()).status_code)
    with own.api(token) as dresser:
        known = dresser.get(f"/shows/{show}/state").status_code

    assert guesses == [401] * 30 + [429] * 2
    assert known == 200
