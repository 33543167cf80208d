"""What the scripts promise about the professionals at the desk, whoever asks and when."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from chatserver.domain.duty import Colleague, Proposal, Stance
from chatserver.domain.errors import Refused
from chatserver.domain.footfall import Moment
from chatserver.store.values import Ask, Return
from chatserver.store.vault import RedisVault
from tests.support.redis_servers import Stores
from tests.support.vaults import running_vault

NOW = 1_800_000_000
AT = Moment.at(NOW, "Europe/Amsterdam")
SAM, NOOR = b"s" * 32, b"n" * 32
CAPACITY = 2
GRACE = 60


class Evening:
    """The desk in the vault, one script at a time."""

    def __init__(self, vault: RedisVault) -> None:
        self.vault = vault
        self.crew = vault.crew
        self._made = 0

    def _name(self, length: int) -> bytes:
        self._made += 1
        return self._made.to_bytes(length)

    async def comes(self, who: bytes, now: int = NOW) -> None:
        await self.crew.be_here(who, b"sealed", now=now, until=now + 6, grace=GRACE)

    async def free(self, *people: bytes) -> None:
        for who in people:
            await self.comes(who)
            assert await self.crew.be(who, Stance.FREE)

    async def waiting(self) -> bytes:
        cid = self._name(16)
        await self.vault.desk.join(cid, b"sealed", most=100, at=AT)
        return cid

    async def is_(self, who: bytes) -> Colleague:
        members = (await self.crew.look()).members
        return next(each.colleague for each in members if each.colleague.pseudonym == who)

    async def proposes(self, cid: bytes, who: bytes, *, now: int = NOW, since: int = 0) -> bool:
        since = since or (await self.is_(who)).since
        proposal = Proposal(cid, who, now + 30)
        return await self.crew.propose(proposal, since=since, now=now, capacity=CAPACITY)

    async def proposed(self) -> list[tuple[bytes, bytes]]:
        return [(each.cid, each.pseudonym) for each in (await self.crew.look()).proposals]

    async def moves_on(self, now: int) -> bool:
        return await self.crew.move_on(now=now, capacity=CAPACITY, gone_since=now - 7200)

    async def takes(self, who: bytes, cid: bytes, now: int = NOW) -> str:
        """What came of it."""
        try:
            await self.vault.desk.claim(
                who,
                cid=cid,
                ticket=self._name(16),
                place=self._name(8),
                capacity=CAPACITY,
                at=Moment.at(now, "Europe/Amsterdam"),
            )
        except Refused as refused:
            return refused.code
        return "held"


@pytest_asyncio.fixture
async def evening(stores: Stores) -> AsyncIterator[Evening]:
    async with running_vault(stores) as vault:
        yield Evening(vault)


async def test_who_comes_is_away_until_they_say_otherwise(evening: Evening) -> None:
    await evening.comes(SAM)
    assert (await evening.is_(SAM)).stance is Stance.AWAY
    assert not await evening.proposes(await evening.waiting(), SAM)

    await evening.crew.be(SAM, Stance.FREE)
    assert (await evening.is_(SAM)).stance is Stance.FREE


async def test_who_was_never_there_is_nothing(evening: Evening) -> None:
    assert not await evening.crew.be(SAM, Stance.FREE)
    assert not await evening.crew.choose(SAM, 1)
    await evening.crew.go_on(SAM)

    assert (await evening.crew.look()).members == ()


async def test_nobody_is_asked_for_two_and_nobody_is_proposed_to_two(evening: Evening) -> None:
    await evening.free(SAM, NOOR)
    first, second = await evening.waiting(), await evening.waiting()

    assert await evening.proposes(first, SAM)
    assert not await evening.proposes(second, SAM)
    assert not await evening.proposes(first, NOOR)
    assert await evening.proposed() == [(first, SAM)]


async def test_one_proposal_comes_of_many_processes_that_decide_at_once(evening: Evening) -> None:
    await evening.free(SAM, NOOR)
    cids = [await evening.waiting() for _ in range(3)]
    since = {who: (await evening.is_(who)).since for who in (SAM, NOOR)}

    done = await asyncio.gather(
        *(evening.proposes(cid, who, since=since[who]) for cid in cids for who in since),
        *(evening.proposes(cid, who, since=since[who]) for who in since for cid in cids),
    )

    assert sum(done) == 2
    assert sorted(who for _, who in await evening.proposed()) == sorted(since)


async def test_what_was_decided_of_somebody_who_has_stirred_since_is_not_done(
    evening: Evening,
) -> None:
    await evening.free(SAM)
    early = (await evening.is_(SAM)).since
    assert await evening.takes(SAM, await evening.waiting()) == "held"

    assert not await evening.proposes(await evening.waiting(), SAM, since=early)


async def test_a_proposal_is_kept_for_one(evening: Evening) -> None:
    await evening.free(SAM)
    first, second = await evening.waiting(), await evening.waiting()
    await evening.proposes(first, SAM)

    assert await evening.takes(NOOR, first) == "taken"
    assert await evening.takes(NOOR, second) == "held"
    assert await evening.takes(SAM, first) == "held"
    assert await evening.proposed() == []


async def test_a_proposal_whose_time_is_over_keeps_nobody_off(evening: Evening) -> None:
    await evening.free(SAM)
    cid = await evening.waiting()
    await evening.proposes(cid, SAM)

    assert await evening.takes(NOOR, cid, now=NOW + 29) == "taken"
    assert await evening.takes(NOOR, cid, now=NOW + 30) == "held"
    assert await evening.proposed() == []


async def test_two_missed_in_a_row_make_away_and_an_answer_between_begins_anew(
    evening: Evening,
) -> None:
    await evening.free(SAM)
    cid = await evening.waiting()
    now = NOW

    async def misses() -> Stance:
        nonlocal now
        await evening.comes(SAM, now)
        assert await evening.proposes(cid, SAM, now=now)
        now += 30
        await evening.comes(SAM, now)
        assert await evening.moves_on(now)
        assert not await evening.moves_on(now)
        return (await evening.is_(SAM)).stance

    assert await misses() is Stance.FREE
    assert await evening.proposes(cid, SAM, now=now)
    assert await evening.crew.pass_on(SAM, cid, until=now + 1)
    now += 1
    assert await misses() is Stance.FREE
    assert await misses() is Stance.MISSED
    assert not await evening.proposes(cid, SAM, now=now)


async def test_who_cannot_take_anybody_any_more_has_missed_nothing(evening: Evening) -> None:
    await evening.free(SAM)
    cid = await evening.waiting()
    await evening.proposes(cid, SAM)

    assert await evening.moves_on(NOW + 40)  # no page of theirs is there

    await evening.comes(SAM, NOW + 40)
    for _ in range(2):
        assert (await evening.is_(SAM)).stance is Stance.FREE
        assert await evening.proposes(cid, SAM, now=NOW + 40)
        for _ in range(CAPACITY):
            await evening.takes(SAM, await evening.waiting(), now=NOW + 40)
        assert await evening.moves_on(NOW + 41)
        assert await evening.proposed() == []
        for claim in await evening.vault.desk.held_by(SAM):
            await evening.vault.desk.release(claim.cid, tagged=False, at=AT)


async def test_who_declined_is_known_for_as_long_as_was_said(evening: Evening) -> None:
    await evening.free(SAM, NOOR)
    cid = await evening.waiting()
    for who, until in ((SAM, NOW + 9), (NOOR, NOW + 20)):
        await evening.proposes(cid, who)
        assert await evening.crew.pass_on(who, cid, until=until)
        assert not await evening.crew.pass_on(who, cid, until=until)

    assert (await evening.crew.look()).declined == {cid: {SAM, NOOR}}
    await evening.moves_on(NOW + 9)
    assert (await evening.crew.look()).declined == {cid: {NOOR}}
    await evening.moves_on(NOW + 20)
    assert (await evening.crew.look()).declined == {}


async def test_who_leaves_the_line_leaves_nothing_behind(evening: Evening) -> None:
    await evening.free(SAM, NOOR)
    first, second = await evening.waiting(), await evening.waiting()
    for cid in (first, second):
        await evening.proposes(cid, NOOR)
        await evening.crew.pass_on(NOOR, cid, until=NOW + 99)
    await evening.proposes(first, SAM)

    await evening.vault.desk.release(first, tagged=False, at=AT)
    await evening.takes(SAM, second)

    now = await evening.crew.look()
    assert (now.proposals, now.declined) == ((), {})


async def test_idle_is_counted_from_the_last_thing_that_happened(evening: Evening) -> None:
    await evening.free(SAM, NOOR)
    order = [await evening.is_(who) for who in (SAM, NOOR)]
    assert order[0].since < order[1].since

    await evening.crew.be(SAM, Stance.FREE)  # again is nothing new
    assert (await evening.is_(SAM)).since == order[0].since
    cid = await evening.waiting()
    await evening.takes(SAM, cid)
    taken = await evening.is_(SAM)
    await evening.vault.desk.release(cid, tagged=True, at=AT)
    ended = await evening.is_(SAM)
    (ticket,) = await evening.vault.desk.tickets_of(SAM)
    await evening.vault.desk.settle(SAM, ticket, is_hard=True)
    tagged = await evening.is_(SAM)

    assert order[1].since < taken.since < ended.since < tagged.since
    assert (ended.owes, tagged.owes, ended.hard, tagged.hard) == (1, 0, 0, 1)


async def test_hard_conversations_are_forgotten_with_a_break_or_without_one(
    evening: Evening,
) -> None:
    await evening.free(SAM)

    async def hard() -> int:
        cid = await evening.waiting()
        await evening.takes(SAM, cid)
        await evening.vault.desk.release(cid, tagged=True, at=AT)
        (ticket,) = await evening.vault.desk.tickets_of(SAM)
        await evening.vault.desk.settle(SAM, ticket, is_hard=True)
        return (await evening.is_(SAM)).hard

    assert [await hard(), await hard()] == [1, 2]
    await evening.crew.be(SAM, Stance.AWAY)
    assert (await evening.is_(SAM)).hard == 2
    await evening.crew.go_on(SAM)
    assert ((await evening.is_(SAM)).hard, (await evening.is_(SAM)).stance) == (0, Stance.AWAY)
    assert await hard() == 1
    await evening.crew.be(SAM, Stance.BREAK, break_until=NOW + 900)
    assert (await evening.is_(SAM)).hard == 0


async def test_a_break_ends_by_itself_and_makes_nobody_free(evening: Evening) -> None:
    await evening.free(SAM)
    await evening.crew.be(SAM, Stance.BREAK, break_until=NOW + 900)

    assert not await evening.moves_on(NOW + 899)
    await evening.comes(SAM, NOW + 899)  # a window that comes back changes nothing
    assert (await evening.is_(SAM)).stance is Stance.BREAK
    assert await evening.moves_on(NOW + 900)
    assert (await evening.is_(SAM)).stance is Stance.RESTED


@pytest.mark.parametrize(("gone", "stance"), [(60, Stance.FREE), (61, Stance.AWAY)])
async def test_who_was_gone_for_longer_than_the_grace_comes_back_as_away(
    evening: Evening, gone: int, stance: Stance
) -> None:
    await evening.free(SAM)  # there until NOW + 6

    await evening.comes(SAM, NOW + 6 + gone)

    assert (await evening.is_(SAM)).stance is stance


async def test_nothing_is_kept_of_who_has_gone_home(evening: Evening) -> None:
    await evening.free(SAM, NOOR)
    await evening.comes(NOOR, NOW + 100)

    await evening.moves_on(NOW + 7200 + 6)
    assert (await evening.is_(SAM)).stance is Stance.FREE
    await evening.moves_on(NOW + 7200 + 7)

    members = (await evening.crew.look()).members
    assert [each.colleague.pseudonym for each in members] == [NOOR]
    kept = await evening.vault.desk._pipeline.call("HKEYS", b"hl:{desk}:crew")
    assert isinstance(kept, list)
    assert not any(SAM in name for name in kept if isinstance(name, bytes))


@pytest.mark.parametrize("stance", [Stance.AWAY, Stance.BREAK, Stance.ENDING])
async def test_who_is_not_free_any_more_is_asked_nothing_at_once(
    evening: Evening, stance: Stance
) -> None:
    await evening.free(SAM)
    cid = await evening.waiting()
    await evening.proposes(cid, SAM)

    await evening.crew.be(SAM, stance, break_until=NOW + 900)

    assert await evening.proposed() == []
    assert await evening.takes(NOOR, cid) == "held"


async def test_nobody_has_more_at_once_than_they_chose_on_any_way_in(evening: Evening) -> None:
    await evening.free(SAM, NOOR)
    assert await evening.crew.choose(SAM, 1)
    assert (await evening.is_(SAM)).chosen == 1
    assert await evening.takes(SAM, await evening.waiting()) == "held"
    waiting = await evening.waiting()

    assert await evening.takes(SAM, waiting) == "at_capacity"
    assert not await evening.proposes(waiting, SAM)
    assert await evening.takes(NOOR, waiting) == "held"
    await evening.vault.desk.ask(NOOR, waiting, Ask(waiting, "join", b"sealed"))
    with pytest.raises(Refused) as refused:
        await evening.vault.desk.sit_in(
            SAM, cid=waiting, ticket=b"T" * 16, place=b"P" * 8, may_go_on=True, capacity=CAPACITY
        )
    assert refused.value.code == "at_capacity"
    back = Return(
        cid=b"b" * 16,
        mark=b"m" * 32,
        until=NOW + 600,
        note=b"sealed",
        pseudonym=SAM,
        ticket=b"B" * 16,
        place=b"p" * 8,
        arrival=1,
        turn=2,
        rank=1,
    )
    how, _ = await evening.vault.returns.bring_back(back, capacity=CAPACITY, now=NOW)
    assert how == "front"


async def test_a_choice_never_goes_above_the_desk_and_can_be_taken_back(evening: Evening) -> None:
    await evening.free(SAM)
    await evening.crew.choose(SAM, 8)
    for _ in range(CAPACITY):
        assert await evening.takes(SAM, await evening.waiting()) == "held"
    assert await evening.takes(SAM, await evening.waiting()) == "at_capacity"

    await evening.crew.choose(SAM, 1)  # what they are in goes on
    assert (await evening.is_(SAM)).load == CAPACITY


async def test_a_choice_changes_nothing_else_and_is_forgotten_with_them(evening: Evening) -> None:
    await evening.free(SAM, NOOR)
    before = await evening.is_(SAM)
    await evening.crew.choose(SAM, 1)
    assert replace(await evening.is_(SAM), chosen=0) == before
    await evening.comes(SAM, NOW + 1)  # a reload
    await evening.crew.be(SAM, Stance.BREAK, break_until=NOW + 900)
    assert (await evening.is_(SAM)).chosen == 1

    await evening.moves_on(NOW + 10_000)
    await evening.comes(SAM, NOW + 10_000)
    assert (await evening.is_(SAM)).chosen == 0
