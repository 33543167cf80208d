"""Who is there: true within ten seconds, and acted upon after a grace time (decision 0017)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from chatserver.clock import ManualClock
from tests.support.cast import Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served

NOTICED_WITHIN = 10
"""Seconds, whatever broke."""


class Watched:
    """People around a server whose clock only goes when it is told to."""

    def __init__(self, cast: Cast, clock: ManualClock) -> None:
        self.cast = cast
        self.clock = clock

    async def passes(self, seconds: int) -> None:
        """Let time go by, second by second, with the answers that come in it."""
        for _ in range(seconds):
            await self.clock.advance(1)
            await asyncio.sleep(0.02)

    async def within(self, seconds: int, holds: Callable[[], bool]) -> int:
        """After how many seconds something holds; fails if it takes longer."""
        for passed in range(seconds + 1):
            if holds():
                return passed
            await self.passes(1)
        pytest.fail(f"not within {seconds} s")


@contextlib.asynccontextmanager
async def watching(stores: Stores, at: Path, **limits: str) -> AsyncIterator[Watched]:
    """People around a server of its own. Args: limits: as in the settings, in capitals."""
    clock = ManualClock()
    more = {f"CHATSERVER_LIMITS_{name}": value for name, value in limits.items()}
    async with served(stores, at, clock=clock, more=more) as app, Cast.around(app) as cast:
        yield Watched(cast, clock)


@pytest.fixture
async def watched(stores: Stores, tmp_path: Path) -> AsyncIterator[Watched]:
    async with watching(stores, tmp_path) as it:
        yield it


async def test_a_page_that_is_gone_is_missed_within_ten_seconds(watched: Watched) -> None:
    visitor, professional = await watched.cast.visitor(), await watched.cast.professional()
    talk = await watched.cast.conversation(visitor, professional)
    await watched.passes(4)

    await visitor.close()
    await watched.within(NOTICED_WITHIN, lambda: talk.other_is == "lost")


async def test_a_frozen_page_is_missed_and_found_again(watched: Watched) -> None:
    visitor, professional = await watched.cast.visitor(), await watched.cast.professional()
    talk = await watched.cast.conversation(visitor, professional)
    await watched.passes(4)

    visitor.line.freeze()
    # Its lease holds for as long as it may still answer, and then runs out.
    await watched.within(2 * NOTICED_WITHIN, lambda: talk.other_is == "lost")
    visitor.line.thaw()

    await watched.within(NOTICED_WITHIN, lambda: talk.other_is == "here")


async def test_a_reload_is_not_missed(watched: Watched) -> None:
    visitor, professional = await watched.cast.visitor(), await watched.cast.professional()
    talk = await watched.cast.conversation(visitor, professional)
    await watched.passes(4)

    for _ in range(5):
        await professional.line.lose()
        await visitor.line.lose()
        await professional.until(lambda: professional.line.is_connected)
        await visitor.until(lambda: visitor.line.is_connected)
        await watched.passes(4)

    assert visitor.other_is in {None, "here"}
    assert talk.other_is in {None, "here"}


async def test_closing_one_of_two_windows_is_no_loss(watched: Watched) -> None:
    visitor, professional = await watched.cast.visitor(), await watched.cast.professional()
    await professional.take()
    second = await watched.cast.again(professional)
    await watched.passes(4)

    await professional.close()
    await watched.passes(2 * NOTICED_WITHIN)

    assert visitor.other_is in {None, "here"}
    assert visitor.keys.cid in second.talks


async def test_a_visitor_whose_professional_stays_away_is_next_in_line(watched: Watched) -> None:
    visitor, professional = await watched.cast.visitor(), await watched.cast.professional()
    other, colleague = await watched.cast.visitor(), await watched.cast.professional()
    talk = await watched.cast.conversation(visitor, professional)
    await watched.passes(4)

    await professional.close()
    await watched.within(NOTICED_WITHIN, lambda: visitor.other_is == "lost")
    assert visitor.position is None
    await watched.within(75, lambda: visitor.position == 1)
    await other.until(lambda: other.position == 2)
    taken = await colleague.take()
    await visitor.let_in()
    await colleague.until(lambda: taken.is_open)
    again = await watched.cast.again(professional)

    assert taken.cid == talk.cid
    assert again.talks == {}
    assert again.untagged == []


async def test_who_comes_back_too_late_hears_that_it_goes_on_without_them(watched: Watched) -> None:
    visitor, professional = await watched.cast.visitor(), await watched.cast.professional()
    talk = await watched.cast.conversation(visitor, professional)
    await watched.passes(4)

    professional.line.freeze()
    await watched.within(95, lambda: visitor.position == 1)
    professional.line.thaw()

    await professional.until(lambda: talk.ended == "absent")


@pytest.fixture
async def hurried(stores: Stores, tmp_path: Path) -> AsyncIterator[Watched]:
    """The same, where people are asked after two minutes and let go after six."""
    async with watching(stores, tmp_path, SILENT_PROMPT="2 min", SILENT_CLOSE="6 min") as it:
        yield it


async def test_a_silent_visitor_is_asked_warned_and_let_go(hurried: Watched) -> None:
    visitor, professional = await hurried.cast.visitor(), await hurried.cast.professional()
    talk = await hurried.cast.conversation(visitor, professional)
    visitor.stir()

    await hurried.within(130, lambda: visitor.still is not None)
    assert visitor.still in {4, 5}  # the last sign is kept to the minute
    await hurried.within(130, lambda: visitor.still in {1, 2, 3})
    assert talk.ended is None
    professional.say(talk, "Ben je er nog?")
    await hurried.within(200, lambda: talk.ended == "silent")

    await visitor.until(lambda: visitor.ended == "silent")
    await professional.until(lambda: professional.untagged == [talk.ticket])


async def test_a_visitor_who_does_something_is_left_in_peace(hurried: Watched) -> None:
    visitor, professional = await hurried.cast.visitor(), await hurried.cast.professional()
    talk = await hurried.cast.conversation(visitor, professional)
    visitor.stir()
    await hurried.within(130, lambda: visitor.still is not None)

    visitor.still = None
    visitor.stir()
    await hurried.passes(55)
    assert visitor.still is None
    await hurried.within(130, lambda: visitor.still is not None)

    assert talk.ended is None


async def test_who_stands_in_line_may_be_silent(hurried: Watched) -> None:
    visitor, professional = await hurried.cast.visitor(), await hurried.cast.professional()
    await hurried.cast.conversation(visitor, professional)
    visitor.stir()
    await hurried.passes(4)

    await professional.close()
    await hurried.within(95, lambda: visitor.position == 1)
    await hurried.passes(380)

    assert visitor.still is None
    assert visitor.ended is None


async def test_nobody_is_taken_for_gone_because_the_server_slept(watched: Watched) -> None:
    visitor, professional = await watched.cast.visitor(), await watched.cast.professional()
    talk = await watched.cast.conversation(visitor, professional)
    await watched.passes(4)

    await watched.clock.advance(300)
    await watched.passes(30)

    assert visitor.position is None
    assert talk.ended is None
    await watched.within(NOTICED_WITHIN, lambda: visitor.other_is in {None, "here"})


async def test_a_conversation_whose_visitor_stays_away_ends_and_waits_for_its_tag(
    stores: Stores, tmp_path: Path
) -> None:
    async with watching(stores, tmp_path, VISITOR_GRACE="40 s") as watched:
        visitor, professional = await watched.cast.visitor(), await watched.cast.professional()
        talk = await watched.cast.conversation(visitor, professional)
        await watched.passes(4)

        await visitor.close()
        await watched.within(NOTICED_WITHIN, lambda: talk.other_is == "lost")
        assert talk.ended is None
        await watched.within(50, lambda: talk.ended == "gone")

        await professional.until(lambda: professional.untagged == [talk.ticket])


async def test_both_sides_are_told_before_the_hard_end_and_at_it(
    stores: Stores, tmp_path: Path
) -> None:
    limits = {"CONVERSATION_LIFETIME": "7 min", "VAULT_LIFETIME": "6 min", "VISITOR_GRACE": "5 min"}
    async with watching(stores, tmp_path, **limits) as watched:
        visitor, professional = await watched.cast.visitor(), await watched.cast.professional()
        talk = await watched.cast.conversation(visitor, professional)

        await watched.within(NOTICED_WITHIN, lambda: visitor.ends in {6, 7} and talk.ends in {6, 7})
        await watched.within(150, lambda: visitor.ends == talk.ends == 5)
        assert talk.ended is None
        await watched.within(310, lambda: talk.ended == "time")

        await visitor.until(lambda: visitor.ended == "time")
        await professional.until(lambda: professional.untagged == [talk.ticket])


async def test_who_waits_is_not_told_of_an_end(stores: Stores, tmp_path: Path) -> None:
    limits = {"CONVERSATION_LIFETIME": "7 min", "VAULT_LIFETIME": "6 min", "VISITOR_GRACE": "5 min"}
    async with watching(stores, tmp_path, **limits) as watched:
        visitor = await watched.cast.visitor()

        await watched.passes(NOTICED_WITHIN)

        assert (visitor.position, visitor.ends) == (1, None)


async def test_who_is_called_and_does_not_answer_waits_until_they_are_there(
    watched: Watched,
) -> None:
    away, professional = await watched.cast.visitor(), await watched.cast.professional()
    there = await watched.cast.visitor()
    talk = await professional.take()
    assert talk.cid == away.keys.cid

    await watched.within(200, lambda: talk.ended == "unanswered")
    await away.until(lambda: (away.position, away.is_ready) == (1, False))
    taken = await professional.take()
    assert taken.cid == there.keys.cid
    await watched.passes(5)
    with pytest.raises(PermissionError, match=r"^not_ready$"):
        await professional.take()
    assert professional.untagged == []

    away.is_here()
    await away.until(lambda: away.is_ready)
    again = await professional.take()

    assert again.cid == away.keys.cid


async def test_who_comes_back_to_the_line_by_a_reload_is_not_there_for_that(
    watched: Watched,
) -> None:
    away, professional = await watched.cast.visitor(), await watched.cast.professional()
    talk = await professional.take()
    await watched.within(200, lambda: talk.ended == "unanswered")
    await away.until(lambda: not away.is_ready)

    await away.line.lose()
    await away.until(lambda: away.line.is_connected)
    away.is_ready = True  # as a page that has just been loaded takes it to be
    await away.until(lambda: not away.is_ready)


async def test_a_visitor_can_be_taken_by_name_before_they_answer(watched: Watched) -> None:
    away, professional = await watched.cast.visitor(), await watched.cast.professional()
    talk = await professional.take()
    await watched.within(200, lambda: talk.ended == "unanswered")
    await professional.until(lambda: [each.ready for each in professional.waiting] == [False])

    again = await professional.take(away.keys.cid)
    await away.let_in()
    await professional.until(lambda: again.is_open)
