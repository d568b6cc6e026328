"""Passes over HTTP: made, listed without secrets, shown as a QR code, taken back."""

import io
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from app.live.passes import Wanted
from app.show.words import PassId, Role, Scope
from app.views.plain import plain_fields
from app.web.identity import PassMakers, TheDoors
from app.web.problems import malformed, not_found
from app.web.strict import StrictRoute
from app.wire.adapters import Malformed, reader_of

EXPIRES_MS_MAX = 366 * 24 * 3_600_000

router = APIRouter(prefix="/api/v1/shows/{show}/passes", tags=["access"], route_class=StrictRoute)


class PassWanted(BaseModel):
    """A role in this show for one device or person.

    `pin` of false leaves out the PIN that a caller's or a producer's pass would have: for the owner alone.
    """

    model_config = ConfigDict(extra="forbid")

    role: Role
    label: Annotated[str, Field(min_length=1, max_length=640)]
    scope: dict[str, object] = {}
    expires_in_ms: Annotated[int | None, Field(ge=1, le=EXPIRES_MS_MAX)] = None
    pin: bool = True


class PassMade(BaseModel):
    """A pass with its secrets, told this once. `pin` comes with a caller's and a producer's."""

    id: str
    token: str
    code: str
    pin: str | None = None
    join_url: str
    qr_svg_url: str


@router.post("", status_code=201, response_model_exclude_none=True)
async def make(
    wanted: PassWanted, guest: PassMakers, request: Request, doors: TheDoors
) -> PassMade:
    """Make a pass; who holds its code may come in."""
    try:
        scope = reader_of(Scope).from_outside(wanted.scope)
    except Malformed as wrong:
        raise malformed(str(wrong), at="scope") from None
    desk = guest.running.desk
    made = await doors.house.passes.make(
        desk,
        Wanted(
            role=wanted.role,
            label=wanted.label,
            scope=scope,
            expires_in_ms=wanted.expires_in_ms,
            pin=wanted.pin,
        ),
        guest.visitor,
    )
    return PassMade(
        id=made.id,
        token=made.token,
        code=made.code,
        pin=made.pin,
        join_url=join_url(doors.link_base(request), made.code),
        qr_svg_url=f"/api/v1/shows/{desk.show_id}/passes/{made.id}/qr.svg",
    )


@router.get("")
async def passes(guest: PassMakers) -> list[dict[str, object]]:
    """Every pass of the show, without secrets."""
    moment = guest.running.desk.moment
    found = []
    for held in moment.show.passes.values():
        shown = plain_fields(held)
        label = moment.told.get(held.label) if held.label else None
        shown.pop("label", None)
        found.append(shown if label is None else {**shown, "label": label})
    return found


@router.get("/{pass_id}/qr.svg", response_class=Response)
async def qr(pass_id: str, guest: PassMakers, request: Request, doors: TheDoors) -> Response:
    """The join link as a QR code, as long as this process knows its code: it is kept hashed only."""
    code = doors.house.passes.code_of(guest.running.desk.show_id, PassId(pass_id))
    if code is None:
        raise not_found("The code of this pass is not known any more. Make a new pass.")
    import segno  # noqa: PLC0415  # loaded for the first code, not at every start

    drawn = io.BytesIO()
    link = join_url(doors.link_base(request), code)
    segno.make_qr(link, error="m").save(drawn, kind="svg", scale=8, border=4, light="#fff")
    return Response(drawn.getvalue(), media_type="image/svg+xml")


@router.delete("/{pass_id}", status_code=204)
async def revoke(pass_id: str, guest: PassMakers, doors: TheDoors) -> None:
    """Take a pass back: its sockets close at once."""
    desk = guest.running.desk
    held = desk.moment.show.passes.get(PassId(pass_id))
    if held is None:
        raise not_found("There is no such pass.")
    await doors.house.passes.revoke(desk, held.id, guest.visitor)


def join_url(base: str, code: str) -> str:
    """Return the link that a QR code holds. What stands behind the # is sent to no server."""
    return f"{base}/join#{code}"
