"""Where the server has no place for one more page: nobody is left with an empty screen."""

from pathlib import Path

from playwright.async_api import Browser, ViewportSize, expect

from tests.e2e.test_screens import Camera
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

PHONE = ViewportSize(width=360, height=740)


async def test_who_finds_no_place_reads_that_we_keep_trying_and_whom_to_call(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with Scene.here(browser, stores, tmp_path, CHATSERVER_LIMITS_MAX_SOCKETS="1") as scene:
        first = await scene.waiting_visitor()
        late = await scene.visitor(viewport=PHONE)
        await late.opens()
        await late.presses_start()
        await late.sees("waiting-page")

        await expect(late.part("numbers")).to_be_visible(timeout=30_000)
        await Camera(tmp_path / "pictures").takes(late.page, "no-place.png")
        await expect(late.page.locator('a[href="tel:112"]').first).to_be_visible()

        await first.page.close()
        # The one who closed the page keeps the place in line for a while.
        await expect(late.part("position")).to_have_attribute("data-position", "2", timeout=30_000)


async def test_who_cannot_even_load_the_page_reads_whom_to_call(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with Scene.here(browser, stores, tmp_path, CHATSERVER_EDGE_MAX_CONNECTIONS="1") as scene:
        visitor = await scene.visitor(viewport=PHONE)
        await visitor.page.goto(scene.visitors.origin)
        other = await (await scene.context(viewport=PHONE)).new_page()
        answer = await other.goto(scene.visitors.origin)

        assert answer is not None
        await Camera(tmp_path / "pictures").takes(other, "busy.png")
        await expect(other.locator('a[href="tel:112"]').first).to_be_visible()
