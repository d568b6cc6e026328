"""The keeper: a parent that starts the server anew the moment it dies, and never serves itself.

It imports the application once and holds the listening sockets, so that a new server is a fork
away and whoever connects meanwhile waits instead of being turned away. The pulse between the two is
a pair of sockets: the server beats on it, and reads from its end that the keeper has gone.
"""

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType
from typing import Final, NoReturn, Protocol

import structlog

from app.cli.leash import leave_with_parent, say_where_it_hangs

log = structlog.get_logger(__name__)

LOOK_S: Final = 1.0
SILENT_S_MAX: Final = 10.0  # by then every screen has long called the connection dead
STOP_S: Final = 4.8  # told to stop, it has ended within 5
TWICE_S: Final = 1.0  # one key press reaches us by several ways, and is one wish
LAST_WORDS_S: Final = 0.3  # for a server that hangs to write down where
BACK_OFF_S: Final = (0.0, 0.0, 0.25, 0.5, 1.0, 2.0, 3.0)  # after so many falls
AGAIN_S: Final = 0.5  # where the system has no room for a server
HEALTHY_S: Final = 60.0  # of serving, and earlier falls are forgotten

_STOPS: Final = (signal.SIGTERM, signal.SIGINT)


class Serving(Protocol):
    """What is kept: serves until it is told to stop, and returns its exit code."""

    def __call__(self, *, alive: Callable[[], None], greet: bool) -> int: ...


@dataclass
class _Server:
    """A server that runs, as seen from here."""

    pid: int
    pulse: socket.socket
    begun_s: float = field(default_factory=time.monotonic)
    serving: bool = False
    silent_s: float = 0.0
    hung: bool = False
    told: bool = False
    ended: int | None = None  # how: negative for a signal


