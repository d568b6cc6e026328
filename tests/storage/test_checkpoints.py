"""A checkpoint saves a restart the reading of the whole log; one that does not fit is not used."""

import pytest

from app.storage.event_log import Checkpoint, EventLog
from tests.storage.makers import SHOW, entries
from tests.storage.tampering import Tamper


@pytest.fixture
async def epoch(log: EventLog) -> str:
    """The epoch of a log that has ten entries."""
    await log.append(SHOW, 0, entries(10))
    head = await log.head(SHOW)
    assert head is not None
    return head.epoch


async def test_the_newest_is_offered(log: EventLog, epoch: str) -> None:
    for seq in (4, 8, 6):
        await log.save_checkpoint(SHOW, epoch, seq, b"state %d" % seq)

    assert await log.checkpoint(SHOW) == Checkpoint(epoch=epoch, seq=8, state=b"state 8")


async def test_the_entries_after_it_are_read_from_there(log: EventLog, epoch: str) -> None:
    await log.save_checkpoint(SHOW, epoch, 8, b"state")
    point = await log.checkpoint(SHOW)
    assert point is not None

    assert [entry.seq for entry in await log.read(SHOW, point.seq)] == [9, 10]


async def test_a_show_without_one_has_none(log: EventLog, epoch: str) -> None:
    assert await log.checkpoint(SHOW) is None


async def test_a_damaged_one_leaves_the_one_before(
    log: EventLog, epoch: str, tamper: Tamper
) -> None:
    await log.save_checkpoint(SHOW, epoch, 4, b"state 4")
    await log.save_checkpoint(SHOW, epoch, 8, b"state 8")
    await tamper("UPDATE checkpoints SET sum = 'another' WHERE seq = 8")

    point = await log.checkpoint(SHOW)

    assert point is not None
    assert point.seq == 4


async def test_one_made_from_other_entries_is_not_offered(
    log: EventLog, epoch: str, tamper: Tamper
) -> None:
    await log.save_checkpoint(SHOW, epoch, 8, b"state 8")
    await tamper("UPDATE entries SET sum = 'another' WHERE seq = 8")

    assert await log.checkpoint(SHOW) is None


async def test_one_of_an_earlier_epoch_is_not_offered(log: EventLog, epoch: str) -> None:
    await log.save_checkpoint(SHOW, epoch, 8, b"state 8")
    await log.renew_epoch(SHOW, epoch)

    assert await log.checkpoint(SHOW) is None


@pytest.mark.parametrize(("seq", "other_epoch"), [(11, ""), (8, "e-another")])
async def test_one_that_does_not_fit_is_not_kept(
    log: EventLog, epoch: str, seq: int, other_epoch: str
) -> None:
    await log.save_checkpoint(SHOW, other_epoch or epoch, seq, b"state")

    assert await log.checkpoint(SHOW) is None


async def test_saving_one_again_takes_the_place_of_the_first(log: EventLog, epoch: str) -> None:
    await log.save_checkpoint(SHOW, epoch, 8, b"first")
    await log.save_checkpoint(SHOW, epoch, 8, b"second")

    point = await log.checkpoint(SHOW)

    assert point is not None
    assert point.state == b"second"
