"""The desk decides who holds a conversation, and its life follows, in whatever order they hear.

The two lie on different keys, so each change is two steps of one process. Between them anything
may happen: another process takes its two steps, or this one dies (docs/decisions/0013).
"""

import pytest

from chatserver.domain.desk import CREDIT, Waiter
from chatserver.domain.errors import Code, Refused
from tests.contract.room import NOOR, NOW, SAM, Room, beside_of, guest_takes_over
from tests.support.redis_servers import Stores


async def test_who_takes_before_the_last_one_has_stood_up_keeps_it(room: Room) -> None:
    cid = await room.waiting()
    first = await room.taken(SAM)
    await room.offers(first)
    went = await room.let_go(first)

    second = await room.claimed(NOOR)
    seated = await room.seated(second)
    await room.stands_up(first, went)

    assert seated is not None
    assert seated.before == first.place
    assert seated.life.offers == ()
    assert await room.who(cid) == ("called", second.place)
    await room.offers(second)


async def test_who_was_sent_away_cannot_sit_down_late(room: Room) -> None:
    cid = await room.waiting()
    slow = await room.claimed(SAM)
    went = await room.let_go(slow)
    await room.stands_up(slow, went)

    with pytest.raises(Refused) as refused:
        await room.seated(slow)

    assert refused.value.code is Code.TAKEN
    assert await room.who(cid) == ("waiting", b"")
    assert await room.line() == [cid]


async def test_sitting_down_twice_is_sitting_down_once(room: Room) -> None:
    cid = await room.waiting()
    claim = await room.taken(SAM)
    await room.offers(claim)

    again = await room.seated(claim)

    assert again is not None
    assert again.before == b""
    assert [place for place, _ in again.life.offers] == [claim.place]
    assert await room.who(cid) == ("called", claim.place)


async def test_standing_up_twice_is_standing_up_once(room: Room) -> None:
    cid = await room.waiting()
    claim = await room.taken(SAM)
    went = await room.let_go(claim)

    await room.stands_up(claim, went)
    await room.stands_up(claim, went)

    assert await room.who(cid) == ("waiting", b"")


async def test_a_guest_who_goes_on_alone_sits_down_although_nobody_stood_up(room: Room) -> None:
    cid = await room.waiting()
    first = await room.taken(SAM)
    beside = await beside_of(room, cid)
    went = await guest_takes_over(room, first, beside)
    assert (went.went, went.successor) == ("passed", beside.place)

    (held,) = await room.vault.desk.held_by(NOOR)
    seated = await room.seated(held)

    assert seated is not None
    assert seated.before == first.place
    assert [place for place, _, _ in seated.life.grants] == [beside.place]
    assert await room.who(cid) == ("open", beside.place)


async def test_who_was_not_let_in_does_not_stay_with_a_visitor_who_stands_in_line(
    room: Room,
) -> None:
    cid = await room.waiting()
    first = await room.taken(SAM)
    beside = await beside_of(room, cid)

    went = await room.let_go(first)
    await room.stands_up(first, went)

    assert (went.went, went.guests) == ("front", (beside.place,))
    assert await room.vault.desk.held_by(NOOR) == []
    standing = await room.vault.conversations.standing(cid)
    assert standing is not None
    assert standing.guests == frozenset()
    await room.taken(NOOR)


async def test_who_comes_back_to_the_line_stands_in_the_order_of_arrival(room: Room) -> None:
    first, second, third = [await room.waiting() for _ in range(3)]
    claims = [await room.taken(SAM, cid) for cid in (first, second)]
    for claim in reversed(claims):
        await room.let_go(claim)
    assert await room.line() == [first, second, third]

    again = await room.taken(SAM)
    await room.let_go(again)

    assert await room.line() == [first, second, third]


@pytest.mark.parametrize(("later", "is_in_front"), [(CREDIT - 1, True), (CREDIT, False)])
async def test_who_comes_back_passes_only_those_within_the_credit(
    room: Room, stores: Stores, later: int, *, is_in_front: bool
) -> None:
    waits = await room.waiting()
    async with stores.looking_into_vault() as client:
        await client.incrby("hl:{desk}:turn", later - 1)
    back = await room.waiting()
    first = await room.taken(SAM, back)
    await room.let_go(first)
    again = await room.taken(SAM, back)
    await room.let_go(again)

    assert (first.has_returned, again.has_returned) == (False, True)
    assert await room.line() == ([back, waits] if is_in_front else [waits, back])
    read = [Waiter.ranked(each.cid, "nl", each.rank).turn for each in await room.vault.desk.line()]
    assert max(read) - min(read) == later


async def test_nothing_outlives_its_hard_end_by_being_used(room: Room, stores: Stores) -> None:
    cid = await room.waiting(lives=2, hard_end=NOW + 2)
    life = "hl:{" + cid.hex() + "}:life"

    async with stores.looking_into_vault() as client:
        left = [await client.pttl(life)]
        for later in range(2, 30):
            await room.vault.conversations.stay(cid, lives=600, now=NOW + later)
            left.append(await client.pttl(life))

    assert left == sorted(left, reverse=True)
