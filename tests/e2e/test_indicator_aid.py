"""The indicator aid: underlined on request, suggested beside questions, and never on the wire."""

import json
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, Page, expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_screens import PHONE, Camera
from tests.e2e.test_tag_form import answered, is_saved, tag_of
from tests.support.browsers import ProfessionalPage, VisitorPage, Window, meet
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

DESK = {"width": 1366, "height": 768}

STORY = (
    "hoi, mag ik hier over thuis praten",
    "mn vriend wil dat ik met zijn vrienden naar bed ga",
    "als ik nee zeg slaat hij me. hij heeft mijn paspoort",
    "ik ben 17",
)
QUESTION = "Neemt hij ook je geld af, en slaat hij je?"

SUGGESTED = {"sex", "ptn", "vio", "doc", "a16"}

BY_THE_CLOCK = {"awake", "delivered", "read"}
"""They come when the clock says so: that the page is awake, and how far it has opened and read."""


def scripts(window: Window) -> list[str]:
    return [each.url for each in window.requests if "/indicators-" in each.url]


async def talking(scene: Scene, **options: Any) -> tuple[VisitorPage, ProfessionalPage]:
    """A visitor who tells what happens to them."""
    professional = await scene.professional(viewport=DESK, bypass_csp=True, **options)
    return await tells(scene, professional), professional


async def tells(scene: Scene, professional: ProfessionalPage) -> VisitorPage:
    visitor = await scene.waiting_visitor()
    await meet(visitor, professional)
    for text in STORY:
        await visitor.says(text)
        await professional.hears(text)
    await professional.says(QUESTION)
    await visitor.hears(QUESTION)
    await professional.everything_arrived()
    return visitor


async def underlined(professional: ProfessionalPage) -> list[str]:
    """The phrases, without what is only read aloud."""
    found: list[str] = await professional.part("sign").evaluate_all(
        "(all) => all.map((each) => each.firstChild.textContent)"
    )
    return found


async def has_focus(page: Page) -> str:
    found: str = await page.evaluate("document.activeElement.dataset.testid ?? ''")
    return found


async def test_nothing_is_underlined_or_fetched_before_it_is_switched_on(scene: Scene) -> None:
    _, professional = await talking(scene)

    await expect(professional.part("aid")).to_have_attribute("aria-checked", "false")
    await expect(professional.part("sign")).to_have_count(0)
    assert scripts(professional) == []


async def test_what_the_visitor_said_is_underlined_and_named_and_what_the_professional_said_is_not(
    scene: Scene,
) -> None:
    visitor, professional = await talking(scene)

    await professional.part("aid").click()

    await expect(professional.part("sign").first).to_be_visible()
    assert await underlined(professional) == [
        "mn vriend wil dat ik met zijn vrienden naar bed",
        "slaat hij me",
        "heeft mijn paspoort",
        "ben 17",
    ]
    sign = professional.part("sign").nth(1)
    await expect(sign).to_have_attribute("title", "Geweld")
    assert "underline" in await sign.evaluate("(it) => getComputedStyle(it).textDecorationLine")
    await expect(sign.locator(".aloud")).to_have_text(" (signaal: Geweld)")
    # What comes later is read too.
    await visitor.says("hij bedreigt me ook")
    await expect(professional.part("sign")).to_have_count(5)
    # And the words are still those that were said.
    await professional.part("aid").click()
    await expect(professional.part("sign")).to_have_count(0)
    await expect(professional.part("signs")).to_have_count(0)
    assert [said.text for said in await professional.transcript() if not said.mine] == [
        *STORY,
        "hij bedreigt me ook",
    ]
    assert len(scripts(professional)) == 1
    assert scripts(visitor) == []
    assert professional.complaints == []


async def test_it_is_on_for_one_conversation_only_and_off_after_a_reload(scene: Scene) -> None:
    _, professional = await talking(scene)
    await professional.part("aid").click()
    await expect(professional.part("sign")).to_have_count(4)
    await professional.page.reload()
    await professional.is_at_the_desk()
    await professional.is_let_in()

    await expect(professional.part("aid")).to_have_attribute("aria-checked", "false")
    await expect(professional.part("sign")).to_have_count(0)


