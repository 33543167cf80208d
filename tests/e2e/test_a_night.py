"""An hour of a night: one professional, three visitors, colleagues, and lines that break."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest_asyncio
from playwright.async_api import Browser, CDPSession, expect

from chatserver.domain.people import Role
from chatserver.helpline.board import Board
from tests.e2e.test_bell import LISTENING, are_called, has_settled, looks
from tests.e2e.test_consult import consults, hears, tells
from tests.e2e.test_handover_by_name import asks
from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.elsewhen import Elsewhen
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

MINUTES: Final = 60


@dataclass(slots=True)
class Talk:
    """One visitor's conversation, and everything that was said in it."""

    name: str
    visitor: VisitorPage
    ticket: str
    said: list[str] = field(default_factory=list)

    async def has_all(self, window: ProfessionalPage | VisitorPage) -> None:
        """Wait for all of it, and find nothing else."""
        await window.has_messages(len(self.said))
        assert sorted(await window.texts()) == sorted(self.said)


class Night:
    """Who is there, and what each does."""

    def __init__(self, scene: Scene, clock: Elsewhen, sanne: ProfessionalPage) -> None:
        self.scene = scene
        self.clock = clock
        self.sanne = sanne
        self.talks: list[Talk] = []
        self.minute = 0
        self.noor: ProfessionalPage | None = None

    async def begins(self, name: str) -> Talk:
        """A visitor comes and is taken."""
        visitor = await self.scene.waiting_visitor()
        await meet(visitor, self.sanne)
        tab = self.sanne.page.locator('[data-testid="conversation-tab"][aria-current="true"]')
        ticket = await tab.get_attribute("data-ticket")
        assert ticket is not None
        talk = Talk(name, visitor, ticket)
        self.talks.append(talk)
        return talk

    async def turns_to(self, talk: Talk, window: ProfessionalPage | None = None) -> None:
        """Look at this conversation."""
        page = (window or self.sanne).page
        tab = page.locator(f'[data-testid="conversation-tab"][data-ticket="{talk.ticket}"]')
        await tab.click()
        await expect(tab).to_have_attribute("aria-current", "true")

    async def visitor_says(self, talk: Talk) -> None:
        """Write something that nobody else writes."""
        text = f"{talk.name} om {self.minute}, nummer {len(talk.said)}"
        talk.said.append(text)
        await talk.visitor.says(text)

    async def sanne_says(self, talk: Talk) -> None:
        """Turn to this one, and answer."""
        await self.turns_to(talk)
        text = f"Sanne aan {talk.name} om {self.minute}, nummer {len(talk.said)}"
        talk.said.append(text)
        await self.sanne.says(text)

    async def a_minute_passes(self) -> None:
        """Somebody writes, often several at once, and now and then Sanne answers."""
        self.minute += 1
        self.clock.jumps_to(f"2026-11-28T{21 + self.minute // 60}:{self.minute % 60:02}:00")
        speaking = [
            talk for place, talk in enumerate(self.talks) if self.minute * (place + 2) % 5 < 3
        ]
        await asyncio.gather(*(self.visitor_says(each) for each in speaking))
        if self.talks and self.minute % 4:
            await self.sanne_says(self.talks[self.minute * 7 % len(self.talks)])

    async def are_at_the_desk(self, *names: str) -> None:
        """Wait until these are seen there: a jump is longer than a lease and than a beat."""
        assert self.scene.app is not None
        board = self.scene.app.board
        async with asyncio.timeout(20):
            while not set(names) <= await _here(board):
                await asyncio.sleep(0.1)
                await board.colleagues.renew()

    async def everybody_has_it_all(self) -> None:
        """Look through every conversation, from both sides."""
        for talk in self.talks:
            await talk.has_all(talk.visitor)
            await self.turns_to(talk)
            await talk.has_all(self.sanne)
            assert await talk.visitor.texts() == await self.sanne.texts()
            assert "missing" not in await talk.visitor.notes()
            assert "missing" not in await self.sanne.remarks()


async def _here(board: Board) -> set[object]:
    crew = await board.crew.look()
    return {each["name"] for each in await board.colleagues.at_the_desk(crew)}


@pytest_asyncio.fixture(loop_scope="session")
async def night(browser: Browser, stores: Stores, tmp_path: Path) -> AsyncIterator[Night]:
    """Sanne at her desk at nine in the evening."""
    clock = Elsewhen("2026-11-28T21:00:00")
    # Each minute is a jump: longer than a lease, and nobody is away for it.
    grace = "10 min"
    async with Scene.here(
        browser, stores, tmp_path, clock=clock, CHATSERVER_LIMITS_PROFESSIONAL_GRACE=grace
    ) as scene:
        context = await scene.context()
        await context.grant_permissions(["notifications"], origin=scene.staff.origin)
        await context.add_init_script(LISTENING)
        yield Night(scene, clock, await scene.professional("Sanne", context=context))


async def visitors_lines_break(night: Night) -> None:
    night.scene.visitors.cut()


async def sannes_line_breaks(night: Night) -> None:
    night.scene.staff.cut()


async def the_network_is_away_while_they_write(night: Night) -> None:
    night.scene.visitors.hold_down()
    for talk in night.talks:
        await night.visitor_says(talk)
    await night.sanne_says(night.talks[0])
    night.scene.visitors.thaw()


async def a_visitor_reloads(night: Night) -> None:
    talk = night.talks[1]
    await talk.visitor.everything_arrived()
    await talk.visitor.page.reload()
    await talk.visitor.sees("conversation-page")


async def sanne_reloads(night: Night) -> None:
    await night.sanne.everything_arrived()
    await night.sanne.page.reload()
    await expect(night.sanne.part("conversation-tab")).to_have_count(len(night.talks))
    await has_settled(night.sanne)


