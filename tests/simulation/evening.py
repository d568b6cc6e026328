"""One simulated show from the first press to the quiet after it: real servers, phones, people, and what breaks."""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from random import Random
from typing import Any, Final

from app.live.asking import Asking
from app.live.ids import hashed_token
from app.show.crew import AddPass
from app.show.words import OWNER, PassId, Ref, Role
from app.storage.event_log import Entry, Side, Unavailable
from app.storage.keyring import Key
from app.wire.commands import body_fingerprint, command_json, read_plan
from tests.simulation import breaking
from tests.simulation.case import Case, Fault, Outcome, Pressed, Restored, Told
from tests.simulation.disk import Book, Disk
from tests.simulation.judge import Judge
from tests.simulation.ledger import Ledger
from tests.simulation.network import Air, Link
from tests.simulation.people import next_press
from tests.simulation.phone import TICK_S, Phone
from tests.simulation.plan import plan_of
from tests.simulation.roles import ROLES
from tests.simulation.server import Server
from tests.simulation.surprises import happen
from tests.simulation.surroundings import listening, seeded
from tests.simulation.virtual_time import new_loop

Json = dict[str, Any]
QUIET_WITHIN_S: Final = 30.0  # by then everybody has everything (15 s of silence, and a few tries)
SLICE_S: Final = 0.25
RELAY_S: Final = (0.02, 0.6)  # until a second server is told that something is there
STEADY: Final = 0.005


