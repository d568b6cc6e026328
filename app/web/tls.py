"""Serves https from a folder, and takes up a certificate renewed in it without a new start."""

import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import structlog

log = structlog.get_logger(__name__)

CERTIFICATE: Final = "server.crt"
KEY: Final = "server.key"
AUTHORITY: Final = "ca.crt"
AUTHORITY_KEY: Final = "ca.key"

_NONE_NS: Final = (0, 0)  # when nothing is there, it has never changed


class CannotServeTls(Exception):
    """Says in a sentence why the certificate or the key in the folder is of no use."""


@dataclass(frozen=True, slots=True)
class Tls:
    """Where the certificates lie, and on which port https is served with them: None while it is not."""

    folder: Path
    serves: Callable[[], int | None]


class CertificateHosts:
    """The names in the certificate: a house that has one by a name goes by that name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read_ns = _NONE_NS
        self._hosts: frozenset[str] = frozenset()

    def __call__(self) -> frozenset[str]:
        """Return them, read again when there is another certificate."""
        changed_ns = _changed_ns(self._folder)
        if changed_ns != self._read_ns:
            self._read_ns = changed_ns
            self._hosts = _hosts_in(self._folder)
        return self._hosts


def warn_in_time(folder: Path, now_ms: int) -> threading.Thread | None:
    """Log when a certificate ends soon: beside, for whoever starts a server does not wait for that."""
    if not is_set_up(folder):
        return None
    looking = threading.Thread(target=_warn, args=(folder, now_ms), daemon=True)
    looking.start()
    return looking


def usual_folder(database_url: str) -> Path:
    """Return where certificates lie if nobody says otherwise: beside the database that is a file, else here."""
    scheme, _, rest = database_url.partition(":///")
    beside = Path(rest.partition("?")[0]).parent if scheme.startswith("sqlite") else Path()
    return beside / "tls"


def is_set_up(folder: Path) -> bool:
    """Tell whether https is to be served: the folder holds a certificate and its key.

    So it may be where we may not look, as into one that another user has made: who tries is told.
    """
    try:
        return (folder / CERTIFICATE).is_file() and (folder / KEY).is_file()
    except OSError:
        return True


def server_context(folder: Path) -> ssl.SSLContext:
    """Return what uvicorn serves https with. At each new connection it looks whether there is a newer one.

    Raises:
        CannotServeTls: what lies there can't be used.
    """
    context = _loaded(folder)
    current = context
    changed_ns = _changed_ns(folder)

    def newest(connection: ssl.SSLObject, _name: str | None, _first: ssl.SSLContext) -> None:
        nonlocal current, changed_ns
        now_ns = _changed_ns(folder)
        if now_ns != changed_ns:
            changed_ns = now_ns
            try:
                current = _loaded(folder)
                log.info("certificate renewed")
            except CannotServeTls as why:
                log.warning("the new certificate is of no use", reason=str(why))
        connection.context = current

    context.sni_callback = newest  # called for who names no host as well
    return context


def _loaded(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2  # phones of 2014 speak it
    context.set_alpn_protocols(["http/1.1"])
    try:
        # A key with a password is of no use: nobody is there to be asked for it at each start.
        context.load_cert_chain(folder / CERTIFICATE, folder / KEY, password="")
    except (OSError, ssl.SSLError) as wrong:
        reason = getattr(wrong, "reason", None) or getattr(wrong, "strerror", None) or str(wrong)
        raise CannotServeTls(f"{folder / CERTIFICATE} and {KEY} can't be used: {reason}.") from None
    return context


def _warn(folder: Path, now_ms: int) -> None:
    # Imported here and below, for it takes a tenth of a second.
    from app.web.certificates import at  # noqa: PLC0415
    from app.web.tls_folder import FolderProblem, found_in, must_be_renewed  # noqa: PLC0415

    with suppress(FolderProblem):  # said elsewhere: https is not served then
        found = found_in(folder)
        warning = None if found is None else must_be_renewed(found, at(now_ms))
        if warning:
            log.warning("the certificate ends", what=warning)


def _hosts_in(folder: Path) -> frozenset[str]:
    from app.web.certificates import names_of  # noqa: PLC0415
    from app.web.tls_folder import FolderProblem, found_in  # noqa: PLC0415

    try:
        found = found_in(folder)
    except FolderProblem:
        return frozenset()
    return frozenset() if found is None else frozenset(names_of(found.certificate).hosts)


def _changed_ns(folder: Path) -> tuple[int, int]:
    """Return when certificate and key have changed: whoever copies them in does so one after the other."""
    return _file_changed_ns(folder / CERTIFICATE), _file_changed_ns(folder / KEY)


def _file_changed_ns(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
