"""`make gallery`: every state of the visitor's page, as it is, in docs/gallery.

Not collected with the tests: it takes minutes, and what it makes is for people to look at. Each
state is reached as a person reaches it, in each language, on a phone and on a desktop, in the light
and in the dark.
"""

import asyncio
import re
import time
from pathlib import Path
from typing import Any, Final

import pytest
from playwright.async_api import Browser, Route, ViewportSize, expect

from chatserver.domain.desk import FEWEST, Pace
from chatserver.domain.footfall import Moment
from tests.e2e.test_lost_vault import night
from tests.e2e.test_screens import DESKTOP, PHONE, Camera, Scheme
from tests.support.browsers import ProfessionalPage, VisitorPage, meet
from tests.support.elsewhen import Elsewhen
from tests.support.redis_servers import Stores
from tests.support.scene import Scene
from tests.support.servers import ROOT

GALLERY: Final = ROOT / "docs" / "gallery"

STATES: Final = {
    "no-script": "Without JavaScript: whom to call",
    "loading": "The scripts do not come: after some seconds, whom to call",
    "start": "The first screen",
    "start-more": "The first screen, further down",
    "start-closing": "The first screen, shortly before closing time",
    "questions": "What is asked first; nobody has to answer",
    "questions-help": "Some answers are answered at once",
    "starting": "No place yet, and the line does not come",
    "waiting": "Waiting",
    "reading": "Something to read while one waits",
    "breathing": "Something to breathe by",
    "writing-ahead": "Waiting, with something written ahead",
    "waiting-closing": "Waiting, shortly before closing time",
    "waiting-closed": "Waiting, after closing time",
    "called": "Somebody is there",
    "unanswered": "Somebody was there, and the visitor did not tap",
    "conversation": "The conversation",
    "long": "A long message, and other ways of writing",
    "newest": "Something new below, while reading back",
    "large": "The largest text",
    "card": "A number to tap",
    "words": "The control words",
    "asking": "A colleague wants to join",
    "lost-line": "The line is gone",
    "away": "The professional's line is gone",
    "still": "Nothing was said for a long time",
    "ends-soon": "The longest conversation there is",
    "pressed": "One press of Escape or Shift",
    "covered": "Left alone for ten minutes",
    "stop": "Asked whether to stop",
    "left": "The visitor stopped",
    "done": "The professional ended it",
    "afterwards": "Three questions for who wants, when it is over",
    "thanked": "And they are answered",
    "silent": "It was silent for too long",
    "again-later": "Ended because of misuse",
    "again": "Back too early after misuse",
    "vault-lost": "A fault has lost the conversation, and the page still has it",
    "vault-lost-line": "A fault has lost the conversation, and the page has nothing",
    "gone": "Back too late",
    "let-go": "Waited, and nobody came",
    "closed": "Closed",
    "paused": "Nobody new just now",
    "full": "Too many are waiting",
    "elsewhere": "Open in another window",
    "refused": "A browser that cannot encrypt",
    "fault": "A fault",
}
"""What a visitor can ever see, in the order in which they may."""

TALKS: Final = {
    "nl": (
        "Hoi. Ik weet niet of ik hier goed zit",
        "Hoi, wat goed dat je schrijft. Je zit hier goed. Wat is er aan de hand?",
        "Mijn vriend kijkt steeds in mijn telefoon. Ik ben bang voor hem 😟",
        "Wat naar. Dat hoort niet, en het ligt niet aan jou. Ben je nu veilig?",
        "Ja, bij mijn nichtje",
    ),
    "en": (
        "Hi. I don't know if this is the right place",
        "Hi, good that you write. You are in the right place. What is going on?",
        "My boyfriend keeps looking in my phone. I am afraid of him 😟",
        "How awful. That is not right, and it is not your fault. Are you safe now?",
        "Yes, at my cousin's",
    ),
    "ar": (
        "مرحبا. لا أعرف إن كان هذا هو المكان المناسب",
        "مرحبا، جيد أنك كتبت. أنت في المكان المناسب. ماذا يحدث؟",
        "صديقي ينظر دائما في هاتفي. أنا خائفة منه 😟",
        "هذا مؤلم. هذا ليس صحيحا، وليس ذنبك. هل أنت بأمان الآن؟",
        "نعم، عند ابنة خالتي",
    ),
}

