"""How each fault of a case comes about, and how all of them end."""

from collections.abc import Callable, Mapping
from random import Random
from typing import TYPE_CHECKING, Final

from app.live.visitor import THE_OWNER
from app.show.words import PassId, Refused
from app.storage.event_log import Unavailable
from tests.simulation.case import PHONE_FAULTS, Fault, Restored
from tests.simulation.server import Server, pause

if TYPE_CHECKING:
    from tests.simulation.evening import World
    from tests.simulation.phone import Phone

BACK_AFTER_S: Final = 0.15  # the least that a machine needs to start a server anew
HOW: Final[tuple[Restored, ...]] = ("by standby", "by hand", "with its folder")
COPY_AGE_S: Final = 2.0  # nobody puts a copy back sooner; the witness is written once a second
CLOCK_JUMPS_S: Final = (-86_400.0, -3_600.0, -7.0, 7.0, 3_600.0, 86_400.0)


def arrange(world: "World", fault: Fault) -> None:
    """See to it that a fault happens in its time."""
    loop = world.loop
    if fault.kind == "older_copy":
        copied_s = max(0.0, fault.at_s - COPY_AGE_S - fault.seconds)
        loop.call_in_order(copied_s, -5_000, _copy, world, fault)
    loop.call_in_order(fault.at_s, -4_000, _strike, world, fault)


def _strike(world: "World", fault: Fault) -> None:
    if world.quiet:
        return
    if fault.kind in PHONE_FAULTS:
        phone = world.phones.get(fault.target)
        if phone is not None:
            world.tell(phone.name, f"suffers: {_said(fault)}")
            ON_PHONES[fault.kind](world, phone, fault)
    elif fault.kind in ON_SERVERS:
        server = next((one for one in world.servers if one.name == fault.target), None)
        if server is not None and not server.dead:
            ON_SERVERS[fault.kind](world, server, fault)
    else:
        world.tell("house", f"suffers: {_said(fault)}")
        ON_ALL[fault.kind](world, fault)


def _said(fault: Fault) -> str:
    lasts = f" for {fault.seconds:.1f} s" if fault.seconds else ""
    return fault.kind.replace("_", " ") + lasts


# ---- phones and their way to the server


def _stall(_: "World", phone: "Phone", fault: Fault) -> None:
    if phone.link is not None:
        for direction in ((phone.link.up,), (phone.link.down,), (phone.link.up, phone.link.down))[
            fault.more % 3
        ]:
            direction.hold(fault.seconds)


def _cut(_: "World", phone: "Phone", fault: Fault) -> None:
    if phone.link is not None:
        phone.link.cut(keep=fault.more % 3)


def _half_open(_: "World", phone: "Phone", fault: Fault) -> None:
    if phone.link is not None:
        noticed = fault.more % 2 == 0
        phone.link.cut(phone_notices=noticed, server_notices=not noticed)


def _black_hole(_: "World", phone: "Phone", __: Fault) -> None:
    if phone.link is not None:
        phone.link.swallow()


def _slow_reader(_: "World", phone: "Phone", fault: Fault) -> None:
    if phone.link is not None:
        phone.link.down.hold(fault.seconds)


def _sleep(_: "World", phone: "Phone", fault: Fault) -> None:
    phone.sleep(fault.seconds)


def _phone_dies(_: "World", phone: "Phone", fault: Fault) -> None:
    phone.die(fault.seconds)


def _twice(world: "World", phone: "Phone", fault: Fault) -> None:
    letters = [one for one in world.judge.letters.values() if one.by == phone.name]
    if letters:
        phone.say_again(letters[-1 - fault.more % min(4, len(letters))])


def _revoke(world: "World", phone: "Phone", __: Fault) -> None:
    server = next((one for one in world.servers if one.running is not None), None)
    if server is not None and server.running is not None:
        work = _take_back(server, phone.name)
        server.house._tasks.start(work, name="revoking")


async def _take_back(server: Server, name: str) -> None:
    running = server.running
    assert running is not None
    try:
        await server.house.passes.revoke(running.desk, PassId(name), THE_OWNER)
    except (Refused, Unavailable) as why:
        server.world.tell(server.name, f"could not take back the pass of {name}: {why}")


# ---- servers


def _kill(world: "World", server: Server, fault: Fault) -> None:
    """Kill it between two steps of its work, a few from now."""
    left = fault.more % 60

    def count() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            world.loop.each_step = None
            server.kill()

    world.loop.each_step = count
    _back_later(world, server, fault.seconds + 0.1)


