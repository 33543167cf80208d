"""What the desk does with a rehearsal: behind everybody, in nobody's hands, and never counted."""

from dataclasses import replace
from typing import cast

import pytest

from chatserver.domain.errors import Code, Refused
from chatserver.store import keys
from chatserver.store.rehearsals import BEGINS_WITHIN
from chatserver.store.values import Claim, Drill
from tests.contract.room import AT, NOOR, NOW, SAM, Room, beside_of, guest_takes_over
from tests.support.redis_servers import Stores

Hands = dict[bytes, bytes]

DRILL = Drill(
    id=b"1" * 16, began=NOW, until=NOW + 3600, about=b"a", visitors=frozenset(), is_over=False
)
OTHER = replace(DRILL, id=b"2" * 16)


async def played(room: Room) -> bytes:
    """Somebody in line who only rehearses."""
    return await room.waiting(rehearses=True)


async def taken(room: Room, cid: bytes, who: bytes = SAM) -> Claim:
    claim = await room.claimed(who, cid)
    assert await room.seated(claim) is not None
    return claim


async def hands(stores: Stores) -> tuple[Hands, Hands]:
    """How many conversations, and how many tickets, of whom."""
    async with stores.looking_into_vault() as client:
        load = await client.hgetall(keys.LOAD.decode())
        owed = await client.hgetall(keys.OWED.decode())
    return cast("Hands", load), cast("Hands", owed)


async def counted(room: Room) -> dict[str, int]:
    return dict((await room.vault.footfall.read(AT.day)).footfall.counts)


async def test_it_stands_behind_who_came_later_and_behind_who_comes_back(room: Room) -> None:
    drill, real = await played(room), await room.waiting()
    assert await room.line() == [real, drill]

    held = await taken(room, drill)
    await room.let_go(held)
    late = await room.waiting()

    assert await room.line() == [real, late, drill]


async def test_it_keeps_its_place_among_rehearsals_when_it_comes_back(room: Room) -> None:
    first, second = await played(room), await played(room)
    held = await taken(room, first)
    assert held.has_returned is False
    await room.let_go(held)

    assert await room.line() == [first, second]
    again = await room.claimed(SAM, first)
    assert again.has_returned


async def test_it_is_never_in_anybodys_hands(room: Room, stores: Stores) -> None:
    held = await taken(room, await played(room))
    assert await hands(stores) == ({}, {})
    await room.let_go(held)
    assert await hands(stores) == ({}, {})
    held = await taken(room, held.cid)
    await room.vault.desk.release(held.cid, tagged=True, at=AT, note=b"note")
    assert await hands(stores) == ({}, {})
    assert list(await room.vault.desk.tickets_of(SAM)) == [held.ticket]
    assert await room.vault.desk.settle(SAM, held.ticket)
    assert await hands(stores) == ({}, {})
    assert not await room.vault.desk.tickets_of(SAM)


async def test_who_takes_it_over_as_a_guest_has_it_in_their_hands_no_more(
    room: Room, stores: Stores
) -> None:
    first = await taken(room, await played(room))
    beside = await beside_of(room, first.cid)
    assert await hands(stores) == ({NOOR: b"1"}, {})

    went = await guest_takes_over(room, first, beside)

    assert went.went == "passed"
    assert await hands(stores) == ({}, {})
    await room.vault.desk.release(first.cid, tagged=True, at=AT)
    assert await hands(stores) == ({}, {})


async def test_a_real_ticket_beside_it_is_owed_and_settled_as_ever(
    room: Room, stores: Stores
) -> None:
    drill, real = await taken(room, await played(room)), await taken(room, await room.waiting())
    assert await hands(stores) == ({SAM: b"1"}, {})
    for each in (drill, real):
        await room.vault.desk.release(each.cid, tagged=True, at=AT)

    await room.vault.desk.settle(SAM, drill.ticket)
    assert await hands(stores) == ({}, {SAM: b"1"})
    await room.vault.desk.settle(SAM, real.ticket)
    assert await hands(stores) == ({}, {})


