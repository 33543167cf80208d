"""Larger text for whoever needs it, on every screen and until the tab is reloaded."""

from typing import Final

import pytest
from playwright.async_api import Page, ViewportSize, expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.support.browsers import VisitorPage, meet
from tests.support.scene import Scene

NARROW: Final = ViewportSize(width=320, height=568)

LARGEST: Final = "150"

TEXTS: Final = """() => {
  const all = new Map();
  for (const each of document.querySelectorAll('body *')) {
    const has = [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    const key = `${each.tagName} ${each.className} ${each.id} ${each.textContent.slice(0, 20)}`;
    if (has && each.checkVisibility()) all.set(key, parseFloat(getComputedStyle(each).fontSize));
  }
  return Object.fromEntries(all);
}"""
"""How large each text on the screen is, in CSS pixels."""

OVERLAPS: Final = """() => {
  const box = (selector) => document.querySelector(selector)?.getBoundingClientRect();
  const parts = ['#emergency-call', '[data-testid=text-size]', '[data-testid=language]', '#exit',
    '#app', '.composer'];
  const there = parts.filter((each) => box(each)?.height > 0);
  const found = [];
  for (const [at, one] of there.entries()) for (const other of there.slice(at + 1)) {
    const a = box(one), b = box(other);
    const isOver = a.left < b.right - 1 && b.left < a.right - 1
      && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    if (isOver) found.push(`${one} ${other}`);
  }
  return found;
}"""


async def text_of_the_page(page: Page) -> float:
    size: float = await page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    return size


async def everything_has_its_place(visitor: VisitorPage) -> None:
    """On a small phone nothing covers anything, and what must be in sight is."""
    await visitor.page.set_viewport_size(NARROW)
    assert await visitor.page.evaluate(OVERLAPS) == []
    for part in ("exit", "text-size", "language"):
        await expect(visitor.part(part)).to_be_in_viewport(ratio=0.99)
        await visitor.part(part).click(trial=True)
    await expect(visitor.page.locator("#emergency-call")).to_be_in_viewport(ratio=0.99)
    app = await visitor.page.locator("#app").bounding_box()
    assert app is not None
    assert app["height"] > NARROW["height"] / 3


async def test_every_text_grows_and_nothing_is_kept(scene: Scene) -> None:
    visitor = await scene.visitor(viewport=NARROW)
    await visitor.opens()
    await visitor.sees("start-page")
    before = await visitor.page.evaluate(TEXTS)
    shown = await visitor.part("text-size").locator("option").all_inner_texts()
    assert shown == ["100%", "115%", "130%", "150%"]

    await visitor.part("text-size").select_option(LARGEST)

    after = await visitor.page.evaluate(TEXTS)
    assert after.keys() == before.keys()
    assert [key for key, size in after.items() if size < before[key] * 1.2] == []
    assert await visitor.page.evaluate(
        "[document.cookie, localStorage.length, sessionStorage.length, name, location.hash]"
    ) == ["", 0, 0, "", ""]
    await visitor.page.reload()
    await visitor.sees("start-page")
    await expect(visitor.part("text-size")).to_have_value("100")
    assert await visitor.page.evaluate(TEXTS) == before


async def test_it_is_chosen_with_the_keyboard_and_says_what_it_is(scene: Scene) -> None:
    visitor = await scene.visitor()
    await visitor.opens()
    await visitor.sees("start-page")
    usual = await text_of_the_page(visitor.page)
    choice = visitor.page.get_by_role("combobox", name="Tekstgrootte")
    await choice.focus()

    await visitor.page.keyboard.press("ArrowDown")

    await expect(choice).to_have_value("115")
    await expect(choice).to_be_focused()
    assert await text_of_the_page(visitor.page) == pytest.approx(usual * 1.15, rel=0.01)
    await visitor.page.keyboard.press("ArrowUp")
    assert await text_of_the_page(visitor.page) == usual


