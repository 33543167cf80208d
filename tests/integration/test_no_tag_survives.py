"""What is left of a counted tag on the ledger's disk: nothing (DESIGN.md §8)."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from redis.asyncio import Redis

from chatserver.store.recipe import ACCESS, LEDGER, LEDGER_ACCESS
from tests.support.disk import forget, on_disk
from tests.support.keeper import KEEPER_ACL, as_keeper
from tests.support.redis_servers import Stores, a_redis
from tests.support.redis_sets import WATCHER, WATCHER_PASSWORD, sentinel_set
from tests.support.servers import served
from tests.support.tagging import Office, an_office

YES = {"contact": ["conv"], "thb": ["yes"], "who": ["self"], "count": ["first"], "form": ["sex"]}
HOAX = {"contact": ["hoax"]}
OWED = "hl:{ledger}:rewrite"


@pytest.fixture
async def office(stores: Stores) -> AsyncIterator[Office]:
    async with an_office(stores) as office:
        yield office


@pytest.fixture
async def keeper(stores: Stores) -> AsyncIterator[Redis]:
    async with Redis.from_url(stores.ledger_keeper.url) as client:
        yield client


async def all_tagged(office: Office, count: int = 10) -> list[bytes]:
    """Some tags that wait; what the ledger holds of them, each with the beginning of its seal."""
    await asyncio.gather(*(office.tag(YES) for _ in range(count)))
    pending = await office.counting.ledger.pending()
    assert len(pending) == count
    return [each[-24:] for each in pending.values()]


def survive(traces: list[bytes], disk: bytes) -> int:
    return sum(trace in disk for trace in traces)


async def test_a_counted_tag_is_on_no_disk(office: Office, keeper: Redis) -> None:
    traces = await all_tagged(office)
    assert survive(traces, await on_disk(keeper)) == 10  # the same look finds what is there
    counting = office.later()

    assert (await counting.fold()).tags == 10
    assert survive(traces, await on_disk(keeper)) == 10  # deleted, and still in the file
    await counting.clean()

    assert survive(traces, await on_disk(keeper)) == 0
    assert await keeper.get(OWED) is None


async def test_the_file_is_not_rewritten_for_nothing(office: Office, keeper: Redis) -> None:
    await all_tagged(office)
    before = (await keeper.info("persistence"))["aof_rewrites"]

    await office.counting.fold()
    await office.counting.clean()

    assert (await keeper.info("persistence"))["aof_rewrites"] == before


async def test_who_is_killed_before_the_rewrite_leaves_it_to_the_next(
    office: Office, stores: Stores, keeper: Redis
) -> None:
    traces = await all_tagged(office)
    await office.later().fold()

    async with an_office(stores) as other:
        await other.counting.clean()

    assert survive(traces, await on_disk(keeper)) == 0


async def test_what_is_counted_while_the_file_is_rewritten_is_still_owed(
    office: Office, keeper: Redis
) -> None:
    """Redis is slowed down as it writes, so that the rewrite lasts while more is counted."""
    await all_tagged(office)
    counting = office.later()
    await counting.fold()
    await keeper.config_set("rdb-key-save-delay", 200_000)
    try:
        cleaning = asyncio.create_task(counting.clean())
        while not (await keeper.info("persistence"))["aof_rewrite_in_progress"]:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        traces = await all_tagged(office)
        await counting.fold()
        assert await counting.ledger.rewrite() == "busy"
        await cleaning
    finally:
        await keeper.config_set("rdb-key-save-delay", 0)

    assert await keeper.get(OWED) == b"2"
    assert survive(traces, await on_disk(keeper)) == 10
    await counting.clean()
    assert survive(traces, await on_disk(keeper)) == 0


async def test_the_file_tells_sums_and_never_the_cells_of_one_tag(
    office: Office, keeper: Redis
) -> None:
    await asyncio.gather(
        *(office.tag(YES) for _ in range(5)), *(office.tag(HOAX) for _ in range(5))
    )
    await forget(keeper)

    counted = await office.later().fold()

    # In the file a command is a list of words, each after its length.
    words = (await on_disk(keeper)).split(b"\r\n")
    names = [words[at + 4].decode() for at, word in enumerate(words) if word == b"HINCRBY"]
    assert Counter(names) == dict.fromkeys(counted.cells, 2)  # the count, and the sum of keys
    assert names[::2] == sorted(names[::2])


async def test_a_ledger_that_refuses_is_told_about_once(
    stores: Stores, caplog: pytest.LogCaptureFixture
) -> None:
    async with (
        a_redis(f"{LEDGER}{{user}} {ACCESS}\n{KEEPER_ACL}\n") as address,
        an_office(stores, address.url) as office,
    ):
        await all_tagged(office)
        counting = office.later()
        assert (await counting.fold()).tags == 10

        await counting.clean()
        await counting.clean()

        told = [record.message for record in caplog.records if "may not rewrite" in record.message]
        assert len(told) == 1
        async with Redis.from_url(as_keeper(address).url) as keeper:
            assert await keeper.get(OWED) == b"1"
            await keeper.acl_setuser(address.username, commands=["+bgrewriteaof"])
            await counting.clean()
            assert await keeper.get(OWED) is None


async def test_a_replica_rewrites_its_file_too(stores: Stores, tmp_path: Path) -> None:
    async with sentinel_set(f"{LEDGER}{{user}} {LEDGER_ACCESS}\n") as ledger:
        password = tmp_path / "sentinels"
        password.touch(mode=0o600)
        password.write_text(WATCHER_PASSWORD)
        environ = {
            "CHATSERVER_LEDGER_URL": ledger.url,
            "CHATSERVER_LEDGER_ACKNOWLEDGED_BY": "1",
            "CHATSERVER_LEDGER_SENTINEL_USERNAME": WATCHER,
            "CHATSERVER_LEDGER_SENTINEL_PASSWORD_FILE": str(password),
        }
        async with served(stores, tmp_path, more=environ) as app, an_office(stores) as office:
            counting = app.counting
            await office.tag(HOAX, counting)
            traces = [each[-24:] for each in (await app.ledger.pending()).values()]
            assert len(traces) == 1
            for node in ledger.nodes:
                async with node.keeper() as client:
                    assert survive(traces, await on_disk(client)) == 1

            await counting.fold()
            await counting.clean()

            for node in ledger.nodes:
                async with node.keeper() as client:
                    assert survive(traces, await on_disk(client)) == 0


async def test_a_tag_corrected_meanwhile_is_not_counted_by_itself(office: Office) -> None:
    """Two workers fold the same ten, one of which is corrected between their steps."""
    first = await office.tag(HOAX)
    await asyncio.gather(*(office.tag(HOAX) for _ in range(10)))
    counting = office.later()
    ledger = counting.ledger
    before = await ledger.pending()
    await office.correct(first, YES)
    corrected = await ledger.pending()

    async def fold(pending: dict[bytes, bytes]) -> int:
        class Frozen:
            async def pending(self) -> dict[bytes, bytes]:
                return pending

            def __getattr__(self, name: str) -> object:
                return getattr(ledger, name)

        return (await replace(counting, ledger=Frozen()).fold()).tags  # type: ignore[arg-type]

    assert await fold(dict(before)) == 10
    assert await fold(dict(corrected)) == 0
    assert len(await ledger.pending()) == 1
