"""The desk: one writer, in turn, once each, and never a half."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest

from app.live.asking import Acked
from app.live.desk import Desk, Turn
from app.live.house import House
from app.live.ids import new_ref
from app.show.cast import CheckIn
from app.show.evening import Phase
from app.show.lineup import EditShow
from app.show.words import OWNER, ModelId, Ref, Refused, Why
from app.storage.event_log import Clash, NewEntry, Side, Unavailable
from app.wire.commands import read_plan
from app.wire.show_text import show_to_json
from tests.live.at_the_desk import (
    a_desk,
    a_house,
    advance,
    ask_all,
    asking,
    go,
    on_air,
    taken,
    written_by_another_server,
)
from tests.rules import rule

TWICE_THE_SAME = {"title": "Twice", "looks": [{"number": "1", "id": "l1"}] * 2}
M1, M2 = ModelId("m1"), ModelId("m2")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with a_house(tmp_path) as opened:
        yield opened


@pytest.fixture
async def desk(house: House) -> Desk:
    return await a_desk(house)


def an_entry(command_id: str, *, once: tuple[str, ...] = (), body_hash: str = "other") -> NewEntry:
    """An entry that changes the title, as another server wrote it."""
    return NewEntry(
        command_id=command_id,
        at_ms=1_795_690_000_500,
        actor=b'{"pass":"owner","role":"owner"}',
        command=b'{"title":"Theirs","type":"edit_show"}',
        events=b'[{"title":"Theirs","type":"show_edited"}]',
        body_hash=body_hash,
        once=once,
    )


async def test_all_that_has_queued_is_one_turn_and_one_telling(desk: Desk) -> None:
    turns: list[Turn] = []
    desk.listeners.append(turns.append)

    await ask_all(desk, *(asking(desk, EditShow(title=f"T{n}")) for n in range(20)))

    told = [one.logged.seq for turn in turns for one in turn.entries]
    assert told == list(range(2, 22))
    assert len(turns) < 20


async def test_within_a_turn_each_is_decided_on_top_of_the_ones_before(
    desk: Desk, house: House
) -> None:
    await on_air(desk, house)

    answers = await ask_all(desk, go(desk, "l1"), go(desk, "l1"))

    assert isinstance(answers[0], Acked)
    assert isinstance(answers[1], Refused)
    assert answers[1].why is Why.INVALID_TRANSITION


async def test_the_same_id_twice_in_one_turn_is_one_entry(desk: Desk) -> None:
    one = asking(desk, CheckIn(model=M1))

    first, second = await ask_all(desk, one, one)

    assert isinstance(first, Acked)
    assert isinstance(second, Acked)
    assert (first.seq, first.duplicate) == (second.seq, False)
    assert second.duplicate


async def test_what_another_server_wrote_is_folded_in_and_told_before_our_own(
    desk: Desk, house: House
) -> None:
    turns: list[Turn] = []
    desk.listeners.append(turns.append)
    await written_by_another_server(desk, house, an_entry("theirs-0001"))

    ack = await taken(desk, CheckIn(model=M1))

    assert ack.seq == 3
    assert [turn.after.show.seq for turn in turns] == [2, 3]
    assert desk.moment.show.title == "Theirs"


async def test_an_id_that_another_server_has_taken_is_a_duplicate(desk: Desk, house: House) -> None:
    one = asking(desk, EditShow(title="Theirs"))
    entry = an_entry(one.id, body_hash=one.fingerprint)
    await written_by_another_server(desk, house, entry)

    ack = await desk.take(one)

    assert (ack.seq, ack.duplicate) == (2, True)


async def test_what_has_happened_once_elsewhere_is_refused_here(desk: Desk, house: House) -> None:
    await on_air(desk, house)
    run = desk.moment.show.run
    assert run is not None
    row = f"{run.id}:exit:l1:1"
    await written_by_another_server(desk, house, an_entry("theirs-0001", once=(row,)))

    with pytest.raises(Refused) as refused:
        await desk.take(go(desk, "l1"))

    assert refused.value.why is Why.ALREADY_FIRED


async def test_one_that_can_not_happen_twice_does_not_keep_the_others_of_its_turn_back(
    desk: Desk, house: House
) -> None:
    await on_air(desk, house)
    run = desk.moment.show.run
    assert run is not None
    row = f"{run.id}:exit:l1:1"
    await written_by_another_server(desk, house, an_entry("theirs-0001", once=(row,)))

    answers = await ask_all(
        desk, asking(desk, CheckIn(model=M1)), go(desk, "l1"), asking(desk, CheckIn(model=M2))
    )

    assert [isinstance(one, Acked) for one in answers] == [True, False, True]


class BrokenLog:
    """A log that breaks when it is told to: each append then fails so often."""

    def __init__(self, desk: Desk, *, fails: int, written: bool = False) -> None:
        self._log = desk.saving._log
        self._fails = fails
        self._written = written
        desk.saving._log = self  # type: ignore[assignment]

    def __getattr__(self, name: str) -> object:
        return getattr(self._log, name)

    async def append(self, show_id: str, after_seq: int, entries: list[NewEntry]) -> None:
        if self._fails == 0:
            await self._log.append(show_id, after_seq, entries)
            return
        self._fails -= 1
        if self._written:
            await self._log.append(show_id, after_seq, entries)
        raise Unavailable("the disk is full", unsure=self._written)


@rule("P9")
async def test_while_the_log_can_not_be_written_all_are_told_and_nothing_changes(
    desk: Desk,
) -> None:
    before = show_to_json(desk.moment.show)
    BrokenLog(desk, fails=1)

    answers = await ask_all(desk, asking(desk, CheckIn(model=M1)), asking(desk, CheckIn(model=M2)))

    assert [one.why for one in answers if isinstance(one, Refused)] == [Why.UNAVAILABLE] * 2
    assert show_to_json(desk.moment.show) == before


@rule("P9")
async def test_when_the_log_can_be_written_again_it_goes_on_by_itself(desk: Desk) -> None:
    BrokenLog(desk, fails=1)
    one = asking(desk, CheckIn(model=M1))
    await ask_all(desk, one)

    ack = await desk.take(one)

    assert (ack.seq, ack.duplicate) == (2, False)


async def test_a_refusal_that_rests_on_nothing_unwritten_holds_when_the_log_is_gone(
    desk: Desk,
) -> None:
    BrokenLog(desk, fails=1)

    answers = await ask_all(
        desk, asking(desk, CheckIn(model=ModelId("none"))), asking(desk, CheckIn(model=M1))
    )

    assert [one.why for one in answers if isinstance(one, Refused)] == [
        Why.UNKNOWN_ENTITY,
        Why.UNAVAILABLE,
    ]


async def test_a_write_of_which_nobody_knows_is_found_a_second_later(
    desk: Desk, house: House
) -> None:
    turns: list[Turn] = []
    heard = asyncio.Event()
    desk.listeners.extend((turns.append, lambda _turn: heard.set()))
    BrokenLog(desk, fails=1, written=True)
    one = asking(desk, CheckIn(model=M1))
    await ask_all(desk, one)

    advance(house, 1_000)
    await asyncio.wait_for(heard.wait(), 10)

    assert [turn.after.show.seq for turn in turns] == [2]
    assert (await desk.take(one)).duplicate


async def test_what_is_about_people_is_written_beside_the_entry(desk: Desk, house: House) -> None:
    note = Side(ref="r_note", kind="text", value=b"because")

    await taken(desk, CheckIn(model=M1), override=Ref("r_note"), sides=(note,))

    assert (await house.event_log.sides(desk.show_id))[0]["r_note"] == note
    assert desk.moment.told[Ref("r_note")] == "because"
    entries = await house.event_log.read(desk.show_id, 1)
    assert b"because" not in entries[0].command
    assert orjson.loads(entries[0].command)["override"] == "r_note"


async def test_time_in_the_log_never_goes_back(desk: Desk, house: House) -> None:
    await written_by_another_server(desk, house, an_entry("from-a-clock-ahead"))

    await taken(desk, CheckIn(model=M1))

    entries = await house.event_log.read(desk.show_id, 0)
    assert [entry.at_ms for entry in entries] == sorted(entry.at_ms for entry in entries)


async def test_a_desk_that_falls_leaves_nobody_without_an_answer_and_is_opened_anew(
    desk: Desk, house: House
) -> None:
    def fault(_turn: Turn) -> None:
        raise ZeroDivisionError

    desk.listeners.append(fault)
    first = await taken(desk, CheckIn(model=M1))

    left = (await ask_all(desk, asking(desk, CheckIn(model=M2))))[0]
    again = (await house.venue.opened(desk.show_id)).desk

    assert first.seq == 2
    assert isinstance(left, Refused)
    assert left.why is Why.UNAVAILABLE
    assert again is not desk
    assert again.seq == 2
    assert (await taken(again, CheckIn(model=M2))).seq == 3


async def test_a_plan_that_is_refused_leaves_no_show(house: House) -> None:
    with pytest.raises(Refused):
        await house.venue.create(read_plan(TWICE_THE_SAME, new_ref), "Twice", OWNER)

    assert await house.venue.shows() == []


async def test_a_clash_of_which_nothing_can_be_learnt_ends_in_unavailable(desk: Desk) -> None:
    class AlwaysClashing(BrokenLog):
        async def append(self, show_id: str, after_seq: int, entries: list[NewEntry]) -> None:
            raise Clash("seq", "7")

    AlwaysClashing(desk, fails=0)

    answers = await ask_all(desk, asking(desk, CheckIn(model=M1)))

    assert isinstance(answers[0], Refused)
    assert answers[0].why is Why.UNAVAILABLE


async def test_phases_are_reached_through_the_desk(desk: Desk, house: House) -> None:
    await on_air(desk, house)

    assert desk.moment.show.phase is Phase.LIVE
