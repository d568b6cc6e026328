"""Those who see the show as one role: each frame goes to whoever is there when it is written."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import cast

from app.live.audience import Audience
from app.live.frame import framed
from app.live.screen import Screen
from app.show.words import Role
from app.talk.recall import Recall


class Transport:
    """As uvloop's: what is written after it has closed is an error."""

    def __init__(self, diary: list[bytes]) -> None:
        self.diary = diary
        self.closed = False

    def write(self, frame: bytes) -> None:
        if self.closed:
            raise RuntimeError("the handler is closed")
        self.diary.append(frame)


@dataclass(eq=False)
class OnALine:
    """A screen whose line writes straight to its transport while there is one."""

    diary: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.line = self
        self.clear = True
        self.transport = Transport(self.diary)
        self.write: Callable[[bytes], None] = self.transport.write

    def end(self) -> None:
        self.transport.closed = True
        self.write = lambda _frame: None


def test_a_line_that_has_ended_costs_nobody_else_the_next_frame() -> None:
    ending, staying = OnALine(), OnALine()
    screens = cast("set[Screen]", {ending, staying})
    audience = Audience(Role.DRESSER, Recall(0), screens=screens)
    audience.say(b"one")
    ending.end()

    audience.say(b"two")

    assert staying.diary == [framed(b"one"), framed(b"two")]
    assert ending.diary == [framed(b"one")]