async def test_nothing_of_it_is_counted(room: Room) -> None:
    await room.vault.footfall.sample(AT, most=1, is_open=True, is_paused=False)
    before = await counted(room)

    waits, goes = await played(room), await played(room)
    await room.vault.desk.release(goes, tagged=False, at=AT)
    held = await taken(room, waits)
    await room.vault.desk.unseat(held.cid, held.place, let_in=(), may_be_alone=True, is_ready=False)
    await room.vault.desk.rouse(held.cid)
    held = await taken(room, waits)
    await room.vault.desk.release(held.cid, tagged=True, at=AT)
    await room.vault.desk.settle(SAM, held.ticket)

    assert await counted(room) == before


async def test_a_list_that_is_full_of_rehearsals_is_not_full(room: Room) -> None:
    for _ in range(3):
        await played(room)
    await room.vault.footfall.sample(AT, most=3, is_open=True, is_paused=False)

    assert "full" not in await counted(room)
    place = await room.vault.desk.join(b"r" * 16, b"sealed", most=3, at=AT)
    assert place == 1
    with pytest.raises(Refused, match="full"):
        await room.vault.desk.join(b"d" * 16, b"sealed", most=3, at=AT, rehearses=True)


async def test_nothing_names_it_when_it_is_over(room: Room, stores: Stores) -> None:
    held = await taken(room, await played(room))
    await room.vault.conversations.finish(held.cid, seat=held.place, news=b"")
    await room.vault.desk.release(held.cid, tagged=True, at=AT)
    await room.vault.desk.settle(SAM, held.ticket)

    async with stores.looking_into_vault() as client:
        names = {name async for name in client.scan_iter()}
    assert {name for name in names if b"footfall" not in name} == {keys.TURN}


async def refused(room: Room, drill: Drill, *, now: int = NOW, cid: bytes = b"") -> Code | None:
    try:
        await room.vault.drills.admit(drill, most=2, now=now, cid=cid)
    except Refused as error:
        return error.code
    return None


async def test_as_many_are_let_in_as_the_pass_says_and_each_again(room: Room) -> None:
    first, second, third = (bytes([number]) * 16 for number in range(3))

    assert [await refused(room, DRILL, cid=cid) for cid in (first, second, third, first)] == [
        None,
        None,
        Code.NOT_APPROVED,
        None,
    ]
    last = await room.vault.drills.last()
    assert last == replace(DRILL, visitors=frozenset({first, second}))


async def test_there_is_none_before_the_first(room: Room) -> None:
    assert await room.vault.drills.last() is None
    await room.vault.drills.call_off(DRILL.id)
    assert await room.vault.drills.last() is None


async def test_another_begins_when_all_of_the_last_are_gone(room: Room) -> None:
    cid = await played(room)
    assert await refused(room, DRILL, cid=cid) is None
    assert await refused(room, OTHER, now=NOW + BEGINS_WITHIN) is Code.OUT_OF_TURN

    await room.vault.desk.release(cid, tagged=False, at=AT)

    assert await refused(room, OTHER, now=NOW + BEGINS_WITHIN - 1) is Code.OUT_OF_TURN
    assert await refused(room, OTHER, now=NOW + BEGINS_WITHIN) is None
    assert await refused(room, DRILL, now=NOW + BEGINS_WITHIN) is Code.GONE
    last = await room.vault.drills.last()
    assert last is not None
    assert (last.id, last.visitors) == (OTHER.id, frozenset())


async def test_one_that_was_called_off_lets_nobody_in_and_another_one_begin(room: Room) -> None:
    assert await refused(room, DRILL) is None
    await room.vault.drills.call_off(OTHER.id)  # another: nothing happens
    assert await refused(room, DRILL, cid=b"c" * 16) is None

    await room.vault.drills.call_off(DRILL.id)

    assert await refused(room, DRILL, cid=b"c" * 16) is Code.GONE
    last = await room.vault.drills.last()
    assert last is not None
    assert last.is_over
    assert await refused(room, OTHER) is None


async def test_what_is_over_is_forgotten_when_its_pass_has_run_out(
    room: Room, stores: Stores
) -> None:
    await refused(room, DRILL)
    await room.vault.drills.call_off(DRILL.id)

    later = replace(OTHER, until=NOW + 9000)
    assert await refused(room, later, now=NOW + 3600) is None

    async with stores.looking_into_vault() as client:
        kept = await client.hgetall(keys.REHEARSAL.decode())
    assert set(kept) == {b"id", b"until", b"began", b"about", b"x:" + DRILL.id}
