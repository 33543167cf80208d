"""The coordinator's board: this moment, this day, and four weeks together."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route, ViewportSize, expect

from chatserver.domain.footfall import Footfall, week_of
from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_screens import Camera
from tests.support.browsers import CoordinatorPage, meet
from tests.support.elsewhen import Elsewhen
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

PHONE = ViewportSize(width=360, height=740)
DESKTOP = ViewportSize(width=1180, height=740)

EVENINGS = {17: 3, 18: 6, 19: 14, 20: 22, 21: 31, 22: 27, 23: 18, 0: 11, 1: 6, 2: 2, 3: 1}
"""Who came in one week, by the hour."""


def a_week() -> Footfall:
    hours = {f"came@{hour:02}": came for hour, came in EVENINGS.items()}
    left = {f"left@{hour:02}": came // 4 for hour, came in EVENINGS.items()}
    return Footfall(
        {
            **hours,
            **left,
            "came": 141,
            "line": 6,
            "minutes": 10_080,
            "open": 2520,
            "full": 12,
            "taken": 101,
            "taken:0": 34,
            "taken:1": 41,
            "taken:2": 20,
            "taken:3": 6,
            "left": 31,
            "left:0": 9,
            "left:1": 11,
            "left:2": 8,
            "left:3": 3,
            "unanswered": 7,
            "ended": 103,
            "ended:0": 15,
            "ended:1": 22,
            "ended:2": 31,
            "ended:3": 28,
            "ended:4": 7,
        }
    )


@pytest_asyncio.fixture(loop_scope="session")
async def winter(browser: Browser, stores: Stores, tmp_path: Path) -> AsyncIterator[Scene]:
    """A desk at which four weeks were counted, on a Saturday afternoon."""
    clock = Elsewhen("2026-09-21T08:00:00")
    async with Scene.here(browser, stores, tmp_path, clock=clock) as scene:
        assert scene.app is not None
        turnstile = scene.app.turnstile
        october = Footfall(
            {"minutes": 44_700, "left": 118, "left:0": 40, "left:1": 41, "left:2": 25, "left:3": 12}
        )
        await turnstile.counts.carry_over("2026-10", october, number=2)
        mondays = [date(2026, 10, 26) + timedelta(weeks=number) for number in range(4)]
        for monday in mondays:
            await turnstile.counts.carry_over(week_of(monday), a_week(), number=1)
        for monday in mondays:
            clock.jumps_to(f"{monday + timedelta(weeks=1)}T08:00:00")
            await turnstile.keep()
        clock.jumps_to("2026-11-28T14:35:00")
        yield scene


async def has(coordinator: CoordinatorPage, **numbers: str) -> None:
    """What is shown, by the names of the numbers; several figures may have some."""
    for name, number in numbers.items():
        await expect(coordinator.part(name.replace("_", "-"))).to_have_text(number)


async def test_a_coordinator_sees_this_moment_and_this_day_change_by_themselves(
    scene: Scene,
) -> None:
    coordinator = await scene.coordinator()
    await has(coordinator, board_waiting="0", today_came="0", crew_busy="0")
    await expect(coordinator.part("nobody-here")).to_be_visible()

    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await has(coordinator, board_waiting="1", today_came="1", today_line="1", crew_away="1")
    await meet(visitor, professional)
    await has(coordinator, board_waiting="0", board_conversations="1", today_taken="1")
    await has(coordinator, crew_busy="1", crew_away="0", crew_free="0", crew_break="0")
    await expect(coordinator.part("here")).to_have_text("Collega 2bezig1 gesprek")
    left = await scene.waiting_visitor()
    await left.stops()
    await professional.ends()

    await has(coordinator, today_left="1", today_ended="1", today_unanswered="0")
    await expect(coordinator.part("weeks")).to_contain_text("zodra er een hele week is geteld")
    more = coordinator.part("today-more")
    await more.locator("summary").focus()
    await coordinator.page.keyboard.press("Enter")
    rows = coordinator.part("today-left-after").locator("tbody tr")
    await expect(rows.nth(0)).to_contain_text("korter dan 1 min")
    assert [await row.locator("td").first.inner_text() for row in await rows.all()] == [
        *("1", "0", "0", "0"),
    ]


async def test_four_weeks_are_a_picture_and_a_table_of_the_same(winter: Scene) -> None:
    coordinator = await winter.coordinator()
    await has(coordinator, weeks_came="564", weeks_left="124", weeks_line="6")
    weeks = coordinator.part("weeks")
    await expect(weeks).to_contain_text("Van 26 oktober tot en met 22 november")
    await expect(weeks).to_contain_text("tussen 21 en 22 uur: 124 bezoekers kwamen binnen")
    await expect(weeks.locator(".hours-came")).to_have_count(24)

    await coordinator.part("hours-table").locator("summary").focus()
    await coordinator.page.keyboard.press("Space")
    hour = coordinator.part("hour").nth(21)
    await expect(hour).to_be_visible()
    assert await hour.locator("th, td").all_inner_texts() == ["21\u201322 uur", "124", "28"]
    await coordinator.part("months").locator("summary").click()
    month = coordinator.part("month").first.locator("th, td")
    assert await month.all_inner_texts() == ["oktober 2026", "118", "40", "41", "25", "12", "0"]
    await expect(coordinator.part("months")).to_contain_text("geen registratie")


async def test_a_week_of_which_not_all_was_counted_says_so(winter: Scene) -> None:
    coordinator = await winter.coordinator()
    await coordinator.sees("weeks")
    await has(coordinator, weeks_came="564")
    await expect(coordinator.part("weeks-counted")).to_have_count(0)

    async def half(route: Route) -> None:
        answer = await route.fetch()
        shown = await answer.json()
        shown["weeks"]["counted_percent"] = 52
        await route.fulfill(json=shown)

    await coordinator.page.route("**/api/footfall", half)
    await coordinator.page.reload()
    await expect(coordinator.part("weeks-counted")).to_contain_text("52 %")


async def test_the_page_of_today_works_with_a_server_of_before(scene: Scene) -> None:
    coordinator = await scene.coordinator()
    await has(coordinator, board_waiting="0")

    async def older(route: Route) -> None:
        answer = await route.fetch()
        shown = await answer.json()
        await route.fulfill(json={k: v for k, v in shown.items() if k not in {"crew", "today"}})

    await coordinator.page.route("**/api/board", older)
    await coordinator.page.route("**/api/footfall", lambda route: route.fulfill(status=404))
    await coordinator.page.reload()

    await has(coordinator, board_waiting="0", board_longest="0 min")
    await expect(coordinator.part("today-came")).to_have_count(0)


@pytest.mark.parametrize("language", ["nl", "en"])
async def test_the_board_works_for_everybody(winter: Scene, language: str) -> None:
    coordinator = await winter.coordinator(bypass_csp=True, locale=language)
    await has(coordinator, weeks_came="564", today_came="0")
    for summary in await coordinator.page.locator("main summary:visible").all():
        await summary.click()

    await works_for_everybody(coordinator, f"board, {language}")


async def test_the_pictures_of_the_board(winter: Scene, tmp_path: Path) -> None:
    camera = Camera(tmp_path)
    waiting = [await winter.waiting_visitor() for _ in range(2)]
    sanne, noor = await winter.professional("Sanne"), await winter.professional("Noor")
    await meet(waiting[0], sanne)
    await noor.is_at_the_desk()
    coordinator = await winter.coordinator(viewport=DESKTOP)
    await has(coordinator, weeks_came="564", today_came="2", crew_busy="1", crew_away="1")
    page = coordinator.page
    await camera.takes(page, "board.png")
    await coordinator.part("weeks").evaluate("(each) => each.scrollIntoView()")
    await camera.takes(page, "board-weeks.png")
    for summary in await page.locator("main summary:visible").all():
        await summary.click()
    await coordinator.part("weeks-more").evaluate("(each) => each.scrollIntoView()")
    await camera.takes(page, "board-more.png")
    await page.set_viewport_size(PHONE)
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for part, name in (("board-waiting", "now"), ("weeks", "weeks"), ("months", "months")):
            await coordinator.part(part).evaluate("(each) => each.scrollIntoView()")
            await camera.takes(page, f"board-phone-{name}-{scheme}.png")
    await page.set_viewport_size({"width": 320, "height": 568})
    await coordinator.part("today-more").evaluate("(each) => each.scrollIntoView()")
    await camera.takes(page, "board-320-dark.png")
