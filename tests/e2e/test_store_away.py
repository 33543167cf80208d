"""A store that fails over, and one that is full: a calm banner, and it passes by itself."""

import asyncio
import time
from pathlib import Path

from playwright.async_api import Browser, expect
from redis.asyncio import Redis

from chatserver.store.recipe import ACCESS, VAULT
from tests.support.browsers import meet
from tests.support.keeper import KEEPER_ACL, as_keeper
from tests.support.redis_servers import Stores, a_redis
from tests.support.redis_sets import WATCHER, WATCHER_PASSWORD, sentinel_set
from tests.support.scene import Scene

RECOVERED_WITHIN = 10.0
"""Seconds from the death of the primary until both pages have what the other wrote."""


async def test_a_failover_shows_a_calm_banner_on_both_sides_and_passes_by_itself(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    secret = tmp_path / "sentinels"
    secret.touch(mode=0o600)
    secret.write_text(WATCHER_PASSWORD)
    async with (
        sentinel_set() as vault,
        Scene.here(
            browser,
            stores,
            tmp_path,
            CHATSERVER_VAULT_URL=vault.url,
            CHATSERVER_VAULT_ACKNOWLEDGED_BY="1",
            CHATSERVER_VAULT_SENTINEL_USERNAME=WATCHER,
            CHATSERVER_VAULT_SENTINEL_PASSWORD_FILE=str(secret),
        ) as scene,
    ):
        visitor, professional = await scene.waiting_visitor(), await scene.professional()
        await meet(visitor, professional)
        await visitor.says("ben je daar?")
        await professional.hears("ben je daar?")

        began = time.monotonic()
        await vault.kill_primary()
        # Both at once: it is over in seconds.
        await asyncio.gather(visitor.says("hoor je mij?"), professional.says("Ik hoor je."))
        await asyncio.gather(
            expect(visitor.part("banner")).to_contain_text("Je verbinding is even weg"),
            expect(professional.page.get_by_text("Er gaat niets verloren")).to_be_visible(),
        )
        await professional.hears("hoor je mij?")
        await visitor.hears("Ik hoor je.")
        took = time.monotonic() - began

        await expect(visitor.part("banner")).to_have_count(0)
        await professional.sees("line", line="up")
        assert await visitor.texts() == await professional.texts()
        assert await visitor.notes() == ["letIn"]
        assert took <= RECOVERED_WITHIN


async def test_a_full_vault_is_told_and_what_was_written_arrives_when_there_is_room(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with (
        a_redis(f"{VAULT}{{user}} {ACCESS}\n{KEEPER_ACL}\n") as vault,
        Redis.from_url(as_keeper(vault).url) as keeper,
        Scene.here(browser, stores, tmp_path, CHATSERVER_VAULT_URL=vault.url) as scene,
    ):
        visitor, professional = await scene.waiting_visitor(), await scene.professional()
        await meet(visitor, professional)
        await keeper.config_set("maxmemory", 1)

        await visitor.says("past dit nog?")
        await expect(visitor.part("banner")).to_contain_text("Versturen lukt nu even niet")
        await visitor.says("en dit?")
        newcomer = await scene.visitor()
        await newcomer.opens()
        await newcomer.presses_start()
        await newcomer.sees("full-page")
        await keeper.config_set("maxmemory", 0)
        await professional.hears("en dit?")

        await expect(visitor.part("banner")).to_have_count(0)
        assert await professional.texts() == ["past dit nog?", "en dit?"]
        assert await visitor.texts() == ["past dit nog?", "en dit?"]
        assert await visitor.notes() == ["letIn"]
