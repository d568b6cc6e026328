"""A phone as anybody could build one from PROTOCOL.md: mirror, outbox, resume, beats, and an honest age."""

from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING, Any, Final, Literal

import orjson

from tests.simulation.mirror import Mirror, read
from tests.simulation.network import Link
from tests.simulation.outbox import Letter, Outbox, kind_of

if TYPE_CHECKING:
    from tests.simulation.evening import World

Json = dict[str, Any]
Standing = Literal["live", "delayed", "stale"]
TICK_S: Final = 0.7
SILENT_MS: Final = 8_000
SEEN_EVERY_MS: Final = 4_000
PING_EVERY_MS: Final = 9_000
ASK_AGAIN_MS: Final = 3_000
RETRY_MS: Final = 2_000
FRESH_BEAT_MS: Final = 4_000
CONNECT_MS: Final = 5_000
FOR_GOOD: Final = frozenset({4401, 4403, 4404, 4426})
NOWHERE: Final = "-"
NEVER_MS: Final = -(10**15)


class Phone:
    """One device. `name` is its pass, and its client id."""

    def __init__(self, world: "World", name: str, role: str, index: int) -> None:
        self.world, self.name, self.role, self.index = world, name, role, index
        self.seed = f"{world.case.seed}/{name}"
        self.chance = Random(self.seed)
        self.shift_ms = self.chance.choice((0, -86_400_000 * 3, 3_600_000, 777))  # its own clock
        self.mirror = Mirror()
        self.outbox = Outbox()
        self.link: Link | None = None
        self.live = False
        self.stopped: int | None = None  # the close code after which it does not come back
        self.off_until_s = 0.0  # killed, or out of the building
        self.asleep_until_s = 0.0
        self.not_saving = False
        self.made = 0
        self.connections = 0
        # Of its connection, as times of its own clock; `_forget_connection` says more.
        self._asked_ms = self._seen_ms = self._pinged_ms = NEVER_MS
        self._heard_ms = self._hello_ms = self._beat_ms = NEVER_MS
        self._forget_connection()
        self._tries = 0
        self._connect_at_s = 0.0
        self.fresh_at: int | None = None  # server time at which what is shown was all there is
        self._slept = False
        self._epoch = ""  # in which the server answers
        self._last_ahead_ms: int | None = None  # known from earlier connections, for marks

    # ---- time

    @property
    def now_ms(self) -> int:
        """Its own clock, which may be days off."""
        return self.world.loop.now_ms + self.shift_ms

    @property
    def knows_the_time(self) -> bool:
        return self.live and self._ahead_ms is not None

    @property
    def server_now(self) -> int:
        """The latest that the server's clock can show: nothing is ever thought fresher than it is."""
        assert self._ahead_ms is not None
        return self.now_ms + self._ahead_ms

    @property
    def shown(self) -> Standing:
        """What its screen says of itself."""
        if self.fresh_at is None or self._ahead_ms is None or self._slept:
            return "stale"
        age_ms = self.server_now - self.fresh_at
        if age_ms >= 10_000:
            return "stale"
        return "delayed" if age_ms >= 4_000 else "live"

    @property
    def away(self) -> bool:
        """Tell whether nobody can do anything with it."""
        now_s = self.world.loop.time()
        return now_s < self.off_until_s or now_s < self.asleep_until_s

    def tick(self) -> None:
        """Do what it does every now and then."""
        self.world.loop.call_in_order(
            self.world.loop.time() + TICK_S, -1_000 + self.index, self.tick
        )
        if self.away or self.stopped is not None:
            return
        if self.link is None:
            if self.world.loop.time() >= self._connect_at_s:
                self._connect()
        elif self.now_ms - self._heard_ms >= (SILENT_MS if self.live else CONNECT_MS):
            link = self.link
            link.leave()
            self.lost(link, 0, "silent")
        elif self.live:
            self._keep_up()
        self.world.judge.sees(self)
        self.world.person_looks(self)

    def _keep_up(self) -> None:
        for letter in self.outbox.due(self.now_ms):
            self._say(letter.frame)
        if self.now_ms - self._pinged_ms >= PING_EVERY_MS:
            self._pinged_ms = self.now_ms
            self._say({"type": "ping", "t": self.now_ms})

    # ---- what happens to it

    def sleep(self, seconds: float) -> None:
        """Lie in a pocket: what arrives waits in the phone."""
        self.asleep_until_s = max(self.asleep_until_s, self.world.loop.time() + seconds)
        if self.link is not None:
            self.link.down.hold(seconds)
        self._slept = True

    def die(self, seconds: float) -> None:
        """Lose the page; only the outbox was written down. It is opened again later."""
        if self.link is not None:
            link, self.link = self.link, None
            link.leave()
        self.off_until_s = max(self.off_until_s, self.world.loop.time() + seconds)
        self.mirror = Mirror()
        self.outbox.lost()
        self.live, self.fresh_at = False, None
        self._forget_connection()

    def _connect(self) -> None:
        link = self.world.connect(self)
        self.connections += 1
        if link is None:
            self._try_later()
            return
        self.link = link
        self._forget_connection()
        self._heard_ms = self._hello_ms = self.now_ms
        hello: Json = {"type": "hello", "protocol": 1, "client": self.name}
        hello["token"] = self.world.token_of(self.name)
        if not self.mirror.empty:
            hello["resume"] = {"epoch": self.mirror.epoch, "seq": self.mirror.seq}
        hello["pending"] = self.outbox.unsure[:200]
        self._say(hello)

    def lost(self, link: Link, code: int, reason: str) -> None:
        """Take note that the connection is over."""
        if link is not self.link:
            return
        self.link, self.live = None, False
        self.outbox.lost()
        self._forget_connection()
        if code in FOR_GOOD:
            self.stopped = code
            self.world.tell(self.name, f"is sent away: {code} {reason}")
        self._try_later()

    def _try_later(self) -> None:
        self._tries += 1
        most_s = min(5.0, 0.2 * 2**self._tries)
        self._connect_at_s = self.world.loop.time() + most_s * self.chance.random()

    def _forget_connection(self) -> None:
        self.beat: int | None = None
        self._beat_ms = NEVER_MS
        self._unproved: Json | None = None
        self._asked_ms = self._seen_ms = self._pinged_ms = NEVER_MS
        self._heard_ms = self._hello_ms = NEVER_MS
        self._ahead_ms: int | None = None

    # ---- what it hears

    def hear(self, link: Link, text: bytes) -> None:
        if link is not self.link:
            return
        frame = read(text)
        self._heard_ms = self.now_ms
        self.world.judge.heard(self, frame)
        hears = _HEARS.get(frame["type"])
        if hears is not None:
            hears(self, frame)

    def _acknowledged(self, frame: Json) -> None:
        self.outbox.accepted(frame["id"], self._epoch)

    def _refused(self, frame: Json) -> None:
        retry_ms = frame.get("retry_ms", RETRY_MS)
        self.outbox.refused(frame["id"], frame["code"], self.now_ms, retry_ms)

    def _ponged(self, frame: Json) -> None:
        self._bound(frame["sent_at"], frame["t"])

    def _bound(self, server_at: int, asked_ms: int) -> None:
        """The server's clock shows at most what it said, and all the time since we asked."""
        ahead_ms = server_at - asked_ms
        self._ahead_ms = ahead_ms if self._ahead_ms is None else min(self._ahead_ms, ahead_ms)
        self._last_ahead_ms = self._ahead_ms

    def _welcomed(self, frame: Json) -> None:
        self.live, self._tries = True, 0
        self._bound(frame["now_at"], self._hello_ms)
        # A page that was opened anew knows no epoch; what it was acknowledged does.
        self.outbox.offer_again(frame["epoch"])
        self._epoch = frame["epoch"]
        for command_id, outcome in frame["outcomes"].items():
            if outcome["outcome"] == "ack":
                self.outbox.accepted(command_id, frame["epoch"])
            else:
                self.outbox.unknown(command_id)
        for command_id in self.outbox.unsure:
            self.outbox.unknown(command_id)

    def _pictured(self, frame: Json) -> None:
        if frame["epoch"] == self.mirror.epoch and frame["seq"] < self.mirror.seq:
            return
        self.outbox.offer_again(frame["epoch"])
        self._epoch = frame["epoch"]
        self._asked_ms = NEVER_MS
        self.mirror.take(frame)
        self.world.judge.replica(self, "snapshot")
        self._prove()

    def _changed(self, frame: Json) -> None:
        joined = self.mirror.apply(frame)
        if joined == "gap":
            self._ask(self.mirror.epoch or NOWHERE)
            return
        if joined == "applied":
            self.world.judge.replica(self, "delta")
        self._prove()

    def _beaten(self, frame: Json) -> None:
        missing = self._unproved is not None and not self.mirror.empty
        self.beat, self._beat_ms = frame["n"], self.now_ms
        self.not_saving = frame.get("saving") is False
        self._unproved = frame
        self._doubt_the_clock(frame["now_at"])
        self._prove()
        if missing and frame["seq"] > self.mirror.seq:
            self._ask(self.mirror.epoch)
        if self.now_ms - self._seen_ms >= SEEN_EVERY_MS and not self.mirror.empty:
            self._seen_ms = self.now_ms
            self._say({"type": "seen", "n": frame["n"], "seq": self.mirror.seq})

    def _doubt_the_clock(self, server_at: int) -> None:
        """A clock that shows more than it can was set on: nobody knows how old anything is until asked."""
        if self._ahead_ms is not None and server_at > self.server_now:
            self._ahead_ms = None
            self._pinged_ms = self.now_ms
            self._say({"type": "ping", "t": self.now_ms})

    def _prove(self) -> None:
        """What is shown is fresh once it holds what the newest beat speaks of."""
        beat = self._unproved
        if beat is None or self.mirror.empty or self.mirror.seq < beat["seq"]:
            return
        self._unproved = None
        if self.mirror.seq > beat["seq"] or self.mirror.agrees(beat["hash"]):
            self.fresh_at, self._slept = beat["now_at"], False
            return
        self.world.judge.disagrees(self)
        self._ask(NOWHERE)

    def _ask(self, epoch: str) -> None:
        if self.now_ms - self._asked_ms >= ASK_AGAIN_MS:
            self._asked_ms = self.now_ms
            self._say({"type": "resume", "epoch": epoch, "seq": max(0, self.mirror.seq)})

    # ---- what its owner does

    def press(
        self, command: Json, expect: Json | None = None, *, late_ms: int = 0, careless: bool = False
    ) -> Letter | None:
        """Press a button. An order dies at once where the screen is not up to date, if it is careful."""
        kind = kind_of(command["type"])
        if kind in {"order", "edit"} and not (careless or self._may_order()):
            return None
        self.made += 1
        frame: Json = {"type": "command", "id": f"{self.name}-{self.made:06d}", "command": command}
        if kind == "mark" and self._last_ahead_ms is not None:
            frame["occurred_at"] = max(0, self.now_ms + self._last_ahead_ms - late_ms)
        if expect is not None and kind in {"order", "edit"}:
            frame["expect"] = expect
        if self.beat is not None:
            frame["beat"] = self.beat
        letter = Letter(frame["id"], kind, frame)
        self.outbox.put(letter)
        self.world.judge.pressed(self, letter)
        if self.live:
            letter.stand = "sent"
            self._say(frame)
        return letter

    def say_again(self, letter: Letter) -> None:
        """Send the very same once more."""
        if self.live:
            self._say(letter.frame)

    def _may_order(self) -> bool:
        return self.live and self.now_ms - self._beat_ms < FRESH_BEAT_MS

    def _say(self, frame: Json) -> None:
        if self.link is not None:
            self.link.say(orjson.dumps(frame))


_HEARS: Final[Mapping[str, Callable[[Phone, Json], None]]] = {
    "welcome": Phone._welcomed,
    "snapshot": Phone._pictured,
    "delta": Phone._changed,
    "beat": Phone._beaten,
    "ack": Phone._acknowledged,
    "reject": Phone._refused,
    "pong": Phone._ponged,
}
