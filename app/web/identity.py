"""Who is asking: a token in the header, or a cookie from joining; what they may, the porter says."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.live.running_show import RunningShow
from app.live.visitor import THE_OWNER, NotAnyMore, Stranger, Visitor
from app.show.words import Role, Why
from app.storage.event_log import NoSuchShow
from app.web.doors import Doors, caller_address, doors_of
from app.web.problems import Problem, not_found, too_many

OWNER_COOKIE: Final = "standby_owner"
# Over https a cookie goes by a name of its own: a page over http could neither read nor replace it, and
# whoever came in by both doors would stand before one of them with a code that is not taken.
SECURE: Final = "__Host-"
_YEAR_S: Final = 365 * 24 * 3600  # the pass itself says when it ends
_TOKEN_LENGTH_MAX: Final = 200

UNKNOWN: Final = Problem(401, "unauthorized", "Say who you are: join with a code first.")
GONE: Final = Problem(403, Why.FORBIDDEN, "This pass was taken back, or has run out.")
NOT_YOURS: Final = Problem(403, Why.FORBIDDEN, "Your pass does not allow that.")


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who stands in a show that runs."""

    visitor: Visitor
    running: RunningShow


def tokens_of(connection: HTTPConnection, show_id: str | None) -> Iterator[str]:
    """Yield the tokens that came with a request, the one that says most clearly who first.

    A browser may hold several passes of one show: `?role=` says which page is asking.
    """
    scheme, _, bearer = connection.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        yield bearer.strip()[:_TOKEN_LENGTH_MAX]
        return
    names = [OWNER_COOKIE]
    if show_id is not None:
        role = connection.query_params.get("role", "")
        names = [cookie_of(show_id, role), cookie_of(show_id), OWNER_COOKIE]
        if role == Role.OWNER:
            names.insert(0, OWNER_COOKIE)
    for name in names:
        for kept in (SECURE + name, name):
            token = connection.cookies.get(kept)
            if token:
                yield token[:_TOKEN_LENGTH_MAX]


def every_token_of(connection: HTTPConnection) -> Iterator[str]:
    """Yield all tokens that came with a request, whatever they are for; the owner's first."""
    yield from tokens_of(connection, None)
    for name, token in connection.cookies.items():
        bare = name.removeprefix(SECURE)
        if bare.startswith("standby_") and bare != OWNER_COOKIE:
            yield token[:_TOKEN_LENGTH_MAX]


def cookie_of(show_id: str, role: str = "") -> str:
    """Return the name of the cookie that holds the newest token of a show, or of a role in it."""
    return f"standby_{show_id}_{role}" if role else f"standby_{show_id}"


def give_cookie(response: Response, connection: HTTPConnection, name: str, token: str) -> None:
    """Let a browser keep `token` where no script can read it."""
    secure = connection.url.scheme in {"https", "wss"}
    response.set_cookie(
        SECURE + name if secure else name,
        token,
        max_age=_YEAR_S,
        httponly=True,
        samesite="lax",
        secure=secure,
        path="/",
    )


class NotYours(Exception):
    """Somebody we know, whose pass is not for this."""


async def entrance(
    connection: HTTPConnection,
    show_id: str,
    bearer: str | None = None,
    roles: Container[Role] | None = None,
) -> Guest:
    """Return who asks, as the first of the passes they bring that is one of `roles`.

    Raises Stranger, NotAnyMore, NoSuchShow or NotYours when it is none: what says most.
    """
    house = doors_of(connection).house
    why: Exception = Stranger()
    for token in (bearer,) if bearer else tokens_of(connection, show_id):
        try:
            visitor = await house.porter.let_in(token, show_id)
        except Stranger:
            continue
        except (NotAnyMore, NoSuchShow) as reason:
            why = reason
            continue
        if roles is None or visitor.role in roles or visitor.is_owner:
            return Guest(visitor, await house.venue.opened(show_id))
        why = NotYours()
    raise why


async def let_in(
    connection: HTTPConnection, show_id: str, roles: Container[Role] | None = None
) -> Guest:
    """Return who asks. Raises a Problem that says as much as they may know."""
    try:
        return await entrance(connection, show_id, None, roles)
    except Stranger:
        raise unknown(connection) from None
    except NotAnyMore:
        raise GONE from None
    except NotYours:
        raise NOT_YOURS from None
    except NoSuchShow:
        raise not_found("There is no such show.") from None


async def anybody(request: Request, show: str) -> Guest:
    """Let in whoever has a pass for the show."""
    return await let_in(request, show)


class Only:
    """Lets in whoever has a pass with one of these roles; and the owner."""

    def __init__(self, *roles: Role) -> None:
        self._roles = frozenset(roles)

    async def __call__(self, request: Request, show: str) -> Guest:
        return await let_in(request, show, self._roles)


async def owner(request: Request) -> Visitor:
    """Let in the owner alone."""
    porter = doors_of(request).house.porter
    found = False
    for token in tokens_of(request, None):
        try:
            if await porter.show_of(token) is None:
                return THE_OWNER
        except Stranger:
            continue
        found = True
    raise NOT_YOURS if found else unknown(request)


def unknown(connection: HTTPConnection) -> Problem:
    """Return the answer to a stranger: who tries many tokens is told to wait. Good ones never come here."""
    if "authorization" not in connection.headers:
        return UNKNOWN
    doors, address = doors_of(connection), caller_address(connection)
    tries, now_s = doors.limits.tokens_of_one, doors.house.clock.monotonic_s()
    wait_ms = tries.wait_ms(address, now_s)
    if wait_ms > 0:
        return too_many(wait_ms)
    tries.count(address, now_s)
    return UNKNOWN


TheDoors = Annotated[Doors, Depends(doors_of)]
Anybody = Annotated[Guest, Depends(anybody)]
Leaders = Annotated[Guest, Depends(Only(Role.PRODUCER, Role.STAGE_MANAGER, Role.CALLER))]
Producers = Annotated[Guest, Depends(Only(Role.PRODUCER))]
PassMakers = Annotated[Guest, Depends(Only(Role.PRODUCER, Role.STAGE_MANAGER))]
TheOwner = Annotated[Visitor, Depends(owner)]
