"""The owner's programs: they make a show, let people in and out, and read everything there is to read."""

import asyncio
import json
import os
import secrets
import sys
from collections.abc import Iterable
from typing import Any

import httpx

from tests.live.process import ROOT
from tests.live.served import OWNER_TOKEN
from tests.venue.history import History

Json = dict[str, Any]
HEADERS = {"Authorization": f"Bearer {OWNER_TOKEN}"}


class Owner:
    """Speaks HTTP past every proxy, and writes down what it asks and reads."""

    who = "owner"

    def __init__(self, url: str, history: History) -> None:
        self.url = url
        self.show = ""
        self._history = history
        # No connection is kept: the server may be killed at any time, which is not what we ask about.
        self._api = httpx.AsyncClient(
            headers=HEADERS,
            timeout=60,
            verify=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )

    async def close(self) -> None:
        await self._api.aclose()

    async def make_show(self, plan: Json) -> str:
        answer = await self._asked("POST", "/shows", plan)
        assert answer.status_code == 201, answer.text
        self.show = str(answer.json()["id"])
        return self.show

    async def make_pass(self, who: str, role: str, *, direct: bool = False) -> str:
        """Let somebody in, and return the token."""
        wanted = {"role": role, "label": f"{role} {who}"}
        answer = await self._asked("POST", f"/shows/{self.show}/passes", wanted)
        assert answer.status_code == 201, answer.text
        found = answer.json()
        self._history.client(who, role=role, pass_id=found["id"], direct=direct)
        return str(found["token"])

    async def revoke(self, pass_id: str) -> None:
        answer = await self._asked("DELETE", f"/shows/{self.show}/passes/{pass_id}")
        assert answer.status_code == 204, answer.text
        self._history.note("revoked", **{"pass": pass_id})

    async def command(self, command: Json, *, override: str = "", **more: object) -> Json:
        """Send a command over HTTP; return its answer or the problem."""
        command_id = secrets.token_hex(16)
        asked = {**command, "override": override} if override else command
        body: Json = {"id": command_id, "command": asked, **more}
        self._history.note("pressed", self.who, kind="http", via="http", **body)
        answer = await self._asked("POST", f"/shows/{self.show}/commands", body)
        said: Json = {"id": command_id, **answer.json()}
        self._history.note("answered", self.who, **{**said, "status": answer.status_code})
        return said

    async def commands(self, commands: Iterable[Json]) -> None:
        """Send commands that must be taken, one after the other."""
        for command in commands:
            said = await self.command(command, override="a test of the house")
            assert "code" not in said, f"{command}: {said}"

    async def read_state(self, role: str = "producer", at: int | None = None) -> Json:
        """Read the state as a role has it; with `at` what the log folds to there."""
        params: Json = {"as": role} if at is None else {"as": role, "at": at}
        asked_t = self._history.now()
        answer = await self._asked("GET", f"/shows/{self.show}/state", params=params)
        body: Json = answer.json()
        more = {} if at is None else {"at": at}
        status = answer.status_code
        self._history.read("state", asked_t, status, body, seen_as=role, **more)
        return body

    async def read_log(self) -> list[Json]:
        """Read the whole log."""
        asked_t = self._history.now()
        answer = await self._asked("GET", f"/shows/{self.show}/log.ndjson")
        assert answer.status_code == 200, answer.text
        body: list[Json] = [json.loads(line) for line in answer.text.splitlines()]
        self._history.read("log", asked_t, answer.status_code, body)
        return body

    async def replay(self, roles: Iterable[str], places: int = 5) -> None:
        """Read what the log folds to at its end and at some places before; something follows first.

        At its very end a server may give what it holds, which would prove nothing.
        """
        head = (await self.read_state())["seq"]
        await self.command({"type": "send_message", "to": "all", "text": "Thank you all."})
        for role in roles:
            for place in range(places):
                await self.read_state(role, at=max(1, head - place * max(1, head // places)))

    async def tell_by_command_line(self) -> None:
        """Have `standby log` tell the show."""
        words = [sys.executable, "-m", "app", "log", self.show, "--ndjson"]
        words += ["--url", self.url, "--token", OWNER_TOKEN]
        telling = await asyncio.create_subprocess_exec(
            *words, cwd=ROOT, env={**os.environ}, stdout=asyncio.subprocess.PIPE
        )
        told, _ = await telling.communicate()
        assert telling.returncode == 0, "standby log"
        lines = [json.loads(line) for line in told.splitlines()]
        self._history.note("cli", command="standby log --ndjson", lines=lines)

    async def _asked(
        self, how: str, path: str, body: Json | None = None, params: Json | None = None
    ) -> httpx.Response:
        return await self._api.request(how, f"{self.url}/api/v1{path}", json=body, params=params)
