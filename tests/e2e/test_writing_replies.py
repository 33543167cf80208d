"""Where coordinators write replies: by version, never over what somebody else wrote."""

from pathlib import Path

from playwright.async_api import expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_screens import DESKTOP, PHONE, Camera
from tests.support.browsers import CoordinatorPage
from tests.support.scene import Scene


async def coordinator(scene: Scene) -> CoordinatorPage:
    """A coordinator with the list of replies open."""
    page = await scene.coordinator(viewport=DESKTOP, bypass_csp=True)
    await page.part("replies-list").locator("summary").click()
    return page


async def opens(page: CoordinatorPage, key: str) -> None:
    """Begin to change this reply."""
    row = page.page.locator(f'[data-testid="reply"][data-key="{key}"]')
    await row.get_by_test_id("reply-change").click()
    await page.sees("reply-form")


async def is_at(page: CoordinatorPage, version: int) -> None:
    """Wait until this version is shown."""
    await expect(page.part("replies-version")).to_have_attribute("data-version", str(version))


async def test_what_is_saved_is_in_the_list_of_a_professional_who_is_at_work(
    scene: Scene, tmp_path: Path
) -> None:
    visitor = await scene.waiting_visitor()
    professional = await scene.professional("Sanne")
    await professional.takes_next()
    await visitor.is_ready()
    await professional.is_let_in()
    anna = await coordinator(scene)
    await is_at(anna, 0)
    await anna.part("reply-add").click()
    await expect(anna.part("reply-key")).to_be_focused()
    await anna.part("reply-save").click()
    await expect(anna.part("reply-faults")).to_contain_text("De titel ontbreekt")
    await anna.part("reply-key").fill("boot")
    await anna.part("reply-category").select_option("safety")
    await anna.part("reply-title-nl").fill("Over de boot")
    await anna.part("reply-title-en").fill("About the boat")
    await anna.part("reply-text-nl").fill("Waar ligt de boot, {naam}?")
    await anna.part("reply-text-en").fill("Where is the boat?")
    await anna.part("reply-language").select_option("ar")
    await anna.part("reply-text-ar").fill("أين القارب؟ {naam}")
    assert await anna.part("reply-text-ar").get_attribute("dir") == "rtl"
    await anna.part("reply-save").click()
    await expect(anna.part("reply-faults")).to_have_text(
        "Engels: de invulplekken zijn anders dan in het Nederlands."
    )
    await Camera(tmp_path).takes(anna.page, "writing-form.png")
    await works_for_everybody(anna, "writing a reply")
    await anna.part("reply-text-en").fill("{naam}, where is the boat?")
    await anna.part("reply-save").click()
    await expect(anna.part("replies-note")).to_have_text("Bewaard als versie 1.")
    await is_at(anna, 1)

    await opens(anna, "boot")
    await anna.part("reply-text-nl").fill("Waar ligt de boot nu, {naam}?")
    await anna.part("reply-save").click()
    await is_at(anna, 2)
    boot = anna.page.locator('[data-testid="reply"][data-key="boot"]')
    await expect(boot.get_by_test_id("reply-change")).to_be_focused()

    await professional.page.keyboard.press("/")
    await professional.page.keyboard.type("boot")
    await expect(professional.part("choice")).to_contain_text("Waar ligt de boot nu, Sanne?")
    await professional.page.keyboard.press("Enter")
    await expect(professional.part("composer")).to_have_value("Waar ligt de boot nu, Sanne?")
    assert anna.complaints == professional.complaints == []


async def test_of_two_who_change_one_reply_the_second_sees_both_and_loses_nothing(
    scene: Scene, tmp_path: Path
) -> None:
    anna, bram = await coordinator(scene), await coordinator(scene)
    await opens(anna, "tijd")
    await opens(bram, "tijd")
    await anna.part("reply-text-nl").fill("Neem de tijd.")
    await anna.part("reply-save").click()
    await is_at(anna, 1)

    await bram.part("reply-text-nl").fill("Rustig aan.")
    await bram.part("reply-save").click()

    await expect(bram.part("replies-note")).to_contain_text("Wat je schreef staat hier nog.")
    await expect(bram.part("reply-theirs")).to_contain_text("Neem de tijd.")
    await expect(bram.part("reply-text-nl")).to_have_value("Rustig aan.")
    await bram.part("reply-form").scroll_into_view_if_needed()
    await Camera(tmp_path).takes(bram.page, "writing-conflict.png")
    await works_for_everybody(bram, "two who write")
    await bram.part("reply-save").click()
    await is_at(bram, 2)
    row = bram.page.locator('[data-testid="reply"][data-key="tijd"]')
    await expect(row).to_contain_text("Rustig aan.")


async def test_what_a_colleague_removed_meanwhile_can_be_saved_as_a_new_one(scene: Scene) -> None:
    anna, bram = await coordinator(scene), await coordinator(scene)
    await opens(bram, "dag")
    text = "Tot ziens van {organisatie}, om {tijd}."
    await bram.part("reply-text-nl").fill(text)
    row = anna.page.locator('[data-testid="reply"][data-key="dag"]')
    await row.get_by_test_id("reply-remove").click()
    await row.get_by_test_id("confirm-reply-remove").click()
    await is_at(anna, 1)
    await expect(row).to_have_count(0)

    await bram.part("reply-save").click()
    await expect(bram.part("reply-form")).to_contain_text("intussen verwijderd")
    await expect(bram.part("reply-text-nl")).to_have_value(text)
    await bram.part("reply-save").click()

    await is_at(bram, 2)


async def test_an_earlier_version_is_read_and_brought_back(scene: Scene, tmp_path: Path) -> None:
    anna = await coordinator(scene)
    row = anna.page.locator('[data-testid="reply"][data-key="hallo"]')
    await row.get_by_test_id("reply-remove").click()
    await row.get_by_test_id("confirm-reply-remove").click()
    await is_at(anna, 1)
    await anna.part("replies-versions").locator("summary").click()
    first = anna.page.locator('[data-testid="replies-older"][data-number="0"]')

    await first.get_by_test_id("replies-look").click()
    await expect(first).to_contain_text("Fijn dat je er bent.")
    await anna.part("replies-versions").scroll_into_view_if_needed()
    await Camera(tmp_path).takes(anna.page, "writing-versions.png")
    await works_for_everybody(anna, "earlier versions")
    await first.get_by_test_id("replies-restore").click()
    await first.get_by_test_id("confirm-replies-restore").click()

    await is_at(anna, 2)
    await expect(row).to_have_count(1)


async def test_the_list_on_a_phone_in_the_dark(scene: Scene, tmp_path: Path) -> None:
    anna = await coordinator(scene)
    await anna.page.emulate_media(color_scheme="dark")
    await anna.page.set_viewport_size(PHONE)
    await anna.part("replies-list").scroll_into_view_if_needed()

    await Camera(tmp_path).takes(anna.page, "writing-phone-dark.png")

    assert await anna.page.evaluate("document.scrollingElement.scrollWidth") <= PHONE["width"]