async def test_the_browsers_own_text_size_counts_too(scene: Scene) -> None:
    visitor = await scene.visitor()
    await visitor.opens()
    await visitor.sees("start-page")
    usual = await text_of_the_page(visitor.page)
    # What a setting of the browser does; a style of the page would be beaten by the choice.
    await visitor.page.evaluate("document.documentElement.style.fontSize = '20px'")
    assert await text_of_the_page(visitor.page) == pytest.approx(usual * 1.25)

    await visitor.part("text-size").select_option(LARGEST)

    assert await visitor.page.evaluate("document.documentElement.style.fontSize") == "150%"


async def test_it_stays_through_screens_and_languages(scene: Scene) -> None:
    visitor, professional = await scene.visitor(viewport=NARROW), await scene.professional()
    await visitor.opens()
    usual = await text_of_the_page(visitor.page)
    await visitor.part("text-size").select_option(LARGEST)
    await visitor.starts()
    await meet(visitor, professional)
    await visitor.says("ik zie niet goed")
    await professional.says("Dan schrijf ik kort.")
    await visitor.hears("Dan schrijf ik kort.")

    await visitor.speaks("pl")

    choice = visitor.page.get_by_role("combobox", name="Wielkość tekstu")
    await expect(choice).to_have_value(LARGEST)
    assert await text_of_the_page(visitor.page) == pytest.approx(usual * 1.5)


async def test_the_newest_words_and_the_draft_stay_in_sight_when_text_grows(scene: Scene) -> None:
    visitor, professional = await scene.visitor(viewport=NARROW), await scene.professional()
    await visitor.comes()
    await meet(visitor, professional)
    for number in range(1, 6):
        await professional.says(f"Regel {number}. " + "Neem rustig je tijd. " * 3)
        await visitor.has_messages(number)
    await visitor.types("een half verhaal")

    await visitor.part("text-size").select_option(LARGEST)

    await expect(visitor.page.locator("[data-testid=message]:last-child .meta")).to_be_in_viewport()
    hidden = "(each) => each.scrollHeight > each.clientHeight + 2"
    assert not await visitor.part("composer").evaluate(hidden)


@pytest.mark.parametrize("locale", ["nl-NL", "uk", "ar"])
async def test_the_largest_text_fits_a_small_phone_on_every_screen(
    scene: Scene, locale: str
) -> None:
    visitor = await scene.visitor(viewport=NARROW, locale=locale, bypass_csp=True)

    async def fits(state: str) -> None:
        await works_for_everybody(visitor, f"{state}, largest text")
        await everything_has_its_place(visitor)

    await visitor.opens()
    await visitor.part("text-size").select_option(LARGEST)
    for summary in await visitor.page.locator("summary").all():
        await summary.click()
    await fits("start")
    await visitor.starts()
    await fits("waiting")
    professional, colleague = await scene.professional("Sanne"), await scene.professional("Noor")
    await professional.takes_next()
    await visitor.sees("called-page")
    await fits("called")
    await visitor.is_ready()
    await professional.is_let_in()
    await professional.says("Hoi. Waar wil je over praten? " * 5)
    await visitor.hears("Waar wil je over praten?")
    await fits("conversation")
    await visitor.part("end").click()
    await fits("asked whether to end")
    for part in ("end-confirm", "end-cancel"):
        await visitor.part(part).click(trial=True)
    await visitor.part("end-cancel").click()
    await professional.asks_colleagues("join")
    await colleague.sits_in()
    await visitor.sees("asking")
    await fits("asked about a colleague")
    for part in ("join-from-now", "join-and-read", "join-no"):
        await visitor.part(part).click(trial=True)
    await visitor.says_no()
    # The clicks above may have moved the words, as if somebody were reading back.
    await visitor.page.evaluate("document.querySelector('main').scrollTop = 1_000_000")
    await expect(visitor.page.get_by_role("listitem").last).to_be_in_viewport()
    await visitor.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => done()))")
    scene.visitors.hold_down()
    await visitor.sees("banner")
    await fits("without a line")
    await expect(visitor.part("banner")).to_be_in_viewport(ratio=0.9)
    await expect(visitor.page.get_by_role("listitem").last).to_be_in_viewport()
    scene.visitors.thaw()
    await expect(visitor.part("banner")).to_have_count(0)
    await visitor.stops()
    await fits("ended")
