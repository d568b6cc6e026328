"""The venue: opens shows when somebody first comes, finds their desks, and makes new ones."""

import asyncio

import structlog

from app.live.asking import Asking, sides_of
from app.live.desk import Desk
from app.live.ids import new_command_id, new_show_id
from app.live.known import Known
from app.live.opening import Opened, open_show
from app.live.reopening import Falls
from app.live.running_show import RunningShow, Tools
from app.show.show import decide
from app.show.state import Show
from app.show.words import Actor, Circumstances, Refused
from app.storage.event_log import EVERY_SHOW, CorruptLog, ShowRow, Unavailable
from app.wire.commands import Asked, body_fingerprint, command_json

log = structlog.get_logger(__name__)


class Venue:
    """Every show that is running in this process."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._falls = Falls(tools.event_log)
        self._running: dict[str, RunningShow] = {}
        self._opening: dict[str, asyncio.Future[None]] = {}
        self._open = True
        self.damaged: dict[str, CorruptLog] = {}  # shows whose log is not what was written

    @property
    def running(self) -> tuple[RunningShow, ...]:
        """Return the shows that are open."""
        return tuple(self._running.values())

    async def opened(self, show_id: str) -> RunningShow:
        """Return a show, opening it if nobody has yet. Raises NoSuchShow; Unavailable while we close."""
        while (running := self._running.get(show_id)) is None:
            self._must_be_open()
            first = self._opening.get(show_id)
            if first is None:
                return await self._open_first(show_id)
            await asyncio.shield(first)
        return running

    async def shows(self) -> list[ShowRow]:
        """Return every show that has a plan, the oldest first."""
        return [row for row in await self._tools.event_log.shows() if row.seq > 0]

    async def create(self, asked: Asked, title: str, by: Actor) -> Desk:
        """Make a show from its plan, which becomes its first entry. Raises Refused; Unavailable."""
        self._must_be_open()
        event_log, now_ms = self._tools.event_log, self._tools.clock.now_ms()
        around = Circumstances(by=by, now_ms=now_ms, seen_at=now_ms)
        # In a thread: a large plan takes its time, and elsewhere a show is on.
        await asyncio.to_thread(decide, Show(), asked.command, around)
        show_id = new_show_id()
        head = await event_log.create_show(show_id, title, now_ms)
        salt = await event_log.salt(show_id)
        fingerprint = await asyncio.to_thread(_fingerprint, asked, salt)
        self._must_be_open()
        opened = Opened(
            show_id=show_id,
            epoch=head.epoch,
            salt=salt,
            show=Show(),
            told={},
            known=Known(complete=True),
        )
        running = self._start(opened)
        asking = Asking(
            id=new_command_id(),
            command=asked.command,
            actor=by,
            fingerprint=fingerprint,
            sides=sides_of(asked),
        )
        try:
            await running.desk.take(asking)
        except Refused:
            self._forget(show_id)
            raise
        return running.desk

    def found_damage(self, corrupt: CorruptLog) -> None:
        """Keep a show from being written whose log is not what was written. Harmless when repeated."""
        if corrupt.show_id in {EVERY_SHOW, *self.damaged}:
            return  # of the file as a whole the inspector tells
        log.error(
            "show damaged",
            show=corrupt.show_id,
            seq=corrupt.seq,
            reason=corrupt.reason,
            way_out="stop, standby restore COPY, serve again (docs/backup.md)",
        )
        self.damaged[corrupt.show_id] = corrupt
        self._tools.meters.damaged.set(len(self.damaged))
        running = self._running.get(corrupt.show_id)
        if running is not None:
            running.desk.found_damage(corrupt)

    async def rest(self) -> None:
        """Let every desk write what has queued, and close the shows."""
        self._open = False
        resting = (running.rest() for running in self.running)
        ended = await asyncio.gather(*resting, return_exceptions=True)
        self._running.clear()
        for fault in ended:
            if isinstance(fault, Exception):  # of one: the others have rested all the same
                log.error("could not close a show", exc_info=fault)

    def _must_be_open(self) -> None:
        if not self._open:
            raise Unavailable("the server is closing")

    async def _open_first(self, show_id: str) -> RunningShow:
        self._opening[show_id] = done = asyncio.get_running_loop().create_future()
        try:
            opened = await self._falls.fit(await open_show(self._tools.event_log, show_id))
            self._must_be_open()  # else nobody would close it
            return self._start(opened)
        finally:
            del self._opening[show_id]
            done.set_result(None)

    def _start(self, opened: Opened) -> RunningShow:
        running = RunningShow(opened, self._tools)
        if opened.damaged is not None:
            self.found_damage(opened.damaged)
        elif opened.show_id in self.damaged:
            running.desk.found_damage(self.damaged[opened.show_id])
        self._running[opened.show_id] = running
        running.start(when_it_falls=lambda _fault: self._fallen(opened.show_id))
        return running

    def _forget(self, show_id: str) -> None:
        running = self._running.pop(show_id, None)
        if running is not None:
            running.desk.rest()
            running.send_everybody_out()

    def _fallen(self, show_id: str) -> None:
        # Its desk has stopped rather than guess. Whoever comes next opens it anew from the log.
        self._tools.meters.desks_fallen.inc()
        self._falls.fell(show_id)
        self._forget(show_id)


def _fingerprint(asked: Asked, salt: bytes) -> str:
    return body_fingerprint(command_json(asked.command), salt)
