"""The desk decides who holds a conversation, and its life follows, in whatever order they hear.

The two lie on different keys, so each change is two steps of one process. Between them anything
may happen: another process takes its two steps, or this one dies (docs/decisions/0013).
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from chatserver.domain.desk import CREDIT, Waiter
from chatserver.domain.errors import Code, Refused
from chatserver.domain.footfall import Moment
from chatserver.store.values import Ask, Birth, Claim, Seated, Unseated
from chatserver.store.vault import RedisVault
from tests.support.redis_servers import Stores
from tests.support.vaults import running_vault

NOW = 1_800_000_000
AT = Moment.at(NOW, "Europe/Amsterdam")
SAM, NOOR = b"s" * 32, b"n" * 32
FACTS = b"sealed"


class Room:
    """The two halves of the vault, one step at a time."""

    def __init__(self, vault: RedisVault) -> None:
        self.vault = vault
        self._made = 0

    def _name(self, length: int) -> bytes:
        self._made += 1
        return self._made.to_bytes(length)

    async def waiting(self, *, lives: int = 600, hard_end: int = NOW + 3600) -> bytes:
        """Somebody who stands in line."""
        cid = self._name(16)
        birth = Birth(
            token_digest=b"t", wrapped_key=b"k", facts=b"a", share=b"h", hard_end=hard_end
        )
        await self.vault.conversations.arrive(
            cid, birth, connection=self._name(8), lives=lives, now=NOW
        )
        await self.vault.desk.join(cid, FACTS, most=100, at=AT)
        return cid

    async def claimed(self, who: bytes, cid: bytes | None = None) -> Claim:
        """Take one by name, or the first in line."""
        name = cid or (await self.line())[0]
        return await self.vault.desk.claim(
            who, cid=name, ticket=self._name(16), place=self._name(8), capacity=9, at=AT
        )

    async def seated(self, claim: Claim) -> Seated | None:
        return await self.vault.conversations.seat(
            claim.cid,
            place=claim.place,
            turn=claim.turn,
            is_guest=claim.is_guest,
            lives=600,
            now=NOW,
        )

    async def taken(self, who: bytes, cid: bytes | None = None) -> Claim:
        claim = await self.claimed(who, cid)
        assert await self.seated(claim) is not None
        return claim

    async def let_go(self, claim: Claim, *let_in: bytes) -> Unseated:
        """The first step of standing up."""
        return await self.vault.desk.unseat(
            claim.cid, claim.place, let_in=let_in, may_be_alone=True
        )

    async def stands_up(self, claim: Claim, went: Unseated) -> None:
        """The second."""
        await self.vault.conversations.stand_up(
            claim.cid,
            place=claim.place,
            successor=went.successor,
            turn=went.turn,
            news=b"",
            lives=600,
            now=NOW,
        )

    async def offers(self, claim: Claim) -> None:
        await self.vault.conversations.offer(
            claim.cid, place=claim.place, offer=b"o", news=b"", lives=600, now=NOW
        )

    async def who(self, cid: bytes) -> tuple[str, bytes]:
        standing = await self.vault.conversations.standing(cid)
        assert standing is not None
        return standing.state, standing.place

    async def line(self) -> list[bytes]:
        return [each.cid for each in await self.vault.desk.line()]


@pytest_asyncio.fixture
async def room(stores: Stores) -> AsyncIterator[Room]:
    async with running_vault(stores) as vault:
        yield Room(vault)


async def beside_of(room: Room, cid: bytes) -> Claim:
    """Noor sits beside whoever has this conversation."""
    await room.vault.desk.ask(SAM, cid, Ask(cid, "join", b"sealed"))
    claim = await room.vault.desk.sit_in(
        NOOR, cid=cid, ticket=b"T" * 16, place=b"P" * 8, may_go_on=True, capacity=9
    )
    assert await room.seated(claim) is not None
    return claim


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
    await room.vault.conversations.grant(
        cid, place=beside.place, epoch=2, grant=b"g", news=b"", lives=600, now=NOW
    )
    went = await room.let_go(first, beside.place)
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
