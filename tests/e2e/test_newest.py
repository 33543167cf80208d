"""Who reads back is left in peace, and sees that there is something new below."""

from typing import Final

import pytest
from playwright.async_api import FloatRect, Locator, ViewportSize, expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.scene import Scene

PHONE: Final = ViewportSize(width=360, height=740)
NARROW: Final = ViewportSize(width=320, height=568)
LOW: Final = ViewportSize(width=568, height=300)
"""A small phone on its side: the page scrolls as a whole."""

SIGN: Final = {"nl-NL": "Nieuw bericht", "ar": "رسالة جديدة"}

SMALLEST_TARGET: Final = 44
"""CSS pixels, each way: WCAG 2.2, 2.5.5."""

SCROLLED: Final = """() => [document.getElementById('app'), document.scrollingElement]
  .map((each) => each.scrollTop).find((top) => top > 0) ?? 0"""

SCROLL_TO: Final = """(y) => {
  for (const each of [document.getElementById('app'), document.scrollingElement]) {
    each.scrollTop = y;
  }
}"""

TO_THE_END: Final = 1_000_000


async def talking(
    scene: Scene, viewport: ViewportSize, locale: str = "nl-NL"
) -> tuple[VisitorPage, ProfessionalPage]:
    """Two who have said more than fits on a phone."""
    visitor = await scene.waiting_visitor(
        viewport=viewport, has_touch=True, locale=locale, bypass_csp=True
    )
    professional = await scene.professional()
    await meet(visitor, professional)
    for number in range(1, 13):
        await professional.says(f"Regel {number}. " + "Neem rustig je tijd. " * 3)
        await visitor.has_messages(number)
    return visitor, professional


async def reads_back(visitor: VisitorPage) -> float:
    """Scroll up to the first words; how far down that is, in CSS pixels."""
    await visitor.page.evaluate(SCROLL_TO, 40)
    await expect(visitor.part("message").last).not_to_be_in_viewport()
    top: float = await visitor.page.evaluate(SCROLLED)
    return top


async def box_of(part: Locator) -> FloatRect:
    box = await part.bounding_box()
    assert box is not None
    return FloatRect(**box)


@pytest.mark.parametrize(
    ("viewport", "locale"),
    [(PHONE, "nl-NL"), (PHONE, "ar"), (NARROW, "nl-NL"), (NARROW, "ar"), (LOW, "nl-NL")],
    ids=["phone", "phone in Arabic", "narrow", "narrow in Arabic", "low"],
)
async def test_who_reads_back_sees_that_there_is_something_new(
    scene: Scene, viewport: ViewportSize, locale: str
) -> None:
    visitor, professional = await talking(scene, viewport, locale)
    await expect(visitor.part("message").last).to_be_in_viewport()
    await expect(visitor.part("newest")).to_have_count(0)
    top = await reads_back(visitor)

    await professional.says("Ben je er nog?")
    sign = await visitor.sees("newest")

    await expect(sign).to_contain_text(SIGN[locale])
    await expect(sign).to_be_in_viewport(ratio=1)
    assert await visitor.page.evaluate(SCROLLED) == top
    box, exit_ = await box_of(sign), await box_of(visitor.part("exit"))
    assert min(box["width"], box["height"]) >= SMALLEST_TARGET
    assert box["y"] + box["height"] < exit_["y"]
    await visitor.part("exit").click(trial=True)

    await sign.tap()

    await expect(visitor.part("message").last).to_be_in_viewport(ratio=1)
    await expect(visitor.part("newest")).to_have_count(0)
    await expect(visitor.page.get_by_role("listitem").last).to_be_focused()


async def test_the_sign_is_gone_at_the_end_and_covers_nothing_there(scene: Scene) -> None:
    visitor, professional = await talking(scene, PHONE)
    await reads_back(visitor)
    await professional.says("Ben je er nog?")
    await visitor.sees("newest")

    await visitor.page.evaluate(SCROLL_TO, TO_THE_END)

    await expect(visitor.part("newest")).to_have_count(0)
    await professional.says("Ik ben er.")
    await visitor.hears("Ik ben er.")
    await expect(visitor.part("message").last).to_be_in_viewport(ratio=1)
    await expect(visitor.part("newest")).to_have_count(0)


async def test_who_says_something_goes_on_at_the_end(scene: Scene) -> None:
    visitor, professional = await talking(scene, PHONE)
    await reads_back(visitor)
    await professional.says("Ben je er nog?")
    await visitor.sees("newest")

    await visitor.says("Ja")

    await expect(visitor.part("message").last).to_be_in_viewport(ratio=1)
    await expect(visitor.part("newest")).to_have_count(0)


async def test_what_waits_for_the_line_hides_no_answer(scene: Scene) -> None:
    """What they say stands before an own message that is not accepted yet."""
    visitor, professional = await talking(scene, PHONE)
    await visitor.page.evaluate(
        """() => {
          const send = WebSocket.prototype.send;
          WebSocket.prototype.send = function (text) {
            if (!text.includes('"type":"say"')) send.call(this, text);
          };
        }"""
    )
    await visitor.says("Dit komt niet aan")
    await reads_back(visitor)

    await professional.says("Ben je er nog?")

    await visitor.sees("newest")
    await expect(visitor.part("message").last).to_have_attribute("data-mine", "true")


async def test_the_sign_is_read_aloud_once_and_works_for_everybody(scene: Scene) -> None:
    visitor, professional = await talking(scene, PHONE)
    await reads_back(visitor)
    await professional.says("Ben je er nog?")
    sign = await visitor.sees("newest")

    # The message itself has been read aloud: it stands in the log, which is live.
    aloud = "(each) => each.closest('[aria-live], [role=log], [role=status], [role=alert]')"
    assert await sign.evaluate(f"(each) => ({aloud})(each) === null")
    assert await visitor.part("message").last.evaluate(f"(each) => ({aloud})(each) !== null")
    await works_for_everybody(visitor, "something new below")
    await visitor.page.set_viewport_size(PHONE)
    await reads_back(visitor)
    await professional.says("Neem je tijd.")
    await visitor.has_messages(14)
    await sign.focus()
    await visitor.page.keyboard.press("Enter")
    await expect(visitor.page.get_by_role("listitem").last).to_be_focused()


async def test_a_professional_who_reads_back_sees_it_too(scene: Scene) -> None:
    visitor, professional = await talking(scene, PHONE)
    log = professional.part("messages")
    await professional.page.set_viewport_size({"width": 1180, "height": 640})
    await expect(professional.part("message").last).to_be_in_viewport()
    await log.evaluate("(each) => { each.scrollTop = 0; }")
    await expect(professional.part("message").last).not_to_be_in_viewport()

    await visitor.says("ik ben bang")
    sign = await professional.sees("newest")

    assert await log.evaluate("(each) => each.scrollTop") == 0
    assert await sign.evaluate("(each) => each.closest('[role=log], [role=status]') === null")
    await sign.focus()
    await professional.page.keyboard.press("Enter")
    await expect(professional.part("message").last).to_be_in_viewport(ratio=1)
    await expect(professional.part("newest")).to_have_count(0)
    await expect(log).to_be_focused()
