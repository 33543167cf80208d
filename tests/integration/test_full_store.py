"""A store that is full or takes nothing is answered plainly (SECURITY property 45)."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis

from chatserver.domain.errors import Unavailable
from chatserver.domain.people import Role
from chatserver.store.recipe import ACCESS, LEDGER, LEDGER_ACCESS, VAULT
from tests.support.cast import PASSWORD, Cast
from tests.support.redis_servers import KEEPER_ACL, Stores, a_redis, as_keeper
from tests.support.servers import served

KEEPER = f"{KEEPER_ACL}\n"


@contextlib.asynccontextmanager
async def limited(stores: Stores, directory: Path) -> AsyncIterator[tuple[Cast, Redis]]:
    """People on a vault of their own, and a client that can fill it."""
    async with (
        a_redis(f"{VAULT}{{user}} {ACCESS}\n{KEEPER}") as vault,
        Redis.from_url(as_keeper(vault).url) as keeper,
        served(stores, directory, more={"CHATSERVER_VAULT_URL": vault.url}) as app,
        Cast.around(app) as cast,
    ):
        yield cast, keeper


async def test_what_is_said_into_a_full_vault_is_kept_by_the_page_and_arrives_later(
    stores: Stores, tmp_path: Path
) -> None:
    async with limited(stores, tmp_path) as (cast, keeper):
        visitor, professional = await cast.visitor(), await cast.professional()
        talk = await cast.conversation(visitor, professional)
        lines = visitor.line.losses, professional.line.losses

        await keeper.config_set("maxmemory", 1)
        visitor.say("past er nog iets bij?")
        await visitor.until(lambda: "unavailable" in visitor.refusals)
        professional.say(talk, "even niet")
        await professional.until(lambda: any(c == "unavailable" for c, _ in professional.refusals))
        assert not visitor.texts
        assert not talk.texts
        await keeper.config_set("maxmemory", 0)
        await visitor.until(lambda: len(visitor.texts) == 2)
        await professional.until(lambda: len(talk.texts) == 2)

        assert [said.text for said in visitor.texts] == [said.text for said in talk.texts]
        assert not any(said.marks for said in (*visitor.texts, *talk.texts))
        assert (visitor.line.losses, professional.line.losses) == lines


async def test_a_newcomer_at_a_full_vault_is_told_that_there_is_no_room(
    stores: Stores, tmp_path: Path
) -> None:
    async with limited(stores, tmp_path) as (cast, keeper):
        await keeper.config_set("maxmemory", 1)

        visitor = await cast.visitor()

        assert visitor.desk is not None
        assert visitor.desk.state == "full"
        await visitor.until(lambda: visitor.line.closed_with == 1000)
        assert await keeper.keys("hl:{????????????????????????????????}:*") == []


async def test_a_full_vault_lets_everybody_leave(stores: Stores, tmp_path: Path) -> None:
    async with limited(stores, tmp_path) as (cast, keeper):
        visitor, professional = await cast.visitor(), await cast.professional()
        talk = await cast.conversation(visitor, professional)
        await keeper.config_set("maxmemory", 1)

        visitor.leave("exit")
        await professional.until(lambda: talk.ended == "exit")

        await professional.until(lambda: professional.untagged == [talk.ticket])
        assert await keeper.exists(f"hl:{{{talk.cid.hex()}}}:life") == 0


async def test_a_visitor_who_comes_back_to_a_full_vault_keeps_the_place(
    stores: Stores, tmp_path: Path
) -> None:
    async with limited(stores, tmp_path) as (cast, keeper):
        visitor = await cast.visitor()
        await keeper.config_set("maxmemory", 1)
        await visitor.line.lose()
        losses = visitor.line.losses
        await visitor.until(lambda: visitor.line.losses > losses + 1)
        assert visitor.desk is None

        await keeper.config_set("maxmemory", 0)
        professional = await cast.professional()

        assert (await professional.take()).cid == visitor.keys.cid


@pytest.mark.parametrize(
    ("setting", "value", "cured"),
    [("maxmemory", 1, 0), ("min-replicas-to-write", 1, 0)],
)
async def test_a_ledger_that_takes_nothing_refuses_a_tag_and_takes_it_later(
    stores: Stores, tmp_path: Path, setting: str, value: int, cured: int
) -> None:
    async with (
        a_redis(f"{LEDGER}{{user}} {LEDGER_ACCESS}\n{KEEPER}") as ledger,
        Redis.from_url(as_keeper(ledger).url) as keeper,
        served(stores, tmp_path, more={"CHATSERVER_LEDGER_URL": ledger.url}) as app,
        Cast.around(app) as cast,
    ):
        visitor, professional = await cast.visitor(), await cast.professional()
        talk = await cast.conversation(visitor, professional)
        professional.end(talk)
        await professional.until(lambda: professional.untagged == [talk.ticket])

        await keeper.config_set(setting, value)
        with pytest.raises(Unavailable):
            await app.staffing.add("nobody", Role.PROFESSIONAL, PASSWORD)
        await keeper.config_set(setting, cured)
        await professional.tag(talk.ticket, app.codebook.key, {"contact": ["hoax"]})

        assert len(await app.ledger.pending()) == 1
