"""The desk counts what goes through it: each once, of nobody, whoever runs its scripts."""

import asyncio
import random  # noqa: TID251 - the same dice each time
import re
from collections import Counter
from collections.abc import AsyncIterator
from typing import cast

import pytest
import pytest_asyncio

from chatserver.domain.footfall import LENGTHS, WAITS, Footfall, Moment
from chatserver.store.keys import FOOTFALL, SINCE
from chatserver.store.values import Claim, Return
from chatserver.store.vault import RedisVault
from tests.support.redis_servers import Stores
from tests.support.vaults import running_vault

HERE = "Europe/Amsterdam"
NOW = 1_800_000_000 + 90 * 60
"""15 January 2027, 10:30 on the wall, a Friday, at the beginning of a minute."""
SAM = b"s" * 32
DAY, WEEK, MONTH = "2027-01-15", "2027-W02", "2027-01"


def at(seconds: int = 0) -> Moment:
    return Moment.at(NOW + seconds, HERE)


class Door:
    """The desk in the vault; times in seconds after NOW."""

    def __init__(self, vault: RedisVault) -> None:
        self.vault = vault
        self._made = 0

    def _name(self, length: int) -> bytes:
        self._made += 1
        return self._made.to_bytes(length)

    async def comes(self, seconds: int = 0, *, most: int = 100) -> bytes:
        cid = self._name(16)
        await self.vault.desk.join(cid, b"sealed", most=most, at=at(seconds))
        return cid

    async def is_taken(self, cid: bytes, seconds: int) -> Claim:
        return await self.vault.desk.claim(
            SAM, cid=cid, ticket=self._name(16), place=self._name(8), capacity=99, at=at(seconds)
        )

    async def goes(self, cid: bytes, seconds: int, *, tagged: bool = True) -> None:
        await self.vault.desk.release(cid, tagged=tagged, at=at(seconds))

    async def stands_again(self, claim: Claim, *, is_ready: bool = True) -> None:
        await self.vault.desk.unseat(
            claim.cid, claim.place, let_in=(), may_be_alone=True, is_ready=is_ready
        )

    async def today(self) -> Footfall:
        return (await self.vault.footfall.read(DAY)).footfall

    async def counted(self, period: str = DAY) -> dict[str, int]:
        counts = (await self.vault.footfall.read(period)).footfall.counts
        return {name: number for name, number in counts.items() if name != "line"}


@pytest_asyncio.fixture
async def door(stores: Stores) -> AsyncIterator[Door]:
    async with running_vault(stores) as vault:
        yield Door(vault)


@pytest.mark.parametrize(
    ("after", "number"),
    [(0, 0), (89, 0), (90, 1), (329, 1), (330, 2), (929, 2), (930, 3), (7200, 3)],
)
async def test_who_leaves_the_line_is_counted_by_how_long_they_waited(
    door: Door, after: int, number: int
) -> None:
    # Of when they came only the minute is kept: its middle is the best guess, 30 s off at most.
    await door.goes(await door.comes(), after)

    assert await door.counted() == {"came": 1, "left": 1, f"left:{number}": 1}


@pytest.mark.parametrize(("after", "number"), [(0, 0), (90, 1), (330, 2), (930, 3)])
async def test_who_is_taken_is_counted_by_how_long_they_waited(
    door: Door, after: int, number: int
) -> None:
    await door.is_taken(await door.comes(), after)

    assert await door.counted() == {"came": 1, "taken": 1, f"taken:{number}": 1}


@pytest.mark.parametrize(
    ("after", "number"), [(60, 0), (329, 0), (330, 1), (930, 2), (1830, 3), (3630, 4)]
)
async def test_a_conversation_is_counted_by_how_long_it_was(
    door: Door, after: int, number: int
) -> None:
    cid = await door.comes(-600)
    await door.is_taken(cid, 0)
    await door.goes(cid, after)

    counted = await door.counted()
    assert counted["ended"] == counted[f"ended:{number}"] == 1
    assert "left" not in counted


def test_the_stretches_of_the_scripts_are_those_of_the_domain() -> None:
    assert [bound + 30 for bound in WAITS] == [90, 330, 930]
    assert [bound + 30 for bound in LENGTHS] == [330, 930, 1830, 3630]