async def a_supervisor_is_called_sits_in_and_goes(night: Night) -> None:
    talk = night.talks[1]
    await night.turns_to(talk)
    await talk.has_all(night.sanne)
    fatima = await night.scene.professional("Fatima", role=Role.SUPERVISOR)
    await night.are_at_the_desk("Sanne", "Fatima")
    await night.sanne.part("help").click()
    await fatima.sits_in()
    await talk.visitor.lets_join(back=False)
    await fatima.is_let_in()
    await expect(fatima.part("message")).to_have_count(0)
    talk.said.append("Ik ben Fatima.")
    await fatima.says("Ik ben Fatima.")
    await talk.has_all(talk.visitor)
    await talk.has_all(night.sanne)
    await fatima.part("step-out").click()
    await fatima.part("confirm-step-out").click()
    await expect(fatima.part("conversation-tab")).to_have_count(0)
    await night.sanne.part("consult-end").click()
    await night.sanne.part("consult-close").click()
    await fatima.page.context.close()


async def noor_is_asked_aside(night: Night) -> None:
    """What the two say is in no conversation, whichever is on the screen meanwhile."""
    noor = night.noor = await night.scene.professional("Noor")
    await night.turns_to(night.talks[2])
    await night.are_at_the_desk("Sanne", "Noor")
    await consults(night.sanne, noor, "Noor")
    await tells(night.sanne, "wil jij Chris zo overnemen?")
    await hears(noor, "wil jij Chris zo overnemen?")
    for talk in night.talks:
        await night.visitor_says(talk)
        await night.turns_to(talk)
        await talk.has_all(night.sanne)
    await tells(noor, "ja, geef maar")
    await hears(night.sanne, "wil jij Chris zo overnemen?", "ja, geef maar")
    await night.sanne.part("consult-end").click()
    for window in (night.sanne, noor):
        await window.part("consult-close").click()


async def the_last_goes_to_noor(night: Night) -> None:
    talk, noor = night.talks.pop(), night.noor
    assert noor is not None
    await night.turns_to(talk)
    await talk.has_all(night.sanne)
    await night.are_at_the_desk("Sanne", "Noor")
    await asks(night.sanne, "Noor (even niet vrij)", "handover")
    await noor.sits_in()
    await talk.visitor.lets_join(back=True)
    await noor.is_let_in()
    await talk.has_all(noor)
    await night.sanne.part("step-out").click()
    await expect(night.sanne.part("conversation-tab")).to_have_count(len(night.talks))
    await night.visitor_says(talk)
    await talk.has_all(noor)
    talk.said.append("Ik blijf bij je.")
    await noor.says("Ik blijf bij je.")
    await talk.has_all(talk.visitor)
    await noor.page.context.close()


async def the_first_leaves_at_once(night: Night) -> None:
    talk = night.talks.pop(0)
    await night.turns_to(talk)
    await talk.has_all(night.sanne)
    await talk.visitor.part("exit").click()
    await night.sanne.sees("ended", reason="exit")
    await night.sanne.tags_not_trafficking()


HAPPENS: Final[dict[int, Callable[[Night], Awaitable[None]]]] = {
    8: visitors_lines_break,
    14: sannes_line_breaks,
    20: the_network_is_away_while_they_write,
    26: a_visitor_reloads,
    32: sanne_reloads,
    37: a_supervisor_is_called_sits_in_and_goes,
    41: noor_is_asked_aside,
    45: the_last_goes_to_noor,
    53: the_first_leaves_at_once,
}
"""By the minute of the hour."""


async def test_an_hour_with_three_visitors_loses_and_mixes_up_nothing(night: Night) -> None:
    for name in ("Amber", "Bo", "Chris"):
        await night.begins(name)
    while night.minute < MINUTES:
        await night.a_minute_passes()
        if event := HAPPENS.get(night.minute):
            await event(night)
            await night.everybody_has_it_all()

    await night.everybody_has_it_all()
    await night.are_at_the_desk("Sanne")
    await night.sanne.part("end-shift").click()
    await night.sanne.sees("shift-end")
    for talk in night.talks:
        await night.turns_to(talk)
        await night.sanne.ends()
        await talk.visitor.sees("ended-page", reason="done")
        await night.sanne.tags_not_trafficking()
    await night.sanne.sees("shift-done")


async def asleep(window: ProfessionalPage) -> CDPSession:
    """Nothing in this window runs until it is woken, as after long in the background."""
    sleeper = await window.page.context.new_cdp_session(window.page)
    await sleeper.send("Page.setWebLifecycleState", {"state": "frozen"})
    return sleeper


async def test_an_hour_in_the_background_calls_once_for_each_visitor(night: Night) -> None:
    amber, bo, chris = [await night.begins(name) for name in ("Amber", "Bo", "Chris")]
    second = await night.scene.second_window(night.sanne)
    windows = (night.sanne, second)
    for window in windows:
        await expect(window.part("conversation-tab")).to_have_count(3)
        await has_settled(window)
        await looks(window, here=False)
    await night.sanne.part("bell").click()
    await night.sanne.part("bell-notice").check()
    await night.sanne.page.keyboard.press("Escape")
    sleeper = await asleep(night.sanne)

    for minute in range(1, MINUTES + 1, 7):
        night.clock.jumps_to(f"2026-11-28T21:{minute % 60:02}:00")
        for talk in (amber, bo):
            await night.visitor_says(talk)
        await amber.visitor.everything_arrived()
        await bo.visitor.everything_arrived()
    await are_called(2, *windows)
    await sleeper.send("Page.setWebLifecycleState", {"state": "active"})
    await night.turns_to(amber)
    await amber.has_all(night.sanne)
    await are_called(2, *windows)

    await night.visitor_says(chris)
    await are_called(3, *windows)
