"""The production office: what is done over HTTP with the owner's token, before, around and after a show."""

import asyncio
from typing import Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen
from uuid import uuid4

import orjson

from app.demo.crew_sim.rows import Json, Row, word

TIMEOUT_S: Final = 30.0


class NotDone(RuntimeError):
    """The server refused what the office asked for, or is not there. Says why."""


class Office:
    """Talks to one server as its owner."""

    def __init__(self, url: str, token: str) -> None:
        """`url` is the server's own: `http://127.0.0.1:8420`."""
        self.url = url.rstrip("/")
        self._token = token

    async def create_show(self, bundle: Row) -> str:
        return word(await self._post("/shows", bundle), "id")

    async def make_pass(self, show: str, wanted: Row) -> Row:
        return await self._post(f"/shows/{show}/passes", wanted)

    async def command(self, show: str, command: Row) -> Row:
        asked: Json = {"id": uuid4().hex, "command": command}
        return await self._post(f"/shows/{show}/commands", asked)

    def live_url(self, show: str) -> str:
        return f"ws{self.url.removeprefix('http')}/api/v1/shows/{show}/live"

    def get(self, path: str) -> bytes:
        """Return what lies at a path under `/api/v1`. Blocks."""
        return self._send(path, None)

    def look(self, path: str) -> Row:
        """Return the object at a path. Blocks."""
        found = orjson.loads(self.get(path))
        return found if isinstance(found, dict) else {}

    def post(self, path: str, body: Row) -> Row:
        """Return the answer's object. Blocks."""
        found = orjson.loads(self._send(path, orjson.dumps(body)))
        return found if isinstance(found, dict) else {}

    async def _post(self, path: str, body: Row) -> Row:
        return await asyncio.to_thread(self.post, path, body)

    def _send(self, path: str, body: bytes | None) -> bytes:
        request = Request(f"{self.url}/api/v1{path}", data=body)  # noqa: S310 - the owner's server
        request.add_header("Authorization", f"Bearer {self._token}")
        if body is not None:
            request.add_header("Content-Type", "application/json")
        try:
            with urlopen(request, timeout=TIMEOUT_S) as answer:  # noqa: S310 - as above
                found: bytes = answer.read()
        except HTTPError as refused:
            raise NotDone(_why(refused)) from None
        except (URLError, TimeoutError) as gone:
            raise NotDone(f"{self.url} does not answer: {gone}") from None
        return found


def _why(refused: HTTPError) -> str:
    try:
        problem = orjson.loads(refused.read())
    except orjson.JSONDecodeError:
        problem = {}
    detail = word(problem, "detail") if isinstance(problem, dict) else ""
    return detail or f"{refused.code} {refused.reason}"
