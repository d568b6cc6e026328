"""Whatever a bare socket does: a clear answer, nothing changed, and nobody else notices."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import httpx
import pytest

from tests.live.bare import BINARY, CONT, PING, PONG, TEXT, Bare, frame
from tests.live.device import new_id
from tests.live.evening import send, state_of
from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN, Served

KIB = 1024


@pytest.fixture
def bare(served: Served, show: str) -> Iterator[Bare]:
    """A bare socket that has said hello."""
    with Bare(served, show) as found:
        yield found.greet()


def command(**fields: object) -> bytes:
    body = {"type": "command", "id": new_id(), "command": {"type": "check_in", "model": "m1"}}
    return frame(TEXT, json.dumps({**body, **fields}).encode())


WRONG: dict[str, tuple[bytes, int]] = {
    "binary": (frame(BINARY, b"{}"), 4400),
    "bad UTF-8": (frame(TEXT, b'{"type":"\xff\xfe"}'), 4400),
    "half a letter": (frame(TEXT, b'{"type":"ping","t":"\xc3'), 4400),
    "not JSON": (frame(TEXT, b"{"), 4400),
    "a list": (frame(TEXT, b"[]"), 4400),
    "nothing": (frame(TEXT), 4400),
    "an unknown type": (frame(TEXT, b'{"type":"dance"}'), 4400),
    "a doubled key": (frame(TEXT, b'{"type":"ping","t":1,"t":2}'), 4400),
    "10,000 deep": (frame(TEXT, b'{"type":"ping","t":' + b"[" * 5_000 + b"]" * 5_000 + b"}"), 4400),
    "no mask": (frame(TEXT, b'{"type":"ping","t":1}', masked=False), 4400),
    "a reserved bit": (bytes([0xC1, 0x80, 0, 0, 0, 0]), 4400),
    "a reserved kind": (frame(0x3), 4400),
    "a long ping": (frame(PING, b"x" * 126), 4400),
    "a continuation of nothing": (frame(CONT, b"{}"), 4400),
    "a text within a text": (frame(TEXT, b"{", last=False) + frame(TEXT, b"}"), 4400),
    "16 KiB and one": (frame(TEXT, b" " * (16 * KIB + 1)), 4413),
    "8 EB announced": (bytes([0x81, 0xFF]) + (2**63 - 1).to_bytes(8, "big") + bytes(4), 4413),
    "a message in pieces without end": (
        frame(TEXT, b" " * 900, last=False) + frame(CONT, b" " * 900, last=False) * 30,
        4413,
    ),
    "empty pieces without end": (
        frame(TEXT, b"{", last=False) + frame(CONT, last=False) * 500,
        4413,
    ),
    "4,000 pending": (
        frame(
            TEXT,
            json.dumps({"type": "hello", "pending": [new_id() for _ in range(4_000)]}).encode(),
        ),
        4413,
    ),
    "a flood of pings": (frame(PING) * 500, 4429),
    "a flood of pongs": (frame(PONG) * 500, 4429),
    "a flood of messages": (frame(TEXT, b'{"type":"ping","t":1}') * 2_000, 4429),
    "a command without an id": (
        frame(TEXT, b'{"type":"command","command":{"type":"check_in","model":"m1"}}'),
        4400,
    ),
}


@pytest.mark.parametrize(("said", "code"), WRONG.values(), ids=WRONG.keys())
def test_it_is_hung_up_on_with_a_reason_and_nothing_has_changed(
    bare: Bare, served: Served, show: str, said: bytes, code: int
) -> None:
    with suppress(ConnectionError):  # it may hang up while we speak
        bare.say(said)

    assert bare.closed() == code
    assert state_of(served, show)["seq"] == 1


@pytest.mark.parametrize(("said", "code"), list(WRONG.values())[:8], ids=list(WRONG)[:8])
def test_instead_of_a_hello_it_is_hung_up_on_as_well(
    served: Served, show: str, said: bytes, code: int
) -> None:
    with Bare(served, show) as nobody:
        nobody.say(said)

        assert nobody.closed() == code


def test_after_the_goodbye_nothing_more_is_heard(bare: Bare, served: Served, show: str) -> None:
    bare.say(frame(TEXT, b"{") + command() * 5)

    assert bare.closed() == 4400
    assert state_of(served, show)["seq"] == 1


@pytest.mark.parametrize("beat", [0, -1, 1, 2**53 - 1, None])
def test_an_order_with_a_beat_that_was_never_sent_is_stale(
    bare: Bare, served: Served, show: str, beat: int | None
) -> None:
    send(served, show, "begin_run", kind="show")
    order = {"type": "command", "id": new_id(), "command": {"type": "go", "look": "l1"}}
    bare.tell(order if beat is None else {**order, "beat": beat})
    answer = _answer(bare)

    assert (answer["type"], answer["code"]) in {("reject", "stale_order"), ("reject", "malformed")}


def test_an_id_with_another_body_is_refused_whoever_brings_it(
    bare: Bare, served: Served, show: str
) -> None:
    first = {"type": "command", "id": new_id(), "command": {"type": "check_in", "model": "m1"}}
    bare.tell(first)
    taken = _answer(bare)
    with Bare(served, show, "c-other") as other:
        other.greet().tell({**first, "command": {"type": "check_in", "model": "m2"}})
        answer = _answer(other)

    assert (taken["type"], answer["type"], answer["code"]) == ("ack", "reject", "id_reused")


def test_50_sockets_of_one_device_leave_one_and_of_one_pass_all(served: Served, show: str) -> None:
    with ExitStack() as open_:
        same = [open_.enter_context(Bare(served, show)).greet() for _ in range(50)]
        codes = [one.closed() for one in same[:-1]]
        several = [open_.enter_context(Bare(served, show, f"c-{n}")).greet() for n in range(50)]
        seq = send(served, show, "edit_show", title="Another")["seq"]

        heard = [_until(one, "delta")["to"] for one in (same[-1], *several)]

    assert codes == [4409] * 49
    assert heard == [seq] * 51


def test_a_device_that_says_it_knows_more_than_the_log_gets_the_whole_picture(
    served: Served, show: str
) -> None:
    epoch = state_of(served, show)["epoch"]
    with Bare(served, show) as ahead:
        hello = {"type": "hello", "protocol": 1, "client": "c-ahead", "token": OWNER_TOKEN}
        ahead.tell({**hello, "resume": {"epoch": epoch, "seq": 2**53 - 1}})

        assert _until(ahead, "snapshot")["seq"] == 1


def test_the_process_is_the_same_after_all_of_this(own: Served) -> None:
    show = own.make_show(a_plan())
    for said, _code in WRONG.values():
        with Bare(own, show) as one, suppress(ConnectionError):
            one.greet().say(said)
            one.closed()

    counted = httpx.get(f"{own.url}/metrics").text
    left = own.do(lambda: len(own.house.screens))

    assert "standby_rounds_fallen_total 0.0" in counted
    assert own.faults == []
    assert left <= len(WRONG)


def _until(bare: Bare, kind: str) -> dict[str, object]:
    return _first(bare, lambda one: one["type"] == kind)


def _answer(bare: Bare) -> dict[str, object]:
    return _first(bare, lambda one: one["type"] in {"ack", "reject"})


def _first(bare: Bare, wanted: Callable[[dict[str, object]], bool]) -> dict[str, object]:
    while not wanted(found := bare.hear()):
        pass
    return found
