"""A page that does not light up a room: dark at night, by the clock of the phone."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_organisation import house, opens
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

DARK = "rgb(21, 27, 27)"
LIGHT = "rgb(246, 243, 238)"


async def is_on(page: Page, colour: str) -> None:
    """The ground of the page, and what a phone draws around it."""
    await expect(page.locator("body")).to_have_css("background-color", colour)
    shown = await page.evaluate(
        "Array.from(document.querySelectorAll('meta[name=theme-color]'))"
        ".find((each) => matchMedia(each.media).matches).content"
    )
    assert shown == {DARK: "#151b1b", LIGHT: "#f6f3ee"}[colour]


@pytest.mark.parametrize(("hour", "colour"), [(20, LIGHT), (21, DARK), (6, DARK), (7, LIGHT)])
async def test_a_page_is_dark_at_night_also_on_a_phone_that_is_set_to_light(
    scene: Scene, hour: int, colour: str
) -> None:
    visitor = await scene.visitor(hour=hour, color_scheme="light")
    await visitor.opens()
    await visitor.sees("start-page")

    await is_on(visitor.page, colour)
    assert visitor.complaints == []


async def test_it_is_dark_before_the_app_is_there(scene: Scene) -> None:
    visitor = await scene.visitor(hour=23, color_scheme="light")
    await visitor.page.route("**/app-*.js", lambda route: route.abort())
    await visitor.opens()

    await is_on(visitor.page, DARK)


async def test_it_works_for_everybody_in_the_dark(scene: Scene) -> None:
    visitor = await scene.visitor(hour=3, color_scheme="light", bypass_csp=True)
    await visitor.comes()

    await is_on(visitor.page, DARK)
    await works_for_everybody(visitor, "waiting at night")


async def test_the_colours_of_an_organisation_are_its_dark_ones_at_night(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with house(browser, stores, tmp_path) as scene:
        visitor = await opens(scene, hour=22, color_scheme="light")

        await expect(visitor.part("start")).to_have_css("background-color", "rgb(217, 184, 255)")
