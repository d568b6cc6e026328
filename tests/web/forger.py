"""Somebody who has stolen the key of a house's authority, and poses as somebody else with it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from app.web.certificates import Key, new_key


def forged(folder: Path, general: x509.GeneralName) -> Path:
    """Return a folder with a certificate for `general`, signed with the key that lies in `folder`."""
    authority = x509.load_pem_x509_certificate((folder / "ca.crt").read_bytes())
    signer = load_pem_private_key((folder / "ca.key").read_bytes(), None)
    assert isinstance(signer, Key)
    key, now = new_key(), datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([]))
        .issuer_name(authority.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=90))
        .add_extension(x509.SubjectAlternativeName([general]), critical=True)
        .sign(signer, hashes.SHA256())
    )
    loot = folder / "loot"
    loot.mkdir()
    (loot / "server.crt").write_bytes(made.public_bytes(Encoding.PEM))
    (loot / "server.key").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    return loot
