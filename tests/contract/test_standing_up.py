"""Whoever stands up takes only what is theirs along, in whatever order it is heard."""

import pytest

from chatserver.domain.errors import Code, Refused
from tests.contract.room import NOW, SAM, Room, beside_of, guest_takes_over
from tests.support.redis_servers import Stores

NOBODY = b""
STRANGER = b"x" * 8


async def stands_up(
    room: Room, cid: bytes, place: bytes, *, turn: int, successor: bytes = NOBODY
) -> None:
    await room.vault.conversations.stand_up(
        cid, place=place, successor=successor, turn=turn, news=b"", lives=600, now=NOW
    )


async def fields_of(stores: Stores, cid: bytes) -> set[bytes]:
    async with stores.looking_into_vault() as client:
        fields = await client.hkeys("hl:{" + cid.hex() + "}:life")
    return {field for field in fields if isinstance(field, bytes)}


async def test_of_a_conversation_that_is_gone_nobody_stands_up(room: Room, stores: Stores) -> None:
    with pytest.raises(Refused) as refused:
        await stands_up(room, b"g" * 16, STRANGER, turn=1)

    assert refused.value.code is Code.GONE
    assert await fields_of(stores, b"g" * 16) == set()


async def test_the_visitor_cannot_stand_up(room: Room) -> None:
    cid = await room.waiting()
    claim = await room.taken(SAM)

    with pytest.raises(Refused) as refused:
        await stands_up(room, cid, b"v", turn=claim.turn + 1)

    assert refused.value.code is Code.NOT_YOURS
    assert await room.who(cid) == ("called", claim.place)


async def test_nobody_else_stands_up_for_who_sits_there(room: Room) -> None:
    cid = await room.waiting()
    claim = await room.taken(SAM)

    await stands_up(room, cid, STRANGER, turn=claim.turn)

    assert await room.who(cid) == ("called", claim.place)


async def test_who_sits_there_may_stand_up_in_the_turn_they_sat_down_in(room: Room) -> None:
    cid = await room.waiting()
    claim = await room.taken(SAM)
    await room.offers(claim)

    await stands_up(room, cid, claim.place, turn=claim.turn)

    assert await room.who(cid) == ("waiting", b"")


async def test_who_takes_over_keeps_the_place_they_were_let_in_to(
    room: Room, stores: Stores
) -> None:
    cid = await room.waiting()
    claim = await room.taken(SAM)
    await room.offers(claim)

    await stands_up(room, cid, STRANGER, successor=claim.place, turn=claim.turn + 1)

    assert b"o:" + claim.place in await fields_of(stores, cid)
    assert (await room.who(cid))[1] == claim.place


async def test_of_who_sat_there_unheard_of_nothing_is_left(room: Room, stores: Stores) -> None:
    cid = await room.waiting()
    claim = await room.taken(SAM)
    await room.offers(claim)

    await stands_up(room, cid, STRANGER, successor=b"N" * 8, turn=claim.turn + 1)

    assert b"o:" + claim.place not in await fields_of(stores, cid)
    assert (await room.who(cid))[1] == b"N" * 8


async def test_a_guest_who_takes_over_is_no_guest_any_more(room: Room) -> None:
    cid = await room.waiting()
    first = await room.taken(SAM)
    beside = await beside_of(room, cid)
    went = await guest_takes_over(room, first, beside)

    await room.stands_up(first, went)

    standing = await room.vault.conversations.standing(cid)
    assert standing is not None
    assert (standing.place, standing.guests) == (beside.place, frozenset())


async def test_a_guest_who_stands_up_leaves_nothing_and_takes_nobody_along(
    room: Room, stores: Stores
) -> None:
    cid = await room.waiting()
    first = await room.taken(SAM)
    beside = await beside_of(room, cid)
    await room.offers(first)
    await room.offers(beside)

    await stands_up(room, cid, beside.place, turn=0)

    kept = await fields_of(stores, cid)
    assert b"o:" + first.place in kept
    assert not {field for field in kept if beside.place in field}
    assert (await room.who(cid))[1] == first.place


async def test_a_conversation_lives_on_from_when_somebody_stood_up(
    room: Room, stores: Stores
) -> None:
    cid = await room.waiting(lives=60)
    claim = await room.taken(SAM)
    life = "hl:{" + cid.hex() + "}:life"
    async with stores.looking_into_vault() as client:
        await client.pexpire(life, 60_000)

        await stands_up(room, cid, claim.place, turn=claim.turn)

        assert await client.pttl(life) > 60_000
