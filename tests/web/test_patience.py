"""Who says nothing, drips, says too much or does not read: each has an end, and nobody else notices."""

import asyncio
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.web import patience
from app.web.waiting_room import WaitingRoom
from tests.live.plans import a_plan
from tests.live.served import OWNER_TOKEN, Served, serving

SOON_S = 0.4


@pytest.fixture
def hasty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A server with less patience, so that a test needs none either."""
    monkeypatch.setattr(patience, "HEAD_S", SOON_S)
    monkeypatch.setattr(patience, "UNREAD_S", SOON_S)
    with serving(tmp_path) as running:
        yield running


def connected(served: Served) -> socket.socket:
    return socket.create_connection(("127.0.0.1", served.port), 20)


def all_of(end: socket.socket) -> bytes:
    """Read until the other side hangs up."""
    said = b""
    try:
        while piece := end.recv(65_536):
            said += piece
    except ConnectionResetError:
        pass
    return said


def status_of(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize(
    "said",
    [b"", b"\r\n", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: a"],
    ids=["nothing", "an empty line", "half a line", "half a head"],
)
def test_who_does_not_finish_asking_is_told_so_and_hung_up_on(hasty: Served, said: bytes) -> None:
    with connected(hasty) as slow:
        slow.sendall(said)

        answer = all_of(slow)

    assert status_of(answer) == 408


def test_who_asks_half_a_question_after_a_whole_one_is_hung_up_on(hasty: Served) -> None:
    with connected(hasty) as slow:
        slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        whole = slow.recv(65_536)
        slow.sendall(b"GET /hea")

        answer = all_of(slow)

    assert status_of(whole) == 200
    assert status_of(answer) == 408


def test_a_handshake_that_is_never_finished_is_hung_up_on(hasty: Served) -> None:
    with connected(hasty) as slow:
        slow.sendall(
            b"GET /api/v1/shows/s/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        )

        answer = all_of(slow)

    assert status_of(answer) == 408


@pytest.mark.parametrize("many", [1, 40], ids=["one header", "many headers"])
def test_a_head_without_end_is_not_kept(served: Served, many: int) -> None:
    with connected(served) as endless:
        endless.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n")
        try:
            for n in range(many):
                endless.sendall(b"X-%d: " % n + b"a" * (64_000 // many) + b"\r\n")
            endless.sendall(b"\r\n")
        except OSError:
            pass  # it has hung up in the middle
        answer = all_of(endless)

    assert status_of(answer) in {400, 431}


def test_what_is_no_http_is_answered_as_a_problem(served: Served) -> None:
    with connected(served) as strange:
        strange.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")

        answer = all_of(strange)

    assert status_of(answer) == 400
    assert b"application/problem+json" in answer


def test_who_does_not_read_the_answer_is_not_waited_for(hasty: Served) -> None:
    show = hasty.make_show(a_plan(looks=200, models=20))
    ask = f"GET /api/v1/shows/{show}/state HTTP/1.1\r\nHost: localhost\r\n"
    ask += f"Authorization: Bearer {OWNER_TOKEN}\r\n\r\n"
    with connected(hasty) as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        for _ask in range(40):
            deaf.sendall(ask.encode())

        hasty.call(_until_nobody_is_connected(hasty))

    assert hasty.uvicorn.server_state.connections == set()


async def _until_nobody_is_connected(served: Served) -> None:
    served.owner.close()
    async with asyncio.timeout(15):
        while served.uvicorn.server_state.connections:  # noqa: ASYNC110  # it rings no bell
            await asyncio.sleep(0.02)


def test_somebody_else_is_answered_while_many_say_nothing(own: Served) -> None:
    silent = [connected(own) for _one in range(400)]
    try:
        answer = httpx.get(f"{own.url}/healthz")
    finally:
        for one in silent:
            one.close()

    assert answer.status_code == 200


class Comer:
    def __init__(self) -> None:
        self.turned_away = False

    def turn_away(self) -> None:
        self.turned_away = True


def enter(room: WaitingRoom, address: str, many: int) -> list[Comer]:
    found = [Comer() for _one in range(many)]
    for one in found:
        if not room.come(address):
            one.turn_away()
        room.wait(address, one)
    return found


def test_a_silent_crowd_of_one_address_makes_room_for_its_own_newest() -> None:
    room = WaitingRoom(of_one_max=10, of_all_max=100)

    came = enter(room, "10.0.0.1", 12)

    assert [one.turned_away for one in came] == [True] * 2 + [False] * 10


def test_a_full_house_turns_away_whoever_of_the_loudest_silence_has_waited_longest() -> None:
    room = WaitingRoom(of_one_max=100, of_all_max=10)
    crowd, guest = enter(room, "10.0.0.1", 9), enter(room, "10.0.0.2", 1)

    newest = enter(room, "10.0.0.3", 1)

    assert [one.turned_away for one in crowd] == [True] + [False] * 8
    assert [one.turned_away for one in guest + newest] == [False, False]


def test_who_has_spoken_is_not_turned_away() -> None:
    room = WaitingRoom(of_one_max=2, of_all_max=100)
    heard = enter(room, "10.0.0.1", 2)
    for one in heard:
        room.spoke("10.0.0.1", one)

    late = enter(room, "10.0.0.1", 1)

    assert [one.turned_away for one in heard + late] == [False, False, True]


def test_nobody_is_remembered_who_has_gone() -> None:
    room = WaitingRoom(of_one_max=2, of_all_max=2)
    for _time in range(5):
        for one in enter(room, "10.0.0.1", 2):
            room.spoke("10.0.0.1", one)
            room.go("10.0.0.1")

    assert (room.come("10.0.0.1"), room.silent) == (True, 0)
