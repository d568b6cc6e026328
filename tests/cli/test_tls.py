"""`standby tls`: certificates in one line, renewed without bothering anybody, and never lost by mistake."""

import re
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from typer.testing import CliRunner, Result

from app.cli import cli
from app.web.certificates import names_of
from app.web.tls_folder import Found, found_in, must_be_renewed


def tls(folder: Path, *words: str, **env: str) -> Result:
    said = ["tls", words[0], "--dir", str(folder), *words[1:]]
    return CliRunner().invoke(cli, said, env=env)


def found(folder: Path) -> Found:
    there = found_in(folder)
    assert there is not None
    return there


def fingerprints(said: str) -> list[str]:
    return re.findall(r"(?:[0-9A-F]{2}:){31}[0-9A-F]{2}", said)


@pytest.fixture
def made(tmp_path: Path) -> Path:
    """A folder that `tls init` has made for a name and a network."""
    ended = tls(tmp_path / "tls", "init", "show.example.org", "10.9.8.0/24")
    assert ended.exit_code == 0, ended.output
    return tmp_path / "tls"


def test_this_machine_is_always_named(made: Path) -> None:
    named = str(names_of(found(made).certificate))

    assert "localhost" in named
    assert "127.0.0.1" in named
    assert "show.example.org" in named
    assert "10.9.8" not in named


def test_keys_are_for_nobody_else_to_read(made: Path) -> None:
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in made.iterdir()}

    assert modes == {"ca.crt": 0o644, "ca.key": 0o600, "server.crt": 0o644, "server.key": 0o600}
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_what_is_there_is_replaced_only_by_force(made: Path) -> None:
    before = (made / "ca.crt").read_bytes()

    refused = tls(made, "init")
    kept = (made / "ca.crt").read_bytes()
    forced = tls(made, "init", "--force")

    assert (refused.exit_code, forced.exit_code) == (2, 0)
    assert "--force" in refused.stderr
    assert kept == before
    assert (made / "ca.crt").read_bytes() != before


def test_adding_leaves_the_authority_and_both_keys_as_they_were(made: Path) -> None:
    names = ("ca.crt", "ca.key", "server.key")
    before = [(made / name).read_bytes() for name in names]

    ended = tls(made, "add", "10.9.8.7", "www.show.example.org")

    assert ended.exit_code == 0
    assert [(made / name).read_bytes() for name in names] == before
    assert "10.9.8.7" in str(names_of(found(made).certificate))
    assert "www.show.example.org" in str(names_of(found(made).certificate))


@pytest.mark.parametrize("name", ["10.9.9.7", "example.org", "com", "10.9.8.0/24"])
def test_what_the_authority_may_not_speak_for_is_not_added(made: Path, name: str) -> None:
    before = (made / "server.crt").read_bytes()

    ended = tls(made, "add", name)

    assert ended.exit_code == 2
    assert len(ended.stderr.splitlines()) == 1
    assert (made / "server.crt").read_bytes() == before


def test_renewing_keeps_the_names(made: Path) -> None:
    before = found(made).certificate

    assert tls(made, "renew").exit_code == 0
    assert names_of(found(made).certificate) == names_of(before)
    assert found(made).certificate.serial_number != before.serial_number


def test_a_key_that_was_forgotten_is_nowhere_and_signs_nothing_more(tmp_path: Path) -> None:
    said = tls(tmp_path, "init", "--forget-ca-key")
    refused = tls(tmp_path, "renew")

    assert "never written" in said.output
    assert not (tmp_path / "ca.key").exists()
    assert refused.exit_code == 2
    assert "ca.key" in refused.stderr


def test_a_locked_key_signs_only_with_its_passphrase(tmp_path: Path) -> None:
    tls(tmp_path, "init", "--encrypt-ca-key", STANDBY_TLS_PASSPHRASE="open sesame")
    with pytest.raises(TypeError):  # it asks for a password
        load_pem_private_key((tmp_path / "ca.key").read_bytes(), None)

    wrong = tls(tmp_path, "renew", STANDBY_TLS_PASSPHRASE="open barley")
    right = tls(tmp_path, "renew", STANDBY_TLS_PASSPHRASE="open sesame")

    assert (wrong.exit_code, right.exit_code) == (2, 0)
    assert "passphrase" in wrong.stderr


def test_every_command_tells_the_fingerprint_that_phones_show(made: Path) -> None:
    told = [fingerprints(tls(made, word).output) for word in ("show", "renew", "show")]

    assert told[0] == told[1] == told[2]
    assert len(told[0]) == 1


def test_where_nothing_was_made_there_is_nothing_to_show(tmp_path: Path) -> None:
    ended = tls(tmp_path, "show")

    assert ended.exit_code == 2
    assert "standby tls init" in ended.stderr


def test_a_certificate_from_elsewhere_is_shown_and_left_alone(made: Path) -> None:
    for name in ("ca.crt", "ca.key"):
        (made / name).unlink()

    assert tls(made, "show").exit_code == 0
    assert tls(made, "renew").exit_code == 2


def test_thirty_days_before_the_end_it_is_said_how_to_renew(made: Path) -> None:
    there = found(made)
    ends = there.certificate.not_valid_after_utc

    said = [must_be_renewed(there, ends - _days(days)) for days in (31, 29, 0, -1)]

    assert said[0] is None
    assert said[1] == "The certificate ends in 29 days: `standby tls renew`."
    assert said[2] == "The certificate ends today: `standby tls renew`."
    assert said[3] == "The certificate is over: `standby tls renew`."


def test_an_authority_that_ends_is_named_before_its_certificate(made: Path) -> None:
    there = found(made)
    assert there.authority is not None

    said = must_be_renewed(there, there.authority.not_valid_after_utc - _days(5))

    assert said is not None
    assert "authority that phones trust ends in 5 days" in said


def test_show_fails_when_something_has_to_be_done(
    made: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = found(made).certificate.not_valid_after_utc
    then_ms = int((ends - _days(3)).timestamp() * 1000)
    monkeypatch.setattr("app.live.clock.HouseClock.now_ms", lambda _clock: then_ms)

    ended = tls(made, "show")

    assert ended.exit_code == 1
    assert "tls renew" in ended.stderr


def test_what_is_no_certificate_is_said_to_be_none(made: Path) -> None:
    (made / "server.crt").write_text("no certificate")

    ended = tls(made, "show")

    assert ended.exit_code == 2
    assert "is no certificate" in ended.stderr


def test_a_folder_that_can_not_be_made_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    ended = tls(tmp_path / "file" / "tls", "init")

    assert ended.exit_code == 2
    assert "can't be made" in ended.stderr


def test_the_authority_says_in_its_name_which_machine_it_is_of(made: Path) -> None:
    authority = found(made).authority
    assert isinstance(authority, x509.Certificate)

    assert authority.subject.rfc4514_string().startswith("CN=Standby on ")


def _days(days: int) -> timedelta:
    return timedelta(days=days)
