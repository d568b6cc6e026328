"""The keeper: a server that dies is there again; told to stop, both end; alone, neither stays."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO

import pytest

from tests.live.process import ROOT

PATIENCE_S = 20


class Kept:
    """A keeper with its toy server; the diary has a line for each thing that happened."""

    def __init__(self, folder: Path) -> None:
        self.diary = folder / "diary"
        self.log = folder / "log"

    def start(self, *words: str, leash: bool = False, into: BinaryIO | None = None) -> None:
        """`into` takes the log in place of a file."""
        env = {**os.environ, "TOY_DIARY": str(self.diary), "TOY_LEASH": "1" if leash else ""}
        self.diary.touch()
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.cli.toy", *words],
                cwd=ROOT,
                env=env,
                stdin=subprocess.PIPE,
                stdout=into or log,
                stderr=into or log,
                start_new_session=True,
            )

    def until(self, so: Callable[[], object]) -> None:
        end_s = time.monotonic() + PATIENCE_S
        while not so():
            assert time.monotonic() < end_s, self.diary.read_text() + self.log.read_text()
            time.sleep(0.01)

    @property
    def servers(self) -> list[int]:
        return [int(line.split()[1]) for line in self.lines if line.startswith("server")]

    @property
    def lines(self) -> list[str]:
        return self.diary.read_text().splitlines()

    def ended(self) -> int:
        return self.process.wait(PATIENCE_S)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    found = Kept(tmp_path)
    yield found
    with suppress(ProcessLookupError):
        os.killpg(found.process.pid, signal.SIGKILL)
    found.process.wait()
    assert found.process.stdin is not None
    found.process.stdin.close()


def is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_server_that_is_killed_is_started_again(kept: Kept) -> None:
    kept.start("serve")
    kept.until(lambda: kept.servers)

    os.kill(kept.servers[0], signal.SIGKILL)
    kept.until(lambda: len(kept.servers) == 2)

    assert [line.split()[2] for line in kept.lines] == ["greets", "is"]


def test_a_log_that_nobody_takes_keeps_no_server_from_being_started(kept: Kept) -> None:
    heard, said = os.pipe()
    os.close(heard)
    with os.fdopen(said, "wb") as to_nobody:
        kept.start("serve", into=to_nobody)
    kept.until(lambda: len(kept.servers) == 1)
    os.kill(kept.servers[0], signal.SIGKILL)
    kept.until(lambda: len(kept.servers) == 2)
    os.kill(kept.servers[1], signal.SIGKILL)
    kept.until(lambda: len(kept.servers) == 3)

    assert is_there(kept.servers[-1])


def test_where_there_is_no_room_for_a_server_it_is_tried_until_there_is(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_NO_ROOM", "1")
    kept.start("serve")
    kept.until(lambda: len(kept.servers) == 1)
    os.kill(kept.servers[0], signal.SIGKILL)

    kept.until(lambda: len(kept.servers) == 2)

    assert kept.lines[1:-1] == ["no room", "no room"]


def test_told_to_stop_it_lets_the_server_finish_and_ends_well(kept: Kept) -> None:
    kept.start("serve")
    kept.until(lambda: b"serve" in kept.diary.read_bytes())
    time.sleep(0.2)  # for the toy to listen

    kept.process.terminate()

    assert kept.ended() == 0
    assert kept.lines[1:] in (["let go", "drained"], ["drained", "let go"])


def test_told_a_second_time_it_ends_at_once(kept: Kept) -> None:
    kept.start("deaf")
    kept.until(lambda: kept.servers)

    kept.process.terminate()
    time.sleep(1.2)  # two wishes, and not one key press that came twice
    kept.process.terminate()

    assert kept.ended() == 1
    assert not is_there(kept.servers[0])


def test_a_server_that_does_not_stop_is_not_waited_for_longer_than_5_s(kept: Kept) -> None:
    kept.start("deaf")
    kept.until(lambda: kept.servers)
    kept.process.send_signal(signal.SIGINT)

    assert kept.ended() == 0
    assert "does not stop" in kept.log.read_text()


def test_a_server_that_could_not_begin_is_not_tried_again(kept: Kept) -> None:
    kept.start("2")

    assert kept.ended() == 2
    assert len(kept.servers) == 1


def test_a_server_that_has_served_is_tried_for_ever_and_less_and_less_often(kept: Kept) -> None:
    kept.start("crash", "crash", "2", "fall", "serve")
    kept.until(lambda: len(kept.servers) == 5)

    said = kept.log.read_text()

    assert [f"again_in_s={wait}" in said for wait in ("0.0", "0.25", "0.5")] == [True] * 3
    assert "of=SIGABRT" in said
    assert "ZeroDivisionError" in said


def test_a_server_that_hangs_says_where_and_is_replaced(kept: Kept) -> None:
    kept.start("hang", "serve")
    kept.until(lambda: len(kept.servers) == 2)

    said = kept.log.read_text()

    assert "server hangs" in said
    assert 'toy.py", line' in said


def test_a_house_that_was_stopped_and_goes_on_keeps_its_server(kept: Kept) -> None:
    kept.start("serve")
    kept.until(lambda: kept.servers)
    time.sleep(0.3)  # it has served
    os.killpg(kept.process.pid, signal.SIGSTOP)
    time.sleep(1.5)  # longer than it may be silent
    os.killpg(kept.process.pid, signal.SIGCONT)
    time.sleep(1.0)

    assert len(kept.servers) == 1
    assert is_there(kept.servers[0])


def test_no_server_is_left_behind_when_its_keeper_is_killed(kept: Kept) -> None:
    kept.start("deaf")
    kept.until(lambda: kept.servers)

    kept.process.kill()
    kept.ended()
    kept.until(lambda: not is_there(kept.servers[0]))

    assert len(kept.servers) == 1


def test_on_a_leash_it_ends_with_whoever_holds_the_other_end(kept: Kept) -> None:
    kept.start("serve", leash=True)
    kept.until(lambda: kept.servers)
    assert kept.process.stdin is not None

    kept.process.stdin.close()

    assert kept.ended() == 0
    assert not is_there(kept.servers[0])


def test_a_port_that_is_taken_is_said_in_one_line(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        command = [sys.executable, "-m", "app", "serve", "--host", "127.0.0.1"]
        command += ["--port", str(taken.getsockname()[1])]
        command += ["--database-url", f"sqlite:///{tmp_path}/x.db"]
        ended = subprocess.run(
            command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=60
        )

    assert ended.returncode == 2
    assert "is taken by another program" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
