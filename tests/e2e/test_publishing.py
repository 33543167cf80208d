"""Two coordinators publish a year: one proposes, the other looks, approves, and fetches."""

import re
from pathlib import Path

from playwright.async_api import Browser, Page, expect

from chatserver.app import App
from chatserver.app.codebooks import released
from chatserver.domain.synthetic import year_like_2022
from chatserver.domain.tallies import add_up
from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_screens import DESKTOP, PHONE, Camera
from tests.e2e.test_staff import LAST_YEAR
from tests.support.browsers import CoordinatorPage
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

SMALL = next(book for book in released().versions if book.version == "0.1.0")

A4 = {"width": 718, "height": 1060}
"""The inside of a sheet, in CSS pixels."""


async def counted(app: App) -> None:
    """Last year had 4,000 contacts, and nobody made them up."""
    cells = add_up(SMALL, year_like_2022(SMALL, LAST_YEAR))
    await app.ledger.add({cell.key: (n, 0) for cell, n in cells.items()}, codebook=SMALL.key)


async def takes(camera: Camera, who: CoordinatorPage, name: str) -> None:
    await who.page.locator("section.releases").scroll_into_view_if_needed()
    picture = await who.page.locator("section.releases").screenshot(animations="disabled")
    (camera._directory / name).write_bytes(picture)


async def test_one_proposes_and_another_looks_approves_and_fetches(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    camera = Camera(tmp_path)
    async with Scene.here(browser, stores, tmp_path) as scene:
        assert scene.app is not None
        await counted(scene.app)
        anna = await scene.coordinator(viewport=DESKTOP, bypass_csp=True)
        await anna.part("propose").click(timeout=60_000)
        await expect(anna.part("draft")).to_be_visible(timeout=60_000)
        await expect(anna.part("approve-release")).to_have_count(0)
        await expect(anna.part("withdraw-release")).to_be_visible()
        await takes(camera, anna, "publishing-proposed.png")

        bram = await scene.coordinator(viewport=PHONE, bypass_csp=True, locale="en-GB")
        await expect(bram.part("draft")).to_be_visible(timeout=60_000)
        await works_for_everybody(bram, "publishing, a draft")
        await bram.page.set_viewport_size(PHONE)
        await takes(camera, bram, "publishing-draft-phone.png")
        await bram.part("approve-release").click()
        await camera.takes(bram.page, "publishing-approving-phone.png")
        await bram.part("confirm-approve-release").click()

        await expect(bram.part("release")).to_have_attribute("data-number", "1", timeout=60_000)
        await expect(bram.part("draft")).to_have_count(0)
        await bram.page.set_viewport_size(DESKTOP)
        await takes(camera, bram, "publishing-released.png")
        async with bram.page.expect_download() as fetching:
            await bram.part("release").locator("a[href$='report-nl.html']").click()
        report = tmp_path / "report.html"
        await (await fetching.value).save_as(report)
        paper = await (await browser.new_context(offline=True)).new_page()
        await prints_on_two_sides(paper, report)
        await paper.context.close()


async def prints_on_two_sides(page: Page, report: Path) -> None:
    """The saved file, without any network, under its own policy."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text))
    await page.set_viewport_size(A4)  # type: ignore[arg-type]
    await page.goto(report.as_uri())
    await page.emulate_media(media="print")
    await page.screenshot(path=report.with_suffix(".png"), full_page=True)
    printed = await page.pdf(prefer_css_page_size=True, print_background=True)
    report.with_suffix(".pdf").write_bytes(printed)

    assert 1 <= len(re.findall(rb"/Type ?/Page\b(?!s)", printed)) <= 2
    assert complaints == []
    colour = await page.locator("h1").evaluate("node => getComputedStyle(node).color")
    assert colour == "rgb(18, 71, 69)"
