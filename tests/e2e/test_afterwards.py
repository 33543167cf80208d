"""Three questions when a conversation is over: for who wants, and never in the way (F21)."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Page, Route, expect

from chatserver.domain.synthetic import afterwards_of_a_year
from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_staff import LAST_YEAR
from tests.support.browsers import ProfessionalPage, VisitorPage
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

ASKED = "**/afterwards-*.js"


async def talked(scene: Scene, *, visitor: VisitorPage | None = None) -> VisitorPage:
    """A visitor who has talked with a professional and stopped."""
    visitor, professional = await in_talk(scene, visitor=visitor)
    await professional.says("Hoi, fijn dat je er bent")
    await visitor.hears("fijn dat je er bent")
    await visitor.says("Dank je")
    await visitor.everything_arrived()
    await visitor.stops()
    return visitor


async def in_talk(
    scene: Scene, *, visitor: VisitorPage | None = None
) -> tuple[VisitorPage, ProfessionalPage]:
    visitor, professional = visitor or await scene.visitor(), await scene.professional()
    await visitor.comes()
    await professional.takes_next()
    await visitor.is_ready()
    await professional.is_let_in()
    return visitor, professional


def answer(page: Page, question: str, code: str) -> Locator:
    return page.locator(f'[data-question="{question}"][data-code="{code}"]')


async def has_come(visitor: VisitorPage, kind: str) -> None:
    """Wait until the page has such a frame, and has drawn what follows from it."""
    async with asyncio.timeout(20):
        while not any(f'"type":"{kind}"' in str(each.payload) for each in visitor.frames):  # noqa: ASYNC110 - Playwright tells nobody
            await asyncio.sleep(0.05)
    await is_drawn(visitor)


async def is_drawn(visitor: VisitorPage) -> None:
    """Let the page do what it was about to do."""
    drawn = "new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50)))"
    await visitor.page.evaluate(f"{drawn}.then(() => {drawn})")


async def boxes(scene: Scene) -> list[tuple[int, int]]:
    """Of each day: how often the questions were shown, and how many answers are kept."""
    assert scene.app is not None
    found = [await scene.app.afterwards.boxes.box(day) for day in await days(scene)]
    return [(box.shown, len(box.answers)) for box in found if box is not None]


async def days(scene: Scene) -> list[str]:
    assert scene.app is not None
    return [scene.app.afterwards.moments.at(ago=ago).day for ago in (0, 86_400)]


async def test_three_questions_are_answered_with_a_tap_each_and_thanked_for(scene: Scene) -> None:
    visitor = await talked(scene, visitor=await scene.visitor(bypass_csp=True))
    page = visitor.page
    asked = await visitor.sees("afterwards")
    await expect(asked.get_by_role("group")).to_have_count(3)
    send = asked.get_by_role("button", name="Verstuur")
    await expect(send).to_be_disabled()
    await works_for_everybody(visitor, "closing questions")

    # By keyboard alone; a second press takes an answer back.
    yes = answer(page, "heard", "yes")
    await yes.focus()
    await page.keyboard.press("Enter")
    await expect(yes).to_have_attribute("aria-pressed", "true")
    await page.keyboard.press("Space")
    await expect(yes).to_have_attribute("aria-pressed", "false")
    await expect(send).to_be_disabled()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Space")
    await expect(answer(page, "heard", "some")).to_have_attribute("aria-pressed", "true")
    await answer(page, "back", "no").click()
    await answer(page, "back", "yes").click()
    await expect(answer(page, "back", "no")).to_have_attribute("aria-pressed", "false")
    await works_for_everybody(visitor, "closing questions, answered")

    # In another language they go on where they were.
    await visitor.speaks("ar")
    await expect(asked.get_by_role("group").first).to_contain_text("نعم")
    await expect(answer(page, "heard", "some")).to_have_attribute("aria-pressed", "true")
    await works_for_everybody(visitor, "closing questions in Arabic")
    await visitor.speaks("nl")

    await send.focus()
    await page.keyboard.press("Enter")

    told = await visitor.sees("afterwards-told")
    await expect(told).to_have_text("Dank je wel. Je antwoorden zijn verstuurd.")
    await expect(told).to_be_focused()
    await expect(asked.get_by_role("button")).to_have_count(0)
    await works_for_everybody(visitor, "thanked")
    assert await boxes(scene) == [(1, 1)]
    assert await page.evaluate("[localStorage.length, sessionStorage.length, name]") == [0, 0, ""]
    assert visitor.complaints == []


async def test_who_starts_again_or_leaves_is_asked_nothing_more(scene: Scene) -> None:
    visitor = await talked(scene)
    await visitor.sees("afterwards")

    await visitor.part("again").click()

    await visitor.sees("waiting-page")
    await expect(visitor.part("afterwards")).to_have_count(0)
    assert await boxes(scene) == [(1, 0)]


async def test_who_was_told_that_it_is_over_is_asked_too(scene: Scene) -> None:
    visitor, professional = await in_talk(scene)
    await visitor.says("Hoi")
    await professional.hears("Hoi")
    await professional.says("Hoi")
    await visitor.hears("Hoi")

    await professional.ends()

    await visitor.sees("ended-page", reason="done")
    await visitor.sees("afterwards")


async def test_who_said_nothing_or_heard_nothing_is_not_asked(scene: Scene) -> None:
    visitor, professional = await in_talk(scene)
    await professional.says("Hoi. Ben je daar?")
    await visitor.hears("Ben je daar?")

    await professional.ends()

    await visitor.sees("ended-page")
    await has_come(visitor, "afterwards")  # the server cannot read that nothing was answered
    await expect(visitor.part("afterwards")).to_have_count(0)
    assert not [each for each in visitor.requests if "afterwards" in each.url]
    assert await boxes(scene) == []


@pytest.mark.parametrize("fails", [ASKED, "**/api/afterwards"])
async def test_a_page_that_cannot_ask_is_the_page_it_was(scene: Scene, fails: str) -> None:
    visitor = await scene.visitor()
    tried: list[Route] = []

    async def fail(route: Route) -> None:
        tried.append(route)
        await route.abort()

    await visitor.page.route(fails, fail)
    await talked(scene, visitor=visitor)
    async with asyncio.timeout(20):
        while not tried:  # noqa: ASYNC110 - Playwright tells nobody
            await asyncio.sleep(0.05)
    await is_drawn(visitor)

    assert len(tried) == 1
    await expect(visitor.part("afterwards")).to_have_count(0)
    await expect(visitor.part("again")).to_be_visible()


async def test_what_did_not_arrive_can_be_sent_again(scene: Scene) -> None:
    visitor = await talked(scene)
    await visitor.sees("afterwards")
    await answer(visitor.page, "next", "yes").click()
    send = visitor.part("afterwards").get_by_role("button", name="Verstuur")
    await visitor.page.route("**/api/afterwards", lambda route: route.abort())

    await send.click()

    await expect(visitor.part("afterwards-told")).to_contain_text("Versturen lukt nu niet")
    await expect(answer(visitor.page, "next", "yes")).to_have_attribute("aria-pressed", "true")
    await visitor.page.unroute("**/api/afterwards")
    await send.click()
    await expect(visitor.part("afterwards-told")).to_contain_text("Dank je wel")
    assert await boxes(scene) == [(1, 1)]


async def test_a_helpline_can_leave_them_out(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with Scene.here(
        browser, stores, tmp_path, CHATSERVER_VISITORS_ASKS_AFTERWARDS="false"
    ) as scene:
        visitor = await talked(scene)
        await has_come(visitor, "ended")

        await expect(visitor.part("afterwards")).to_have_count(0)
        assert not [each for each in visitor.requests if "afterwards" in each.url]


async def test_a_coordinator_reads_how_many_answered_and_what(scene: Scene) -> None:
    assert scene.app is not None
    after = scene.app.counting_afterwards
    tags = afterwards_of_a_year(after.codebooks.current, LAST_YEAR)
    await after.load_synthetic(LAST_YEAR, tags)
    coordinator = await scene.coordinator()

    await coordinator.chooses_figures("afterwards")

    answered = coordinator.page.locator("[data-testid=tally-table][data-table=a1]")
    await expect(answered).to_contain_text("2500")
    await expect(answered).to_contain_text("510")
    await expect(answered).to_contain_text("closing-1.0.0")
    heard = coordinator.page.locator("[data-testid=tally-table][data-table=a2]")
    await expect(heard).to_contain_text("Voelde je je gehoord?")
    await expect(heard).to_contain_text("394")
    offers = coordinator.page.locator("#release-years option")
    await expect(offers).to_have_text([f"{LAST_YEAR}, wat chatters na het gesprek zeiden"])
