"""Commands over HTTP: the same desk, the same answers, and no beat to prove freshness by."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from app.live.asking import Asking, sides_of
from app.live.ids import new_ref
from app.show.words import Refused
from app.web.identity import Anybody, Guest
from app.web.problems import answer_refusal, malformed
from app.web.shows import with_pictures_redrawn
from app.web.strict import read_object
from app.wire.adapters import Malformed
from app.wire.codec import read_asked
from app.wire.commands import body_fingerprint, read_command
from app.wire.messages import CommandAsked, CommandUnread
from app.wire.problems import warned

router = APIRouter(prefix="/api/v1/shows/{show}", tags=["commands"])


@router.post("/commands", response_model=None)
async def command(guest: Anybody, request: Request) -> Response | dict[str, object]:
    """Send a command: `{id, command, expect?, occurred_at?}`."""
    try:
        asked = read_asked(await read_object(request))
    except Malformed as wrong:
        raise malformed(str(wrong), status=400) from None
    if isinstance(asked, CommandUnread):
        return answer_refusal(Refused(asked.why, asked.detail), asked.id)
    try:
        return await _taken(guest, asked)
    except Refused as refused:
        return answer_refusal(refused, asked.id)


async def _taken(guest: Guest, asked: CommandAsked) -> dict[str, object]:
    desk, visitor = guest.running.desk, guest.visitor
    guest.running.must_not_hurry(visitor)
    found = await with_pictures_redrawn(read_command(asked.command, new_ref))
    acked = await desk.take(
        Asking(
            id=asked.id,
            command=found.command,
            actor=visitor.actor,
            scope=visitor.scope,
            fingerprint=body_fingerprint(asked.command, desk.salt),
            sides=sides_of(found),
            override=found.override,
            expect=asked.expect,
            occurred_at=asked.occurred_at,
        )
    )
    return {
        "id": acked.id,
        "seq": acked.seq,
        "effect": acked.effect,
        "duplicate": acked.duplicate,
        "warnings": warned(acked.warnings),
    }
