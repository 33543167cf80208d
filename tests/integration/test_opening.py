"""When newcomers are let in, what those who wait are told, and the coordinator's switch."""

import asyncio
import contextlib
import itertools
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from chatserver.client import Visitor
from chatserver.clock import ManualClock
from chatserver.domain.people import Role
from chatserver.store import keys
from chatserver.wire import frames
from tests.support.cast import PASSWORD, Cast
from tests.support.raw import Raw
from tests.support.redis_servers import Stores
from tests.support.servers import served

NIGHTS = {
    "CHATSERVER_HOURS_WEEK": "daily 19:00-07:00",
    "CHATSERVER_HOURS_DATES": "12-25 closed, 2026-12-26 12:00-16:00",
}

MORNINGS = {
    "CHATSERVER_HOURS_WEEK": "daily 08:00-09:03",
    "CHATSERVER_HOURS_CLOSING_SOON": "1 min",
    "CHATSERVER_HOURS_AFTER_CLOSING": "2 min",
}
"""A ManualClock starts at 09:00 in Amsterdam."""


def at(utc: str) -> ManualClock:
    """A clock that stands at this time in UTC."""
    return ManualClock(datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp())


@contextlib.asynccontextmanager
async def a_morning(
    stores: Stores, directory: Path, **more: str
) -> AsyncIterator[tuple[Cast, ManualClock]]:
    """A helpline three minutes before it closes."""
    clock = ManualClock()
    async with (
        served(stores, directory, clock=clock, more={**MORNINGS, **more}) as app,
        Cast.around(app) as cast,
    ):
        yield cast, clock


async def passes(clock: ManualClock, seconds: float, holds: Callable[[], bool]) -> None:
    """Let some time pass, and wait until what it brings has come."""
    await clock.advance(seconds)
    async with asyncio.timeout(30):
        while True:
            for _ in range(50):
                if holds():
                    return
                await asyncio.sleep(0.01)
            # Who was asking a store while the time passed has gone to sleep after it.
            await clock.advance(1)


async def desk_of(cast: Cast, url: str = "") -> dict[str, Any]:
    """What anybody is told who asks."""
    async with (await cast.session()).get((url or cast.app.visitor_url) + "api/desk") as answer:
        assert answer.status == 200
        desk: dict[str, Any] = await answer.json()
        return desk


async def vault_is_empty(stores: Stores) -> bool:
    """But for the mark by which it would be known to have been lost, which is of nobody."""
    async with stores.looking_into_vault() as client:
        found = {key async for key in client.scan_iter()} - {keys.BORN}
        # The minutes that pass are counted, whoever comes or does not.
        counts = [await client.hkeys(key) for key in found if key.startswith(keys.FOOTFALL)]
        return len(counts) == len(found) and b"came" not in itertools.chain(*counts)


@pytest.mark.parametrize(
    ("moment", "desk"),
    [
        # The night of eleven hours: the clock jumps from 02:00 to 03:00.
        ("2026-03-29T00:59:59", {"state": "open", "at": "2026-03-29T01:59"}),
        ("2026-03-29T01:00:00", {"state": "open", "at": "2026-03-29T03:00"}),
        (
            "2026-03-29T04:45:00",
            {"state": "open", "at": "2026-03-29T06:45", "closes": "2026-03-29T07:00"},
        ),
        (
            "2026-03-29T05:00:00",
            {"state": "closed", "at": "2026-03-29T07:00", "opens": "2026-03-29T19:00"},
        ),
        # The night of thirteen: 02:00 to 03:00 comes twice.
        ("2026-10-25T00:30:00", {"state": "open", "at": "2026-10-25T02:30"}),
        ("2026-10-25T01:30:00", {"state": "open", "at": "2026-10-25T02:30"}),
        ("2026-10-25T05:29:00", {"state": "open", "at": "2026-10-25T06:29"}),
        (
            "2026-10-25T06:00:00",
            {"state": "closed", "at": "2026-10-25T07:00", "opens": "2026-10-25T19:00"},
        ),
        # Christmas: the night before ends as usual, the next begins a day later, at noon.
        (
            "2026-12-25T05:50:00",
            {"state": "open", "at": "2026-12-25T06:50", "closes": "2026-12-25T07:00"},
        ),
        (
            "2026-12-25T20:00:00",
            {"state": "closed", "at": "2026-12-25T21:00", "opens": "2026-12-26T12:00"},
        ),
    ],
)
async def test_anybody_may_ask_whether_the_desk_is_open(
    stores: Stores, tmp_path: Path, moment: str, desk: dict[str, Any]
) -> None:
    async with (
        served(stores, tmp_path, clock=at(moment), more=NIGHTS) as app,
        Cast.around(app) as cast,
    ):
        assert await desk_of(cast) == {"type": "desk", **desk}


