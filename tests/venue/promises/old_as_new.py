"""Promise 7: a screen never shows old data as if it were new, nor does an order go by an old picture."""

from dataclasses import dataclass, field
from typing import Final

from tests.venue.evening import Answer, Seen
from tests.venue.finding import Check
from tests.venue.history import Json, Line
from tests.venue.wire import ORDERS

LIVE_S: Final = 4.0
STALE_S: Final = 10.0
BEHIND_S_MAX: Final = 6.0
SLACK_S: Final = 0.5  # between what happens and the line that says so
PAINT_SLACK_S: Final = 1.0  # a page is looked at now and then
ORDER_MS_MAX: Final = 4_000
ORDER_SLACK_MS: Final = 1_000  # between hearing an order and deciding it


@dataclass
class Clock:
    """The server's time as one client can know it: never too new (a client that follows the rules)."""

    asked: dict[str, float] = field(default_factory=dict)
    least: float | None = None  # our time less the server's, at the least

    def know(self, asked_t: float, server_ms: int) -> None:
        least = asked_t - server_ms / 1000
        if self.least is None or least > self.least or self.least - least > 16:
            self.least = least


@dataclass
class Showing:
    """What a client that follows the rules shows: live up to 4 s after the last beat that agreed."""

    epoch: str
    seq: int
    proof: float
    line: Line


@dataclass
class OldAsNew(Check):
    """The standing that each client had a right to, against what others had been told already."""

    promise: int = field(default=7, init=False)
    _clocks: dict[str, Clock] = field(default_factory=dict)
    _showing: dict[str, Showing] = field(default_factory=dict)
    _beats: dict[int, tuple[int, Line]] = field(default_factory=dict)  # n -> the earliest `now_at`
    _orders: list[Answer] = field(default_factory=list)

    def see(self, seen: Seen) -> None:
        line = seen.line
        self._still_true(line.who, line.t)
        for answer in seen.answers:
            if answer.acked and answer.duplicate is False and answer.effect != "recorded":
                self._orders.append(answer)
        match line.did:
            case "sent":
                self._sent(line)
            case "heard":
                self._heard(seen)
            case "painted":
                self._painted(line)
            case "read" if line.more["path"] == "state" and "at" not in line.more:
                self._read(line)
            case _:
                pass

    def end(self) -> None:
        for who in list(self._showing):
            self._still_true(who, self.evening.end_t)
        at = {entry["id"]: entry["at"] for entry in self.evening.log}
        for answer in self._orders:
            if answer.epoch != self.evening.epoch:
                continue  # that history is lost; what was offered again has another `at`
            press = self.evening.presses.get(answer.id)
            if press is not None and answer.id in at and press.more.get("via") != "http":
                self._fresh(press, answer, at[answer.id])

    # ---- what sockets are told

    def _sent(self, line: Line) -> None:
        clock = self._clocks.setdefault(line.who, Clock())
        if line.frame["type"] == "hello":
            clock.asked["hello"] = line.t
        elif line.frame["type"] == "ping":
            clock.asked[str(line.frame["t"])] = line.t

    def _heard(self, seen: Seen) -> None:
        line, frame = seen.line, seen.line.frame
        clock = self._clocks.setdefault(line.who, Clock())
        match frame["type"]:
            case "welcome":
                clock.know(clock.asked.get("hello", line.t), frame["now_at"])
            case "pong":
                asked = clock.asked.pop(str(frame["t"]), None)
                if asked is not None:
                    clock.know(asked, frame["received_at"])
            case "beat":
                self._beaten(seen, clock)
            case "delta" | "snapshot" if seen.moved is not None and seen.moved.after is not None:
                known = self._showing.get(line.who)
                if known is not None:
                    known.epoch, known.seq = seen.moved.after.epoch, seen.moved.after.seq
            case _:
                pass

    def _beaten(self, seen: Seen, clock: Clock) -> None:
        line, frame = seen.line, seen.line.frame
        now_ms = min(frame["now_at"], self._beats.get(frame["n"], (frame["now_at"], line))[0])
        self._beats[frame["n"]] = (now_ms, line)
        held = self.evening.replicas.of.get(line.who)
        if held is None or frame["seq"] > held.seq or clock.least is None:
            return
        agrees = frame["seq"] < held.seq or frame["hash"] == self.evening.replicas.hash_of(held)
        if agrees:
            proof = min(line.t, frame["now_at"] / 1000 + clock.least)
            self._showing[line.who] = Showing(held.epoch, held.seq, proof, line)

    def _still_true(self, who: str, t: float) -> None:
        """Whatever a client showed as live up to now: was there anything newer, for more than 6 s?"""
        showing = self._showing.get(who)
        if showing is None:
            return
        until = min(t, showing.proof + LIVE_S)
        self.facts += 1
        self._not_behind(showing, until, SLACK_S, who)
        if t > showing.proof + LIVE_S:
            del self._showing[who]

    def _not_behind(self, showing: Showing, until: float, slack_s: float, who: str) -> None:
        heads = self.evening.heads.get(showing.epoch)
        newer_t = heads.since(showing.seq + 1) if heads else None
        if newer_t is not None and until - newer_t > BEHIND_S_MAX + slack_s:
            said = (
                f"shows {showing.seq} as live {until - newer_t:.1f} s after somebody was told "
                f"{showing.seq + 1}"
            )
            self.broken(said, showing.line, who=who)

    # ---- what pages paint, and what HTTP calls current

    def _painted(self, line: Line) -> None:
        self.facts += 1
        shown: Json = line.more
        age_s = shown["age_ms"] / 1000
        if shown["standby"] == "live":
            showing = Showing(shown["epoch"], shown["seq"], line.t, line)
            self._not_behind(showing, line.t, PAINT_SLACK_S, line.who)
            if age_s > LIVE_S + PAINT_SLACK_S:
                self.broken(f"live, and {age_s:.1f} s old", line)
        elif shown["standby"] == "delayed" and age_s > STALE_S + PAINT_SLACK_S:
            self.broken(f"only delayed, and {age_s:.1f} s old", line)

    def _read(self, line: Line) -> None:
        if line.more["status"] != 200:
            return
        self.facts += 1
        body = line.more["body"]
        heads = self.evening.heads.get(body["epoch"])
        known = heads.at(line.more["asked_t"]) if heads else 0
        if body["seq"] < known:
            shown = Line(line.n, line.t, line.did, line.who, {**line.more, "body": "..."}, {})
            self.broken(f"{body['seq']} is read where {known} had been told before", shown)

    # ---- orders

    def _fresh(self, press: Line, answer: Answer, taken_ms: int) -> None:
        if press.more["command"]["type"] not in ORDERS:
            return
        self.facts += 1
        number = press.more.get("beat")
        if number is None:
            self.broken("an order without a beat was taken", press, answer.line)
        elif number in self._beats:
            sent_ms, beat = self._beats[number]
            if taken_ms - sent_ms > ORDER_MS_MAX + ORDER_SLACK_MS:
                said = f"an order was taken {(taken_ms - sent_ms) / 1000:.1f} s after its beat"
                self.broken(said, beat, press, answer.line)
