"""Where a connection comes from, no finer than limits need it: a /24 or a /48.

A whole household, school or shelter is one source, and so may be a carrier's customers. What
comes from a network that is nobody's in particular (this machine, a private range, Tor's daemon
beside us) has no source: limits by source would put everybody behind one proxy together.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def networks(texts: Iterable[str]) -> tuple[Network, ...]:
    """Read addresses and networks; raises ValueError for what is neither."""
    return tuple(ipaddress.ip_network(text, strict=False) for text in texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Whence:
    """What a connection's addresses mean here.

    Attributes:
        proxies: our own, whose word about who is behind them counts.
        exempt: never a source: a shelter, an office, a school of ours.
    """

    proxies: tuple[Network, ...] = ()
    exempt: tuple[Network, ...] = ()

    def prefix(self, peer: str, forwarded: str) -> bytes | None:
        """The prefix of who is at the other end; None: no source.

        Args:
            peer: address at the other end of the connection.
            forwarded: X-Forwarded-For, "" without. Only what our own proxies wrote is believed:
                from the right, up to the first address that is no proxy.
        """
        address = _read(peer)
        hops = forwarded.split(",")
        while address is not None and _is_in(address, self.proxies):
            address = _read(hops.pop()) if hops else None
        if address is None or not address.is_global or _is_in(address, self.exempt):
            return None
        return address.packed[: 3 if address.version == 4 else 6]  # noqa: PLR2004 - /24, /48


def _is_in(address: Address, some: Iterable[Network]) -> bool:
    return any(address in network for network in some)


def _read(text: str) -> Address | None:
    """An address, also as some proxies write it: with a port, or IPv4 inside IPv6."""
    text = text.strip().partition("%")[0]
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
