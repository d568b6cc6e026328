"""The sockets people come in by: bound once, kept over a restart, so that nobody is turned away meanwhile."""

import errno
import socket
import ssl
from pathlib import Path
from typing import Final

import structlog

from app.web.tls import CannotServeTls, is_set_up, server_context

log = structlog.get_logger(__name__)

BACKLOG: Final = 4_096  # a whole house that reconnects at once, or waits for us to be back


class CannotListen(Exception):
    """Says in a sentence why nobody can come in."""


class Entrances:
    """Plain http on one port; https on another as soon as there is a certificate for it."""

    def __init__(self, host: str, port: int, *, https_port: int, tls_folder: Path) -> None:
        self.http: tuple[socket.socket, ...] = ()
        self.https: tuple[socket.socket, ...] = ()
        self.context: ssl.SSLContext | None = None  # of https, while it is served
        self._host = host
        self._port = port
        self._https_port = https_port
        self._tls_folder = tls_folder
        self._complaint = ""

    def open(self) -> None:
        """Listen, where we do not yet. Raises CannotListen for http; without https the show goes on."""
        if not self.http:
            self.http = listening(self._host, self._port)
        self.open_https()

    def open_https(self) -> bool:
        """Listen for https if that is possible now and was not before. What stands in the way is said once."""
        if self.https:
            return False
        try:
            if is_set_up(self._tls_folder):
                self.context = server_context(self._tls_folder)
                self.https = listening(self._host, self._https_port)
        except (CannotServeTls, CannotListen) as why:
            self.context = None
            if str(why) != self._complaint:
                self._complaint = str(why)
                log.warning("no https", reason=self._complaint)
        return bool(self.https)

    def look_again(self) -> None:
        """Stop listening for https where the certificate is of no use any more: before a new server starts."""
        if not self.https:
            return
        try:
            self.context = server_context(self._tls_folder)
        except CannotServeTls as why:
            log.warning("no https", reason=str(why))
            self._complaint = str(why)
            self.context = None
            _close(self.https)
            self.https = ()

    @property
    def port(self) -> int:
        """Return on which port http is served."""
        return _port_of(self.http) or self._port

    @property
    def https_port(self) -> int | None:
        """Return on which port https is served, if it is."""
        return _port_of(self.https)

    def close(self) -> None:
        """Let nobody in any more."""
        _close((*self.http, *self.https))
        self.http = self.https = ()


def listening(host: str, port: int) -> tuple[socket.socket, ...]:
    """Return sockets that listen on every address of `host`. Raises CannotListen."""
    found: list[socket.socket] = []
    try:
        for family, kind, protocol, _name, address in _addresses(host, port):
            one = socket.socket(family, kind, protocol)
            found.append(one)
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind(address)
            one.listen(BACKLOG)
            one.settimeout(0)
    except OSError as why:
        _close(found)
        raise CannotListen(_said(host, port, why)) from None
    return tuple(found)


_Address = tuple[
    socket.AddressFamily,
    socket.SocketKind,
    int,
    str,
    tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes],
]


def _addresses(host: str, port: int) -> list[_Address]:
    flags = socket.AI_PASSIVE
    found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=flags)
    return list(dict.fromkeys(found))


def _said(host: str, port: int, why: OSError) -> str:
    if why.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Stop it, or choose another with --port."
    if why.errno == errno.EACCES:
        return f"Port {port} is not for everybody to take. Choose one above 1023 with --port."
    return f"It is not possible to listen on {host}, port {port}: {why.strerror or why}."


def _port_of(sockets: tuple[socket.socket, ...]) -> int | None:
    return int(sockets[0].getsockname()[1]) if sockets else None


def _close(sockets: list[socket.socket] | tuple[socket.socket, ...]) -> None:
    for one in sockets:
        one.close()