LANGUAGES: Final = tuple(TALKS)

DEVICES: Final[dict[str, dict[str, Any]]] = {
    "phone": {"viewport": PHONE, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": DESKTOP},
}


SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")


EVENING: Final = "2026-11-28T21:35:00"
"""A Saturday, in UTC; the desk closes 25 minutes later."""

OPEN: Final = "daily 19:00-23:00"


class Show:
    """One language on one device: who is here, and the camera."""

    def __init__(self, browser: Browser, stores: Stores, directory: Path, of: str) -> None:
        self.browser = browser
        self.stores = stores
        self.directory = directory
        self.language, self.device = of.split("-")
        self.talk = TALKS[self.language]
        self.look: dict[str, Any] = {**DEVICES[self.device], "locale": self.language}
        self._camera = Camera(GALLERY)

    def at(self, name: str, **settings: Any) -> Any:
        """A helpline with these settings."""
        self.stores.flush()
        folder = self.directory / name
        folder.mkdir()
        return Scene.here(self.browser, self.stores, folder, **settings)

    async def visitor(self, scene: Scene, **more: Any) -> VisitorPage:
        """Somebody who has opened the page."""
        visitor = await scene.visitor(**self.look, **more)
        await visitor.opens()
        return visitor

    async def shows(self, visitor: VisitorPage, state: str) -> None:
        """Take the pictures of this state."""
        assert state in STATES
        await asyncio.sleep(0.2)  # what is scrolled to has come to rest
        name = f"{state}-{self.language}-{self.device}"
        await self._camera.in_light(visitor.page, name, SCHEMES)

    async def talking(self, scene: Scene, lines: int = 5) -> tuple[VisitorPage, ProfessionalPage]:
        """Two who have said some lines."""
        visitor, professional = await self.visitor(scene), await scene.professional("Sanne")
        await visitor.starts()
        await meet(visitor, professional)
        for number, line in enumerate(self.talk[:lines], start=1):
            await (professional if number % 2 == 0 else visitor).says(line)
            await visitor.has_messages(number)
            await professional.has_messages(number)
        await visitor.everything_is_read()
        return visitor, professional


@pytest.fixture(params=[f"{each}-{device}" for each in LANGUAGES for device in DEVICES])
def show(request: pytest.FixtureRequest, browser: Browser, stores: Stores, tmp_path: Path) -> Show:
    GALLERY.mkdir(exist_ok=True)
    return Show(browser, stores, tmp_path, request.param)


@pytest.mark.timeout(400)
async def test_before_and_in_the_line(show: Show) -> None:
    async with show.at("line") as scene:
        bare = await scene.visitor(**show.look, java_script_enabled=False)
        await bare.opens()
        await show.shows(bare, "no-script")
        await loading(show, scene)
        visitor = await show.visitor(scene)
        await show.shows(visitor, "start")
        for summary in await visitor.page.locator("summary").all():
            await summary.click()
        await visitor.page.locator("summary").first.scroll_into_view_if_needed()
        await visitor.page.evaluate(
            "() => { const all = document.getElementById('app'); all.scrollTop = 620; }"
        )
        await show.shows(visitor, "start-more")
        await the_line_moves(scene)
        await scene.waiting_visitor()
        await visitor.opens()
        await before_the_line(show, visitor)
        await show.shows(visitor, "waiting")
        await visitor.part("read").click()
        await visitor.page.locator("details summary").first.click()
        await show.shows(visitor, "reading")
        await visitor.part("back-to-line").click()
        await visitor.part("breathe").click()
        await show.shows(visitor, "breathing")
        await visitor.part("back-to-line").click()
        await visitor.part("write-ahead").click()
        await visitor.says(show.talk[0])
        await visitor.has_messages(1)
        await show.shows(visitor, "writing-ahead")
    async with show.at("no place", CHATSERVER_LIMITS_MAX_SOCKETS="1") as scene:
        await scene.waiting_visitor()
        late = await show.visitor(scene)
        await late.presses_start()
        await expect(late.part("numbers")).to_be_visible(timeout=30_000)
        await show.shows(late, "starting")


async def before_the_line(show: Show, visitor: VisitorPage) -> None:
    """What is asked first, answered and then skipped."""
    await expect(visitor.part("start")).to_have_attribute("data-asks", "2")
    await visitor.part("start").click()
    await visitor.sees("questions-page")
    await show.shows(visitor, "questions")
    await visitor.part("question").last.locator("input").nth(1).check()
    await visitor.part("question-help").scroll_into_view_if_needed()
    await show.shows(visitor, "questions-help")
    await visitor.part("questions-skip").click()
    await expect(visitor.part("position")).to_have_attribute("data-position", re.compile(r"\d+"))


async def loading(show: Show, scene: Scene) -> None:
    never = asyncio.Event()

    async def on_a_bad_line(_route: Route) -> None:
        await never.wait()

    visitor = await scene.visitor(**show.look)
    await visitor.page.route(re.compile(r"/app-\w+\.js$"), on_a_bad_line)
    await visitor.page.goto(visitor.url, wait_until="commit")
    await expect(visitor.page.locator(".late")).to_be_visible()
    await show.shows(visitor, "loading")
    never.set()
    await visitor.page.close()


async def the_line_moves(scene: Scene) -> None:
    """Somebody was taken every four minutes lately."""
    assert scene.app is not None
    minute = int(time.time()) // 60 * 60  # noqa: TID251 - browsers look at the real clock
    desk = scene.app.board.desk
    assert await desk.keep_pace(Pace(step=240, last=minute, takes=FEWEST), before=Pace())
    await desk.release(bytes(16), tagged=False, at=Moment.at(0, "UTC"))


@pytest.mark.timeout(400)
async def test_the_first_and_the_last_words(show: Show) -> None:
    async with show.at("talk") as scene:
        visitor, professional = await show.visitor(scene), await scene.professional("Sanne")
        await visitor.starts()
        await professional.takes_next()
        await visitor.sees("called-page")
        await show.shows(visitor, "called")
        await visitor.page.close()
        await professional.page.context.close()

    async with show.at("talk off") as scene:
        visitor, professional = await show.talking(scene, lines=2)
        await professional.ends()
        await visitor.sees("ended-page")
        asked = await visitor.sees("afterwards")
        await show.shows(visitor, "done")
        for question, code in (("heard", "yes"), ("next", "some")):
            await asked.locator(f'[data-question="{question}"][data-code="{code}"]').click()
        await asked.evaluate("(all) => all.scrollIntoView({ block: 'start' })")
        await show.shows(visitor, "afterwards")
        await asked.locator(".main").click()
        await expect(visitor.part("afterwards-told")).not_to_be_empty()
        await show.shows(visitor, "thanked")


@pytest.mark.timeout(400)
async def test_the_conversation(show: Show) -> None:
    async with show.at("talk on") as scene:
        visitor, professional = await show.talking(scene)
        await show.shows(visitor, "conversation")
        await visitor.part("end").click()
        await show.shows(visitor, "stop")
        await visitor.part("end-cancel").click()
        await visitor.page.keyboard.press("Escape")
        await show.shows(visitor, "pressed")
        await visitor.page.keyboard.press("a")
        await visitor.part("composer").fill("")
        await professional.part("contacts").click()
        await professional.part("contacts-search").fill("veilig thuis")
        await professional.part("hand").first.click()
        await expect(visitor.part("card")).to_have_count(1)
        await show.shows(visitor, "card")
        await professional.page.keyboard.press("Escape")
        noor = await scene.professional("Noor")
        await professional.asks_colleagues("join")
        await noor.sits_in()
        await visitor.sees("asking")
        await show.shows(visitor, "asking")
        await visitor.says_no()
        await visitor.says(f"{show.talk[0]}. {show.talk[2]}. " * 2)
        await visitor.says("https://www.example.org/" + "langer" * 12)
        await visitor.says(TALKS["ar"][2])
        await visitor.everything_is_read()
        await show.shows(visitor, "long")
        await visitor.page.evaluate("document.getElementById('app').scrollTop = 0")
        await professional.says(show.talk[3])
        await visitor.sees("newest")
        await show.shows(visitor, "newest")
        await visitor.part("newest").click()
        await visitor.part("text-size").select_option("150")
        await show.shows(visitor, "large")
        await visitor.part("text-size").select_option("100")
        await visitor.part("words").locator("summary").click()
        await visitor.sees("words-list")
        await show.shows(visitor, "words")
        await visitor.part("words").locator("summary").click()
        scene.visitors.hold_down()
        await visitor.sees("banner")
        await show.shows(visitor, "lost-line")
        scene.visitors.thaw()
        await expect(visitor.part("banner")).to_have_count(0)
        await visitor.stops()
        await visitor.sees("afterwards")
        await show.shows(visitor, "left")


@pytest.mark.timeout(400)
async def test_where_time_passes(show: Show) -> None:
    clock = Elsewhen("2026-11-28T19:00:00")
    async with show.at("time", clock=clock) as scene:
        visitor, professional = await show.visitor(scene), await scene.professional("Sanne")
        await visitor.page.clock.install()
        await visitor.opens()
        await visitor.starts()
        await professional.takes_next()
        await visitor.sees("called-page")
        clock.jumps_to("2026-11-28T19:04:00")
        await expect(visitor.part("unanswered")).to_be_visible(timeout=60_000)
        await show.shows(visitor, "unanswered")
        await visitor.part("is-here").click()
        await meet(visitor, professional)
        await visitor.says(show.talk[0])
        await professional.says(show.talk[1])
        await visitor.hears(show.talk[1])
        await visitor.page.clock.fast_forward("10:05")
        await visitor.page.clock.fast_forward("00:10")
        await visitor.sees("go-on")
        await show.shows(visitor, "covered")
        await visitor.part("go-on").click()
        clock.jumps_to("2026-11-28T19:18:00")
        await expect(visitor.part("still")).to_be_visible()
        # After a leap in time everybody is missed, and found again.
        await expect(visitor.part("banner")).to_have_count(0)
        await show.shows(visitor, "still")
        clock.jumps_to("2026-11-28T19:45:00")
        # After a leap in time the last minute is waited for.
        await expect(visitor.part("ended-page")).to_be_visible(timeout=90_000)
        await visitor.sees("afterwards")
        await show.shows(visitor, "silent")

    clock = Elsewhen("2026-11-28T19:00:00")
    limits = {"CHATSERVER_LIMITS_SILENT_PROMPT": "5 h", "CHATSERVER_LIMITS_SILENT_CLOSE": "6 h"}
    async with show.at("long", clock=clock, **limits) as scene:
        visitor, professional = await show.talking(scene)
        await professional.page.context.close()
        await visitor.sees("banner")
        await show.shows(visitor, "away")

    clock = Elsewhen("2026-11-28T19:00:00")
    async with show.at("longest", clock=clock, **limits) as scene:
        visitor, professional = await show.talking(scene)
        clock.jumps_to("2026-11-28T22:46:00")
        await expect(visitor.part("banner")).to_contain_text("14")
        await show.shows(visitor, "ends-soon")


@pytest.mark.timeout(400)
async def test_where_nobody_comes(show: Show) -> None:
    clock = Elsewhen(EVENING)
    async with show.at("hours", clock=clock, CHATSERVER_HOURS_WEEK=OPEN) as scene:
        visitor = await show.visitor(scene)
        await visitor.sees("closing")
        await show.shows(visitor, "start-closing")
        await visitor.starts()
        await visitor.sees("closing", closed="false")
        await show.shows(visitor, "waiting-closing")
        coordinator = await scene.coordinator()
        await coordinator.part("intake-switch").click()
        await coordinator.sees("intake", state="paused")
        late = await show.visitor(scene)
        await late.sees("paused-page")
        await show.shows(late, "paused")
        clock.jumps_to("2026-11-28T22:00:00")
        await visitor.sees("closing", closed="true")
        await show.shows(visitor, "waiting-closed")
        clock.jumps_to("2026-11-28T22:31:00")
        await visitor.sees("let-go")
        await show.shows(visitor, "let-go")
        await late.opens()
        await late.sees("closed-page")
        await show.shows(late, "closed")
    async with show.at("full", CHATSERVER_LIMITS_MAX_WAITING="1") as scene:
        first = await show.visitor(scene)
        await first.starts()
        root = await first.page.evaluate("window.name")
        second = await scene.visitor()
        await second.page.add_init_script(f"window.name ||= '{root}'")
        await second.opens()
        await second.sees("waiting-page")
        await first.sees("elsewhere-page")
        await show.shows(first, "elsewhere")
        third = await show.visitor(scene)
        await third.sees("full-page")
        await show.shows(third, "full")
    async with show.at("misuse", CHATSERVER_EDGE_PROXIES="127.0.0.1") as scene:
        scene.visitors.comes_from("45.83.86.217")
        visitor, professional = await show.talking(scene, lines=2)
        await professional.part("end").click()
        await professional.part("misuse").click()
        await professional.page.get_by_test_id("minutes-10").check()
        await professional.part("confirm-misuse").click()
        await visitor.sees("ended-page")
        await show.shows(visitor, "again-later")
        await visitor.part("again").click()
        await visitor.sees("again-page")
        await show.shows(visitor, "again")


@pytest.mark.timeout(400)
async def test_what_goes_wrong(show: Show) -> None:
    async with show.at("faults") as scene:
        for state, test_id, script in (
            ("refused", "refused-page", "crypto.subtle.encrypt = () => Promise.reject()"),
            ("gone", "gone", "window.name ||= btoa('x'.repeat(32))"),
        ):
            visitor = await scene.visitor(**show.look)
            await visitor.page.add_init_script(script)
            await visitor.opens()
            await visitor.sees(test_id)
            await show.shows(visitor, state)
        misread = await scene.visitor(**show.look)
        await misread.page.add_init_script(
            "const send = WebSocket.prototype.send;"
            "WebSocket.prototype.send = function () { send.call(this, 'nonsense'); };"
        )
        await misread.opens()
        await misread.presses_start()
        await misread.sees("fault-page")
        await show.shows(misread, "fault")
    for state, way in (("vault-lost", "on"), ("vault-lost-line", "line")):
        folder = show.directory / state
        folder.mkdir()
        show.stores.flush()
        async with night(show.browser, show.stores, folder) as (scene, vault):
            visitor, _ = await show.talking(scene, lines=2)
            await vault.dies()
            if way == "line":
                await visitor.page.reload()
            await vault.start()
            await visitor.sees("lost-page", way=way)
            await show.shows(visitor, state)


def test_the_page_of_the_gallery() -> None:
    """Names every picture; `tests/architecture/test_gallery.py` looks whether all are there."""
    GALLERY.mkdir(exist_ok=True)
    lines = [
        "# What visitors see",
        "",
        "Every state of the visitor's page, made by `make gallery` and looked at. A phone of",
        f"{size(PHONE)} points and a desktop of {size(DESKTOP)}, in the light and in the dark.",
    ]
    for state, said in STATES.items():
        lines += ["", f"## {said}", ""]
        for language in LANGUAGES:
            for device in DEVICES:
                names = [f"{state}-{language}-{device}-{scheme}.webp" for scheme in SCHEMES]
                width = 180 if device == "phone" else 380
                lines += [f'<img src="{name}" width="{width}" alt="">' for name in names]
    (GALLERY / "index.md").write_text("\n".join(lines) + "\n", "utf-8")


def size(of: ViewportSize) -> str:
    return f"{of['width']} by {of['height']}"
