"""Real Redis servers for tests: private, on unix sockets, never on a fixed port.

`conftest.py` imports the fixtures it wants to offer:

    from tests.support.redis_servers import redis_servers, stores

Both servers are started once for a whole run and emptied before each test that asks for
`stores`. They run beside a loop of their own in a thread, so that they outlive the loop
of any one test.
"""

import asyncio
import contextlib
import hashlib
import tempfile
import threading
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest
from redis import Redis

from chatserver.store.embedded import EmbeddedStores, PrivateRedis
from chatserver.store.recipe import Address, find_binary

KEEPER: Final = "keeper"
KEEPER_PASSWORD: Final = "for-tests-only"  # noqa: S105 - guards nothing but empty test stores
KEEPER_ACL: Final = (
    f"user {KEEPER} on #{hashlib.sha256(KEEPER_PASSWORD.encode()).hexdigest()} ~* &* +@all"
)
"""A user who may do everything: tests look at every key and empty the stores."""


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The two stores of a run, as the server reaches them and as a test may look into them."""

    vault: Address
    ledger: Address

    @property
    def vault_keeper(self) -> Address:
        """The vault, for a user who may do everything."""
        return as_keeper(self.vault)

    @property
    def ledger_keeper(self) -> Address:
        """The ledger, for a user who may do everything."""
        return as_keeper(self.ledger)

    def flush(self) -> None:
        """Empty both; scripts stay loaded."""
        for keeper in (self.vault_keeper, self.ledger_keeper):
            with Redis.from_url(keeper.url) as client:
                client.flushall()


def as_keeper(address: Address) -> Address:
    """The same store, for a user who may do everything."""
    return Address(socket=address.socket, username=KEEPER, password=KEEPER_PASSWORD)


@contextlib.contextmanager
def running_stores(data_directory: Path) -> Iterator[Stores]:
    """A private vault and ledger, for as long as the block lasts."""
    loop = asyncio.new_event_loop()
    # The stores die with the thread that starts them (see leash.py): it must be this one.
    thread = threading.Thread(target=loop.run_forever, name="stores", daemon=True)
    thread.start()
    embedded = EmbeddedStores(data_directory, extra_acl=(KEEPER_ACL,))
    try:
        asyncio.run_coroutine_threadsafe(embedded.start(), loop).result(timeout=60)
        yield Stores(vault=embedded.vault, ledger=embedded.ledger)
    finally:
        asyncio.run_coroutine_threadsafe(embedded.close(), loop).result(timeout=60)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()


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
