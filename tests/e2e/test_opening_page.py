"""Open, closing soon, closed, full, paused: every screen says what to do now."""

from pathlib import Path

from playwright.async_api import Browser, expect

from tests.support.browsers import VisitorPage, meet
from tests.support.elsewhen import Elsewhen
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

EVENINGS = "daily 19:00-23:00"
AFTERNOON = "2026-11-28T12:35:00"
LATE = "2026-11-28T21:35:00"
"""A Saturday, in UTC; in Amsterdam it is an hour later."""


async def says(visitor: VisitorPage, *words: str) -> None:
    for each in words:
        await expect(visitor.page.locator("main")).to_contain_text(each)


async def test_a_closed_desk_says_when_to_come_back_and_whom_to_call(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    clock = Elsewhen(AFTERNOON)
    async with Scene.here(
        browser, stores, tmp_path, clock=clock, CHATSERVER_HOURS_WEEK=EVENINGS
    ) as scene:
        visitor = await scene.visitor()
        await visitor.opens()

        await visitor.sees("closed-page")
        await says(visitor, "De chat is nu dicht", "vanavond om 19:00", "0800-2000")
        await expect(visitor.part("start")).to_have_count(0)
        await expect(visitor.part("emergency")).to_be_visible()
        await visitor.part("retry").click()
        await visitor.sees("closed-page")
        await expect(visitor.part("let-go")).to_have_count(0)
        await visitor.speaks("en")
        await says(visitor, "The chat is closed now", "this evening at 19:00")
        assert await visitor.page.evaluate("window.name") == ""
        assert await visitor.page.context.cookies() == []
        assert visitor.complaints == []


async def test_the_page_opens_by_itself_when_the_desk_does(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    clock = Elsewhen(AFTERNOON)
    async with Scene.here(
        browser, stores, tmp_path, clock=clock, CHATSERVER_HOURS_WEEK=EVENINGS
    ) as scene:
        visitor = await scene.visitor()
        await visitor.page.clock.install()
        await visitor.opens()
        await visitor.sees("closed-page")

        clock.jumps_to("2026-11-28T18:00:00")
        await visitor.page.clock.fast_forward(61_000)

        await visitor.sees("start-page")
        await expect(visitor.page.locator("main").get_by_role("status").first).to_have_text(
            "De chat is open."
        )
        await expect(visitor.part("closing")).to_have_count(0)
        await visitor.starts()


async def test_who_waits_is_told_before_closing_at_closing_and_when_nobody_comes(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    clock = Elsewhen(LATE)
    async with Scene.here(
        browser, stores, tmp_path, clock=clock, CHATSERVER_HOURS_WEEK=EVENINGS
    ) as scene:
        visitor = await scene.visitor()
        await visitor.opens()
        await expect(visitor.part("closing")).to_contain_text("De chat sluit om 23:00")
        await visitor.starts()
        await visitor.sees("closing", closed="false")
        await says(visitor, "Jij blijft in de rij staan")

        clock.jumps_to("2026-11-28T22:00:00")
        await visitor.sees("closing", closed="true")
        await visitor.sees("waiting-page")
        # A reload keeps the place, and what was said about it.
        await visitor.opens()
        await visitor.sees("closing", closed="true")
        await expect(visitor.part("position")).to_have_attribute("data-position", "1")

        clock.jumps_to("2026-11-28T22:31:00")
        await visitor.sees("closed-page")
        await visitor.sees("let-go")
        await says(visitor, "morgen om 19:00")
        assert await visitor.page.evaluate("window.name") == ""
        assert visitor.complaints == []


async def test_a_coordinator_keeps_newcomers_out_and_lets_them_in_again(scene: Scene) -> None:
    talking, waiting = await scene.waiting_visitor(), await scene.waiting_visitor()
    professional, coordinator = await scene.professional(), await scene.coordinator()
    await meet(talking, professional)
    await coordinator.sees("intake", state="open")

    await coordinator.part("intake-switch").click()
    await coordinator.sees("intake", state="paused")
    newcomer = await scene.visitor()
    await newcomer.opens()

    await newcomer.sees("paused-page")
    await says(newcomer, "Er kan nu even niemand bij", "0800-2000")
    await newcomer.part("retry").click()
    await newcomer.sees("paused-page")
    await talking.says("ben je er nog?")
    await professional.hears("ben je er nog?")
    await waiting.sees("waiting-page")
    await expect(waiting.part("position")).to_have_attribute("data-position", "1")
    await expect(waiting.part("closing")).to_have_count(0)

    await coordinator.part("intake-switch").click()
    await coordinator.sees("intake", state="open")
    await newcomer.part("retry").click()
    await newcomer.sees("waiting-page")
    assert coordinator.complaints == []
    assert newcomer.complaints == []


async def test_a_server_that_says_nothing_about_the_desk_keeps_nobody_out(scene: Scene) -> None:
    visitor = await scene.visitor()
    await visitor.page.route("**/api/desk", lambda route: route.abort())

    await visitor.comes()

    await visitor.sees("waiting-page")
