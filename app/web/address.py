"""Where this machine is reached on the venue's network: the number for links and QR codes."""

import ipaddress
import socket
from typing import Final

# None of these is contacted: choosing the way to an address sends no packet. Private ranges come
# first, because a venue's network may have no way to the world.
_FAR_AWAY: Final = ("10.255.255.254", "192.168.255.254", "172.31.255.254", "192.0.2.1")
_HERE: Final = "127.0.0.1"


def lan_address() -> str:
    """Return this machine's numeric address on its network, or the loopback one if it has none."""
    for far in _FAR_AWAY:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((far, 9))
            except OSError:
                continue
            address: str = probe.getsockname()[0]
            if not ipaddress.ip_address(address).is_loopback:
                return address
    return _HERE


def lan_addresses() -> frozenset[str]:
    """Return every address under which other devices may reach this machine, but for passing ones."""
    found = {lan_address()}
    try:
        named = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        named = []  # the machine does not know its own name: common enough
    found.update(str(place[4][0]) for place in named)
    return frozenset(one for one in found if _is_of_a_network(one))


def own_names() -> frozenset[str]:
    """Return the names under which a browser may rightly call this machine, beside any number."""
    name = socket.gethostname().lower()
    return frozenset({"localhost", name, name.split(".", 1)[0] + ".local"})


def _is_of_a_network(address: str) -> bool:
    if "%" in address:
        return False
    number = ipaddress.ip_address(address)
    return not (number.is_loopback or number.is_link_local or number.is_unspecified)


def host_of(authority: str) -> str:
    """Return the host in `host:port`, lower case and without brackets or a final dot."""
    if authority.startswith("["):
        return authority[1:].partition("]")[0].lower()
    return authority.partition(":")[0].lower().rstrip(".")


def is_number(host: str) -> bool:
    """Tell whether `host` is a number. A foreign page can point only its own name at us."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