async def test_by_keyboard_from_the_switch_to_a_phrase_and_back(scene: Scene) -> None:
    visitor, professional = await talking(scene)
    page = professional.page
    await professional.part("aid").focus()
    await page.keyboard.press("Space")
    await expect(professional.part("found")).to_have_count(5)

    violence = page.locator('[data-testid="found"][data-indicator="violence"]')
    await violence.focus()
    await page.keyboard.press("Enter")

    assert await has_focus(page) == "sign"
    here = page.locator("mark:focus")
    await expect(here).to_have_attribute("data-names", "Geweld")
    assert await here.evaluate("(it) => getComputedStyle(it, '::after').content") == '"Geweld"'
    await page.keyboard.press("ArrowRight")
    await expect(here).to_have_attribute("data-names", "Paspoort of verblijf als middel")
    await page.keyboard.press("ArrowLeft")
    await page.keyboard.press("Escape")
    await expect(violence).to_be_focused()
    # The next press leads to the one before, and from the first to the newest again.
    await visitor.says("gisteren sloeg hij me ook")
    await expect(violence).to_contain_text("2\u00d7")
    for text in ("sloeg hij me", "slaat hij me", "sloeg hij me"):
        await violence.focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("mark:focus")).to_contain_text(text)
    await professional.part("aid").focus()
    await page.keyboard.press("Enter")
    await expect(professional.part("signs")).to_have_count(0)


async def to_the_form(professional: ProfessionalPage) -> None:
    await professional.ends()
    await professional.sees("tag-form")


async def test_only_what_was_confirmed_is_counted(scene: Scene) -> None:
    _, professional = await talking(scene)
    await professional.part("aid").click()
    await to_the_form(professional)
    # Whether it was trafficking is not suggested, nor that something is.
    await expect(professional.part("suggestion")).to_have_count(0)
    await expect(professional.part("suggested-note")).to_be_empty()
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "yes")

    await expect(professional.part("suggested-note")).to_contain_text("5 voorstellen")
    await expect(professional.part("more")).to_contain_text("2 voorgesteld")
    await professional.part("more").click()
    codes = await professional.part("suggestion").evaluate_all(
        "(all) => all.map((each) => each.dataset.code)"
    )
    assert set(codes) == SUGGESTED
    for code in SUGGESTED:
        chip = professional.page.locator(f'[data-testid="chip"][data-code="{code}"]').first
        await expect(chip).not_to_be_checked()
    violence = professional.page.locator('[data-testid="suggestion"][data-code="vio"]')
    await expect(violence.locator("q")).to_have_text("slaat hij me")
    confirm = violence.get_by_test_id("confirm")
    await confirm.focus()
    await professional.page.keyboard.press("Enter")
    await expect(confirm).to_be_focused()
    await expect(confirm).to_have_attribute("aria-disabled", "true")
    chip = professional.page.locator('[data-question="ctrl"][data-code="vio"][type="checkbox"]')
    await expect(chip).to_be_checked()
    await professional.saves()

    await is_saved(professional)
    assert answered(await tag_of(scene)) == {
        "contact": ["conv"],
        "thb": ["yes"],
        "ctrl": ["vio"],
        "lang": ["nl"],
    }
    assert professional.complaints == []


