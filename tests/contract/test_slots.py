"""What the vault promises about cool-downs, on a real Redis."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatserver.app.stores import reaching_stores
from chatserver.store.interface_of_cool_downs import CoolDowns
from tests.contract.test_lifetimes import shape
from tests.support.redis_servers import Stores
from tests.support.servers import loaded, settings_for


@pytest.fixture
async def store(stores: Stores, tmp_path: Path) -> AsyncIterator[CoolDowns]:
    settings = loaded(settings_for(stores, tmp_path))
    async with reaching_stores(settings) as reached:
        running = asyncio.create_task(reached.vault.run())
        await reached.vault.ready()
        yield reached.vault.cool_downs
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def test_a_slot_is_filled_once_and_gone_at_its_end(store: CoolDowns, stores: Stores) -> None:
    assert await store.begin(3, b"sealed", lives=600)
    assert not await store.begin(3, b"other", lives=600)
    assert await store.begin(store.slots - 1, b"last", lives=1)

    async with stores.looking_into_vault() as client:
        lives = {shape(key): await client.ttl(key) async for key in client.scan_iter()}
    assert set(lives) == {"hl:{desk}:cooldown:SLOT"}
    assert await store.running() == {3: b"sealed", store.slots - 1: b"last"}
    async with asyncio.timeout(10):
        while store.slots - 1 in await store.running():  # noqa: ASYNC110 - Redis tells nobody
            await asyncio.sleep(0.05)
    assert await store.running() == {3: b"sealed"}


async def test_only_what_runs_is_changed(store: CoolDowns, stores: Stores) -> None:
    assert not await store.change(0, b"longer", lives=600)
    assert await store.running() == {}

    await store.begin(0, b"short", lives=60)
    assert await store.change(0, b"longer", lives=600)

    assert await store.running() == {0: b"longer"}
    async with stores.looking_into_vault() as client:
        assert 590 < await client.ttl("hl:{desk}:cooldown:0") <= 600


async def test_what_is_lifted_is_over_and_its_slot_free(store: CoolDowns) -> None:
    await store.begin(0, b"one", lives=600)

    await store.lift(0)
    await store.lift(0)

    assert await store.running() == {}
    assert await store.begin(0, b"two", lives=600)
