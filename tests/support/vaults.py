"""A vault without a server around it: its promises are looked at one step at a time."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from chatserver.store.reach import reach
from chatserver.store.vault import RedisVault
from tests.support.redis_servers import Stores


@contextlib.asynccontextmanager
async def running_vault(stores: Stores) -> AsyncIterator[RedisVault]:
    """The vault of these stores, connected for as long as the block lasts."""
    vault = RedisVault(reach("vault", stores.vault.url))
    running = asyncio.create_task(vault.run())
    try:
        await vault.ready()
        yield vault
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
