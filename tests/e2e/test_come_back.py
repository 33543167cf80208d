"""A reload, a crash and the back button, at home, in both engines (SECURITY.md property 56, §4.1).

The name of the tab is all that a page finds again. Either it is there and the conversation goes on,
or it is not, and then nothing of the conversation is shown.
"""

import asyncio
import base64
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Playwright, expect

from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.computers import ENGINES, Computer, Engine
from tests.support.memory import Word
from tests.support.profile import canary, found_in, until_found, written
from tests.support.scene import Scene

SAID = ["ben je daar?", "Ja, ik ben er."]


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=ENGINES)
async def computer(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Computer]:
    """The visitor's."""
    engine: Engine = request.param
    directory = tmp_path_factory.mktemp(engine)
    async with Computer.running(engine, playwright, directory) as computer:
        yield computer


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(scene: Scene, computer: Computer) -> VisitorPage:
    """Somebody at this computer."""
    return VisitorPage(await computer.tab(), scene.visitors.origin)


async def in_conversation(scene: Scene, visitor: VisitorPage, said: list[str]) -> ProfessionalPage:
    """Let these two talk: one message each, and the visitor has begun to write more."""
    professional, _ = await asyncio.gather(scene.professional(), visitor.comes())
    await meet(visitor, professional)
    await visitor.says(said[0])
    await professional.hears(said[0])
    await professional.says(said[1])
    await visitor.everything_arrived()
    await professional.everything_arrived()
    await visitor.types("en dan nog")
    return professional


async def goes(visitor: VisitorPage, step: str, address: str) -> None:
    """Go back or forward by the page's own history, and be there.

    The driver's own way asks the browser for the list first, and a Chromium that has just brought
    a page out of its cache answers now and then that there is no active page.
    """
    await visitor.page.evaluate(f"history.{step}()")
    await visitor.page.wait_for_url(address, wait_until="commit")
    await expect(visitor.page.locator("h1")).to_be_visible()


async def shows_nothing(visitor: VisitorPage) -> None:
    """See the first page, as somebody who was never there."""
    await visitor.sees("start-page")
    await expect(visitor.part("message")).to_have_count(0)
    body = await visitor.page.locator("body").inner_text()
    for text in (*SAID, "en dan nog"):
        assert text not in body
    assert await visitor.page.evaluate("window.name") == ""


async def test_a_reload_goes_on_as_if_nothing_happened(scene: Scene, visitor: VisitorPage) -> None:
    professional = await in_conversation(scene, visitor, SAID)

    for _ in range(2):
        await visitor.page.reload()
        await visitor.sees("conversation-page")
        await visitor.has_messages(2)
    await visitor.says("mijn telefoon haperde")
    await professional.hears("mijn telefoon haperde")
    await professional.says("Geeft niet.")
    await visitor.hears("Geeft niet.")

    said = [*SAID, "mijn telefoon haperde", "Geeft niet."]
    assert await visitor.texts() == said
    assert await professional.texts() == said
    assert await visitor.notes() == []
    assert await professional.remarks() == ["readers"]
    assert visitor.complaints == []


@pytest.mark.parametrize("computer", ["chromium"], indirect=True)
async def test_after_a_crash_chromium_goes_on_as_if_nothing_happened(
    scene: Scene, computer: Computer, visitor: VisitorPage
) -> None:
    professional = await in_conversation(scene, visitor, SAID)

    async with computer.crash(visitor) as again:
        await again.sees("conversation-page")
        await again.has_messages(2)
        await again.says("alles was even weg")
        await professional.hears("alles was even weg")
        assert await again.texts() == [*SAID, "alles was even weg"]
        assert await again.notes() == []
    assert await professional.remarks() == ["readers"]


