"""Makers with dull defaults for conversations."""

from itertools import count
from typing import Final

from app.show.words import PassId, Ref, Role, Scope
from app.talk.conversation import Admitted, Conversation, Reply
from app.talk.freshness import Beats
from app.talk.pace import Allowance

NOW: Final = 1_795_687_200_000
HELLO: Final = '{"type":"hello","protocol":1,"client":"c-7f3a"}'
ID: Final = "01JABCDEFGH"


class Device:
    """A conversation with its clock: `says` passes on what the device sends, `waits` lets time go by."""

    def __init__(self) -> None:
        numbers = count(1)
        self.now_ms = NOW
        self.beats = Beats(NOW)
        self.talk = Conversation(NOW, lambda: Ref(f"r_{next(numbers)}"), self.beats)

    def says(self, raw: bytes | str) -> tuple[Reply, ...]:
        return self.talk.hear_raw(raw, self.now_ms)

    def waits(self, ms: int) -> tuple[Reply, ...]:
        self.now_ms += ms
        return self.talk.check(self.now_ms)

    def admitted(self, role: Role = Role.DRESSER) -> tuple[Reply, ...]:
        who = Admitted(
            role=role,
            pass_id=PassId("p9"),
            label="Pia",
            scope=Scope(),
            show_id="s1",
            epoch="e1",
            seq=134,
            outcomes={},
            allowance=Allowance(role, self.now_ms),
        )
        return self.talk.admitted(who, self.now_ms)


def live(role: Role = Role.DRESSER) -> Device:
    device = Device()
    device.says(HELLO)
    device.admitted(role)
    return device
