"""How a device comes in: a code against a cookie, the owner's token against another."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from app.live.passes import Invited, WrongPin
from app.live.visitor import NotAnyMore, Stranger
from app.show.words import Role, Why
from app.web.doors import Doors, caller_address
from app.web.identity import GONE, OWNER_COOKIE, TheDoors, cookie_of, give_cookie
from app.web.limits import Tries
from app.web.problems import Problem, too_many
from app.web.strict import StrictRoute

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/api/v1", tags=["access"], route_class=StrictRoute)

_ALL = "all"
NO_SUCH_CODE = Problem(403, Why.FORBIDDEN, "No show knows this code. Look at it again.")
PIN_NEEDED = Problem(403, "pin_needed", "This pass also needs its PIN.")
PIN_WRONG = Problem(403, "pin_wrong", "The PIN is not right.")
WRONG_TOKEN = Problem(403, Why.FORBIDDEN, "This is not the owner's token.")


class Code(BaseModel):
    """What somebody typed, or what a QR code held."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(min_length=1, max_length=40)]
    pin: Annotated[str | None, Field(max_length=12)] = None


class Token(BaseModel):
    """The owner's token, from the fragment of the link that the server printed."""

    model_config = ConfigDict(extra="forbid")

    token: Annotated[str, Field(min_length=1, max_length=200)]


class JoinedAs(BaseModel):
    """What the device is from now on."""

    show: str
    role: Role
    label: str | None = None


@router.post("/join", response_model_exclude_none=True)
async def join(code: Code, request: Request, response: Response, doors: TheDoors) -> JoinedAs:
    """Let a device in."""
    address = caller_address(request)
    invited = await _invited(code, doors, address)
    token = await _entered(invited, code, doors, address)
    role = invited.visitor.role
    give_cookie(response, request, cookie_of(invited.show_id), token)
    give_cookie(response, request, cookie_of(invited.show_id, role), token)
    log.info("device joined", show=invited.show_id, role=role)
    return JoinedAs(show=invited.show_id, role=role, label=invited.label)


@router.post("/login", status_code=204)
async def login(token: Token, request: Request, response: Response, doors: TheDoors) -> None:
    """Let the owner in: the page sends what stood behind the # of its link."""
    address = caller_address(request)
    tries = ((doors.limits.logins_of_one, address),)
    _count(tries, doors)
    if not await doors.house.porter.is_owner(token.token):
        raise WRONG_TOKEN
    _give_back(tries)
    give_cookie(response, request, OWNER_COOKIE, token.token)


async def _invited(code: Code, doors: Doors, address: str) -> Invited:
    tries = ((doors.limits.joins_of_one, address), (doors.limits.joins_of_all, _ALL))
    _count(tries, doors)
    try:
        invited = await doors.house.passes.invited(code.code)
    except (Stranger, NotAnyMore) as unknown:
        raise GONE if isinstance(unknown, NotAnyMore) else NO_SUCH_CODE from None
    _give_back(tries)
    return invited


async def _entered(invited: Invited, code: Code, doors: Doors, address: str) -> str:
    tries: _Counted = ()
    if invited.pin_hash is not None:
        if code.pin is None:
            raise PIN_NEEDED
        limits = doors.limits
        tries = ((limits.pins_of_one, address), (limits.pins_of_show, invited.show_id))
        _count(tries, doors)
    try:
        token = await doors.house.passes.enter(invited, code.pin or "")
    except WrongPin:
        raise PIN_WRONG from None
    except NotAnyMore:
        raise GONE from None
    _give_back(tries)
    return token


_Counted = tuple[tuple[Tries, str], ...]


def _count(tries: _Counted, doors: Doors) -> None:
    """Count a try before anybody looks at it, or raise a Problem where there were too many."""
    now_s = doors.house.clock.monotonic_s()
    wait_ms = max(bucket.wait_ms(key, now_s) for bucket, key in tries)
    if wait_ms > 0:
        raise too_many(wait_ms)
    for bucket, key in tries:
        bucket.count(key, now_s)


def _give_back(tries: _Counted) -> None:
    for bucket, key in tries:
        bucket.give_back(key)
