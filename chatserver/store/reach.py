"""From an address to a client: plain, TLS and unix-socket URLs.

redis-py makes the connections; this module only chooses among its ways.
"""

from pathlib import Path
from typing import Any, Final

from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from chatserver.domain.errors import Misconfigured

__all__ = ["ConnectionPool", "client_of", "pool_of"]

NOT_YET: Final = ("redis+sentinel", "rediss+sentinel", "redis+cluster", "rediss+cluster")

TIMEOUT: Final = 5.0
"""Seconds for connecting and for one reply: a store this slow is away."""


def pool_of(
    store: str,
    url: str,
    *,
    username: str | None = None,
    password: str | None = None,
    tls_ca_file: Path | None = None,
) -> ConnectionPool:
    """A pool of connections that speak RESP3.

    Args:
        store: "vault" or "ledger", for messages.
        username: used together with a password; a URL may also hold both.

    Raises:
        Misconfigured: an address that cannot be understood; says nothing of what is in it.
    """
    scheme = url.partition(":")[0]
    if scheme in NOT_YET:
        raise Misconfigured(f"{store}: {scheme} addresses are not supported yet: give one server")
    options: dict[str, Any] = {
        "protocol": 3,
        "socket_connect_timeout": TIMEOUT,
        "socket_timeout": TIMEOUT,
        # redis-py would read its own version from the disk for every connection.
        "driver_info": None,
        # Who waits for a store is told at once that it is away; coming back is our own work.
        "retry": Retry(NoBackoff(), 0),
    }
    if password is not None:
        options |= {"username": username, "password": password}
    if tls_ca_file is not None:
        options["ssl_ca_certs"] = str(tls_ca_file)
    try:
        return ConnectionPool.from_url(url, **options)
    except ValueError:
        raise Misconfigured(f"{store}: the url cannot be understood") from None


def client_of(pool: ConnectionPool) -> Redis:
    """A client that owns its pool, for checks and for the ledger; closing it closes both."""
    return Redis.from_pool(pool)
