"""What the server writes about a fault: where it was, and nothing of what it held in its hands."""

import json
import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
import structlog

from app.live.logs import set_up_logs

Form = Literal["json", "console"]
TOKEN, NAME = "token-4711", "Ada Karlsson"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def fall(token: str, name: str) -> None:
    held = {"token": token, "name": name}
    raise ValueError(f"{len(held)} values")


def written(form: Form, capsys: pytest.CaptureFixture[str]) -> str:
    set_up_logs(form, "info")
    try:
        fall(TOKEN, NAME)
    except ValueError:
        structlog.get_logger("tests").exception("task fell", task="desk s1")
        logging.getLogger("a.library").exception("it fell")
    return capsys.readouterr().err


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_fault_is_written_with_its_place(form: Form, capsys: pytest.CaptureFixture[str]) -> None:
    text = written(form, capsys)

    assert "task fell" in text
    assert "ValueError" in text
    assert "test_logs.py" in text


@pytest.mark.parametrize("form", ["json", "console"])
def test_no_value_that_was_in_hand_is_written(
    form: Form, capsys: pytest.CaptureFixture[str]
) -> None:
    text = written(form, capsys)

    assert [held for held in (TOKEN, NAME, "locals") if held in text] == []


def test_every_line_for_programs_is_json(capsys: pytest.CaptureFixture[str]) -> None:
    lines = written("json", capsys).splitlines()

    assert [json.loads(line)["event"] for line in lines] == ["task fell", "it fell"]


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_log_that_nobody_takes_is_nobodys_fault(
    form: Form, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard, said = os.pipe()
    os.close(heard)
    with os.fdopen(said, "w", buffering=1) as to_nobody:
        monkeypatch.setattr(sys, "stderr", to_nobody)
        set_up_logs(form, "info")

        for _line in range(3):
            structlog.get_logger("tests").warning("nothing saved", show="s1")
            logging.getLogger("a.library").warning("it fell")

        with pytest.raises(BrokenPipeError):  # it was as bad as that
            os.write(said, b"x")
        with Path(os.devnull).open("w") as anything:
            os.dup2(anything.fileno(), said)  # to be closed in peace
