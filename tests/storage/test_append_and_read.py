"""What is appended is read again, in order, whole and once; who comes second is told so."""

import asyncio

import pytest

from app.storage.event_log import Clash, Entry, EventLog, NoSuchShow, Side, Unavailable
from tests.storage.makers import (
    OTHER_SHOW,
    SHOW,
    an_entry,
    append_in_turn,
    entries,
    opened,
    outcomes,
)


async def test_an_entry_is_read_as_it_was_written(log: EventLog) -> None:
    new = an_entry("c-1", events='[{"note":"Zoë \U0001f457"}]'.encode())
    await log.append(SHOW, 0, [new])

    assert await log.read(SHOW, 0) == [
        Entry(
            seq=1,
            command_id="c-1",
            at_ms=new.at_ms,
            actor=new.actor,
            command=new.command,
            events=new.events,
            body_hash=new.body_hash,
        )
    ]


async def test_a_new_show_has_an_empty_log(log: EventLog) -> None:
    head = await log.create_show(OTHER_SHOW, "AW27", 2)

    assert head.seq == 0
    assert await log.head(OTHER_SHOW) == head
    assert await log.read(OTHER_SHOW, 0) == []


async def test_shows_are_listed_oldest_first(log: EventLog) -> None:
    await log.create_show(OTHER_SHOW, "AW26", 0)
    await log.append(SHOW, 0, entries(2))

    rows = await log.shows()

    assert [(row.id, row.title, row.seq) for row in rows] == [
        (OTHER_SHOW, "AW26", 0),
        (SHOW, "SS27", 2),
    ]


async def test_a_show_id_is_taken_once(log: EventLog) -> None:
    with pytest.raises(Clash) as clash:
        await log.create_show(SHOW, "another", 5)

    assert clash.value.on == "show"


async def test_every_show_has_a_salt_of_its_own_that_stays(log: EventLog, url: str) -> None:
    await log.create_show(OTHER_SHOW, "AW27", 2)
    salt, other = await log.salt(SHOW), await log.salt(OTHER_SHOW)
    await log.close()

    async with opened(url) as again:
        assert await again.salt(SHOW) == salt != other


async def test_reading_goes_on_where_it_was_left(log: EventLog) -> None:
    await log.append(SHOW, 0, entries(10))

    read = [await log.read(SHOW, after, limit=4) for after in (0, 4, 8, 10, 99)]

    assert [[entry.seq for entry in page] for page in read] == [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10],
        [],
        [],
    ]


async def test_an_append_that_does_not_join_on_is_refused_with_the_seq_of_the_log(
    log: EventLog,
) -> None:
    await log.append(SHOW, 0, entries(3))

    with pytest.raises(Clash) as behind:
        await log.append(SHOW, 2, entries(1))
    with pytest.raises(Clash) as ahead:
        await log.append(SHOW, 4, entries(1))

    assert (
        (behind.value.on, behind.value.what) == (ahead.value.on, ahead.value.what) == ("seq", "3")
    )


async def test_a_command_id_is_taken_once_and_the_rest_of_its_append_is_not_written(
    log: EventLog,
) -> None:
    await log.append(SHOW, 0, [an_entry("c-1")])

    with pytest.raises(Clash) as clash:
        await log.append(SHOW, 1, [an_entry("c-2"), an_entry("c-1")])

    assert (clash.value.on, clash.value.what) == ("id", "c-1")
    assert [entry.command_id for entry in await log.read(SHOW, 0)] == ["c-1"]


async def test_another_show_may_use_the_same_command_id(log: EventLog) -> None:
    await log.create_show(OTHER_SHOW, "AW27", 2)
    await log.append(SHOW, 0, [an_entry("c-1")])

    await log.append(OTHER_SHOW, 0, [an_entry("c-1")])

    assert (await log.find(OTHER_SHOW, ["c-1"]))["c-1"].seq == 1


async def test_one_append_can_not_hold_a_command_id_twice(log: EventLog) -> None:
    with pytest.raises(Clash) as clash:
        await log.append(SHOW, 0, [an_entry("c-1"), an_entry("c-1")])

    assert clash.value.on == "id"


async def test_a_look_goes_out_once_whoever_sends_it(log: EventLog) -> None:
    await log.append(SHOW, 0, [an_entry(once=["r2:exit:l16:1"])])

    with pytest.raises(Clash) as clash:
        await log.append(SHOW, 1, [an_entry(), an_entry(once=["r2:exit:l17:1", "r2:exit:l16:1"])])

    assert (clash.value.on, clash.value.what) == ("once", "r2:exit:l16:1")
    await log.append(SHOW, 1, [an_entry(once=["r2:exit:l17:1"])])


async def test_appends_asked_together_are_written_in_the_order_asked(log: EventLog) -> None:
    new = entries(200)

    await asyncio.gather(*(log.append(SHOW, after, [e]) for after, e in enumerate(new)))

    assert [e.command_id for e in await log.read(SHOW, 0)] == [e.command_id for e in new]