async def test_standing_in_line_again_or_ending_again_counts_nothing(door: Door) -> None:
    cid = await door.comes()
    await door.vault.desk.join(cid, b"sealed", most=100, at=at(60))
    await door.goes(cid, 60)
    await door.goes(cid, 60)
    await door.goes(b"?" * 16, 60)

    assert await door.counted() == {"came": 1, "left": 1, "left:0": 1}


async def test_who_finds_the_line_full_has_not_come(door: Door) -> None:
    await door.comes(most=1)

    with pytest.raises(Exception, match="full"):
        await door.comes(most=1)

    assert await door.counted() == {"came": 1}


async def test_who_lost_their_professional_is_one_conversation(door: Door) -> None:
    cid = await door.comes()
    first = await door.is_taken(cid, 120)
    await door.stands_again(first)
    await door.is_taken(cid, 600)
    await door.goes(cid, 1200)

    assert await door.counted() == {
        "came": 1,
        "taken": 1,
        "taken:1": 1,
        "ended": 1,
        "ended:2": 1,
    }


async def test_who_had_been_helped_and_leaves_the_line_was_a_conversation(door: Door) -> None:
    cid = await door.comes()
    await door.stands_again(await door.is_taken(cid, 0))
    await door.goes(cid, 400)

    counted = await door.counted()
    assert (counted["ended"], counted["ended:1"]) == (1, 1)
    assert "left" not in counted


async def test_who_was_called_and_did_not_answer_is_counted_as_that(door: Door) -> None:
    cid = await door.comes()
    await door.stands_again(await door.is_taken(cid, 60), is_ready=False)
    await door.goes(cid, 900)

    counted = await door.counted()
    assert counted["unanswered"] == 1
    assert counted.keys().isdisjoint({"left", "ended"})


async def test_who_answers_the_second_call_is_a_conversation(door: Door) -> None:
    cid = await door.comes()
    await door.stands_again(await door.is_taken(cid, 60), is_ready=False)
    await door.vault.desk.rouse(cid)
    await door.is_taken(cid, 600)
    await door.goes(cid, 660)

    counted = await door.counted()
    assert (counted["taken"], counted["ended"], counted["ended:0"]) == (1, 1, 1)
    assert "unanswered" not in counted


async def test_who_is_found_gone_when_taken_did_not_answer(door: Door) -> None:
    cid = await door.comes()
    await door.is_taken(cid, 60)
    await door.goes(cid, 60, tagged=False)

    assert (await door.counted())["unanswered"] == 1


async def test_who_comes_back_from_a_lost_vault_did_not_come_twice(door: Door) -> None:
    waiting = Return(cid=b"w" * 16, mark=b"1" * 16, until=NOW + 999, note=b"n", rank=7.0)
    before = Return(cid=b"b" * 16, mark=b"2" * 16, until=NOW + 999, note=b"n", rank=-193.5)
    for back in (waiting, before):
        await door.vault.returns.bring_back(back, capacity=2, now=NOW)
    await door.is_taken(waiting.cid, 600)
    await door.goes(waiting.cid, 1200)
    await door.goes(before.cid, 1200)

    # How long the first had waited nobody knows any more; the second had been helped before.
    assert await door.counted() == {"taken": 1, "ended": 2, "ended:1": 1}


async def test_hours_are_counted_by_the_week_only_and_a_month_counts_who_left(door: Door) -> None:
    await door.goes(await door.comes(), 1800)
    await door.goes(await door.comes(-86_400), -86_000)
    cid = await door.comes(600)
    await door.is_taken(cid, 660)
    await door.goes(cid, 700)

    assert not [name for name in await door.counted() if "@" in name]
    week = await door.counted(WEEK)
    assert {name: number for name, number in week.items() if "@" in name} == {
        "came@10": 3,
        "left@11": 1,
        "left@10": 1,
    }
    assert await door.counted(MONTH) == {"left": 2, "left:2": 1, "left:3": 1}


async def test_the_longest_line_is_kept(door: Door) -> None:
    first, _, _ = [await door.comes() for _ in range(3)]
    await door.goes(first, 60)

    for period in (DAY, WEEK):
        assert (await door.vault.footfall.read(period)).footfall["line"] == 3


async def test_each_minute_is_counted_once_by_many(door: Door) -> None:
    await door.comes()

    async def samples(seconds: int, *, is_paused: bool = False) -> bool:
        return await door.vault.footfall.sample(
            at(seconds), most=1, is_open=not is_paused, is_paused=is_paused
        )

    first = await asyncio.gather(*(samples(second) for second in range(0, 60, 5)))
    second = await asyncio.gather(*(samples(60, is_paused=True) for _ in range(5)))

    assert (sum(first), sum(second)) == (1, 1)
    minutes = {"minutes": 2, "open": 1, "paused": 1, "full": 2}
    counted = await door.counted()
    assert {name: counted[name] for name in minutes} == minutes
    assert await door.counted(MONTH) == {"minutes": 2}


