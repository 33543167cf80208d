"""How busy it is and was: over days and a change of the clock, by several processes, of nobody."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from redis.asyncio import Redis

from chatserver.app.server import App
from chatserver.client import Professional
from chatserver.clock import ManualClock
from chatserver.store.keys import KEPT_FOOTFALL, life
from tests.support.cast import Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served

HERE = ZoneInfo("Europe/Amsterdam")


def wall(day: str, *, fold: int = 0) -> float:
    """Unix seconds of a time on the wall of the helpline, as 2026-10-25T02:30."""
    return datetime.fromisoformat(day).replace(tzinfo=HERE, fold=fold).timestamp()


@pytest.fixture
def clock() -> ManualClock:
    """A Thursday evening."""
    return ManualClock(wall("2026-10-22T20:00"))


@contextlib.asynccontextmanager
async def opened(stores: Stores, directory: Path, clock: ManualClock) -> AsyncIterator[Cast]:
    async with served(stores, directory, clock=clock) as app, Cast.around(app) as people:
        yield people


@pytest.fixture
async def desk(stores: Stores, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Cast]:
    async with opened(stores, tmp_path, clock) as people:
        yield people


async def until(clock: ManualClock, day: str, *, fold: int = 0) -> None:
    await clock.jump(wall(day, fold=fold) - clock.now())


async def comes_and_leaves(people: Cast, *, url: str = "") -> None:
    visitor = await people.visitor(url=url)
    visitor.leave("left")
    await nobody_waits(people)


async def nobody_waits(people: Cast) -> None:
    """Until the desk has let everybody go: the page is told that a moment before."""
    async with asyncio.timeout(10):
        while await people.app.board.desk.line():  # noqa: ASYNC110 - each look is a wait
            await asyncio.sleep(0.01)


async def is_helped(people: Cast, professional: Professional) -> None:
    talk = await people.conversation(await people.visitor(), professional)
    professional.end(talk)
    await professional.until(lambda: bool(professional.untagged))
    await professional.tag(talk.ticket, people.app.codebook.key, {"contact": ["hoax"]})
    await professional.until(lambda: not professional.untagged)


async def footfall(people: Cast) -> dict[str, Any]:
    """What a coordinator is shown of closed weeks and months."""
    return await (await people.coordinator()).footfall()


def busy(hours: list[dict[str, int]]) -> dict[int, tuple[int, int]]:
    """Came and left, of hours in which anybody did."""
    return {
        hour: (each["came"], each["left"])
        for hour, each in enumerate(hours)
        if each["came"] or each["left"]
    }


async def test_the_board_tells_this_moment_and_this_day(desk: Cast, clock: ManualClock) -> None:
    coordinator = await desk.coordinator()
    professional, resting = await desk.professional(), await desk.professional()
    await is_helped(desk, professional)
    await professional.be("free")
    await resting.be("break")
    await comes_and_leaves(desk)
    talker = await desk.professional()
    await desk.conversation(await desk.visitor(), talker)

    board = await coordinator.board()

    assert board["crew"] == {"free": 1, "busy": 1, "away": 0, "break": 1}
    assert board["conversations"] == 1
    today = board["today"]
    assert (today["came"], today["taken"], today["left"], today["ended"]) == (3, 2, 1, 1)
    assert board["finished_today"] == 1
    assert today["left_after"] == [1, 0, 0, 0]
    assert today["ended_after"] == [1, 0, 0, 0, 0]
    assert today["longest_line"] == 1

    await until(clock, "2026-10-23T00:05")
    tomorrow = (await (await desk.coordinator()).board())["today"]
    assert (tomorrow["came"], tomorrow["taken"], tomorrow["left"]) == (0, 0, 0)


async def test_four_weeks_are_shown_once_they_are_over(desk: Cast, clock: ManualClock) -> None:
    turnstile = desk.app.turnstile
    assert await footfall(desk) == {"weeks": None, "months": []}
    await is_helped(desk, await desk.professional())
    await until(clock, "2026-10-25T02:30")
    await comes_and_leaves(desk)
    # The clock is put back: half past two comes again.
    await until(clock, "2026-10-25T02:30", fold=1)
    await comes_and_leaves(desk)
    await until(clock, "2026-10-25T23:59")
    await comes_and_leaves(desk)
    assert (await footfall(desk))["weeks"] is None

    await until(clock, "2026-10-26T00:00")
    await turnstile.look()
    await turnstile.keep()
    await comes_and_leaves(desk)

    weeks = (await footfall(desk))["weeks"]
    assert (weeks["weeks"], weeks["first"], weeks["last"]) == (1, "2026-10-19", "2026-10-25")
    assert (weeks["came"], weeks["left"], weeks["ended"]) == (4, 3, 1)
    assert busy(weeks["hours"]) == {20: (1, 0), 2: (2, 2), 23: (1, 1)}
    # Of the rest of that week the desk was not counted, and it says so.
    assert weeks["counted_percent"] == 0

    for sunday in ("2026-11-01", "2026-11-08", "2026-11-15", "2026-11-22"):
        await until(clock, f"{sunday}T21:00")
        await turnstile.look()
        await comes_and_leaves(desk)
        await turnstile.keep()
    await until(clock, "2026-11-23T09:00")
    await turnstile.look()
    await turnstile.keep()

    shown = await footfall(desk)
    weeks = shown["weeks"]
    assert (weeks["weeks"], weeks["first"], weeks["last"]) == (4, "2026-10-26", "2026-11-22")
    assert busy(weeks["hours"]) == {0: (1, 1), 21: (4, 4)}
    assert shown["months"] == [
        {"month": "2026-10", "left": 4, "left_after": [4, 0, 0, 0], "unanswered": 0}
    ]
    kept = await desk.app.ledger.footfall()
    assert sorted(kept) == [
        *("2026-10", "2026-11", "2026-11-22", "2026-11-23"),
        *("2026-W44", "2026-W45", "2026-W46", "2026-W47", "2026-W48"),
    ]


async def test_looking_twice_within_a_week_shows_the_same(desk: Cast, clock: ManualClock) -> None:
    await comes_and_leaves(desk)
    await until(clock, "2026-10-27T20:00")
    coordinator = await desk.coordinator()
    await desk.app.turnstile.keep()
    before = json.dumps(await coordinator.footfall())

    await comes_and_leaves(desk)
    await desk.app.turnstile.look()
    await desk.app.turnstile.keep()

    assert json.dumps(await coordinator.footfall()) == before


async def test_minutes_open_paused_and_full_are_counted_by_whoever_is_first(
    stores: Stores, tmp_path: Path, clock: ManualClock
) -> None:
    full = {"CHATSERVER_LIMITS_MAX_WAITING": "1"}
    async with (
        served(stores, tmp_path, clock=clock, more=full) as one,
        served(stores, tmp_path, clock=clock, more=full) as other,
        Cast.around(one) as people,
    ):
        coordinator = await people.coordinator()
        await until(clock, "2026-10-22T21:00")
        await looks(one, other)
        open_, paused, filled = await minutes(one)

        await coordinator_pauses(people, other)
        await clock.jump(60)
        await looks(one, other)
        assert await minutes(other) == (open_, paused + 1, filled)

        await one.opening.resume()
        await other.opening.look()
        await people.visitor()
        await clock.jump(60)
        await looks(other, one)
        assert await minutes(one) == (open_ + 1, paused + 1, filled + 1)
        assert (await coordinator.board())["today"]["full_minutes"] == filled + 1


async def looks(*apps: App) -> None:
    for _ in range(3):
        for app in apps:
            await app.turnstile.look()


async def minutes(app: App) -> tuple[int, int, int]:
    today = await app.turnstile.today()
    return today["open"], today["paused"], today["full"]


async def coordinator_pauses(people: Cast, other: App) -> None:
    await (await people.coordinator()).switch_intake(paused=True)
    await other.opening.look()


async def test_two_processes_count_together(
    stores: Stores, tmp_path: Path, clock: ManualClock
) -> None:
    async with (
        served(stores, tmp_path, clock=clock) as one,
        served(stores, tmp_path, clock=clock) as other,
        Cast.around(one) as people,
    ):
        for url in (one.visitor_url, other.visitor_url, other.visitor_url):
            await comes_and_leaves(people, url=url)

        here, there = await one.board.now(), await other.board.now()

        assert here == there
        assert (await one.turnstile.today())["came"] == 3
        await other.turnstile.carry_over()
        await other.turnstile.keep()
        await one.turnstile.keep()
        assert sorted(await one.ledger.footfall()) == ["2026-10", "2026-10-22", "2026-W43"]


async def test_a_lost_vault_takes_five_minutes_with_it_and_not_the_week(
    desk: Cast, stores: Stores, clock: ManualClock
) -> None:
    turnstile = desk.app.turnstile
    await comes_and_leaves(desk)
    await turnstile.carry_over()
    await turnstile.keep()
    await comes_and_leaves(desk)
    stores.flush_vault()
    await clock.jump(600)
    await comes_and_leaves(desk)

    await turnstile.carry_over()
    await turnstile.carry_over()

    # The second had come after the copy.
    assert (await turnstile.today())["came"] == 2
    # The next copy is written from what knows of both.
    await turnstile.keep()
    stores.flush_vault()
    await turnstile.carry_over()
    assert (await turnstile.today())["came"] == 2


async def test_a_vault_that_does_not_know_what_was_before_replaces_no_copy(
    desk: Cast, stores: Stores
) -> None:
    await comes_and_leaves(desk)
    await desk.app.turnstile.carry_over()
    await desk.app.turnstile.keep()
    before = await desk.app.ledger.footfall()
    stores.flush_vault()

    await desk.app.turnstile.keep()

    assert await desk.app.ledger.footfall() == before


async def test_the_copy_tells_nobody_who_reads_the_ledger_anything(
    desk: Cast, stores: Stores
) -> None:
    await desk.app.turnstile.carry_over()
    await desk.app.turnstile.keep()
    quiet = await in_the_ledger(stores)
    for _ in range(12):
        await comes_and_leaves(desk)

    await desk.app.turnstile.keep()

    busy_ones = await in_the_ledger(stores)
    assert quiet.keys() == busy_ones.keys()
    assert {len(sealed) for sealed in [*quiet.values(), *busy_ones.values()]} == {2077}
    assert not [sealed for sealed in busy_ones.values() if b"came" in sealed or sealed[:1] == b"{"]
    # A copy moved to another period, or of another key, does not open, and stops nothing.
    async with Redis.from_url(stores.ledger_keeper.url) as client:
        await client.hset(KEPT_FOOTFALL.decode(), "2026-W42", busy_ones[b"2026-W43"])
    assert (await footfall(desk))["weeks"] is None


async def in_the_ledger(stores: Stores) -> dict[bytes, bytes]:
    async with Redis.from_url(stores.ledger_keeper.url) as client:
        return cast("dict[bytes, bytes]", await client.hgetall(KEPT_FOOTFALL.decode()))


async def test_who_closed_their_page_in_line_is_counted_as_of_then(
    desk: Cast, stores: Stores, clock: ManualClock
) -> None:
    visitor = await desk.visitor()
    await clock.advance(120)
    await visitor.close()

    # Ten minutes later their keys are gone: a real Redis has a clock of its own.
    await clock.jump(600)
    async with stores.looking_into_vault() as client:
        assert await client.delete(life(visitor.keys.cid)) == 1
    await clock.advance(10)
    await nobody_waits(desk)

    today = await desk.app.turnstile.today()
    assert today["left"] == 1
    assert today.stretches("left", (60, 300, 900)) == [0, 1, 0, 0]
