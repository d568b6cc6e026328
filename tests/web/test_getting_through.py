"""Who trusts the authority of a house gets through to it, and to nobody who poses as another with its key."""

import asyncio
import ipaddress
import os
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from structlog.testing import capture_logs

from app.web.certificates import read_names
from app.web.entrances import Entrances
from app.web.tls import (
    CannotServeTls,
    CertificateHosts,
    is_set_up,
    server_context,
    usual_folder,
    warn_in_time,
)
from app.web.tls_folder import Keeping, begin, renew
from tests.web.forger import forged

NOW = datetime.now(UTC).replace(microsecond=0)
NAMES = read_names("localhost", "show.example.org", "127.0.0.1")
NETWORK = read_names("127.0.0.0/8")
BANK = x509.DNSName("bank.example")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    begin(tmp_path, NAMES | NETWORK, title="Standby on laptop", now=NOW, keeping=Keeping())
    return tmp_path


def trusting(folder: Path) -> ssl.SSLContext:
    """A device that trusts the authority in the folder, and no other."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(folder / "ca.crt")
    return context


@asynccontextmanager
async def listening(context: ssl.SSLContext) -> AsyncIterator[int]:
    """A server that says a word over TLS to whoever gets through."""

    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        writer.close()

    server = await asyncio.start_server(greet, "127.0.0.1", 0, ssl=context)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def said(port: int, name: str, context: ssl.SSLContext) -> bytes:
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=context, server_hostname=name
    )
    try:
        return await reader.read()
    finally:
        writer.close()


async def shown(port: int, context: ssl.SSLContext) -> object:
    """The addresses in the certificate that a server shows."""
    _reader, writer = await asyncio.open_connection(
        "127.0.0.1", port, ssl=context, server_hostname="localhost"
    )
    try:
        names = writer.get_extra_info("peercert")["subjectAltName"]
        return [name for kind, name in names if kind == "IP Address"]
    finally:
        writer.close()


@pytest.mark.parametrize("name", ["localhost", "show.example.org", "127.0.0.1"])
async def test_who_trusts_the_authority_gets_through_by_each_of_its_names(
    folder: Path, name: str
) -> None:
    async with listening(server_context(folder)) as port:
        assert await said(port, name, trusting(folder)) == b"hello"


async def test_who_does_not_trust_it_turns_back(folder: Path) -> None:
    async with listening(server_context(folder)) as port:
        with pytest.raises(ssl.SSLCertVerificationError, match="unable to get local issuer"):
            await said(port, "localhost", ssl.create_default_context())


async def test_a_name_that_the_certificate_does_not_have_is_refused(folder: Path) -> None:
    async with listening(server_context(folder)) as port:
        with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
            await said(port, "other.example.org", trusting(folder))


@pytest.mark.parametrize(
    ("general", "name"),
    [
        (BANK, "bank.example"),
        (x509.DNSName("example.org"), "example.org"),
        (x509.IPAddress(ipaddress.ip_address("192.0.2.7")), "192.0.2.7"),
        (x509.IPAddress(ipaddress.ip_address("2001:db8::7")), "2001:db8::7"),
    ],
)
async def test_a_thief_of_the_authoritys_key_can_not_pose_as_anybody_else(
    folder: Path, general: x509.GeneralName, name: str
) -> None:
    async with listening(server_context(forged(folder, general))) as port:
        with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
            await said(port, name, trusting(folder))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize("stolen", [False, True])
def test_openssl_finds_the_same(folder: Path, stolen: bool) -> None:
    looked_at = (forged(folder, BANK) if stolen else folder) / "server.crt"

    words = ["openssl", "verify", "-x509_strict", "-purpose", "sslserver"]
    asked = subprocess.run(
        [*words, "-CAfile", str(folder / "ca.crt"), str(looked_at)],
        capture_output=True,
        check=False,
    )

    assert (asked.returncode == 0) is not stolen, asked.stderr


async def test_a_renewed_certificate_is_shown_without_a_new_start(folder: Path) -> None:
    async with listening(server_context(folder)) as port:
        before = await shown(port, trusting(folder))
        renew(folder, read_names("127.0.0.9"), now=NOW, passphrase=None)
        after = await shown(port, trusting(folder))

    assert (before, after) == (["127.0.0.1"], ["127.0.0.1", "127.0.0.9"])


async def test_a_spoiled_certificate_leaves_the_good_one_in_use(folder: Path) -> None:
    device = trusting(folder)
    async with listening(server_context(folder)) as port:
        (folder / "server.crt").write_text("not a certificate")
        os.utime(folder / "server.crt", ns=(1, 1))

        assert await said(port, "localhost", device) == b"hello"


async def test_a_certificate_copied_in_before_its_key_is_shown_once_the_key_is_there(
    folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    begin(other, NAMES | read_names("127.0.0.9"), title="Other", now=NOW, keeping=Keeping())
    async with listening(server_context(folder)) as port:
        shutil.copy(other / "server.crt", folder / "server.crt")
        between = await shown(port, trusting(folder))
        shutil.copy(other / "server.key", folder / "server.key")
        after = await shown(port, trusting(other))

    assert (between, after) == (["127.0.0.1"], ["127.0.0.1", "127.0.0.9"])


def test_a_folder_into_which_we_may_not_look_costs_https_and_nothing_else(tmp_path: Path) -> None:
    closed = tmp_path / ("x" * 300)  # to root every folder is open; this the system refuses to all
    entrances = Entrances("127.0.0.1", 0, https_port=0, tls_folder=closed)
    with capture_logs() as logs:
        entrances.open()
        entrances.open()  # and again, as every few seconds
        looking = warn_in_time(closed, 0)
        assert looking is not None
        looking.join()
    there = (len(entrances.http), entrances.https)
    entrances.close()

    assert there == (1, ())
    assert [one["event"] for one in logs] == ["no https"]
    assert CertificateHosts(closed)() == frozenset()


async def test_a_phone_of_2014_gets_through(folder: Path) -> None:
    device = trusting(folder)
    device.maximum_version = ssl.TLSVersion.TLSv1_2
    async with listening(server_context(folder)) as port:
        assert await said(port, "localhost", device) == b"hello"


@pytest.mark.parametrize("missing", ["server.crt", "server.key"])
def test_half_a_folder_serves_nothing(folder: Path, missing: str) -> None:
    (folder / missing).unlink()

    assert not is_set_up(folder)
    with pytest.raises(CannotServeTls):
        server_context(folder)


def test_a_key_of_another_certificate_is_said_to_be_of_no_use(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    begin(other, NAMES, title="Other", now=NOW, keeping=Keeping())
    shutil.copy(other / "server.key", folder / "server.key")

    with pytest.raises(CannotServeTls, match="can't be used"):
        server_context(folder)


def test_a_house_goes_by_the_names_in_its_newest_certificate(folder: Path) -> None:
    hosts = CertificateHosts(folder)
    before = hosts()
    more = NAMES | read_names("stage.example.org")
    begin(folder, more, title="Standby", now=NOW, keeping=Keeping())

    assert before == {"localhost", "show.example.org"}
    assert hosts() == {"localhost", "show.example.org", "stage.example.org"}


def test_a_house_without_a_certificate_has_no_names_of_it(tmp_path: Path) -> None:
    assert CertificateHosts(tmp_path)() == frozenset()


@pytest.mark.parametrize(("days", "warned"), [(10, []), (370, ["the certificate ends"])])
def test_a_server_that_starts_with_a_certificate_near_its_end_says_so(
    folder: Path, days: int, warned: list[str]
) -> None:
    then = NOW + timedelta(days=days)

    with capture_logs() as logs:
        looking = warn_in_time(folder, int(then.timestamp() * 1000))
        assert looking is not None
        looking.join()

    assert [one["event"] for one in logs] == warned


def test_where_there_is_no_certificate_nobody_looks_for_its_end(tmp_path: Path) -> None:
    assert warn_in_time(tmp_path, 0) is None


@pytest.mark.parametrize(
    ("database_url", "folder"),
    [
        ("sqlite:///standby.db", "tls"),
        ("sqlite:////srv/standby/show.db", "/srv/standby/tls"),
        ("sqlite:////srv/show.db?timeout=5", "/srv/tls"),
        ("postgresql://host/standby", "tls"),
    ],
)
def test_certificates_lie_beside_the_database_that_is_a_file(
    database_url: str, folder: str
) -> None:
    assert usual_folder(database_url) == Path(folder)