@pytest.mark.parametrize("computer", ["firefox"], indirect=True)
async def test_after_a_crash_firefox_has_forgotten_and_the_visitor_can_start_anew(
    scene: Scene, computer: Computer, visitor: VisitorPage
) -> None:
    professional = await in_conversation(scene, visitor, SAID)

    async with computer.crash(visitor) as again:
        await shows_nothing(again)
        await again.starts()
        await meet(again, professional)
        await again.says("ik was je kwijt")
        await professional.hears("ik was je kwijt")
        assert await again.texts() == ["ik was je kwijt"]


async def test_back_from_another_site_shows_nothing(scene: Scene, visitor: VisitorPage) -> None:
    professional = await in_conversation(scene, visitor, SAID)

    await visitor.page.goto("https://www.example.org/")
    for _ in range(2):
        await goes(visitor, "back", visitor.url + "/")
        await shows_nothing(visitor)
        await goes(visitor, "forward", "https://www.example.org/")
        await expect(visitor.page.locator("h1")).to_have_text("Morgen zon")
    await goes(visitor, "back", visitor.url + "/")

    await visitor.starts()
    await professional.sees("conversation", phase="open")


async def test_a_site_that_is_linked_to_gets_no_name(scene: Scene, visitor: VisitorPage) -> None:
    await in_conversation(scene, visitor, SAID)

    await visitor.page.evaluate("location.assign('https://www.example.org/')")
    await visitor.page.wait_for_url("https://www.example.org/")

    assert await visitor.page.evaluate("window.name") == ""


@pytest.mark.parametrize(
    "computer",
    [pytest.param("chromium", marks=pytest.mark.xfail(strict=True, reason="0012")), "firefox"],
    indirect=True,
)
async def test_a_site_whose_address_is_typed_gets_no_name(
    scene: Scene, visitor: VisitorPage
) -> None:
    """Chromium shows it: decision 0012 says why this is so, and what else was tried."""
    await in_conversation(scene, visitor, SAID)

    await visitor.page.goto("https://www.example.org/")

    assert await visitor.page.evaluate("window.name") == ""


async def test_back_after_the_exit_leads_past_the_conversation(
    scene: Scene, visitor: VisitorPage
) -> None:
    await visitor.page.goto("https://www.example.org/")
    professional = await in_conversation(scene, visitor, SAID)

    await visitor.part("exit").click()

    await visitor.page.wait_for_url("https://www.knmi.nl/")
    assert await visitor.page.evaluate("window.name") == ""
    await professional.sees("ended", reason="exit")
    for _ in range(2):
        await goes(visitor, "back", "https://www.example.org/")
        await expect(visitor.page.locator("h1")).to_have_text("Morgen zon")
        await goes(visitor, "forward", "https://www.knmi.nl/")


@pytest.mark.parametrize("engine", ENGINES)
async def test_nothing_is_on_the_disk_of_the_visitor(
    scene: Scene, playwright: Playwright, tmp_path: Path, engine: Engine
) -> None:
    said, drafted = [canary("gevraagd"), canary("geantwoord")], canary("bijna")
    stored_trace, typed_trace = canary("bewaard"), canary("getypt")

    async with Computer.running(engine, playwright, tmp_path / "home") as computer:
        visitor = VisitorPage(await computer.tab(), scene.visitors.origin)
        await in_conversation(scene, visitor, said)
        root = base64.b64decode(await visitor.page.evaluate("window.name"))[:32]
        assert len(root) == 32
        words: tuple[Word, ...] = (*said, drafted, root)
        await visitor.page.reload()
        await visitor.has_messages(2)
        await visitor.types(drafted)
        await computer.leaves_traces(stored_trace, typed_trace)
        await until_found(computer.profile, typed_trace)
        assert written(computer.profile, *words) == {}
        async with computer.crash(visitor) as again:
            await again.sees("conversation-page" if engine == "chromium" else "start-page")

    assert found_in(computer.profile, stored_trace, typed_trace) == {stored_trace, typed_trace}
    assert written(computer.profile, *words) == {}
