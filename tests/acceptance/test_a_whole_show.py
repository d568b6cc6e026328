"""The plan of 48 looks: imported, rehearsed and shown through the public contract, then replayed from its log."""

import asyncio
import signal
from pathlib import Path

import orjson

from app.show.forecast import forecast
from app.show.show import fold
from app.show.state import Show
from app.show.words import Actor, Instant, PassId, Ref, Role, Stamp
from app.storage.event_log import EventLog
from app.views.see import Moment, see
from app.wire.events import read_events
from tests.acceptance.a_server import AServer
from tests.acceptance.evening import Evening
from tests.live.device import Json


def test_a_rehearsal_and_the_show_run_from_import_to_wrapped_and_replay_to_the_same_bytes(
    server: AServer, plan: Json
) -> None:
    with server.api() as api:
        evening = Evening.begin(api, plan)

        evening.play("rehearsal")
        assert evening.state()["run"]["kind"] == "rehearsal"
        evening.play("show")

        state = evening.state()
        report = api.get(f"/shows/{evening.show}/report").json()
    server.kill(signal.SIGTERM)
    assert state["show"]["phase"] == "wrapped"
    assert state["run"]["kind"] == "show"
    assert {look["status"] for look in state["looks"].values()} == {"done"}
    assert len(report["looks"]) == len(state["looks"])
    assert asyncio.run(_replayed(server.database, evening.show)) == _canonical(state)


async def _replayed(database: Path, show_id: str) -> bytes:
    """Fold the log from its first entry, with what lies beside it, and return what the owner sees."""
    log = EventLog.open(f"sqlite:///{database}")
    try:
        entries = await log.read(show_id, 0)
        sides, _ = await log.sides(show_id)
    finally:
        await log.close()
    show = Show()
    for entry in entries:
        actor = orjson.loads(entry.actor)
        by = Actor(pass_id=PassId(actor["pass"]), role=Role(actor["role"]))
        stamp = Stamp(seq=entry.seq, at_ms=Instant(entry.at_ms), by=by)
        show = fold(show, stamp, read_events(entry.events))
    told = {
        Ref(ref): orjson.loads(side.value) if side.kind == "json" else side.value.decode()
        for ref, side in sides.items()
    }
    moment = Moment(show_id=show_id, show=show, forecast=forecast(show), told=told)
    return _canonical(see(moment, Role.OWNER))


def _canonical(state: Json) -> bytes:
    return orjson.dumps(state, option=orjson.OPT_SORT_KEYS)
