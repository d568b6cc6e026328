"""Reads JSON bodies as strictly as the socket does, before pydantic sees them."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute

from app.web.problems import malformed
from app.wire.strict_json import NotStrict, read_strict

LARGE_BYTES: Final = 64 * 1024  # about 2 ms of reading


class StrictRoute(APIRoute):
    """A route whose JSON body is refused where two readers could understand it in two ways."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()

        async def strictly(request: Request) -> Response:
            if self.body_field is not None and await request.body():
                await read_object(request)
            return await handle(request)

        return strictly


async def read_object(request: Request) -> Mapping[str, object]:
    """Return the JSON object that a request brings. Raises a Problem when it is none."""
    if not _is_json(request):
        raise malformed("Send application/json.", status=415)
    try:
        found = await _read(await request.body())
    except NotStrict as wrong:
        raise malformed(str(wrong), status=400) from None
    if not isinstance(found, dict):
        raise malformed("The body is an object.", status=400)
    return found


async def _read(body: bytes) -> object:
    # A plan with its pictures takes half a second, in which no screen would hear anything.
    return await asyncio.to_thread(read_strict, body) if is_large(body) else read_strict(body)


def is_large(body: bytes) -> bool:
    """Tell whether a body is so long that it is read and decided beside the loop."""
    return len(body) > LARGE_BYTES


def _is_json(request: Request) -> bool:
    kind = request.headers.get("content-type", "application/json").partition(";")[0].strip()
    return kind.lower() == "application/json"
