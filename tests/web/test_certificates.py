"""What stands in the certificates of a house: its own names, for a while, and nothing else for a thief."""

import ipaddress
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from app.web.certificates import (
    Authority,
    Certificate,
    Names,
    NotAName,
    fingerprint,
    may_name,
    names_of,
    new_authority,
    new_certificate,
    new_key,
    read_names,
)

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
NAMES = read_names("localhost", "show.example.org", "192.168.1.20", "::1")


@pytest.fixture(scope="module")
def authority() -> Authority:
    return new_authority(NAMES, "Standby on laptop", NOW)


@pytest.fixture(scope="module")
def certificate(authority: Authority) -> Certificate:
    return new_certificate(authority, new_key(), NAMES, NOW)


def test_an_authority_may_sign_for_its_names_alone(authority: Authority) -> None:
    found = authority.certificate.extensions.get_extension_for_class(x509.NameConstraints)

    assert found.critical
    assert found.value.excluded_subtrees is None  # what is not permitted is refused
    assert {str(one.value) for one in found.value.permitted_subtrees or ()} == {
        "localhost",
        "show.example.org",
        "192.168.1.20/32",
        "::1/128",
    }


def test_an_authority_signs_servers_and_no_further_authority(authority: Authority) -> None:
    extensions = authority.certificate.extensions
    basic = extensions.get_extension_for_class(x509.BasicConstraints)
    usage = extensions.get_extension_for_class(x509.KeyUsage)

    assert (basic.critical, basic.value.ca, basic.value.path_length) == (True, True, 0)
    assert (usage.value.key_cert_sign, usage.value.digital_signature) == (True, False)
    assert list(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [
        ExtendedKeyUsageOID.SERVER_AUTH
    ]


def test_a_certificate_names_what_it_is_for(certificate: Certificate) -> None:
    extensions = certificate.extensions

    assert names_of(certificate) == NAMES
    assert not extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert list(extensions.get_extension_for_class(x509.ExtendedKeyUsage).value) == [
        ExtendedKeyUsageOID.SERVER_AUTH
    ]


def test_keys_are_of_the_curve_that_old_phones_know(certificate: Certificate) -> None:
    key = certificate.public_key()

    assert isinstance(key, ec.EllipticCurvePublicKey)
    assert key.curve.name == "secp256r1"


def test_no_phone_finds_a_certificate_too_long(
    authority: Authority, certificate: Certificate
) -> None:
    lasts = certificate.not_valid_after_utc - certificate.not_valid_before_utc

    assert lasts <= timedelta(days=397)
    assert certificate.not_valid_before_utc <= NOW - timedelta(hours=23)
    assert authority.certificate.not_valid_after_utc - NOW == timedelta(days=730)


def test_a_certificate_never_outlives_its_authority(authority: Authority) -> None:
    late = authority.certificate.not_valid_after_utc - timedelta(days=10)

    assert new_certificate(authority, new_key(), NAMES, late).not_valid_after_utc == (
        authority.certificate.not_valid_after_utc
    )


@pytest.mark.parametrize("name", ["example.org", "showexample.org", "192.168.1.21", "fd00::1"])
def test_an_authority_signs_no_other_name(authority: Authority, name: str) -> None:
    with pytest.raises(NotAName, match="may speak for"):
        new_certificate(authority, new_key(), NAMES | read_names(name), NOW)


def test_an_authority_with_a_network_signs_the_addresses_in_it() -> None:
    authority = new_authority(NAMES | read_names("10.1.2.0/24"), "Standby", NOW)

    made = new_certificate(authority, new_key(), read_names("localhost", "10.1.2.99"), NOW)

    assert names_of(made).addresses == (ipaddress.ip_address("10.1.2.99"),)
    assert ipaddress.ip_network("10.1.2.0/24") in may_name(authority.certificate).networks


@pytest.mark.parametrize("names", [Names(), read_names("show.local"), read_names("10.0.0.1")])
def test_no_authority_is_free_for_a_kind_of_name(names: Names) -> None:
    with pytest.raises(AssertionError):
        new_authority(names, "Standby", NOW)


def test_a_fingerprint_is_written_as_phones_write_it(authority: Authority) -> None:
    assert len(fingerprint(authority.certificate).split(":")) == 32
    assert fingerprint(authority.certificate) == fingerprint(authority.certificate).upper()


def test_names_are_read_as_people_write_them() -> None:
    assert read_names(" Show.Example.ORG. ", "2001:DB8::1", "münchen.example", "10.0.0.7/8") == (
        Names(
            hosts=("show.example.org", "xn--mnchen-3ya.example"),
            addresses=(ipaddress.ip_address("2001:db8::1"),),
            networks=(ipaddress.ip_network("10.0.0.0/8"),),
        )
    )


@pytest.mark.parametrize(
    "word",
    [
        "",
        "com",  # it would speak for all that ends in it
        "*.example.org",
        "show example.org",
        "-show.example.org",
        "http://show.example.org",
        "show.example.org:8443",
        "0.0.0.0",
        "224.0.0.1",
        "fe80::1%eth0",
        "8.8.8.0/24",
        "0.0.0.0/0",
        "10.0.0.0/33",
        "a" * 64 + ".example",
    ],
)
def test_what_is_no_name_of_one_machine_is_refused(word: str) -> None:
    with pytest.raises(NotAName):
        read_names(word)
