"""Reads JSON bodies as strictly as the socket does, before pydantic sees them."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from app.web.problems import malformed
from app.wire.strict_json import NotStrict, read_strict


class StrictRoute(APIRoute):
    """A route whose JSON body is refused where two readers could understand it in two ways."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            if (await request.body()) and _is_json(request):
                await read_object(request)
            return await handle(request)

        return strictly


async def read_object(request: Request) -> Mapping[str, object]:
    """Return the JSON object that a request brings. Raises a Problem when it is none."""
    if not _is_json(request):
        raise malformed("Send application/json.", status=415)
    try:
        found = read_strict(await request.body())
    except NotStrict as wrong:
        raise malformed(str(wrong), status=400) from None
    if not isinstance(found, dict):
        raise malformed("The body is an object.", status=400)
    return found


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip()
    return kind.lower() == "application/json"
