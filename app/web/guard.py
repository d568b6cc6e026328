"""What every request passes on its way in and out: its host, its origin, its size, our headers."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.show.words import Why
from app.web.address import host_of, is_number, own_names
from app.web.problems import RESTARTING, Problem, answer
from app.web.tls import Tls

BODY_BYTES_MAX: Final = 64 * 1024  # a command has 3 KB at most
# Where more may come, from who brings a token: a plan with its pictures, a sheet, a command that brings a picture.
_PLAN_BYTES_MAX: Final = 8 * 1024 * 1024
_COMMAND_BYTES_MAX: Final = 768 * 1024
LARGE_BYTES: Final = 1024 * 1024
LARGE_AT_ONCE: Final = 4  # 32 MB of plans in memory, and as much again while they are read
_BODY_S_MAX: Final = 30.0  # 8 MB over a slow phone take about 20
_ALIVE: Final = "/healthz"  # answers as long as the process does
_HARMLESS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' blob:; font-src 'self'; media-src 'self' blob:; manifest-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "connect-src 'self'"
)
_NO_PAGE: Final = "default-src 'none'; frame-ancestors 'none'"
_ALWAYS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "cross-origin-resource-policy": "same-origin",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Under which names this server may be called, and whose pages may talk to it."""

    hosts: frozenset[str]
    origins: frozenset[str]
    more_hosts: Callable[[], frozenset[str]] = frozenset  # which may change while we run

    @classmethod
    def of(
        cls,
        hosts: Iterable[str],
        origins: Iterable[str],
        more_hosts: Callable[[], frozenset[str]] = frozenset,
    ) -> "Names":
        """Return the names of this machine with those that were configured."""
        return cls(
            hosts=own_names() | {host.lower() for host in hosts},
            origins=frozenset(origin.rstrip("/").lower() for origin in origins),
            more_hosts=more_hosts,
        )

    def is_ours(self, authority: str) -> bool:
        """Tell whether a Host header names us; a number always does."""
        host = host_of(authority)
        return is_number(host) or host in self.hosts or host in self.more_hosts()

    def is_own_page(self, origin: str, authority: str) -> bool:
        """Tell whether `origin` is the page that this very server gave out, or a configured one."""
        _scheme, _, of_page = origin.lower().partition("://")
        return of_page == authority.lower() or origin.lower() in self.origins


class Guard:
    """Refuses what has no business here, before any route sees it, and adds our headers."""

    def __init__(
        self,
        app: ASGIApp,
        names: Names,
        tls: Tls | None = None,
        resting: Callable[[], bool] = lambda: False,
    ) -> None:
        self._app = app
        self._names = names
        self._tls = tls
        self._resting = resting  # tells whether the server is about to end
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        with_ours = _adding_headers(send, self._policy(headers.get("host", "")))
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await answer(refusal)(scope, receive, with_ours)
            return
        async with AsyncExitStack() as held:
            try:
                body = _Body(receive, _bytes_max(scope, headers), self._large, held)
                whole = await body.whole(headers)
            except Problem as too_large:
                await answer(too_large)(scope, receive, with_ours)
                return
            await self._app(scope, whole, with_ours)

    def _policy(self, authority: str) -> str:
        # An older Safari does not count a socket to the same place as 'self'.
        host, port = _split("".join(c for c in authority if c.isalnum() or c in ".:-[]"))
        allowed = f"{_POLICY} ws://{host}{port} wss://{host}{port}"
        # The same server by its other door, so that a page can tell whether it would be let in there.
        twin = None if self._tls is None else self._tls.serves()
        return allowed if twin is None else f"{allowed} https://{host}:{twin}"

    def _refusal(self, scope: Scope, headers: Headers) -> Problem | None:
        authority = headers.get("host", "")
        if self._resting() and scope["path"] != _ALIVE:
            return RESTARTING
        if not self._names.is_ours(authority):
            return Problem(421, Why.FORBIDDEN, "This server does not go by that name.")
        origin = headers.get("origin")
        if scope["method"] in _HARMLESS:
            return None
        if origin is None:
            # A browser says where it comes from; only what carries its token itself need not.
            if "cookie" in headers and "authorization" not in headers:
                return Problem(403, Why.FORBIDDEN, "A request with a cookie must name its origin.")
        elif not self._names.is_own_page(origin, authority):
            return Problem(403, Why.FORBIDDEN, "That page may not talk to this server.")
        return None


def _bytes_max(scope: Scope, headers: Headers) -> int:
    if not _says_who(headers):
        return BODY_BYTES_MAX
    path: str = scope["path"]
    if path == "/api/v1/shows" or path.startswith("/api/v1/imports"):
        return _PLAN_BYTES_MAX
    return _COMMAND_BYTES_MAX if path.endswith("/commands") else BODY_BYTES_MAX


def _says_who(headers: Headers) -> bool:
    """Tell whether somebody brings a token; whether it is a good one, the route finds out."""
    bearer = headers.get("authorization", "").lower().startswith("bearer ")
    return bearer or "standby_" in headers.get("cookie", "")


class _Body:
    """A body on its way in. A large one has its place among few until it is answered."""

    def __init__(
        self, receive: Receive, bytes_max: int, large: asyncio.Semaphore, held: AsyncExitStack
    ) -> None:
        self._receive = receive
        self._bytes_max = bytes_max
        self._large = large
        self._held = held
        self._parts: list[bytes] = []
        self._size = 0
        self._has_place = False

    async def whole(self, headers: Headers) -> Receive:
        """Read all of it, and return what gives it out. Raises a Problem over the limit."""
        said = headers.get("content-length", "0")
        if said.isdigit() and int(said) > self._bytes_max:
            raise self._too_large
        if said == "0" and "transfer-encoding" not in headers:
            return self._receive
        try:
            async with asyncio.timeout(_BODY_S_MAX):
                last = await self._read()
        except TimeoutError as slow:
            raise Problem(408, Why.MALFORMED, "The request came too slowly.") from slow
        return _giving(last, self._receive)

    @property
    def _too_large(self) -> Problem:
        said = f"At most {self._bytes_max // 1024} KB are taken here."
        return Problem(413, Why.TOO_LARGE, said)

    async def _read(self) -> Message:
        while True:
            message = await self._receive()
            if message["type"] != "http.request":
                return message
            self._parts.append(message.get("body", b""))
            self._size += len(self._parts[-1])
            if self._size > self._bytes_max:
                raise self._too_large
            if self._size > LARGE_BYTES and not self._has_place:
                await self._held.enter_async_context(self._large)
                self._has_place = True
            if not message.get("more_body", False):
                body = b"".join(self._parts)
                return {"type": "http.request", "body": body, "more_body": False}


def _giving(first: Message, then: Receive) -> Receive:
    given = False

    async def give() -> Message:
        nonlocal given
        if given:
            return await then()
        given = True
        return first

    return give


def _adding_headers(send: Send, policy: str) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _ALWAYS.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
            if headers.get("content-type", "").startswith("text/html"):
                headers["content-security-policy"] = policy
            elif message["status"] != HTTPStatus.NOT_MODIFIED:
                # With a 304 it would take the place of the policy of the page that is still good.
                headers.setdefault("content-security-policy", _NO_PAGE)
        await send(message)

    return sending


def _split(authority: str) -> tuple[str, str]:
    """Return the host of `host:port` as it stands there, and `:port` or nothing."""
    host, _, port = authority.rpartition(":")
    return (host, f":{port}") if host and port.isdigit() else (authority, "")
