"""Contact cards: found by typing, sent with one press, and a number to tap at the other end."""

import json
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_screens import DESKTOP, PHONE, Camera
from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

ABOUT = (
    "De politie-afdeling voor mensen die worden uitgebuit, in Noord- en Zuid-Limburg. "
    "Vraag naar de AVIM van Limburg."
)
LIMBURG = (
    "AVIM Limburg",
    ABOUT,
    "0900-8844",
)


async def talking(scene: Scene, **options: Any) -> tuple[VisitorPage, ProfessionalPage]:
    """A visitor and a professional who are in conversation."""
    visitor = await scene.visitor(viewport=PHONE, has_touch=True, is_mobile=True, **options)
    professional = await scene.professional("Sanne", viewport=DESKTOP, bypass_csp=True)
    await visitor.comes()
    await meet(visitor, professional)
    return visitor, professional


async def test_a_card_is_found_and_sent_without_a_mouse_and_is_there_after_a_reload(
    scene: Scene,
) -> None:
    visitor, professional = await talking(scene)
    await professional.types("Ik zoek even het num")
    keys = professional.page.keyboard
    await professional.part("contacts").focus()
    await keys.press("Enter")
    await expect(professional.part("contacts-search")).to_be_focused()

    await keys.type("maastricht limburg")
    await expect(professional.part("contact")).to_have_count(0)
    await keys.press("Enter")
    await expect(professional.part("contacts-search")).to_be_focused()
    await professional.part("contacts-search").fill("avim LIMBURG")
    await expect(professional.part("contact")).to_have_count(1)
    await keys.press("Enter")
    await expect(professional.part("hand")).to_be_focused()
    await expect(professional.part("message")).to_have_count(0)
    await keys.press("Enter")

    await expect(professional.part("contacts-panel")).to_have_count(0)
    await expect(professional.part("composer")).to_be_focused()
    await expect(professional.part("composer")).to_have_value("Ik zoek even het num")
    await professional.part("composer").fill("Zal ik uitleggen hoe dat gaat?")
    await professional.part("send").click()
    await visitor.hears("Zal ik uitleggen hoe dat gaat?")
    for _ in range(2):
        card = await visitor.sees("card")
        for line in LIMBURG:
            await expect(card).to_contain_text(line)
        number = card.get_by_role("link")
        await expect(number).to_have_count(1)
        await expect(number).to_have_attribute("href", "tel:09008844")
        await visitor.page.reload()
        await visitor.sees("conversation-page")
    for _ in range(2):
        handed = await professional.sees("card")
        assert await handed.locator("> *").all_inner_texts() == list(LIMBURG)
        await expect(handed.locator("a")).to_have_count(0)
        await professional.part("contacts").click()
        await expect(professional.part("handed")).to_have_count(1)
        await professional.page.keyboard.press("Escape")
        await professional.page.reload()
        await professional.is_at_the_desk()
        await professional.is_let_in()
    assert visitor.complaints == professional.complaints == []


async def test_a_key_that_is_held_down_sends_nothing(scene: Scene) -> None:
    _, professional = await talking(scene)
    await professional.part("contacts").click()
    await professional.part("contacts-search").fill("112")

    for _ in range(4):  # without a release in between, the browser says that it repeats
        await professional.page.keyboard.down("Enter")

    await expect(professional.part("hand").first).to_be_focused()
    await professional.page.keyboard.up("Enter")
    await professional.page.keyboard.press("Escape")
    await expect(professional.part("contacts")).to_be_focused()
    await expect(professional.part("message")).to_have_count(0)


async def test_nothing_is_fetched_or_dialled_before_a_tap_and_a_tap_keeps_the_conversation(
    scene: Scene,
) -> None:
    visitor, professional = await talking(scene, locale="en-GB")
    before = len(visitor.requests)
    await professional.part("contacts").click()
    await professional.part("contacts-search").fill("thuis")
    await expect(professional.part("contact")).to_contain_text("Violence or abuse at home.")
    await professional.part("hand").click()
    card = await visitor.sees("card")
    await expect(card).to_contain_text("Veilig Thuis (safe home)")
    await expect(card).to_contain_text("day and night")

    assert visitor.requests[before:] == []
    await card.get_by_role("link").tap()
    await visitor.says("I called them")
    await professional.hears("I called them")
    assert visitor.page.url.rstrip("/") == visitor.url.rstrip("/")
    assert "8002000" not in json.dumps([str(frame.payload) for frame in visitor.frames])


async def test_words_of_a_professional_are_never_a_link(scene: Scene) -> None:
    visitor, professional = await talking(scene)

    await professional.says("\n".join(LIMBURG))

    await visitor.hears("AVIM Limburg")
    await expect(visitor.part("message").get_by_role("link")).to_have_count(0)
    assert await visitor.texts() == ["\n".join(LIMBURG)]