async def test_the_answer_is_for_everybody_and_kept_by_nobody(cast: Cast) -> None:
    async with (await cast.session()).get(cast.app.visitor_url + "api/desk") as answer:
        body = await answer.read()

    assert len(body) == 640
    assert json.loads(body)["state"] == "open"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"].startswith("application/json")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


async def test_a_newcomer_outside_the_hours_is_told_when_to_come_back(
    stores: Stores, tmp_path: Path
) -> None:
    async with (
        served(stores, tmp_path, clock=at("2026-11-28T12:35:00"), more=NIGHTS) as app,
        Cast.around(app) as cast,
    ):
        visitor = await cast.visitor()

        assert visitor.desk is not None
        assert (visitor.desk.state, visitor.desk.paused) == ("closed", False)
        assert visitor.desk.opens == "2026-11-28T19:00"
        assert visitor.position is None
        assert await vault_is_empty(stores)


async def test_who_waits_is_told_before_closing_and_at_closing_and_keeps_the_place(
    stores: Stores, tmp_path: Path
) -> None:
    async with a_morning(stores, tmp_path) as (cast, clock):
        visitor = await cast.visitor()
        await clock.advance(110)
        assert told(visitor) is None

        await passes(clock, 12, lambda: told(visitor) is not None)
        before = told(visitor)
        assert before == ("open", "2027-01-15T09:02", "2027-01-15T09:03")
        await passes(clock, 60, lambda: told(visitor) != before)
        assert told(visitor) == ("open", "2027-01-15T09:03", "2027-01-15T09:03")
        assert visitor.ended is None
        await cast.conversation(visitor, await cast.professional())


async def test_who_comes_in_the_last_minutes_is_told_too(stores: Stores, tmp_path: Path) -> None:
    async with a_morning(stores, tmp_path) as (cast, clock):
        await clock.advance(130)

        visitor = await cast.visitor()

        await passes(clock, 2, lambda: told(visitor) is not None)
        assert visitor.position == 1
        assert told(visitor) == ("open", "2027-01-15T09:02", "2027-01-15T09:03")


async def test_who_was_in_line_before_closing_comes_back_after_it(
    stores: Stores, tmp_path: Path
) -> None:
    async with a_morning(stores, tmp_path) as (cast, clock):
        visitor = await cast.visitor()
        await passes(clock, 185, lambda: visitor.desk is not None)
        late = await cast.visitor()
        await visitor.line.lose()

        await visitor.until(lambda: visitor.other_is is None and visitor.position == 1)
        assert visitor.refusals == []
        assert late.desk is not None
        assert late.desk.state == "closed"


async def test_an_arrival_that_was_not_answered_is_made_again_after_closing(
    stores: Stores, tmp_path: Path
) -> None:
    async with a_morning(stores, tmp_path) as (cast, clock):
        visitor = await cast.visitor()
        await passes(clock, 185, lambda: visitor.desk is not None)
        # As a page does that heard no welcome before its line was lost.
        visitor._share, visitor.position = None, None

        await visitor.line.lose()

        await visitor.until(lambda: visitor.position == 1)


async def test_who_is_not_taken_is_let_go_and_told_when_to_come_back(
    stores: Stores, tmp_path: Path
) -> None:
    async with a_morning(stores, tmp_path) as (cast, clock):
        taken, waiting = await cast.visitor(), await cast.visitor()
        professional = await cast.professional()
        talk = await cast.conversation(taken, professional)
        await passes(clock, 290, lambda: waiting.desk is not None)
        assert waiting.desk is not None
        assert waiting.desk.state == "open"

        await passes(clock, 15, lambda: closed(waiting))

        assert waiting.desk is not None
        assert waiting.desk.opens == "2027-01-16T08:00"
        assert waiting.ended is None
        await professional.until(lambda: not professional.waiting)
        assert await keys_of(stores, waiting.keys.cid) == []
        taken.say("we praten nog")
        await professional.until(lambda: [said.text for said in talk.texts] == ["we praten nog"])
        assert talk.ended is None