class World:
    """Everything there is in one simulated show."""

    def __init__(self, case: Case, *, telling: bool = False) -> None:
        self.case, self.telling = case, telling
        self.loop = new_loop()
        self.disk = Disk()
        self.judge = Judge(self)
        self.story: list[Told] = []
        self.presses: list[Pressed] = []
        self.copies: dict[Fault, tuple[Book, Ledger]] = {}
        self.quiet = False
        self.no_network_until_s = 0.0
        self.down_until_ms = 0
        self.links = 0
        self.errands: list[asyncio.Task[None]] = []  # of what breaks, not of a server
        self._held: list[Link] = []
        self.disk.hears = self._committed
        names = [f"server{n + 1}" for n in range(case.servers)]
        self.servers = [Server(name, self, self.disk, self.loop) for name in names]
        self.phones = {
            name: Phone(self, name, ROLES[name], index) for index, name in enumerate(case.phones)
        }
        least_s, most_s = (STEADY, STEADY) if case.steady else (0.001, 0.03)
        self.air = Air(least_s=least_s, most_s=most_s)
        if case.narrow:
            self.air = Air(
                least_s=least_s, most_s=most_s, kernel_bytes=3_000, high_bytes=1_500, low_bytes=500
            )

    # ---- what its parts ask of it

    def tell(self, who: str, what: str) -> None:
        if self.telling:
            self.story.append(Told(self.loop.time(), who, what))

    @property
    def book(self) -> Book:
        return self.disk.books[self.show_id]

    def token_of(self, name: str) -> str:
        return f"token of {name}"

    def connect(self, phone: Phone) -> Link | None:
        """Open a connection to the server that is nearest and alive."""
        if self.loop.time() < self.no_network_until_s:
            return None
        count = len(self.servers)
        nearest = [self.servers[(phone.index + n) % count] for n in range(count)]
        server = next((one for one in nearest if not one.dead), None)
        if server is None:
            return None
        self.links += 1
        link = Link(phone, server, self.links, self.air)
        self._held.append(link)
        server.accept(link)
        return link

    def links_held(self) -> list[Link]:
        """Return every connection that somebody still has."""
        self._held = [one for one in self._held if one.screen is not None or one.phone.link is one]
        return self._held

    def person_looks(self, phone: Phone) -> None:
        """Let the owner of a phone look at it, and perhaps press."""
        if self.quiet or self.case.script is not None:
            return
        press = next_press(phone)
        if press is not None:
            careless = phone.name in self.case.careless and phone.chance.random() < 0.3
            self.press(phone, *press, careless=careless)

    def press(
        self,
        phone: Phone,
        command: Json,
        expect: Json | None,
        *,
        late_ms: int = 0,
        careless: bool = False,
    ) -> None:
        """Press, and write down that it was pressed."""
        letter = phone.press(command, expect, late_ms=late_ms, careless=careless)
        if letter is None:
            return
        self.presses.append(
            Pressed(
                at_s=self.loop.time(),
                phone=phone.name,
                command=command,
                expect=expect,
                late_ms=late_ms,
                careless=careless,
            )
        )
        self.tell(phone.name, f"presses {letter.id}: {_said(command)}")

    def say_again(self, phone: Phone) -> None:
        """Send the last press once more."""
        letters = [one for one in self.judge.letters.values() if one.by == phone.name]
        if letters:
            phone.say_again(letters[-1])
            self.presses.append(
                Pressed(at_s=self.loop.time(), phone=phone.name, command={}, again=True)
            )
            self.tell(phone.name, f"sends {letters[-1].id} again")

    def say_otherwise(self, phone: Phone) -> None:
        """Send another command under an id that is taken."""
        letters = [one for one in self.judge.letters.values() if one.by == phone.name]
        if letters and phone.live:
            body = {"type": "send_message", "to": "all", "text": "Something else"}
            phone._say({"type": "command", "id": letters[0].id, "command": body})

    def restore(self, copy: tuple[Book, Ledger], how: Restored) -> None:
        """Put an older copy in place of the log; with its folder goes the witness."""
        book, ledger = copy[0].copy(), copy[1]
        self.tell("disk", f"is set back from {len(self.book.entries)} to {len(book.entries)}")
        self.disk.books[book.id] = book
        self.judge.restored(book, ledger)
        if how == "with its folder":
            self.disk.witness = {}
            self.judge.unwitnessed = True
        if how == "by standby":
            self.disk.have_witnessed()
            book.epoch = self.disk.new_epoch("r")
            self.judge.committed(book, [])

    def _committed(self, book: Book, entries: list[Entry]) -> None:
        self.judge.committed(book, entries)
        if len(self.servers) > 1:
            chance = Random(len(book.entries))
            for server in self.servers:
                least, most = RELAY_S
                self.loop.call_later(least + (most - least) * chance.random(), self._relay, server)

    def _relay(self, server: Server) -> None:
        """Tell a server that another has written: until there is a relay, the simulation does."""
        running = server.running
        if running is not None and running.desk.seq < self.judge.ledger.seq:  # type: ignore[union-attr]
            server.house._tasks.start(_look(running.desk.refresh), name="relay")

    # ---- the evening

    def run(self) -> Outcome:
        """Play it to its end, or to the first promise that is broken."""
        for server in self.servers:
            server.start()
        self.loop.do(self._prepare())
        for fault in self.case.faults:
            breaking.arrange(self, fault)
        for surprise in self.case.surprises if self.case.script is None else ():
            self.loop.call_in_order(surprise.at_s, -3_000, self._surprise, surprise)
        for press in self.case.script or ():
            self.loop.call_in_order(press.at_s, -2_000, self._by_the_script, press)
        for phone in self.phones.values():
            first_s = Random(f"{phone.seed}/first").uniform(0.0, TICK_S)
            self.loop.call_in_order(self.loop.time() + first_s, phone.index, phone.tick)
        self._pass_to(self.case.acting_s)
        breaking.end_all(self)
        self.tell("house", "is quiet from here on")
        deadline_s = self.loop.time() + QUIET_WITHIN_S
        while self.judge.broken is None and self.loop.time() < deadline_s and not self._settled():
            self._pass_to(self.loop.time() + SLICE_S)
        if self.judge.broken is None:
            self.judge.at_the_end()
        return self._outcome()

    def end(self) -> None:
        """Leave nobody behind who waits for something."""
        self.quiet, self.telling, self.loop.each_step = True, False, None
        for server in self.servers:
            server.end()
        for task in self.errands:
            task.cancel()
        self.loop.run_until(self.loop.time())

    def _pass_to(self, until_s: float) -> None:
        while self.judge.broken is None and self.loop.time() < until_s:
            self.loop.run_until(min(until_s, self.loop.time() + SLICE_S))
            for fallen in self.loop.fallen:
                self.judge.breaks("fault", f"nobody caught {fallen!r}")

    def _surprise(self, surprise: Any) -> None:
        if not self.quiet:
            happen(self, surprise)

    def _by_the_script(self, press: Pressed) -> None:
        phone = self.phones.get(press.phone)
        if phone is None or phone.away or self.quiet:
            return
        if press.again:
            self.say_again(phone)
            return
        self.press(
            phone, press.command, press.expect, late_ms=press.late_ms, careless=press.careless
        )

    def _settled(self) -> bool:
        book, ledger = self.book, self.judge.ledger
        assert ledger is not None
        for phone in self.phones.values():
            if phone.name in ledger.revoked:
                if phone.stopped is None:
                    return False
            elif phone.stopped is None and not self._has_all(phone, book):
                return False
        return all(
            one.running is None or one.running.desk.seq == ledger.seq for one in self.servers
        )

    def _has_all(self, phone: Phone, book: Book) -> bool:
        mirror = phone.mirror
        here = mirror.epoch == book.epoch and mirror.seq == len(book.entries)
        shown = phone.live and phone.shown == "live" and not phone.not_saving
        return here and shown and not phone.outbox.letters

    async def _prepare(self) -> None:
        """Make the show and a pass for everybody, as the house does, on the first server."""
        house = self.servers[0].house
        desk = await house.venue.create(read_plan(plan_of(self.case), _refs(self)), "A show", OWNER)
        self.show_id = desk.show_id
        for name in self.phones:
            label = Side(ref=f"r_label_{name}", kind="text", value=name.encode())
            command = AddPass(pass_id=PassId(name), role=Role(ROLES[name]), label=Ref(label.ref))
            asking = Asking(
                id=f"house-pass-{name}",
                command=command,
                actor=OWNER,
                fingerprint=body_fingerprint(command_json(command), desk.salt),
                sides=(label,),
            )
            await desk.take(asking)
            key = Key(
                show_id=desk.show_id,
                pass_id=name,
                code_hash=None,
                pin_hash=None,
                expires_at_ms=None,
            )
            self.disk.keys[desk.show_id, name] = key
            self.disk.tokens[hashed_token(self.token_of(name))] = (desk.show_id, name)

    def _outcome(self) -> Outcome:
        ledger = self.judge.ledger
        assert ledger is not None
        digest = hashlib.sha256()
        for entry in self.book.entries:
            digest.update(f"{entry.seq} {entry.command_id} {entry.at_ms}".encode())
            digest.update(entry.events)
        return Outcome(
            case=self.case,
            broken=self.judge.broken,
            entries=ledger.seq,
            presses=tuple(self.presses),
            story=tuple(self.story),
            reached=ledger.shows[-1].phase.value,
            commands=self.judge.commands,
            answers=self.judge.answers,
            steps=self.loop.steps,
            digest=digest.hexdigest()[:16],
            virtual_s=self.loop.time(),
        )


def play(case: Case, *, telling: bool = False) -> Outcome:
    """Play one case in a world of its own."""
    with seeded(case.seed), listening() as journal:
        world = World(case, telling=telling)
        journal.world = world
        with world.loop.at_work():
            try:
                return world.run()
            finally:
                world.end()


def _refs(world: World) -> Callable[[], Ref]:
    made = 0

    def new_ref() -> Ref:
        nonlocal made
        made += 1
        return Ref(f"r_plan_{made}")

    return new_ref


async def _look(refresh: Callable[[], Any]) -> None:
    try:
        await refresh()
    except Unavailable:
        logging.getLogger(__name__).debug("not now")


def _said(command: Json) -> str:
    more = " ".join(str(value) for key, value in command.items() if key not in {"type", "override"})
    return f"{command['type']} {more}".strip()
