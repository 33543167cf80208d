"""A whole shift without a mouse, and the page that shows every key."""

import asyncio
from pathlib import Path

import pytest
from playwright.async_api import expect

from chatserver.domain.people import Role
from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_screens import Camera
from tests.support.browsers import ProfessionalPage, VisitorPage
from tests.support.scene import PASSWORD, Scene

UNHURRIED = 0.7
"""Seconds: the page takes no key for a proposal that was on its way to something else."""

NO_MOUSE = """for (const kind of ['mousedown', 'pointerdown', 'touchstart']) {
  addEventListener(kind, () => { throw new Error('somebody used a mouse'); }, { capture: true });
}"""


async def signs_in_by_key(scene: Scene) -> ProfessionalPage:
    """At the desk, on the roster, and the mouse is gone."""
    page = await (await scene.context()).new_page()
    await page.add_init_script(NO_MOUSE)
    professional = ProfessionalPage(page, scene.staff.origin)
    name = await scene.account(Role.PROFESSIONAL, "Sanne")
    await professional.opens()
    await professional.sees("sign-in")
    await professional.part("name").focus()
    await page.keyboard.type(name)
    await page.keyboard.press("Tab")
    await page.keyboard.type(PASSWORD)
    await page.keyboard.press("Enter")
    await professional.is_at_the_desk()
    professional.complaints.clear()  # "not signed in" is how the page learns to ask
    await scene.comes_onto_the_roster(name)
    return professional


async def accepts(professional: ProfessionalPage, visitor: VisitorPage, many: int) -> None:
    """Whoever is proposed, by key; and the visitor lets them in."""
    await professional.sees("proposal")
    await asyncio.sleep(UNHURRIED)
    await professional.page.keyboard.press("Alt+Enter")
    await visitor.is_ready()
    tabs = professional.page.locator('[data-testid="conversation-tab"][data-state="open"]')
    await expect(tabs).to_have_count(many)
    await expect(professional.part("composer")).to_be_focused()


async def goes_from_one_to_the_other(
    professional: ProfessionalPage, first: VisitorPage, second: VisitorPage
) -> None:
    """With half a sentence left behind in the second."""
    keyboard, composer = professional.page.keyboard, professional.part("composer")
    await keyboard.type("Een halve zin")
    await keyboard.press("Alt+ArrowDown")
    await expect(composer).to_have_value("")
    await expect(composer).to_be_focused()
    await keyboard.press("Alt+ArrowUp")
    await expect(composer).to_have_value("Een halve zin")
    await keyboard.press("Enter")
    await second.hears("Een halve zin")
    await second.says("fijn")
    await professional.hears("fijn")
    await first.says("ben je er nog?")
    await expect(professional.part("unread")).to_be_visible()
    await keyboard.press("Alt+W")
    await professional.hears("ben je er nog?")


async def ends_and_tags(professional: ProfessionalPage, visitor: VisitorPage) -> None:
    """The conversation one works at; no trafficking."""
    press = professional.page.keyboard.press
    await press("Alt+Q")
    await press("Tab")
    await expect(professional.part("confirm-end")).to_be_focused()
    await press("Enter")
    await visitor.sees("ended-page", reason="done")
    await professional.sees("tag-form")
    await press("1")  # a conversation
    await expect(professional.part("chip").nth(0)).to_be_checked()
    thb = '[data-testid="chip"][data-question="thb"]'
    await expect(professional.page.locator(f"{thb}:focus")).to_have_count(1)
    await press("3")  # no trafficking
    await expect(professional.page.locator(f'{thb}[data-code="no"]')).to_be_checked()
    await press("Enter")


@pytest.mark.timeout(180)
async def test_a_whole_shift_without_a_mouse(scene: Scene) -> None:
    professional = await signs_in_by_key(scene)
    keyboard = professional.page.keyboard
    press = keyboard.press

    first = await scene.waiting_visitor()
    await expect(professional.part("take-next")).to_be_enabled()  # this computer is approved
    await press("Alt+O")
    await expect(professional.part("duty")).to_have_attribute("data-state", "free")
    await accepts(professional, first, 1)
    await keyboard.type("Hoi, ik ben Sanne.")
    await press("Enter")
    await first.hears("Hoi, ik ben Sanne.")
    second = await scene.waiting_visitor()
    await accepts(professional, second, 2)
    await keyboard.type("Hoi, wat fijn dat je schrijft.")
    await press("Enter")
    await second.hears("wat fijn dat je schrijft")

    await goes_from_one_to_the_other(professional, first, second)
    await press("Alt+K")
    await expect(professional.part("contacts-search")).to_be_focused()
    await keyboard.type("113")
    await press("Enter")
    await press("Enter")
    await expect(first.part("card")).to_have_count(1)
    await expect(professional.part("composer")).to_be_focused()
    assert len(await second.texts()) == 3

    await press("Alt+A")
    await press("Escape")
    await press("Alt+B")
    await expect(professional.part("messages")).to_be_focused()
    await press("Alt+S")
    await expect(professional.part("composer")).to_be_focused()

    await ends_and_tags(professional, first)
    await expect(professional.part("conversation-tab")).to_have_count(1)
    await ends_and_tags(professional, second)
    await expect(professional.part("conversation-tab")).to_have_count(0)

    await press("F8")
    await expect(professional.part("bell")).to_have_attribute("data-on", "false")
    await press("Alt+Z")
    await professional.sees("shift-done")
    assert professional.complaints == []


async def test_every_key_is_shown_and_a_key_pressed_there_is_done(
    scene: Scene, tmp_path: Path
) -> None:
    camera = Camera(tmp_path / "pictures")
    professional = await scene.professional("Sanne", bypass_csp=True)
    page = professional.page
    visitor = await scene.waiting_visitor()
    await expect(professional.part("take-next")).to_be_enabled()
    await page.keyboard.press("Alt+T")
    await visitor.is_ready()
    await professional.is_let_in()
    await expect(professional.part("composer")).to_be_focused()
    await page.keyboard.type("hoe gaat het?")
    await expect(professional.part("composer")).to_have_value("hoe gaat het?")
    await expect(professional.part("keymap")).to_have_count(0)

    await page.keyboard.press("F1")
    await professional.sees("keymap")
    await camera.takes(page, "keymap.png")
    await works_for_everybody(professional, "keys")
    await page.keyboard.press("Escape")
    await expect(professional.part("keymap")).to_have_count(0)
    await expect(professional.part("composer")).to_be_focused()

    await page.keyboard.press("Alt+B")
    await page.keyboard.press("?")
    await professional.sees("keymap")
    await page.keyboard.press("Alt+K")
    await expect(professional.part("keymap")).to_have_count(0)
    await expect(professional.part("contacts-search")).to_be_focused()


async def test_what_cannot_be_done_now_is_said_and_nothing_happens(scene: Scene) -> None:
    professional = await scene.professional()
    await professional.page.keyboard.press("Alt+T")
    await expect(professional.part("not-now")).to_contain_text("Dat kan nu niet")
    await professional.page.keyboard.press("Alt+Q")
    await expect(professional.part("not-now")).to_contain_text("Beëindig")
    await professional.page.keyboard.press("Alt+O")
    await expect(professional.part("not-now")).to_be_empty()
    await expect(professional.part("duty")).to_have_attribute("data-state", "free")
