"""Who trusts the authority of a house gets through to it, and to nobody who poses as another with its key."""

import asyncio
import os
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.live.device import Device
from tests.live.evening import send
from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN, Served, serving
from tests.live.test_slow_reader import flood
from tests.web.a_certificate import lay_down

HEADERS = {"Authorization": f"Bearer {OWNER_TOKEN}"}


@pytest.fixture
def trusting(tmp_path: Path) -> ssl.SSLContext:
    return lay_down(tmp_path / "tls")


@pytest.fixture
def both(tmp_path: Path, trusting: ssl.SSLContext) -> Iterator[Served]:
    with serving(tmp_path) as running:
        yield running


def https(served: Served, trusting: ssl.SSLContext, **headers: str) -> httpx.Client:
    url = f"https://127.0.0.1:{served.https_port}"
    return httpx.Client(base_url=url, verify=trusting, headers=headers, timeout=20)


async def test_a_mark_made_over_https_is_seen_over_http(
    both: Served, trusting: ssl.SSLContext
) -> None:
    show = both.make_show(a_plan())
    url = f"wss://127.0.0.1:{both.https_port}"
    async with (
        Device(url, show, OWNER_TOKEN, client="c-safe", trusting=trusting) as safe,
        Device(both.socket_url, show, OWNER_TOKEN, client="c-plain") as plain,
    ):
        await safe.greet()
        await plain.greet()

        ack = await safe.ask("check_in", model="m1")
        await plain.up_to(ack["seq"])
        await safe.up_to(ack["seq"])

    assert plain.state["models"]["m1"] == safe.state["models"]["m1"]
    assert plain.seq == ack["seq"]


async def test_a_phone_that_does_not_read_over_https_is_told_everything_later(
    both: Served, trusting: ssl.SSLContext
) -> None:
    show = both.make_show(a_plan())
    url = f"wss://127.0.0.1:{both.https_port}"
    async with Device(url, show, OWNER_TOKEN, client="c-safe", trusting=trusting) as safe:
        await safe.greet()
        safe.socket.transport.pause_reading()
        await asyncio.to_thread(flood, both, show)
        last = send(both, show, "edit_show", title="still here")
        safe.socket.transport.resume_reading()

        await safe.up_to(last["seq"])

    assert safe.state["show"]["title"] == "still here"
    assert safe.gaps == 0


@pytest.mark.parametrize("safe", [True, False], ids=["https", "http"])
def test_a_cookie_is_secure_where_the_line_is(
    both: Served, trusting: ssl.SSLContext, safe: bool
) -> None:
    port = both.https_port if safe else both.port
    origin = f"{'https' if safe else 'http'}://127.0.0.1:{port}"
    with httpx.Client(base_url=origin, verify=trusting, headers={"Origin": origin}) as browser:
        answer = browser.post("/api/v1/login", json={"token": OWNER_TOKEN})

    assert answer.status_code == 204
    assert ("Secure" in answer.headers["set-cookie"]) is safe


def test_nobody_is_sent_from_http_to_https(both: Served) -> None:
    answer = httpx.get(f"{both.url}/healthz")

    assert answer.status_code == 200
    assert "strict-transport-security" not in answer.headers


def test_a_page_that_came_by_https_may_send_a_command(
    both: Served, trusting: ssl.SSLContext
) -> None:
    show = both.make_show(a_plan())
    body = {"id": "long-enough-1", "command": {"type": "check_in", "model": "m1"}}
    origin = f"https://127.0.0.1:{both.https_port}"
    with https(both, trusting, Origin=origin, **HEADERS) as browser:
        answer = browser.post(f"/api/v1/shows/{show}/commands", json=body)

    assert answer.status_code == 200


def test_a_renewed_certificate_is_taken_without_a_new_start(
    both: Served, trusting: ssl.SSLContext, tmp_path: Path
) -> None:
    with https(both, trusting) as before:
        assert before.get("/healthz").status_code == 200

    renewed = lay_down(tmp_path / "tls", "The house of next season")
    os.utime(tmp_path / "tls" / "server.crt", (2e9, 2e9))  # whatever the disk's clock counts in

    with https(both, renewed) as after:
        assert after.get("/healthz").status_code == 200


@pytest.mark.parametrize("spoilt", ["server.crt", "server.key"])
def test_a_bad_certificate_is_said_in_one_line_and_http_goes_on(
    tmp_path: Path, trusting: ssl.SSLContext, spoilt: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tls" / spoilt).write_text("not what it was")

    with serving(tmp_path) as running:
        answer = httpx.get(f"{running.url}/healthz")
        https_port = running.https_port

    assert (answer.status_code, https_port) == (200, None)
    assert capsys.readouterr().err.count("no https") == 1


def test_who_speaks_plain_http_to_the_https_port_is_hung_up_on(both: Served) -> None:
    with socket.create_connection(("127.0.0.1", both.https_port or 0), 20) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

        answer = plain.recv(1_000)

    assert not answer.startswith(b"HTTP/1.1 200")


async def test_a_certificate_made_while_we_serve_opens_the_second_door(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        trusting = lay_down(tmp_path / "tls")
        doorway = running.uvicorn._entrances  # type: ignore[attr-defined]
        while doorway.https_port is None:  # noqa: ASYNC110  # a door rings no bell
            await asyncio.sleep(0.05)
        url = f"https://127.0.0.1:{doorway.https_port}/healthz"

        answer = await asyncio.to_thread(httpx.get, url, verify=trusting)

    assert answer.status_code == 200
