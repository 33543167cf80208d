"""The vault dies in the middle of a conversation: said plainly on both sides, and it goes on."""

import contextlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

from playwright.async_api import Browser, ViewportSize, expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.mortal_vault import MortalVault
from tests.support.redis_servers import Stores
from tests.support.scene import PASSWORD, Scene

PHONE = ViewportSize(width=360, height=740)
SMALL = ViewportSize(width=320, height=568)
DESKTOP = ViewportSize(width=1180, height=740)
PICTURES = os.environ.get("PICTURES", "")


@contextlib.asynccontextmanager
async def night(
    browser: Browser, stores: Stores, directory: Path
) -> AsyncIterator[tuple[Scene, MortalVault]]:
    """A helpline on a vault that can die."""
    async with (
        MortalVault.alive() as vault,
        Scene.here(browser, stores, directory, CHATSERVER_VAULT_URL=vault.url) as scene,
    ):
        yield scene, vault


async def comes_back(professional: ProfessionalPage, name: str) -> None:
    """Sign in again: the staff sessions were in the vault."""
    await expect(professional.part("sign-in")).to_be_visible()
    await professional.part("name").fill(name)
    await professional.part("password").fill(PASSWORD)
    await professional.part("sign-in").click()
    await expect(professional.part("me")).to_have_text(name)
    await professional.is_at_the_desk()
    professional.complaints.clear()  # "not signed in" is an error to the console


async def talks(visitor: VisitorPage, professional: ProfessionalPage) -> list[str]:
    """They meet and say four things; what is on both screens then."""
    await meet(visitor, professional)
    for number in range(2):
        await visitor.says(f"ik durf niet naar huis {number}")
        await professional.hears(f"ik durf niet naar huis {number}")
        await professional.says(f"Ik ben er {number}")
        await visitor.hears(f"Ik ben er {number}")
    await visitor.everything_arrived()
    await professional.everything_arrived()
    texts = await visitor.texts()
    assert texts == await professional.texts()
    return texts


async def picture(window: VisitorPage | ProfessionalPage, name: str) -> None:
    """For who wants to look at it."""
    if PICTURES:
        await window.page.screenshot(
            path=f"{PICTURES}/{name}.png", animations="disabled", caret="hide"
        )


async def test_one_tap_and_the_same_conversation_goes_on(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with night(browser, stores, tmp_path) as (scene, vault):
        visitor = await scene.waiting_visitor(viewport=PHONE, bypass_csp=True)
        professional = await scene.professional(viewport=DESKTOP, bypass_csp=True)
        name = await professional.name()
        texts = await talks(visitor, professional)
        await visitor.part("composer").fill("wat ik net schreef")

        await vault.dies_and_starts_empty()
        await visitor.sees("lost-page", way="on")
        await expect(visitor.part("title")).to_have_text(
            "Door een storing zijn we het gesprek kwijt"
        )
        await expect(visitor.part("message")).to_have_count(0)
        await picture(visitor, "lost-visitor")
        await visitor.page.set_viewport_size(SMALL)
        await visitor.page.emulate_media(color_scheme="dark")
        await picture(visitor, "lost-visitor-small-dark")
        await works_for_everybody(visitor, "lost")
        await visitor.page.set_viewport_size(PHONE)
        await comes_back(professional, name)
        await professional.sees("lost")
        await professional.sees("tag-form")
        await picture(professional, "lost-desk")
        await professional.page.emulate_media(color_scheme="dark")
        await picture(professional, "lost-desk-dark")
        await works_for_everybody(professional, "lost, to be tagged")

        await visitor.part("same-again").click()
        await visitor.sees("conversation-page")
        await professional.is_let_in()
        await expect(professional.part("tag-form")).to_have_count(0)
        await expect(visitor.part("composer")).to_have_value("wat ik net schreef")
        await visitor.part("send").click()
        await professional.hears("wat ik net schreef")
        await professional.says("Fijn dat je er weer bent")
        await visitor.hears("Fijn dat je er weer bent")

        expected = [*texts, "wat ik net schreef", "Fijn dat je er weer bent"]
        assert await visitor.texts() == expected
        assert await professional.texts() == expected
        assert await visitor.notes() == ["letIn"]
        assert await professional.remarks() == ["readers"]
        await picture(visitor, "back-visitor")
        await picture(professional, "back-desk")
        # And once more: what came back can be lost and come back too.
        await vault.dies_and_starts_empty()
        await visitor.part("same-again").click()
        await comes_back(professional, name)
        await professional.is_let_in()
        await professional.has_messages(6)
        await professional.ends()
        await visitor.sees("ended-page", reason="done")
        await professional.tags_not_trafficking()
        assert visitor.complaints == professional.complaints == []


async def test_who_waits_stays_in_line_without_a_tap(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with night(browser, stores, tmp_path) as (scene, vault):
        first, second = await scene.waiting_visitor(), await scene.waiting_visitor()

        await vault.dies_and_starts_empty()

        for place, visitor in enumerate((first, second), start=1):
            await visitor.sees("waiting-page")
            await expect(visitor.part("banner")).to_have_count(0)
            await visitor.sees("position", position=str(place))


async def test_after_a_reload_the_place_in_line_is_left(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with night(browser, stores, tmp_path) as (scene, vault):
        visitor, professional = await scene.waiting_visitor(), await scene.professional()
        await talks(visitor, professional)
        await vault.dies()
        await visitor.page.reload()
        await vault.start()
        newcomer = await scene.waiting_visitor()

        await visitor.sees("lost-page", way="line")
        await expect(visitor.part("same-again")).to_have_count(0)
        await picture(visitor, "lost-visitor-line")
        await visitor.part("begin-again").click()

        await visitor.sees("position", position="1")
        await newcomer.sees("position", position="2")


async def test_leaving_after_a_loss_leaves_nothing(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with night(browser, stores, tmp_path) as (scene, vault):
        visitor, professional = await scene.waiting_visitor(), await scene.professional()
        await talks(visitor, professional)
        await vault.dies_and_starts_empty()
        await visitor.sees("lost-page", way="on")

        await visitor.part("exit").click()
        await visitor.page.wait_for_url("https://www.knmi.nl/")

        assert await visitor.page.evaluate("window.name") == ""
        await visitor.opens()
        await visitor.sees("start-page")
        await expect(visitor.part("gone")).to_have_count(0)
