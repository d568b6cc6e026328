"""The ten promises of PROTOCOL.md section 8, looked at from outside while a show runs and after it."""

from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any, Final

import orjson

from app.live.opening import told_by
from app.storage.event_log import Entry
from app.wire.show_text import show_to_json
from tests.simulation.case import Broken
from tests.simulation.disk import Book
from tests.simulation.ledger import Ledger, Mark, Untrue
from tests.simulation.mirror import read
from tests.simulation.network import Link
from tests.simulation.outbox import Letter
from tests.simulation.roles import part_beyond, secret_in

if TYPE_CHECKING:
    from tests.simulation.evening import World
    from tests.simulation.phone import Phone

Json = dict[str, Any]
BEHIND_MS: Final = 6_000
FRESH_MS: Final = 4_000 + 1_700  # and the time that a disk may take
LOOKED_AT: Final = 0.01  # share of deltas after which a phone's whole state is compared
REVOKED_WITHIN_S: Final = 1.5


class Judge:
    """Keeps its own books. The first promise that is broken ends the show."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.broken: Broken | None = None
        self.ledger: Ledger | None = None
        self.branches: dict[str, list[Ledger]] = {}  # the histories that went by an epoch
        self.marks: list[Mark] = []
        self.commands: Counter[str] = Counter()
        self.answers: Counter[str] = Counter()
        self.histories = 0  # that were lost
        # ... and nobody but the phones can know: see docs/simulation.md for what is not held then.
        self.unwitnessed = False
        self.revoked_once: set[str] = set()  # passes, also in a history that was lost since
        self.letters: dict[str, Letter] = {}
        self.finals: dict[str, str] = {}  # refused for good: the code
        self._heads: list[tuple[int, str, int]] = []  # when, epoch, seq
        self._beats: dict[tuple[int, int], int] = {}  # (link, beat): when it was sent
        self._ordered: dict[str, int | None] = {}  # order: when the beat it goes by was sent
        self._reached: dict[int, int] = {}  # link: up to where it was told
        self._chance = Random(f"{world.case.seed}/judge")
        self._acked: dict[str, int] = {}  # command: seq

    def _now_ms(self) -> int:
        return self.world.loop.now_ms

    def breaks(self, promise: str, what: str) -> None:
        """Take note that a promise is not kept."""
        if self.broken is None:
            self.broken = Broken(promise=promise, at_s=self.world.loop.time(), what=what)
            self.world.tell("promise", f"{promise} is broken: {what}")

    # ---- the log

    def committed(self, book: Book, entries: list[Entry]) -> None:
        """Take note of what has become durable, or of another epoch."""
        if self.ledger is None:
            self.ledger = Ledger(book.id)
        known = self.branches.setdefault(book.epoch, [])  # the newest epoch comes last
        if self.ledger not in known:
            known.append(self.ledger)
        for entry in entries:
            self._take(entry, book)
        self._heads.append((self._now_ms(), book.epoch, len(book.entries)))

    def _take(self, entry: Entry, book: Book) -> None:
        assert self.ledger is not None
        try:
            logged = self.ledger.add(entry, book.sides)
        except Untrue as untrue:
            self.breaks(untrue.promise, untrue.what)
            return
        self.revoked_once.update(self.ledger.revoked)
        by = str(logged.by.pass_id)
        self.marks.append(Mark(entry.seq, by))
        said: Json = orjson.loads(entry.command)
        self.commands[said["type"]] += 1
        self.world.tell(
            "log", f"{entry.seq}: {by} {said['type']} -> {', '.join(self.ledger.events[-1])}"
        )
        self._must_be_fresh(entry, said["type"])

    def _must_be_fresh(self, entry: Entry, name: str) -> None:
        if entry.command_id not in self._ordered or "OrderRecorded" in self.ledger.events[-1]:  # type: ignore[union-attr]
            return
        sent_ms = self._ordered.pop(entry.command_id)
        age_ms = None if sent_ms is None else self._now_ms() - sent_ms
        if age_ms is None or age_ms > FRESH_MS:
            self.breaks("order", f"{entry.command_id} {name} was taken on a beat {age_ms} ms old")

    def restored(self, book: Book, ledger: Ledger) -> None:
        """Take note that the log is an older copy of itself, from when `ledger` was the truth."""
        older = ledger.copy(len(book.entries))
        older.told = told_by(book.sides.values())
        older.learn(book.entries)
        self.ledger = older
        self._acked.clear()
        self.histories += 1  # what is said of the one before, and still on its way, is void
        self.branches.setdefault(book.epoch, []).append(older)
        self._heads = [(self._now_ms(), book.epoch, len(book.entries))]

    # ---- what servers say

    def told(self, link: Link, text: bytes) -> None:
        """Look at a frame that a server gives to the network."""
        if text.startswith(b'{"type":"pong"'):
            return
        frame = read(text)
        kind, ledger = frame["type"], self.ledger
        assert ledger is not None
        self._must_not_be_revoked(link, kind)
        match kind:
            case "beat":
                self._beats.setdefault((link.index, frame["n"]), self._now_ms())
                return
            case "ack":
                if ledger.ids.get(frame["id"]) != frame["seq"]:
                    self.breaks("1", f"{frame['id']} acknowledged, and not in the log")
                self.answers[f"ack {frame['effect']}"] += 1
            case "reject":
                self.answers[frame["code"]] += 1
                if frame["detail"].startswith("Something is broken in the server"):
                    self.breaks("fault", f"{frame['id']} made the server fall")
            case "delta" if frame["to"] > ledger.seq:
                self.breaks("1", f"entry {frame['to']} was told before it was durable")
            case _:
                pass
        self._must_be_for(link.phone.role, frame, text)

    def _must_not_be_revoked(self, link: Link, kind: str) -> None:
        assert self.ledger is not None
        revoked_seq = self.ledger.revoked.get(link.phone.name)
        running = link.server.running
        if revoked_seq is None or running is None:
            return
        if running.desk.seq >= revoked_seq and running.desk.epoch in self._current():
            self.breaks("8", f"{link.phone.name} was told a {kind} after its pass was taken back")

    def _current(self) -> set[str]:
        return {epoch for epoch, known in self.branches.items() if self.ledger in known}

    def _must_be_for(self, role: str, frame: Json, text: bytes) -> None:
        secret = secret_in(text, role)
        if secret is not None:
            self.breaks("8", f"a {role} was told {secret} in a {frame['type']}")
        beyond = part_beyond(frame.get("state") or frame.get("patch") or {}, role)
        if beyond is not None:
            self.breaks("8", f"a {role} was told of {beyond}")

    # ---- what phones hear and show

    def heard(self, phone: "Phone", frame: Json) -> None:
        """Look at a frame that has arrived."""
        kind = frame["type"]
        if kind == "beat":
            return
        if kind in {"ack", "reject"}:
            self.world.tell(phone.name, _answer(frame))
        if kind == "ack" and phone.link is not None and phone.link.history == self.histories:
            self._acked[frame["id"]] = frame["seq"]
        elif kind == "reject" and frame["code"] not in {"unavailable", "too_many"}:
            self.finals[frame["id"]] = frame["code"]
        elif kind == "snapshot":
            self._one_way(phone, frame["seq"], frame["epoch"])
        elif kind == "delta":
            self._joins(phone, frame)

    def _one_way(self, phone: "Phone", seq: int, epoch: str) -> None:
        assert phone.link is not None
        reached = self._reached.get(phone.link.index)
        if reached is not None and seq < reached and epoch == phone.mirror.epoch:
            self.breaks("4", f"{phone.name} was at {reached} and is given {seq}")
        self._reached[phone.link.index] = seq

    def _joins(self, phone: "Phone", frame: Json) -> None:
        assert phone.link is not None
        index = phone.link.index
        reached = self._reached.get(index, phone.mirror.seq)
        if frame["from"] > reached + 1:
            self.breaks("4", f"{phone.name} was at {reached} and is told from {frame['from']} on")
        if [one["seq"] for one in frame["entries"]][-1] != frame["to"]:
            self.breaks("4", f"a delta up to {frame['to']} does not say what that was")
        self._reached[index] = max(reached, frame["to"])

    def replica(self, phone: "Phone", how: str, *, surely: bool = False) -> None:
        """Compare, now and then, what a phone holds with what its role saw at that entry."""
        if self.unwitnessed and not surely:
            return
        often = LOOKED_AT * (10 if how == "snapshot" else 1)
        if not (surely or self.world.case.closely) and self._chance.random() > often:
            return
        mirror = phone.mirror
        text = mirror.text()
        for ledger in self.branches.get(mirror.epoch, ()):
            if ledger.seen(mirror.seq, phone.role) == text:
                return
        self.breaks("3", f"{phone.name} holds after a {how} what nobody saw at {mirror.seq}")

    def disagrees(self, phone: "Phone") -> None:
        """A phone's hash is not that of the beat at the same seq."""
        if not self.unwitnessed:
            self.breaks("3", f"{phone.name} disagrees with the beat at {phone.mirror.seq}")

    def pressed(self, phone: "Phone", letter: Letter) -> None:
        """Take note of a press, and of how old the beat is that an order goes by."""
        self.letters[letter.id] = letter
        if letter.kind == "order":
            link = phone.link.index if phone.link else -1
            beat = letter.frame.get("beat")
            self._ordered[letter.id] = self._beats.get((link, beat)) if beat is not None else None

    def sees(self, phone: "Phone") -> None:
        """Look at what a phone shows, and how it says how old that is."""
        if phone.shown != "live":
            return
        due_ms = self._now_ms() - BEHIND_MS
        guesses = len(self.world.servers) > 1 or bool(self.world.disk.doubted)
        if guesses and due_ms < self.world.down_until_ms:
            return  # nobody could read, nor was told, what another server or a doubtful write left
        epoch, seq = next(((e, s) for at, e, s in reversed(self._heads) if at <= due_ms), ("", -1))
        if not epoch:
            return
        mirror, epochs = phone.mirror, list(self.branches)
        overtaken = epochs.index(mirror.epoch) < epochs.index(epoch)
        if overtaken or (mirror.epoch == epoch and mirror.seq < seq):
            self.breaks("7", f"{phone.name} shows {mirror.seq} as live; {seq} was there 6 s ago")

    # ---- when all is quiet

    def at_the_end(self) -> None:
        """Look at what must hold once nothing breaks any more."""
        world, ledger = self.world, self.ledger
        assert ledger is not None
        book = world.book
        for command_id, seq in self._acked.items():
            if ledger.ids.get(command_id) != seq:
                self.breaks("1", f"{command_id} was acknowledged at {seq} and is gone")
        for phone in world.phones.values():
            self._arrived(phone, book)
        self._replays(ledger)

    def _arrived(self, phone: "Phone", book: Book) -> None:
        name = phone.name
        if self.ledger is not None and name in self.ledger.revoked:
            if phone.stopped != 4403:
                self.breaks("8", f"{name} was taken its pass and is not sent away")
            return
        if phone.stopped == 4403 and name in self.revoked_once:
            return  # taken back in a history that was lost: it does not come back by itself
        if phone.stopped is not None:
            self.breaks("live", f"{name} was sent away for good: {phone.stopped}")
            return
        if not phone.live or phone.shown != "live" or phone.not_saving:
            self.breaks("live", f"{name} is not live again: {phone.shown}, socket {phone.live}")
        elif phone.mirror.seq != book.head.seq or phone.mirror.epoch != book.epoch:
            self.breaks("live", f"{name} has {phone.mirror.seq} of {book.head.seq}")
        elif phone.outbox.letters:
            left = ", ".join(f"{one.id} {one.name}" for one in phone.outbox.letters.values())
            self.breaks("2", f"{name} still waits with {left}")
        else:
            self.replica(phone, "evening", surely=True)

    def _replays(self, ledger: Ledger) -> None:
        for letter in () if self.unwitnessed else self.letters.values():
            must = letter.kind in {"mark", "stop"} and letter.id not in self.finals
            if must and letter.id not in ledger.ids and letter.by not in self.revoked_once:
                self.breaks("2", f"{letter.id} {letter.name} was pressed and is nowhere")
        for server in self.world.servers:
            running = server.running
            if running is None or running.desk.seq != ledger.seq:
                continue
            if show_to_json(running.desk.moment.show) != show_to_json(ledger.shows[-1]):
                self.breaks("10", f"{server.name} holds another show than its log says")
            if running.desk.moment.told != ledger.told:
                self.breaks("10", f"{server.name} tells of people what the log does not")


def _answer(frame: Json) -> str:
    if frame["type"] == "ack":
        again = ", as before" if frame["duplicate"] else ""
        return f"hears {frame['id']} is {frame['effect']} at {frame['seq']}{again}"
    return f"hears {frame['id']} is refused: {frame['code']}"
