"""Kills, power cuts, bad disks and a frozen server break no promise: `make soak` does the same for minutes."""

import os
from pathlib import Path

import pytest

from tests.rules import rule
from tests.venue import (
    disk_faults,
    flipped,
    freezes,
    kills,
    plug,
    power_cuts,
)
from tests.venue.night import a_place
from tests.venue.preloaded import why_not_preloaded

KILLS = int(os.environ.get("STANDBY_KILLS", "10"))
SEED = 8412

needs_root = pytest.mark.skipif(bool(plug.why_no_plug()), reason=plug.why_no_plug())
needs_gcc = pytest.mark.skipif(bool(why_not_preloaded()), reason=why_not_preloaded())


@rule("P1", "P2", "P3", "P4", "P5", "P10")
async def test_killed_again_and_again_under_load_it_loses_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    figures = await kills.kills(tmp_path, SEED, KILLS)

    assert (figures.kills, figures.acked > KILLS) == (KILLS, True)


@needs_root
@rule("P1", "P2")
async def test_a_power_cut_in_the_middle_of_a_write_costs_nothing_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    figures = await power_cuts.power_cuts(tmp_path, SEED, 2)

    assert figures.cuts == 2


@needs_root
async def test_the_power_cuts_find_a_server_that_does_not_wait_for_the_disk(
    tmp_path: Path,
) -> None:
    with pytest.raises((AssertionError, TimeoutError)):
        await power_cuts.power_cuts(tmp_path, SEED, 3, power_cuts.FORGETS)


@needs_gcc
@rule("P9")
async def test_a_disk_that_fails_is_said_on_every_screen_and_is_forgotten_when_it_is_well(
    tmp_path: Path,
) -> None:
    figures = disk_faults.Figures()

    await disk_faults.failing(a_place(tmp_path, "night"), SEED, ("EIO",), figures)

    assert len(figures.met) == 2


@rule("P7")
async def test_an_order_given_to_a_frozen_server_is_not_taken_when_it_thaws(tmp_path: Path) -> None:
    figures = await freezes.freezes(tmp_path, SEED, 1, (5.0,))

    assert len(figures.met) == 1


async def test_a_flipped_bit_is_named_or_harmless(tmp_path: Path) -> None:
    figures = await flipped.flips(tmp_path, SEED, 4)

    assert figures.named.total() + figures.harmless == 4
