"""A vault that is a cluster: commands and news find their node, and find it again when it moves."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.crc import key_slot

from chatserver.domain.errors import Misconfigured, Unavailable
from chatserver.store.cluster import Cluster
from chatserver.store.commands import Script
from chatserver.store.reach import Nodes, reach
from tests.support.cast import Cast
from tests.support.redis_servers import Stores
from tests.support.redis_sets import Node, RedisSet, cluster_of, until
from tests.support.servers import served

COUNT = Script(
    "redis.call('INCR', KEYS[1]) redis.call('EXPIRE', KEYS[1], 60)"
    " redis.call('SPUBLISH', ARGV[1], 'counted') return redis.call('GET', KEYS[1])"
)

TAGS = [b"{%d}" % number for number in range(24)]
"""Of keys and channels that lie on all three nodes."""


class Heard:
    """What a cluster told."""

    def __init__(self) -> None:
        self.news: list[tuple[bytes, bytes]] = []
        self.restored = 0

    def hear(self, channel: bytes, payload: bytes) -> None:
        self.news.append((channel, payload))

    def restore(self) -> None:
        self.restored += 1


@contextlib.asynccontextmanager
async def connected(
    servers: RedisSet, heard: Heard, *, replicas: int = 0
) -> AsyncIterator[Cluster]:
    nodes = reach("vault", servers.url)
    assert isinstance(nodes, Nodes)
    cluster = Cluster(nodes, on_news=heard.hear, on_restored=heard.restore, replicas=replicas)
    running = asyncio.create_task(cluster.run())
    try:
        await asyncio.wait_for(cluster.connected.wait(), 10)
        yield cluster
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def count(cluster: Cluster, tag: bytes) -> int:
    reply = await cluster.run_script(COUNT, [b"hl:%b:n" % tag], [b"hl:%b:news" % tag])
    assert isinstance(reply, bytes)
    return int(reply)


async def holder(servers: RedisSet, tag: bytes) -> Node:
    """Who has the slot of this tag."""
    slot = key_slot(tag)
    for first, last, (_, port, *_), *_ in await servers.nodes[0].ask("CLUSTER", "SLOTS"):
        if first <= slot <= last:
            return next(node for node in servers.nodes if node.port == port)
    raise AssertionError("nobody has it")


async def test_commands_scripts_and_news_find_their_node() -> None:
    heard = Heard()
    async with cluster_of(3) as servers, connected(servers, heard) as cluster:
        assert len({(await holder(servers, tag)).port for tag in TAGS}) == 3
        for tag in TAGS:
            cluster.subscribe(b"hl:%b:news" % tag)

        assert await asyncio.gather(*(count(cluster, tag) for tag in TAGS)) == [1] * len(TAGS)
        assert await asyncio.gather(*(count(cluster, tag) for tag in TAGS)) == [2] * len(TAGS)

        assert sorted(heard.news) == sorted([(b"hl:%b:news" % tag, b"counted") for tag in TAGS] * 2)
        for tag in TAGS:
            cluster.unsubscribe(b"hl:%b:news" % tag)
        assert await cluster.call("SPUBLISH", b"hl:%b:news" % TAGS[0], b"unheard") == 0


async def test_a_slot_that_moves_takes_its_subscriptions_along() -> None:
    heard, tag = Heard(), TAGS[0]
    async with cluster_of(3) as servers, connected(servers, heard) as cluster:
        cluster.subscribe(b"hl:%b:news" % tag)
        assert await count(cluster, tag) == 1
        restored = heard.restored
        source = await holder(servers, tag)
        target = next(node for node in servers.nodes if node is not source)

        await move(servers, key_slot(tag), source, target)
        await until(lambda: is_true(heard.restored > restored))

        assert await holder(servers, tag) is target
        assert await count(cluster, tag) == 1  # moved empty
        assert [payload for _, payload in heard.news] == [b"counted", b"counted"]
        assert await asyncio.gather(*(count(cluster, tag) for tag in TAGS[1:])) == [1] * 23


async def test_a_call_for_a_slot_that_has_moved_is_sent_on() -> None:
    async with cluster_of(3) as servers, connected(servers, Heard()) as cluster:
        source = await holder(servers, TAGS[1])
        target = next(node for node in servers.nodes if node is not source)
        await move(servers, key_slot(TAGS[1]), source, target)

        answers = await asyncio.gather(*(count(cluster, tag) for tag in TAGS))

        assert answers == [1] * len(TAGS)


async def test_a_primary_that_dies_is_followed_by_its_replica() -> None:
    heard = Heard()
    async with (
        cluster_of(3, replicas=1) as servers,
        connected(servers, heard, replicas=1) as cluster,
    ):
        for tag in TAGS:
            cluster.subscribe(b"hl:%b:news" % tag)
            assert await count(cluster, tag) == 1
        heard.news.clear()

        await (await holder(servers, TAGS[0])).kill()

        lost = [tag for tag in TAGS if (await until_answered(cluster, tag)) != b"1"]
        assert lost == []


async def until_answered(cluster: Cluster, tag: bytes) -> object:
    """Read, as often as it takes."""
    async with asyncio.timeout(15):
        while True:
            with contextlib.suppress(Unavailable):
                return await cluster.call("GET", b"hl:%b:n" % tag)
            await asyncio.sleep(0.05)


async def is_true(value: bool) -> bool:  # noqa: FBT001 - what was asked
    return value


async def move(servers: RedisSet, slot: int, source: Node, target: Node) -> None:
    """Give an empty or expendable slot to another node, as every node shall know."""
    keys_there = await source.ask("CLUSTER", "GETKEYSINSLOT", slot, 10)
    if keys_there:
        await source.ask("DEL", *keys_there)
    name = (await target.ask("CLUSTER", "MYID")).decode()
    for node in (target, source, *servers.nodes):
        await node.ask("CLUSTER", "SETSLOT", slot, "NODE", name)


@pytest.fixture
async def servers() -> AsyncIterator[RedisSet]:
    async with cluster_of(3) as made:
        yield made


async def test_people_meet_and_talk_on_a_cluster(
    servers: RedisSet, stores: Stores, tmp_path: Path
) -> None:
    environ = {"CHATSERVER_VAULT_URL": servers.url}
    async with (
        served(stores, tmp_path, more=environ) as app,
        Cast.around(app) as cast,
        served(stores, tmp_path, more=environ) as second,
    ):
        professional = await cast.professional(url=second.staff_url)
        visitors = [await cast.visitor() for _ in range(3)]
        talks = [await cast.conversation(visitor, professional) for visitor in visitors]
        for number in range(10):
            for visitor, talk in zip(visitors, talks, strict=True):
                visitor.say(f"v{number}")
                professional.say(talk, f"p{number}")
        for visitor, talk in zip(visitors, talks, strict=True):
            await visitor.until(lambda v=visitor: len(v.texts) == 20)  # type: ignore[misc]
            await professional.until(lambda t=talk: len(t.texts) == 20)  # type: ignore[misc]
            assert [said.text for said in visitor.texts] == [said.text for said in talk.texts]
        visitors[0].leave("exit")
        await professional.until(lambda: talks[0].ended == "exit")
        for node in servers.nodes:
            async with node.keeper() as client:
                left = client.scan_iter(match=b"*" + talks[0].cid.hex().encode() + b"*")
                assert [key async for key in left] == []


async def test_one_node_of_a_cluster_is_no_vault(
    servers: RedisSet, stores: Stores, tmp_path: Path
) -> None:
    url = servers.url.replace("redis+cluster", "redis").partition(",")[0]

    with pytest.raises(Misconfigured, match="give it as redis"):
        async with served(stores, tmp_path, more={"CHATSERVER_VAULT_URL": url}):
            pass


async def test_an_unfit_node_stops_the_start(
    servers: RedisSet, stores: Stores, tmp_path: Path
) -> None:
    await servers.nodes[2].ask("CONFIG", "SET", "appendonly", "yes")

    with pytest.raises(Misconfigured, match="writes every command to a disk"):
        async with served(stores, tmp_path, more={"CHATSERVER_VAULT_URL": servers.url}):
            pass
