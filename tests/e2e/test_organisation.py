"""What an organisation decides on the visitor's page: asked, read, called and fled to."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, Route, ViewportSize, expect

from chatserver.config import SiteConfig
from tests.e2e.test_accessibility import works_for_everybody
from tests.e2e.test_screens import Camera
from tests.integration.test_privacy import stored
from tests.support.browsers import VisitorPage, meet
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

PHONE = ViewportSize(width=360, height=740)
NARROW = ViewportSize(width=320, height=568)

HOUSE = """
name = { nl = "Het Huis", en = "The House" }
exit = "https://weather.example.org/today"

[colours.light]
accent = "#5b2a86"

[colours.dark]
accent = "#d9b8ff"
on_accent = "#1d0b2e"

[[number]]
number = "020-123 45 67"
name = { nl = "Het Huis", en = "The House" }
about = { nl = "voor een bed", en = "for a bed" }

[[number]]
number = "+48 22 123"
only = ["en"]
name = { nl = "Anders", en = "Elsewhere" }
about = { nl = "in het Engels", en = "in English" }
"""

QUESTIONS = """
[[question]]
ask = { nl = "Voor wie ben je hier?", en = "Who is this for?" }
[[question.answer]]
text = { nl = "Voor mezelf", en = "For myself" }
[[question.answer]]
text = { nl = "Voor mijn zus <b>Fenna</b>", en = "For my sister" }
help = { nl = "We kijken samen wat jij kunt doen.", en = "We look what you can do." }

[[question]]
ask = { nl = "Kun je nu veilig chatten?", en = "Is it safe to chat now?" }
[[question.answer]]
text = { nl = "Ja", en = "Yes" }
[[question.answer]]
text = { nl = "Nee", en = "No" }
help = { nl = "Bel 112 bij gevaar.", en = "In danger, call 112." }
"""

READING = '''
[[reading]]
title = { nl = "Hoe het gaat", en = "How it goes" }
text.nl = """Eén.

