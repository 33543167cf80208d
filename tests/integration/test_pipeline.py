"""One line to a store: each reply goes to who asked, whatever is refused in between."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from redis.asyncio import Redis
from redis.exceptions import NoPermissionError

from chatserver.domain.errors import StoreFull, Unavailable
from chatserver.store.commands import Script
from chatserver.store.pipeline import Pipeline
from chatserver.store.reach import ConnectionPool, reach
from chatserver.store.recipe import ACCESS, VAULT, Address
from tests.support.redis_servers import KEEPER_ACL, a_redis, as_keeper

SETTINGS = f"{VAULT}{{user}} {ACCESS}\n{KEEPER_ACL}\n"
FORBIDDEN = b"elsewhere:news"
"""Our user may only subscribe to channels of ours."""


@dataclass
class Heard:
    """What a pipeline told."""

    news: list[tuple[bytes, bytes]] = field(default_factory=list)
    unheard: list[bytes] = field(default_factory=list)
    restored: int = 0

    def restore(self) -> None:
        self.restored += 1


@contextlib.asynccontextmanager
async def connected(
    address: Address, heard: Heard, *, is_told: bool = True
) -> AsyncIterator[Pipeline]:
    pool = reach("vault", address.url)
    assert isinstance(pool, ConnectionPool)
    pipeline = Pipeline(
        pool,
        on_news=lambda channel, payload: heard.news.append((channel, payload)),
        on_restored=heard.restore,
        on_unheard=heard.unheard.append if is_told else None,
    )
    running = asyncio.create_task(pipeline.run())
    try:
        await asyncio.wait_for(pipeline.connected.wait(), 10)
        yield pipeline
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
async def vault() -> AsyncIterator[Address]:
    async with a_redis(SETTINGS) as address:
        yield address


async def test_a_refused_subscription_takes_nobodys_reply(vault: Address) -> None:
    heard = Heard()
    async with connected(vault, heard) as pipeline:
        await pipeline.call("SET", "hl:a", "1", "EX", 60)
        first = asyncio.create_task(pipeline.call("GET", "hl:a"))
        await asyncio.sleep(0)
        pipeline.subscribe(FORBIDDEN)
        pipeline.subscribe(b"hl:news")
        second = asyncio.create_task(pipeline.call("GET", "hl:b"))
        third = asyncio.create_task(pipeline.call("INCR", "hl:a"))

        assert [await first, await second, await third] == [b"1", None, 2]
        assert heard.unheard == [FORBIDDEN]
        assert await pipeline.call("SPUBLISH", b"hl:news", b"said") == 1
        assert heard.news == [(b"hl:news", b"said")]


async def test_a_subscription_that_nobody_can_repair_makes_the_line_anew(vault: Address) -> None:
    heard = Heard()
    async with connected(vault, heard, is_told=False) as pipeline:
        pipeline.subscribe(FORBIDDEN)
        calls = [asyncio.create_task(pipeline.call("INCR", "hl:n")) for _ in range(3)]
        answers = await asyncio.gather(*calls, return_exceptions=True)
        pipeline.unsubscribe(FORBIDDEN)
        async with asyncio.timeout(10):
            while heard.restored < 2 or not pipeline.connected.is_set():  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)

        # Answered or not, but never with what another was owed.
        assert all(isinstance(answer, Unavailable) or answer in {1, 2, 3} for answer in answers)
        assert await pipeline.call("GET", "hl:n") == b"3"


async def test_an_ended_subscription_is_silent_and_may_begin_again(vault: Address) -> None:
    heard = Heard()
    async with connected(vault, heard) as pipeline:
        pipeline.subscribe(b"hl:news")
        pipeline.unsubscribe(b"hl:news")
        assert await pipeline.call("SPUBLISH", b"hl:news", b"unheard") == 0
        pipeline.subscribe(b"hl:news")
        pipeline.unsubscribe(b"hl:news")
        pipeline.subscribe(b"hl:news")
        assert await pipeline.call("SPUBLISH", b"hl:news", b"heard") == 1

    assert heard.news == [(b"hl:news", b"heard")]
    assert heard.unheard == []


async def test_what_is_our_own_mistake_stays_an_error(vault: Address) -> None:
    async with connected(vault, Heard()) as pipeline:
        with pytest.raises(NoPermissionError):
            await pipeline.call("GET", "of-somebody-else")


async def test_a_full_store_says_so_for_a_command_and_for_a_script(vault: Address) -> None:
    script = Script("redis.call('HSET', KEYS[1], 'f', ARGV[1]) redis.call('EXPIRE', KEYS[1], 60)")
    async with connected(vault, Heard()) as pipeline, keeper(vault) as redis:
        await redis.config_set("maxmemory", 1)
        for _ in range(2):  # by text the first time, by digest the second
            with pytest.raises(StoreFull):
                await pipeline.run_script(script, ["hl:h"], ["x"])
        with pytest.raises(StoreFull):
            await pipeline.call("SET", "hl:a", "1", "EX", 60)
        assert await pipeline.call("DEL", "hl:a") == 0

        await redis.config_set("maxmemory", 0)

        assert await pipeline.call("SET", "hl:a", "1", "EX", 60) == b"OK"
        assert pipeline.connected.is_set()


async def test_a_store_that_wants_more_replicas_than_it_has_is_unavailable(vault: Address) -> None:
    async with connected(vault, Heard()) as pipeline, keeper(vault) as redis:
        await redis.config_set("min-replicas-to-write", 1)
        with pytest.raises(Unavailable):
            await pipeline.call("SET", "hl:a", "1", "EX", 60)
        assert await pipeline.call("GET", "hl:a") is None

        await redis.config_set("min-replicas-to-write", 0)

        assert await pipeline.call("SET", "hl:a", "1", "EX", 60) == b"OK"


async def test_a_store_that_became_a_replica_is_left_until_it_is_none(vault: Address) -> None:
    heard = Heard()
    async with connected(vault, heard) as pipeline, keeper(vault) as redis:
        await redis.replicaof("127.0.0.1", 1)
        with pytest.raises(Unavailable):
            await pipeline.call("SET", "hl:a", "1", "EX", 60)
        await asyncio.sleep(0.3)
        # It would answer this, with what may be long past.
        with pytest.raises(Unavailable):
            await pipeline.call("GET", "hl:a")
        assert heard.restored == 1

        await redis.replicaof("NO", "ONE")
        await asyncio.wait_for(pipeline.connected.wait(), 10)

        assert await pipeline.call("SET", "hl:a", "1", "EX", 60) == b"OK"


def keeper(address: Address) -> Redis:
    return Redis.from_url(as_keeper(address).url)
