"""A page that sleeps or is gone is missed, and the visitor is told the truth (decision 0017)."""

import asyncio
from pathlib import Path

from playwright.async_api import Browser, expect

from tests.support.browsers import meet
from tests.support.elsewhen import Elsewhen
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

BUSY = "(milliseconds) => { const end = Date.now() + milliseconds; while (Date.now() < end); }"
"""A page that hears nothing, while its browser keeps the socket open and answers the pings."""


async def test_a_tab_that_sleeps_is_missed_and_found_again(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await visitor.says("ik leg mijn telefoon even weg")
    await professional.hears("ik leg mijn telefoon even weg")
    await expect(professional.part("presence")).to_have_attribute("data-state", "here")

    # A page that never answered is an old one, and is taken at the line's word.
    await visitor.answers_a_beat()
    asleep = asyncio.create_task(visitor.page.evaluate(BUSY, 25_000))
    await expect(professional.part("presence")).to_have_attribute("data-state", "lost")
    await asleep

    await expect(professional.part("presence")).to_have_attribute("data-state", "here")
    await visitor.says("daar ben ik weer")
    await professional.hears("daar ben ik weer")


async def test_a_visitor_whose_professional_is_gone_is_told_and_is_next(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with Scene.here(
        browser, stores, tmp_path, CHATSERVER_LIMITS_PROFESSIONAL_GRACE="12 s"
    ) as scene:
        visitor, professional = await scene.waiting_visitor(), await scene.professional("Sanne")
        await meet(visitor, professional)
        await visitor.says("ben je er nog?")
        await professional.hears("ben je er nog?")
        later = await scene.waiting_visitor()

        await professional.page.context.close()
        await expect(visitor.part("banner")).to_contain_text("Sanne")
        await visitor.sees("waiting-page")

        await expect(visitor.part("position")).to_have_attribute("data-position", "1")
        await expect(later.part("position")).to_have_attribute("data-position", "2")
        assert await visitor.texts() == ["ben je er nog?"]
        colleague = await scene.professional("Noor")
        await colleague.takes_next()
        await visitor.lets_join(back=True)
        await colleague.is_let_in()
        await colleague.hears("ben je er nog?")
        await colleague.says("Ik ben Noor. Sanne is weggevallen.")
        await visitor.hears("Ik ben Noor. Sanne is weggevallen.")


async def test_a_visitor_who_does_nothing_is_asked_and_then_let_go(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    clock = Elsewhen("2026-11-28T21:00:00")
    async with Scene.here(browser, stores, tmp_path, clock=clock) as scene:
        visitor, professional = await scene.waiting_visitor(), await scene.professional("Sanne")
        await meet(visitor, professional)
        await visitor.says("hij komt binnen")
        await professional.hears("hij komt binnen")

        clock.jumps_to("2026-11-28T21:12:00")
        await expect(visitor.part("still")).to_contain_text("Ben je er nog?")
        await visitor.part("still-here").click()
        await expect(visitor.part("still")).to_have_count(0)
        clock.jumps_to("2026-11-28T21:24:00")
        await expect(visitor.part("still")).to_be_visible()
        await visitor.part("composer").press_sequentially("ik ben er")
        await expect(visitor.part("still")).to_have_count(0)
        clock.jumps_to("2026-11-28T21:50:00")

        # Whoever looks for such conversations does so a few times a minute.
        await expect(visitor.part("ended-page")).to_be_visible(timeout=60_000)
        await visitor.sees("ended-page", reason="silent")
        await professional.sees("ended", reason="silent")
        await professional.tags_not_trafficking()


async def test_a_press_on_something_else_answers_both(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    clock = Elsewhen("2026-11-28T21:00:00")
    async with Scene.here(browser, stores, tmp_path, clock=clock) as scene:
        visitor, professional = await scene.waiting_visitor(), await scene.professional("Sanne")
        await meet(visitor, professional)
        colleague = await scene.professional("Noor")
        await professional.asks_colleagues("join")
        await colleague.sits_in()
        await visitor.sees("asking")
        clock.jumps_to("2026-11-28T21:12:00")
        await visitor.sees("still")

        # A finger stays on a button for longer than a page takes to draw itself anew.
        await visitor.part("join-from-now").click(delay=200)

        await expect(visitor.part("asking")).to_have_count(0)
        await expect(visitor.part("still")).to_have_count(0)
        await colleague.is_let_in()


async def test_both_are_told_before_the_longest_conversation_ends(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    clock = Elsewhen("2026-11-28T21:00:00")
    async with Scene.here(
        browser,
        stores,
        tmp_path,
        clock=clock,
        CHATSERVER_LIMITS_SILENT_PROMPT="5 h",
        CHATSERVER_LIMITS_SILENT_CLOSE="6 h",
    ) as scene:
        visitor, professional = await scene.waiting_visitor(), await scene.professional("Sanne")
        await meet(visitor, professional)
        await visitor.says("we praten al lang")
        await professional.hears("we praten al lang")

        clock.jumps_to("2026-11-29T00:46:00")
        await expect(visitor.part("banner")).to_contain_text("hooguit 14 minuten")
        await expect(professional.part("ends-soon")).to_contain_text("binnen 14 minuten")
        await visitor.says("dan moet ik nog iets zeggen")
        await professional.hears("dan moet ik nog iets zeggen")
        clock.jumps_to("2026-11-29T00:56:00")
        await expect(visitor.part("banner")).to_contain_text("hooguit 4 minuten")
        clock.jumps_to("2026-11-29T00:59:50")

        await visitor.sees("ended-page", reason="time")
        await professional.sees("ended", reason="time")
        await professional.tags_not_trafficking()