def shape(value: Any) -> Any:
    """What a frame is made of: sealed texts and names of the moment differ each time."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items()}
    if isinstance(value, list):
        return [shape(each) for each in value]
    return len(value) if isinstance(value, str) and len(value) > 40 else type(value).__name__


def sent(window: Window, since: int) -> list[Any]:
    """The frames this page has sent in order; of a tag every word, but for its names."""
    frames = [json.loads(each.payload) for each in window.frames[since:] if each.sent]
    return [
        {**frame, "ref": "", "ticket": ""}
        if frame["type"] == "tag"
        else (frame["type"], shape(frame))
        for frame in frames
        if frame["type"] not in BY_THE_CLOCK
    ]


def kinds(window: Window, since: int) -> set[str]:
    """The kinds of frames this page has sent, and the fields of each."""
    frames = [json.loads(each.payload) for each in window.frames[since:] if each.sent]
    return {f"{frame['type']}: {' '.join(sorted(frame))}" for frame in frames}


async def a_conversation(
    scene: Scene, professional: ProfessionalPage, *, is_on: bool
) -> tuple[list[Any], set[str], list[str]]:
    """The same conversation with and without the aid: the frames and the requests it took."""
    since, asked = len(professional.frames), len(professional.requests)
    visitor = await tells(scene, professional)
    if is_on:
        await professional.part("aid").click()
        await expect(professional.part("sign")).to_have_count(4)
        await professional.part("found").first.click()
    await visitor.says("en nu?")
    await professional.hears("en nu?")
    await visitor.everything_is_read()
    await to_the_form(professional)
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "yes")
    if is_on:
        await professional.part("more").click()
        vio = professional.page.locator('[data-testid="suggestion"][data-code="vio"]')
        await vio.get_by_test_id("confirm").click()
    else:
        await professional.part("more").click()
        await professional.chooses("ctrl", "vio")
    await professional.saves()
    asked_for = [each.url for each in professional.requests[asked:]]
    return sent(professional, since), kinds(professional, since), asked_for


async def test_the_same_frames_are_sent_with_the_aid_and_without(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with Scene.here(browser, stores, tmp_path) as scene:
        runs = []
        for is_on in (False, True):
            professional = await scene.professional(viewport=DESK)
            runs.append(await a_conversation(scene, professional, is_on=is_on))
            assert professional.complaints == []
            await professional.page.context.close()
    (without, kinds_without, nothing), (with_it, kinds_with, fetched) = runs

    assert without == with_it
    assert kinds_without - {"awake: type"} == kinds_with - {"awake: type"}
    assert {frame["type"] for frame in with_it if isinstance(frame, dict)} == {"tag"}
    assert nothing == []
    assert [url.split("/")[-1].split("-")[0] for url in fetched] == ["indicators"]


async def test_it_can_be_switched_on_after_the_end(scene: Scene) -> None:
    _, professional = await talking(scene)
    await to_the_form(professional)
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "poss")
    await expect(professional.part("suggestion")).to_have_count(0)

    await professional.part("aid").click()

    await expect(professional.part("sign")).to_have_count(4)
    await expect(professional.part("suggestion")).to_have_count(3)
    await professional.part("aid").click()
    await expect(professional.part("sign")).to_have_count(0)
    await expect(professional.part("suggestion")).to_have_count(0)


A_SLOW_MACHINE = """
  const now = performance.now.bind(performance);
  let late = 0;
  performance.now = () => now() + (late += 50);
"""
"""Each look at the clock finds it later than a slice is long, so that a slice is one message."""


async def test_what_is_read_in_slices_is_underlined_to_the_last_and_suggested(scene: Scene) -> None:
    _, professional = await talking(scene)
    await professional.page.evaluate(A_SLOW_MACHINE)
    await professional.part("aid").click()

    await expect(professional.part("sign")).to_have_count(4)
    await expect(professional.part("found")).to_have_count(5)
    await to_the_form(professional)
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "yes")
    await expect(professional.part("suggestion")).to_have_count(3)


async def test_a_lexicon_that_does_not_arrive_is_said_and_asked_for_again(scene: Scene) -> None:
    _, professional = await talking(scene)
    await professional.page.route("**/indicators-*.js", lambda route: route.abort())
    await professional.part("aid").click()
    note = await professional.sees("signs-note")
    await expect(note).to_contain_text("kon niet worden opgehaald")
    await professional.page.unroute("**/indicators-*.js")

    await note.get_by_role("button").click()

    await expect(professional.part("sign")).to_have_count(4)


async def test_the_screens_of_the_aid(scene: Scene, tmp_path: Path) -> None:
    camera = Camera(tmp_path)
    _, professional = await talking(scene)
    page = professional.page
    await camera.takes(page, "aid-off.png")
    await professional.part("aid").click()
    await expect(professional.part("sign")).to_have_count(4)
    await camera.takes(page, "aid-on.png")
    await page.locator('[data-indicator="documents"]').click()
    await page.emulate_media(color_scheme="dark")
    await camera.takes(page, "aid-on-dark.png")
    await page.set_viewport_size(PHONE)
    await camera.takes(page, "aid-phone-dark.png")
    await page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    await works_for_everybody(professional, "the aid in a conversation")
    await page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})
    await to_the_form(professional)
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "poss")
    await camera.takes(page, "aid-form.png")
    await page.locator('[data-testid="suggestion"]').last.scroll_into_view_if_needed()
    await camera.takes(page, "aid-form-below.png")
    await page.emulate_media(color_scheme="dark")
    await professional.part("more").click()
    await professional.part("confirm").last.click()
    await camera.takes(page, "aid-form-dark.png")
    await works_for_everybody(professional, "suggestions in the form")
