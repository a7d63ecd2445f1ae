"""Which address of this computer phones can reach, and what they type to come in."""

import errno
import re
import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from advocacy_coach.errors import UsageError
from advocacy_coach.i18n import _
from advocacy_coach.workshop.extra import needed

Kind = Literal["private", "public", "self-given", "loopback"]
"""``private`` is of a network of one's own (RFC 1918), ``self-given`` what a computer takes when no router
gives it one (RFC 3927), ``loopback`` this computer alone; everything else counts as ``public``."""

ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""What codes are made of: no 0 and O, no 1 and I, which look the same from the back row."""

CODE_LENGTH: Final = 4

EVERYWHERE: Final = "0.0.0.0"

_PRIVATE: Final = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))

_VIRTUAL: Final = re.compile(
    r"^(docker|veth|virbr|vmnet|vboxnet|virtualbox|vmware|hyper-v|wsl|br-|lxc|lxd|podman|cni|flannel"
    r"|tun|tap|utun|ppp|wg\d|zt|ipsec)|vpn|tunnel|wireguard|tailscale|zerotier|anyconnect",
    re.IGNORECASE,
)
"""How interfaces are called behind which no phone is: containers, virtual machines and tunnels.

Not “virtual” as such, nor a bridge: a laptop's own hotspot is called so on Windows and macOS.
"""

_FAR: Final = ("192.0.2.1", 9)
"""An address of no computer (RFC 5737). Connecting a datagram socket chooses a route and sends nothing."""


class Address(Struct, frozen=True):
    """An IPv4 address of this computer and the interface it is on.

    ``everywhere`` is for who asked to listen on all interfaces; phones are still told this address.
    """

    interface: str
    ip: str
    everywhere: bool = False

    @property
    def kind(self) -> Kind:
        """What can reach it."""
        ip = IPv4Address(self.ip)
        if ip.is_loopback:
            return "loopback"
        if ip.is_link_local:
            return "self-given"
        return "private" if any(ip in network for network in _PRIVATE) else "public"

    @property
    def listen(self) -> str:
        """Where the server listens."""
        return EVERYWHERE if self.everywhere else self.ip

    @property
    def virtual(self) -> bool:
        """True where its name says that the interface is of a container, a virtual machine or a tunnel."""
        return _VIRTUAL.search(self.interface) is not None


def addresses() -> tuple[Address, ...]:
    """The IPv4 addresses this computer has now. Raises CoachError where ifaddr is not installed."""
    try:
        import ifaddr
    except ImportError:
        raise needed("ifaddr") from None
    return tuple(
        Address(adapter.nice_name, ip.ip)
        for adapter in ifaddr.get_adapters()
        for ip in adapter.ips
        if isinstance(ip.ip, str)
    )


def pick(interface: str | None = None) -> Address:
    """The address to serve phones on; ``interface`` is the name or the address that was asked for.

    Raises UsageError, naming those there are, when the one asked for is not there.
    """
    return choose(addresses(), interface, routed())


def choose(found: Sequence[Address], interface: str | None, route: str) -> Address:
    """The one asked for; else what phones most likely reach: physical, private, on the default route."""
    ranked = sorted(found, key=lambda each: _rank(each, route))
    best = ranked[0] if ranked else Address("", "127.0.0.1")
    if interface is None:
        return best
    if interface == EVERYWHERE:
        return replace(best, everywhere=True)
    for each in ranked:
        if interface in (each.interface, each.ip):
            return each
    there = ", ".join(f"{each.interface} ({each.ip})" for each in ranked)
    words = _("There is no network interface “{name}” with an IPv4 address.").format(name=interface)
    raise UsageError(words, _("There are: {names}.").format(names=there) if there else "")


def _rank(address: Address, route: str) -> tuple[bool, bool, int, bool]:
    worth: dict[Kind, int] = {"private": 0, "public": 1, "self-given": 2, "loopback": 3}
    kind = address.kind
    return kind == "loopback", address.virtual, worth[kind], address.ip != route


def routed() -> str:
    """The address that the way to the internet starts at; empty where there is no such way. Sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_FAR)
            ip: str = probe.getsockname()[0]
        except OSError:
            return ""
    return ip


PortState = Literal["free", "taken", "gone", "refused"]
"""``gone`` is an address we have not any more, ``refused`` what the system forbids, as ports below 1024."""

_STATES: Final[dict[int | None, PortState]] = {errno.EADDRINUSE: "taken", errno.EADDRNOTAVAIL: "gone"}


def port_state(address: Address, port: int) -> PortState:
    """Whether a server could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # As the server does: what a closed connection left behind is not in the way.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.listen, port))
            probe.listen(1)
        except OSError as error:
            return _STATES.get(error.errno, "refused")
    return "free"


def warning(address: Address) -> str:
    """What the facilitator has to know about this address before anybody is asked to join; often nothing."""
    if address.everywhere:
        return _("The server listens on every network this computer is in, not only on that of the room.")
    match address.kind:
        case "public":
            words = _("{ip} is not of a private network: people outside this room may be able to reach it.")
        case "loopback":
            words = _("{ip} is this computer alone: no phone can reach it. Join a network, or count hands.")
        case "self-given":
            words = _("No router gave this computer an address ({ip}): phones may not find it.")
        case "private" if address.virtual:
            words = _("{ip} looks like a virtual network or a VPN: phones may not find it.")
        case _:
            return ""
    return words.format(ip=address.ip)


def url(address: Address, port: int, code: str) -> str:
    """What the QR code holds, in upper case so that it stays small; servers and browsers take it as it is."""
    return f"HTTP://{_host(address.ip, port)}/{code.upper()}"


def hosts(address: Address, port: int, found: Sequence[Address] = ()) -> tuple[str, ...]:
    """The names the server answers to, each with its port; all of ``found`` where it listens everywhere."""
    names = [address.ip, *(each.ip for each in found if address.everywhere)]
    return tuple(dict.fromkeys(_host(name, port) for name in names))


def _host(ip: str, port: int) -> str:
    """As browsers write it in ``Host``: without the port of the scheme."""
    return ip if port == 80 else f"{ip}:{port}"


def new_code(choice: Callable[[str], str]) -> str:
    """The code of a session; ``choice`` picks one of a string's characters (``secrets.choice``)."""
    return "".join(choice(ALPHABET) for _place in range(CODE_LENGTH))
