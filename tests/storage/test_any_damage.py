"""Whatever byte of the file is changed: all is as it was, or the damage is named, never something else."""

import asyncio
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.live.proof import Proved, Unproved, prove
from app.show.lineup import EditShow
from app.storage.event_log import CannotOpen, EventLog
from tests.live.at_the_desk import a_desk, a_house, on_air, taken
from tests.rules import rule

ENTRIES = 120


@cache
def the_truth() -> tuple[Path, bytes, list[Proved]]:
    """A database with a show under way: its folder, its bytes, and what they prove."""
    folder = Path(mkdtemp(prefix="standby-damage-"))

    async def write() -> list[Proved]:
        async with a_house(folder) as house:
            desk = await a_desk(house)
            await on_air(desk, house)
            for n in range(ENTRIES):
                await taken(desk, EditShow(title=f"T{n}"))
        return await _proved(folder / "standby.db")

    proved = asyncio.run(write())
    return folder, (folder / "standby.db").read_bytes(), proved


async def _proved(file: Path) -> list[Proved]:
    log = EventLog.open(f"sqlite:///{file}")
    try:
        return await prove(log)
    finally:
        await log.close()


def what_is_said(bytes_: bytes) -> list[Proved] | str:
    """What a house finds in these bytes: its shows, or a sentence about the damage."""
    folder = Path(mkdtemp(prefix="standby-damaged-"))
    try:
        (folder / "standby.db").write_bytes(bytes_)
        return asyncio.run(_proved(folder / "standby.db"))
    except (Unproved, CannotOpen) as why:
        return str(why)
    finally:
        shutil.rmtree(folder)


@rule("P10")
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(place=st.floats(0, 1, exclude_max=True), mask=st.integers(1, 255))
@example(place=0.0, mask=1)  # the file's own name
@example(place=0.000_07, mask=255)  # the size of its pages
def test_a_changed_byte_is_harmless_or_named(place: float, mask: int) -> None:
    _, whole, truth = the_truth()
    at = int(place * len(whole))

    said = what_is_said(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1 :])

    assert said == truth or (isinstance(said, str) and len(said) > 10)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(place=st.floats(0, 1, exclude_max=True), length=st.integers(1, 9_000))
def test_a_stretch_of_nothing_is_harmless_or_named(place: float, length: int) -> None:
    _, whole, truth = the_truth()
    at = int(place * len(whole))

    said = what_is_said((whole[:at] + bytes(length) + whole[at + length :])[: len(whole)])

    assert said == truth or (isinstance(said, str) and len(said) > 10)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(place=st.floats(0.01, 1, exclude_max=True))
def test_a_file_that_ends_too_early_is_named(place: float) -> None:
    _, whole, truth = the_truth()

    said = what_is_said(whole[: int(place * len(whole))])

    assert said == truth or (isinstance(said, str) and len(said) > 10)
