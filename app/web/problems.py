"""How HTTP says no: a problem document (RFC 9457), a code for programs, words for people."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

import orjson
from starlette.responses import Response

from app.show.words import Refused, Why
from app.wire import problems as told


class Problem(Exception):
    """What a route raises when it can't answer; `more` are further members of the document."""

    def __init__(
        self, status: int, code: str, detail: str, *, more: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.more: Mapping[str, object] = more or {}


def answer(found: Problem) -> Response:
    """Return the document for `found`."""
    document: dict[str, object] = {
        "type": f"urn:standby:problem:{found.code}",
        "title": HTTPStatus(found.status).phrase,
        "status": found.status,
        "code": found.code,
        "detail": found.detail,
        **found.more,
    }
    return _response(found.status, document)


def answer_refusal(refused: Refused, command_id: str | None = None) -> Response:
    """Return the document for a command that was not taken."""
    status, document = told.problem(refused, command_id)
    return _response(status, document)


def malformed(detail: str, *, status: int = 422, at: str | None = None) -> Problem:
    """Return the problem of a request that can't be understood, with the place in it."""
    return Problem(status, Why.MALFORMED, detail, more={} if at is None else {"at": at})


def not_found(detail: str = "There is nothing here.") -> Problem:
    """Return the problem of something that is not there, or not for this visitor: no difference."""
    return Problem(404, "not_found", detail)


def too_many(retry_ms: int) -> Problem:
    """Return the problem of somebody who has tried too often."""
    detail = "Too many tries. Wait a moment."
    return Problem(429, Why.TOO_MANY, detail, more={"retry_ms": retry_ms})


RESTARTING: Final = Problem(
    503, Why.UNAVAILABLE, "The server restarts. Try again in a moment.", more={"retry_ms": 1_000}
)


def _response(status: int, document: Mapping[str, object]) -> Response:
    headers = {"cache-control": "no-store"}
    retry_ms = document.get("retry_ms")
    if isinstance(retry_ms, int):
        headers["retry-after"] = str(max(1, -(-retry_ms // 1000)))
    elif status == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["retry-after"] = "1"
    if status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    return Response(orjson.dumps(document), status, headers, media_type="application/problem+json")
