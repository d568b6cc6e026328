"""Makes a house its own authority, which may speak for the house's names alone, and certificates under it."""

import ipaddress
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, TypeAlias

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
Certificate: TypeAlias = x509.Certificate
Key: TypeAlias = ec.EllipticCurvePrivateKey

AUTHORITY_LASTS: Final = timedelta(days=730)  # two seasons; then phones are asked anew
LASTS: Final = timedelta(days=396)  # with the day before it 397: what the strictest phones take
BEFORE: Final = timedelta(days=1)  # for phones whose clock is behind
_LABEL: Final = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST: Final = re.compile(rf"{_LABEL}(?:\.{_LABEL})+")
_HERE: Final = "localhost"


class NotAName(ValueError):
    """Says in a sentence why something can't stand in a certificate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What a certificate speaks for. Networks stand only in an authority: all addresses in them."""

    hosts: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()
    networks: tuple[Network, ...] = ()

    def __or__(self, other: "Names") -> "Names":
        return Names(
            hosts=tuple(dict.fromkeys((*self.hosts, *other.hosts))),
            addresses=tuple(dict.fromkeys((*self.addresses, *other.addresses))),
            networks=tuple(dict.fromkeys((*self.networks, *other.networks))),
        )

    def __str__(self) -> str:
        return ", ".join(str(one) for one in (*self.hosts, *self.addresses, *self.networks))


@dataclass(frozen=True, slots=True)
class Authority:
    """Who signs: its certificate is what phones are asked to trust."""

    certificate: Certificate
    key: Key


def read_names(*words: str) -> Names:
    """Return what people wrote: `show.example.org`, `192.168.1.20`, `192.168.1.0/24`.

    Raises:
        NotAName: one of them is none.
    """
    found = Names()
    for word in words:
        found |= _read(word.strip().rstrip("."))
    return found


def new_key() -> Key:
    """Return a new private key, of the one curve that every old phone knows."""
    return ec.generate_private_key(ec.SECP256R1())


def new_authority(names: Names, title: str, now: datetime) -> Authority:
    """Return an authority that may speak for `names` and whatever is below them, and for nothing else."""
    key = new_key()
    subject = _subject(title)
    made = (
        _begun(subject, subject, key, now, now + AUTHORITY_LASTS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_others=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(_constraints(names), critical=True)
        .sign(key, hashes.SHA256())
    )
    return Authority(made, key)


def new_certificate(by: Authority, key: Key, names: Names, now: datetime) -> Certificate:
    """Return a server's certificate for `key`, signed by `by`, which it never outlives.

    Raises:
        NotAName: `by` may not speak for one of the names.
    """
    for name in (*names.hosts, *names.addresses):
        must_speak_for(by.certificate, name)
    ends = min(now + LASTS, by.certificate.not_valid_after_utc)
    general: list[x509.GeneralName] = [x509.DNSName(host) for host in names.hosts]
    general += [x509.IPAddress(address) for address in names.addresses]
    signer = by.key.public_key()
    return (
        _begun(_subject("Standby"), by.certificate.subject, key, now, ends)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_others=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(general), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer), critical=False)
        .sign(by.key, hashes.SHA256())
    )


def names_of(certificate: Certificate) -> Names:
    """Return what a server's certificate speaks for."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return Names()
    numbers = found.get_values_for_type(x509.IPAddress)
    return Names(
        hosts=tuple(found.get_values_for_type(x509.DNSName)),
        addresses=tuple(
            one for one in numbers if isinstance(one, ipaddress.IPv4Address | ipaddress.IPv6Address)
        ),
    )


def may_name(authority: Certificate) -> Names:
    """Return what an authority may speak for; a single address is a network of one."""
    found = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    hosts, networks = list[str](), list[Network]()
    for one in found.permitted_subtrees or ():
        if isinstance(one, x509.DNSName):
            hosts.append(one.value)
        elif isinstance(one, x509.IPAddress):
            networks.append(ipaddress.ip_network(str(one.value)))
    return Names(hosts=tuple(hosts), networks=tuple(networks))


def must_speak_for(authority: Certificate, name: str | Address) -> None:
    """Raise NotAName where an authority may not speak for a host or an address."""
    allowed = may_name(authority)
    if isinstance(name, str):
        good = any(name == host or name.endswith(f".{host}") for host in allowed.hosts)
    else:
        good = any(name in network for network in allowed.networks)
    if not good:
        raise NotAName(f"{name} is not among the names this authority may speak for: {allowed}.")


def title_of(certificate: Certificate) -> str:
    """Return what phones call it."""
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""


def fingerprint(certificate: Certificate) -> str:
    """Return its SHA-256 as phones show it: `3F:9A:...`."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def days_left(certificate: Certificate, now: datetime) -> int:
    """Return how many whole days a certificate is still good; negative when it is over."""
    return (certificate.not_valid_after_utc - now).days


def at(now_ms: int) -> datetime:
    """Return an instant as certificates have it: whole seconds, UTC."""
    return datetime.fromtimestamp(now_ms // 1000, UTC)


def _read(word: str) -> Names:
    try:
        if "/" in word:
            return Names(networks=(_network(word),))
        return Names(addresses=(_address(word),))
    except ValueError as wrong:
        if isinstance(wrong, NotAName):
            raise
    try:
        host = word.lower().encode("idna").decode()
    except UnicodeError:
        host = ""
    if host == _HERE or _HOST.fullmatch(host):
        return Names(hosts=(host,))
    # A name of one word would let the authority speak for all that ends in it, such as `com`.
    raise NotAName(f"{word} is no address and no full name of a machine, such as show.local.")


def _address(word: str) -> Address:
    address = ipaddress.ip_address(word)
    if address.is_unspecified or address.is_multicast or getattr(address, "scope_id", None):
        raise NotAName(f"{word} is not the address of one machine.")
    return address


def _network(word: str) -> Network:
    try:
        network = ipaddress.ip_network(word, strict=False)
    except ValueError:
        raise NotAName(f"{word} is no network, such as 192.168.1.0/24.") from None
    if not network.is_private:
        raise NotAName(f"{word} is not private: on the world's addresses other people live.")
    return network


def _subject(title: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, title)])


def _begun(
    subject: x509.Name, issuer: x509.Name, key: Key, now: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - BEFORE)
        .not_valid_after(ends)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_others: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_others,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_others,
        crl_sign=signs_others,
        encipher_only=False,
        decipher_only=False,
    )


def _constraints(names: Names) -> x509.NameConstraints:
    """Return the names that may stand below. A kind of name with no line would be free, so both have one."""
    assert names.hosts, "an authority without hosts could speak for every host"
    assert names.addresses, "an authority without addresses could speak for every address"
    networks = (*(ipaddress.ip_network(one) for one in names.addresses), *names.networks)
    permitted: list[x509.GeneralName] = [x509.DNSName(host) for host in names.hosts]
    permitted += [x509.IPAddress(network) for network in dict.fromkeys(networks)]
    return x509.NameConstraints(permitted_subtrees=permitted, excluded_subtrees=None)