def _kill_at_commit(world: "World", server: Server, fault: Fault) -> None:
    wanted = ("before", "after")[fault.more % 2]

    def strike(point: str) -> None:
        if point == wanted:
            server.at_commit(None)
            world.tell("house", f"{server.name} dies {wanted} a commit")
            server.kill()
            _back_later(world, server, fault.seconds)

    server.at_commit(strike)


def _power_cut(world: "World", server: Server, fault: Fault) -> None:
    server.kill(silently=True)
    _back_later(world, server, fault.seconds)


def _clock_jump(world: "World", server: Server, fault: Fault) -> None:
    """The machine comes back with another time on its clock."""
    server.kill()
    server.wall_shift_s += Random(fault.more).choice(CLOCK_JUMPS_S)
    world.tell(server.name, f"has its clock {server.wall_shift_s:+.0f} s off")
    _back_later(world, server, fault.seconds)


def _restart(world: "World", server: Server, fault: Fault) -> None:
    errand = world.loop.create_task(_stop_and_start(world, server, fault.seconds))
    world.errands.append(errand)


async def _stop_and_start(world: "World", server: Server, seconds: float) -> None:
    await server.stop()
    await pause(world.loop, seconds)
    if server.dead:
        server.start()


def _checkpoint(_: "World", server: Server, __: Fault) -> None:
    running = server.running
    if running is not None:
        server.house._tasks.start(running._save(), name="checkpoint")


def _back_later(world: "World", server: Server, seconds: float) -> None:
    def back() -> None:
        if server.dead:
            server.start()

    world.loop.call_later(BACK_AFTER_S + seconds, back)


# ---- everybody


def _copy(world: "World", fault: Fault) -> None:
    assert world.judge.ledger is not None
    world.copies[fault] = (world.book.copy(), world.judge.ledger)
    world.tell("disk", f"is copied at {len(world.book.entries)}")


def _older_copy(world: "World", fault: Fault) -> None:
    if len(world.servers) > 1:
        return  # nobody copies a running database back under several servers
    server = world.servers[0]
    server.kill()
    world.restore(world.copies[fault], HOW[fault.more % 3])
    _back_later(world, server, 0.3)


def _outage(world: "World", fault: Fault) -> None:
    world.disk.down = True
    world.down_until_ms = int(1000 * (world.loop.time() + fault.seconds))

    def over() -> None:
        world.disk.down = False
        world.tell("disk", "can be written again")

    world.loop.call_later(fault.seconds, over)


def _doubt(world: "World", fault: Fault) -> None:
    world.disk.doubtful += 1 + fault.more % 2


def _no_network(world: "World", fault: Fault) -> None:
    world.no_network_until_s = world.loop.time() + fault.seconds
    for phone in world.phones.values():
        if phone.link is not None:
            if fault.more % 2:
                phone.link.swallow()
            else:
                phone.link.cut()


def end_all(world: "World") -> None:
    """Let everything be whole again; what is broken already heals by itself."""
    world.quiet = True
    if world.disk.down:
        world.down_until_ms = world.loop.now_ms
    world.disk.down, world.disk.doubtful = False, 0
    world.no_network_until_s = 0.0
    world.loop.each_step = None
    now_s = world.loop.time()
    for phone in world.phones.values():
        phone.asleep_until_s = min(phone.asleep_until_s, now_s)
        phone.off_until_s = min(phone.off_until_s, now_s)
    for link in world.links_held():
        link.down.let_go()
        link.up.let_go()
    for server in world.servers:
        if server.dead:
            _back_later(world, server, 0.0)
        else:
            server.at_commit(None)


ON_PHONES: Final[Mapping[str, Callable[["World", "Phone", Fault], None]]] = {
    "stall": _stall,
    "cut": _cut,
    "half_open": _half_open,
    "black_hole": _black_hole,
    "sleep": _sleep,
    "phone_dies": _phone_dies,
    "twice": _twice,
    "slow_reader": _slow_reader,
    "revoke": _revoke,
}
ON_SERVERS: Final[Mapping[str, Callable[["World", Server, Fault], None]]] = {
    "kill": _kill,
    "kill_at_commit": _kill_at_commit,
    "power_cut": _power_cut,
    "clock_jump": _clock_jump,
    "restart": _restart,
    "checkpoint": _checkpoint,
}
ON_ALL: Final[Mapping[str, Callable[["World", Fault], None]]] = {
    "older_copy": _older_copy,
    "outage": _outage,
    "doubt": _doubt,
    "no_network": _no_network,
}
