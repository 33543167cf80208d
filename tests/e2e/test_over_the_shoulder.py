"""What the page does not do, because somebody may be near (SECURITY.md 4.2)."""

import math
from typing import Final

import pytest
from playwright.async_api import FloatRect, expect

from tests.e2e.test_screens import variety
from tests.support.browsers import VisitorPage, meet
from tests.support.scene import Scene

HIDDEN: Final = """(state) => {
  Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => state });
  document.dispatchEvent(new Event('visibilitychange'));
}"""
"""A headless browser has no other app to switch to: the page is told what it would be told."""

HEARD: Final = """
window.heard = [];
const hear = (name) => function () { window.heard.push(name); return Promise.resolve(); };
for (const name of ['write', 'writeText']) {
  if (window.Clipboard) Clipboard.prototype[name] = hear(`clipboard.${name}`);
}
document.execCommand = hear('execCommand');
HTMLMediaElement.prototype.play = hear('sound');
window.AudioContext = window.webkitAudioContext = hear('sound');
Navigator.prototype.vibrate = hear('vibrate');
window.Notification = class { constructor() { window.heard.push('notification'); } };
window.Notification.requestPermission = hear('notification');
Navigator.prototype.setAppBadge = hear('badge');
addEventListener('copy', () => window.heard.push('copy'), true);
new MutationObserver(() => {
  if (document.title !== 'Home') window.heard.push(`title ${document.title}`);
}).observe(document, { subtree: true, childList: true, characterData: true });
"""
"""Notes whatever can be heard, felt, pasted or read in the list of tabs."""

PLAIN: Final = 2
"""A surface of one colour: its first line, and the others, which are written as "the same"."""

INERT: Final = {
    "autocomplete": "off",  # or a draft is written to the disk: tests/e2e/test_come_back.py
    "autocorrect": "off",
    "autocapitalize": "sentences",
    "spellcheck": "false",  # some browsers send what is spelled to their maker
    "writingsuggestions": "false",
}


async def in_conversation(scene: Scene, visitor: VisitorPage) -> None:
    professional = await scene.professional()
    await visitor.comes()
    await meet(visitor, professional)
    await visitor.says("bel me op 0612345678 of https://www.example.org/ of a@example.org")
    await professional.says("Ik bel niet. Kijk op www.example.org of bel 0800-2000.")
    await visitor.hears("Ik bel niet.")
    await visitor.everything_arrived()


async def test_a_page_in_the_background_shows_nothing_but_the_exit(scene: Scene) -> None:
    visitor = await scene.visitor()
    await in_conversation(scene, visitor)
    await visitor.types("half")
    whole = visitor.page.viewport_size
    leave = await visitor.page.locator("#leave").bounding_box()
    assert whole is not None
    assert leave is not None
    top = math.ceil(leave["y"] + leave["height"])
    below = FloatRect(x=0, y=top, width=whole["width"], height=whole["height"] - top)

    async def is_seen() -> int:
        return variety(await visitor.page.screenshot(clip=below, caret="hide"))

    assert await is_seen() > 30
    await visitor.page.evaluate(HIDDEN, "hidden")
    assert await is_seen() <= PLAIN
    await visitor.part("exit").click(trial=True)
    await visitor.page.evaluate(HIDDEN, "visible")
    assert await is_seen() > 30
    assert await visitor.part("composer").input_value() == "half"


async def test_nothing_can_be_heard_felt_pasted_or_read_in_the_list_of_tabs(scene: Scene) -> None:
    visitor = await scene.visitor()
    await visitor.page.add_init_script(HEARD)
    await in_conversation(scene, visitor)
    assert await visitor.page.evaluate("heard") == []

    await visitor.page.evaluate("navigator.clipboard?.writeText('x'); navigator.vibrate(1);")
    assert await visitor.page.evaluate("heard") == ["clipboard.writeText", "vibrate"]


async def test_nobody_is_led_away_by_a_word_that_looks_like_a_link(scene: Scene) -> None:
    visitor = await scene.visitor()
    await in_conversation(scene, visitor)

    await expect(visitor.part("message").locator("a")).to_have_count(0)
    # Nor does a phone make numbers into links by itself.
    detection = visitor.page.locator("meta[name=format-detection]")
    await expect(detection).to_have_attribute("content", "telephone=no")


async def test_the_browser_remembers_and_corrects_nothing_that_is_written(scene: Scene) -> None:
    visitor = await scene.visitor()
    await in_conversation(scene, visitor)

    for attribute, value in INERT.items():
        await expect(visitor.part("composer")).to_have_attribute(attribute, value)
    assert await visitor.part("composer").get_attribute("name") is None
    form = visitor.page.locator("form:has([data-testid=composer])")
    await expect(form).to_have_attribute("autocomplete", "off")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_tab_has_a_name_and_a_sign_that_say_nothing(scene: Scene, scheme: str) -> None:
    visitor = await scene.visitor(color_scheme=scheme)
    await visitor.opens()

    assert await visitor.page.title() == "Home"
    links = await visitor.page.locator("head link").evaluate_all("(all) => all.map((a) => a.rel)")
    assert sorted(links) == ["icon", "stylesheet"]
    named = visitor.page.locator(
        "meta[name=description], meta[property], meta[name=application-name]"
    )
    await expect(named).to_have_count(0)
    icon = await visitor.page.request.get(f"{visitor.url}/icon.svg")
    drawing = await icon.text()
    assert "<text" not in drawing
    assert "<title" not in drawing
    assert icon.headers["cache-control"] == "no-store"
