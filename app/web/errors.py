"""Turns whatever goes wrong in a route into an answer: a clear one, and never a stack trace."""

from typing import Any, Final

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.live.asking import damaged
from app.live.saving import damage
from app.show.words import Refused, Why
from app.storage.event_log import CorruptLog, NoSuchShow, Unavailable
from app.web.doors import doors_of
from app.web.problems import Problem, answer, answer_refusal, malformed, not_found
from app.wire.adapters import Malformed

log = structlog.get_logger(__name__)

_UNAVAILABLE: Final = Problem(
    503,
    Why.UNAVAILABLE,
    "The log can't be reached just now, and nothing was changed. Try again in a moment.",
    more={"retry_ms": 1000},
)
_FAULT: Final = Problem(500, "fault", "Something is broken in the server, and was noted.")
_SAID: Final = {
    404: "There is nothing here.",
    405: "This address does not take that method.",
    400: "This request can't be read.",
}


def answer_errors(app: FastAPI) -> None:
    """Let `app` answer each kind of error with its problem document."""
    kinds: dict[type[Exception], Any] = {
        Problem: _as_it_is,
        Refused: _refused,
        RequestValidationError: _invalid,
        HTTPException: _http,
        Unavailable: _unavailable,
        CorruptLog: _corrupt,
        NoSuchShow: _no_such_show,
        Malformed: _malformed,
    }
    for kind, said in kinds.items():
        app.add_exception_handler(kind, said)


class CatchesFaults:
    """The last net: a fault of ours becomes a 500 without a word about its inside."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def watched(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except ClientDisconnect:
            return  # nobody is there to be answered, and nothing is broken
        except Exception:
            log.exception("route fell", method=scope["method"])
            if begun:
                raise
            await answer(_FAULT)(scope, receive, send)


def _malformed(_request: Request, found: Malformed) -> Response:
    return answer(malformed(str(found)))


def _as_it_is(_request: Request, found: Problem) -> Response:
    return answer(found)


def _refused(_request: Request, refused: Refused) -> Response:
    return answer_refusal(refused)


def _invalid(_request: Request, found: RequestValidationError) -> Response:
    first = found.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return answer(malformed("This is not JSON.", status=400))
    return answer(malformed(f"{where}: {first['msg']}.", at=where))


def _http(_request: Request, found: HTTPException) -> Response:
    codes = {404: "not_found", 413: Why.TOO_LARGE}
    code = codes.get(found.status_code, Why.MALFORMED)
    said = _SAID.get(found.status_code, str(found.detail))
    response = answer(Problem(found.status_code, code, said))
    for name, value in (found.headers or {}).items():
        response.headers[name] = value
    return response


def _unavailable(_request: Request, found: Unavailable) -> Response:
    log.warning("log unavailable", reason=str(found))
    return answer(_UNAVAILABLE)


def _corrupt(request: Request, found: CorruptLog) -> Response:
    doors_of(request).house.venue.found_damage(found)
    return answer_refusal(damaged(damage(found)))


def _no_such_show(_request: Request, _found: NoSuchShow) -> Response:
    return answer(not_found("There is no such show."))
