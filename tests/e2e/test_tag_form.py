"""The tag form as a professional uses it: by key, by mouse, in counted actions, and again later."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_screens import Camera
from tests.support.browsers import ProfessionalPage, meet
from tests.support.scene import Scene

LAPTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
FOUR_TIMES_AS_LARGE = {"width": 320, "height": 200}
"""What is left of a screen of 1280 by 800 at 400 %."""


IS_UNCOVERED = """(() => {
  const { left, top, width, height } = document.activeElement.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  return there === document.activeElement;
})()"""
"""Whether what has the focus can be seen, and nothing lies over it."""


class Hands:
    """A mouse and a keyboard that are counted: each click and each key is one action."""

    def __init__(self, professional: ProfessionalPage) -> None:
        self.professional = professional
        self.actions = 0

    async def presses(self, *keys: str) -> None:
        """Press these, one after the other, as fast as the page draws."""
        for key in keys:
            await self.professional.page.keyboard.press(key)
            self.actions += 1
            # The next question is there with the next picture.
            await self.professional.page.evaluate(
                "new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
            )

    async def chooses(self, question: str, *codes: str) -> None:
        """Click on these chips."""
        for code in codes:
            chip = f'[data-testid="chip"][data-question="{question}"][data-code="{code}"]'
            await self.professional.page.locator(chip).click()
            self.actions += 1

    async def clicks(self, test_id: str) -> None:
        """Click on this."""
        await self.professional.part(test_id).click()
        self.actions += 1


async def over(scene: Scene, professional: ProfessionalPage) -> None:
    """A conversation in which something was said, and that this professional ends."""
    visitor = await scene.waiting_visitor()
    await meet(visitor, professional)
    await visitor.says("Ik wil iets vertellen.")
    await professional.hears("Ik wil iets vertellen.")
    await professional.ends()
    await professional.sees("tag-form")


@pytest_asyncio.fixture(loop_scope="session")
async def professional(scene: Scene) -> AsyncIterator[ProfessionalPage]:
    """Somebody who has just ended a conversation."""
    page = await scene.professional("Sanne", viewport=LAPTOP, bypass_csp=True)
    await over(scene, page)
    yield page
    assert page.complaints == []


async def tag_of(scene: Scene) -> dict[str, list[str]]:
    """The one tag that waits to be counted, as the server keeps it."""
    assert scene.app is not None
    counting = scene.app.counting
    ((mark, sealed),) = (await counting.ledger.pending()).items()
    tag = counting._open(mark, sealed)
    assert tag is not None
    return tag.answers


def answered(tag: dict[str, list[str]]) -> dict[str, list[str]]:
    """What somebody chose."""
    return {question: codes for question, codes in tag.items() if codes not in (["nd"], ["na"])}


async def is_saved(professional: ProfessionalPage) -> None:
    await expect(professional.part("tag-form")).to_have_count(0)


async def test_not_trafficking_is_two_keys_and_enter(
    scene: Scene, professional: ProfessionalPage
) -> None:
    hands = Hands(professional)

    await hands.presses("1", "3", "Enter")

    await is_saved(professional)
    assert hands.actions == 3
    assert answered(await tag_of(scene)) == {"contact": ["conv"], "thb": ["no"], "lang": ["nl"]}


async def test_not_trafficking_is_two_clicks_and_one_to_save(
    scene: Scene, professional: ProfessionalPage
) -> None:
    hands = Hands(professional)

    await hands.chooses("contact", "conv")
    await hands.chooses("thb", "no")
    await hands.clicks("save")

    await is_saved(professional)
    assert hands.actions == 3
    assert answered(await tag_of(scene)) == {"contact": ["conv"], "thb": ["no"], "lang": ["nl"]}


FULL = {
    "contact": ["conv"],
    "thb": ["yes"],
    "who": ["self"],
    "count": ["first"],
    "form": ["sex", "crim"],
    "age": ["a16"],
    "gender": ["f"],
    "ongoing": ["now"],
    "dur": ["y2"],
    "perp": ["ptn", "grp"],
    "perpn": ["more"],
    "disc": ["first"],
    "help": ["care"],
    "safe": ["uns"],
    "avim": ["info"],
    "ref": ["fier", "csg"],
    "lang": ["nl"],
}


async def test_a_full_tag_by_keyboard_alone(scene: Scene, professional: ProfessionalPage) -> None:
    hands = Hands(professional)
    down = "ArrowDown"

    await hands.presses("1", "1", "1", "1")  # contact, thb, who, count
    await hands.presses("1", "2", down)  # two forms
    await hands.presses("4", "1", "1", "4")  # age, gender, ongoing, for how long
    await hands.presses("5", "9", down)  # who exploits
    await hands.presses("3", "1", "2", down)  # how many, told before, help
    await hands.presses("2", down, "3")  # safe; no region; AVIM
    await hands.presses("3", "6", "Enter")  # referred where, and saved

    await is_saved(professional)
    assert answered(await tag_of(scene)) == FULL
    # 2.5 seconds for each, thinking included (DOMAIN.md 3.1), is under a minute.
    assert hands.actions <= 24


async def test_a_full_tag_by_mouse_alone(scene: Scene, professional: ProfessionalPage) -> None:
    hands = Hands(professional)

    for question, codes in FULL.items():
        if question != "lang":
            await hands.chooses(question, *codes)
    await hands.clicks("save")

    await is_saved(professional)
    assert answered(await tag_of(scene)) == FULL
    assert hands.actions <= 24


async def test_arrows_and_tab_go_from_question_to_question(professional: ProfessionalPage) -> None:
    page = professional.page
    hands = Hands(professional)
    await hands.presses("1", "1")

    async def here() -> str | None:
        found: str | None = await page.evaluate(
            "document.activeElement.closest('[data-stop]')?.dataset.question"
        )
        return found

    assert await here() == "who"
    await hands.presses("ArrowDown", "ArrowDown")
    assert await here() == "form"
    await hands.presses("ArrowUp")
    assert await here() == "count"
    await page.keyboard.press("Tab")
    assert await here() == "form"
    await page.keyboard.press("Tab")
    assert await here() == "age"
    await page.keyboard.press("Shift+Tab")
    # Among several that can be chosen, too.
    await hands.presses("ArrowRight")
    assert await page.evaluate("document.activeElement.dataset.code") != "nd"
    await hands.presses("Space")
    assert await here() == "form"
    assert await professional.page.locator('[data-question="form"] input:checked').count() == 1


async def test_a_key_that_is_held_down_answers_one_question(
    professional: ProfessionalPage,
) -> None:
    page = professional.page
    await page.keyboard.down("1")
    await page.keyboard.down("1")
    await page.keyboard.down("1")
    await page.keyboard.up("1")

    await expect(page.locator('[data-code="conv"]:checked')).to_have_count(1)
    # "Yes" would be the second question's first.
    await expect(page.locator('[data-question="thb"] input')).to_have_count(4)
    await expect(page.locator('[data-question="thb"] input:checked')).to_have_count(0)


async def test_an_answer_that_stands_alone_does_so(professional: ProfessionalPage) -> None:
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "yes")
    checked = professional.page.locator('[data-question="help"] input:checked')
    await expect(checked).to_have_attribute("data-code", "nd")

    await professional.chooses("help", "care", "vt")
    await expect(checked).to_have_count(2)
    await professional.chooses("help", "none")

    await expect(checked).to_have_attribute("data-code", "none")


async def test_more_questions_are_opened_once_for_the_shift(
    scene: Scene, professional: ProfessionalPage
) -> None:
    hands = Hands(professional)
    await hands.presses("1", "3")
    theme = professional.page.locator('[data-testid="question"][data-question="theme"]')
    await expect(theme).to_have_count(0)

    await hands.presses("ArrowDown", "ArrowDown")
    await expect(professional.part("more")).to_be_focused()
    await hands.presses("Enter")
    await expect(theme.locator("input:focus")).to_have_count(1)
    await hands.presses("3", "Enter")

    await is_saved(professional)
    assert (await tag_of(scene))["theme"] == ["sv"]
    await over(scene, professional)
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "no")
    await expect(theme).to_be_visible()


async def test_help_is_there_by_key_by_mouse_and_for_a_screen_reader(
    professional: ProfessionalPage,
) -> None:
    page = professional.page
    question = page.locator('[data-testid="question"][data-question="contact"]')
    help_ = question.get_by_test_id("help")
    await expect(help_).to_be_hidden()
    described = await question.locator('[data-code="hoax"]').get_attribute("aria-describedby")
    assert described is not None
    text = await page.evaluate("(id) => document.getElementById(id).textContent", described)
    assert "Twijfel" in text

    await page.keyboard.press("?")
    await expect(help_).to_be_visible()
    await expect(help_).to_contain_text("Twijfel")
    await page.keyboard.press("?")
    await expect(help_).to_be_hidden()
    await question.get_by_test_id("help-toggle").click()
    await expect(help_).to_be_visible()


async def test_a_warning_is_shown_and_blocks_nothing(
    scene: Scene, professional: ProfessionalPage
) -> None:
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "yes")
    await professional.chooses("perp", "ptn", "emp")
    await expect(professional.part("warning")).to_have_count(0)
    await professional.chooses("perpn", "one")

    await expect(professional.part("warning")).to_have_count(1)
    await expect(professional.part("warnings")).to_have_attribute("role", "status")
    await professional.saves()

    assert (await tag_of(scene))["perpn"] == ["one"]


async def test_a_tag_is_corrected_by_its_author(
    scene: Scene, professional: ProfessionalPage
) -> None:
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "yes")
    await professional.chooses("form", "lab")
    await professional.saves()
    await professional.part("correct").click()
    await professional.sees("tag-form")
    checked = professional.page.locator("[data-testid=chip]:checked")
    await expect(checked.and_(professional.page.locator('[data-code="lab"]'))).to_have_count(1)
    await professional.chooses("thb", "no")
    await professional.saves()
    assert answered(await tag_of(scene)) == {"contact": ["conv"], "thb": ["no"], "lang": ["nl"]}

    # After a reload it is still in the list of this shift.
    await professional.page.reload()
    await professional.is_at_the_desk()
    await professional.part("given").locator("summary").click()
    await professional.part("reopen").click()
    await professional.sees("tag-form")
    await professional.chooses("contact", "hoax")
    await professional.saves()
    assert answered(await tag_of(scene)) == {"contact": ["hoax"]}


async def test_a_correction_can_be_let_be(scene: Scene, professional: ProfessionalPage) -> None:
    await professional.tags_not_trafficking()
    await professional.part("correct").click()
    await professional.chooses("contact", "hoax")
    await professional.part("let-be").click()

    await is_saved(professional)
    assert answered(await tag_of(scene)) == {"contact": ["conv"], "thb": ["no"], "lang": ["nl"]}
    # It keeps nobody from the next visitor.
    await scene.waiting_visitor()
    await professional.takes_next()


async def test_nothing_is_asked_where_the_visitor_wrote_nothing(scene: Scene) -> None:
    professional = await scene.professional()
    visitor = await scene.waiting_visitor()
    await meet(visitor, professional)
    await professional.says("Hoi, ik ben er.")
    await visitor.hears("Hoi, ik ben er.")

    await visitor.stops()

    await professional.sees("ended", reason="left")
    await professional.sees("silent")
    # It is said when it is sent; what can be corrected has been kept.
    await professional.sees("correct")
    assert answered(await tag_of(scene)) == {"contact": ["silent"]}
    await scene.waiting_visitor()
    await professional.takes_next()
    assert scene.app is not None
    assert (await scene.app.counting.fold()).tags == 1
    assert (await scene.app.counting.fold()).tags == 0


async def test_two_windows_share_what_is_half_answered_and_close_together(
    scene: Scene, professional: ProfessionalPage
) -> None:
    await professional.chooses("contact", "conv")
    second = await scene.second_window(professional)
    conv = '[data-testid="chip"][data-question="contact"][data-code="conv"]'
    await expect(second.page.locator(conv)).to_be_checked()
    await second.chooses("thb", "poss")
    poss = '[data-testid="chip"][data-question="thb"][data-code="poss"]'
    await expect(professional.page.locator(poss)).to_be_checked()

    await second.saves()

    await is_saved(professional)
    assert (await tag_of(scene))["thb"] == ["poss"]
    assert await professional.page.evaluate("[localStorage.length, sessionStorage.length]") == [
        0,
        0,
    ]


async def test_closing_asks_while_answers_are_not_saved(professional: ProfessionalPage) -> None:
    asks = "() => !dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    assert await professional.page.evaluate(asks) is False

    await professional.chooses("contact", "conv")
    assert await professional.page.evaluate(asks) is True

    await professional.chooses("thb", "no")
    await professional.saves()
    assert await professional.page.evaluate(asks) is False


async def test_the_next_visitor_waits_for_the_tag_and_the_page_says_so(
    scene: Scene, professional: ProfessionalPage
) -> None:
    await scene.waiting_visitor()
    await expect(professional.part("waiting-row")).to_have_count(1)
    await expect(professional.part("take-next")).to_be_disabled()
    await expect(professional.part("take")).to_be_disabled()
    await expect(professional.part("blocked")).to_be_visible()

    await professional.part("skip").click()
    await professional.part("skip-no_time").click()

    await expect(professional.part("blocked")).to_have_count(0)
    await professional.takes_next()


async def test_several_untagged_are_listed_at_the_end_of_the_shift(scene: Scene) -> None:
    professional = await scene.professional("Sanne", viewport=LAPTOP)
    visitors = [await scene.waiting_visitor() for _ in range(3)]
    for number, visitor in enumerate(visitors, start=1):
        await meet(visitor, professional)
        await visitor.says(f"ik ben nummer {number}")
        await professional.hears(f"ik ben nummer {number}")
    for visitor in visitors:
        await visitor.stops()
    await expect(professional.part("conversation-tab")).to_have_count(3)
    await expect(professional.page.locator('[data-state="ended"]')).to_have_count(3)
    await professional.part("end-shift").click()

    for left in (3, 2, 1):
        rows = professional.part("shift-end-untagged")
        await expect(rows).to_have_count(left)
        await rows.last.get_by_role("button").click()
        await professional.sees("tag-form")
        await professional.chooses("contact", "conv")
        await professional.chooses("thb", "no")
        await professional.part("save").click()

    await professional.sees("shift-done")
    # What was tagged can still be put right.
    await professional.part("given").locator("summary").click()
    await professional.part("reopen").first.click()
    await professional.sees("tag-form")
    await professional.part("let-be").click()
    await professional.sees("shift-done")
    assert scene.app is not None
    assert (await scene.app.counting.fold()).tags == 3


async def test_the_form_works_for_everybody_and_looks_it(
    professional: ProfessionalPage, tmp_path: Path
) -> None:
    camera = Camera(tmp_path / "pictures")
    page = professional.page
    await works_for_everybody(professional, "tag form")
    await page.emulate_media(color_scheme="light")
    await camera.takes(page, "tag-1-empty.png")
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "no")
    await camera.takes(page, "tag-2-not.png")
    await professional.chooses("thb", "yes")
    await professional.chooses("who", "other")
    await professional.chooses("form", "sex")
    await professional.chooses("perp", "ptn", "emp")
    await professional.chooses("perpn", "one")
    await professional.part("more").click()
    await page.locator('[data-question="form"] [data-testid="help-toggle"]').click()
    await works_for_everybody(professional, "tag form with everything")
    await page.emulate_media(color_scheme="light")
    await camera.takes(page, "tag-3-full.png")
    await page.locator('[data-question="ctrl"]').first.scroll_into_view_if_needed()
    await camera.takes(page, "tag-4-more.png")
    await page.emulate_media(color_scheme="dark")
    await camera.takes(page, "tag-5-dark.png")
    await page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await camera.takes(page, "tag-6-phone-dark.png")
    await page.emulate_media(color_scheme="light")
    await page.locator('[data-question="contact"]').first.scroll_into_view_if_needed()
    await camera.takes(page, "tag-7-phone.png")
    await page.set_viewport_size(FOUR_TIMES_AS_LARGE)  # type: ignore[arg-type]
    await page.locator('[data-question="age"] input').first.focus()
    assert await page.evaluate("document.scrollingElement.scrollWidth") <= 320
    assert await page.evaluate(IS_UNCOVERED)
    await camera.takes(page, "tag-8-400-percent.png")
    await page.set_viewport_size(LAPTOP)  # type: ignore[arg-type]
    await professional.saves()
    await professional.part("given").locator("summary").click()
    await works_for_everybody(professional, "what was tagged")
    await page.emulate_media(color_scheme="light")
    await camera.takes(page, "tag-9-given.png")
    await professional.part("correct").click()
    await professional.sees("tag-form")
    await works_for_everybody(professional, "correcting")
    await camera.takes(page, "tag-10-correcting.png")
