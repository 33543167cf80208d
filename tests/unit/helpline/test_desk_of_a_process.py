"""The desk of one process, while the list is being read and somebody comes or goes."""

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, cast

import pytest

from chatserver.clock import ManualClock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.desk import Pace
from chatserver.domain.errors import Code
from chatserver.domain.footfall import Moment
from chatserver.domain.people import Role
from chatserver.helpline.counting import Who
from chatserver.helpline.delivery import Party
from chatserver.helpline.desk import Desk
from chatserver.helpline.moments import Moments
from chatserver.helpline.sealing import LineFacts, seal_line
from chatserver.store.interface import DeskList
from chatserver.store.values import VISITOR, Ask, InLine

NOOR = Who("Noor", Role.PROFESSIONAL, b"n" * 32)


class Store:
    """A waiting list whose reading can be held up half-way."""

    def __init__(self) -> None:
        self.standing: list[InLine] = []
        self.kept = Pace()
        self.held_up: asyncio.Event | None = None
        self.readings = 0
        self.changed: Callable[[bytes], None] = lambda _news: None

    def watch(self, changed: Callable[[bytes], None]) -> None:
        self.changed = changed

    async def join(
        self, cid: bytes, facts: bytes, *, most: int, at: Moment, rehearses: bool = False
    ) -> int:
        assert not rehearses
        assert len(self.standing) < most
        assert at.week == "2027-W02"
        self.standing.append(InLine(cid, facts, len(self.standing) + 1.0))
        self.changed(b"")
        return len(self.standing)

    async def rouse(self, cid: bytes) -> None:
        self.standing = [
            replace(each, is_ready=True) if each.cid == cid else each for each in self.standing
        ]
        self.changed(b"")

    async def line(self) -> Sequence[InLine]:
        read = tuple(self.standing)
        if self.held_up is not None:
            await self.held_up.wait()
        await asyncio.sleep(0)
        self.readings += 1
        return read

    async def pace(self) -> Pace:
        return self.kept

    async def asks(self) -> Sequence[Ask]:
        return []

    def drop(self, party: Party) -> None:
        self.standing = [each for each in self.standing if each.cid != party.cid]
        self.changed(b"")


class CountingRing:
    """A key ring that counts what it opens."""

    def __init__(self) -> None:
        self.ring = KeyRing.fresh()
        self.opened = 0

    def wrap(self, plain: bytes, purpose: bytes) -> bytes:
        return self.ring.wrap(plain, purpose)

    def unwrap(self, sealed: bytes, purpose: bytes) -> bytes:
        self.opened += 1
        return self.ring.unwrap(sealed, purpose)


class Evening:
    """A desk on that store, and the pages that wait at it."""

    def __init__(self) -> None:
        self.store = Store()
        self.ring = CountingRing()
        self.clock = ManualClock()
        self.desk = Desk(
            cast("DeskList", self.store),
            cast("KeyRing", self.ring),
            Moments(self.clock, "Europe/Amsterdam"),
            most_waiting=200,
            language_wait=600,
        )
        self.told: dict[bytes, list[dict[str, Any]]] = {}
        self._running = asyncio.create_task(self.desk.run())

    async def comes(self, language: str = "nl") -> Party:
        number = len(self.told) + 1
        cid = number.to_bytes(16)
        told = self.told.setdefault(cid, [])
        party = Party(
            cid=cid,
            seat=VISITOR,
            connection=number.to_bytes(8),
            emit=lambda frame: told.append(json.loads(frame)),
            over=lambda _reason: None,
        )
        party.language = language
        await self.desk.stand_in_line(party)
        return party

    async def settles(self) -> None:
        for _ in range(20):
            await asyncio.sleep(0)

    def positions(self, party: Party) -> list[int]:
        return [frame["position"] for frame in self.told[party.cid]]

    async def ends(self) -> None:
        self._running.cancel()
        await asyncio.gather(self._running, return_exceptions=True)


@pytest.fixture
async def evening() -> Any:
    evening = Evening()
    await evening.settles()
    yield evening
    await evening.ends()


