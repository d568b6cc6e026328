"""Before anybody has come in: what a phone installs, and how it finds out whether that was enough."""

import plistlib
from collections.abc import Iterator

import httpx
import pytest
from cryptography import x509

from app.web.certificates import fingerprint
from tests.live.served import OWNER_TOKEN, Served
from tests.web.secure import Secure, serving_securely


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    with serving_securely(tmp_path_factory.mktemp("secure")) as house:
        yield house


def test_both_doors_lead_to_the_same_house(secure: Secure) -> None:
    with secure.client() as client:
        versions = [client.get(f"{door}/version").json() for door in (secure.plain, secure.https)]

    assert versions[0] == versions[1]


def test_a_page_is_told_what_to_trust_and_where(secure: Secure) -> None:
    told = httpx.get(f"{secure.plain}/api/v1/trust").json()

    assert told == {
        "https_port": secure.https_port,
        "names_you": True,
        "fingerprint": fingerprint(secure.authority),
        "title": "Standby, by hand",
        "ends_at": int(secure.authority.not_valid_after_utc.timestamp() * 1000),
    }


def test_an_address_that_the_certificate_does_not_name_is_told_so(secure: Secure) -> None:
    told = httpx.get(f"{secure.plain}/api/v1/trust", headers={"Host": f"10.0.0.9:{secure.port}"})

    assert told.json()["names_you"] is False


def test_the_certificate_is_given_out_as_phones_take_it(secure: Secure) -> None:
    answer = httpx.get(f"{secure.plain}/trust/standby.crt")

    assert answer.headers["content-type"] == "application/x-x509-ca-cert"
    assert x509.load_der_x509_certificate(answer.content) == secure.authority


def test_an_iphone_gets_the_same_certificate_as_a_profile(secure: Secure) -> None:
    answer = httpx.get(f"{secure.plain}/trust/standby.mobileconfig")
    profile = plistlib.loads(answer.content)
    (inner,) = profile["PayloadContent"]

    assert answer.headers["content-type"] == "application/x-apple-aspen-config"
    assert (profile["PayloadType"], inner["PayloadType"]) == (
        "Configuration",
        "com.apple.security.root",
    )
    assert x509.load_der_x509_certificate(inner["PayloadContent"]) == secure.authority
    assert profile["PayloadUUID"] != inner["PayloadUUID"]


def test_the_same_profile_twice_is_one_profile(secure: Secure) -> None:
    address = f"{secure.plain}/trust/standby.mobileconfig"

    assert httpx.get(address).content == httpx.get(address).content


def test_no_key_is_ever_given_out(secure: Secure) -> None:
    asked = [httpx.get(f"{secure.plain}/trust/{name}") for name in ("ca.key", "server.key")]

    assert [one.status_code for one in asked] == [404, 404]


def test_a_page_of_the_other_scheme_may_ask_whether_it_gets_through(secure: Secure) -> None:
    with secure.client() as client:
        answer = client.get(
            f"{secure.https}/api/v1/trust/reached", headers={"Origin": secure.plain}
        )

    assert answer.json() == {"secure": True}
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_page_may_look_at_its_own_secure_twin_and_nowhere_else(secure: Secure) -> None:
    policy = httpx.get(secure.plain).headers["content-security-policy"]
    connect = next(one for one in policy.split("; ") if one.startswith("connect-src"))

    assert connect.split()[1:] == [
        "'self'",
        f"ws://127.0.0.1:{secure.port}",
        f"wss://127.0.0.1:{secure.port}",
        f"https://127.0.0.1:{secure.https_port}",
    ]


def test_a_server_goes_by_the_name_in_its_certificate(secure: Secure) -> None:
    hosts = ("show.example.org", "other.example.org")
    asked = [httpx.get(f"{secure.plain}/healthz", headers={"Host": host}) for host in hosts]

    assert [one.status_code for one in asked] == [200, 421]


def test_nobody_is_led_to_https_by_force(secure: Secure) -> None:
    plain = httpx.get(secure.plain)
    with secure.client() as client:
        answer = client.get(secure.https)

    assert not plain.is_redirect
    assert "strict-transport-security" not in answer.headers


def test_who_has_come_in_by_the_secure_door_may_still_come_in_by_the_plain_one(
    secure: Secure,
) -> None:
    with secure.client() as client:
        for door in (secure.https, secure.plain):
            headers = {"Origin": door}
            login = client.post(
                f"{door}/api/v1/login", json={"token": OWNER_TOKEN}, headers=headers
            )
            assert login.status_code == 204

        kept = {cookie.name: cookie.secure for cookie in client.cookies.jar}
        seen = [client.get(f"{door}/api/v1/shows") for door in (secure.https, secure.plain)]

    assert kept == {"__Host-standby_owner": True, "standby_owner": False}
    assert [one.status_code for one in seen] == [200, 200]


def test_where_no_https_is_served_nothing_is_offered(served: Served) -> None:
    assert httpx.get(f"{served.url}/api/v1/trust").json() == {}
    assert httpx.get(f"{served.url}/trust/standby.crt").status_code == 404
    assert httpx.get(f"{served.url}/trust/standby.mobileconfig").status_code == 404
    assert httpx.get(f"{served.url}/api/v1/trust/reached").json() == {"secure": False}
