"""A certificate for this machine, as `standby tls init` would lay it down; each time another one."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from app.web.certificates import new_authority, new_certificate, new_key, read_names

_PEM = serialization.Encoding.PEM
NAMES = read_names("standby.local", "127.0.0.1")


def lay_down(folder: Path, title: str = "The house") -> ssl.SSLContext:
    """Write `server.crt` and `server.key`, and return how a device that trusts the house connects."""
    folder.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    authority, key = new_authority(NAMES, title, now), new_key()
    made = new_certificate(authority, key, NAMES, now)
    secret = key.private_bytes(
        _PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.key").write_bytes(secret)
    (folder / "server.crt").write_bytes(made.public_bytes(_PEM))
    trusting = ssl.create_default_context(cadata=authority.certificate.public_bytes(_PEM).decode())
    trusting.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return trusting
