"""The page in every language: by the browser's choice or by hand, Dutch if a file fails."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from playwright.async_api import Route, expect

from tests.e2e.test_accessibility import works_for_everybody
from tests.support.browsers import VisitorPage, meet
from tests.support.scene import Scene
from tests.support.servers import ROOT

MESSAGES = ROOT / "web" / "messages" / "visitor"
TAGS = sorted(path.stem for path in MESSAGES.glob("*.json"))

SHOWN = """() => [...document.querySelectorAll('#top, #leave, #app')]
  .map((each) => each.innerText).join('\\n')"""

SIDES = """() => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  return {
    mine: box('[data-mine=true]').left,
    theirs: box('[data-mine=false]').left,
    send: box('[data-testid=send]').left,
    composer: box('[data-testid=composer]').left,
    end: box('[data-testid=end]').left,
    heading: box('main h1').left,
  };
}"""


def texts(tag: str) -> dict[str, str]:
    """What a translator wrote, by key."""
    found: dict[str, str] = json.loads((MESSAGES / f"{tag}.json").read_text("utf-8"))
    return found


async def reads(visitor: VisitorPage, tag: str) -> None:
    """The first screen is in this language, and in no other."""
    page = visitor.page
    await expect(page.locator("html")).to_have_attribute("lang", tag)
    said = texts(tag)
    await expect(page.get_by_role("heading", level=1)).to_have_text(said["startTitle"])
    await expect(visitor.part("exit")).to_have_text(said["exit"])
    await expect(visitor.part("start")).to_have_text(said["start"])
    await expect(visitor.part("language")).to_have_value(tag)
    shown = await page.evaluate(SHOWN)
    for key in ("emergency", "call112", "startLead", "exitTitle", "factsTitle", "facts.3"):
        assert said[key] in shown, key


async def test_every_language_of_the_list_is_a_whole_page(scene: Scene) -> None:
    visitor = await scene.visitor(bypass_csp=True)
    await visitor.opens()
    await visitor.sees("start-page")
    names = await visitor.part("language").locator("option").all_inner_texts()
    assert sorted(names) == sorted(texts(tag)["@language"] for tag in TAGS)
    for summary in await visitor.page.locator("summary").all():
        await summary.click()
    for tag in TAGS:
        await visitor.speaks(tag)
        await reads(visitor, tag)
        await works_for_everybody(visitor, f"start in {tag}")
    assert visitor.complaints == []


@pytest.mark.parametrize(
    ("locale", "tag"),
    [("pl-PL", "pl"), ("zh-TW", "zh-Hans"), ("ar-MA", "ar"), ("en-GB", "en"), ("sv-SE", "nl")],
)
async def test_the_page_begins_in_the_language_of_the_browser(
    scene: Scene, locale: str, tag: str
) -> None:
    visitor = await scene.visitor(locale=locale)
    await visitor.opens()
    await visitor.sees("start-page")

    await reads(visitor, tag)

    [file] = [each.url for each in visitor.requests if "/language-" in each.url]
    assert f"/language-{tag.lower()}-" in file
    assert await visitor.page.evaluate(
        "[document.cookie, localStorage.length, sessionStorage.length, name, location.hash]"
    ) == ["", 0, 0, "", ""]
    assert visitor.complaints == []


async def test_a_choice_swaps_every_word_in_the_middle_of_a_conversation(scene: Scene) -> None:
    visitor, professional = await scene.waiting_visitor(), await scene.professional()
    await meet(visitor, professional)
    await visitor.says("hoi")
    await professional.says("Hoi.")
    await visitor.hears("Hoi.")
    await visitor.everything_arrived()
    page = visitor.page
    name = await professional.name()
    for tag in ("uk", "tr", "nl"):
        await visitor.speaks(tag)
        said = texts(tag)
        shown = await page.evaluate(SHOWN)
        role = said["roles.professional"]
        for line in (
            said["withNames"].format(names=name),
            said["whoReads"].format(people=f"{name} ({role})"),
            said["letIn"].format(name=name),
            said["end"],
            said["exit"],
        ):
            assert line in shown
        await expect(visitor.part("send")).to_have_text(said["send"])
        await expect(visitor.part("composer")).to_have_attribute("placeholder", said["compose"])
        await expect(page.get_by_role("log")).to_have_attribute("aria-label", said["log"])
    assert await visitor.texts() == ["hoi", "Hoi."]


async def test_the_professional_sees_which_language_it_is(scene: Scene) -> None:
    professional = await scene.professional()
    for tag in ("ti", "zh-Hans", "uk"):
        visitor = await scene.visitor()
        await visitor.opens()
        await visitor.speaks(tag)
        await visitor.starts()
    rows = professional.part("waiting-row")

    await expect(rows).to_have_count(3)

    for row, name in enumerate(("Tigrinya", "Chinees", "Oekraïens")):
        await expect(rows.nth(row)).to_contain_text(name)


async def test_arabic_is_mirrored(scene: Scene) -> None:
    visitor = await scene.waiting_visitor(locale="ar", viewport={"width": 360, "height": 740})
    professional = await scene.professional()
    await meet(visitor, professional)
    await visitor.says("مرحبا")
    await professional.says("Hoi, ik ben Sanne.")
    await visitor.has_messages(2)
    html = visitor.page.locator("html")
    await expect(html).to_have_attribute("dir", "rtl")

    arabic = await visitor.page.evaluate(SIDES)
    await visitor.speaks("nl")
    await expect(html).to_have_attribute("dir", "ltr")
    dutch = await visitor.page.evaluate(SIDES)

    assert arabic["mine"] < arabic["theirs"]
    assert dutch["theirs"] < dutch["mine"]
    assert arabic["send"] < arabic["composer"]
    assert dutch["composer"] < dutch["send"]
    assert arabic["end"] < arabic["heading"]
    assert dutch["heading"] < dutch["end"]


async def test_numbers_to_call_stay_as_they_are_dialled(scene: Scene) -> None:
    visitor = await scene.visitor(locale="ar")
    await visitor.opens()
    await visitor.page.locator("summary").last.click()

    for number in await visitor.part("numbers").first.locator("a").all():
        await expect(number).to_have_css("direction", "ltr")
        shown, link = await number.inner_text(), await number.get_attribute("href")
        assert f"tel:{''.join(filter(str.isdigit, shown))}" == link


Spoil = Callable[[Route], Awaitable[Any]]


async def nothing(route: Route) -> None:
    """The line drops this file."""
    await route.abort()


async def another(route: Route) -> None:
    """Somebody has changed one word of it on the way."""
    answer = await route.fetch()
    body = (await answer.text()).replace("112", "113")
    headers = {**answer.headers, "cache-control": "no-store"}
    await route.fulfill(response=answer, headers=headers, body=body)


@pytest.mark.parametrize("spoil", [nothing, another])
async def test_a_browser_whose_language_does_not_arrive_reads_dutch(
    scene: Scene, spoil: Spoil
) -> None:
    visitor = await scene.visitor(locale="pl-PL")
    await visitor.page.route("**/language-pl-*", spoil)
    await visitor.opens()
    await visitor.sees("start-page")

    await reads(visitor, "nl")
    await expect(visitor.part("language-late")).to_have_text(texts("nl")["languageLate"])
    await visitor.starts()


@pytest.mark.parametrize("spoil", [nothing, another])
async def test_a_choice_that_does_not_arrive_changes_nothing_and_may_be_made_again(
    scene: Scene, spoil: Spoil
) -> None:
    visitor = await scene.visitor()
    await visitor.page.route("**/language-vi-*", spoil)
    await visitor.opens()
    await visitor.sees("start-page")

    await visitor.part("language").select_option("vi")
    await visitor.sees("language-late")
    await reads(visitor, "nl")

    await visitor.page.unroute("**/language-vi-*")
    await visitor.speaks("vi")
    await reads(visitor, "vi")
    await expect(visitor.part("language-late")).to_have_count(0)


async def test_without_any_language_there_are_still_numbers_to_call(scene: Scene) -> None:
    visitor = await scene.visitor(locale="pl-PL")
    await visitor.page.route("**/language-*", nothing)
    await visitor.opens()

    await expect(visitor.page.get_by_role("link", name="0800-2000").last).to_be_visible()
    asked = [re.findall(r"/language-(.+)-", each.url) for each in visitor.requests]
    tags = [tag for found in asked for tag in found]
    assert (tags[0], set(tags)) == ("pl", {"pl", "nl"})
    # Twice where it had failed before the app was there to ask for it.
    assert tags.count("pl") <= 2
    await visitor.part("exit").click()
    await visitor.page.wait_for_url("https://www.knmi.nl/")


async def test_dutch_comes_while_the_language_of_the_browser_is_on_its_way(scene: Scene) -> None:
    visitor = await scene.visitor(locale="uk-UA")
    held: list[Route] = []

    async def hold(route: Route) -> None:
        held.append(route)

    await visitor.page.route("**/language-uk-*", hold)
    await visitor.page.clock.install()
    async with visitor.page.expect_request("**/language-uk-*"):
        await visitor.page.goto(visitor.url, wait_until="commit")
    await expect(visitor.page.locator(".loading")).to_be_visible()
    await visitor.page.clock.fast_forward(5_001)
    await visitor.sees("start-page")
    await reads(visitor, "nl")
    await visitor.sees("language-late")

    await held[0].continue_()

    await reads(visitor, "uk")
    await expect(visitor.part("language-late")).to_have_count(0)


async def test_the_language_is_chosen_with_the_keyboard(scene: Scene) -> None:
    visitor = await scene.visitor()
    await visitor.opens()
    await visitor.sees("start-page")
    choice = visitor.page.get_by_role("combobox", name="Taal")
    await choice.focus()

    await visitor.page.keyboard.type("Polski")
    await visitor.page.keyboard.press("Enter")

    await reads(visitor, "pl")
    await expect(visitor.page.get_by_role("combobox", name="Język")).to_be_focused()
