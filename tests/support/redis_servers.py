"""Real Redis servers for tests: private, on unix sockets, never on a fixed port.

`conftest.py` imports the fixtures it wants to offer:

    from tests.support.redis_servers import redis_servers, stores

Both servers are started once for a whole run and emptied before each test that asks for
`stores`. They run beside a loop of their own in a thread, so that they outlive the loop
of any one test.
"""

import asyncio
import contextlib
import os
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol, cast

import pytest
from redis import Redis
from redis.asyncio import Redis as AsyncRedis

from chatserver.store.embedded import EmbeddedStores, PrivateRedis
from chatserver.store.reach import Login, client_of, reach
from chatserver.store.recipe import Address, find_binary
from tests.support.keeper import KEEPER, KEEPER_ACL, KEEPER_PASSWORD, as_keeper
from tests.support.redis_sets import cluster_of

__all__ = ["KEEPER_ACL", "Stores", "a_redis", "as_keeper", "redis_servers", "stores"]

IS_CLUSTER: Final = os.environ.get("STORES") == "cluster"
"""Whether the vault of this run is a cluster of three: every test must pass on it too."""


class Reachable(Protocol):
    """Whatever has an address for the settings."""

    @property
    def url(self) -> str:
        """The redis URL, password included."""


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The two stores of a run, as the server reaches them and as a test may look into them.

    Attributes:
        nodes: the servers that the vault is made of.
    """

    vault: Reachable
    ledger: Address
    nodes: tuple[Address, ...]

    @property
    def vault_keepers(self) -> tuple[Address, ...]:
        """Each server of the vault, for a user who may do everything."""
        return tuple(map(as_keeper, self.nodes))

    @property
    def ledger_keeper(self) -> Address:
        """The ledger, for a user who may do everything."""
        return as_keeper(self.ledger)

    @property
    def keepers(self) -> tuple[Address, ...]:
        """Every server, for a user who may do everything."""
        return (*self.vault_keepers, self.ledger_keeper)

    @contextlib.asynccontextmanager
    async def looking_into_vault(self) -> AsyncIterator[AsyncRedis]:
        """A client for all of the vault that may do everything. A cluster has the same methods."""
        if len(self.nodes) == 1:
            async with AsyncRedis.from_url(self.vault_keepers[0].url) as client:
                yield client
            return
        way = reach("vault", self.vault.url, Login(username=KEEPER, password=KEEPER_PASSWORD))
        async with cast("AsyncRedis", client_of(way)) as client:
            yield client

    def flush(self) -> None:
        """Empty both; scripts stay loaded."""
        self.flush_vault()
        with Redis.from_url(self.ledger_keeper.url) as client:
            client.flushall()

    def flush_vault(self) -> None:
        """Empty the vault alone; scripts stay loaded."""
        for keeper in self.vault_keepers:
            with Redis.from_url(keeper.url) as client:
                client.flushall()


@contextlib.contextmanager
def running_stores(data_directory: Path) -> Iterator[Stores]:
    """A private vault and ledger, for as long as the block lasts."""
    loop = asyncio.new_event_loop()
    # The stores die with the thread that starts them (see leash.py): it must be this one.
    thread = threading.Thread(target=loop.run_forever, name="stores", daemon=True)
    thread.start()
    stack = contextlib.AsyncExitStack()
    try:
        starting = asyncio.run_coroutine_threadsafe(_started(stack, data_directory), loop)
        yield starting.result(timeout=60)
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(timeout=60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


async def _started(stack: contextlib.AsyncExitStack, data_directory: Path) -> Stores:
    private = EmbeddedStores(data_directory, extra_acl=(KEEPER_ACL,))
    await stack.enter_async_context(private)
    if not IS_CLUSTER:
        return Stores(vault=private.vault, ledger=private.ledger, nodes=(private.vault,))
    cluster = await stack.enter_async_context(cluster_of(3))
    nodes = tuple(node.server.address for node in cluster.nodes)
    return Stores(vault=cluster, ledger=private.ledger, nodes=nodes)


@pytest.fixture(scope="session")
def redis_servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    """The two stores of this run; whatever the last test left in them is still there."""
    with running_stores(tmp_path_factory.mktemp("stores")) as stores:
        yield stores


@pytest.fixture
def stores(redis_servers: Stores) -> Stores:
    """The two stores, empty."""
    redis_servers.flush()
    return redis_servers


@contextlib.asynccontextmanager
async def a_redis(settings: str, *, password: str | None = None) -> AsyncIterator[Address]:
    """Start one redis-server with exactly these settings.

    `{user}` in them becomes our ACL user; where the settings make that user in another way,
    `password` is the one they give it. Its directory is a temporary one unless they name one.
    """
    with tempfile.TemporaryDirectory(prefix="luwte-test-") as directory:
        address = Address(socket=Path(directory) / "redis.sock")
        if password:
            address = replace(address, password=password)
        text = settings.replace("{user}", address.acl)
        if "\ndir " not in f"\n{text}":
            text += f"\ndir {directory}\n"
        server = await PrivateRedis.start(find_binary(), address, text)
        try:
            await server.ready()
            yield address
        finally:
            await server.stop()
