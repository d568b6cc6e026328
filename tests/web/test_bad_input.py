"""Whatever is sent: a clear answer, nothing changed, no stack trace, the same process."""

import json
import socket

import httpx
import pytest

from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN, Served

JSON = {"Content-Type": "application/json"}


def bodies() -> list[tuple[str, bytes]]:
    deep = b'{"id":"long-enough","command":' + b"[" * 10_000 + b"]" * 10_000 + b"}"
    return [
        ("not json", b"{"),
        ("empty", b""),
        ("a list", b"[]"),
        ("a doubled key", b'{"id":"long-enough","id":"long-enough"}'),
        ("NaN", b'{"id":"long-enough","occurred_at":NaN}'),
        ("2^63", b'{"id":"long-enough","occurred_at":9223372036854775808}'),
        ("a lone surrogate", b'{"id":"long-enough\\ud800"}'),
        ("NUL", b'{"id":"long-enough\\u0000"}'),
        ("bad UTF-8", b'{"id":"\xff\xff\xff\xff\xff\xff\xff\xff"}'),
        ("10,000 deep", deep),
    ]


@pytest.mark.parametrize("body", [body for _, body in bodies()], ids=[name for name, _ in bodies()])
@pytest.mark.parametrize("path", ["/shows", "/shows/{show}/commands", "/join"])
def test_a_body_that_is_no_json_object_is_refused(
    owner: httpx.Client, show: str, path: str, body: bytes
) -> None:
    answer = owner.post(path.format(show=show), content=body, headers=JSON)

    assert answer.status_code in {400, 422}
    assert answer.json()["code"] == "malformed"
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("path", "size"),
    [("/shows/{show}/commands", 1024 * 1024), ("/shows", 8 * 1024 * 1024), ("/join", 64 * 1024)],
)
def test_a_body_that_is_too_large_is_not_read(
    owner: httpx.Client, show: str, path: str, size: int
) -> None:
    answer = owner.post(path.format(show=show), content=b"x" * (size + 1), headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_body_without_a_length_is_measured_as_it_comes(owner: httpx.Client) -> None:
    def endless() -> object:
        for _piece in range(40):
            yield b"x" * 4096

    answer = owner.post("/join", content=endless(), headers=JSON)  # type: ignore[arg-type]

    assert answer.status_code == 413


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "nonsense"])
def test_what_is_not_called_json_is_not_read_as_json(
    owner: httpx.Client, show: str, kind: str
) -> None:
    body = {"id": "long-enough", "command": {"type": "check_in", "model": "m1"}}

    answer = owner.post(
        f"/shows/{show}/commands", content=json.dumps(body), headers={"Content-Type": kind}
    )

    assert answer.status_code == 415
    assert owner.get(f"/shows/{show}/state").json()["seq"] == 1


def test_a_plan_with_an_unknown_field_names_it(owner: httpx.Client) -> None:
    answer = owner.post("/shows", json={**a_plan(), "weather": "fine"})

    assert answer.status_code == 400
    assert "weather" in answer.json()["detail"]


def test_a_plan_without_looks_is_refused(owner: httpx.Client) -> None:
    answer = owner.post("/shows", json={"title": "Empty"})

    assert answer.status_code == 400
    assert "looks" in answer.json()["detail"]


@pytest.mark.parametrize(
    "picture",
    [
        "data:image/png;base64,AAAA",
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:application/pdf;base64,JVBERi0=",
        "https://elsewhere.example/look.png",
        "data:image/png;base64,iVBORw0KGgo=",
    ],
)
def test_what_is_no_picture_is_refused(owner: httpx.Client, picture: str) -> None:
    looks = [{"number": "1", "picture": picture}]

    answer = owner.post("/shows", json={"title": "Bad", "looks": looks})

    assert answer.status_code in {400, 422}
    assert answer.json()["code"] == "malformed"


def test_an_unknown_field_of_a_small_body_is_named(owner: httpx.Client) -> None:
    answer = owner.post("/join", json={"code": "ABCDEFGH", "mood": "good"})

    assert answer.status_code == 422
    assert "mood" in answer.json()["detail"]


