"""An evening called from outside, through the public contract alone."""

import secrets
import time
from dataclasses import dataclass

import httpx

from tests.live.device import Json


@dataclass
class Evening:
    """One show over HTTP. `do` sends a command and returns its answer; it must be taken."""

    api: httpx.Client
    show: str

    @classmethod
    def begin(cls, api: httpx.Client, plan: Json) -> "Evening":
        made = api.post("/shows", json=plan)
        assert made.status_code == 201, made.text
        return cls(api, made.json()["id"])

    def state(self) -> Json:
        answer = self.api.get(f"/shows/{self.show}/state")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()["state"]
        return found

    def ask(self, step: str, /, expect: Json | None = None, **fields: object) -> httpx.Response:
        body: Json = {
            "id": secrets.token_hex(16),
            "command": {"type": step, **fields},
        }
        if expect is not None:
            body["expect"] = expect
        return self.api.post(f"/shows/{self.show}/commands", json=body)

    def do(self, step: str, /, expect: Json | None = None, **fields: object) -> Json:
        while True:
            answer = self.ask(step, expect, **fields)
            if answer.status_code == 409 and answer.json()["code"] == "rearming":
                time.sleep(answer.json()["retry_ms"] / 1000)  # the server says when it may be asked
                continue
            assert answer.status_code == 200, f"{step} {fields}: {answer.text}"
            found: Json = answer.json()
            return found

    def play(self, kind: str) -> None:
        """Take one run from its first call to its report."""
        self.do("begin_run", kind=kind)
        self.do("open_day")
        state = self.state()
        for model in state["models"]:
            self.do("check_in", model=model)
        self.do("call_first_looks")
        order = state["show"]["order"]
        for look in order:
            self.dress(state, look)
        self.do("confirm_lined_up")
        for party in ("backstage", "house", "technical"):
            self.do("set_release", party=party, light="green")
        self.do("start_show")
        self.do("hold", scope="exits", reason="technical", expected_end_at=self.now() + 60_000)
        self.do("release_hold", scope="exits")
        for look in order:
            self.do("go", {"next": look}, look=look)
            self.do("look_off", look=look)
            self.do("mark_look", look=look, status="done")
        self.do("start_finale")
        self.do("end_show")
        self.do("wrap_show")

    def dress(self, state: Json, look: str) -> None:
        for item in state["items"].values():
            if item["look"] == look:
                self.do("mark_item", item=item["id"], status="with_model")
        for status in ("dressing", "dressed", "at_line"):
            self.do("mark_look", look=look, status=status)

    def now(self) -> int:
        found: int = self.api.get("/time").json()["now_at"]
        return found
