"""What a server takes without asking: chance, which follows from the seed; and its own log, which is heard."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

if TYPE_CHECKING:
    from tests.simulation.evening import World


class Journal:
    """What the servers write in their own logs: a line of the story, and sometimes the end of it."""

    def __init__(self) -> None:
        self.world: World | None = None

    def info(self, event: str, **more: object) -> None:
        self._note(event, more)

    warning = error = debug = info

    def exception(self, event: str, **more: object) -> None:
        self._note(event, more)
        if self.world is not None:
            fault = sys.exc_info()[1]
            self.world.judge.breaks("fault", f"{event}: {fault!r}")

    def _note(self, event: str, more: dict[str, object]) -> None:
        if self.world is not None and self.world.telling:
            said = ", ".join(f"{key} {value}" for key, value in more.items() if key != "show")
            self.world.tell("journal", f"{event} ({said})" if said else event)


JOURNAL: Final = Journal()


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Let whatever a server makes by chance follow from the seed."""
    chance = Random(f"{seed}/secrets")

    def some_hex(count: int = 16) -> str:
        return chance.randbytes(count).hex()

    with (
        patch.object(secrets, "token_hex", some_hex),
        patch.object(secrets, "token_urlsafe", some_hex),
        patch.object(secrets, "choice", chance.choice),
        patch.object(secrets, "token_bytes", chance.randbytes),
    ):
        yield


@contextmanager
def listening() -> Iterator[Journal]:
    """Hear what the server's parts would write into their log, instead of writing it."""
    places = [
        module
        for name, module in sys.modules.items()
        if name.startswith("app.live.") and hasattr(module, "log")
    ]
    kept = [vars(module)["log"] for module in places]
    for module in places:
        vars(module)["log"] = JOURNAL
    try:
        yield JOURNAL
    finally:
        JOURNAL.world = None
        for module, was in zip(places, kept, strict=True):
            vars(module)["log"] = was
