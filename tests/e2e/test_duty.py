"""Free, proposed, away, a break, the end of a shift: as a professional sees it, by key too."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_screens import Camera
from tests.support.browsers import ProfessionalPage, meet
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 320, "height": 740}


@pytest_asyncio.fixture(loop_scope="session")
async def evening(browser: Browser, stores: Stores, tmp_path: Path) -> AsyncIterator[Scene]:
    """A helpline where nobody has to wait for half a minute."""
    async with Scene.here(
        browser, stores, tmp_path, CHATSERVER_DESK_PROPOSAL_SECONDS="5 s"
    ) as scene:
        yield scene


async def is_free(professional: ProfessionalPage) -> None:
    """Switch to free, and see that it is so."""
    await professional.part("duty-switch").click()
    await expect(professional.part("duty")).to_have_attribute("data-state", "free")


async def banner(professional: ProfessionalPage, why: str) -> None:
    """Wait for what is said of one's duty."""
    await expect(professional.part("duty-banner")).to_have_attribute(
        "data-why", why, timeout=30_000
    )


async def test_a_proposal_is_accepted_with_enter(scene: Scene) -> None:
    professional = await scene.professional()
    page = professional.page
    await expect(professional.part("duty")).to_have_attribute("data-state", "away")
    await professional.part("duty-switch").focus()
    await page.keyboard.press("Space")
    await expect(professional.part("duty-switch")).to_have_attribute("aria-checked", "true")

    visitor = await scene.waiting_visitor()
    await professional.sees("proposal")
    await expect(professional.part("accept")).to_be_focused()
    assert "Er wacht iemand" in await page.title()
    await asyncio.sleep(0.7)  # the page takes no key that was on its way to something else
    await page.keyboard.press("Enter")

    await professional.sees("conversation", phase="knocking")
    await visitor.is_ready()
    await professional.is_let_in()
    await expect(professional.part("proposal")).to_have_count(0)
    await expect(professional.part("composer")).to_be_focused()


async def test_who_is_writing_keeps_the_focus_and_accepts_with_alt_and_enter(
    scene: Scene,
) -> None:
    first, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(first, professional)
    await is_free(professional)
    await professional.part("composer").fill("een halve zin")

    await scene.waiting_visitor()
    await professional.sees("proposal")
    await expect(professional.part("composer")).to_be_focused()
    await asyncio.sleep(0.7)
    await professional.page.keyboard.press("Alt+Enter")

    await professional.sees("conversation", phase="knocking")
    await expect(professional.part("conversation-tab")).to_have_count(2)
    assert await first.texts() == []


async def test_a_colleague_sees_that_somebody_is_asked_and_cannot_take(scene: Scene) -> None:
    professional, colleague = await scene.professional(), await scene.professional()
    await is_free(professional)
    await scene.waiting_visitor()
    await professional.sees("proposal")

    await expect(colleague.part("asked")).to_be_visible()
    await expect(colleague.part("take")).to_be_disabled()
    await expect(colleague.part("take-next")).to_be_disabled()
    await professional.part("pass-on").click()

    await expect(professional.part("proposal")).to_have_count(0)
    await expect(professional.part("notice")).to_be_empty()
    await expect(colleague.part("take")).to_be_enabled()


async def test_two_missed_are_told_and_one_press_makes_free_again(
    evening: Scene, tmp_path: Path
) -> None:
    camera = Camera(tmp_path / "pictures")
    professional = await evening.professional("Sanne", bypass_csp=True, viewport=DESKTOP)
    await is_free(professional)
    await works_for_everybody(professional, "free")
    visitor = await evening.waiting_visitor()
    await professional.sees("proposal")
    await camera.takes(professional.page, "duty-proposal.png")

    await banner(professional, "missed")
    await expect(professional.part("duty")).to_have_attribute("data-state", "away")
    await works_for_everybody(professional, "missed two")
    await professional.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    await camera.takes(professional.page, "duty-missed.png")
    await expect(visitor.part("position")).to_have_attribute("data-position", "1")
    await asyncio.sleep(2)
    await expect(professional.part("proposal")).to_have_count(0)

    await professional.part("free-again").click()
    await professional.sees("proposal")
    await works_for_everybody(professional, "proposal")


async def test_free_survives_a_reload_and_is_the_same_in_a_second_window(scene: Scene) -> None:
    professional = await scene.professional()
    await is_free(professional)
    await professional.page.reload()
    await expect(professional.part("duty")).to_have_attribute("data-state", "free")

    second = ProfessionalPage(await professional.page.context.new_page(), scene.staff.origin)
    await second.opens()
    await expect(second.part("duty")).to_have_attribute("data-state", "free")
    await second.part("duty-switch").click()
    await expect(professional.part("duty")).to_have_attribute("data-state", "away")


