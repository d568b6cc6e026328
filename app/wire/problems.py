"""How a refusal is told: as a reject frame's fields on the socket, as a problem document over HTTP."""

from collections.abc import Iterable, Mapping
from typing import Final

from app.show.words import Guard, Refused, Why
from app.wire.messages import Problem, Warned

STATUS: Final[Mapping[Why, int]] = {
    Why.MALFORMED: 400,
    Why.UNKNOWN_COMMAND: 400,
    Why.UNKNOWN_ENTITY: 404,
    Why.FORBIDDEN: 403,
    Why.INVALID_TRANSITION: 409,
    Why.GUARD: 422,
    Why.STALE: 409,
    Why.STALE_ORDER: 409,
    Why.NOT_CALLER: 409,
    Why.ALREADY_FIRED: 409,
    Why.HELD: 409,
    Why.REARMING: 409,
    Why.ID_REUSED: 409,
    Why.TOO_LARGE: 413,
    Why.TOO_MANY: 429,
    Why.UNAVAILABLE: 503,
}
TITLES: Final[Mapping[int, str]] = {
    400: "Not understood",
    403: "Not yours to do",
    404: "No such thing",
    409: "Not now",
    413: "Too large",
    422: "Something speaks against it",
    429: "Too many",
    503: "Can't be saved just now",
}


def warned(guards: Iterable[Guard]) -> list[Warned]:
    """Return guards as they are told, each soft or hard."""
    return [
        {"code": one.code, "detail": one.detail, "weight": "hard" if one.hard else "soft"}
        for one in guards
    ]


def refusal(refused: Refused) -> dict[str, object]:
    """Return what a reject and a problem share: code, detail, guards where there are, and more."""
    said: dict[str, object] = {**refused.more, "code": refused.why.value, "detail": refused.detail}
    if refused.guards:
        said["guards"] = warned(refused.guards)
    return said


def problem(refused: Refused, command_id: str | None = None) -> tuple[int, Problem]:
    """Return the HTTP status of a refusal and its RFC 9457 document."""
    status = STATUS[refused.why]
    document: dict[str, object] = {
        "type": f"urn:standby:refused:{refused.why.value}",
        "title": TITLES[status],
        "status": status,
        **refusal(refused),
    }
    if command_id is not None:
        document["id"] = command_id
    return status, document  # type: ignore[return-value] # `more` has the names that Problem lists
