"""Ready-made replies, the phrase book, and what is asked before something is sent (F35)."""

from pathlib import Path
from typing import Any

from playwright.async_api import expect

from chatserver.app import read_replies
from chatserver.clock import SystemClock
from chatserver.domain.people import Role
from chatserver.helpline.replies import ReadyMade
from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_contacts import talking
from tests.e2e.test_screens import DESKTOP, PHONE, Camera
from tests.support.browsers import meet
from tests.support.scene import Scene

ARABIC = "مرحبا، أنا Sanne. هل أنت بخير؟"
HELLO: dict[str, Any] = {
    "key": "hoi",
    "category": "begin",
    "title": {"nl": "Hoi", "en": "Hi"},
    "text": {
        "nl": "Hoi, ik ben {naam}. Gaat het?",
        "en": "Hi, I am {naam}. Are you all right?",
        "ar": "مرحبا، أنا {naam}. هل أنت بخير؟",
    },
}


async def write(scene: Scene, reply: dict[str, Any]) -> None:
    """A coordinator saves a reply, at another process than the one that serves these people."""
    assert scene.app is not None
    ledger = scene.app.ledger
    ready = ReadyMade(ledger=ledger, clock=SystemClock(), ours=read_replies(None))
    await ready.write("Anna", (await ready.newest()).number, reply, instead_of=None)


async def test_a_visitor_who_writes_arabic_is_answered_by_keyboard_only(
    scene: Scene, tmp_path: Path
) -> None:
    await write(scene, HELLO)
    visitor, professional = await talking(scene, locale="ar")
    composer, keys = professional.part("composer"), professional.page.keyboard
    await expect(composer).to_be_focused()
    await expect(professional.part("visitor-language")).to_contain_text("Arabisch")
    await expect(professional.part("visitor-language")).to_contain_text("العربية")

    await keys.press("/")
    await expect(professional.part("picker-search")).to_be_focused()
    await keys.type("hoi")
    first = professional.part("choice").first
    await expect(first).to_have_attribute("aria-selected", "true")
    await expect(first).to_contain_text("Hoi, ik ben Sanne. Gaat het?")
    await expect(first.locator("[lang=ar]")).to_have_attribute("dir", "rtl")
    await keys.press("Enter")
    await expect(composer).to_be_focused()
    await expect(composer).to_have_value(ARABIC)
    assert await visitor.texts() == []
    await keys.press("Enter")
    await visitor.hears(ARABIC)

    await keys.press("Alt+p")
    await expect(professional.part("picker")).to_have_attribute("data-kind", "phrases")
    await expect(professional.part("picker")).to_contain_text("Geen moedertaalspreker")
    await keys.type("nu gevaar")
    await expect(professional.part("choice")).to_have_count(1)
    await expect(professional.part("choice")).to_contain_text("Ben je nu in gevaar?")
    await Camera(tmp_path).takes(professional.page, "replies-arabic-phrase.png")
    await keys.press("Enter")
    await expect(composer).to_have_value("هل أنت في خطر الآن؟")
    assert await composer.evaluate("each => getComputedStyle(each).direction") == "rtl"
    await expect(composer).to_have_attribute("lang", "ar")
    await keys.press("Enter")
    await visitor.hears("هل أنت في خطر الآن؟")
    assert visitor.complaints == professional.complaints == []


async def test_where_there_is_no_text_in_the_language_the_list_says_what_is_sent_instead(
    scene: Scene,
) -> None:
    _, professional = await talking(scene, locale="ar")

    await professional.page.keyboard.press("/")
    await professional.part("picker-search").fill("rustig")
    first = professional.part("choice").first

    await expect(first.get_by_test_id("instead")).to_have_text(
        "Niet in het Arabisch. Dit is Engels."
    )
    await first.click()
    await expect(professional.part("composer")).to_be_focused()
    await expect(professional.part("composer")).to_have_value(
        "It is a lot. Shall we do nothing for a moment? Breathe in calmly and out slowly. "
        "I am staying here."
    )


