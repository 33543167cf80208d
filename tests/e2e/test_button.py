"""A button on a page of another origin: says whether one can chat, and passes nothing on."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, Playwright, Request, expect

from chatserver.app import Wish, publish, snippet
from chatserver.config import SiteConfig
from tests.e2e.test_accessibility import SMALL_PHONE, works_for_everybody
from tests.support.browsers import VisitorPage, Window, meet
from tests.support.computers import Computer
from tests.support.elsewhen import Elsewhen
from tests.support.hosts import Host
from tests.support.listening import listening
from tests.support.redis_servers import Stores
from tests.support.scene import Scene
from tests.support.servers import ROOT

OPENED_UP = """
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (how) {
  return attach.call(this, { ...how, mode: 'open' });
};
"""
"""For tests alone: neither Playwright nor axe can look into a closed shadow tree."""

HOSTILE = """
* { all: unset; color: #fafafa; font-size: 3px !important; line-height: 9; letter-spacing: 2em; }
html { font-size: 62.5%; } a, span { display: none !important; text-transform: uppercase; }
body { background: #fff; }
"""

STRICT = "default-src 'none'; script-src {chat}; connect-src {chat}"
"""What a host page that allows no inline styles has to allow for the button."""

ANALYTICS = """
window.heard = [];
for (const kind of ['mousedown', 'click', 'auxclick']) for (const early of [true, false])
  document.addEventListener(kind, (event) => heard.push(
    ...event.composedPath().map((each) => each.href || '').filter(Boolean)), early);
"""
"""What follows links to elsewhere looks on which link a click was."""


OPEN = "Chat met ons Nu open (opent in een nieuw tabblad)"
SILENT = "Chat met ons (opent in een nieuw tabblad)"
"""What is read aloud."""


@dataclass
class Organisation:
    """The site of the organisation, on an origin of its own. `page` is what it serves."""

    origin: str = ""
    page: str = ""
    policy: str = ""
    asked: list[str] = field(default_factory=list)

    @classmethod
    @asynccontextmanager
    async def somewhere(cls) -> AsyncIterator[Self]:
        """On a free port of this machine, by another name than the chat's."""
        here = cls()

        async def serve(request: web.Request) -> web.Response:
            here.asked.append(request.path)
            headers = {"Content-Security-Policy": here.policy} if here.policy else {}
            return web.Response(text=here.page, content_type="text/html", headers=headers)

        app = web.Application()
        app.router.add_get("/{path:.*}", serve)
        async with listening(app) as port:
            here.origin = f"http://localhost:{port}"
            yield here

    def shows(self, line: str, *, style: str = "", lang: str = "nl") -> None:
        """Serve a page with this line in it."""
        self.page = (
            f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Hulp</title>'
            '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
            f"{f'<style>{style}</style>' if style else ''}</head><body><main><h1>Wij helpen</h1>"
            f"<p>Bel ons of chat met ons.</p>\n{line}\n<p>Onze folder.</p></main></body></html>"
        )


@dataclass
class Around:
    """A helpline, and the organisation's own site around it."""

    scene: Scene
    site: Organisation

    def line(self, **tokens: str) -> str:
        """The line that `chatserver button` prints for this helpline."""
        wish = Wish(page=self.scene.visitors.origin, tokens=tuple(tokens.items()))
        return snippet(self.scene.site, wish)

    async def reader(self, path: str = "/hulp?who=me", **options: object) -> Window:
        """Somebody who has opened the organisation's page."""
        context = await self.scene.context(**options)
        await context.add_init_script(OPENED_UP)
        window = Window(await context.new_page(), self.site.origin + path)
        await window.opens()
        return window


WITHOUT_SHEETS = "delete CSSStyleSheet.prototype.replaceSync;"
"""As Chrome before 73, Safari before 16.4 and Firefox before 101 are."""

WITHOUT_SHADOW = "delete Element.prototype.attachShadow;"
"""As browsers before 2018 are."""


@asynccontextmanager
async def around(browser: Browser, stores: Stores, at: Path, **more: Any) -> AsyncIterator[Around]:
    async with Scene.here(browser, stores, at, **more) as scene, Organisation.somewhere() as site:
        yield Around(scene, site)


@pytest_asyncio.fixture(loop_scope="session")
async def here(browser: Browser, stores: Stores, tmp_path: Path) -> AsyncIterator[Around]:
    """A helpline that is open, and a page that has its button."""
    async with around(browser, stores, tmp_path) as here:
        here.site.shows(here.line())
        yield here


async def says(window: Window, *, name: str) -> None:
    """Wait until the one link to the chat has this name for who listens."""
    link = window.page.get_by_role("link")
    await expect(link).to_have_count(1)
    await expect(link).to_have_accessible_name(name)


async def opened(window: Window) -> VisitorPage:
    """Press the button; the tab that opens."""
    async with window.page.context.expect_page() as tab:
        await window.page.get_by_role("link").click()
    page = await tab.value
    await page.wait_for_load_state()
    return VisitorPage(page, page.url)


async def test_the_button_opens_a_chat_that_works_and_passes_nothing_on(here: Around) -> None:
    asked: list[Request] = []
    context = await here.scene.context()
    await context.add_init_script(OPENED_UP)
    context.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - playwright marks its handlers
    reader = Window(await context.new_page(), here.site.origin + "/hulp?who=me#part")
    await reader.opens()
    await says(reader, name=OPEN)
    of_the_host = [request.url for request in asked]

    visitor = await opened(reader)
    professional = await here.scene.professional()
    await visitor.starts()
    await meet(visitor, professional)
    await visitor.says("Kan ik hier praten?")
    await professional.hears("Kan ik hier praten?")
    await professional.says("Ja, dat kan.")
    await visitor.hears("Ja, dat kan.")

    chat = here.scene.visitors.origin
    page, script, desk = of_the_host
    assert page == here.site.origin + "/hulp?who=me"
    assert re.fullmatch(re.escape(chat) + r"/button-[0-9a-f]{12}\.js", script)
    assert desk == f"{chat}/api/desk"
    assert visitor.page.url == f"{chat}/"
    assert await visitor.page.evaluate("[window.opener, document.referrer]") == [None, ""]
    for request in asked:
        headers = await request.all_headers()
        assert "referer" not in headers, request.url
        assert "cookie" not in headers, request.url
    assert here.site.asked == ["/hulp"]
    assert await context.cookies() == []
    kept = "[localStorage.length, sessionStorage.length, document.cookie, window.name]"
    assert await reader.page.evaluate(kept) == [0, 0, "", ""]
    assert reader.complaints == visitor.complaints == []
    await visitor.stops()


async def test_who_follows_links_sees_none_in_a_button_as_it_is(here: Around) -> None:
    # The shadow tree is closed here, as it is for everybody.
    page = await (await here.scene.context()).new_page()
    await page.add_init_script(ANALYTICS)
    await page.goto(here.site.origin)
    place = page.locator("main > span")
    await expect(place).to_be_visible()

    async with page.context.expect_page() as tab:
        await place.click()

    await expect((await tab.value).get_by_test_id("start-page")).to_be_visible()
    assert await page.evaluate("heard") == []
    assert await page.evaluate("document.querySelectorAll('a').length") == 0


async def test_firefox_opens_the_chat_from_it_too_and_knows_no_more_of_the_page(
    here: Around, playwright: Playwright, tmp_path: Path
) -> None:
    async with Computer.running("firefox", playwright, tmp_path / "home") as computer:
        reader = Window(await computer.tab(), here.site.origin + "/hulp?who=me")
        await computer.context.add_init_script(OPENED_UP)
        await reader.opens()
        await says(reader, name=OPEN)

        visitor = await opened(reader)
        await visitor.starts()

        assert visitor.page.url == here.scene.visitors.origin + "/"
        assert await visitor.page.evaluate("[window.opener, document.referrer]") == [None, ""]
        assert await computer.context.cookies() == []
        assert reader.complaints == visitor.complaints == []


async def test_without_scripts_the_plain_link_opens_the_chat(here: Around) -> None:
    reader = await here.reader(java_script_enabled=False)
    await says(reader, name="Chat met ons")

    tab = await opened(reader)

    assert tab.url == here.scene.visitors.origin + "/"
    await expect(tab.page.get_by_role("link", name="112").first).to_be_visible()


async def test_with_one_changed_byte_the_plain_link_stays(here: Around) -> None:
    line = here.line()
    at = line.index("sha256-") + 10
    other = "A" if line[at] != "A" else "B"
    here.site.shows(line[:at] + other + line[at + 1 :])
    reader = await here.reader()

    await says(reader, name="Chat met ons")
    assert any("integrity" in complaint for complaint in reader.complaints)


async def with_a_clock(here: Around) -> Window:
    """Somebody who looks at an open desk, on a clock that the test moves."""
    context = await here.scene.context()
    await context.add_init_script(OPENED_UP)
    reader = Window(await context.new_page(), here.site.origin)
    await reader.page.clock.install()
    await reader.opens()
    await says(reader, name=OPEN)
    return reader


async def test_while_the_server_is_away_the_button_is_a_link_that_says_nothing(
    here: Around,
) -> None:
    reader = await with_a_clock(here)

    here.scene.visitors.leads_to("http://127.0.0.1:1")
    here.scene.visitors.cut()
    await reader.page.clock.fast_forward(301_000)

    await says(reader, name=SILENT)
    link = reader.page.get_by_role("link")
    await expect(link).to_have_attribute("href", here.scene.visitors.origin + "/")
    assert reader.complaints == []

    await reader.page.reload()
    await says(reader, name="Chat met ons")
    await expect(link).to_have_attribute("href", here.scene.visitors.origin + "/")


async def test_what_was_true_is_not_said_any_more_when_the_server_is_silent(here: Around) -> None:
    reader = await with_a_clock(here)

    here.scene.visitors.freeze()
    async with reader.page.expect_request("**/api/desk"):
        await reader.page.clock.fast_forward(301_000)
    await says(reader, name=OPEN)
    await reader.page.clock.fast_forward(10_000)
    await says(reader, name=SILENT)

    here.scene.visitors.thaw()
    await says(reader, name=OPEN)


async def test_it_looks_once_in_five_minutes_and_only_while_somebody_looks_at_it(
    here: Around,
) -> None:
    reader = await with_a_clock(here)
    await reader.page.evaluate(
        "Object.defineProperty(document, 'visibilityState', "
        "{ get: () => window.hiding ? 'hidden' : 'visible' })"
    )

    page = reader.page

    for _ in range(3):
        await page.clock.run_for(299_000)
        async with page.expect_request("**/api/desk"):
            await page.clock.run_for(1_000)
    await page.evaluate("window.hiding = true")
    await page.clock.run_for(3_600_000)
    async with page.expect_request("**/api/desk"):
        await page.evaluate(
            "window.hiding = false; document.dispatchEvent(new Event('visibilitychange'))"
        )
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    async with page.expect_request("**/last"):
        await page.evaluate("void fetch('/last')")

    # The first, three more, and one when somebody looked again.
    assert sum(request.url.endswith("/api/desk") for request in reader.requests) == 5


async def test_closed_closing_and_paused_are_said_in_the_language_of_the_page(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    clock = Elsewhen("2026-11-28T12:35:00")
    week = "daily 19:00-23:00"
    async with (
        Scene.here(browser, stores, tmp_path, clock=clock, CHATSERVER_HOURS_WEEK=week) as scene,
        Organisation.somewhere() as site,
    ):
        here = Around(scene, site)
        site.shows(here.line())
        reader = await here.reader()
        new_tab = "(opent in een nieuw tabblad)"
        await says(reader, name=f"Chat met ons Nu dicht, om 19:00 open {new_tab}")
        tab = await opened(reader)
        await tab.sees("closed-page")
        clock.jumps_to("2026-11-28T21:35:00")
        await reader.opens()
        await says(reader, name=f"Chat met ons Open tot 23:00 {new_tab}")
        assert scene.app is not None
        await scene.app.opening.pause()
        await reader.opens()
        await says(reader, name=f"Chat met ons Er kan nu even niemand bij {new_tab}")
        clock.jumps_to("2026-11-28T22:35:00")
        site.shows(here.line().replace("Chat met ons", "Chat with us"), lang="en-GB")
        await reader.opens()
        await says(
            reader,
            name="Chat with us Closed now, opens tomorrow at 19:00 (opens in a new tab)",
        )


async def test_a_full_list_is_said_to_be_busy(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with around(browser, stores, tmp_path, CHATSERVER_LIMITS_MAX_WAITING="1") as here:
        here.site.shows(here.line())
        await here.scene.waiting_visitor()
        reader = await here.reader()

        await says(reader, name="Chat met ons Het is nu heel druk (opent in een nieuw tabblad)")


async def test_a_palette_that_cannot_be_read_is_the_default_one_and_said_once(
    here: Around,
) -> None:
    here.site.shows(here.line(background="#999999", text="#888888", radius="0"))
    context = await here.scene.context()
    await context.add_init_script(OPENED_UP)
    page = await context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    reader = Window(page, here.site.origin)
    await page.clock.install()
    await reader.opens()
    await says(reader, name=OPEN)
    await page.clock.run_for(700_000)

    link = page.get_by_role("link")
    await expect(link).to_have_css("background-color", "rgb(29, 106, 99)")
    await expect(link).to_have_css("color", "rgb(255, 255, 255)")
    await expect(link).to_have_css("border-radius", "0px")
    (warning,) = said
    assert warning == (
        "warning: Chat button: its default colours are used. "
        "text #888888 on background #999999: 1.24:1, needs 4.5:1."
    )


async def test_a_palette_that_can_be_read_is_shown(here: Around) -> None:
    here.site.shows(here.line(background="#ffd54a", text="#222222", border="#333333", radius="28"))
    reader = await here.reader()

    link = reader.page.get_by_role("link")
    await expect(link).to_have_css("background-color", "rgb(255, 213, 74)")
    await expect(link).to_have_css("color", "rgb(34, 34, 34)")
    await expect(link).to_have_css("border-top-color", "rgb(51, 51, 51)")
    await expect(link).to_have_css("border-radius", "28px")
    assert reader.complaints == []


async def test_the_styles_and_the_policy_of_the_page_around_it_do_not_reach_it(
    here: Around,
) -> None:
    here.site.shows(here.line(), style=HOSTILE)
    reader = await here.reader()
    await says(reader, name=OPEN)
    link = reader.page.get_by_role("link")
    await expect(link).to_be_visible()
    before = await link.bounding_box()
    assert before is not None
    assert before["height"] >= 60

    here.site.shows(here.line())
    here.site.policy = STRICT.format(chat=here.scene.visitors.origin)
    await reader.opens()
    await says(reader, name=OPEN)

    after = await link.bounding_box()
    assert after is not None
    assert (after["width"], after["height"]) == (before["width"], before["height"])
    await expect(link).to_have_css("background-color", "rgb(29, 106, 99)")
    assert [each for each in reader.complaints if "data:" not in each] == []


async def test_an_older_browser_has_the_same_button_and_a_very_old_one_the_plain_link(
    here: Around,
) -> None:
    context = await here.scene.context()
    await context.add_init_script(OPENED_UP + WITHOUT_SHEETS)
    older = Window(await context.new_page(), here.site.origin)
    await older.opens()
    await says(older, name=OPEN)
    link = older.page.get_by_role("link")
    await expect(link).to_have_css("background-color", "rgb(29, 106, 99)")

    context = await here.scene.context()
    await context.add_init_script(WITHOUT_SHADOW)
    oldest = Window(await context.new_page(), here.site.origin)
    await oldest.opens()
    await oldest.page.wait_for_load_state("networkidle")
    await says(oldest, name="Chat met ons")
    assert older.complaints == oldest.complaints == []


async def test_nothing_around_it_moves_when_the_answer_comes(here: Around) -> None:
    context = await here.scene.context()
    await context.add_init_script(OPENED_UP)
    await context.route("**/api/desk", lambda route: route.abort())
    reader = Window(await context.new_page(), here.site.origin)
    await reader.opens()
    await says(reader, name=SILENT)
    before = await reader.page.get_by_role("link").bounding_box()

    await context.unroute("**/api/desk")
    await reader.page.reload()
    await says(reader, name=OPEN)

    assert await reader.page.get_by_role("link").bounding_box() == before


async def test_who_has_a_keyboard_gets_there_sees_where_they_are_and_opens_it(
    here: Around,
) -> None:
    reader = await here.reader()
    await says(reader, name=OPEN)
    await reader.page.keyboard.press("Tab")

    link = reader.page.get_by_role("link")
    await expect(link).to_be_focused()
    await expect(link).to_have_css("outline-style", "solid")
    await expect(link).to_have_css("outline-width", "3px")
    async with reader.page.context.expect_page() as tab:
        await reader.page.keyboard.press("Enter")
    await expect((await tab.value).get_by_test_id("start-page")).to_be_visible()


async def test_the_button_works_for_everybody(here: Around) -> None:
    for tokens in ({}, {"background": "#ffffff", "text": "#767676"}):
        here.site.shows(here.line(**tokens))
        reader = await here.reader()
        await says(reader, name=OPEN)
        await works_for_everybody(reader, f"button {tokens}")
        await reader.page.set_viewport_size({"width": SMALL_PHONE["width"], "height": 640})
        box = await reader.page.get_by_role("link").bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= SMALL_PHONE["width"]
        assert box["height"] >= 44


async def test_the_chat_does_not_open_in_a_frame_of_another_page(here: Around) -> None:
    here.site.shows(f'<iframe src="{here.scene.visitors.origin}/" title="chat"></iframe>')
    reader = await here.reader()

    frame = reader.page.frame_locator("iframe")
    await expect(frame.locator("body")).to_be_attached()
    assert reader.page.frames[1].url.startswith("chrome-error:")
    await expect(frame.locator("#exit, #app")).to_have_count(0)
    assert any("frame-ancestors 'none'" in each for each in reader.complaints), reader.complaints


async def test_a_page_on_another_host_than_its_server_is_asked_for_there(
    browser: Browser, stores: Stores, tmp_path: Path
) -> None:
    async with (
        Host.somewhere() as host,
        around(browser, stores, tmp_path, CHATSERVER_VISITORS_ORIGINS=host.origin) as here,
    ):
        api = here.scene.visitors.origin
        elsewhere = tmp_path / "elsewhere"
        config = SiteConfig(api=api, staff_api=here.scene.staff.origin)
        publish(ROOT / "web" / "dist", elsewhere, config, here.scene.key)
        host.serves(elsewhere, "visitor")
        here.site.shows(snippet(elsewhere, Wish(page=host.origin)))
        reader = await here.reader()

        await says(reader, name=OPEN)
        tab = await opened(reader)
        await tab.starts()

        assert tab.url == host.origin + "/"
        urls = [request.url for request in reader.requests]
        assert urls[1].startswith(f"{host.origin}/button-")
        assert urls[2:] == [f"{api}/api/desk"]
        assert reader.complaints == tab.complaints == []
