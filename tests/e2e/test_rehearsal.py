"""A rehearsal as its coordinator and a professional see it: real, and always marked (F74)."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, ViewportSize, expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_screens import Camera
from tests.support.browsers import CoordinatorPage
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

DESKTOP = ViewportSize(width=1366, height=768)
PHONE = ViewportSize(width=400, height=800)

MARK = "Oefening"


@pytest.fixture
def camera(tmp_path: Path) -> Camera:
    return Camera(tmp_path / "pictures")


async def counted(scene: Scene) -> dict[str, object]:
    """What the board says of this day, but for the minutes that pass."""
    assert scene.app is not None
    today = (await scene.app.turnstile.today()).as_dict()
    return {what: many for what, many in today.items() if not what.endswith("_minutes")}


async def is_never_tagged(scene: Scene) -> bool:
    assert scene.app is not None
    return (await scene.app.counting.fold()).tags == 0


async def begins(coordinator: CoordinatorPage, *personas: str) -> None:
    """Choose whom to play, and begin."""
    for persona in personas:
        await coordinator.page.locator(f"input[name=persona][value={persona}]").check()
    await coordinator.part("rehearsal-begin").click()
    await expect(coordinator.part("rehearsal-running")).to_be_visible()


async def test_a_professional_practises_with_a_frightened_minor_and_no_figure_changes(
    browser: Browser, stores: Stores, tmp_path: Path, camera: Camera
) -> None:
    async with Scene.here(browser, stores, tmp_path) as scene:
        coordinator = await scene.coordinator(viewport=DESKTOP)
        professional = await scene.professional(viewport=DESKTOP)
        before = await counted(scene)
        await expect(coordinator.part("rehearsal-begin")).to_be_disabled()
        await coordinator.part("rehearsal-form").scroll_into_view_if_needed()
        await camera.takes(coordinator.page, "rehearsal-choice.png")

        await begins(coordinator, "frightened_minor")
        await coordinator.part("rehearsal-running").scroll_into_view_if_needed()
        await camera.takes(coordinator.page, "rehearsal-running.png")

        row = professional.part("waiting-row")
        await expect(row.locator("[data-testid=rehearsal-mark]")).to_have_text(MARK)
        await expect(professional.part("waiting-count")).to_have_text("0")
        await professional.takes_next()
        await professional.is_let_in()
        note = professional.part("conversation").locator("[data-testid=rehearsal-note]")
        await expect(note).to_contain_text(MARK)
        tab = professional.part("conversation-tab")
        await expect(tab.locator("[data-testid=rehearsal-mark]")).to_have_text(MARK)
        await professional.hears("ben je een echt iemand?")
        await professional.says("Ja, ik ben Noor. Ben je nu alleen?")
        await professional.hears("fijn dat je er bent")
        await professional.hears("ik zit op mijn kamer")
        await camera.takes(professional.page, "rehearsal-talk.png")
        await professional.page.emulate_media(color_scheme="dark")
        await camera.takes(professional.page, "rehearsal-talk-dark.png")

        await professional.page.reload()
        await professional.is_let_in()
        await expect(note).to_contain_text(MARK)

        await professional.ends()
        form = professional.part("tag-form")
        await expect(form.locator("[data-testid=rehearsal-note]")).to_contain_text(MARK)
        await camera.takes(professional.page, "rehearsal-form-dark.png")
        await professional.page.reload()
        await expect(form.locator("[data-testid=rehearsal-note]")).to_contain_text(MARK)
        await professional.tags_not_trafficking()

        await expect(professional.part("notice")).to_contain_text("er is niets geteld")
        await camera.takes(professional.page, "rehearsal-saved-dark.png")
        await expect(coordinator.part("rehearsal-form")).to_be_visible(timeout=15_000)
        assert await counted(scene) == before
        assert await is_never_tagged(scene)


async def test_who_really_comes_stands_in_front_and_the_coordinator_is_told(
    browser: Browser, stores: Stores, tmp_path: Path, camera: Camera
) -> None:
    async with Scene.here(browser, stores, tmp_path) as scene:
        coordinator = await scene.coordinator(viewport=PHONE)
        professional = await scene.professional(viewport=DESKTOP)
        await begins(coordinator, "hoax", "silent")
        rows = professional.part("waiting-row")
        await expect(rows).to_have_count(2)

        visitor = await scene.waiting_visitor()

        await expect(rows).to_have_count(3)
        marks = professional.page.locator("[data-testid=waiting-row] [data-testid=rehearsal-mark]")
        await expect(marks).to_have_count(2)
        await expect(rows.first.locator("[data-testid=rehearsal-mark]")).to_have_count(0)
        await expect(professional.part("waiting-count")).to_have_text("1")
        await camera.takes(professional.page, "rehearsal-line.png")
        await expect(coordinator.part("really-waiting")).to_contain_text(
            "1 bezoeker", timeout=15_000
        )
        await coordinator.part("rehearsal-running").scroll_into_view_if_needed()
        await camera.takes(coordinator.page, "rehearsal-running-phone.png")
        assert await coordinator.page.evaluate("document.documentElement.scrollWidth") <= 400
        await professional.takes_next()
        await visitor.is_ready()

        await coordinator.part("stop-rehearsal").click()
        await coordinator.part("confirm-stop-rehearsal").click()

        await expect(coordinator.part("rehearsal-form")).to_be_visible()
        await expect(rows).to_have_count(0)
        await professional.is_let_in()
        await expect(professional.part("rehearsal-note")).to_have_count(0)


async def test_its_marks_and_its_page_work_for_everybody(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with Scene.here(browser, stores, tmp_path) as scene:
        coordinator = await scene.coordinator(bypass_csp=True)
        professional = await scene.professional(bypass_csp=True)
        await works_for_everybody(coordinator, "choosing whom to play")
        await begins(coordinator, "hoax")
        await works_for_everybody(coordinator, "a rehearsal runs")
        await expect(professional.part("rehearsal-mark")).to_have_count(1)
        await works_for_everybody(professional, "a rehearsal waits")
        await professional.takes_next()
        await professional.is_let_in()
        await professional.hears("pizzalijn")
        await works_for_everybody(professional, "a rehearsal talks")
        await professional.ends()
        await expect(professional.part("tag-form")).to_be_visible()
        await works_for_everybody(professional, "the form of a rehearsal")