def test_an_address_that_is_not_there_says_so(owner: httpx.Client) -> None:
    answer = owner.get("/nothing")

    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_method_that_is_not_taken_says_so(owner: httpx.Client, show: str) -> None:
    answer = owner.put(f"/shows/{show}/state", json={})

    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_fault_of_ours_is_told_without_its_inside(
    own: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall() -> bytes:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr(own.house.meters, "text", fall)

    answer = httpx.get(f"{own.url}/metrics")

    assert (answer.status_code, answer.json()["code"]) == (500, "fault")
    assert "secret" not in answer.text
    own.faults.clear()


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/..%2f..%2fmain.py"]
)
def test_no_path_leads_out_of_the_screens(served: Served, path: str) -> None:
    with socket.create_connection(("127.0.0.1", served.port)) as bare:
        bare.sendall(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
        )
        answer = b""
        while piece := bare.recv(65_536):
            answer += piece

    assert b"root:" not in answer
    assert b"import" not in answer


@pytest.mark.parametrize("host", ["evil.example", "standby.evil.example:8420", ""])
def test_a_foreign_host_is_turned_away(served: Served, host: str) -> None:
    answer = httpx.get(f"{served.url}/api/v1/time", headers={"Host": host})

    assert answer.status_code in {400, 421}


@pytest.mark.parametrize(
    "host", ["localhost:8420", "192.168.1.20", "[fe80::1]:8420", "10.0.0.7:80"]
)
def test_a_number_and_our_own_name_are_let_in(served: Served, host: str) -> None:
    answer = httpx.get(f"{served.url}/api/v1/time", headers={"Host": host})

    assert answer.status_code == 200


def test_a_page_from_elsewhere_can_change_nothing(served: Served, show: str) -> None:
    answer = served.owner.post(
        f"/shows/{show}/commands", json={}, headers={"Origin": "http://evil.example"}
    )

    assert answer.status_code == 403


def test_a_cookie_without_an_origin_can_change_nothing(served: Served, show: str) -> None:
    answer = httpx.post(
        f"{served.url}/api/v1/shows/{show}/commands",
        json={},
        headers={"Cookie": f"standby_owner={OWNER_TOKEN}"},
    )

    assert answer.status_code == 403


def test_a_forged_forwarding_header_is_not_believed(own: Served) -> None:
    with httpx.Client(base_url=own.url, headers={"Origin": own.url}) as browser:
        tried = [
            browser.post(
                "/api/v1/join",
                json={"code": f"ABCDEF{n:02d}"},
                headers={"X-Forwarded-For": f"10.0.0.{n}"},
            ).status_code
            for n in range(11)
        ]

    assert tried[-1] == 429


@pytest.mark.parametrize("label", ["", " ", " \t "])
def test_a_pass_has_somebodys_name_on_it(owner: httpx.Client, show: str, label: str) -> None:
    answer = owner.post(f"/shows/{show}/passes", json={"role": "dresser", "label": label})

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")


def test_a_label_that_is_no_label_is_said_to_be(owner: httpx.Client, show: str) -> None:
    answer = owner.post(f"/shows/{show}/passes", json={"role": "dresser", "label": "x" * 600})

    assert (answer.status_code, answer.json()["code"]) == (422, "malformed")
    assert "label" in answer.json()["detail"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x+json", "application/problem+json"])
@pytest.mark.parametrize("path", ["/join", "/login", "/shows/{show}/passes"])
def test_a_body_by_any_other_name_is_not_taken(
    owner: httpx.Client, show: str, path: str, kind: str
) -> None:
    answer = owner.post(
        path.format(show=show), content=b'{"code":"ABCDEFGH"}', headers={"Content-Type": kind}
    )

    assert (answer.status_code, answer.json()["code"]) == (415, "malformed")


@pytest.mark.parametrize("path", ["/shows", "/shows/{show}/commands"])
def test_a_large_body_from_nobody_is_not_read(served: Served, show: str, path: str) -> None:
    with served.api(None) as nobody:
        answer = nobody.post(path.format(show=show), content=b"x" * (64 * 1024 + 1), headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_a_large_plan_is_taken_from_the_owner(owner: httpx.Client) -> None:
    made = owner.post("/shows", json=a_plan(looks=400, models=40))

    assert made.status_code == 201
    assert len(made.request.content) > 32 * 1024
