"""What the scripts promise about words between two colleagues, whoever says them and when."""

import asyncio

import pytest

from chatserver.domain.errors import Refused
from chatserver.store import consults, keys
from chatserver.store.values import Consult, ConsultNews
from tests.contract.room import NOOR, SAM, Room
from tests.support.redis_servers import Stores

KIM = b"k" * 32
ONE = b"1" * 16


async def called(room: Room, id_: bytes = ONE) -> None:
    consult = Consult(id=id_, asks=SAM, asked=NOOR, facts=b"sealed")
    await room.vault.consults.call(consult)


async def both_sit(room: Room) -> None:
    await called(room)
    await room.vault.consults.sit_down(ONE, NOOR, b"chair")
    await room.vault.consults.seat(ONE, SAM, b"grants of sam", b"grants of noor")


async def test_what_was_put_down_is_read_as_it_was(room: Room) -> None:
    await both_sit(room)
    await room.vault.consults.say(ONE, NOOR, b"r" * 16, b"a word")

    (found,) = await room.vault.consults.of(NOOR)

    assert found == Consult(
        id=ONE,
        asks=SAM,
        asked=NOOR,
        facts=b"sealed",
        chair=b"chair",
        grants=(b"grants of sam", b"grants of noor"),
        words=(b"a word",),
    )
    assert await room.vault.consults.of(KIM) == []


async def test_a_ref_has_one_number_however_often_it_is_said(room: Room) -> None:
    await both_sit(room)
    said = [room.vault.consults.say(ONE, SAM, b"r" * 16, b"word") for _ in range(5)]

    assert set(await asyncio.gather(*said)) == {1}
    assert await room.vault.consults.say(ONE, NOOR, b"r" * 16, b"of somebody else") == 2


async def test_everything_that_happens_is_told_in_order(room: Room) -> None:
    heard: list[ConsultNews] = []
    room.vault.consults.watch(heard.append)

    await both_sit(room)
    await room.vault.consults.say(ONE, SAM, b"r" * 16, b"word")
    await room.vault.consults.end(ONE, by=NOOR)
    async with asyncio.timeout(5):
        while len(heard) < 5:  # noqa: ASYNC110 - news comes by itself
            await asyncio.sleep(0)

    assert [(each.kind, each.body) for each in heard] == [
        (b"c", b""),
        (b"j", b""),
        (b"s", b""),
        (b"w", b"1:word"),
        (b"e", b"ended"),
    ]
    assert {each.both for each in heard} == {(SAM, NOOR)}


async def test_nobody_is_in_more_consults_than_one_can_follow(room: Room) -> None:
    for number in range(consults.MOST_OF_ONE):
        await called(room, b"%016d" % number)

    with pytest.raises(Refused, match="at_capacity"):
        await called(room, b"%016d" % 99)


async def test_a_consult_has_an_end_of_words(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consults, "MOST_WORDS", 2)
    await both_sit(room)
    for number in range(2):
        await room.vault.consults.say(ONE, SAM, b"%016d" % number, b"word")

    with pytest.raises(Refused, match="full"):
        await room.vault.consults.say(ONE, SAM, b"%016d" % 9, b"word")


async def test_who_is_not_in_it_ends_nothing_and_an_end_keeps_nothing(
    room: Room, stores: Stores
) -> None:
    await both_sit(room)

    with pytest.raises(Refused, match="not_yours"):
        await room.vault.consults.end(ONE, by=KIM)
    assert await room.vault.consults.end(ONE, by=SAM) is True
    assert await room.vault.consults.end(ONE, by=SAM) is False

    assert await room.vault.consults.read(ONE) is None
    async with stores.looking_into_vault() as client:
        assert [key async for key in client.scan_iter("hl:{desk}:consult*")] == []


async def test_what_has_expired_is_taken_off_the_list(room: Room, stores: Stores) -> None:
    await both_sit(room)
    async with stores.looking_into_vault() as client:
        await client.delete(keys.consult(ONE).decode())

    assert list(await room.vault.consults.all()) == [ONE]
    assert await room.vault.consults.of(SAM) == []
    await room.vault.consults.end(ONE, why="gone")

    assert await room.vault.consults.all() == {}
