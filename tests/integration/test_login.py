"""Signing in and staying in, with a clock that stands still until it is moved."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from chatserver.clock import ManualClock
from chatserver.domain.people import Role
from tests.support.cast import PASSWORD, Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served

POST = {"X-Requested-With": "luwte"}
WRONG = "not the right one at all"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def people(stores: Stores, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Cast]:
    async with served(stores, tmp_path, clock=clock) as app, Cast.around(app) as cast:
        yield cast


async def attempt(browser: aiohttp.ClientSession, people: Cast, name: str, password: str) -> int:
    url = people.app.staff_url + "api/sign-in"
    said = {"name": name, "password": password}
    async with browser.post(url, json=said, headers=POST) as answer:
        return answer.status


async def me(browser: aiohttp.ClientSession, people: Cast) -> int:
    async with browser.get(people.app.staff_url + "api/me") as answer:
        return answer.status


async def test_after_five_failures_a_name_waits_and_is_not_locked_out(
    people: Cast, clock: ManualClock
) -> None:
    browser, name = await people.session(), await people.account(Role.PROFESSIONAL)
    for _ in range(5):
        assert await attempt(browser, people, name, WRONG) == 401
    before = clock.sleepers

    trying = asyncio.create_task(attempt(browser, people, name, PASSWORD))
    while clock.sleepers == before:  # noqa: ASYNC110 - a server falls asleep without a word
        await asyncio.sleep(0.01)
    assert not trying.done()
    await clock.advance(2)

    assert await trying == 200


async def test_a_success_forgives_the_failures_before_it(people: Cast) -> None:
    browser, name = await people.session(), await people.account(Role.PROFESSIONAL)
    for password in (WRONG, WRONG, WRONG, WRONG, PASSWORD, WRONG, WRONG):
        await attempt(browser, people, name, password)

    assert await attempt(browser, people, name, PASSWORD) == 200


async def test_a_session_ends_after_twelve_hours_whatever_happens(
    people: Cast, clock: ManualClock
) -> None:
    browser, name = await people.session(), await people.account(Role.COORDINATOR)
    await attempt(browser, people, name, PASSWORD)

    await clock.jump(12 * 3600 - 1)
    assert await me(browser, people) == 200
    await clock.advance(1)

    assert await me(browser, people) == 401


async def test_an_open_desk_closes_within_a_minute_of_its_account_being_disabled(
    people: Cast, clock: ManualClock
) -> None:
    professional = await people.professional()

    await people.app.staffing.disable(professional.name)
    async with asyncio.timeout(20):
        while professional.line.closed_with is None:
            await clock.advance(20)
            await asyncio.sleep(0.02)

    assert professional.line.closed_with == 4401
