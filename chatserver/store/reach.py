"""From an address to connections: one server, one behind Sentinel, or the nodes of a cluster.

redis-py makes the connections; this module only chooses among its ways.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from redis.asyncio import ConnectionPool, Redis, SSLConnection
from redis.asyncio.cluster import ClusterNode, RedisCluster
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import NoBackoff

from chatserver.domain.errors import Misconfigured

__all__ = [
    "ConnectionPool",
    "Login",
    "Nodes",
    "Redis",
    "RedisCluster",
    "SentinelPool",
    "client_of",
    "reach",
]

SET: Final = re.compile(
    r"(?P<tls>rediss?)\+(?P<kind>sentinel|cluster)://"
    r"(?:(?P<user>[^:@/]*)(?::(?P<password>[^@/]*))?@)?(?P<hosts>[^@/?#]+)(?:/(?P<service>[^/?#]*))?"
)
"""`redis+sentinel://host:26379,host:26379/service` and `redis+cluster://host:6379,host:6379`."""

HOST: Final = re.compile(
    r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<name>[^\[\]:]+))(?::(?P<port>\d{1,5}))?"
)

PORTS: Final = {"sentinel": 26379, "cluster": 6379}

TIMEOUT: Final = 5.0
"""Seconds for connecting and for one reply: a store this slow is away."""

SENTINEL_TIMEOUT: Final = 0.5
"""Seconds for one sentinel: they are asked in turn, while everybody waits for the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """With what we come in. Nothing of it shows in a repr."""

    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    tls_ca_file: Path | None = None
    sentinel_username: str | None = field(default=None, repr=False)
    sentinel_password: str | None = field(default=None, repr=False)

    def of_store(self) -> dict[str, Any]:
        """Return the options of a connection to a store; a URL may also hold name and password."""
        if self.password is None:
            return {}
        return {"username": self.username, "password": self.password}

    def of_sentinel(self) -> dict[str, Any]:
        """Return the options of a connection to a sentinel."""
        if self.sentinel_password is None:
            return {}
        return {"username": self.sentinel_username or None, "password": self.sentinel_password}


class SentinelPool(SentinelConnectionPool):
    """Connections to whichever server the sentinels call the primary."""

    def __init__(self, service: str, sentinel: Sentinel, **options: Any) -> None:
        """Args: sentinel: closed together with this pool."""
        super().__init__(service, sentinel, **options)  # type: ignore[no-untyped-call]
        self._options = options

    async def disconnect(  # type: ignore[explicit-override] # typing has it from 3.12
        self,
        inuse_connections: bool = True,  # noqa: FBT001, FBT002 - redis-py's
    ) -> None:
        """Close the connections, and those to the sentinels when all are closed."""
        await super().disconnect(inuse_connections)
        if inuse_connections:
            await self.sentinel_manager.aclose()

    async def replicas(self) -> list[Redis]:
        """Return a client for each replica that the sentinels know: one of them is next."""
        found = await self.sentinel_manager.discover_slaves(self.service_name)
        return [Redis(host=host, port=int(port), **self._options) for host, port in found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """A cluster: where to ask first, and how to reach any node."""

    seeds: tuple[tuple[str, int], ...]
    options: dict[str, Any] = field(repr=False)

    def pool(self, host: str, port: int) -> ConnectionPool:
        """Return a pool for one node."""
        options = dict(self.options)
        if options.pop("ssl", False):
            options["connection_class"] = SSLConnection
        return ConnectionPool(host=host, port=port, **options)

    def client(self) -> RedisCluster:
        """Return a client that reaches every node, for checks."""
        seeds = [ClusterNode(host, port, **self.options) for host, port in self.seeds]
        return RedisCluster(startup_nodes=seeds, **self.options)


def reach(store: str, url: str, login: Login | None = None) -> ConnectionPool | Nodes:
    """Return what makes connections that speak RESP3.

    Args:
        store: "vault" or "ledger", for messages.

    Raises:
        Misconfigured: an address that cannot be understood; says nothing of what is in it.
    """
    login = login or Login()
    options: dict[str, Any] = {
        "protocol": 3,
        "socket_connect_timeout": TIMEOUT,
        "socket_timeout": TIMEOUT,
        # redis-py would read its own version from the disk for every connection.
        "driver_info": None,
        # Who waits for a store is told at once that it is away; coming back is our own work.
        "retry": Retry(NoBackoff(), 0),
        **login.of_store(),
    }
    try:
        if found := SET.fullmatch(url):
            return _set(found, options, login)
        if login.tls_ca_file is not None:
            options["ssl_ca_certs"] = str(login.tls_ca_file)
        return ConnectionPool.from_url(url, **options)
    except ValueError:
        raise Misconfigured(f"{store}: the url cannot be understood") from None


def _set(found: re.Match[str], options: dict[str, Any], login: Login) -> ConnectionPool | Nodes:
    tls: dict[str, Any] = {"ssl": True} if found["tls"] == "rediss" else {}
    if tls and login.tls_ca_file is not None:
        tls["ssl_ca_certs"] = str(login.tls_ca_file)
    if found["password"] and "password" not in options:
        options |= {"username": found["user"] or None, "password": found["password"]}
    hosts = tuple(_host(text, PORTS[found["kind"]]) for text in found["hosts"].split(","))
    if found["kind"] == "cluster":
        if found["service"]:
            raise ValueError("a cluster has no databases")
        return Nodes(seeds=hosts, options=options | tls)
    if not found["service"]:
        raise ValueError("no service")
    quick = {"socket_connect_timeout": SENTINEL_TIMEOUT, "socket_timeout": SENTINEL_TIMEOUT}
    bare = {name: options[name] for name in ("protocol", "driver_info", "retry")}
    sentinel = Sentinel(hosts, sentinel_kwargs={**bare, **quick, **tls, **login.of_sentinel()})  # type: ignore[no-untyped-call]
    return SentinelPool(found["service"], sentinel, **options, **tls)


def _host(text: str, port: int) -> tuple[str, int]:
    found = HOST.fullmatch(text)
    if not found:
        raise ValueError("no host")
    return found["six"] or found["name"], int(found["port"] or port)


def client_of(way: ConnectionPool | Nodes) -> Redis | RedisCluster:
    """Return a client that owns its connections, for checks; closing it closes both."""
    return way.client() if isinstance(way, Nodes) else Redis.from_pool(way)