async def test_the_list_goes_by_arrows_and_leaves_the_message_alone(scene: Scene) -> None:
    visitor, professional = await talking(scene)
    composer, keys = professional.part("composer"), professional.page.keyboard
    await professional.types("Dus ja, en/of nee")
    await expect(composer).to_have_value("Dus ja, en/of nee")
    for _ in range(3):
        await keys.press("ArrowLeft")

    await keys.press("Control+/")
    chosen = professional.page.locator('[data-testid="choice"][aria-selected="true"]')
    await expect(chosen).to_have_attribute("data-key", "hallo")
    await keys.press("ArrowUp")
    await expect(chosen).to_have_attribute("data-key", "dag")
    await expect(chosen).to_be_in_viewport()
    await keys.press("ArrowDown")
    await keys.press("ArrowDown")
    await expect(chosen).to_have_attribute("data-key", "huis")
    search = professional.part("picker-search")
    marked = await search.get_attribute("aria-activedescendant")
    assert marked == await chosen.get_attribute("id")
    await keys.type("kanarie")
    await expect(professional.part("choice")).to_have_count(0)
    await keys.press("Enter")
    await expect(search).to_be_focused()
    await keys.press("Escape")

    await expect(professional.part("picker")).to_have_count(0)
    await expect(composer).to_be_focused()
    await keys.press("Control+/")
    await keys.type("tijd")
    await keys.press("Enter")
    await expect(composer).to_have_value(
        "Dus ja, en/of Neem rustig de tijd. Je hoeft niet alles te vertellen, "
        "en niet alles vandaag. nee"
    )
    await keys.press("Control+z")
    await expect(composer).to_have_value("Dus ja, en/of nee")
    assert await visitor.texts() == []


async def test_a_slash_can_be_written_and_a_held_key_chooses_nothing(scene: Scene) -> None:
    _, professional = await talking(scene)
    composer, keys = professional.part("composer"), professional.page.keyboard

    await keys.press("/")
    await expect(professional.part("picker-search")).to_be_focused()
    await keys.press("/")
    await expect(composer).to_have_value("/")
    await composer.fill("")
    await keys.press("/")
    await expect(professional.part("choice").first).to_be_visible()
    await keys.down("ArrowDown")
    await keys.up("ArrowDown")
    await keys.down("Enter")
    await expect(composer).to_be_focused()
    for _ in range(3):  # without a release in between, the browser says that it repeats
        await keys.down("Enter")
    await keys.up("Enter")

    await expect(professional.part("composer-note")).to_contain_text("{organisatie}")
    await expect(professional.part("message")).to_have_count(0)


async def test_a_blank_that_nobody_filled_in_is_not_sent(scene: Scene) -> None:
    visitor, professional = await talking(scene)
    composer, keys = professional.part("composer"), professional.page.keyboard
    await keys.press("/")
    await keys.type("collega")
    await keys.press("Enter")
    await expect(composer).to_be_focused()

    await keys.press("End")
    await keys.press("Enter")
    await expect(professional.part("composer-note")).to_contain_text("Vul eerst {tijd} in.")
    await keys.type("vijf minuten")
    await keys.press("Enter")

    await visitor.hears("Ik ben er over vijf minuten weer.")


async def test_what_a_coordinator_saves_is_in_the_open_page_when_its_list_is_opened(
    scene: Scene,
) -> None:
    _, professional = await talking(scene)
    keys = professional.page.keyboard
    await keys.press("/")
    await expect(professional.part("choice").first).to_be_visible()
    await keys.press("Escape")

    await write(scene, HELLO)
    await keys.press("/")
    await keys.type("hoi")

    await expect(professional.part("choice").first).to_have_attribute("data-key", "hoi")


async def test_replies_that_could_not_be_fetched_are_asked_for_again(scene: Scene) -> None:
    visitor = await scene.visitor()
    professional = await scene.professional("Sanne")
    for path in ("**/api/replies*", "**/phrasebook-*.js"):
        await professional.page.route(path, lambda route: route.abort())
    await professional.page.reload()
    await visitor.comes()
    await meet(visitor, professional)
    for kind, path in (("replies", "**/api/replies*"), ("phrases", "**/phrasebook-*.js")):
        await professional.part(kind).click()
        picker = professional.part("picker")
        await expect(picker.get_by_role("alert")).to_be_visible()
        await professional.page.unroute(path)

        await picker.get_by_role("button", name="Opnieuw proberen").click()

        await expect(professional.part("choice").first).to_be_visible()
        await professional.part(kind).click()
        await expect(picker).to_have_count(0)


