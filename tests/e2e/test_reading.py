"""Read is what was on the other side's screen for a moment, and nothing less (FEATURES.md F19)."""

from typing import Final

import pytest
from playwright.async_api import expect

from tests.e2e.test_newest import PHONE, SCROLL_TO, TO_THE_END, reads_back
from tests.e2e.test_over_the_shoulder import HIDDEN
from tests.support.browsers import ProfessionalPage, VisitorPage, Window, meet
from tests.support.scene import Scene

LAPTOP: Final = {"width": 1366, "height": 768}

A_WHILE_MS: Final = 5000
"""Many looks of a page at what is on its screen."""

COVER: Final = """(is) => {
  const before = document.getElementById('over');
  if (before) before.remove();
  if (!is) return;
  const over = document.createElement('div');
  over.id = 'over';
  over.style = 'position: fixed; inset: 0; z-index: 9999; background: white';
  document.body.append(over);
}"""


async def talking(scene: Scene) -> tuple[VisitorPage, ProfessionalPage]:
    """Two who have just met, at clocks that can be moved on."""
    visitor = await scene.waiting_visitor(viewport=PHONE, bypass_csp=True)
    professional = await scene.professional("Sanne", viewport=LAPTOP, bypass_csp=True)
    await visitor.page.clock.install()
    await professional.page.clock.install()
    await meet(visitor, professional)
    return visitor, professional


async def is_marked(writer: Window, state: str) -> None:
    await expect(writer.part("message").last).to_have_attribute("data-state", state)


async def looks(window: Window) -> None:
    """Time passes at this page."""
    await window.page.clock.run_for(A_WHILE_MS)


def marks_by(window: Window) -> int:
    """How often this page said that something was read."""
    return sum(each.sent and '"type":"read"' in str(each.payload) for each in window.frames)


async def stays_unread(writer: Window, reader: Window) -> None:
    """Time passes at the reader's page, which says nothing: a mark could still be on its way."""
    before = marks_by(reader)
    await looks(reader)
    assert marks_by(reader) == before
    await is_marked(writer, "delivered")


async def test_both_see_that_what_they_wrote_was_on_the_others_screen(scene: Scene) -> None:
    visitor, professional = await talking(scene)

    await visitor.says("lees je dit?")
    await is_marked(visitor, "read")
    await expect(visitor.part("message").last).to_contain_text("gelezen")
    await professional.says("Ja. Neem je tijd.")
    await is_marked(professional, "read")
    await expect(professional.part("message").last).to_contain_text("Gelezen")


@pytest.mark.parametrize("who", ["visitor", "professional"])
async def test_a_page_that_is_not_in_front_reads_nothing(scene: Scene, who: str) -> None:
    visitor, professional = await talking(scene)
    reader, writer = (visitor, professional) if who == "visitor" else (professional, visitor)
    await reader.page.evaluate(HIDDEN, "hidden")

    await writer.says("is daar iemand?")
    await writer.everything_arrived()
    await stays_unread(writer, reader)

    await reader.page.evaluate(HIDDEN, "visible")
    await is_marked(writer, "read")


@pytest.mark.parametrize("who", ["visitor", "professional"])
async def test_what_something_lies_over_is_not_read(scene: Scene, who: str) -> None:
    visitor, professional = await talking(scene)
    reader, writer = (visitor, professional) if who == "visitor" else (professional, visitor)
    await reader.page.evaluate(COVER, True)  # noqa: FBT003 - what is drawn over it

    await writer.says("is daar iemand?")
    await writer.everything_arrived()
    await stays_unread(writer, reader)

    await reader.page.evaluate(COVER, False)  # noqa: FBT003
    await is_marked(writer, "read")


async def test_another_conversation_in_front_reads_nothing_of_this_one(scene: Scene) -> None:
    first, professional = await talking(scene)
    second = await scene.waiting_visitor()
    await professional.part("take-next").click()
    await second.is_ready()
    await expect(professional.part("conversation-tab")).to_have_count(2)

    await first.says("lees je dit?")
    await expect(professional.part("unread")).to_be_visible()
    await first.everything_arrived()
    await stays_unread(first, professional)

    await professional.part("conversation-tab").first.click()
    await professional.hears("lees je dit?")
    await is_marked(first, "read")


async def test_who_reads_back_has_not_read_what_comes_below(scene: Scene) -> None:
    visitor, professional = await talking(scene)
    for number in range(1, 13):
        await professional.says(f"Regel nummer {'i' * number}. " + "Neem rustig je tijd. " * 3)
        await visitor.has_messages(number)
        await looks(visitor)
    await is_marked(professional, "read")
    await reads_back(visitor)

    await professional.says("Ben je er nog?")
    await professional.everything_arrived()
    await stays_unread(professional, visitor)

    await visitor.page.evaluate(SCROLL_TO, TO_THE_END)
    await is_marked(professional, "read")


async def test_what_was_passed_over_unseen_holds_back_what_stands_below(scene: Scene) -> None:
    visitor, professional = await talking(scene)
    await visitor.page.evaluate(HIDDEN, "hidden")
    for number in range(1, 13):
        await professional.says(f"Regel nummer {'i' * number}. " + "Neem rustig je tijd. " * 3)
    await visitor.has_messages(12)
    await visitor.page.evaluate(HIDDEN, "visible")
    await expect(visitor.part("message").last).to_be_in_viewport()
    await professional.everything_arrived()
    await stays_unread(professional, visitor)
    assert marks_by(visitor) == 0

    for down in range(0, 4000, 250):
        await visitor.page.evaluate(SCROLL_TO, down)
        await visitor.page.clock.run_for(2500)
    await is_marked(professional, "read")


async def test_what_was_read_is_known_after_a_reload_of_either(scene: Scene) -> None:
    visitor, professional = await talking(scene)
    await visitor.says("hoi")
    await is_marked(visitor, "read")
    await professional.says("Dag.")
    await is_marked(professional, "read")

    await visitor.page.reload()
    await visitor.hears("Dag.")
    mine = visitor.page.locator('[data-testid="message"][data-mine="true"]')
    await expect(mine).to_have_attribute("data-state", "read")
    await professional.page.reload()
    await professional.hears("hoi")
    theirs = professional.page.locator('[data-testid="message"][data-mine="true"]')
    await expect(theirs).to_have_attribute("data-state", "read")

    await visitor.says("en nu?")
    await is_marked(visitor, "read")
