"""Two or three conversations beside each other: each its own, one that keys go to."""

from pathlib import Path

import pytest
from playwright.async_api import Locator, expect

from tests.e2e.test_accessibility import AXE, LOOK
from tests.e2e.test_screens import Camera
from tests.support.browsers import ProfessionalPage, VisitorPage
from tests.support.scene import Scene

LAPTOP = {"width": 1366, "height": 768}
WIDE = {"width": 1536, "height": 864}
WIDEST = {"width": 1920, "height": 1080}

TALKS = (
    ("Hoi, ik weet niet of ik hier goed zit", "Hoi. Je zit hier goed. Wat is er aan de hand?"),
    ("Mijn vriend kijkt steeds in mijn telefoon", "Wat naar. Ben je nu op een veilige plek?"),
    ("Ik maak me zorgen om een vriendin", "Goed dat je voor haar komt. Wat zie je gebeuren?"),
)

REPEATED = """(() => {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  return ids.filter((id, at) => ids.indexOf(id) !== at);
})()"""


def column(professional: ProfessionalPage, place: int) -> Locator:
    return professional.part("column").nth(place)


async def takes_one_more(scene: Scene, professional: ProfessionalPage, many: int) -> VisitorPage:
    """A visitor comes, is taken, and lets the professional in."""
    visitor = await scene.waiting_visitor()
    await professional.part("take-next").click()
    await visitor.is_ready()
    tabs = professional.part("conversation-tab")
    await expect(tabs.and_(professional.page.locator('[data-state="open"]'))).to_have_count(many)
    return visitor


async def three(scene: Scene, professional: ProfessionalPage) -> list[VisitorPage]:
    return [await takes_one_more(scene, professional, many) for many in (1, 2, 3)]


@pytest.mark.timeout(180)
async def test_three_beside_each_other_never_mix_and_each_keeps_its_draft(
    scene: Scene, tmp_path: Path
) -> None:
    camera = Camera(tmp_path / "pictures")
    professional = await scene.professional("Sanne", viewport=WIDEST, bypass_csp=True)
    page = professional.page
    visitors = await three(scene, professional)
    await expect(professional.part("conversation")).to_have_count(3)
    for place, (visitor, (question, answer)) in enumerate(zip(visitors, TALKS, strict=True)):
        here = column(professional, place)
        await visitor.says(question)
        await expect(here.get_by_test_id("message")).to_contain_text([question])
        await here.get_by_test_id("composer").fill(answer)
        await expect(here).to_have_attribute("data-active", "true")
    for place in range(3):
        kept = column(professional, place).get_by_test_id("composer")
        await expect(kept).to_have_value(TALKS[place][1])
    for place, visitor in enumerate(visitors):
        await column(professional, place).get_by_test_id("composer").press("Enter")
        await visitor.hears(TALKS[place][1])
    for visitor, (question, answer) in zip(visitors, TALKS, strict=True):
        assert await visitor.texts() == [question, answer]

    await visitors[0].says("ben je er nog?")
    await expect(column(professional, 0).get_by_test_id("message")).to_have_count(3)
    await expect(professional.part("unread")).to_have_count(0)
    waits = professional.part("waits-for-you")
    await expect(waits).to_have_count(1)
    await expect(waits).to_have_attribute("data-minutes", "0")

    assert await page.evaluate(REPEATED) == []
    await camera.takes(page, "desk-three.png")
    await page.add_script_tag(path=AXE)
    assert await page.evaluate(LOOK) == []
    await page.emulate_media(color_scheme="dark")
    assert await page.evaluate(LOOK) == []
    await camera.takes(page, "desk-three-dark.png")
    assert professional.complaints == []


@pytest.mark.timeout(180)
async def test_as_many_as_there_is_room_for_and_one_for_who_wants_that(
    scene: Scene, tmp_path: Path
) -> None:
    camera = Camera(tmp_path / "pictures")
    professional = await scene.professional("Sanne", viewport=LAPTOP, bypass_csp=True)
    page = professional.page
    visitors = await three(scene, professional)
    shown = professional.part("conversation")
    await expect(shown).to_have_count(1)
    await expect(professional.part("beside")).to_have_count(0)
    await visitors[0].says("hallo?")
    await expect(professional.part("unread")).to_contain_text("1 nieuw bericht")
    await camera.takes(page, "desk-laptop.png")

    await page.set_viewport_size({"width": WIDE["width"], "height": WIDE["height"]})
    await expect(shown).to_have_count(2)
    await page.set_viewport_size({"width": WIDEST["width"], "height": WIDEST["height"]})
    await expect(shown).to_have_count(3)
    await expect(professional.part("unread")).to_have_count(0)

    await professional.part("beside").click()
    await expect(shown).to_have_count(1)
    await professional.part("beside").click()
    await expect(shown).to_have_count(3)

    # What ended beside the others keeps its place; its form opens where it is asked for.
    await column(professional, 2).get_by_test_id("composer").fill("een halve zin")
    await visitors[0].stops()
    await expect(column(professional, 0).get_by_test_id("ended")).to_be_visible()
    await expect(column(professional, 2).get_by_test_id("composer")).to_be_focused()
    await expect(professional.part("tag-form")).to_have_count(0)
    await camera.takes(page, "desk-three-one-ended.png")
    await professional.part("to-tag-here").click()
    await professional.sees("tag-form")
    await expect(shown).to_have_count(2)
    assert await page.evaluate(REPEATED) == []
    await camera.takes(page, "desk-form-beside.png")
    await page.add_script_tag(path=AXE)
    assert await page.evaluate(LOOK) == []
    await professional.tags_not_trafficking()
    await expect(shown).to_have_count(2)
    drafts = [await each.input_value() for each in await professional.part("composer").all()]
    assert drafts == ["", "een halve zin"]
