"""In the waiting list: reading keeps the place; what is said of the wait is taken back in time."""

import time
from pathlib import Path

from playwright.async_api import Browser, ViewportSize, expect

from chatserver.domain.desk import FEWEST, Pace
from chatserver.domain.footfall import Moment
from tests.e2e.test_accessibility import works_for_everybody
from tests.support.browsers import VisitorPage, meet
from tests.support.elsewhen import Elsewhen
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

PHONE = ViewportSize(width=360, height=740)
NARROW = ViewportSize(width=320, height=568)


async def the_line_moves(scene: Scene, *, step: float) -> None:
    """Somebody was taken every `step` seconds lately."""
    assert scene.app is not None
    minute = int(time.time()) // 60 * 60  # noqa: TID251 - browsers look at the real clock
    desk = scene.app.board.desk
    assert await desk.keep_pace(Pace(step=step, last=minute, takes=FEWEST), before=Pace())
    # The server reads it with the next change of the list, and this is told as one.
    await desk.release(bytes(16), tagged=False, at=Moment.at(0, "UTC"))


async def opens_everything_to_read(visitor: VisitorPage) -> None:
    for summary in await visitor.page.locator("summary:visible").all():
        await summary.click()


async def test_reading_while_one_waits_keeps_the_place(scene: Scene) -> None:
    first, second, third = [await scene.waiting_visitor() for _ in range(3)]
    professional = await scene.professional()
    await opens_everything_to_read(second)
    points = second.page.locator("details[open] .points li")
    assert await points.count() > 3
    await points.last.scroll_into_view_if_needed()

    await professional.takes_next()
    await expect(first.part("ready")).to_be_visible()
    await expect(second.part("position")).to_have_attribute("data-position", "1")
    await expect(third.part("position")).to_have_attribute("data-position", "2")
    await expect(points.last).to_be_in_viewport()

    await second.page.reload()
    await expect(second.part("position")).to_have_attribute("data-position", "1")
    await professional.takes_next()
    await expect(second.part("ready")).to_be_visible()
    await expect(third.part("position")).to_have_attribute("data-position", "1")


async def test_nothing_is_said_of_the_wait_while_nobody_knows(scene: Scene) -> None:
    visitor = await scene.waiting_visitor()

    await expect(visitor.part("how-long")).to_have_text("We weten nog niet hoe lang het duurt.")


async def test_the_wait_is_said_as_a_range_that_follows_the_place(scene: Scene) -> None:
    await the_line_moves(scene, step=240)
    for _ in range(3):
        await scene.waiting_visitor()
    visitor = await scene.visitor(viewport=NARROW)
    await visitor.comes()

    await expect(visitor.part("how-long")).to_have_text("Meestal duurt het nog 5 tot 45 minuten.")
    aloud = visitor.page.get_by_role("status").filter(has=visitor.part("how-long"))
    await expect(aloud).to_contain_text("Er zijn nog 3 mensen voor je.")
    wide = await visitor.page.evaluate("document.documentElement.scrollWidth")
    assert wide <= NARROW["width"]

    professional = await scene.professional()
    await professional.takes_next()

    await expect(visitor.part("position")).to_have_attribute("data-position", "3")
    await expect(visitor.part("how-long")).to_have_text(
        "Meestal duurt het nog minder dan 30 minuten."
    )


async def test_a_range_that_has_passed_is_taken_back(scene: Scene) -> None:
    await the_line_moves(scene, step=120)
    visitor = await scene.visitor()
    await visitor.page.clock.install()
    await visitor.comes()
    await expect(visitor.part("how-long")).to_have_text(
        "Meestal duurt het nog minder dan 5 minuten."
    )

    await visitor.page.clock.run_for("04:50")
    await expect(visitor.part("how-long")).to_have_text(
        "Meestal duurt het nog minder dan 5 minuten."
    )
    await visitor.page.clock.run_for("00:20")

    await expect(visitor.part("how-long")).to_contain_text("We zijn je niet vergeten")
    await expect(visitor.part("position")).to_have_attribute("data-position", "1")


async def test_who_did_not_answer_is_called_again_once_they_are_there(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    clock = Elsewhen("2026-11-28T21:00:00")
    async with Scene.here(browser, stores, tmp_path, clock=clock) as scene:
        visitor = await scene.waiting_visitor(viewport=PHONE, bypass_csp=True)
        professional = await scene.professional("Sanne", bypass_csp=True)
        await professional.takes_next()
        await visitor.sees("called-page")

        clock.jumps_to("2026-11-28T21:04:00")
        # After a leap in time everybody is given some seconds to come back first.
        await expect(visitor.part("unanswered")).to_be_visible(timeout=60_000)
        await expect(professional.part("gone-on")).to_have_attribute("data-reason", "unanswered")
        await expect(professional.part("not-ready")).to_be_visible()
        await expect(visitor.part("is-here")).to_be_in_viewport()
        await works_for_everybody(visitor, "called, and no answer")
        await works_for_everybody(professional, "somebody is not at the phone")
        await visitor.part("is-here").click()

        await expect(visitor.part("unanswered")).to_have_count(0)
        await expect(professional.part("not-ready")).to_have_count(0)
        await meet(visitor, professional)


async def test_a_helpline_may_do_without_the_tap(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with Scene.here(
        browser, stores, tmp_path, CHATSERVER_VISITORS_ASKS_READY="false"
    ) as scene:
        visitor, professional = await scene.waiting_visitor(), await scene.professional()

        await professional.takes_next()

        await professional.is_let_in()
        await visitor.says("dat ging vanzelf")
        await professional.hears("dat ging vanzelf")
