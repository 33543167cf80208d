"""What comes back after a loss, on a real Redis: once, in its place, and never past its end."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest
import pytest_asyncio

from chatserver.domain.errors import Refused
from chatserver.domain.footfall import Moment
from chatserver.store.values import Birth, Born, Return, Standing
from chatserver.store.vault import RedisVault
from tests.support.redis_servers import Stores
from tests.support.vaults import running_vault

NOW = 1_800_000_000
AT = Moment.at(NOW, "Europe/Amsterdam")
END = NOW + 3600
SAM, NOOR = b"s" * 32, b"n" * 32
CID, TICKET, PLACE, OWNER = b"c" * 16, b"t" * 16, b"p" * 8, b"o" * 16
BIRTH = Birth(token_digest=b"t", wrapped_key=b"k", facts=b"a", share=b"h", hard_end=END)

WAITED = Return(cid=CID, mark=b"m" * 16, until=END, note=b"note", rank=7.0)
HELD = replace(WAITED, rank=-193.5, pseudonym=SAM, ticket=TICKET, place=PLACE, arrival=7, turn=9)


@dataclass(frozen=True)
class After:
    """A vault that has just been found empty."""

    vault: RedisVault

    async def comes(self, back: Return = HELD, *, capacity: int = 3, now: int = NOW) -> str:
        how, _ = await self.vault.returns.bring_back(back, capacity=capacity, now=now)
        return how

    async def owes(self, who: bytes = SAM, ticket: bytes = TICKET, *, now: int = NOW) -> str:
        return await self.vault.returns.owe(
            who, cid=CID, ticket=ticket, note=b"note", until=END, now=now
        )

    async def stages(self, first: int, *sealed: bytes, owner: bytes = OWNER) -> None:
        await self.vault.returns.stage(CID, owner=owner, first=first, sealed=sealed, lives=60)

    async def rebuilds(self, count: int, *, owner: bytes = OWNER, birth: Birth = BIRTH) -> bool:
        return await self.vault.returns.rebuild(
            CID,
            birth,
            owner=owner,
            standing=Standing("open", PLACE, 9, 0, 0, 0, END, frozenset()),
            count=count,
            connection=b"12345678",
            lives=600,
            now=NOW,
        )

    async def messages(self) -> list[tuple[int, bytes]]:
        transcript = self.vault.conversations.transcript(CID, after=0)
        return [each async for each in transcript]


@pytest_asyncio.fixture
async def after(stores: Stores) -> AsyncIterator[After]:
    async with running_vault(stores) as vault:
        yield After(vault)


async def test_the_first_mark_stays(after: After) -> None:
    first, second = Born(b"1" * 8, NOW), Born(b"2" * 8, NOW + 5)

    assert await after.vault.returns.born(first) == first
    assert await after.vault.returns.born(second) == first


async def test_a_conversation_comes_back_to_who_held_it_and_only_once(after: After) -> None:
    assert await after.comes() == "held"
    assert await after.comes() == "there"

    (claim,) = await after.vault.desk.held_by(SAM)
    assert (claim.cid, claim.ticket, claim.place, claim.turn) == (CID, TICKET, PLACE, 9)
    await after.vault.desk.release(CID, tagged=True, at=AT)
    assert await after.comes() == "spent"
    assert list(await after.vault.desk.tickets_of(SAM)) == [TICKET]


async def test_who_has_others_by_now_leaves_the_visitor_in_front(after: After) -> None:
    assert await after.comes(capacity=0) == "front"

    (first,) = await after.vault.desk.line()
    assert (first.cid, first.rank, first.is_ready) == (CID, -193.5, True)
    assert await after.vault.desk.held_by(SAM) == []


async def test_who_waited_stands_where_they_stood_and_is_as_ready_as_before(after: After) -> None:
    newcomer = b"n" * 16
    await after.vault.desk.join(newcomer, b"facts", most=1, at=AT)

    assert await after.comes(replace(WAITED, is_ready=False)) == "line"

    line = await after.vault.desk.line()
    assert [(each.cid, each.is_ready) for each in line] == [(CID, False), (newcomer, True)]


async def test_a_ticket_is_owed_once(after: After) -> None:
    assert await after.owes() == "owed"
    assert await after.owes() == "owed"  # a reload
    assert list(await after.vault.desk.tickets_of(SAM)) == [TICKET]

    assert await after.vault.desk.settle(SAM, TICKET)
    assert await after.owes() == "spent"
    assert not await after.vault.desk.tickets_of(SAM)


async def test_what_came_back_has_nothing_to_tag_yet(after: After) -> None:
    await after.owes()
    assert await after.comes() == "held"

    assert not await after.vault.desk.tickets_of(SAM)
    assert await after.owes() == "there"
    other = await after.vault.desk.join(b"x" * 16, b"facts", most=9, at=AT)
    assert other == 1  # and nothing stands in the way of taking the next
    claim = await after.vault.desk.claim(
        SAM, cid=b"x" * 16, ticket=b"u" * 16, place=b"q" * 8, capacity=2, at=AT
    )
    assert claim.cid == b"x" * 16


async def test_what_had_ended_does_not_come_back(after: After) -> None:
    await after.vault.returns.forbid([HELD.mark], until=END, now=NOW)

    assert await after.vault.returns.has_returned(HELD.mark)
    assert await after.comes() == "spent"


async def test_marks_are_dropped_once_nothing_can_come_back_by_them(after: After) -> None:
    await after.vault.returns.forbid([b"old" * 5], until=NOW + 10, now=NOW)
    await after.comes(now=NOW + 11)

    assert not await after.vault.returns.has_returned(b"old" * 5)
    assert await after.vault.returns.has_returned(HELD.mark)


async def test_pieces_become_a_conversation_in_one_step(after: After) -> None:
    await after.stages(1, b"one", b"two")
    await after.stages(3, b"three")
    assert await after.vault.conversations.standing(CID) is None

    assert await after.rebuilds(3)

    assert await after.messages() == [(1, b"one"), (2, b"two"), (3, b"three")]
    standing = await after.vault.conversations.standing(CID)
    assert standing is not None
    assert (standing.state, standing.place, standing.turn) == ("open", PLACE, 9)
    assert standing.hard_end == END
    number = await after.vault.conversations.say(
        CID, seat=b"v", ref=b"r", sealed=b"four", connection=b"12345678", lives=600, now=NOW
    )
    assert number == 4
    assert not await after.rebuilds(3)


@pytest.mark.parametrize("first", [1 + 1, 3, 0])
async def test_pieces_out_of_order_are_refused(after: After, first: int) -> None:
    await after.stages(1, b"one")
    if first == 2:
        await after.stages(2, b"two")

    with pytest.raises(Refused, match="out_of_turn"):
        await after.stages(first, b"again")


async def test_a_stage_has_one_owner(after: After) -> None:
    await after.stages(1, b"one")
    await after.stages(1, b"eins", owner=b"q" * 16)

    with pytest.raises(Refused, match="out_of_turn"):
        await after.stages(2, b"two")
    with pytest.raises(Refused, match="out_of_turn"):
        await after.rebuilds(1)
    assert await after.rebuilds(1, owner=b"q" * 16)
    assert await after.messages() == [(1, b"eins")]


async def test_a_conversation_that_is_there_takes_no_pieces(after: After) -> None:
    assert await after.rebuilds(0)

    with pytest.raises(Refused, match="out_of_turn"):
        await after.stages(1, b"one")


async def test_less_than_was_said_is_no_conversation(after: After) -> None:
    await after.stages(1, b"one")

    with pytest.raises(Refused, match="out_of_turn"):
        await after.rebuilds(2)


async def test_every_key_on_the_way_has_a_lifetime_and_none_past_the_hard_end(
    after: After, stores: Stores
) -> None:
    await after.stages(1, b"one")
    async with stores.looking_into_vault() as client:
        staged = {key: await client.ttl(key) async for key in client.scan_iter("hl:{63*")}
        assert len(staged) == 2
        assert all(0 < lives <= 60 for lives in staged.values())

        await after.rebuilds(1, birth=replace(BIRTH, hard_end=NOW + 5))
        rebuilt = {key: await client.ttl(key) async for key in client.scan_iter("hl:{63*")}
        assert len(rebuilt) == 2
        assert all(0 < lives <= 5 for lives in rebuilt.values())


async def test_an_empty_vault_counts_on_from_further_than_the_last_one(
    after: After, stores: Stores
) -> None:
    await after.vault.desk.join(b"a" * 16, b"facts", most=9, at=AT)
    (first,) = await after.vault.desk.line()
    stores.flush_vault()
    await asyncio.sleep(0.002)  # a millisecond is what a turn is worth
    await after.vault.desk.join(b"b" * 16, b"facts", most=9, at=AT)
    (second,) = await after.vault.desk.line()

    assert second.rank > first.rank
    assert len(str(int(second.rank))) <= 12