Kijk op https://twee.example.org of bel 0800-1234 <b>nu</b>."""
text.en = "One."
link = "https://drie.example.org/"
'''


@asynccontextmanager
async def house(
    browser: Browser, stores: Stores, directory: Path, text: str = HOUSE + QUESTIONS + READING
) -> AsyncIterator[Scene]:
    """A helpline with settings of its own, signed with its pages."""
    path = directory / "organisation.toml"
    path.write_text(text)
    async with Scene.here(
        browser, stores, directory, site=SiteConfig(organisation_file=path)
    ) as it:
        yield it


async def opens(scene: Scene, asks: int = 2, **options: Any) -> VisitorPage:
    """A visitor whose page knows its organisation, and has what is asked first."""
    visitor = await scene.visitor(**options)
    await visitor.opens()
    await expect(visitor.part("organisation")).to_have_text("Het Huis")
    await expect(visitor.part("start")).to_have_attribute("data-asks", str(asks))
    return visitor


async def is_on_the_screen(page: Page, *test_ids: str) -> None:
    for test_id in test_ids:
        await expect(page.get_by_test_id(test_id)).to_be_in_viewport(ratio=1)


async def test_what_is_answered_goes_sealed_to_the_professional_alone(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with house(browser, stores, tmp_path) as scene:
        visitor, professional = await opens(scene, viewport=PHONE), await scene.professional()
        await visitor.part("start").click()
        await visitor.sees("questions-page")
        who, safe = await visitor.part("question").all()
        await expect(visitor.page.locator("main h1")).to_be_focused()
        await expect(who.get_by_label("Zeg ik liever niet")).to_be_checked()
        await who.get_by_label("Voor mijn zus <b>Fenna</b>").check()
        await expect(visitor.part("question-help")).to_have_text(
            "We kijken samen wat jij kunt doen."
        )
        await safe.get_by_label("Nee").check()
        await expect(visitor.part("question-help").nth(1)).to_have_text("Bel 112 bij gevaar.")
        await visitor.part("questions-on").click()
        await expect(visitor.part("position")).to_have_attribute("data-position", "1")
        await visitor.has_messages(1)
        await expect(visitor.part("message")).to_have_attribute("data-state", "sent")
        # Nobody wrote it: the screen stays at its beginning, and no composer opens.
        for size in (NARROW, PHONE):
            await visitor.page.set_viewport_size(size)
            await is_on_the_screen(visitor.page, "title", "exit")
        await expect(visitor.part("composer")).to_have_count(0)

        assert b"Fenna" not in await stored(stores)
        await visitor.page.reload()
        await visitor.has_messages(1)
        await meet(visitor, professional)
        await professional.hears("Voor wie ben je hier? Voor mijn zus <b>Fenna</b>")

        (text,) = await professional.texts()
        assert text.split("\n") == [
            "Vooraf gevraagd:",
            "Voor wie ben je hier? Voor mijn zus <b>Fenna</b>",
            "Kun je nu veilig chatten? Nee",
        ]
        assert not [each for each in visitor.frames if "Fenna" in str(each.payload)]
        assert [each.url for each in visitor.requests if "Fenna" in each.url] == []
        assert visitor.complaints == []


@pytest.mark.parametrize("way", ["questions-skip", "questions-on"])
async def test_who_answers_nothing_is_in_line_as_soon(
    browser: Browser, stores: Stores, tmp_path: Path, way: str
) -> None:
    async with house(browser, stores, tmp_path) as scene:
        visitor, professional = await opens(scene), await scene.professional()
        await visitor.part("start").click()
        await visitor.part(way).click()
        await expect(visitor.part("position")).to_have_attribute("data-position", "1")
        await meet(visitor, professional)
        await visitor.says("hoi")
        await professional.hears("hoi")

        assert await professional.texts() == ["hoi"]


async def test_what_was_chosen_and_taken_back_is_not_sent(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with house(browser, stores, tmp_path) as scene:
        visitor, professional = await opens(scene), await scene.professional()
        await visitor.part("start").click()
        who, safe = await visitor.part("question").all()
        await who.get_by_label("Voor mezelf").check()
        await who.get_by_label("Zeg ik liever niet").check()
        await safe.get_by_label("Ja").check()
        await visitor.part("questions-on").click()
        await visitor.has_messages(1)
        await meet(visitor, professional)
        await professional.has_messages(1)

        assert await professional.texts() == ["Vooraf gevraagd:\nKun je nu veilig chatten? Ja"]


async def test_an_exit_from_the_questions_leaves_nothing(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with house(browser, stores, tmp_path) as scene:
        visitor = await opens(scene)
        await visitor.part("start").click()
        await visitor.page.get_by_label("Voor mezelf").check()
        await visitor.part("exit").click()
        await expect(visitor.page.get_by_role("heading", name="Morgen zon")).to_be_visible()

        assert visitor.page.url == "https://weather.example.org/today"
        assert visitor.frames == []


async def test_without_questions_there_is_no_such_screen(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with house(browser, stores, tmp_path, "question = []\nreading = []\n" + HOUSE) as scene:
        visitor = await opens(scene, asks=0)
        await visitor.part("start").click()

        await visitor.sees("waiting-page")
        await expect(visitor.part("read")).to_have_count(0)
        await expect(visitor.part("breathe")).to_be_visible()


async def test_reading_and_breathing_keep_the_place_and_a_call_comes_through(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with house(browser, stores, tmp_path) as scene:
        first, second = await opens(scene), await opens(scene, viewport=PHONE)
        professional = await scene.professional()
        await first.starts()
        await second.starts()
        page = second.page
        await expect(second.part("position")).to_have_attribute("data-position", "2")

        await page.context.set_offline(True)
        await second.part("read").click()
        await expect(page.locator("main h1")).to_be_focused()
        await expect(page.locator("main h1")).to_have_text("Iets om te lezen")
        await page.get_by_text("Hoe het gaat").click()
        said = page.get_by_text("Kijk op https://twee.example.org of bel 0800-1234 <b>nu</b>.")
        await expect(said).to_be_visible()
        await expect(page.get_by_text("https://drie.example.org/")).to_be_visible()
        await expect(second.part("meanwhile").locator("a")).to_have_count(0)
        await is_on_the_screen(page, "position", "exit", "end")
        await page.context.set_offline(False)

        await professional.takes_next()
        await first.sees("called-page")
        await expect(second.part("position")).to_have_attribute("data-position", "1")
        await expect(said).to_be_visible()
        await second.part("back-to-line").click()
        await expect(page.locator("main h1")).to_be_focused()
        await expect(second.part("how-long")).to_be_visible()
        await second.part("breathe").click()
        await is_on_the_screen(page, "position", "exit", "end", "back-to-line")

        await first.stops()
        await professional.sees("correct")  # that nobody wrote anything has been kept
        await professional.takes_next()
        await expect(second.part("ready")).to_be_in_viewport(ratio=1)
        await expect(page.locator("main h1")).to_be_focused()
        await second.is_ready()
        await second.says("ik ben er")
        await professional.hears("ik ben er")


async def test_nothing_moves_for_who_wants_no_motion(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with house(browser, stores, tmp_path) as scene:
        for motion, moving in (("no-preference", 1), ("reduce", 0)):
            visitor = await opens(scene, reduced_motion=motion)
            await visitor.starts()
            await visitor.part("breathe").click()
            await visitor.sees("meanwhile")

            assert await visitor.page.evaluate("document.getAnimations().length") == moving
            await expect(visitor.part("meanwhile")).to_contain_text("tel tot 4")


async def test_its_colours_are_the_colours_of_the_page_in_light_and_dark(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with house(browser, stores, tmp_path) as scene:
        for scheme, back, front in (
            ("light", "rgb(91, 42, 134)", "rgb(255, 255, 255)"),
            ("dark", "rgb(217, 184, 255)", "rgb(29, 11, 46)"),
        ):
            visitor = await opens(scene, color_scheme=scheme)
            start = visitor.part("start")
            await expect(start).to_have_css("background-color", back)
            await expect(start).to_have_css("color", front)
            await expect(visitor.part("exit")).not_to_have_css("background-color", back)
            assert visitor.complaints == []


def answering(body: str) -> Callable[[Route], Awaitable[None]]:
    """A server that says this, whatever is asked."""

    async def answer(route: Route) -> None:
        await route.fulfill(body=body)

    return answer


async def calls_the_house(visitor: VisitorPage) -> None:
    """This screen has 112 in sight and the numbers of the house, and nobody else's."""
    page = visitor.page
    await expect(visitor.part("emergency").locator('a[href="tel:112"]')).to_be_in_viewport()
    for summary in await page.locator("summary").all():
        await summary.click()
    numbers = visitor.part("numbers").first
    await expect(numbers).to_be_visible()
    hrefs = await numbers.locator("a").evaluate_all("all => all.map((each) => each.href)")
    assert hrefs == ["tel:112", "tel:0201234567"]


async def test_every_state_has_its_numbers_to_call_after_112(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with house(browser, stores, tmp_path) as scene:
        visitor = await opens(scene)
        await calls_the_house(visitor)
        await visitor.starts()
        await calls_the_house(visitor)
        await visitor.stops()
        await calls_the_house(visitor)
        for state in ("closed", "full"):
            shut = await scene.visitor()
            await shut.page.route("**/api/desk", answering(f'{{"state":"{state}"}}'))
            await shut.opens()
            await shut.sees(f"{state}-page")
            await calls_the_house(shut)
        refused = await scene.visitor()
        await refused.page.add_init_script(
            "Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });"
        )
        await refused.opens()
        await refused.sees("refused-page")
        await calls_the_house(refused)

        misread = await scene.visitor()
        await misread.page.add_init_script(
            "const send = WebSocket.prototype.send;"
            "WebSocket.prototype.send = function () { send.call(this, 'nonsense'); };"
        )
        await misread.opens()
        await expect(misread.part("organisation")).to_be_visible()
        await misread.presses_start()
        await misread.sees("fault-page")
        await calls_the_house(misread)

        english = await opens(scene)
        await english.speaks("en")
        links = english.part("numbers").locator("a")
        await expect(links).to_have_text(["112", "020-123 45 67", "+48 22 123"])


@pytest.mark.parametrize("comes", ["nothing", "nonsense"])
async def test_without_its_settings_the_page_is_as_it_was_built(
    browser: Browser, stores: Stores, tmp_path: Path, comes: str
) -> None:
    beside = SiteConfig(organisation_beside=True)
    async with Scene.here(browser, stores, tmp_path, site=beside) as scene:
        visitor = await scene.visitor()
        half = '{"numbers": [{"number": "1"}], "questions": [], "reading": []}'
        await visitor.page.route(
            "**/organisation.json",
            lambda route: route.abort() if comes == "nothing" else route.fulfill(body=half),
        )
        await visitor.opens()
        await expect(visitor.part("start")).to_have_attribute("data-asks", "2")
        await visitor.page.wait_for_load_state("networkidle")

        links = visitor.part("numbers").locator("a")
        assert await links.count() == 6
        await visitor.starts()


async def test_without_the_script_of_the_questions_the_conversation_begins_at_once(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with house(browser, stores, tmp_path) as scene:
        visitor, professional = await scene.visitor(), await scene.professional()
        async with visitor.page.expect_event(
            "requestfailed", lambda request: "/more-" in request.url
        ):
            await visitor.page.route("**/more-*.js", lambda route: route.abort())
            await visitor.opens()
        await visitor.part("start").click()
        await visitor.sees("waiting-page")
        await expect(visitor.part("breathe")).to_have_count(0)
        await meet(visitor, professional)
        await visitor.says("hoi")
        await professional.hears("hoi")


async def test_questions_of_the_page_are_in_the_language_of_the_page(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with house(browser, stores, tmp_path, HOUSE) as scene:
        visitor, professional = await opens(scene), await scene.professional()
        await visitor.speaks("ar")
        await visitor.part("start").click()
        await visitor.sees("questions-page")
        await visitor.page.get_by_label("لي أنا").check()
        # What was chosen is still chosen in another language.
        await visitor.speaks("pl")
        await expect(visitor.page.get_by_label("O mnie")).to_be_checked()
        await visitor.part("questions-on").click()
        await visitor.has_messages(1)
        await meet(visitor, professional)
        await professional.has_messages(1)

        assert await professional.texts() == ["Pytania na początku:\nO kogo chodzi? O mnie"]


async def test_a_server_lays_them_beside_a_page_that_allows_it(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    path = tmp_path / "organisation.toml"
    path.write_text(HOUSE + QUESTIONS)
    beside = SiteConfig(organisation_beside=True)
    async with Scene.here(
        browser, stores, tmp_path, site=beside, CHATSERVER_ORGANISATION_FILE=str(path)
    ) as scene:
        visitor = await opens(scene)
        await visitor.part("start").click()
        await visitor.sees("questions-page")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_its_screens_work_for_everybody_and_are_looked_at(
    scene: Scene, tmp_path: Path, scheme: str
) -> None:
    camera = Camera(tmp_path / "pictures")
    visitor = await scene.visitor(bypass_csp=True)
    await visitor.opens()
    await expect(visitor.part("start")).to_have_attribute("data-asks", "2")
    await visitor.part("start").click()
    await looks(camera, visitor, scheme, "questions")
    await visitor.page.get_by_label("Ik maak me zorgen om iemand anders").check()
    await visitor.page.get_by_label("Nee, of ik weet het niet").check()
    await looks(camera, visitor, scheme, "questions-help")
    await works_for_everybody(visitor, "questions")
    await visitor.part("questions-on").click()
    await visitor.has_messages(1)
    await looks(camera, visitor, scheme, "waiting")
    await works_for_everybody(visitor, "waiting, answered")
    await visitor.part("read").click()
    await looks(camera, visitor, scheme, "read")
    await visitor.page.locator("details summary").first.click()
    await looks(camera, visitor, scheme, "read-open")
    await works_for_everybody(visitor, "reading")
    await visitor.part("back-to-line").click()
    await visitor.part("breathe").click()
    await looks(camera, visitor, scheme, "breathe")
    await works_for_everybody(visitor, "breathing")


async def looks(camera: Camera, visitor: VisitorPage, scheme: str, name: str) -> None:
    await visitor.page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    for size in (PHONE, NARROW):
        await visitor.page.set_viewport_size(size)
        await camera.takes(visitor.page, f"{name}-{size['width']}-{scheme}.png")
