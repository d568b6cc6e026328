"""A disk that fails in every way: nothing is half written, the loop never waits, and it goes on by itself."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pysqlite3
import pytest

from tests.rules import rule
from tests.storage.makers import SHOW, an_entry, entries, opened
from tests.storage.test_crash import HOUSE
from tests.venue.bad_disk import BadDisk, why_no_bad_disk

preloads = pytest.mark.skipif(bool(why_no_bad_disk()), reason=why_no_bad_disk() or "-")


def on_a_bad_disk(what: str, folder: Path, how: str) -> Any:
    url = f"sqlite:///{folder / 'standby.db'}"
    words = [sys.executable, "-m", "tests.storage.on_a_bad_disk", what, url, str(folder), how]
    env = {**os.environ, **BadDisk(folder).env}
    done = subprocess.run(words, cwd=HOUSE, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return json.loads(done.stdout)


@preloads
@rule("P9")
@pytest.mark.parametrize("how", ["EIO", "ENOSPC", "EROFS", "sync EIO", "half EIO"])
def test_what_is_refused_on_a_failing_disk_is_nowhere_and_afterwards_it_goes_on(
    tmp_path: Path, how: str
) -> None:
    said = on_a_bad_disk("writing", tmp_path, how)

    assert said["failed"]
    assert said["found"] == [*said["kept"], "after"]
    if how != "sync EIO":  # there nobody can know what the disk kept, and the log is asked again
        assert not set(said["failed"]) & set(said["kept"])


@preloads
def test_the_loop_goes_round_while_a_slow_disk_is_waited_for(tmp_path: Path) -> None:
    said = on_a_bad_disk("writing", tmp_path, "slow 300")

    assert said["ticks"] > 50


@preloads
@pytest.mark.parametrize("how", ["EIO", "ENOSPC", "EROFS"])
def test_a_start_on_a_failing_disk_is_refused_in_a_sentence_and_harms_nothing(
    tmp_path: Path, how: str
) -> None:
    said = on_a_bad_disk("opening", tmp_path, how)

    assert "standby.db" in said["sentence"] or "database" in said["sentence"]
    assert "Traceback" not in said["sentence"]


async def test_a_journal_that_can_not_be_moved_into_the_file_stops_nobody(tmp_path: Path) -> None:
    """A curious reader keeps what it has begun to read; the journal grows, and is read all the same."""
    url = f"sqlite:///{tmp_path / 'standby.db'}"
    async with opened(url) as log:
        await log.create_show(SHOW, "SS27", 1)
        reader = pysqlite3.connect(tmp_path / "standby.db", isolation_level=None)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entries").fetchone()

        for group in range(30):
            await log.append(SHOW, group * 100, entries(100))
        await log.append(SHOW, 3_000, [an_entry("last", events=b'["%b"]' % (b"x" * 200_000))])
        found = await log.read(SHOW, 0)
        reader.close()

    assert (len(found), found[-1].command_id) == (3_001, "last")
