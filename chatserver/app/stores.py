"""Reaching the two stores: private ones or configured ones, checked before anything is served."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final, TypedDict, TypeVar

from msgspec.structs import replace

from chatserver.config import Settings
from chatserver.config import Store as StoreSettings
from chatserver.domain.errors import Misconfigured
from chatserver.store import checks
from chatserver.store.embedded import EmbeddedStores
from chatserver.store.ledger import RedisLedger
from chatserver.store.reach import (
    ConnectionPool,
    Login,
    Nodes,
    Redis,
    RedisCluster,
    client_of,
    reach,
)
from chatserver.store.recipe import Address
from chatserver.store.vault import RedisVault

AnyStore = TypeVar("AnyStore", bound=StoreSettings)

NO_REWRITE: Final = (
    ", but our user may not rewrite its append-only file, so counted tags stay on its disk, sealed:"
    " give it `+bgrewriteaof` (deploy/ledger.acl)"
)


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
        at, died = await stack.enter_async_context(with_private_stores(settings))
        way = _way("vault", at.vault)
        ledger = _ledger_client(at.ledger)
        stack.push_async_callback(ledger.aclose)
        async with contextlib.aclosing(client_of(way)) as vault:
            await checks.check_vault(vault, **_demands(at.vault))
            await checks.check_ledger(ledger, **_demands(at.ledger))
            await checks.check_distinct(vault, ledger)
        if isinstance(way, ConnectionPool):  # it still holds lines to sentinels
            stack.push_async_callback(way.disconnect)
        yield Stores(
            vault=RedisVault(way, replicas=at.vault.acknowledged_by),
            ledger=RedisLedger(ledger, replicas=at.ledger.acknowledged_by),
            died=died,
        )


@contextlib.asynccontextmanager
async def with_private_stores(
    settings: Settings,
) -> AsyncIterator[tuple[Settings, asyncio.Future[str] | None]]:
    """Start private stores where none is configured.

    The settings that are given name every store, with its password: never for a log. The future
    is set when a private store ends without being asked to; None where there is none.
    """
    if not settings.vault.is_embedded and not settings.ledger.is_embedded:
        yield settings, None
        return
    megabytes = settings.vault.max_megabytes
    async with EmbeddedStores(settings.data_directory, vault_megabytes=megabytes) as private:
        yield (
            replace(
                settings,
                vault=_at(settings.vault, private.vault),
                ledger=_at(settings.ledger, private.ledger),
            ),
            private.died,
        )


@contextlib.asynccontextmanager
async def reaching_ledger(settings: Settings) -> AsyncIterator[RedisLedger]:
    """Only the ledger, for commands beside a running server.

    A private ledger belongs to its server: while that runs, this raises Misconfigured.
    """
    async with contextlib.AsyncExitStack() as stack:
        if settings.ledger.is_embedded:
            private = await stack.enter_async_context(EmbeddedStores(settings.data_directory))
            settings = replace(settings, ledger=_at(settings.ledger, private.ledger))
        client = _ledger_client(settings.ledger)
        stack.push_async_callback(client.aclose)
        await checks.check_ledger(client, **_demands(settings.ledger))
        yield RedisLedger(client, replicas=settings.ledger.acknowledged_by)


async def checked_stores(settings: Settings) -> list[str]:
    """Reach and check both stores as a start would; a line for each."""
    async with reaching_stores(settings) as reached:
        told = {"vault": "", "ledger": "" if await reached.ledger.may_rewrite() else NO_REWRITE}
        stores = {"vault": settings.vault, "ledger": settings.ledger}
        return [
            f"{name}: {'private' if store.is_embedded else 'configured'}, fit{told[name]}"
            for name, store in stores.items()
        ]


def _at(store: AnyStore, private: Address) -> AnyStore:
    """Name a private store, unless the operator has named one."""
    return replace(store, url=private.url) if store.is_embedded else store


class _Demands(TypedDict):
    allow_default_user: bool
    replicas: int


def _demands(store: StoreSettings) -> _Demands:
    return {
        "allow_default_user": store.allow_default_user,
        "replicas": store.acknowledged_by,
    }


def _ledger_client(store: StoreSettings) -> Redis:
    client = client_of(_way("ledger", store))
    if isinstance(client, RedisCluster):  # the settings refuse it before
        raise Misconfigured("ledger: a cluster cannot be a ledger")
    return client


def _way(name: str, store: StoreSettings) -> ConnectionPool | Nodes:
    login = Login(
        username=store.username,
        password=store.password(),
        tls_ca_file=store.tls_ca_file,
        sentinel_username=store.sentinel_username,
        sentinel_password=store.sentinel_password(),
    )
    return reach(name, store.url, login)
