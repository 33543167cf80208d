"""What visitors are told about the wait, from the takes of other visitors: over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from chatserver.client import Professional, Visitor
from chatserver.clock import ManualClock
from chatserver.domain.desk import Pace
from tests.support.cast import Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served

UNKNOWN = (None, None)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def evening(stores: Stores, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Cast]:
    """A helpline whose clock is moved by hand."""
    more = {
        "CHATSERVER_LIMITS_CAPACITY": "8",
        # Nobody here opens their door, and the minutes fly.
        "CHATSERVER_LIMITS_READY_WITHIN": "2 h",
        "CHATSERVER_LIMITS_SILENT_PROMPT": "2 h",
        "CHATSERVER_LIMITS_SILENT_CLOSE": "3 h",
    }
    async with served(stores, tmp_path, clock=clock, more=more) as app, Cast.around(app) as cast:
        yield cast


async def pace(cast: Cast) -> Pace:
    return await cast.app.board.desk.pace()


async def learns(cast: Cast, takes: int) -> Pace:
    """The pace, as soon as so many takes are in it."""
    async with asyncio.timeout(10):
        while (known := await pace(cast)).takes < takes:  # noqa: ASYNC110 - kept without a word
            await asyncio.sleep(0.01)
    return known


async def is_taken(
    cast: Cast, professional: Professional, clock: ManualClock, after: int
) -> Visitor:
    """Somebody comes, and is taken after so many seconds."""
    before = (await pace(cast)).takes
    visitor = await cast.visitor()
    await clock.advance(after)
    await professional.take()
    await learns(cast, before + 1)
    return visitor


async def comes_last(cast: Cast) -> Visitor:
    """A visitor who comes when every change before has been heard."""
    early = await cast.visitor()
    early.leave("left")
    await early.until(lambda: early.ended is not None)
    return await cast.visitor()


async def test_after_some_takes_a_visitor_is_told_a_range(
    evening: Cast, clock: ManualClock
) -> None:
    professional = await evening.professional()
    taken = [await is_taken(evening, professional, clock, 240) for _ in range(5)]

    first = await comes_last(evening)
    second = await evening.visitor()

    assert [each.expected for each in taken] == [UNKNOWN] * 5
    assert (first.expected, second.expected) == ((0, 10), (0, 20))
    await professional.take(first.keys.cid)
    await second.until(lambda: second.position == 1)
    assert second.expected == (0, 10)


async def test_a_take_tells_whether_what_was_shown_was_true(
    evening: Cast, clock: ManualClock
) -> None:
    professional = await evening.professional()
    for _ in range(5):
        await is_taken(evening, professional, clock, 240)
    await comes_last(evening)
    before = await pace(evening)

    await clock.jump(3600)
    await professional.take()
    after = await learns(evening, before.takes + 1)

    assert (after.judged, after.hits) == (before.judged * 0.98 + 1, before.hits * 0.98)
    assert after.width > before.width


async def test_who_comes_back_to_the_line_teaches_nothing(
    evening: Cast, clock: ManualClock
) -> None:
    visitor, first = await evening.visitor(), await evening.professional()
    second = await evening.professional()
    await first.take()
    await visitor.refuse()
    await visitor.until(lambda: visitor.position == 1)
    await clock.advance(1800)
    await second.take()
    await visitor.until(lambda: visitor.position is None)
    third = await evening.visitor()
    await second.take(third.keys.cid)
    known = await learns(evening, 2)

    assert (known.takes, known.step) == (2, 0.0)


async def test_the_board_shows_how_often_it_was_true(evening: Cast) -> None:
    coordinator = await evening.coordinator()
    assert (await coordinator.board())["true_ranges_percent"] is None

    known = Pace(hits=9, judged=10, takes=10)
    assert await evening.app.board.desk.keep_pace(known, before=Pace())

    assert (await coordinator.board())["true_ranges_percent"] == 90


async def test_of_two_who_keep_the_pace_at_once_one_reads_it_again(evening: Cast) -> None:
    desk = evening.app.board.desk
    read = await desk.pace()
    mine, theirs = (read.taken(since=0, shown=None, now=now) for now in (60, 120))

    assert await desk.keep_pace(mine, before=read)
    assert not await desk.keep_pace(theirs, before=read)
    assert await desk.pace() == mine
    assert await desk.keep_pace(replace(theirs, takes=2), before=mine)


async def test_who_waits_too_long_for_their_language_is_next_for_everybody(
    evening: Cast, clock: ManualClock
) -> None:
    professional = await evening.professional(languages=["nl"])
    polish = await evening.visitor("pl")
    await clock.advance(540)
    with pytest.raises(PermissionError, match="not_spoken"):
        await professional.take()

    await clock.advance(120)

    assert (await professional.take()).cid == polish.keys.cid