async def test_a_clash_does_not_sink_the_others_of_its_group(log: EventLog) -> None:
    await log.create_show(OTHER_SHOW, "AW27", 2)
    await log.append(SHOW, 0, [an_entry("c-1")])

    said = await outcomes(
        *map(
            asyncio.ensure_future,
            (
                log.append(SHOW, 1, [an_entry("c-2")]),
                log.append(OTHER_SHOW, 0, [an_entry("c-1")]),
                log.append(SHOW, 2, [an_entry("c-1")]),
                log.append("s_none", 0, [an_entry()]),
                log.append(SHOW, 2, [an_entry("c-3")]),
                log.append(SHOW, 2, [an_entry("c-4")]),
            ),
        )
    )

    assert said == [
        "written",
        "written",
        "clash on id",
        "NoSuchShow",
        "written",
        "clash on seq",
    ]
    assert [e.command_id for e in await log.read(SHOW, 0)] == ["c-1", "c-2", "c-3"]


async def test_an_entry_that_the_database_can_not_hold_is_refused_alone(log: EventLog) -> None:
    twice = Side(ref="r1", kind="text", value=b"Ada")

    said = await outcomes(
        *map(
            asyncio.ensure_future,
            (
                log.append(SHOW, 0, [an_entry(sides=[twice, twice])]),
                log.append(SHOW, 0, [an_entry(events=b"\xff")]),
                log.append(SHOW, 0, [an_entry("lone \udc80 surrogate")]),
                log.append(SHOW, 0, [an_entry("c-1")]),
            ),
        )
    )

    assert said == ["Unfit", "Unfit", "Unfit", "written"]


async def test_who_hangs_up_does_not_interrupt_the_write(log: EventLog) -> None:
    impatient = asyncio.ensure_future(log.append(SHOW, 0, [an_entry("c-1")]))
    await asyncio.sleep(0)
    impatient.cancel()

    await log.append(SHOW, 1, [an_entry("c-2")])

    assert impatient.cancelled()
    assert [e.command_id for e in await log.read(SHOW, 0)] == ["c-1", "c-2"]


async def test_a_show_that_is_not_there_is_neither_read_nor_written(log: EventLog) -> None:
    with pytest.raises(NoSuchShow):
        await log.append("s_none", 0, entries(1))
    with pytest.raises(NoSuchShow):
        await log.read("s_none", 0)

    assert await log.head("s_none") is None


async def test_entries_are_found_by_the_ids_of_their_commands(log: EventLog) -> None:
    new = entries(1_200)
    await log.append(SHOW, 0, new)

    found = await log.find(SHOW, [*(e.command_id for e in new), "c-never"])

    assert [found[e.command_id].seq for e in new] == list(range(1, 1_201))
    assert "c-never" not in found


async def test_what_was_queued_before_closing_is_written(log: EventLog, url: str) -> None:
    queued = [asyncio.ensure_future(log.append(SHOW, n, entries(1))) for n in range(50)]
    await asyncio.sleep(0)
    await log.close()

    assert await outcomes(*queued) == ["written"] * 50
    async with opened(url) as again:
        assert len(await again.read(SHOW, 0)) == 50


async def test_a_closed_log_says_unavailable(log: EventLog) -> None:
    await log.close()

    with pytest.raises(Unavailable):
        await log.append(SHOW, 0, entries(1))


async def test_a_new_epoch_is_begun_once_however_many_ask_for_it(log: EventLog) -> None:
    old = await log.head(SHOW)
    assert old is not None

    first = await log.renew_epoch(SHOW, old.epoch)
    second = await log.renew_epoch(SHOW, old.epoch)

    assert old.epoch != first.epoch == second.epoch


@pytest.mark.pg
async def test_two_servers_on_one_database_write_one_log(pg_url: str) -> None:
    async with opened(pg_url) as here, opened(pg_url) as there:
        await here.create_show(SHOW, "SS27", 1)
        ours, theirs = entries(40), entries(40)

        await asyncio.gather(
            append_in_turn(here, SHOW, ours[:20]),
            append_in_turn(there, SHOW, theirs[:20]),
            append_in_turn(here, SHOW, ours[20:]),
            append_in_turn(there, SHOW, theirs[20:]),
        )

        written = await there.read(SHOW, 0)
        assert [e.seq for e in written] == list(range(1, 81))
        assert {e.command_id for e in written} == {e.command_id for e in (*ours, *theirs)}


@pytest.mark.pg
async def test_two_servers_writing_the_same_shows_do_not_wait_for_each_other(pg_url: str) -> None:
    async with opened(pg_url) as here, opened(pg_url) as there:
        shows = [f"s_{n}" for n in range(6)]
        for show_id in shows:
            await here.create_show(show_id, "", 1)

        await asyncio.gather(
            *(append_in_turn(here, show_id, entries(10)) for show_id in shows),
            *(append_in_turn(there, show_id, entries(10)) for show_id in reversed(shows)),
        )

        assert [row.seq for row in await here.shows()] == [20] * 6


@pytest.mark.pg
async def test_of_two_servers_that_send_the_same_look_one_is_told_it_went(pg_url: str) -> None:
    async with opened(pg_url) as here, opened(pg_url) as there:
        await here.create_show(SHOW, "SS27", 1)

        said = await outcomes(
            asyncio.ensure_future(here.append(SHOW, 0, [an_entry(once=["r1:exit:l1:1"])])),
            asyncio.ensure_future(there.append(SHOW, 0, [an_entry(once=["r1:exit:l1:1"])])),
        )

        assert sorted(said) == ["clash on seq", "written"]