async def test_a_break_is_offered_after_hard_conversations(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    camera = Camera(tmp_path / "pictures")
    async with Scene.here(browser, stores, tmp_path, CHATSERVER_DESK_BREAK_AFTER="1") as scene:
        visitor, professional = await scene.waiting_visitor(), await scene.professional()
        await meet(visitor, professional)
        await visitor.says("het gebeurt nog steeds")
        await professional.hears("het gebeurt nog steeds")
        await professional.ends()
        await professional.chooses("contact", "conv")
        await professional.chooses("thb", "yes")
        await professional.saves()

        await banner(professional, "rest")
        await professional.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
        await camera.takes(professional.page, "duty-rest.png")
        await professional.part("take-break").click()
        await banner(professional, "break")
        await camera.takes(professional.page, "duty-break.png")
        await scene.waiting_visitor()
        await asyncio.sleep(2)
        await expect(professional.part("proposal")).to_have_count(0)

        await professional.part("duty-switch").click()
        await professional.sees("proposal")
        await banner(professional, "")


async def test_a_shift_ends_with_nothing_left(scene: Scene, tmp_path: Path) -> None:
    camera = Camera(tmp_path / "pictures")
    professional = await scene.professional("Sanne", bypass_csp=True, viewport=DESKTOP)
    first = await scene.waiting_visitor()
    await meet(first, professional)
    await first.says("tot morgen")
    await professional.hears("tot morgen")
    await professional.ends()
    await professional.part("tag-form").wait_for()
    await professional.tags_not_trafficking()
    visitor = await scene.waiting_visitor()
    await meet(visitor, professional)
    await visitor.says("heb je nog even")
    await professional.hears("heb je nog even")

    await professional.part("end-shift").click()
    await professional.sees("shift-end")
    await expect(professional.part("shift-end-running")).to_have_count(1)
    await scene.waiting_visitor()
    await expect(professional.part("take")).to_be_disabled()
    await works_for_everybody(professional, "shift ends")
    await professional.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    await camera.takes(professional.page, "duty-ending.png")
    await professional.part("shift-end-hand-over").click()
    await expect(professional.part("ask-state")).to_have_attribute("data-state", "asked")
    await professional.part("ask-withdraw").click()

    await professional.ends()
    await expect(professional.part("shift-end-untagged")).to_have_count(1)
    await expect(professional.part("shift-end-running")).to_have_count(0)
    await professional.tags_not_trafficking()
    await professional.sees("shift-done")
    await works_for_everybody(professional, "shift done")
    await professional.page.set_viewport_size(DESKTOP)  # type: ignore[arg-type]
    await camera.takes(professional.page, "duty-done.png")

    await professional.part("go-on").click()
    await expect(professional.part("take").first).to_be_enabled()
    await professional.part("end-shift").click()
    await professional.part("done-sign-out").click()
    await professional.sees("sign-in")


async def test_the_screens_of_a_small_phone_and_of_the_dark(evening: Scene, tmp_path: Path) -> None:
    camera = Camera(tmp_path / "pictures")
    professional = await evening.professional("Sanne")
    await is_free(professional)
    await evening.waiting_visitor()
    for name, size, scheme in (("phone", PHONE, "light"), ("dark", DESKTOP, "dark")):
        await professional.page.set_viewport_size(size)  # type: ignore[arg-type]
        await professional.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        await professional.sees("proposal")
        await camera.takes(professional.page, f"duty-proposal-{name}.png")
    await banner(professional, "missed")
    await professional.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    await camera.takes(professional.page, "duty-missed-phone.png")


async def test_how_many_at_once_is_chosen_at_the_desk_and_kept(scene: Scene) -> None:
    professional = await scene.professional()
    chosen = professional.part("capacity")
    await expect(chosen).to_have_value("3")
    await chosen.focus()
    await professional.page.keyboard.press("1")
    await expect(chosen).to_have_value("1")
    await is_free(professional)
    visitor = await scene.waiting_visitor()
    await professional.part("accept").click()
    await visitor.is_ready()
    await professional.is_let_in()
    await scene.waiting_visitor()

    await professional.part("take-next").click()
    await expect(professional.part("notice")).to_contain_text("zoveel")
    await expect(professional.part("proposal")).to_have_count(0)
    await professional.page.reload()
    await expect(chosen).to_have_value("1")
    second = await scene.second_window(professional)
    await second.part("capacity").select_option("2")
    await expect(chosen).to_have_value("2")
    await professional.sees("proposal")