async def test_who_comes_while_the_list_is_read_keeps_hearing_their_place(
    evening: Evening,
) -> None:
    first = await evening.comes()
    await evening.settles()
    evening.store.held_up = asyncio.Event()
    evening.desk.refresh()
    await evening.settles()

    second = await evening.comes()
    evening.store.held_up.set()
    await evening.settles()
    assert evening.desk.is_in_line(second)

    evening.store.drop(first)
    await evening.settles()

    assert evening.positions(second) == [2, 1]


async def test_who_comes_back_while_an_older_list_is_read_is_not_dropped(
    evening: Evening,
) -> None:
    first, second = await evening.comes(), await evening.comes()
    await evening.settles()
    evening.store.drop(second)  # taken
    evening.store.held_up = asyncio.Event()
    await evening.settles()

    await evening.desk.stand_in_line(second)
    evening.store.held_up.set()
    await evening.settles()
    evening.store.drop(first)
    await evening.settles()

    assert evening.positions(second) == [2, 2, 1]


async def test_who_is_taken_hears_no_more_places(evening: Evening) -> None:
    first, second = await evening.comes(), await evening.comes()
    await evening.settles()

    evening.store.drop(first)
    await evening.settles()

    assert not evening.desk.is_in_line(first)
    assert (evening.positions(first), evening.positions(second)) == ([1], [2, 1])


async def test_what_is_sealed_is_opened_once_for_each_visitor(evening: Evening) -> None:
    parties = [await evening.comes() for _ in range(5)]
    await evening.settles()
    for party in parties[:2]:
        evening.store.drop(party)
        await evening.settles()

    assert evening.store.readings >= 3
    assert evening.ring.opened == 5


async def test_what_is_known_of_somebody_is_forgotten_when_they_leave(evening: Evening) -> None:
    party = await evening.comes()
    await evening.settles()
    evening.store.drop(party)
    await evening.settles()

    assert evening.desk._opened == {}


async def test_a_professional_is_shown_the_first_hundred_and_fifty(evening: Evening) -> None:
    shown: list[dict[str, Any]] = []
    evening.desk.read_line(NOOR, lambda frame: shown.append(json.loads(frame)))
    for _ in range(155):
        await evening.comes()
    await evening.settles()

    assert len(shown[-1]["waiting"]) == 150


async def test_somebody_whose_facts_do_not_open_is_next_for_nobody(evening: Evening) -> None:
    strange = seal_line(KeyRing.fresh(), b"s" * 16, LineFacts("nl", 0))
    evening.store.standing = [InLine(b"s" * 16, strange, 1.0)]
    party = await evening.comes()

    assert await evening.desk.next_for({"nl"}) == party.cid
    assert await evening.desk.next_for({"en"}) is None
    assert evening.desk.why_nobody is Code.NOT_SPOKEN


async def test_who_did_not_answer_is_next_for_nobody_until_they_are_there(
    evening: Evening,
) -> None:
    assert (await evening.desk.next_for(()), evening.desk.why_nobody) == (None, Code.NOBODY)
    party = await evening.comes()
    (stands,) = evening.store.standing
    evening.store.standing = [replace(stands, is_ready=False)]

    assert (await evening.desk.next_for(()), evening.desk.why_nobody) == (None, Code.NOT_READY)
    await evening.desk.rouse(party)
    await evening.settles()

    assert await evening.desk.next_for(()) == party.cid
    assert [frame["ready"] for frame in evening.told[party.cid]][-1]


async def test_a_range_is_told_with_the_place_and_sealed_as_it_was_told(evening: Evening) -> None:
    now = int(evening.clock.now()) // 60 * 60
    evening.store.kept = Pace(step=240, width=2.0, last=now, takes=9)
    evening.desk.refresh()
    await evening.settles()

    parties = [await evening.comes() for _ in range(4)]
    await evening.settles()

    told = [(frame["low"], frame["high"]) for party in parties for frame in evening.told[party.cid]]
    assert told[0] == (0, 10)
    assert told[3] == (5, 45)
    facts = [evening.desk._facts(each) for each in evening.store.standing]
    assert facts[3] == LineFacts("nl", now, 5, 45)


async def test_nothing_is_told_of_the_wait_while_nothing_is_known(evening: Evening) -> None:
    party = await evening.comes()

    assert evening.told[party.cid] == [
        {"type": "waiting", "position": 1, "low": None, "high": None, "ready": True}
    ]