async def test_a_telephone_number_is_asked_about_and_the_harmless_answer_is_nearest(
    scene: Scene, tmp_path: Path
) -> None:
    visitor, professional = await talking(scene)
    composer, keys = professional.part("composer"), professional.page.keyboard
    text = "Bel mij op 06-12345678, om 12:30. Of 112."
    await professional.types(text)

    await keys.press("Enter")
    await expect(professional.part("caution-back")).to_be_focused()
    await expect(professional.part("slip")).to_have_text("Er staat een nummer in: 06-12345678 ")
    await Camera(tmp_path).takes(professional.page, "replies-caution.png")
    await works_for_everybody(professional, "a number in a message")
    await keys.press("Enter")
    await expect(composer).to_be_focused()
    await expect(composer).to_have_value(text)
    assert await visitor.texts() == []

    await keys.press("Enter")
    await keys.press("Escape")
    await expect(professional.part("caution")).to_have_count(0)
    await expect(composer).to_be_focused()
    await keys.press("Enter")
    await expect(professional.part("caution-back")).to_be_focused()
    await keys.press("ArrowRight")
    await expect(professional.part("caution-send")).to_be_focused()
    await keys.press("Enter")
    await visitor.hears(text)
    await expect(composer).to_be_focused()
    await expect(composer).to_have_value("")

    for known in ("Bel Veilig Thuis: 0800 2000", "Morgen 12-03-2027 om 9.30 uur, dus."):
        await composer.fill(known)
        await professional.part("send").click()
        await visitor.hears(known)
    await composer.fill("Zie www.fier.nl of mail naar hulp@fier.nl")
    await professional.part("send").click()
    await expect(professional.part("slip")).to_have_count(2)
    await composer.press_sequentially(" niet")
    await expect(professional.part("caution")).to_have_count(0)


async def test_up_arrow_never_brings_back_what_was_sent(scene: Scene) -> None:
    visitor, professional = await talking(scene)
    await professional.says("Dit is verstuurd.")
    await visitor.hears("Dit is verstuurd.")
    composer = professional.part("composer")

    for key in ("ArrowUp", "Control+ArrowUp", "Alt+ArrowUp", "PageUp"):
        await composer.press(key)

    await expect(composer).to_have_value("")
    await professional.types("Nieuw")
    await composer.press("ArrowUp")
    await expect(composer).to_have_value("Nieuw")
    assert [said.text for said in await professional.transcript()] == ["Dit is verstuurd."]


async def test_each_conversation_keeps_its_own_draft_in_memory_only(scene: Scene) -> None:
    first, second = await scene.visitor(), await scene.visitor()
    professional = await scene.professional("Sanne")
    for visitor in (first, second):
        await visitor.comes()
        await meet(visitor, professional)
    tabs, composer = professional.part("conversation-tab"), professional.part("composer")
    await composer.fill("Voor de tweede, kanarie")
    await tabs.first.click()
    await expect(composer).to_have_value("")
    await composer.fill("Voor de eerste")

    await tabs.nth(1).click()
    await expect(composer).to_have_value("Voor de tweede, kanarie")
    await tabs.first.click()
    await expect(composer).to_have_value("Voor de eerste")

    kept = await professional.page.evaluate(
        "[localStorage.length, sessionStorage.length, document.cookie, window.name, location.hash]"
    )
    assert kept == [0, 0, "", "", ""]
    assert "kanarie" not in str([frame.payload for frame in professional.frames])
    await professional.page.reload()
    await professional.is_at_the_desk()
    await tabs.nth(1).click()
    await expect(composer).to_have_value("")


async def test_a_supervisor_has_them_too(scene: Scene) -> None:
    _, professional = await talking(scene)
    supervisor = await scene.professional(role=Role.SUPERVISOR)
    await professional.asks_colleagues("join")

    answer = await supervisor.page.evaluate("fetch('/api/replies').then(it => it.status)")

    assert answer == 200


async def test_the_screens_of_the_replies(scene: Scene, tmp_path: Path) -> None:
    camera = Camera(tmp_path)
    await write(scene, HELLO)
    visitor, professional = await talking(scene, locale="ar")
    page = professional.page
    await visitor.says("مرحبا")
    await professional.hears("مرحبا")
    await camera.takes(page, "replies-composer.png")
    for kind in ("replies", "phrases"):
        await professional.part(kind).click()
        await expect(professional.part("choice").first).to_be_visible()
        await page.emulate_media(color_scheme="light")
        await page.set_viewport_size(DESKTOP)
        await camera.takes(page, f"replies-{kind}.png")
        await works_for_everybody(professional, kind)
        await page.emulate_media(color_scheme="dark")
        await page.set_viewport_size({"width": 1366, "height": 768})
        await camera.takes(page, f"replies-{kind}-dark.png")
        await page.set_viewport_size(PHONE)
        await professional.part("picker").scroll_into_view_if_needed()
        await camera.takes(page, f"replies-{kind}-phone-dark.png")
        await page.set_viewport_size(DESKTOP)
        await professional.part(kind).click()