class Keeper:
    """`before` is called ahead of every start, `let_go` when nobody else is to come in."""

    def __init__(
        self,
        serving: Serving,
        *,
        before: Callable[[], None],
        let_go: Callable[[], None],
        leash: int | None = None,
    ) -> None:
        self._serving = serving
        self._before = before
        self._let_go = let_go
        self._leash = leash  # a file: when it ends, so do we
        self._has_served = False
        self._falls = 0
        self._fell_s: float | None = None
        self._told_s: float | None = None  # when we were told to stop
        self._at_once = False
        self._knock, self._knocks = socket.socketpair()

    def run(self) -> int:
        """Keep a server running until told to stop; return the exit code."""
        with self._listening():
            while True:
                self._before()
                server = self._begun_if_possible()
                if server is None:
                    self._pause(AGAIN_S)
                else:
                    self._watch(server)
                    over = self._verdict(server)
                    if over is not None:
                        return over
                    self._pause(self._back_off_s(server))
                if self._told_s is not None:
                    return 0

    # ---- one server

    def _begun_if_possible(self) -> _Server | None:
        try:
            return self._begun()
        except OSError as why:  # no room for another process just now
            if not self._has_served:
                raise
            log.warning("no server can be started", reason=why.strerror, again_in_s=AGAIN_S)
            return None

    def _begun(self) -> _Server:
        _let_out()
        ours, theirs = socket.socketpair()
        keeper = os.getpid()
        pid = os.fork()
        if pid == 0:
            ours.close()
            self._be_the_server(theirs, keeper)
        theirs.close()
        ours.settimeout(0)
        return _Server(pid, ours)

    def _be_the_server(self, pulse: socket.socket, keeper: int) -> NoReturn:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (*_STOPS, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            if self._told_s is not None:
                os._exit(0)  # between the fork and here
            self._knock.close()
            self._knocks.close()
            leave_with_parent(keeper, pulse.fileno())
            say_where_it_hangs()

            def alive() -> None:
                with suppress(OSError):  # full: the keeper has been stopped, and will read it all
                    pulse.send(b".", socket.MSG_DONTWAIT)

            code = self._serving(alive=alive, greet=not self._has_served)
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        except Exception:
            log.exception("server fell")
        finally:
            _let_out()
            os._exit(code)

    def _watch(self, server: _Server) -> None:
        """Return when the server has ended."""
        while server.ended is None:
            begun_s = time.monotonic()
            heard = self._hear(server)
            # Were we stopped ourselves, or the laptop asleep, so was the server.
            waited_s = min(time.monotonic() - begun_s, 1.5 * LOOK_S)
            server.silent_s = 0.0 if heard or not server.serving else server.silent_s + waited_s
            self._see_to(server)
            server.ended = _reaped(server.pid)
        server.pulse.close()

    def _hear(self, server: _Server) -> bool:
        """Wait a moment for news; say whether the server has given a sign of life."""
        ready = self._news(LOOK_S, server.pulse)
        if server.pulse not in ready:
            return False
        try:
            beats = server.pulse.recv(4_096)
        except OSError:
            return False
        if not beats:  # it is about to end
            time.sleep(0.01)
            return False
        if not server.serving:
            server.serving = True
            self._greet_back(server)
        return True

    def _greet_back(self, server: _Server) -> None:
        if self._has_served:
            gone_ms = round((time.monotonic() - (self._fell_s or server.begun_s)) * 1000)
            log.warning("server is back", pid=server.pid, after_ms=gone_ms)
        self._has_served = True

    def _see_to(self, server: _Server) -> None:
        if self._told_s is not None:
            self._stop(server, self._told_s)
        elif server.silent_s > SILENT_S_MAX:
            log.error("server hangs", pid=server.pid, silent_s=round(server.silent_s))
            server.hung = True
            _signal(server.pid, signal.SIGUSR1)  # it writes down where it hangs
            time.sleep(LAST_WORDS_S)
            _signal(server.pid, signal.SIGKILL)

    def _stop(self, server: _Server, told_s: float) -> None:
        if not server.told:
            server.told = True
            _signal(server.pid, signal.SIGTERM)
            self._let_go()
        late = time.monotonic() - told_s > STOP_S
        if late:
            log.error("server does not stop: killed", pid=server.pid)
        if late or self._at_once:
            _signal(server.pid, signal.SIGKILL)

    # ---- what comes after it

    def _verdict(self, server: _Server) -> int | None:
        """Return with which code we end, or None to start another."""
        assert server.ended is not None
        self._fell_s = time.monotonic()
        if self._told_s is not None:
            return max(server.ended, 0) if not self._at_once else 1
        if server.ended >= 0 and not self._has_served:
            return server.ended  # it could not begin, and has said why
        return None

    def _back_off_s(self, server: _Server) -> float:
        assert server.ended is not None
        lived_s = time.monotonic() - server.begun_s
        killed = server.serving and server.ended == -signal.SIGKILL and not server.hung
        if lived_s > HEALTHY_S:
            self._falls = 0
        if not killed:  # by somebody else: that says nothing about its health
            self._falls += 1
        back_off_s = BACK_OFF_S[min(self._falls, len(BACK_OFF_S) - 1)]
        log.error(
            "server has died",
            pid=server.pid,
            of=_name(server.ended),
            after_s=round(lived_s, 1),
            again_in_s=back_off_s,
        )
        return back_off_s

    def _pause(self, most_s: float) -> None:
        until_s = time.monotonic() + most_s
        while self._told_s is None and (left_s := until_s - time.monotonic()) > 0:
            self._news(left_s)

    # ---- what reaches us

    def _news(self, most_s: float, *pulses: socket.socket) -> list[object]:
        """Wait for a signal, a beat, or the end of the leash."""
        files: list[socket.socket | int] = [self._knocks, *pulses]
        if self._leash is not None:
            files.append(self._leash)
        ready, _, _ = select.select(files, (), (), most_s)
        if self._knocks in ready:
            self._knocks.recv(4_096)
        leash = self._leash
        if leash is not None and leash in ready and not os.read(leash, 4_096):
            self._leash = None
            self._told(signal.SIGTERM, None)
        return list(ready)

    @contextmanager
    def _listening(self) -> Iterator[None]:
        self._knock.settimeout(0)
        self._knocks.settimeout(0)
        before = {number: signal.getsignal(number) for number in (*_STOPS, signal.SIGCHLD)}
        woken = signal.set_wakeup_fd(self._knock.fileno(), warn_on_full_buffer=False)
        for number in _STOPS:
            signal.signal(number, self._told)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        try:
            yield
        finally:
            signal.set_wakeup_fd(woken)
            for number, how in before.items():
                signal.signal(number, how)
            self._knock.close()
            self._knocks.close()

    def _told(self, _number: int, _frame: FrameType | None) -> None:
        """Note that we are to stop; the server is told in the next round."""
        now_s = time.monotonic()
        if self._told_s is None:
            self._told_s = now_s
        elif now_s - self._told_s > TWICE_S:
            self._at_once = True


def _let_out() -> None:
    """Write what was said and has not gone out: not twice, after a fork, and not never."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody takes it any more
            stream.flush()


def _reaped(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def _name(ended: int) -> str:
    return f"exit {ended}" if ended >= 0 else signal.Signals(-ended).name
