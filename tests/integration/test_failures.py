"""Stores that go away, processes that die half-way, and visitors who vanish."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from redis.asyncio import Redis

from chatserver.app import App
from chatserver.clock import ManualClock
from tests.support.cast import Cast
from tests.support.redis_servers import Stores, a_redis
from tests.support.servers import served

VAULT = (
    'port 0\nsave ""\nappendonly no\nslowlog-log-slower-than -1\nuser default off\n'
    "{user} ~hl:* &hl:* +@all -@dangerous +config|get +info +client|kill +client|id\n"
)


async def test_a_conversation_goes_on_after_the_store_cut_every_line(
    cast: Cast, stores: Stores
) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    visitor.say("eerste")
    await professional.until(lambda: len(talk.texts) == 1)

    for server in stores.vault_keepers:
        async with Redis.from_url(server.url) as client:
            await client.client_kill_filter(user="chatserver")
    visitor.say("tweede")
    professional.say(talk, "derde")
    await visitor.until(lambda: len(visitor.texts) == 3)
    await professional.until(lambda: len(talk.texts) == 3)

    assert [said.text for said in visitor.texts] == [said.text for said in talk.texts]
    assert not any(said.marks for said in (*visitor.texts, *talk.texts))


async def test_a_frozen_store_is_noticed_and_nothing_accepted_is_lost(
    cast: Cast, stores: Stores
) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    for server in stores.vault_keepers:
        async with Redis.from_url(server.url) as client:
            await client.client_pause(12000)

    visitor.say("tijdens de stilte")
    await professional.until(lambda: len(talk.texts) == 1, within=40)

    assert [said.text for said in talk.texts] == ["tijdens de stilte"]


async def test_an_expired_conversation_is_forgotten_at_the_desk_and_both_are_told(
    stores: Stores, tmp_path: Path
) -> None:
    clock = ManualClock()
    async with served(stores, tmp_path, clock=clock) as app, Cast.around(app) as cast:
        visitor, professional = await cast.visitor(), await cast.professional()
        talk = await cast.conversation(visitor, professional)
        await forget(stores, talk.cid)

        await rounds(clock, lambda: talk.ended is not None)

        assert talk.ended == "gone"
        await professional.until(lambda: professional.untagged == [talk.ticket])
        await visitor.until(lambda: visitor.ended == "gone")
        await nothing_held(app)


async def test_a_visitor_who_vanished_while_waiting_leaves_no_ghost_in_line(
    stores: Stores, tmp_path: Path
) -> None:
    clock = ManualClock()
    async with served(stores, tmp_path, clock=clock) as app, Cast.around(app) as cast:
        gone, here = await cast.visitor(), await cast.visitor()
        professional = await cast.professional()
        await gone.close()
        await forget(stores, gone.keys.cid)

        await rounds(clock, lambda: here.position == 1)

        await professional.until(lambda: len(professional.waiting) == 1)
        assert (await professional.take()).cid == here.keys.cid


async def test_a_ghost_in_line_is_passed_over_by_the_next_take(cast: Cast, stores: Stores) -> None:
    gone, here = await cast.visitor(), await cast.visitor()
    professional = await cast.professional()
    await gone.close()
    await forget(stores, gone.keys.cid)

    talk = await professional.take()

    assert talk.cid == here.keys.cid
    assert professional.untagged == []


async def test_a_claim_whose_process_died_before_seating_is_picked_up_by_hello(
    cast: Cast, stores: Stores
) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    await professional.close()
    account = await cast.app.staffing.find(professional.name)
    assert account is not None
    async with stores.looking_into_vault() as client:
        # What claim.lua leaves when nothing follows it.
        cid = visitor.keys.cid
        await client.zrem("hl:{desk}:waiting", cid)
        facts = await client.hget("hl:{desk}:facts", cid)
        assert isinstance(facts, bytes)
        await client.hdel("hl:{desk}:facts", cid)
        turn = await client.incr("hl:{desk}:turn")
        claim = account.number.encode() + b"t" * 16 + b"p" * 8 + b"%012d%012d" % (1, turn) + facts
        await client.hset("hl:{desk}:held", cid, claim)
        await client.hincrby("hl:{desk}:load", account.number, 1)

    again = await cast.again(professional)
    await again.until(lambda: visitor.keys.cid in again.talks)
    await visitor.let_in()
    await again.until(lambda: again.talks[visitor.keys.cid].is_open)

    assert again.talks[visitor.keys.cid].ticket == b"t" * 16


async def test_a_process_that_dies_between_ending_and_releasing_leaves_a_ticket(
    stores: Stores, tmp_path: Path
) -> None:
    clock = ManualClock()
    async with served(stores, tmp_path, clock=clock) as app, Cast.around(app) as cast:
        visitor, professional = await cast.visitor(), await cast.professional()
        talk = await cast.conversation(visitor, professional)
        await professional.close()
        await forget(stores, talk.cid)
        again = await cast.again(professional)

        await again.until(lambda: again.untagged == [talk.ticket])


async def test_a_lost_and_a_returning_page_are_shown_to_the_other_side(cast: Cast) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)

    await visitor.line.lose()
    await professional.until(lambda: talk.other_is == "here", within=5)
    await professional.close()
    await visitor.until(lambda: visitor.other_is == "lost")
    await visitor.close()

    assert talk.ended is None


async def test_a_vault_that_comes_back_empty_is_told_as_a_loss(
    stores: Stores, tmp_path: Path
) -> None:
    async with a_redis(VAULT) as vault:
        environ = {"CHATSERVER_VAULT_URL": vault.url}
        async with served(stores, tmp_path, more=environ) as app, Cast.around(app) as cast:
            visitor, professional = await cast.visitor(), await cast.professional()
            talk = await cast.conversation(visitor, professional)

            async with Redis.from_url(vault.url) as client:
                async for key in client.scan_iter(match="hl:*"):
                    await client.delete(key)
            await visitor.line.lose()

            await visitor.until(lambda: visitor.lost is True)
            assert talk.texts == ()


async def forget(stores: Stores, cid: bytes) -> None:
    """What a lifetime does at its end."""
    async with stores.looking_into_vault() as client:
        async for key in client.scan_iter(match=b"hl:{" + cid.hex().encode() + b"}:*"):
            await client.delete(key)


async def rounds(clock: ManualClock, holds: Callable[[], bool]) -> None:
    """Let the upkeep go round until something holds."""
    async with asyncio.timeout(20):
        while not holds():
            await clock.advance(5)
            await asyncio.sleep(0.02)


async def nothing_held(app: App) -> None:
    """The desk holds no conversation."""
    assert (await app.board.now())["conversations"] == 0
