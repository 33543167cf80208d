"""Ending because of misuse, as the three who see something of it see it (F34)."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.e2e.test_screens import Camera
from tests.support.browsers import meet
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

HERE, ELSEWHERE = "45.83.86.217", "45.83.87.217"

PHONE = ViewportSize(width=360, height=740)
SMALL = ViewportSize(width=320, height=640)
DESKTOP = ViewportSize(width=1180, height=740)


@pytest.fixture
def camera(tmp_path: Path) -> Camera:
    return Camera(tmp_path / "pictures")


async def test_a_professional_ends_because_of_misuse_and_the_visitor_reads_what_to_do_now(
    browser: Browser, stores: Stores, tmp_path: Path, camera: Camera
) -> None:
    async with Scene.here(browser, stores, tmp_path, CHATSERVER_EDGE_PROXIES="127.0.0.1") as scene:
        scene.visitors.comes_from(HERE)
        visitor = await scene.waiting_visitor(viewport=PHONE)
        professional = await scene.professional(viewport=DESKTOP)
        await meet(visitor, professional)
        assert (await professional.part("end").get_attribute("aria-expanded")) == "false"
        await professional.part("end").press("Enter")
        await expect(professional.part("cancel-end")).to_be_focused()
        for _ in range(2):  # past "yes, end" to what is folded away
            await professional.page.keyboard.press("Tab")
        await expect(professional.part("misuse")).to_be_focused()
        await professional.page.keyboard.press("Enter")
        await camera.takes(professional.page, "cool-down-desk.png")
        await professional.page.keyboard.press("Tab")
        await expect(professional.part("minutes-10")).to_be_focused()
        await professional.page.keyboard.press("ArrowDown")
        await professional.page.keyboard.press("Tab")
        await professional.page.keyboard.press("Space")
        await expect(professional.part("longer")).to_be_checked()
        await professional.page.keyboard.press("Tab")
        await professional.page.keyboard.press("Enter")

        await visitor.sees("ended-page", reason="done")
        await expect(visitor.part("again-in")).to_contain_text("over ongeveer 20 minuten")
        await expect(visitor.part("numbers").locator('a[href="tel:112"]')).to_be_visible()
        await camera.takes(visitor.page, "cool-down-ended.png")
        await expect(professional.part("notice")).to_contain_text("20 minuten")
        await camera.takes(professional.page, "cool-down-notice.png")

        await visitor.part("again").click()
        page = await visitor.sees("again-page")
        await expect(page).to_contain_text("over ongeveer 20 minuten")
        await expect(page.locator('a[href="tel:112"]')).to_be_visible()
        await camera.takes(visitor.page, "cool-down-again.png")
        await visitor.page.set_viewport_size(SMALL)
        await visitor.page.emulate_media(color_scheme="dark")
        await camera.takes(visitor.page, "cool-down-again-small-dark.png")
        assert await visitor.page.evaluate("document.documentElement.scrollWidth") <= 320

        scene.visitors.comes_from(ELSEWHERE)
        await visitor.part("retry").click()
        await visitor.sees("waiting-page")


async def test_a_coordinator_makes_it_longer_or_lifts_it(
    browser: Browser, stores: Stores, tmp_path: Path, camera: Camera
) -> None:
    async with Scene.here(browser, stores, tmp_path, CHATSERVER_EDGE_PROXIES="127.0.0.1") as scene:
        scene.visitors.comes_from(HERE)
        visitor, professional = await scene.waiting_visitor(), await scene.professional()
        await meet(visitor, professional)
        await professional.part("end").click()
        await professional.part("misuse").click()
        await professional.part("longer").check()
        await professional.part("confirm-misuse").click()
        await visitor.sees("ended-page", reason="done")

        coordinator = await scene.coordinator(viewport=DESKTOP)
        shown = coordinator.part("cool-down")
        await expect(shown).to_contain_text("nog 10 minuten")
        await expect(shown).to_contain_text("vraagt om langer")
        await shown.scroll_into_view_if_needed()
        await camera.takes(coordinator.page, "cool-down-coordinator.png")
        await coordinator.part("lengthen").click()
        await coordinator.part("confirm-lengthen").click()
        await expect(shown).to_contain_text("nog 120 minuten")
        await expect(coordinator.part("lengthen")).to_have_count(0)
        await visitor.part("again").click()
        await expect(await visitor.sees("again-page")).to_contain_text("120 minuten")

        await coordinator.part("lift").click()
        await coordinator.part("confirm-lift").click()
        await expect(shown).to_have_count(0)
        await visitor.part("retry").click()
        await visitor.sees("waiting-page")
        assert coordinator.complaints == []
