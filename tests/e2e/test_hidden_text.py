"""A text that a professional does not want to see again, and the panel beside a conversation."""

from pathlib import Path

from playwright.async_api import expect

from tests.e2e.test_accessibility import AXE, LOOK
from tests.e2e.test_screens import Camera
from tests.support.browsers import meet
from tests.support.scene import Scene

SHOCKING = "dit wil je niet lezen"


async def test_a_covered_text_is_nowhere_on_the_screen_and_comes_back(
    scene: Scene, tmp_path: Path
) -> None:
    visitor = await scene.waiting_visitor()
    professional = await scene.professional(bypass_csp=True)
    page = professional.page
    await meet(visitor, professional)
    await visitor.says("hoi")
    await visitor.says(SHOCKING)
    await professional.hears(SHOCKING)

    await page.keyboard.press("Alt+H")
    shown = professional.part("messages")
    await expect(shown).to_contain_text("Verborgen op dit scherm")
    await expect(shown).not_to_contain_text(SHOCKING)
    assert SHOCKING not in await page.locator("body").aria_snapshot()
    assert SHOCKING not in await page.content()
    await expect(shown).to_contain_text("hoi")
    second = await scene.second_window(professional)
    await second.hears(SHOCKING)  # only here
    await page.add_script_tag(path=AXE)
    assert await page.evaluate(LOOK) == []
    await Camera(tmp_path).takes(page, "desk-hidden.png")
    await professional.page.bring_to_front()

    await page.keyboard.press("Alt+Y")
    await expect(shown.get_by_text("Verborgen op dit scherm")).to_have_count(2)
    await visitor.says("sorry")
    await professional.hears("sorry")
    await professional.part("cover").nth(1).click()
    await professional.hears(SHOCKING)
    await professional.says("Ik ben er nog.")
    await visitor.hears("Ik ben er nog.")
    assert await visitor.texts() == ["hoi", SHOCKING, "sorry", "Ik ben er nog."]


async def test_what_the_visitor_told_before_is_pinned_beside_the_conversation(
    scene: Scene, tmp_path: Path
) -> None:
    camera = Camera(tmp_path)
    visitor = await scene.visitor(locale="en-GB")
    await visitor.comes()
    professional = await scene.professional(
        bypass_csp=True, viewport={"width": 1366, "height": 768}
    )
    page = professional.page
    await meet(visitor, professional)
    await expect(professional.part("panel")).to_have_count(0)
    await visitor.says("Asked beforehand:\nWho is it about? A friend")

    before = await professional.sees("asked-before")
    await expect(before).to_contain_text("Who is it about? A friend")
    await expect(professional.part("panel-language")).to_have_text("Engels")
    await page.add_script_tag(path=AXE)
    assert await page.evaluate(LOOK) == []
    await camera.takes(page, "desk-panel.png")
    await page.set_viewport_size({"width": 900, "height": 768})
    await expect(before).to_be_visible()
    await camera.takes(page, "desk-panel-narrow.png")

    await professional.part("composer").fill("een halve zin")
    await page.keyboard.press("F2")
    await expect(professional.part("panel")).to_have_count(0)
    await expect(professional.part("composer")).to_have_value("een halve zin")
    await page.keyboard.press("F2")
    await professional.sees("panel")