async def test_a_lost_line_does_not_begin_the_while_anew(stores: Stores, tmp_path: Path) -> None:
    async with a_morning(stores, tmp_path) as (cast, clock):
        visitor = await cast.visitor()
        await passes(clock, 190, lambda: visitor.desk is not None)
        await visitor.close()
        await clock.advance(60)
        keys = visitor.keys
        again = await Raw.open(await cast.session(), cast.app.visitor_url)
        await again.send(frames.Resume(cid=keys.cid, token=keys.token, after=0))
        await again.next("waiting")

        # Two minutes after closing, and only one after coming back.
        told = asyncio.create_task(closing_frames(again))
        await passes(clock, 60, told.done)

        assert told.result()[-1]["opens"] == "2027-01-16T08:00"


async def closing_frames(line: Raw) -> list[dict[str, Any]]:
    """What this page is told about the desk, until it is closed for them too."""
    heard = [await line.next("desk")]
    while heard[-1]["state"] != "closed":
        heard.append(await line.next("desk"))
    return heard


async def test_who_is_back_in_line_after_closing_has_the_same_while(
    stores: Stores, tmp_path: Path
) -> None:
    patient = {"CHATSERVER_LIMITS_READY_WITHIN": "10 min"}
    async with a_morning(stores, tmp_path, **patient) as (cast, clock):
        visitor, professional = await cast.visitor(), await cast.professional()
        await professional.take(visitor.keys.cid)
        await passes(clock, 600, lambda: bool(visitor.offers))

        await visitor.refuse()
        await passes(clock, 2, lambda: visitor.position == 1 and visitor.desk is not None)
        await clock.advance(100)
        assert not closed(visitor)
        await passes(clock, 25, lambda: closed(visitor))


def told(visitor: Visitor) -> tuple[str | None, ...] | None:
    """What a visitor was told last: the state, what time it is, and when the desk closes."""
    desk = visitor.desk
    return None if desk is None else (desk.state, desk.at, desk.closes)


def closed(visitor: Visitor) -> bool:
    return visitor.desk is not None and visitor.desk.state == "closed"


async def keys_of(stores: Stores, cid: bytes) -> list[bytes]:
    async with stores.looking_into_vault() as client:
        return [key async for key in client.scan_iter(match=b"*" + cid.hex().encode() + b"*")]


async def test_the_switch_keeps_newcomers_out_and_touches_nobody_else(cast: Cast) -> None:
    talking, waiting = await cast.visitor(), await cast.visitor()
    professional, coordinator = await cast.professional(), await cast.coordinator()
    talk = await cast.conversation(talking, professional)

    paused = await coordinator.switch_intake(paused=True)
    newcomer = await cast.visitor()

    assert (paused["paused_since"] is not None, paused["hours"]) == (True, "open")
    assert newcomer.desk is not None
    assert (newcomer.desk.state, newcomer.desk.paused) == ("closed", True)
    talking.say("ben je er nog?")
    professional.say(talk, "ja")
    await talking.until(lambda: len(talking.texts) == 2)
    await professional.until(lambda: len(talk.texts) == 2)
    assert (waiting.position, waiting.desk, waiting.ended) == (1, None, None)
    await waiting.line.lose()
    await cast.conversation(waiting, professional)

    assert (await coordinator.switch_intake(paused=False))["paused_since"] is None
    assert (await cast.visitor()).position == 1


async def test_the_switch_counts_at_every_process_within_a_moment(
    stores: Stores, tmp_path: Path
) -> None:
    # The clock of the second stands still: it hears the news, or nothing.
    async with (
        served(stores, tmp_path) as first,
        Cast.around(first) as cast,
        served(stores, tmp_path, clock=ManualClock()) as second,
    ):
        coordinator = await cast.coordinator()

        await coordinator.switch_intake(paused=True)
        await until_the_desk_is(cast, second.visitor_url, "closed")
        await coordinator.switch_intake(paused=False)
        await until_the_desk_is(cast, second.visitor_url, "open")


