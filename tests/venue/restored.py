"""An older copy of the database is put back while everybody has a phone in hand; and a second server tries."""

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pysqlite3
import pytest

from tests.live.process import ServerProcess
from tests.postgres import free_port
from tests.venue.history import History
from tests.venue.night import Night, a_night, a_place, in_time, judged
from tests.venue.outbox import Press

Json = dict[str, Any]
RECORDED: Final = ["order_recorded"]


@dataclass
class Figures:
    """What was lost with the copy, and what came back from the phones."""

    restored: int = 0
    lost: int = 0
    marks_again: int = 0
    orders_recorded: int = 0
    refused: int = 0

    def __str__(self) -> str:
        return (
            f"{self.restored} older copies put back under live phones: {self.lost} acknowledged "
            f"commands lost with them, {self.marks_again} marks there again once, "
            f"{self.orders_recorded} orders and stops only recorded, {self.refused} refused aloud"
        )


async def restored(folder: Path, seed: int, rounds: int) -> Figures:
    """Put an older copy back so often, with and without the witness that lies beside it."""
    figures = Figures()
    for number in range(rounds):
        place = a_place(folder, f"night-{number}")
        server = ServerProcess(place, free_port())
        with History(place / "history.jsonl", seed=seed + number, what="older copy") as history:
            async with a_night(server, history, seed + number) as night:
                await _a_second_server_is_refused(night)
                await _put_back(night, place, with_witness=number % 2 == 0, figures=figures)
        judged(history)
    return figures


async def _a_second_server_is_refused(night: Night) -> None:
    second = ServerProcess(night.server.database.parent, free_port())
    with pytest.raises(AssertionError, match="already served"):
        await second.start()
    second.kill()
    await night.busy(2)  # and the first one has not noticed


async def _put_back(night: Night, place: Path, *, with_witness: bool, figures: Figures) -> None:
    server = night.server
    await night.busy(3)
    server.kill()
    older = _copied(place, place / "older")
    night.history.note("server", what="killed")
    await server.start()
    night.history.note("server", what="started")
    night.wake()
    await night.all_live()
    await night.drained()
    await night.busy(8)
    for person in night.people:  # somebody has seen more than the copy holds
        await in_time(person.has_seen(person.phone.beat["seq"] + 1))
    server.kill()
    night.history.note("server", what="restored")
    epoch = night.people[0].phone.epoch
    _replaced(place, older, with_witness=with_witness)
    lost = _acknowledged_since(night, _ids(older))
    figures.lost += len(lost)
    await server.start()
    night.history.note("server", what="started")
    night.wake()
    for person in night.people:
        await in_time(person.in_another_epoch(epoch))
    await night.settle()
    await _came_back(night, lost, figures)


def _replaced(place: Path, older: Path, *, with_witness: bool) -> None:
    for file in place.glob("standby.db*"):
        if not (with_witness and file.name.endswith(".witness")):
            file.unlink()
    _copied(older, place)


def _ids(place: Path) -> set[str]:
    with closing(pysqlite3.connect(_copied(place, place / "read") / "standby.db")) as connection:
        return {
            command_id for (command_id,) in connection.execute("SELECT command_id FROM entries")
        }


def _acknowledged_since(night: Night, before: set[str]) -> list[Press]:
    presses = [press for person in night.people for press in person.presses]
    return [press for press in presses if press.answer == "acked" and press.id not in before]


def _copied(place: Path, to: Path) -> Path:
    to.mkdir(exist_ok=True)
    for name in ("standby.db", "standby.db-wal"):
        if (place / name).exists():
            shutil.copy(place / name, to)
    return to


async def _came_back(night: Night, lost: list[Press], figures: Figures) -> None:
    """Hold what people had been told against the log that there is now."""
    log = {entry["id"]: entry for entry in await night.owner.read_log()}
    for press in lost:
        entry = log.get(press.id)
        if entry is None:
            assert press.answer == "refused", f"gone, and nobody was told: {press.frame}"
            figures.refused += 1
        elif press.kind == "mark":
            figures.marks_again += 1
        else:
            kinds = [event["type"] for event in entry["events"]]
            assert kinds == RECORDED, f"done a second time: {press.frame}, {kinds}"
            figures.orders_recorded += 1
    messages = night.person("caller").phone.state["messages"].values()
    assert any(one.get("code") == "history_restored" for one in messages), "nobody was told"
    assert len({person.phone.epoch for person in night.people}) == 1
    figures.restored += 1