async def test_a_lost_vault_goes_on_from_the_copy_once(door: Door) -> None:
    await door.comes()
    assert not (await door.vault.footfall.read(DAY)).is_whole

    before = Footfall({"came": 7, "left": 2, "line": 5})
    done = [await door.vault.footfall.carry_over(DAY, before, number=0) for _ in range(3)]

    assert done == [True, False, False]
    read = await door.vault.footfall.read(DAY)
    assert read.is_whole
    assert read.footfall.counts == {"came": 8, "left": 2, "line": 5}


async def test_what_a_server_of_before_left_behind_goes_in_a_day(
    door: Door, stores: Stores
) -> None:
    old = await door.comes(-86_400 - 60)
    new = await door.comes()
    whole_hour = Moment.at(NOW // 3600 * 3600, HERE)

    await door.vault.footfall.sample(whole_hour, most=9, is_open=True, is_paused=False)
    async with stores.looking_into_vault() as client:
        assert set(await client.hkeys(SINCE)) == {new, old}
    await door.vault.footfall.sample(at(1800), most=9, is_open=True, is_paused=False)

    async with stores.looking_into_vault() as client:
        assert await client.hkeys(SINCE) == [new]


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_everybody_who_came_is_somewhere(
    door: Door, stores: Stores, seed: int
) -> None:
    """At every moment: came = left + unanswered + ended + waiting + held, and nothing beside."""
    dice = random.Random(seed)  # noqa: S311 - no secrets here
    waiting, held = set[bytes](), dict[bytes, Claim]()
    true = Counter[str]()
    letters, seconds = dict[bytes, str](), 0
    for _ in range(250):
        seconds += dice.randrange(90)
        match dice.choice(("comes", "comes", "taken", "taken", "again", "gone", "leaves", "ends")):
            case "comes":
                cid = await door.comes(seconds)
                waiting.add(cid)
                letters[cid] = "w"
                true["came"] += 1
            case "taken" if waiting:
                cid = dice.choice(sorted(waiting))
                held[cid] = await door.is_taken(cid, seconds)
                waiting.remove(cid)
                true["taken"] += letters[cid] == "w"
                letters[cid] = "t"
            case "again" | "gone" as how if held:
                cid = dice.choice(sorted(held))
                await door.stands_again(held.pop(cid), is_ready=how == "again")
                waiting.add(cid)
                letters[cid] = "t" if how == "again" else "u"
            case "leaves" if waiting:
                cid = dice.choice(sorted(waiting))
                waiting.remove(cid)
                await door.goes(cid, seconds)
                true[{"w": "left", "t": "ended", "u": "unanswered"}[letters[cid]]] += 1
            case "ends" if held:
                cid = dice.choice(sorted(held))
                await door.goes(cid, seconds)
                await door.vault.desk.settle(SAM, held.pop(cid).ticket)
                true["ended"] += 1
        counted = await door.today()
        names = ("came", "taken", "left", "unanswered", "ended")
        assert {name: counted[name] for name in names} == {name: true[name] for name in names}
        gone = counted["left"] + counted["unanswered"] + counted["ended"]
        assert counted["came"] == gone + len(waiting) + len(held)
    counted = await door.today()
    for name, bounds in (("left", WAITS), ("taken", WAITS), ("ended", LENGTHS)):
        assert sum(counted.stretches(name, bounds)) == counted[name]
    async with stores.looking_into_vault() as client:
        assert set(await client.hkeys(SINCE)) == waiting | held.keys()


async def test_the_counts_name_nobody(door: Door, stores: Stores) -> None:
    cid = await door.comes()
    await door.is_taken(cid, 60)
    await door.goes(cid, 120)

    async with stores.looking_into_vault() as client:
        assert await client.hlen(SINCE) == 0
        for period in (DAY, WEEK):
            counts = await client.hgetall(FOOTFALL + period.encode())
            names = cast("set[bytes]", set(counts))
            assert all(re.fullmatch(rb"[a-z]+([:@]\d+)?", name) for name in names)
            assert all(int(number) < 10 for number in counts.values())
