"""The folder with a house's certificates: nothing in it is ever half, and its keys are for nobody else to read."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from app.web.certificates import (
    Authority,
    Certificate,
    Key,
    Names,
    days_left,
    names_of,
    new_authority,
    new_certificate,
    new_key,
)
from app.web.tls import AUTHORITY, AUTHORITY_KEY, CERTIFICATE, KEY

WARN_DAYS: Final = 30
_FOR_ALL: Final = 0o644
_FOR_US: Final = 0o600
_FOLDER_FOR_US: Final = 0o700


class FolderProblem(Exception):
    """Says in a sentence what is wrong with the folder, or missing in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What lies in a folder. Without an authority the certificate comes from elsewhere."""

    certificate: Certificate
    authority: Certificate | None


def found_in(folder: Path) -> Found | None:
    """Return the certificates of a folder, or None where there are none. Raises FolderProblem."""
    try:
        if not (folder / CERTIFICATE).is_file():
            return None
        has_authority = (folder / AUTHORITY).is_file()
    except OSError as wrong:
        raise FolderProblem(f"{folder} can't be read: {wrong.strerror}.") from None
    return Found(
        certificate=_read_certificate(folder / CERTIFICATE),
        authority=_read_certificate(folder / AUTHORITY) if has_authority else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How the authority's key is kept: plain, locked with a passphrase, or not at all."""

    kept: bool = True
    passphrase: str | None = None


def begin(folder: Path, names: Names, *, title: str, now: datetime, keeping: Keeping) -> Found:
    """Make an authority and a certificate under it.

    What was there before is replaced; the certificate comes last, so that a server that starts
    meanwhile finds the old ones or none.
    """
    authority = new_authority(names, title, now)
    key = new_key()
    certificate = new_certificate(authority, key, names, now)
    _make_folder(folder)
    (folder / CERTIFICATE).unlink(missing_ok=True)
    if keeping.kept:
        _write(folder / AUTHORITY_KEY, _key_text(authority.key, keeping.passphrase), _FOR_US)
    else:
        (folder / AUTHORITY_KEY).unlink(missing_ok=True)
    _write(folder / AUTHORITY, _certificate_text(authority.certificate), _FOR_ALL)
    _write(folder / KEY, _key_text(key, None), _FOR_US)
    _write(folder / CERTIFICATE, _certificate_text(certificate), _FOR_ALL)
    return Found(certificate=certificate, authority=authority.certificate)


def renew(folder: Path, more: Names, *, now: datetime, passphrase: str | None) -> Found:
    """Make the certificate anew, with further names: phones that trust the authority notice nothing.

    Raises:
        FolderProblem: there is nothing to renew, or no key to sign with.
        NotAName: the authority may not speak for one of `more`.
    """
    there = found_in(folder)
    if there is None or there.authority is None:
        raise FolderProblem(f"There is no authority in {folder}: `standby tls init` makes one.")
    if days_left(there.authority, now) < 0:
        raise FolderProblem("The authority is over: `standby tls init --force` makes another.")
    authority = Authority(there.authority, _read_key(folder / AUTHORITY_KEY, passphrase))
    key = _read_key(folder / KEY, None)
    names = names_of(there.certificate) | more
    certificate = new_certificate(authority, key, names, now)
    _write(folder / CERTIFICATE, _certificate_text(certificate), _FOR_ALL)
    return Found(certificate=certificate, authority=there.authority)


def must_be_renewed(found: Found, now: datetime) -> str | None:
    """Return what to say from thirty days before the end on; None before."""
    authority = None if found.authority is None else days_left(found.authority, now)
    if authority is not None and authority < WARN_DAYS:
        return f"{_ends('The authority that phones trust', authority)}: `standby tls init --force`."
    days = days_left(found.certificate, now)
    if days < WARN_DAYS:
        how = "`standby tls renew`" if authority is not None else "Put a newer one into its place"
        return f"{_ends('The certificate', days)}: {how}."
    return None


def key_is_locked(folder: Path) -> bool:
    """Tell whether a passphrase is needed to sign."""
    path = folder / AUTHORITY_KEY
    return path.is_file() and b"ENCRYPTED" in path.read_bytes()


def has_key(folder: Path) -> bool:
    """Tell whether the authority's key is here, so that something can be signed."""
    return (folder / AUTHORITY_KEY).is_file()


def _ends(what: str, days: int) -> str:
    if days < 0:
        return f"{what} is over"
    return f"{what} ends {'today' if days == 0 else f'in {days} days'}"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=_FOLDER_FOR_US, parents=True, exist_ok=True)
    except OSError as wrong:
        raise FolderProblem(f"{folder} can't be made: {wrong.strerror}.") from None


def _write(path: Path, text: bytes, mode: int) -> None:
    """Write a whole file, or none: it has its mode before it has its words."""
    half = path.with_name(f".{path.name}.half")
    try:
        half.unlink(missing_ok=True)
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except OSError as wrong:
        raise FolderProblem(f"{path} can't be written: {wrong.strerror}.") from None


def _read_certificate(path: Path) -> Certificate:
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except OSError as wrong:
        raise FolderProblem(f"{path} can't be read: {wrong.strerror}.") from None
    except ValueError:
        raise FolderProblem(f"{path} is no certificate.") from None


def _read_key(path: Path, passphrase: str | None) -> Key:
    if not path.is_file():
        raise FolderProblem(
            f"{path} is not here: it was forgotten, or kept elsewhere. Without it nothing can be"
            " signed; `standby tls init --force` makes a new authority, which phones trust anew."
        )
    try:
        word = passphrase.encode() if passphrase else None
        key = serialization.load_pem_private_key(path.read_bytes(), word)
    except (TypeError, ValueError):
        raise FolderProblem(f"{path} does not open with this passphrase.") from None
    except OSError as wrong:
        raise FolderProblem(f"{path} can't be read: {wrong.strerror}.") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise FolderProblem(f"{path} is not a key that Standby has made.")
    return key


def _key_text(key: Key, passphrase: str | None) -> bytes:
    lock: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        lock = serialization.BestAvailableEncryption(passphrase.encode())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


def _certificate_text(certificate: Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
