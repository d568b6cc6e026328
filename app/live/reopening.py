"""A show that fells its desk: opened anew from the log; if it falls there again, shown as it last stood.

What is in the log stays. Only this server can't show it, so it says so and writes nothing more to that
show: better an old picture with a word on it than a dark screen, and no other show notices.
"""

import asyncio
from dataclasses import replace
from typing import Final

import structlog

from app.live.entries import folded, read_back
from app.live.opening import Opened
from app.live.snapshot import Snapshot
from app.show.due import due
from app.show.forecast import forecast
from app.show.state import Show
from app.show.words import Role
from app.storage.event_log import CorruptLog, EventLog, Unavailable
from app.views.hashes import Hashes
from app.views.see import Moment

log = structlog.get_logger(__name__)

FALLS: Final = "this server can't show it"


class Falls:
    """Which shows have felled their desk, and at which entry."""

    def __init__(self, event_log: EventLog) -> None:
        self._log = event_log
        self._fallen: dict[str, int | None] = {}  # at which head it was opened since, if it was

    def fell(self, show_id: str) -> None:
        """Note that a desk has stopped rather than guess."""
        self._fallen.setdefault(show_id, None)

    async def fit(self, opened: Opened) -> Opened:
        """Return what can be shown: all of it, or what stood last. Raises Unavailable if nothing does."""
        if opened.damaged is not None:
            return opened
        head = opened.show.seq
        again = self._fallen.get(opened.show_id) == head
        if opened.show_id in self._fallen:
            self._fallen[opened.show_id] = head
        if not again and await asyncio.to_thread(_stands, opened):
            return opened
        return await self._as_it_last_stood(opened)

    async def _as_it_last_stood(self, opened: Opened) -> Opened:
        head = opened.show.seq
        good, bad, step = head - 1, head, 1
        while good > 0 and not await self._stood(opened, good):
            bad, step = good, step * 2
            good = max(bad - step, 0)
        if good < 1:
            raise Unavailable(FALLS)
        while bad - good > 1:
            middle = (good + bad) // 2
            if await self._stood(opened, middle):
                good = middle
            else:
                bad = middle
        log.error("show can't be shown", show=opened.show_id, seq=bad)
        show = await self._folded(opened.show_id, good)
        return replace(
            opened,
            # Still at the head: nobody's sequence goes back, and nothing was lost.
            show=replace(show, seq=head),
            damaged=CorruptLog(opened.show_id, bad, FALLS),
        )

    async def _stood(self, opened: Opened, seq: int) -> bool:
        show = await self._folded(opened.show_id, seq)
        return await asyncio.to_thread(_stands, replace(opened, show=show))

    async def _folded(self, show_id: str, seq: int) -> Show:
        entries = await self._log.read(show_id, 0, seq)
        return await asyncio.to_thread(lambda: folded(Show(), [read_back(one) for one in entries]))


def _stands(opened: Opened) -> bool:
    """Do with a show what is done with one that runs, and say whether that goes well."""
    try:
        foreseen = forecast(opened.show)
        moment = Moment(
            show_id=opened.show_id, show=opened.show, forecast=foreseen, told=opened.told
        )
        due(opened.show, foreseen)
        Hashes.of_moment(moment)
        for role in Role:
            Snapshot.of_moment(moment, role, opened.epoch)
    except Exception:
        log.exception("show falls", show=opened.show_id, seq=opened.show.seq)
        return False
    return True