async def test_the_unit_of_a_chosen_region_stands_beside_the_question(
    scene: Scene, tmp_path: Path
) -> None:
    visitor, professional = await talking(scene)
    await visitor.says("hoi")
    await professional.hears("hoi")
    await visitor.stops()
    await professional.sees("tag-form")
    await professional.chooses("contact", "conv")
    await professional.chooses("thb", "yes")
    await expect(professional.part("unit")).to_have_count(0)

    await professional.chooses("region", "li")

    await expect(professional.part("unit")).to_have_count(1)
    await expect(professional.part("unit")).to_contain_text("AVIM Limburg")
    await expect(professional.part("unit")).to_contain_text("0900-8844")
    await professional.chooses("region", "nd")
    await expect(professional.part("unit")).to_have_count(0)
    await professional.chooses("region", "am")
    await expect(professional.part("unit")).to_contain_text("AVIM Amsterdam")
    await Camera(tmp_path).takes(professional.page, "contacts-region.png")
    await works_for_everybody(professional, "a region and its unit")


async def test_cards_that_could_not_be_fetched_are_asked_for_again(scene: Scene) -> None:
    professional = await scene.professional("Sanne")
    await professional.page.route("**/api/contacts", lambda route: route.abort())
    await professional.page.reload()
    visitor = await scene.waiting_visitor()
    await meet(visitor, professional)
    await professional.part("contacts").click()
    panel = await professional.sees("contacts-panel")
    await expect(panel.get_by_role("alert")).to_be_visible()
    await professional.page.unroute("**/api/contacts")

    await panel.get_by_role("button", name="Opnieuw proberen").click()

    await expect(professional.part("contact")).to_have_count(20)


async def test_an_organisation_hands_its_own_cards(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(
        '[[card]]\nid = "huis"\nkind = "help"\nnumber = "+31 20 123"\n'
        'name = { nl = "Het huis", en = "The house" }\n'
        'about = { nl = "<b>Voor</b> een bed. www.huis.example", en = "For a bed." }\n'
    )
    async with Scene.here(browser, stores, tmp_path, CHATSERVER_CONTACTS_FILE=str(path)) as scene:
        visitor, professional = await talking(scene)
        await professional.part("contacts").click()
        await expect(professional.part("contact")).to_have_count(1)
        await professional.part("hand").click()

        card = await visitor.sees("card")
        await expect(card).to_contain_text("<b>Voor</b> een bed. www.huis.example")
        assert [await link.get_attribute("href") for link in await card.locator("a").all()] == [
            "tel:+3120123"
        ]


async def test_the_screens_of_the_cards(scene: Scene, tmp_path: Path) -> None:
    camera = Camera(tmp_path)
    visitor, professional = await talking(scene, bypass_csp=True)
    await visitor.says("Ik wil met de politie praten, maar niet hier in de buurt")
    await professional.hears("niet hier in de buurt")
    await professional.part("contacts").click()
    await expect(professional.part("contact")).to_have_count(20)
    await camera.takes(professional.page, "contacts-desk.png")
    await professional.part("contacts-search").fill("drenthe")
    await camera.takes(professional.page, "contacts-desk-found.png")
    await professional.page.emulate_media(color_scheme="dark")
    await professional.page.set_viewport_size(PHONE)
    await professional.part("contacts-panel").scroll_into_view_if_needed()
    await camera.takes(professional.page, "contacts-desk-phone-dark.png")
    await professional.page.set_viewport_size(DESKTOP)
    await professional.page.emulate_media(color_scheme="light")
    await works_for_everybody(professional, "contact cards")
    await professional.part("hand").click()
    await professional.part("contacts").click()
    await professional.part("contacts-search").fill("drenthe")
    await expect(professional.part("handed")).to_have_count(1)
    await camera.takes(professional.page, "contacts-desk-handed.png")
    await professional.page.keyboard.press("Escape")
    await camera.takes(professional.page, "contacts-desk-sent.png")
    await works_for_everybody(professional, "a card that was sent")
    await professional.part("contacts").click()
    await professional.part("contacts-search").fill("veilig thuis")
    await professional.part("hand").click()
    await expect(visitor.part("card")).to_have_count(2)
    await camera.takes(visitor.page, "contacts-visitor.png")
    await visitor.page.emulate_media(color_scheme="dark")
    await camera.takes(visitor.page, "contacts-visitor-dark.png")
    await visitor.page.set_viewport_size({"width": 320, "height": 640})
    await camera.takes(visitor.page, "contacts-visitor-small-dark.png")
    await visitor.page.emulate_media(color_scheme="light")
    await visitor.page.set_viewport_size(DESKTOP)
    await camera.takes(visitor.page, "contacts-visitor-desktop.png")
    await works_for_everybody(visitor, "two cards")
    targets = [
        await link.bounding_box() for link in await visitor.part("card").get_by_role("link").all()
    ]
    assert [box is not None and box["height"] >= 48 for box in targets] == [True, True]