async def until_the_desk_is(cast: Cast, url: str, state: str) -> None:
    async with asyncio.timeout(10):
        while (await desk_of(cast, url))["state"] != state:
            pass  # asking is what takes the time


async def test_a_process_that_missed_the_news_looks_by_itself(
    stores: Stores, tmp_path: Path
) -> None:
    clock = ManualClock()
    async with served(stores, tmp_path, clock=clock) as app, Cast.around(app) as cast:
        await cast.app.ledger.pause_intake(now=1_800_000_000)
        assert (await desk_of(cast))["state"] == "open"

        await passes(clock, 2, lambda: app.opening.paused_since is not None)

        assert (await desk_of(cast))["paused"] is True


async def test_the_switch_stays_where_it_was_when_the_vault_and_the_server_start_anew(
    stores: Stores, tmp_path: Path
) -> None:
    clock = ManualClock()
    async with contextlib.AsyncExitStack() as stack:
        async with served(stores, tmp_path, clock=clock) as app:
            cast = Cast(app, stack)
            await (await cast.coordinator()).switch_intake(paused=True)
        async with stores.looking_into_vault() as client:
            async for key in client.scan_iter(match="hl:*"):
                await client.delete(key)

        await clock.advance(3600)
        async with served(stores, tmp_path, clock=clock) as cast.served:
            assert (await desk_of(cast))["paused"] is True
            # The second time changes nothing, the time included.
            intake = await (await cast.coordinator()).switch_intake(paused=True)

    assert (intake["paused_since"], intake["at"]) == ("2027-01-15T09:00", "2027-01-15T10:00")


async def test_the_hours_and_the_switch_are_told_apart(stores: Stores, tmp_path: Path) -> None:
    async with (
        served(stores, tmp_path, clock=at("2026-11-28T12:35:00"), more=NIGHTS) as app,
        Cast.around(app) as cast,
    ):
        coordinator = await cast.coordinator()

        assert await coordinator.intake() == {
            "paused_since": None,
            "hours": "closed",
            "changes": "2026-11-28T19:00",
            "at": "2026-11-28T13:35",
        }


async def test_only_a_page_of_a_coordinator_throws_the_switch(cast: Cast) -> None:
    ours = {"X-Requested-With": "luwte"}
    browsers = {role: await signed_in(cast, role) for role in Role}
    for role, headers, body, status in (
        (Role.COORDINATOR, ours, '{"paused":true}', 200),
        (Role.COORDINATOR, {}, '{"paused":false}', 403),
        (Role.COORDINATOR, {**ours, "Origin": "https://evil.example"}, '{"paused":false}', 403),
        (Role.COORDINATOR, ours, '{"paused":"no"}', 400),
        (Role.COORDINATOR, ours, '{"paused":false,"by":"me"}', 400),
        (Role.COORDINATOR, ours, "", 400),
        (Role.PROFESSIONAL, ours, '{"paused":false}', 403),
        (Role.SUPERVISOR, ours, '{"paused":false}', 403),
        (None, ours, '{"paused":false}', 401),
    ):
        browser = browsers[role] if role else await cast.session()
        async with browser.post(
            cast.app.staff_url + "api/intake", data=body, headers=headers
        ) as answer:
            assert answer.status == status, (role, headers, body)
        assert (await desk_of(cast))["paused"] is True


async def signed_in(cast: Cast, role: Role) -> aiohttp.ClientSession:
    """The browser of somebody of this role."""
    browser = await cast.session()
    said = {"name": await cast.account(role), "password": PASSWORD}
    async with browser.post(
        cast.app.staff_url + "api/sign-in", json=said, headers={"X-Requested-With": "luwte"}
    ) as answer:
        assert answer.status == 200
    return browser


async def test_a_full_list_shows_before_somebody_tries(stores: Stores, tmp_path: Path) -> None:
    more = {"CHATSERVER_LIMITS_MAX_WAITING": "1"}
    async with served(stores, tmp_path, more=more) as app, Cast.around(app) as cast:
        first = await cast.visitor()
        await until_the_desk_is(cast, app.visitor_url, "full")
        late = await cast.visitor()

        assert late.desk is not None
        assert late.desk.state == "full"
        first.leave("left")
        await until_the_desk_is(cast, app.visitor_url, "open")
