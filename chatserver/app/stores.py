"""Reaching the two stores: private ones or configured ones, checked before anything is served."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from chatserver.config import Settings
from chatserver.config import Store as StoreSettings
from chatserver.store import checks
from chatserver.store.embedded import EmbeddedStores
from chatserver.store.ledger import RedisLedger
from chatserver.store.reach import ConnectionPool, client_of, pool_of
from chatserver.store.recipe import Address
from chatserver.store.vault import RedisVault


@dataclass(frozen=True, slots=True, kw_only=True)
class Stores:
    """Both stores, fit to be used. `died`: set when a private one ends without being asked to."""

    vault: RedisVault
    ledger: RedisLedger
    died: asyncio.Future[str] | None


@contextlib.asynccontextmanager
async def reaching_stores(settings: Settings) -> AsyncIterator[Stores]:
    """Reach and check both stores, starting private ones where none is configured.

    Raises:
        Misconfigured: one clear line for the operator.
    """
    async with contextlib.AsyncExitStack() as stack:
        private: EmbeddedStores | None = None
        if settings.vault.is_embedded or settings.ledger.is_embedded:
            megabytes = settings.vault.max_megabytes
            made = EmbeddedStores(settings.data_directory, vault_megabytes=megabytes)
            private = await stack.enter_async_context(made)
        vault_pool = _pool("vault", settings.vault, private.vault if private else None)
        ledger = client_of(_pool("ledger", settings.ledger, private.ledger if private else None))
        stack.push_async_callback(ledger.aclose)
        async with contextlib.aclosing(client_of(vault_pool)) as vault:
            await checks.check_vault(vault, allow_default_user=settings.vault.allow_default_user)
            await checks.check_ledger(ledger, allow_default_user=settings.ledger.allow_default_user)
            await checks.check_distinct(vault, ledger)
        yield Stores(
            vault=RedisVault(vault_pool),
            ledger=RedisLedger(ledger),
            died=private.died if private else None,
        )


@contextlib.asynccontextmanager
async def reaching_ledger(settings: Settings) -> AsyncIterator[RedisLedger]:
    """Only the ledger, for commands beside a running server.

    A private ledger belongs to its server: while that runs, this raises Misconfigured.
    """
    async with contextlib.AsyncExitStack() as stack:
        private: EmbeddedStores | None = None
        if settings.ledger.is_embedded:
            private = await stack.enter_async_context(EmbeddedStores(settings.data_directory))
        client = client_of(_pool("ledger", settings.ledger, private.ledger if private else None))
        stack.push_async_callback(client.aclose)
        await checks.check_ledger(client, allow_default_user=settings.ledger.allow_default_user)
        yield RedisLedger(client)


async def checked_stores(settings: Settings) -> list[str]:
    """Reach and check both stores as a start would; a line for each."""
    async with reaching_stores(settings):
        stores = {"vault": settings.vault, "ledger": settings.ledger}
        return [
            f"{name}: {'private' if store.is_embedded else 'configured'}, fit"
            for name, store in stores.items()
        ]


def _pool(name: str, store: StoreSettings, private: Address | None) -> ConnectionPool:
    if private is not None and store.is_embedded:
        return pool_of(name, private.url)
    return pool_of(
        name,
        store.url,
        username=store.username,
        password=store.password(),
        tls_ca_file=store.tls_ca_file,
    )
