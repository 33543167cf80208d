"""A conversation from arrival to its end, over real sockets, real keys and real stores."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from redis.asyncio import Redis

from chatserver.client import Visitor
from chatserver.client.talk import Talk
from chatserver.wire import frames
from tests.support.cast import MINUTE, Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served, server_process

LONG = "Het is een lang verhaal. 😟" * 148 + "Einde."
"""4,002 characters cut to 4,000."""


async def keys_of(stores: Stores, cid: bytes) -> list[bytes]:
    async with stores.looking_into_vault() as client:
        return [key async for key in client.scan_iter(match=b"*" + cid.hex().encode() + b"*")]


async def test_both_have_the_same_transcript_after_ten_cuts(cast: Cast) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    wrote: set[str] = set()

    for turn in range(10):
        asked, answered = f"vraag {turn} 🙋🏽‍♀️", f"antwoord {turn} مرحبا"
        visitor.say(asked)
        professional.say(talk, answered)
        wrote |= {asked, answered}
        await (visitor if turn % 2 else professional).line.lose()
    visitor.say(LONG[:4000])
    wrote.add(LONG[:4000])
    await visitor.until(lambda: len(visitor.texts) == 21)
    await professional.until(lambda: len(talk.texts) == 21)

    assert [said.text for said in visitor.texts] == [said.text for said in talk.texts]
    assert {said.text for said in visitor.texts} == wrote
    assert [said.seq for said in visitor.texts] == sorted(said.seq for said in visitor.texts)
    assert not any(said.marks for said in (*visitor.texts, *talk.texts))
    questions = [said.text for said in visitor.texts if said.text.startswith("vraag")]
    assert questions == [f"vraag {turn} 🙋🏽‍♀️" for turn in range(10)]


async def test_a_thousand_messages_survive_fifty_cuts_once_and_in_order(cast: Cast) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)

    for number in range(500):
        visitor.say(f"v{number}")
        professional.say(talk, f"h{number}")
        if number % 10 == 9:
            await (visitor if number % 20 == 9 else professional).line.lose()
    await visitor.until(has(visitor, 1000), within=60)
    await professional.until(has(talk, 1000), within=60)

    texts = [said.text for said in visitor.texts]
    assert texts == [said.text for said in talk.texts]
    assert [text for text in texts if text[0] == "v"] == [f"v{number}" for number in range(500)]
    assert [text for text in texts if text[0] == "h"] == [f"h{number}" for number in range(500)]
    assert not any(said.marks for said in (*visitor.texts, *talk.texts))


async def test_the_sender_learns_that_the_other_page_opened_it(cast: Cast) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)

    visitor.say("is daar iemand?")
    await professional.until(lambda: len(talk.texts) == 1)

    await visitor.until(lambda: visitor.transcript.delivered == talk.texts[0].seq)


async def test_nothing_is_delivered_before_the_other_page_has_it(cast: Cast) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    await professional.close()

    visitor.say("ben je er nog?")
    await visitor.until(lambda: len(visitor.texts) == 1)

    assert visitor.transcript.delivered < visitor.texts[0].seq
    assert not talk.texts


@pytest.mark.parametrize("who", ["visitor", "professional"])
async def test_within_a_second_of_the_end_the_vault_has_no_key_of_it(
    cast: Cast, stores: Stores, who: str
) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    visitor.say("dag")
    await professional.until(lambda: len(talk.texts) == 1)
    assert len(await keys_of(stores, talk.cid)) == 3

    if who == "visitor":
        visitor.leave("exit")
    else:
        professional.end(talk)
    await professional.until(lambda: talk.ended is not None, within=1.0)

    assert await keys_of(stores, talk.cid) == []
    assert await values_with(stores, talk.cid) == []
    assert talk.ended == ("exit" if who == "visitor" else "done")


async def values_with(stores: Stores, needle: bytes) -> list[bytes]:
    """Keys of either store whose value holds these bytes, or their hex."""
    found = []
    for store in stores.keepers:
        async with Redis.from_url(store.url) as client:
            async for key in client.scan_iter():
                dump = await client.dump(key) or b""
                if needle in dump or needle.hex().encode() in dump:
                    found.append(key)
    return found


async def test_a_closed_conversation_accepts_no_more_messages(cast: Cast) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    late = talk.keys.seal_text("te laat", MINUTE)
    professional.end(talk)
    await visitor.until(lambda: visitor.ended == "done")
    await professional.until(lambda: talk.ended == "done")

    ref = bytes(16)
    professional.line.send(frames.StaffSay(cid=talk.cid, ref=ref, epoch=1, sealed=late))

    await professional.until(lambda: ("not_yours", ref) in professional.refusals)
    await visitor.until(lambda: visitor.line.closed_with == 1000)
    assert visitor.texts == ()


async def test_two_pairs_at_once_never_see_each_others_words(cast: Cast) -> None:
    visitors = [await cast.visitor(), await cast.visitor("en")]
    professionals = [await cast.professional(), await cast.professional()]
    talks = [
        await cast.conversation(visitor, professional)
        for visitor, professional in zip(visitors, professionals, strict=True)
    ]

    for turn in range(20):
        for number in (0, 1):
            visitors[number].say(f"bezoeker {number} zin {turn}")
            professionals[number].say(talks[number], f"hulpverlener {number} zin {turn}")
    for visitor, professional, talk in zip(visitors, professionals, talks, strict=True):
        await visitor.until(has(visitor, 40))
        await professional.until(has(talk, 40))

    for number in (0, 1):
        for said in (*visitors[number].texts, *talks[number].texts):
            assert said.text.split()[1] == str(number)


def has(side: Visitor | Talk, number: int) -> Callable[[], bool]:
    return lambda: len(side.texts) == number


async def test_of_fifty_who_take_the_same_visitor_exactly_one_wins(cast: Cast) -> None:
    visitor = await cast.visitor()
    professionals = [await cast.professional() for _ in range(5)]

    tries = [
        professional.take(visitor.keys.cid) for professional in professionals for _ in range(10)
    ]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    won = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    lost = [str(outcome) for outcome in outcomes if isinstance(outcome, PermissionError)]
    assert len(won) == 1
    assert lost == ["taken"] * 49


async def test_a_killed_server_that_comes_back_has_lost_no_accepted_message(
    cast: Cast, stores: Stores, tmp_path: Path
) -> None:
    directory = tmp_path / "second"
    directory.mkdir()
    async with server_process(stores, directory) as server:
        visitor = await cast.visitor(url=server.visitor_url)
        professional = await cast.professional(url=server.staff_url)
        talk = await cast.conversation(visitor, professional)
        for turn in range(3):
            for number in range(5):
                visitor.say(f"v{turn}.{number}")
                professional.say(talk, f"h{turn}.{number}")
            await visitor.until(lambda: len(visitor.texts) > 0)
            await server.kill()
            await server.start()
        await visitor.until(lambda: len(visitor.texts) == 30)
        await professional.until(lambda: len(talk.texts) == 30)

    assert [said.text for said in visitor.texts] == [said.text for said in talk.texts]
    assert len({said.text for said in visitor.texts}) == 30
    assert not any(said.marks for said in (*visitor.texts, *talk.texts))


async def test_a_reload_while_waiting_keeps_the_place_and_blocks_nobody(cast: Cast) -> None:
    first, second, third = [await cast.visitor() for _ in range(3)]

    for _ in range(20):
        await second.line.lose()
        await second.until(lambda: second.line.is_connected)

    assert (first.position, second.position, third.position) == (1, 2, 3)
    professional = await cast.professional()
    assert (await professional.take()).cid == first.keys.cid


async def test_positions_never_grow_and_follow_each_departure(cast: Cast) -> None:
    first, second, third = [await cast.visitor() for _ in range(3)]

    second.leave("left")
    await third.until(lambda: third.position == 2, within=1.0)
    first.leave("exit")
    await third.until(lambda: third.position == 1, within=1.0)

    professional = await cast.professional()
    assert [entry.cid for entry in professional.waiting] == [third.keys.cid]


async def test_a_full_list_leaves_nothing_of_the_newcomer(stores: Stores, tmp_path: Path) -> None:
    async with (
        served(stores, tmp_path, more={"CHATSERVER_LIMITS_MAX_WAITING": "2"}) as app,
        Cast.around(app) as cast,
    ):
        await cast.visitor()
        await cast.visitor()

        third = await cast.visitor()

        assert third.desk is not None
        assert third.desk.state == "full"
        assert third.position is None
        assert await keys_of(stores, third.keys.cid) == []
