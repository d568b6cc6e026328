"""What every route needs: the house behind the doors, and how the doors are set up."""

from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from app.live.house import House
from app.web.address import host_of, is_number, lan_address
from app.web.guard import Names
from app.web.limits import (
    JOINS_OF_ALL,
    JOINS_OF_ONE,
    LOGINS_OF_ONE,
    PINS_OF_ONE,
    PINS_OF_SHOW,
    SHOWS_OF_ALL,
    TOKENS_OF_ONE,
    Tries,
)
from app.web.pages import Pages
from app.web.tls import Tls


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Who has tried how often."""

    joins_of_one: Tries = field(default_factory=lambda: Tries(JOINS_OF_ONE))
    joins_of_all: Tries = field(default_factory=lambda: Tries(JOINS_OF_ALL))
    pins_of_one: Tries = field(default_factory=lambda: Tries(PINS_OF_ONE))
    pins_of_show: Tries = field(default_factory=lambda: Tries(PINS_OF_SHOW))
    logins_of_one: Tries = field(default_factory=lambda: Tries(LOGINS_OF_ONE))
    tokens_of_one: Tries = field(default_factory=lambda: Tries(TOKENS_OF_ONE))
    shows_of_all: Tries = field(default_factory=lambda: Tries(SHOWS_OF_ALL))


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """The doors of one house."""

    house: House
    names: Names
    pages: Pages
    public_url: str | None = None  # said by whoever runs us, where we can't find it out
    limits: Limits = field(default_factory=Limits)
    tls: Tls | None = None  # https beside http

    def link_base(self, connection: HTTPConnection) -> str:
        """Return where other devices reach us: `http://192.168.1.20:8420`."""
        if self.public_url is not None:
            return self.public_url.rstrip("/")
        scheme = connection.url.scheme
        authority = connection.headers.get("host", "")
        host = host_of(authority)
        if is_number(host) and not host.startswith("127.") and host != "::1":
            return f"{scheme}://{authority}"  # by this number a device has just reached us
        server = connection.scope.get("server") or ("", None)
        port = f":{server[1]}" if server[1] is not None else ""
        return f"{scheme}://{lan_address()}{port}"


def doors_of(connection: HTTPConnection) -> Doors:
    """Return the doors that a request came through."""
    doors: Doors = connection.app.state.doors
    return doors


def caller_address(connection: HTTPConnection) -> str:
    """Return the address that tries are counted by."""
    return connection.client.host if connection.client else ""
