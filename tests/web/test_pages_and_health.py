"""The pages, the headers on everything, and how the server says that it is well."""

from pathlib import Path

import httpx
import pytest

from app import __version__
from app.web.pages import Pages
from tests.live.served import STARTED_AT, Served


@pytest.mark.parametrize("path", ["/", "/join", "/show/s1/caller", "/screen/s1/backstage"])
def test_any_address_that_is_no_file_is_the_page(served: Served, path: str) -> None:
    answer = httpx.get(served.url + path)

    assert answer.status_code == 200
    assert "<title>Standby</title>" in answer.text
    assert answer.headers["cache-control"] == "no-cache"


def test_a_built_file_is_kept_for_ever_and_sent_compressed(served: Served) -> None:
    answer = httpx.get(f"{served.url}/assets/index-abc123.js")

    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_a_file_of_an_earlier_build_is_not_answered_with_the_page(served: Served) -> None:
    assert httpx.get(f"{served.url}/assets/index-old.js").status_code == 404


def test_a_page_that_is_known_is_not_sent_again(served: Served) -> None:
    first = httpx.get(served.url)

    again = httpx.get(served.url, headers={"If-None-Match": first.headers["etag"]})

    assert again.status_code == 304


def test_screens_that_are_not_built_are_said_to_be(own: Served) -> None:
    answer = httpx.get(own.url)

    assert answer.status_code == 404
    assert "not built" in answer.json()["detail"]


def test_the_page_may_load_nothing_from_elsewhere_and_stand_in_no_frame(served: Served) -> None:
    policy = httpx.get(served.url).headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert f"ws://127.0.0.1:{served.port}" in policy


def test_the_service_worker_is_asked_for_each_time_and_may_fetch_the_screens(
    served: Served,
) -> None:
    headers = httpx.get(f"{served.url}/sw.js").headers

    assert headers["content-type"].startswith("text/javascript")
    assert headers["cache-control"] == "no-cache"
    assert "connect-src 'self'" in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/", "/api/v1/time", "/api/v1/nothing", "/healthz"])
def test_every_answer_carries_our_headers(served: Served, path: str) -> None:
    headers = httpx.get(served.url + path).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "camera=()" in headers["permissions-policy"]
    assert "content-security-policy" in headers
    assert "server" not in headers


def test_the_time_is_the_shows_time(served: Served) -> None:
    assert httpx.get(f"{served.url}/api/v1/time").json() == {"now_at": STARTED_AT}


def test_a_server_that_serves_is_alive_and_ready(served: Served) -> None:
    answers = [httpx.get(f"{served.url}/{path}").status_code for path in ("healthz", "readyz")]

    assert answers == [200, 200]


def test_a_server_whose_log_is_gone_is_alive_and_not_ready(own: Served) -> None:
    own.call(own.house.event_log.close())

    answers = [httpx.get(f"{own.url}/{path}") for path in ("healthz", "readyz")]

    assert [one.status_code for one in answers] == [200, 503]
    assert answers[1].json()["code"] == "unavailable"


def test_the_version_is_told(served: Served) -> None:
    told = httpx.get(f"{served.url}/version").json()

    assert told["version"] == __version__
    assert told["protocol"] == 1
    assert told["screens"]


def test_a_page_is_told_what_the_newest_one_calls_itself(tmp_path: Path) -> None:
    named = '<script type="module" src="/assets/index-Dj_2q-Mf.js"></script>'
    (tmp_path / "index.html").write_text(named)

    assert Pages(tmp_path).entry == "Dj_2q-Mf"
    assert Pages(tmp_path / "none").entry == "none"


def test_the_meters_are_read_by_prometheus(served: Served, show: str) -> None:
    text = httpx.get(f"{served.url}/metrics").text

    assert 'standby_commands_total{outcome="applied"}' in text
    assert "standby_divergence_total 0.0" in text
    assert "standby_append_seconds_count" in text
    assert show not in text


def test_the_api_describes_itself(served: Served) -> None:
    paths = httpx.get(f"{served.url}/api/v1/openapi.json").json()["paths"]

    assert "/api/v1/shows/{show}/commands" in paths
    assert "/api/v1/join" in paths


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/version", "/", "/show/s1/caller"])
def test_who_asks_for_the_head_alone_gets_that_of_the_answer(served: Served, path: str) -> None:
    head, whole = httpx.head(served.url + path), httpx.get(served.url + path)

    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"]
    assert head.headers["content-type"] == whole.headers["content-type"]


@pytest.mark.parametrize("wanted", ["gzip", "gzip;q=0", "identity"])
def test_what_keeps_pages_is_told_that_they_come_in_two_ways(served: Served, wanted: str) -> None:
    answer = httpx.get(served.url, headers={"Accept-Encoding": wanted})

    assert answer.headers["vary"] == "accept-encoding"
    assert ("content-encoding" in answer.headers) == (wanted == "gzip")
